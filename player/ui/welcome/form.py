"""The few words about oneself that the welcome asks for; all of them may stay empty."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QVBoxLayout, QWidget

from player.domain.learner import Learner, Profession
from player.ui.language import TONGUES, tr
from player.ui.printed_name import NAME_LENGTH
from player.ui.professions import profession_text
from player.ui.theme import Theme
from player.ui.welcome.slip import NameSlip
from player.ui.widgets.quiet_combo import QuietCombo
from player.ui.widgets.words import Words

LANGUAGE, NAME, DEGREES, PROFESSION = "language", "name", "degrees", "profession"
"""What each field is called where the keyboard is sent back to it."""
ROOM_FOR_BOTH = 380


class WelcomeForm(QWidget):
    """Gestures: `learner_changed` (a Learner) when something is entered, `language_chosen` (a code)."""

    learner_changed = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._learner: Learner | None = None
        self._language, self._profession = QuietCombo(), QuietCombo()
        self._name, self._degrees = QLineEdit(), QLineEdit()
        self._slip = NameSlip(theme)
        self._names = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_learner(self, learner: Learner, language: str) -> None:
        """Shows what is known; a field that is being typed into is left alone."""
        self._learner = learner
        for field, text in ((self._name, learner.name), (self._degrees, learner.degrees)):
            if not field.isModified():
                field.setText(text)
        self._profession.choose(learner.profession or "")
        self._language.choose(language)
        self._preview()

    def render_kept(self, learner: Learner) -> None:
        """Takes note of what is kept now; the fields stay as they are."""
        self._learner = learner

    def focus_on(self, name: str) -> None:
        """The keyboard goes to that field; to the first that is empty where none is named."""
        fields = (self._language, self._name, self._degrees, self._profession)
        wanted = next((field for field in fields if field.objectName() == name), self._name)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._tell()

    def _tell(self) -> None:
        if self._learner is None:
            return
        said = self._said(self._learner)
        if said != self._learner:
            self._learner = said
            self.learner_changed.emit(said)

    def _said(self, before: Learner) -> Learner:
        profession = self._profession.chosen()
        return replace(
            before,
            name=self._name.text().strip(),
            degrees=self._degrees.text().strip(),
            profession=Profession(profession) if profession else None,
        )

    def _preview(self) -> None:
        if self._learner is not None:
            self._slip.render_name(self._said(self._learner).printed_name)

    def _choose_language(self) -> None:
        self.language_chosen.emit(str(self._language.currentData()))

    def _prepare(self) -> None:
        self._language.addItem(tr("As this computer"), "")
        for tongue in TONGUES:
            self._language.addItem(tongue.name, tongue.code)
        self._profession.addItem(tr("Not said yet"), "")
        for profession in Profession:
            self._profession.addItem(profession_text(profession), profession.value)
        self._name.setPlaceholderText(tr("As it should be printed, in your own script"))
        self._degrees.setPlaceholderText(tr("MD, PhD"))
        for field in (self._name, self._degrees):
            field.setMaxLength(NAME_LENGTH)
            field.textChanged.connect(self._preview)
            field.editingFinished.connect(self._tell)
            field.returnPressed.connect(self._next)
        self._profession.currentIndexChanged.connect(self._tell)
        self._language.currentIndexChanged.connect(self._choose_language)

    def _next(self) -> None:
        """Return goes on to the next field: it must not leave the page from the middle of it."""
        self.focusNextChild()

    def _lay_out(self) -> None:
        two, three = self._theme.space("two"), self._theme.space("three")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(three)
        column.addLayout(self._labelled(LANGUAGE, tr("Language"), self._language))
        self._names.setSpacing(two)
        self._names.addLayout(self._labelled(NAME, tr("Your name"), self._name), 2)
        self._names.addLayout(self._labelled(DEGREES, tr("Degrees"), self._degrees), 1)
        column.addLayout(self._names)
        column.addWidget(self._slip)
        why = tr("It decides which credit can be awarded to you.")
        self._profession.setAccessibleDescription(why)
        profession = self._labelled(PROFESSION, tr("Profession"), self._profession)
        profession.addWidget(Words(why, "caption"))
        column.addLayout(profession)

    def _labelled(self, name: str, label: str, field: QLineEdit | QComboBox) -> QVBoxLayout:
        words = Words(label, "strong")
        words.setBuddy(field)
        field.setObjectName(name)
        field.setAccessibleName(label)
        column = QVBoxLayout()
        column.setSpacing(self._theme.space("half"))
        column.addWidget(words)
        column.addWidget(field)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        narrow = self.width() < self._theme.px(ROOM_FOR_BOTH)
        self._names.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
