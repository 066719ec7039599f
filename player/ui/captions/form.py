"""The fields with which a learner says how captions look, with an example that follows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from player.ui.captions.look import GROUNDS, INKS, CaptionLook, CaptionPlace, Edge, Tint
from player.ui.captions.preview import CaptionPreview
from player.ui.language import tr
from player.ui.theme import Theme, dress
from player.ui.widgets.quiet_combo import QuietCombo
from player.ui.widgets.words import Words

SIZES = (50, 75, 100, 125, 150, 200, 250, 300)
OPACITIES = (0, 25, 50, 75, 100)


class CaptionLookForm(QWidget):
    """`changed` (a CaptionLook) comes with every choice; nothing has to be confirmed."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = CaptionLook()
        self.percent = _box(self.tr("Size"), ((f"{size} %", str(size)) for size in SIZES))
        self.ink = _box(tr("Letters", "their colour in captions"), ((tint_text(tint), tint.value) for tint in INKS))
        self.ground = _box(self.tr("Background"), ((tint_text(tint), tint.value) for tint in GROUNDS))
        self.opacity = _box(self.tr("Background strength"), ((f"{part} %", str(part)) for part in OPACITIES))
        self.edge = _box(self.tr("Edge of the letters"), ((edge_text(edge), edge.value) for edge in Edge))
        self.place = _box(
            tr("Place", "of captions in the picture"), ((place_text(place), place.value) for place in CaptionPlace)
        )
        self.preview = CaptionPreview(theme)
        self.warning = Words(role="bad")
        self.reset = QPushButton(self.tr("Back to the usual look"))
        dress(self.reset, kind="back")
        self._lay_out()
        for box in self.boxes:
            box.currentIndexChanged.connect(self._tell)
        self.reset.clicked.connect(self._reset)
        self.render_look(self._look)

    @property
    def boxes(self) -> tuple[QuietCombo, ...]:
        return (self.percent, self.ink, self.ground, self.opacity, self.edge, self.place)

    def render_look(self, look: CaptionLook) -> None:
        """Shows this look as the one that is chosen."""
        self._look = look
        self.percent.choose(str(_nearest(look.size_percent, SIZES)))
        self.ink.choose(look.ink.value)
        self.ground.choose(look.ground.value)
        self.opacity.choose(str(_nearest(look.opacity_percent, OPACITIES)))
        self.edge.choose(look.edge.value)
        self.place.choose(look.place.value)
        self._render_rest()

    def focus_first(self) -> None:
        self.percent.setFocus(Qt.FocusReason.TabFocusReason)

    def _render_rest(self) -> None:
        self.preview.render_look(self._look)
        self.warning.say(self.tr("This is hard to read over many pictures.") if self._look.is_hard_to_read else "")
        self.reset.setEnabled(self._look != CaptionLook())

    def _tell(self) -> None:
        self._look = CaptionLook(
            size_percent=int(self.percent.chosen()),
            ink=Tint(self.ink.chosen()),
            ground=Tint(self.ground.chosen()),
            opacity_percent=int(self.opacity.chosen()),
            edge=Edge(self.edge.chosen()),
            place=CaptionPlace(self.place.chosen()),
        )
        self._render_rest()
        self.changed.emit(self._look)

    def _reset(self) -> None:
        """The button goes grey, so the focus goes to where one would choose anew."""
        self.render_look(CaptionLook())
        self.focus_first()
        self.changed.emit(self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column of fields; they fold when it comes to that. Never lower than its fields are."""
        return QSize(max(box.minimumSizeHint().width() for box in self.boxes), self.sizeHint().height())

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(self._theme.space("two"))
        self._grid.setVerticalSpacing(self._theme.space("one"))
        self._fields: list[QWidget] = []
        for box in self.boxes:
            label = Words(box.accessibleName(), "muted", wrap=False)
            label.setBuddy(box)
            field = QWidget()
            part = QVBoxLayout(field)
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(self._theme.space("half"))
            part.addWidget(label)
            part.addWidget(box)
            self._fields.append(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("one"))
        column.addWidget(self.preview)
        column.addWidget(self.warning)
        column.addLayout(self._grid)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeading)
        self._columns = 0
        self._fold()

    def _fold(self) -> None:
        """Two fields side by side where there is room, else one below the other."""
        widest = max(box.sizeHint().width() for box in self.boxes)
        columns = 2 if self.width() >= 2 * widest + self._theme.space("two") else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, field in enumerate(self._fields):
            self._grid.addWidget(field, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def tint_text(tint: Tint) -> str:
    return {
        Tint.COURSE: tr("As the course says"),
        Tint.WHITE: tr("White"),
        Tint.YELLOW: tr("Yellow"),
        Tint.CYAN: tr("Cyan"),
        Tint.GREEN: tr("Green"),
        Tint.BLUE: tr("Dark blue"),
        Tint.GREY: tr("Dark grey"),
        Tint.BLACK: tr("Black"),
    }[tint]


def edge_text(edge: Edge) -> str:
    return {Edge.NONE: tr("None", "no edge around letters"), Edge.OUTLINE: tr("Outline"), Edge.SHADOW: tr("Shadow")}[
        edge
    ]


def place_text(place: CaptionPlace) -> str:
    return {
        CaptionPlace.COURSE: tr("As the course says"),
        CaptionPlace.TOP: tr("Top"),
        CaptionPlace.BOTTOM: tr("Bottom"),
    }[place]


def _box(name: str, items: Iterable[tuple[str, str]]) -> QuietCombo:
    box = QuietCombo()
    box.setAccessibleName(name)
    for word, value in items:
        box.addItem(word, value)
    return box


def _nearest(value: int, choices: tuple[int, ...]) -> int:
    return min(choices, key=lambda choice: abs(choice - value))
