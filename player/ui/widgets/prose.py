"""Text that came with a course: always shown as the plain text it is, in lines that are good to read."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from player.ui.theme import Theme

Run = tuple[str, bool]
_ACROSS = 75


class Prose(QLabel):
    """A paragraph of foreign text: no markup is ever read from it. Can be selected by mouse and keyboard."""

    def __init__(
        self, theme: Theme, *, role: str = "body", selectable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_text(self, text: str) -> None:
        """Show the text as it is; angle brackets and ampersands are just characters."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setAccessibleName(text)

    def render_runs(self, runs: Sequence[Run]) -> None:
        """Show (text, italic) runs one after the other; the slant is the only form there is, all text is escaped."""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText("".join(_marked(text, italic) for text, italic in runs))
        self.setAccessibleName("".join(text for text, _ in runs))

    def heightForWidth(self, width: int) -> int:
        # A layout asks for the width of its column, which may be wider than these lines ever get.
        return super().heightForWidth(min(width, self.maximumWidth()))

    def restyle(self) -> None:
        """Keep lines to about 75 characters in the font of the moment."""
        self.ensurePolished()
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _ACROSS)


def _marked(text: str, italic: bool) -> str:
    safe = escape(text).replace("\n", "<br>")
    return f"<i>{safe}</i>" if italic else safe
