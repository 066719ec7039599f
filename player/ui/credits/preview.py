"""The transcript as it will be printed, in the window: all its pages, one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from player.ui.language import counted, tr
from player.ui.pdf_pages import PdfPages
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words, announce

HEIGHT, LEAST_HEIGHT = 560, 120
"""Pixels at 100 % text that the pages take where there is room, and in any case."""


class Preview(Panel):
    """`closed` when it was closed; Escape closes it, too."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._room = 0
        self._pages = PdfPages(theme, self)
        self._close = QPushButton(tr("Close the preview"))
        self._broken = Words(role="bad")
        self._prepare()
        self._head = QHBoxLayout()
        self._head.addWidget(Words(tr("Preview"), "subheading"), 1)
        self._head.addWidget(self._close)
        self.body.addLayout(self._head)
        self.body.addWidget(self._broken)
        self.body.addWidget(self._pages)
        theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    def render_pdf(self, pdf: bytes) -> None:
        """Shows this document, or says that it cannot be drawn here."""
        count = self._pages.take_pdf(pdf)
        readable = count > 0
        self._pages.setVisible(readable)
        self._broken.say("" if readable else tr("The transcript cannot be drawn here; it can still be saved."))
        name = counted(
            "The transcript, {count} page; all it says stands in the table on this page, too",
            "The transcript, {count} pages; all it says stands in the table on this page, too",
            count,
        )
        self._pages.setAccessibleName(name)
        self.show()
        announce(self, self._pages.accessibleName() if readable else self._broken.text())
        (self._pages if readable else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def fit_in(self, room: int) -> None:
        """Is at most so many pixels high: what it is and how it is closed are seen together with the paper."""
        self._room = room
        self._fit()

    def close_preview(self) -> None:
        """Lets go of what is shown."""
        if not self.isHidden():
            self.closed.emit()
            self.hide()
            self._pages.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
        else:
            super().keyPressEvent(event)

    def _prepare(self) -> None:
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close.clicked.connect(self.close_preview)
        self._broken.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.body.contentsMargins()
        head = self._head.heightForWidth(self.width() - margins.left() - margins.right())
        rest = self._room - head - self.body.spacing() - margins.top() - margins.bottom() if self._room else 1 << 16
        self._pages.setFixedHeight(max(self._theme.px(LEAST_HEIGHT), min(self._theme.px(HEIGHT), rest)))
