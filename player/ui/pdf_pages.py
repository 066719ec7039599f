"""The pages of a PDF document in the window; holds the bytes as long as they are drawn, and lets go of them after."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QSizeF, Qt
from PySide6.QtGui import QAccessible, QPalette, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from player.ui.printing import open_pdf
from player.ui.theme import Theme
from player.ui.widgets.spoken import keep_speaking_as

MOST_LETTERS = 50_000
"""So much is read aloud of a document; whoever wants more saves a copy for a program made for it."""


class PdfPages(QPdfView):
    """As wide as there is room. Draws by itself, a moment after it was given a document."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = QPdfDocument(self)
        self._held: tuple[QPdfDocument, QBuffer] | None = None
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # Of itself it comes and goes without end where a page just fits: beside it the page is narrower, and so lower.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        theme.changed.connect(self._restyle)
        self._restyle()

    def showEvent(self, event: QShowEvent) -> None:
        # Of itself Qt tells nobody that it is a document, and its account of what scrolls is not safe: see ScrollBox.
        keep_speaking_as(self, QAccessible.Role.Document)
        super().showEvent(event)

    def take_pdf(self, pdf: bytes) -> int:
        """Shows these bytes. Returns how many pages there are: none where they are no document that can be shown."""
        before = self._held
        document, buffer = open_pdf(pdf)
        self._held = (document, buffer)
        self.setDocument(document)
        if before is not None:
            before[0].close()
        return document.pageCount()

    def first_size(self) -> QSizeF:
        """The size of the first page in points; empty where there is none."""
        return self._held[0].pagePointSize(0) if self._held else QSizeF()

    def words(self) -> str:
        """What is written on the pages, as far as the document says it: for those who cannot see them."""
        if self._held is None:
            return ""
        document = self._held[0]
        pages = (document.getAllText(page).text() for page in range(document.pageCount()))
        return "\n".join(pages)[:MOST_LETTERS].strip()

    def clear(self) -> None:
        """Lets go of what is shown."""
        before, self._held = self._held, None
        self.setDocument(self._empty)
        if before is not None:
            before[0].close()

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Dark, self._theme.colour("sunken"))
        self.setPalette(palette)
