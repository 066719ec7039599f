"""The document itself in the window: one page, as wide as there is room, never cut off."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QMargins, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from player.ui.certificate.printing import open_pdf
from player.ui.theme import Theme

LETTER = (792, 612)


class Sheet(QPdfView):
    """Draws by itself, a moment after it was given a document."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = QPdfDocument(self)
        self._held: tuple[QPdfDocument, QBuffer] | None = None
        self._ratio = LETTER[1] / LETTER[0]
        self.setPageMode(QPdfView.PageMode.SinglePage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setDocumentMargins(QMargins(0, 0, 0, 0))
        self.setPageSpacing(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_pdf(self, pdf: bytes, name: str) -> bool:
        """Shows these bytes; False when they are no document that can be shown."""
        before = self._held
        document, buffer = open_pdf(pdf)
        readable = document.pageCount() > 0
        if readable:
            size = document.pagePointSize(0)
            self._ratio = size.height() / size.width()
        self._held = (document, buffer)
        self.setDocument(document)
        self.setAccessibleName(name)
        if before is not None:
            before[0].close()
        self._fit()
        return readable

    def clear(self) -> None:
        """Lets go of what is shown."""
        self.setDocument(self._empty)
        self._held = None

    def sizeHint(self) -> QSize:
        return QSize(LETTER[0], round(LETTER[0] * self._ratio))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page around it scrolls; the sheet is whole."""
        event.ignore()

    def _fit(self) -> None:
        height = round(self.width() * self._ratio)
        if height != self.height():
            self.setFixedHeight(height)

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Dark, self._theme.colour("sunken"))
        self.setPalette(palette)
