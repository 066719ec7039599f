"""The player: one session on an engine, the ledger that keeps what was played, and the screen that shows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from player.domain.engine import MediaEngine
from player.domain.playing import AHEAD_SLACK_MS
from player.domain.policy import Seeking
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.domain.watch import Coverage, Span
from player.ui.door import Lane
from player.ui.host import Host
from player.ui.watch.deck import Deck
from player.ui.watch.recorder import Played, Recorder, Saved
from player.ui.watch.screen import WatchScreen
from player.ui.watch.state import Hindrance, Lesson, Liking, Transport, session_progress
from player.ui.watch.words import onward_from

LEAD_IN_MS = 2_000
"""Going on begins a little before where playing stopped, to find back into the sentence."""


class Player(QObject):
    """Nothing is shown as saved before the ledger said so.

    `moved` (Transport): anything about where playing stands changed; `advanced` (Lesson): more of the session is on
    disk; `framed` (QImage): a picture of the recording; `opened`: an engine has it open; `stopped`: it ended or failed;
    `failed` (Problem): it will not play on.
    """

    moved = Signal(object)
    advanced = Signal(object)
    framed = Signal(object)
    opened = Signal()
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, host: Host, screen: WatchScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self.screen = screen
        self.transport = Transport()
        self.deck: Deck | None = None
        self.is_seen_outside = False
        """Whether the picture stands in a window of its own, too."""
        self._lesson: Lesson | None = None
        self._visit = 0
        self._started = False
        self._wants_play = False
        self._goes_on = False
        self._told = ""
        self._start_ms = 0
        self._rate_percent = 100
        self._liking = Liking()
        self._hindrances: frozenset[Hindrance] = frozenset()
        self._recorder = Recorder(host, self)
        self._recorder.saved.connect(self._saved)
        self._recorder.failed.connect(self._not_saved)
        self._recorder.made_whole.connect(self._all_saved)

    @property
    def liking(self) -> Liking:
        """How loud, whether with captions, and which keys count."""
        return self._liking

    @property
    def lesson(self) -> Lesson | None:
        """The session on show, with the progress that is on disk."""
        return self._lesson

    # --- a session comes and goes ------------------------------------------------------------------------

    def show(self, lesson: Lesson, liking: Liking, *, plays: bool = False) -> None:
        """Puts a session on show, to go on where playing stopped (by itself if it `plays`), and gets an engine."""
        self._visit += 1
        self._lesson, self._liking = lesson, liking
        self._started = self._goes_on = False
        self._wants_play = plays
        self._told = ""
        self._hindrances = frozenset()
        self._start_ms = _start_of(lesson)
        # What was fast enough for another course need not count in this one.
        self._rate_percent = min(self._rate_percent, max(100, lesson.signed.course.watch.counted_rate_percent))
        self.screen.render_lesson(lesson, liking, self._start_ms)
        self.screen.render_saving(self._recorder.is_whole)
        self.screen.render_onward(onward_from(lesson.signed, lesson.progress, lesson.session))
        for flaw in lesson.flaws[:1]:
            self.screen.render_problem(flaw)
        self._render_transport()
        self._ask_engine()

    def put_away(self) -> None:
        """Stops playing and sends the last span off; whoever closes the door waits until it is written."""
        self._visit += 1
        deck, self.deck = self.deck, None
        if deck is not None:
            for span in deck.stop():
                self._keep_span(span)
            self.host.door.ask(deck.release, lane=Lane.PORTER)
        self._recorder.try_again()
        self._lesson = None

    def _ask_engine(self) -> None:
        self.host.door.ask(
            self.host.desk.engine,
            partial(self._take_engine, self._visit),
            failed=partial(self._no_engine, self._visit),
        )

    def _take_engine(self, visit: int, engine: MediaEngine) -> None:
        if visit != self._visit or self._lesson is None or self.deck is not None:
            self.host.door.ask(engine.release, lane=Lane.PORTER)
            return
        deck = Deck(
            engine,
            self._lesson,
            start_ms=self._start_ms,
            rate_percent=self._rate_percent,
            most_volume=self.host.most_volume,
        )
        self.deck = deck
        deck.moved.connect(self._render_transport)
        deck.framed.connect(self._render_frame)
        deck.played.connect(self._keep_span)
        deck.failed.connect(self._failed)
        deck.ended.connect(self.stopped)
        deck.opened.connect(self._opened)
        deck.take_liking(self._liking)
        if self._hindrances:
            deck.attend(False)
        if self._wants_play:
            self.play()

    def _no_engine(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self.screen.render_problem(problem, self.tr("Try again"))

    def _opened(self) -> None:
        if self.deck is not None:
            self.screen.render_liking(self._liking, has_sound=self.deck.has_sound_device)
            self.opened.emit()

    def _failed(self, problem: Problem) -> None:
        self.stopped.emit()
        self.screen.render_problem(problem, self.tr("Try again"))
        self.failed.emit(problem)

    # --- playing -----------------------------------------------------------------------------------------

    def toggle(self) -> None:
        if self.deck is not None and self.deck.playhead.is_playing:
            self.deck.pause()
        else:
            self.play()

    def play(self) -> None:
        """The first time that a session is on show the ledger hears of it before anything is played."""
        lesson, deck = self._lesson, self.deck
        if lesson is None:
            return
        if deck is None:
            self._wants_play = True
            self._ask_engine()
            return
        self.screen.render_problem(None)
        self._told = ""
        self._recorder.try_again()
        if self._started:
            deck.play()
            return
        desk, session, position_ms = self.host.desk, lesson.session.id, deck.position_ms
        self.host.door.ask(
            lambda: desk.journey(lesson.signed).start_watching(session, position_ms=position_ms),
            partial(self._begun, self._visit),
            failed=partial(self._not_begun, self._visit),
        )

    def _begun(self, visit: int, _: Progress) -> None:
        if visit == self._visit and self.deck is not None:
            self._started = True
            self.deck.play()
            self._render_transport()

    def _not_begun(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self.screen.render_problem(problem, self.tr("Try again"))

    def pause(self) -> None:
        if self.deck is not None:
            self.deck.pause()

    def restart(self) -> None:
        self.seek(0)
        self.play()

    def seek(self, position_ms: int) -> None:
        """Goes there; in a course that is seen in order no further than it was seen."""
        limit_ms = self._limit_ms()
        if limit_ms is not None and position_ms > limit_ms:
            self._say_in_order()
            position_ms = limit_ms
        if self.deck is not None:
            self.deck.seek(position_ms)
        elif self._lesson is not None:
            self._start_ms = max(0, min(position_ms, self._lesson.session.duration_ms))
            self._render_transport()

    def _limit_ms(self) -> int | None:
        """How far one may go; None where one may go anywhere."""
        if self._lesson is None or self._lesson.signed.course.watch.seeking is not Seeking.SEEN_ONLY:
            return None
        limit_ms = Coverage(self.transport.saved).furthest_ms
        for part in sorted(self.transport.unsaved):
            if part.start_ms <= limit_ms + AHEAD_SLACK_MS:
                limit_ms = max(limit_ms, part.end_ms)
        return limit_ms

    def _keep_in_order(self) -> None:
        """Back to where it last counted, as soon as playing counts again: what lies further on would be refused."""
        lesson, deck, limit_ms = self._lesson, self.deck, self._limit_ms()
        if lesson is None or deck is None or limit_ms is None or self._hindrances:
            return
        counts = deck.rate_percent <= lesson.signed.course.watch.counted_rate_percent
        if counts and deck.position_ms > limit_ms + AHEAD_SLACK_MS // 2:
            self.seek(deck.position_ms)

    def _say_in_order(self) -> None:
        self.host.say(self.tr("This course is seen in order: no further than you have watched."), "info")

    def step(self) -> None:
        """Pauses and shows the next picture, which must not lie ahead where a course is seen in order."""
        if self.deck is None or not self._started:
            return
        limit_ms = self._limit_ms()
        if limit_ms is not None and self.deck.position_ms >= limit_ms:
            self._say_in_order()
            self.pause()
        else:
            self.deck.step()

    def set_rate(self, rate_percent: int) -> None:
        """Kept for the sessions that follow."""
        self._rate_percent = rate_percent
        if self.deck is not None:
            self.deck.set_rate(rate_percent)
            self._keep_in_order()
        else:
            self._render_transport()

    def take_liking(self, liking: Liking) -> None:
        """How loud, and whether with captions, from now on."""
        self._liking = liking
        if self.deck is not None:
            self.deck.take_liking(liking)
        self.screen.render_liking(liking)

    # --- what counts -------------------------------------------------------------------------------------

    def hinder(self, why: Hindrance, on: bool) -> None:
        """While any hindrance is on, playing does not count; the line under the picture says so."""
        before = self._hindrances
        self._hindrances = before | {why} if on else before - {why}
        if self._hindrances == before:
            return
        if self.deck is not None:
            self.deck.attend(not self._hindrances)
        self.screen.render_hindrances(self._hindrances)
        self._render_transport()
        self._keep_in_order()

    def take_progress(self, progress: Progress) -> None:
        """More is on disk, by playing or by what a companion had recorded."""
        lesson = self._lesson
        if lesson is None:
            return
        before = onward_from(lesson.signed, lesson.progress, lesson.session)
        after = onward_from(lesson.signed, progress, lesson.session)
        self._lesson = replace(lesson, progress=progress)
        self.screen.render_progress(self._lesson)
        self.screen.render_onward(after, just_done=before is None and after is not None)
        self._render_transport()
        self.advanced.emit(self._lesson)

    def _keep_span(self, span: Span) -> None:
        lesson = self._lesson
        if lesson is not None:
            self._recorder.keep(Played(signed=lesson.signed, session=lesson.session.id, span=span))

    def _saved(self, saved: Saved) -> None:
        self.host.say_saved()
        if self._lesson is not None and self._lesson.signed.hash == saved.played.signed.hash:
            self.take_progress(saved.progress)

    def _not_saved(self, problem: Problem) -> None:
        """Playing on would only lose more: it waits, and what failed is kept and tried again."""
        deck = self.deck
        if deck is not None and not self._recorder.is_whole:
            self._goes_on = self._goes_on or deck.playhead.is_playing
            deck.pause()
            self.screen.render_saving(False)
        if problem.code == self._told:
            # Once is enough: it is tried again and again, and who took the message away has read it.
            return
        self._told = problem.code
        if deck is None:
            self.host.show_problem(problem)
            return
        self.stopped.emit()
        self.screen.render_problem(problem)

    def _all_saved(self) -> None:
        """There is room again: what waited goes on by itself."""
        self._told = ""
        self.screen.render_problem(None)
        self.screen.render_saving(True)
        goes_on, self._goes_on = self._goes_on, False
        if self.deck is None:
            self.host.say(self.tr("What you watched is saved now"))
            return
        self.host.say(self.tr("Saved again: watching counts"))
        if goes_on:
            self.deck.play()

    # --- what is shown -----------------------------------------------------------------------------------

    def _render_transport(self) -> None:
        lesson, deck = self._lesson, self.deck
        if lesson is None:
            return
        session = lesson.session
        unsaved = self._recorder.unsaved(lesson.signed, session.id)
        head = deck.playhead if deck is not None else None
        self.transport = Transport(
            position_ms=head.position_ms if head is not None else self._start_ms,
            duration_ms=session.duration_ms,
            playing=head is not None and head.is_playing,
            waiting=head is not None and head.is_waiting,
            ended=head is not None and head.has_ended,
            begun=self._started,
            counts=not self._hindrances,
            rate_percent=self._rate_percent,
            saved=session_progress(lesson.progress, session).coverage.intervals,
            unsaved=(*unsaved, *(deck.unwritten if deck is not None else ())),
        )
        self.screen.render_transport(self.transport)
        self.moved.emit(self.transport)

    def _render_frame(self, frame: QImage) -> None:
        if self._started:
            self.screen.render_frame(frame)
            self.framed.emit(frame)


def _start_of(lesson: Lesson) -> int:
    return max(0, session_progress(lesson.progress, lesson.session).resume_ms - LEAD_IN_MS)
