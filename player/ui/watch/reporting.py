"""When a recording fails: what helps to find out why can be saved, or sent to whom the course names."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from player.domain.problem import Problem
from player.proof.files import write_whole
from player.ui.watch.companion import Companion
from player.ui.watch.player import Player
from player.ui.watch.report import contact_of, report_on

LONGEST_LETTER = 6_000
"""Mail programs take addresses with a letter in them only so long."""


class Reporting(Companion):
    """Saves and sends the details that the banner shows. Nothing in them is about the learner."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        player.failed.connect(self._tell)
        player.screen.banner.save_wanted.connect(self._save)
        player.screen.banner.send_wanted.connect(self._send)

    @Slot(object)
    def _tell(self, problem: Problem) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            details, send_to = report_on(problem, lesson, self.player), contact_of(lesson.signed.course)
            self.player.screen.render_failure(problem, self.tr("Try again"), details=details, send_to=send_to)

    @Slot(str)
    def _save(self, text: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self.player.screen, self.tr("Save the details"), str(Path.home() / "carrel-recording.txt")
        )
        if chosen:
            file = Path(chosen)
            self.player.host.door.ask(
                partial(write_whole, file, text.encode()),
                lambda _: self.player.host.say(self.tr("“{name}” is saved").format(name=file.name)),
                failed=self.player.host.show_problem,
            )

    @Slot(str, str)
    def _send(self, address: str, text: str) -> None:
        """The letter waits in the mail program until there is a connection."""
        subject = quote(self.tr("A recording that does not play"))
        letter = QUrl(f"mailto:{quote(address, safe='@')}?subject={subject}&body={quote(text[:LONGEST_LETTER])}")
        if not QDesktopServices.openUrl(letter):
            text = self.tr("No mail program was found. Save the details, and send them to {address}.")
            self.player.host.say(text.format(address=address))
