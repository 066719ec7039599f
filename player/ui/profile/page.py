"""Profile and settings at work: each change is kept at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from player.desk.desk import Desk
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.ui.host import Host, Page, Place, Route
from player.ui.profile.care import RecordsCare
from player.ui.profile.screen import ProfileScreen, ProfileState
from player.ui.settings import Settings


class ProfilePage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._state: ProfileState | None = None
        self._is_unsaved = False
        self._field = ""
        self._screen = ProfileScreen(host.theme)
        self._screen.learner_changed.connect(self._keep)
        self._screen.settings_changed.connect(self._change)
        self._screen.reporting.decided.connect(self._decide)
        self._screen.reporting.send_wanted.connect(self._to_send)
        self._care = RecordsCare(host, self._screen.records)
        self._care.changed.connect(self._load_anew)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        self._care.look()
        self._field = route.field
        if self._is_unsaved:
            # What was typed stays until it is kept.
            self._screen.flush()
            self._screen.focus_on(route.field)
            return
        self._host.door.ask(partial(_load, self._host.desk, self._host.settings), self._begin)

    def _load_anew(self) -> None:
        """The particulars may have come from a backup."""
        self._host.door.ask(partial(_load, self._host.desk, self._host.settings), self._show)

    def leave(self) -> None:
        self._screen.flush()

    def _begin(self, state: ProfileState) -> None:
        self._show(state)
        self._screen.focus_on(self._field)

    def _show(self, state: ProfileState) -> None:
        self._state = state
        self._screen.render_state(state)

    def _keep(self, learner: Learner) -> None:
        self._host.door.ask(partial(self._host.desk.save_learner, learner), self._kept, failed=self._not_kept)

    def _not_kept(self, problem: Problem) -> None:
        self._is_unsaved = True
        self._host.show_problem(problem)

    def _kept(self, learner: Learner) -> None:
        self._is_unsaved = False
        self._host.say_saved()
        if self._state is not None:
            self._state = replace(self._state, learner=learner)
            self._screen.render_kept(self._state)

    def _decide(self, permitted: bool) -> None:
        """After what was typed: a decision is kept with the particulars."""
        self._screen.flush()
        work = partial(_decide, self._host.desk, permitted=permitted)
        self._host.door.ask(work, self._kept, failed=self._not_kept)

    def _to_send(self) -> None:
        self._host.go(Route(place=Place.SEND))

    def _change(self, settings: Settings) -> None:
        self._host.change_settings(settings)
        if self._state is not None:
            self._state = replace(self._state, settings=settings)
            self._screen.render_kept(self._state)


def _load(desk: Desk, settings: Settings) -> ProfileState:
    """On the desk's lane."""
    return ProfileState(learner=desk.learner, settings=settings)


def _decide(desk: Desk, *, permitted: bool) -> Learner:
    """On the desk's lane."""
    desk.sending.decide_reporting(permitted=permitted)
    return desk.learner
