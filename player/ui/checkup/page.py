"""The check-up at work: asks the machine, adds what only the window knows, shows and saves the answer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.requirement import Fact
from player.proof.files import write_whole
from player.ui.checkup.screen import CheckupScreen
from player.ui.checkup.state import CheckupState, CourseChoice
from player.ui.checkup.words import report
from player.ui.host import Host, Page, Route


class CheckupPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._course: CourseHash | None = None
        self._state: CheckupState | None = None
        self._is_new = True
        self._screen = CheckupScreen(host.theme)
        self._screen.again.connect(self._check)
        self._screen.course_chosen.connect(self._choose)
        self._screen.save_wanted.connect(self._save)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        self._course = route.course
        self._is_new = True
        self._check()

    def _check(self) -> None:
        facts = screen_facts(self)
        self._host.door.ask(partial(_load, self._host.desk, self._course, facts), self._show)

    def _show(self, state: CheckupState) -> None:
        self._state = state
        self._screen.render_state(state)
        if self._is_new:
            self._is_new = False
            self._screen.focus_first()

    def _choose(self, course: CourseHash | None) -> None:
        self._course = course
        self._check()

    def _save(self) -> None:
        if self._state is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), str(Path.home() / "carrel-check-up.txt")
        )
        if name:
            text = report(self._state).encode()
            self._host.door.ask(partial(write_whole, Path(name), text), self._saved)

    def _saved(self, _: object) -> None:
        self._host.say(self.tr("The report is saved"))


def screen_facts(page: CheckupPage) -> tuple[Fact, ...]:
    """What only a window can tell: the size of the screen that it is on, in logical pixels."""
    size = page.screen().size()
    how = "the screen this window is on"
    return (
        Fact(name="screen.width", value=str(size.width()), how=how),
        Fact(name="screen.height", value=str(size.height()), how=how),
    )


def _load(desk: Desk, course: CourseHash | None, facts: tuple[Fact, ...]) -> CheckupState:
    """On the desk's lane."""
    signed = [listing.signed for listing in desk.library() if listing.signed is not None]
    chosen = next((s.course for s in signed if s.hash == course), None)
    return CheckupState(
        courses=tuple(CourseChoice(hash=s.hash, title=s.course.title) for s in signed),
        course=course if chosen else None,
        findings=desk.check_up(chosen, facts),
        moment=desk.now(),
    )
