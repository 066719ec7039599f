"""Watching: joins the recording on the engine, the ledger that keeps what was played, and the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from player.domain.course import SessionId
from player.domain.engine import MediaEngine
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.domain.watch import Span
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.watch.deck import Deck
from player.ui.watch.lending import Lending
from player.ui.watch.loading import load_lesson
from player.ui.watch.recorder import Played, Recorder, Saved
from player.ui.watch.screen import WatchScreen
from player.ui.watch.state import Lesson, Liking, LockedLesson, Transport, session_progress
from player.ui.watch.words import onward_from

LEAD_IN_MS = 2_000
"""Going on begins a little before where playing stopped, to find back into the sentence."""
SETTLE_MS = 600
"""A volume that is still being turned is not written yet."""


class WatchPage(Page):
    """One visit plays one session. Nothing is shown as saved before the ledger said so."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._route = Route(place=Place.WATCH)
        self._visit = 0
        self._lesson: Lesson | None = None
        self._deck: Deck | None = None
        self._started = False
        self._wants_play = False
        self._goes_on = False
        self._told = ""
        self._start_ms = 0
        self._liking = Liking()
        self._recorder = Recorder(host, self)
        self._screen = WatchScreen(host.theme)
        self._lending = Lending(host, self._screen, self)
        self._liking_timer = QTimer(self)
        self._liking_timer.setSingleShot(True)
        self._liking_timer.setInterval(SETTLE_MS)
        self._join()
        self.hold(self._screen)

    # --- coming and going --------------------------------------------------------------------------------

    def enter(self, route: Route) -> None:
        if route.course is None:
            raise ValueError("a recording belongs to a course")
        self._route, self._visit = route, self._visit + 1
        self._started = self._wants_play = self._goes_on = False
        self._told = ""
        settings = self._host.settings
        self._liking = Liking(captions=settings.captions, volume_percent=settings.volume_percent, muted=settings.muted)
        self._screen.render_loading()
        self._host.door.ask(
            partial(load_lesson, self._host.desk, route.course, route.session),
            partial(self._show, self._visit),
            failed=partial(self._not_loaded, self._visit),
        )

    def leave(self) -> None:
        """Stops playing and sends the last span off; whoever closes the door waits until it is written."""
        self._visit += 1
        self._set_full(False)
        self._keep_liking()
        self._put_away_deck()
        self._recorder.try_again()
        self._lesson = None

    def _show(self, visit: int, lesson: Lesson | LockedLesson) -> None:
        if visit != self._visit:
            return
        if isinstance(lesson, LockedLesson):
            self._screen.render_locked(lesson)
            return
        self._lesson = lesson
        self._lending.course = lesson.signed.hash
        self._start_ms = _start_of(lesson)
        self._screen.render_lesson(lesson, self._liking, self._start_ms)
        self._screen.render_saving(self._recorder.is_whole)
        self._screen.render_onward(onward_from(lesson.signed, lesson.progress, lesson.session))
        for flaw in lesson.flaws[:1]:
            self._screen.render_problem(flaw)
        self._render_transport()
        self._screen.focus_first()
        self._ask_engine()

    def _not_loaded(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self._screen.render_unreadable(problem)

    # --- the engine --------------------------------------------------------------------------------------

    def _ask_engine(self) -> None:
        self._host.door.ask(
            self._host.desk.engine,
            partial(self._take_engine, self._visit),
            failed=partial(self._no_engine, self._visit),
        )

    def _take_engine(self, visit: int, engine: MediaEngine) -> None:
        if visit != self._visit or self._lesson is None or self._deck is not None:
            self._host.door.ask(engine.release, lane=Lane.PORTER)
            return
        deck = Deck(engine, self._lesson, start_ms=self._start_ms)
        self._deck = deck
        deck.moved.connect(self._render_transport)
        deck.framed.connect(self._render_frame)
        deck.played.connect(self._keep_span)
        deck.failed.connect(self._failed)
        deck.ended.connect(self._ended)
        deck.opened.connect(self._opened)
        deck.take_liking(self._liking)
        if self._wants_play:
            self._play()

    def _opened(self) -> None:
        if self._deck is not None:
            self._screen.render_liking(self._liking, has_sound=self._deck.has_sound_device)

    def _no_engine(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self._screen.render_problem(problem, self.tr("Try again"))

    def _put_away_deck(self) -> None:
        deck, self._deck = self._deck, None
        if deck is None:
            return
        for span in deck.stop():
            self._keep_span(span)
        self._host.door.ask(deck.release, lane=Lane.PORTER)

    def _failed(self, problem: Problem) -> None:
        self._set_full(False)
        self._screen.render_problem(problem, self.tr("Try again"))

    def _ended(self) -> None:
        self._set_full(False)

    # --- playing -----------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        deck = self._deck
        if deck is not None and deck.playhead.is_playing:
            deck.pause()
        else:
            self._play()

    def _play(self) -> None:
        """The first time in a visit the ledger hears of it before anything is played."""
        lesson, deck = self._lesson, self._deck
        if lesson is None:
            return
        if deck is None:
            self._wants_play = True
            self._ask_engine()
            return
        self._screen.render_problem(None)
        self._told = ""
        self._recorder.try_again()
        if self._started:
            deck.play()
            return
        desk, session, position_ms = self._host.desk, lesson.session.id, deck.position_ms
        self._host.door.ask(
            lambda: desk.journey(lesson.signed).start_watching(session, position_ms=position_ms),
            partial(self._begun, self._visit),
            failed=partial(self._not_begun, self._visit),
        )

    def _begun(self, visit: int, _: Progress) -> None:
        if visit == self._visit and self._deck is not None:
            self._started = True
            self._deck.play()
            self._render_transport()

    def _not_begun(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self._screen.render_problem(problem, self.tr("Try again"))

    def _restart(self) -> None:
        self._seek(0)
        self._play()

    def _seek(self, position_ms: int) -> None:
        if self._deck is not None:
            self._deck.seek(position_ms)
        elif self._lesson is not None:
            self._start_ms = max(0, min(position_ms, self._lesson.session.duration_ms))
            self._render_transport()

    def _set_rate(self, rate_percent: int) -> None:
        if self._deck is not None:
            self._deck.set_rate(rate_percent)

    # --- what counts -------------------------------------------------------------------------------------

    def _keep_span(self, span: Span) -> None:
        lesson = self._lesson
        if lesson is not None:
            self._recorder.keep(Played(signed=lesson.signed, session=lesson.session.id, span=span))

    def _saved(self, saved: Saved) -> None:
        self._host.say_saved()
        lesson = self._lesson
        if lesson is None or lesson.signed.hash != saved.played.signed.hash:
            return
        before = onward_from(lesson.signed, lesson.progress, lesson.session)
        after = onward_from(lesson.signed, saved.progress, lesson.session)
        self._lesson = replace(lesson, progress=saved.progress)
        self._screen.render_progress(self._lesson)
        self._screen.render_onward(after, just_done=before is None and after is not None)
        self._render_transport()

    def _not_saved(self, problem: Problem) -> None:
        """Playing on would only lose more: it waits, and what failed is kept and tried again."""
        deck = self._deck
        if deck is not None and not self._recorder.is_whole:
            self._goes_on = self._goes_on or deck.playhead.is_playing
            deck.pause()
            self._screen.render_saving(False)
        if problem.code == self._told:
            # Once is enough: it is tried again and again, and who took the message away has read it.
            return
        self._told = problem.code
        if deck is None:
            self._host.show_problem(problem)
            return
        self._set_full(False)
        self._screen.render_problem(problem)

    def _all_saved(self) -> None:
        """There is room again: what waited goes on by itself."""
        self._told = ""
        self._screen.render_problem(None)
        self._screen.render_saving(True)
        goes_on, self._goes_on = self._goes_on, False
        if self._deck is None:
            self._host.say(self.tr("What you watched is saved now"))
            return
        self._host.say(self.tr("Saved again: watching counts"))
        if goes_on:
            self._deck.play()

    # --- what is shown -----------------------------------------------------------------------------------

    def _render_transport(self) -> None:
        lesson, deck = self._lesson, self._deck
        if lesson is None:
            return
        session = lesson.session
        unsaved = self._recorder.unsaved(lesson.signed, session.id)
        head = deck.playhead if deck is not None else None
        self._screen.render_transport(
            Transport(
                position_ms=head.position_ms if head is not None else self._start_ms,
                duration_ms=session.duration_ms,
                playing=head is not None and head.is_playing,
                waiting=head is not None and head.is_waiting,
                ended=head is not None and head.has_ended,
                begun=self._started,
                rate_percent=deck.rate_percent if deck is not None else 100,
                saved=session_progress(lesson.progress, session).coverage.intervals,
                unsaved=(*unsaved, *(deck.unwritten if deck is not None else ())),
            )
        )

    def _render_frame(self, frame: QImage) -> None:
        if self._started:
            self._screen.render_frame(frame)

    def _take_liking(self, liking: Liking) -> None:
        self._liking = liking
        if self._deck is not None:
            self._deck.take_liking(liking)
        self._screen.render_liking(liking)
        self._liking_timer.start()

    def _keep_liking(self) -> None:
        self._liking_timer.stop()
        kept = replace(
            self._host.settings,
            captions=self._liking.captions,
            volume_percent=self._liking.volume_percent,
            muted=self._liking.muted,
        )
        if kept != self._host.settings:
            self._host.change_settings(kept)

    def _set_full(self, full: bool) -> None:
        if full != self._screen.is_full:
            self._host.set_full_screen(full)
            self._screen.render_full(full)

    # --- ways out ----------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        lesson = self._lesson
        onward = onward_from(lesson.signed, lesson.progress, lesson.session) if lesson is not None else None
        if onward is not None:
            self._host.go(onward.route)

    def _go_to_session(self, session: SessionId) -> None:
        if self._lesson is not None and session != self._lesson.session.id:
            self._host.go(replace(self._route, session=session))

    def _go_to_course(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._route.course))

    def _join(self) -> None:
        screen = self._screen
        self._recorder.saved.connect(self._saved)
        self._recorder.failed.connect(self._not_saved)
        self._recorder.made_whole.connect(self._all_saved)
        self._liking_timer.timeout.connect(self._keep_liking)
        screen.toggled.connect(self._toggle)
        screen.play_wanted.connect(self._play)
        screen.restart_wanted.connect(self._restart)
        screen.seek_wanted.connect(self._seek)
        screen.rate_wanted.connect(self._set_rate)
        screen.liked.connect(self._take_liking)
        screen.session_wanted.connect(self._go_to_session)
        screen.full_wanted.connect(self._set_full)
        screen.back_wanted.connect(self._go_to_course)
        screen.course_wanted.connect(self._go_to_course)
        screen.gone_on.connect(self._go_on)
        screen.panel.handouts.open_wanted.connect(self._lending.read)
        screen.panel.handouts.copy_wanted.connect(self._lending.copy)


def _start_of(lesson: Lesson) -> int:
    return max(0, session_progress(lesson.progress, lesson.session).resume_ms - LEAD_IN_MS)
