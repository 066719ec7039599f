"""The document itself in the window: one page, as wide as there is room, never cut off."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from player.ui.pdf_pages import PdfPages
from player.ui.theme import Theme

LETTER = (792, 612)


class Sheet(PdfPages):
    """One page, whole; the page around it scrolls."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._ratio = LETTER[1] / LETTER[0]
        self.setPageMode(QPdfView.PageMode.SinglePage)
        self.setDocumentMargins(QMargins(0, 0, 0, 0))
        self.setPageSpacing(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render_pdf(self, pdf: bytes, name: str) -> bool:
        """Shows these bytes; False when they are no document that can be shown."""
        readable = self.take_pdf(pdf) > 0
        if readable:
            size = self.first_size()
            self._ratio = size.height() / size.width()
        self.setAccessibleName(name)
        self._fit()
        return readable

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
