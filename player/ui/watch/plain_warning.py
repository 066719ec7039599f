"""A plain word before watching where this computer has less than the course asks at least. Nothing is ever blocked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot

from player.domain.event import CourseHash
from player.domain.requirement import Finding
from player.ui.findings import all_the_same
from player.ui.host import Place, Route
from player.ui.language import counted, said
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson
from player.ui.widgets.banner import Message


class PlainWarning(Companion):
    """Said once for a course: who took it away is not told again until the window is opened anew."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._read: set[CourseHash] = set()
        player.screen.warning.dismissed.connect(self._dismissed)
        player.screen.warning.acted.connect(self._open_checkup)

    def begin(self, lesson: Lesson) -> None:
        says = bool(lesson.lacking) and lesson.signed.hash not in self._read
        self.player.screen.warning.render_message(self._message(lesson.lacking) if says else None)

    def end(self) -> None:
        self.player.screen.warning.render_message(None)

    def _message(self, lacking: Sequence[Finding]) -> Message:
        return Message(
            what=self._what(lacking), meaning=all_the_same(), action=self.tr("See the check-up"), dismissible=True
        )

    def _what(self, lacking: Sequence[Finding]) -> str:
        if len(lacking) > 1:
            return counted(
                "This computer has less than the provider asks for, in {count} point.",
                "This computer has less than the provider asks for, in {count} points.",
                len(lacking),
            )
        finding = lacking[0]
        text = said(finding.requirement.text)
        if not finding.found:
            return self.tr("The provider asks for something that this computer lacks: {text}").format(text=text)
        more = self.tr("The provider asks for more than this computer has: {text} ({found})")
        return more.format(text=text, found=said(finding.found))

    @Slot()
    def _dismissed(self) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            self._read.add(lesson.signed.hash)

    @Slot()
    def _open_checkup(self) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            self.player.host.go(Route(place=Place.CHECKUP, course=lesson.signed.hash))
