"""For whom: the provider, unless another receiver is chosen, and of some receivers which kind of file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from player.domain.report_format import ReportFormat
from player.ui.send.receivers import Receiver, Secrecy, others, provider, secrecy_text
from player.ui.theme import Theme, dress
from player.ui.widgets.combo import Combo
from player.ui.widgets.prose import Prose
from player.ui.widgets.sided import set_margins
from player.ui.widgets.words import Words

_MARK, _BESIDE_MARK = 20, 14
"""Pixels of a round mark at the usual size of text, and around it at any."""


class Chooser(QWidget):
    """Gestures: `chosen` (a ReportFormat), `unfolded` (more can be reached with the keyboard now)."""

    chosen = Signal(object)
    unfolded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._group = QButtonGroup(self)
        self._choices = [_Choice(theme, receiver) for receiver in (provider(), *others())]
        self._more = QPushButton(self.tr("For somebody else…"))
        self._others = QWidget()
        self._prepare()
        self._lay_out()

    def render_choice(self, form: ReportFormat, secrecy: Secrecy) -> None:
        """Marks the receiver of this form, and says who can read completion files; others than the provider stay
        unfolded once one of them is chosen."""
        for choice in self._choices:
            choice.render_form(form)
        self._choices[0].render_who(secrecy_text(secrecy))
        self._unfold(form is not ReportFormat.COMPLETION or not self._others.isHidden())

    def _unfold(self, all_: bool) -> None:
        self._others.setVisible(all_)
        self._more.setVisible(not all_)

    def _show_all(self) -> None:
        self._unfold(True)
        self._choices[1].button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit()

    def _prepare(self) -> None:
        dress(self._more, kind="back")
        self._more.clicked.connect(self._show_all)
        for choice in self._choices:
            self._group.addButton(choice.button)
            choice.chosen.connect(self.chosen)
        self._others.hide()

    def _lay_out(self) -> None:
        one = self._theme.space("one")
        rest = QVBoxLayout(self._others)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(one)
        for choice in self._choices[1:]:
            rest.addWidget(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(one)
        column.addWidget(self._choices[0])
        more = self._beside = QHBoxLayout()
        more.addWidget(self._more)
        more.addStretch(1)
        column.addLayout(more)
        column.addWidget(self._others)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        """What is said of a receiver stands below its name, not below what is pressed before it."""
        for layout in (self._beside, *(choice.below for choice in self._choices)):
            set_margins(layout, self._theme.px(_MARK) + _BESIDE_MARK, 0, 0, 0)


class _Choice(QWidget):
    """One receiver; the kinds of file appear once it is chosen, where there are several."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, receiver: Receiver) -> None:
        super().__init__()
        self._receiver = receiver
        self.button = QRadioButton(receiver.name)
        self._who = Prose(theme, role="muted", selectable=False)
        self.render_who(receiver.who)
        self._file = QWidget()
        self._kinds = Combo()
        self._kinds.setAccessibleName(self.tr("Kind of file for {receiver}").format(receiver=receiver.name))
        for form, word in receiver.forms:
            self._kinds.addItem(word, form)
        self._kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.button.clicked.connect(self._tell)
        self._kinds.activated.connect(self._tell)
        file = QHBoxLayout(self._file)
        file.setContentsMargins(0, theme.space("half"), 0, 0)
        file.setSpacing(theme.space("one"))
        file.addWidget(Words(self.tr("As"), wrap=False))
        file.addWidget(self._kinds)
        file.addStretch(1)
        below = self.below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._who)
        below.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addLayout(below)

    def render_who(self, who: str) -> None:
        self._who.render_text(who)
        self.button.setAccessibleDescription(who)

    def render_form(self, form: ReportFormat) -> None:
        here = self._receiver.has(form)
        self.button.setChecked(here)
        self._file.setVisible(here and self._kinds.count() > 1)
        if here:
            self._kinds.setCurrentIndex(self._kinds.findData(form))

    def _tell(self) -> None:
        self.chosen.emit(ReportFormat(self._kinds.currentData()))
