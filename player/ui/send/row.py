"""One course on the send page: what was claimed, whether a file was written, the button, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout

from player.desk.earned import CreditRow
from player.domain.certificate import emphasised
from player.domain.credit import phrase, plain
from player.domain.event import CourseHash
from player.ui.send.state import Outcome, SendRow
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message


class RowPanel(Panel):
    """Gestures: `write_wanted` (the course's hash), `ticked`."""

    write_wanted = Signal(object)
    ticked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._row: SendRow | None = None
        self._box = QCheckBox()
        self._title = Prose(theme, role="subheading")
        self._claims = Prose(theme)
        self._chip = Chip(theme)
        self._write = QPushButton(self.tr("Write the completion file"))
        self._banner = Banner(theme)
        self._box.toggled.connect(self.ticked)
        self._write.clicked.connect(self._want)
        self._lay_out()

    def render_row(self, row: SendRow, *, alone: bool) -> None:
        """Shows a course; the only one has the page's primary button and needs no tick."""
        before = self._row
        self._row = row
        sendable = row.sendable
        self._title.render_text(sendable.title)
        self._claims.render_runs(_claims_runs(sendable.claims))
        self._render_chip(row)
        self._box.setVisible(not alone)
        self._box.setAccessibleName(sendable.title)
        self._write.setText(self.tr("Writing …") if row.busy else self.tr("Write the completion file"))
        self._write.setAccessibleDescription(sendable.title)
        dress(self._write, kind="primary" if alone else "")
        if before is None or before.outcome != row.outcome:
            self._banner.render_message(None if row.outcome is None else self._outcome_message(row.outcome))

    def tick(self, on: bool) -> None:
        self._box.setChecked(on)

    def is_ticked(self) -> bool:
        return self._box.isChecked()

    def focus_first(self) -> None:
        self._write.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def course(self) -> CourseHash | None:
        return self._row.sendable.course if self._row else None

    def _render_chip(self, row: SendRow) -> None:
        if all(claim.specimen for claim in row.sendable.claims):
            self._chip.render_status(self.tr("Specimen, no credit"), Tone.NEUTRAL)
        elif row.sendable.exports:
            self._chip.render_status(self.tr("File written, not yet submitted"), Tone.ACCENT)
        else:
            self._chip.render_status(self.tr("Not yet submitted"), Tone.CAUTION)

    def _outcome_message(self, outcome: Outcome) -> Message:
        problem = outcome.problem
        if problem is not None:
            return problem_message(problem)
        file = outcome.file
        what = self.tr("Written and verified: {name}").format(name=file.name if file else "")
        where = self.tr("In {folder}. It was read back from there and is genuine.")
        next_ = self.tr("Hand it to your provider. It stays “not yet submitted” until a receipt arrives.")
        if outcome.specimen:
            next_ = self.tr("A specimen: it shows what a provider gets, and proves no credit.")
        return Message(
            what=what, meaning=where.format(folder=file.parent if file else ""), remedy=next_, tone=Tone.GOOD
        )

    def _want(self) -> None:
        if self.course is not None:
            self.write_wanted.emit(self.course)

    def _lay_out(self) -> None:
        one = self._theme.space("one")
        words = QVBoxLayout()
        words.setSpacing(one)
        words.addWidget(self._title)
        words.addWidget(self._claims)
        words.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(one)
        head.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = FlowLayout(one)
        buttons.addWidget(self._write)
        self.body.addLayout(head)
        self.body.addLayout(buttons)
        self.body.addWidget(self._banner)


def _claims_runs(claims: tuple[CreditRow, ...]) -> list[tuple[str, bool]]:
    """ "0.75 *AMA PRA Category 1 Credit*™ · 1 contact hour"."""
    runs: list[tuple[str, bool]] = []
    for place, claim in enumerate(claims):
        runs.append((f"{' · ' if place else ''}{plain(claim.amount)} ", False))
        named = emphasised(claim.offer, phrase(claim.offer, claim.amount))
        runs.extend((run.text, run.italic) for run in named)
    return runs
