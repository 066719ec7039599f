"""Text that came with a course, in lines that are good to read: as the plain text it is, or with its few marks."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.language.isolating import apart
from player.ui.theme import Theme
from player.ui.widgets.markdown import Item, Marked, read_markdown
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
        self._is_sided = False
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
        self._marked, self._is_sided = marked, False
        self._show_marked(marked)

    def render_items(self, markers: Iterable[str], texts: Iterable[str]) -> None:
        """Show a list: each text, as it is, with its marker on the side from which the window is read."""
        marked = _listed(markers, texts, mirrored=self.isRightToLeft())
        self._marked, self._is_sided = marked, True
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
        direction = self.layoutDirection() if self._is_sided else direction_of(marked.plain)
        self.setText(html_of(marked, self._theme, direction))
        if marked.has_list:
            # Its markers stand where its lines begin, whatever side the window is read from.
            side = Qt.AlignmentFlag.AlignLeft if direction is _LEFT else Qt.AlignmentFlag.AlignRight
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(marked.plain)


def html_of(marked: Marked, theme: Theme, direction: Qt.LayoutDirection | None = None) -> str:
    """What Qt shows of a text with marks, in the measures of the moment; read in its own direction, or in that one."""
    rightwards = (direction_of(marked.plain) if direction is None else direction) is _LEFT
    return marked.html(indent=theme.px(20), gap=theme.px(10), rightwards=rightwards)


def _listed(markers: Iterable[str], texts: Iterable[str], *, mirrored: bool) -> Marked:
    """A list of texts without marks; in a `mirrored` window each keeps its own order between the marker and its end."""
    items = (
        Item(html=_marked(apart(text) if mirrored else text, italic=False), plain=text, depth=1, marker=marker)
        for marker, text in zip(markers, texts, strict=False)
    )
    return Marked(items=tuple(items), is_plain=False)


def _marked(text: str, italic: bool) -> str:
    safe = escape(breakable_prose(text)).replace("\n", "<br>")
    return f"<i>{safe}</i>" if italic else safe
