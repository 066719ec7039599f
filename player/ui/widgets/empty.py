"""What stands where there is nothing yet: a drawing, a sentence, and how to begin."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words


class EmptyState(QWidget):
    """An icon, a title, a sentence and up to two buttons; `acted` is the first one, `acted_otherwise` the second."""

    acted = Signal()
    acted_otherwise = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = _Mark(theme)
        self._title = Words(role="heading")
        self._text = Words(role="muted")
        self._first, self._second = QPushButton(), QPushButton()
        dress(self._first, kind="primary")
        self._first.clicked.connect(self._act)
        self._second.clicked.connect(self._act_otherwise)
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_empty(self, icon: str, title: str, text: str, action: str = "", other: str = "") -> None:
        """Show this; a button without a word is left out."""
        self._mark.render_icon(icon)
        self._title.setText(title)
        self._text.say(text)
        for button, word in ((self._first, action), (self._second, other)):
            button.setText(word)
            button.setVisible(bool(word))
        # To a button that is not shown Tab would go, and come no further. The stubs forget that None takes it back.
        self.setFocusProxy(self._first if action else None)  # pyright: ignore[reportArgumentType]

    def restyle(self) -> None:
        """Follow the theme."""
        self._text.setMaximumWidth(self._theme.px(440))

    def _lay_out(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 48)
        column.setSpacing(self._theme.space("one"))
        column.addStretch(1)
        column.addWidget(self._mark, 0, centre)
        column.addSpacing(self._theme.space("one"))
        for words in (self._title, self._text):
            words.setAlignment(centre)
        column.addWidget(self._title)
        column.addLayout(_centred(self._text))
        column.addSpacing(self._theme.space("two"))
        buttons = QWidget()
        row = FlowLayout(self._theme.space("one"), buttons, centred=True)
        row.addWidget(self._first)
        row.addWidget(self._second)
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.addWidget(buttons, 0, centre)
        column.addStretch(1)

    def _act(self) -> None:
        self.acted.emit()

    def _act_otherwise(self) -> None:
        self.acted_otherwise.emit()


def _centred(widget: QWidget) -> QHBoxLayout:
    """As wide as the widget may be, in the middle; an alignment would ask for its height at the wrong width."""
    row = QHBoxLayout()
    row.addStretch(0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row


class _Mark(QWidget):
    """An icon on two soft discs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = "library"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def render_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(112)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._theme.colour("line"), 1.5, Qt.PenStyle.DotLine))
        painter.drawEllipse(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        inner = box.adjusted(*(box.width() * part for part in (0.12, 0.12, -0.12, -0.12)))
        painter.drawEllipse(inner)
        mark = box.adjusted(*(box.width() * part for part in (0.33, 0.33, -0.33, -0.33)))
        self._theme.icons.paint(painter, mark, self._icon, "accent")
        painter.end()
