"""Watching as a place of the window: loads the session that was asked for, and leads away from it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from player.domain.course import SessionId
from player.domain.problem import Problem
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.public import keep_in
from player.ui.watch.company import make_company
from player.ui.watch.keys import key_words
from player.ui.watch.lending import Lending
from player.ui.watch.likings import Likings
from player.ui.watch.loading import load_lesson
from player.ui.watch.player import Player
from player.ui.watch.screen import WatchScreen
from player.ui.watch.state import Lesson, LockedLesson
from player.ui.watch.words import onward_from


class WatchPage(Page):
    """One visit shows one session of one course."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._route = Route(place=Place.WATCH)
        self._visit = 0
        self._likings = Likings(host, self)
        self._screen = WatchScreen(host.theme, public=host.public, most_volume=host.most_volume)
        self._player = Player(host, self._screen, self)
        self._lending = Lending(host, self._screen, self)
        self._join()
        self._company = make_company(self._player)
        self._bring_together()
        self.hold(self._screen)
        keep_in(self, host)

    # --- coming and going --------------------------------------------------------------------------------

    def enter(self, route: Route) -> None:
        if route.course is None:
            raise ValueError("a recording belongs to a course")
        self._route, self._visit = route, self._visit + 1
        self._likings.recall()
        self._screen.render_loading()
        self._host.door.ask(
            partial(load_lesson, self._host.desk, route.course, route.session),
            partial(self._show, self._visit),
            failed=partial(self._not_loaded, self._visit),
        )

    def keys(self) -> tuple[KeySection, ...]:
        return key_words()

    def arrangement(self) -> Mapping[str, tuple[int, ...]]:
        return self._screen.arrangement

    def arrange(self, kept: Mapping[str, tuple[int, ...]]) -> None:
        self._screen.arrange(kept)

    def leave(self) -> None:
        self._visit += 1
        self._set_full(False)
        self._likings.keep()
        for companion in self._company:
            companion.end()
        self._player.put_away()

    def _show(self, visit: int, lesson: Lesson | LockedLesson) -> None:
        if visit != self._visit:
            return
        if isinstance(lesson, LockedLesson):
            self._screen.render_locked(lesson)
            return
        self._lending.course = lesson.signed.hash
        self._player.show(lesson, self._likings.now, plays=self._route.play)
        for companion in self._company:
            companion.begin(lesson)
        self._screen.focus_first()

    def _not_loaded(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self._screen.render_unreadable(problem)

    def _set_full(self, full: bool) -> None:
        if full != self._screen.is_full:
            self._host.set_full_screen(full)
            self._screen.render_full(full)

    def _leave_full(self) -> None:
        self._set_full(False)

    # --- ways out ----------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        lesson = self._player.lesson
        onward = onward_from(lesson.signed, lesson.progress, lesson.session) if lesson is not None else None
        if onward is not None:
            self._host.go(onward.route)

    def _go_to_session(self, session: SessionId) -> None:
        lesson = self._player.lesson
        if lesson is not None and session != lesson.session.id:
            self._host.go(replace(self._route, session=session, play=False))

    def _go_to_course(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._route.course))

    def _join(self) -> None:
        screen, player = self._screen, self._player
        player.stopped.connect(self._leave_full)
        self._likings.changed.connect(player.take_liking)
        screen.toggled.connect(player.toggle)
        screen.play_wanted.connect(player.play)
        screen.restart_wanted.connect(player.restart)
        screen.seek_wanted.connect(player.seek)
        screen.rate_wanted.connect(player.set_rate)
        screen.liked.connect(self._likings.take)
        screen.session_wanted.connect(self._go_to_session)
        screen.full_wanted.connect(self._set_full)
        screen.back_wanted.connect(self._go_to_course)
        screen.course_wanted.connect(self._go_to_course)
        screen.gone_on.connect(self._go_on)
        screen.panel.handouts.open_wanted.connect(self._lending.read)
        screen.panel.handouts.copy_wanted.connect(self._lending.copy)

    def _bring_together(self) -> None:
        for companion in self._company:
            self._player.moved.connect(companion.follow)
            self._player.advanced.connect(companion.advance)
