"""A publisher or device that a file introduces: nobody is believed before somebody compared its fingerprint."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout

from player.ui.language import said
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, announce

ENDINGS = (".root.dsse", ".publisher.json", ".enrolment.json")
"""Files that introduce somebody, and no courses."""
_ACROSS = 4
"""Groups in a line: as many as an eye takes in at once."""


class Introduced(Protocol):
    """`groups`: the fingerprint in fours, as one reads it aloud; `proven`: nobody need compare it."""

    @property
    def file(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def groups(self) -> str: ...
    @property
    def change(self) -> str: ...
    @property
    def proven(self) -> bool: ...


class Introducer(Protocol):
    """Knows what such a file would bring, and keeps it. Both may raise a `Problem`."""

    def describe(self, file: Path) -> Introduced: ...
    def believe(self, file: Path, fingerprint: str) -> None: ...


def introduces(file: Path) -> bool:
    return file.name.endswith(ENDINGS)


class IntroductionCard(Panel):
    """Gestures: `believed`, `declined`."""

    believed = Signal()
    declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Words(role="heading")
        self._change = Words()
        self._why = Words()
        self._fingerprint = Fingerprint(theme)
        self._compared = QCheckBox(self.tr("I compared it, and it is the same"))
        self._yes = QPushButton()
        self._no = QPushButton(self.tr("Not now"))
        self._lay_out(theme)
        self.hide()

    def render_introduction(self, introduced: Introduced | None) -> None:
        """Shows who is introduced; None hides the card."""
        self.setVisible(introduced is not None)
        if introduced is None:
            return
        proven, name = introduced.proven, introduced.name
        heading = self.tr("This file is about {name}") if proven else self.tr("Do you know {name}?")
        self._heading.setText(heading.format(name=name))
        self._change.setText(self._changes(introduced))
        self._why.setText(
            self.tr("What you know already vouches for it. Its fingerprint:") if proven else self._how_to_compare()
        )
        self._fingerprint.render_groups(introduced.groups)
        self._compared.setChecked(proven)
        self._compared.setVisible(not proven)
        self._yes.setText(self.tr("Keep it") if proven else self.tr("Trust them"))
        self._allow()
        announce(self, self._heading.text())
        (self._yes if proven else self._compared).setFocus(Qt.FocusReason.OtherFocusReason)

    def _changes(self, introduced: Introduced) -> str:
        if introduced.proven:
            return said(introduced.change)
        return self.tr("If you trust them: {change}").format(change=said(introduced.change))

    def _how_to_compare(self) -> str:
        return self.tr(
            "Anybody can write a name into a file. Compare this fingerprint, group by group, with the one that they "
            "printed or told you by telephone:"
        )

    def _allow(self) -> None:
        self._yes.setEnabled(self._compared.isChecked())

    def _lay_out(self, theme: Theme) -> None:
        dress(self._yes, kind="primary")
        self._compared.toggled.connect(self._allow)
        self._yes.clicked.connect(self.believed)
        self._no.clicked.connect(self.declined)
        said, asked = QVBoxLayout(), QVBoxLayout()
        said.setSpacing(theme.space("one"))
        asked.setSpacing(theme.space("one"))
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        for part in (self._heading, self._change, self._why):
            said.addWidget(part)
        asked.addWidget(self._compared, 0, Qt.AlignmentFlag.AlignLeading)
        asked.addLayout(buttons)
        self.body.addLayout(said)
        self.body.addWidget(self._fingerprint, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addLayout(asked)


class Fingerprint(QLabel):
    """A fingerprint in columns, to be held against a printed one line by line; it can be selected and copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._groups: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        theme.changed.connect(self._restyle)

    def render_groups(self, groups: str) -> None:
        """Shows groups that are parted by spaces."""
        self._groups = tuple(groups.split())
        self.setAccessibleName(self.tr("Fingerprint {groups}").format(groups=groups))
        self._restyle()

    def _restyle(self) -> None:
        gap, size = self._theme.px(24), self._theme.px(self._theme.tokens.sizes["lead"])
        cells = [f"<td style='padding-right: {gap}px'>{escape(group)}</td>" for group in self._groups]
        rows = ("".join(cells[first : first + _ACROSS]) for first in range(0, len(cells), _ACROSS))
        table = "".join(f"<tr>{row}</tr>" for row in rows)
        # Numbers and hexadecimal letters are read from left to right in every language.
        self.setText(f"<table dir='ltr' style='font-size: {size}px; font-weight: 600'>{table}</table>")
