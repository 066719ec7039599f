"""The welcome at work: keeps what is said as it is said, and leads on to a first course."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from player.desk.desk import Desk
from player.domain.learner import Learner
from player.ui.host import Host, Page, Place, Route, place_of_file
from player.ui.keys import KeySection
from player.ui.language import tr
from player.ui.welcome.screen import WelcomeScreen
from player.ui.welcome.state import WelcomeState


class WelcomePage(Page):
    """`sample`: the course that is offered to begin with."""

    def __init__(self, host: Host, *, sample: Path) -> None:
        super().__init__()
        self._host = host
        self._sample = sample
        self._file: Path | None = None
        self._field = ""
        self._screen = WelcomeScreen(host.theme)
        self._screen.learner_changed.connect(self._keep)
        self._screen.language_chosen.connect(self._speak)
        self._screen.sample_wanted.connect(self._begin_with_sample)
        self._screen.went_on.connect(self._go_on)
        self.hold(self._screen)

    def keys(self) -> tuple[KeySection, ...]:
        return ((tr("Welcome"), ((tr("Esc"), tr("Go on without saying anything")),)),)

    def enter(self, route: Route) -> None:
        self._file, self._field = route.file, route.field
        self._host.door.ask(partial(_load, self._host.desk, self._host.settings.language, route.file), self._begin)

    def leave(self) -> None:
        self._screen.flush()

    def _begin(self, state: WelcomeState) -> None:
        self._screen.render_state(state)
        self._screen.focus_on(self._field)

    def _keep(self, learner: Learner) -> None:
        self._host.door.ask(partial(self._host.desk.save_learner, learner), self._kept)

    def _kept(self, learner: Learner) -> None:
        self._host.say_saved()
        self._screen.render_kept(learner)

    def _speak(self, code: str) -> None:
        # What was typed is kept before the page is made anew in the other language.
        self._screen.flush()
        self._host.change_settings(replace(self._host.settings, language=code))

    def _begin_with_sample(self) -> None:
        self._leave_for(self._sample)

    def _go_on(self) -> None:
        self._leave_for(self._file)

    def _leave_for(self, file: Path | None) -> None:
        self._host.change_settings(replace(self._host.settings, welcomed=True))
        place = Place.LIBRARY if file is None else place_of_file(file)
        self._host.go(Route(place=place, file=file))


def _load(desk: Desk, language: str, file: Path | None) -> WelcomeState:
    """On the desk's lane."""
    return WelcomeState(learner=desk.learner, folder=desk.profile, language=language, file=file)
