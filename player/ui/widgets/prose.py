"""Text that came with a course, in lines that are good to read: as the plain text it is, or with its few marks."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme
from player.ui.widgets.markdown import Marked, read_markdown
from player.ui.widgets.sided import SidedLabel, direction_of
from player.ui.widgets.spoken import HEADINGS, speak_as_heading
from player.ui.widgets.words import breakable_prose

Run = tuple[str, bool]
_ACROSS = 75
_LEFT = Qt.LayoutDirection.LeftToRight


class Prose(SidedLabel):
    """A paragraph of foreign text: no HTML is ever read from it. Can be selected by mouse and keyboard."""

    def __init__(
        self, theme: Theme, *, role: str = "body", selectable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marked: Marked | None = None
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        theme.changed.connect(self.restyle)
        if role in HEADINGS:
            speak_as_heading(self, HEADINGS[role])
        self.restyle()

    def render_text(self, text: str) -> None:
        """Show the text as it is; angle brackets and ampersands are just characters."""
        self._marked = None
        self._show_plain(text)

    def render_markdown(self, text: str) -> None:
        """Show the text with its emphasis, lists and code; read aloud it has no marks, and nothing in it is loaded."""
        marked = read_markdown(text)
        if marked.is_plain:
            self.render_text(marked.plain)
            return
        self._marked = marked
        self._show_marked(marked)

    def render_runs(self, runs: Sequence[Run]) -> None:
        """Show (text, italic) runs one after the other; the slant is the only form there is, all text is escaped."""
        self._marked = None
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
        if self._marked is not None:
            self._show_marked(self._marked)

    def _show_plain(self, text: str) -> None:
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(breakable_prose(text))
        self.setAccessibleName(text)

    def _show_marked(self, marked: Marked) -> None:
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(html_of(marked, self._theme))
        if marked.has_list:
            # Its markers stand where its lines begin, whatever side the window is read from.
            side = Qt.AlignmentFlag.AlignLeft if direction_of(marked.plain) is _LEFT else Qt.AlignmentFlag.AlignRight
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(marked.plain)


def html_of(marked: Marked, theme: Theme) -> str:
    """What Qt shows of a text with marks, in the measures of the moment."""
    rightwards = direction_of(marked.plain) is _LEFT
    return marked.html(indent=theme.px(20), gap=theme.px(10), rightwards=rightwards)


def _marked(text: str, italic: bool) -> str:
    safe = escape(breakable_prose(text)).replace("\n", "<br>")
    return f"<i>{safe}</i>" if italic else safe
