"""Profile and settings as a picture: the name as printed, the profession, identifiers, and the look of the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from player.domain.learner import Learner, Licence, Profession
from player.ui.captions.form import CaptionLookForm
from player.ui.captions.look import CaptionLook
from player.ui.language import TONGUES
from player.ui.professions import profession_text
from player.ui.profile.records import RecordsCard
from player.ui.profile.reporting import ReportingCard
from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words

TEXT_SIZES = (100, 125, 150, 175, 200)
IDENTIFIERS = ("email", "npi", "nabp", "birth_mmdd", "board_id")
LANGUAGE = "language"
"""What the choice of language is called where the keyboard is sent back to it."""
SELDOM = ("board_id",)
"""Shown only where it is known, or where it is what is to be mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    learner: Learner
    settings: Settings


class ProfileScreen(QWidget):
    """Gestures: `learner_changed` (a Learner), `settings_changed` (Settings). Everything is kept as it is entered.

    `records` has those about the records as a whole, `reporting` that about being reported.
    """

    learner_changed = Signal(object)
    settings_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: ProfileState | None = None
        self._name = QLineEdit()
        self._degrees = QLineEdit()
        self._profession = Combo()
        self._given = QLineEdit()
        self._family = QLineEdit()
        self._authority = QLineEdit()
        self._licence = QLineEdit()
        self._identifiers = {name: QLineEdit() for name in IDENTIFIERS}
        self._printed = Words(role="muted")
        self._language = Combo()
        self._scheme = Combo()
        self._size = Combo()
        self._still = QCheckBox(self.tr("Less motion"))
        self._characters = QCheckBox(self.tr("Keys of a single character, such as K or ?"))
        self._captions = CaptionLookForm(theme)
        self.reporting = ReportingCard(theme)
        self.records = RecordsCard(theme)
        self._page = ScrollPage(theme, widest=720)
        self._numbers = QFormLayout()
        self._prepare()
        self._lay_out()

    def render_state(self, state: ProfileState) -> None:
        """Shows these particulars; a field that is being typed into is left alone."""
        learner = state.learner
        licence = learner.licences[0] if learner.licences else Licence(authority="", number="")
        known = dict(learner.identifiers)
        self._show(self._name, learner.name)
        self._show(self._degrees, learner.degrees)
        self._show(self._given, learner.given_name)
        self._show(self._family, learner.family_name)
        self._show(self._authority, licence.authority)
        self._show(self._licence, licence.number)
        for name, field in self._identifiers.items():
            self._show(field, known.get(name, ""))
        for name in SELDOM:
            self._show_row(self._identifiers[name], bool(known.get(name)) or self._identifiers[name].hasFocus())
        self._pick(self._profession, learner.profession)
        self._pick(self._language, state.settings.language)
        self._pick(self._scheme, state.settings.scheme)
        self._pick(self._size, state.settings.text_percent)
        self._tick(self._still, state.settings.still)
        self._tick(self._characters, state.settings.character_keys)
        self._captions.render_look(state.settings.caption_look)
        self.render_kept(state)

    def render_kept(self, state: ProfileState) -> None:
        """Takes note of what is kept now; the fields stay as they are."""
        self._state = state
        shown = state.learner.printed_name or self.tr("nothing yet")
        self._printed.setText(self.tr("On a certificate: {name}").format(name=shown))
        self._suggest_names(state.learner.name)
        self.reporting.render_reporting(state.learner.reporting)

    def _suggest_names(self, printed: str) -> None:
        """Only a suggestion: where the one name ends and the other begins, nobody but their owner knows."""
        *given, family = printed.split() or [""]
        example = self.tr("such as {name}")
        for field, guess in ((self._given, " ".join(given)), (self._family, family if given else "")):
            field.setPlaceholderText(example.format(name=guess) if guess else "")

    def focus_first(self) -> None:
        self._name.setFocus()

    def focus_on(self, source: str) -> None:
        """The keyboard goes to this value ("learner.given-name", "identifier.npi"); to the first of all where it is
        not here."""
        field = self._sources().get(source)
        if field is None:
            self.focus_first()
            return
        self._show_row(field, True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        # It has its place once the page was laid out.
        QTimer.singleShot(0, self, partial(self._page.ensureWidgetVisible, field, 0, self._theme.px(96)))

    def _sources(self) -> dict[str, QLineEdit | QComboBox]:
        """The fields by what an objection calls them."""
        return {
            "learner.name": self._name,
            "learner.given-name": self._given,
            "learner.family-name": self._family,
            "licence.state": self._authority,
            "licence.number": self._licence,
            LANGUAGE: self._language,
            **{f"identifier.{name}": field for name, field in self._identifiers.items()},
        }

    def _show_row(self, field: QWidget, shown: bool) -> None:
        if self._numbers.indexOf(field) >= 0:
            self._numbers.setRowVisible(field, shown)

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

    def _tick(self, box: QCheckBox, ticked: bool) -> None:
        box.blockSignals(True)
        box.setChecked(ticked)
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
            given_name=self._given.text().strip(),
            family_name=self._family.text().strip(),
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
                language=str(self._language.currentData()),
                scheme=str(self._scheme.currentData()),
                text_percent=int(self._size.currentData()),
                still=self._still.isChecked(),
                character_keys=self._characters.isChecked(),
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
        self._language.setObjectName(LANGUAGE)
        self._language.addItem(self.tr("As this computer"), "")
        for tongue in TONGUES:
            self._language.addItem(tongue.name, tongue.code)
        for word, value in (
            (self.tr("As the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
            (self.tr("High contrast"), "contrast"),
        ):
            self._scheme.addItem(word, value)
        for size in TEXT_SIZES:
            self._size.addItem(f"{size} %", size)
        names = (self._name, self._degrees, self._given, self._family)
        for field in (*names, self._authority, self._licence, *self._identifiers.values()):
            field.editingFinished.connect(self._tell_learner)
        self._profession.currentIndexChanged.connect(self._tell_learner)
        for box in (self._language, self._scheme, self._size):
            box.currentIndexChanged.connect(self._tell_settings)
        for tick in (self._still, self._characters):
            tick.toggled.connect(self._tell_settings)
        self._captions.changed.connect(self._tell_captions)

    def _lay_out(self) -> None:
        page = self._page
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
        reason = self.tr(
            "Only for those who report your credit: names as your licensing board has them, numbers where a credit "
            "type needs them. What is not needed can stay empty."
        )
        numbers = self._panel(column, self.tr("Licence and identifiers"), reason)
        form = self._numbers = self._form(numbers)
        self._row(form, self.tr("Given name"), self._given)
        self._row(form, self.tr("Family name"), self._family)
        self._row(form, self.tr("Licence from"), self._authority)
        self._row(form, self.tr("Licence number"), self._licence)
        words = {
            "email": self.tr("E-mail"),
            "npi": self.tr("NPI"),
            "nabp": self.tr("NABP e-Profile ID"),
            "birth_mmdd": self.tr("Birthday"),
            "board_id": self.tr("Number at your certifying board"),
        }
        for name, field in self._identifiers.items():
            self._row(form, words[name], field)
        column.addWidget(self.reporting)
        look = self._panel(column, self.tr("Look"), "")
        form = self._form(look)
        self._row(form, self.tr("Language"), self._language)
        self._row(form, self.tr("Colours"), self._scheme)
        self._row(form, self.tr("Text size"), self._size)
        look.body.addWidget(self._still)
        look.body.addWidget(self._characters)
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
        field.setAccessibleName(word)
        form.addRow(_Name(word, field), field)


class _Name(QLabel):
    """The name of a field, in the middle of its height, also after the text grew or shrank."""

    def __init__(self, word: str, field: QWidget) -> None:
        super().__init__(word)
        self._field = field
        self.setBuddy(field)

    def sizeHint(self) -> QSize:
        own = super().sizeHint()
        return QSize(own.width(), max(own.height(), self._field.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
