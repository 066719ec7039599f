"""Profile and settings as a picture: the name as printed, the profession, identifiers, and the look of the window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from player.domain.learner import Learner, Licence, Profession
from player.ui.captions.form import CaptionLookForm
from player.ui.captions.look import CaptionLook
from player.ui.professions import profession_text
from player.ui.profile.records import RecordsCard
from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words

TEXT_SIZES = (100, 125, 150, 175, 200)
IDENTIFIERS = ("email", "npi", "nabp", "birth_mmdd")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    learner: Learner
    settings: Settings


class ProfileScreen(QWidget):
    """Gestures: `learner_changed` (a Learner), `settings_changed` (Settings). Everything is kept as it is entered.

    `records` has those about the records as a whole.
    """

    learner_changed = Signal(object)
    settings_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: ProfileState | None = None
        self._name = QLineEdit()
        self._degrees = QLineEdit()
        self._profession = QComboBox()
        self._authority = QLineEdit()
        self._licence = QLineEdit()
        self._identifiers = {name: QLineEdit() for name in IDENTIFIERS}
        self._printed = Words(role="muted")
        self._scheme = QComboBox()
        self._size = QComboBox()
        self._still = QCheckBox(self.tr("Less motion"))
        self._captions = CaptionLookForm(theme)
        self.records = RecordsCard(theme)
        self._prepare()
        self._lay_out()

    def render_state(self, state: ProfileState) -> None:
        """Shows these particulars; a field that is being typed into is left alone."""
        learner = state.learner
        licence = learner.licences[0] if learner.licences else Licence(authority="", number="")
        known = dict(learner.identifiers)
        self._show(self._name, learner.name)
        self._show(self._degrees, learner.degrees)
        self._show(self._authority, licence.authority)
        self._show(self._licence, licence.number)
        for name, field in self._identifiers.items():
            self._show(field, known.get(name, ""))
        self._pick(self._profession, learner.profession)
        self._pick(self._scheme, state.settings.scheme)
        self._pick(self._size, state.settings.text_percent)
        self._still.blockSignals(True)
        self._still.setChecked(state.settings.still)
        self._still.blockSignals(False)
        self._captions.render_look(state.settings.caption_look)
        self.render_kept(state)

    def render_kept(self, state: ProfileState) -> None:
        """Takes note of what is kept now; the fields stay as they are."""
        self._state = state
        shown = state.learner.printed_name or self.tr("nothing yet")
        self._printed.setText(self.tr("On a certificate: {name}").format(name=shown))

    def focus_first(self) -> None:
        self._name.setFocus()

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._tell_learner()

    def _show(self, field: QLineEdit, text: str) -> None:
        if not (field.hasFocus() and field.isModified()):
            field.setText(text)

    def _pick(self, box: QComboBox, value: object) -> None:
        box.blockSignals(True)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.blockSignals(False)

    def _tell_learner(self) -> None:
        if self._state is None:
            return
        before = self._state.learner
        authority, number = self._authority.text().strip(), self._licence.text().strip()
        others = before.licences[1:]
        first = (Licence(authority=authority, number=number),) if authority or number else ()
        fields = {name: field.text().strip() for name, field in self._identifiers.items()}
        kept = tuple(pair for pair in before.identifiers if pair[0] not in fields)
        profession = self._profession.currentData()
        learner = replace(
            before,
            name=self._name.text().strip(),
            degrees=self._degrees.text().strip(),
            profession=Profession(profession) if profession else None,
            licences=(*first, *others),
            identifiers=(*kept, *((name, text) for name, text in fields.items() if text)),
        )
        if learner != before:
            self.learner_changed.emit(learner)

    def _tell_settings(self) -> None:
        if self._state is not None:
            settings = replace(
                self._state.settings,
                scheme=str(self._scheme.currentData()),
                text_percent=int(self._size.currentData()),
                still=self._still.isChecked(),
            )
            self.settings_changed.emit(settings)

    def _tell_captions(self, look: CaptionLook) -> None:
        if self._state is not None:
            self.settings_changed.emit(self._state.settings.with_caption_look(look))

    def _prepare(self) -> None:
        self._name.setPlaceholderText(self.tr("As it should be printed, in your own script"))
        self._degrees.setPlaceholderText(self.tr("MD, PhD"))
        self._identifiers["birth_mmdd"].setPlaceholderText(self.tr("MMDD, no year"))
        self._profession.addItem(self.tr("Not said yet"), None)
        for profession in Profession:
            self._profession.addItem(profession_text(profession), profession)
        for word, value in (
            (self.tr("As the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
            (self.tr("High contrast"), "contrast"),
        ):
            self._scheme.addItem(word, value)
        for size in TEXT_SIZES:
            self._size.addItem(f"{size} %", size)
        for field in (self._name, self._degrees, self._authority, self._licence, *self._identifiers.values()):
            field.editingFinished.connect(self._tell_learner)
        self._profession.currentIndexChanged.connect(self._tell_learner)
        self._scheme.currentIndexChanged.connect(self._tell_settings)
        self._size.currentIndexChanged.connect(self._tell_settings)
        self._still.toggled.connect(self._tell_settings)
        self._captions.changed.connect(self._tell_captions)

    def _lay_out(self) -> None:
        page = ScrollPage(self._theme, widest=720)
        column = page.column
        column.addWidget(Words(self.tr("Profile"), "title"))
        you = self._panel(
            column, self.tr("You"), self.tr("Kept on this computer. The record of what you did names nobody.")
        )
        form = self._form(you)
        self._row(form, self.tr("Name"), self._name)
        self._row(form, self.tr("Degrees"), self._degrees)
        self._row(form, self.tr("Profession"), self._profession)
        you.body.addWidget(self._printed)
        reason = self.tr("Only for those who report your credit. They are asked for where a credit type needs them.")
        numbers = self._panel(column, self.tr("Licence and identifiers"), reason)
        form = self._form(numbers)
        self._row(form, self.tr("Licence from"), self._authority)
        self._row(form, self.tr("Licence number"), self._licence)
        words = {
            "email": self.tr("E-mail"),
            "npi": self.tr("NPI"),
            "nabp": self.tr("NABP e-Profile ID"),
            "birth_mmdd": self.tr("Birthday"),
        }
        for name, field in self._identifiers.items():
            self._row(form, words[name], field)
        look = self._panel(column, self.tr("Look"), "")
        form = self._form(look)
        self._row(form, self.tr("Colours"), self._scheme)
        self._row(form, self.tr("Text size"), self._size)
        look.body.addWidget(self._still)
        self._panel(column, self.tr("Captions"), "").body.addWidget(self._captions)
        column.addWidget(self.records)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)

    def _panel(self, column: QVBoxLayout, title: str, text: str) -> Panel:
        panel = Panel(self._theme)
        panel.body.addWidget(Words(title, "heading"))
        if text:
            panel.body.addWidget(Words(text, "muted"))
        column.addWidget(panel)
        return panel

    def _form(self, panel: Panel) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(self._theme.space("two"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        panel.body.addLayout(form)
        return form

    def _row(self, form: QFormLayout, word: str, field: QWidget) -> None:
        label = QLabel(word)
        label.setBuddy(field)
        label.setMinimumHeight(field.sizeHint().height())
        field.setAccessibleName(word)
        form.addRow(label, field)
