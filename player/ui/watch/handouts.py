"""The handouts of a session: a list, and a PDF read right there."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from player.domain.course import Handout
from player.ui.theme import Theme, dress
from player.ui.watch.narrow import NarrowPage
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words


def is_pdf(handout: Handout) -> bool:
    return handout.path.lower().endswith(".pdf")


class Handouts(QStackedWidget):
    """Gestures: `open_wanted` and `copy_wanted` with the Handout; `reading_changed` while a PDF is open or not."""

    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    reading_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = NarrowPage(theme)
        self._reader = _Reader(theme)
        self._reader.closed.connect(self.show_list)
        self._reader.copy_wanted.connect(self.copy_wanted)
        self.addWidget(self._page)
        self.addWidget(self._reader)

    @property
    def is_reading(self) -> bool:
        return self.currentWidget() is self._reader

    def render_handouts(self, handouts: tuple[Handout, ...]) -> None:
        """List them; each can be saved as a copy, a PDF can be read here."""
        self._page.clear()
        column = self._page.column
        for handout in handouts:
            column.addWidget(self._entry(handout))
        if not handouts:
            column.addWidget(Words(self.tr("This session has no handouts."), "muted"))
        column.addStretch(1)
        self.show_list()

    def show_pdf(self, handout: Handout, data: bytes) -> bool:
        """Opens a PDF for reading; False when it is none that can be shown."""
        if not self._reader.load(handout, data):
            return False
        self.setCurrentWidget(self._reader)
        self.reading_changed.emit(True)
        return True

    def show_list(self) -> None:
        self.setCurrentWidget(self._page)
        self._reader.unload()
        self.reading_changed.emit(False)

    def _entry(self, handout: Handout) -> QWidget:
        panel = Panel(self._theme)
        title = Prose(self._theme, role="strong", selectable=False)
        title.render_text(handout.title)
        panel.body.addWidget(title)
        buttons = FlowLayout(self._theme.space("one"))
        if is_pdf(handout):
            buttons.addWidget(self._action(self.tr("Read"), "book-open", handout, self._open))
        buttons.addWidget(self._action(self.tr("Save a copy"), "download", handout, self._copy))
        panel.body.addLayout(buttons)
        return panel

    def _action(self, word: str, icon: str, handout: Handout, gesture: object) -> QPushButton:
        button = QPushButton(word)
        button.setIcon(self._theme.icons.icon(icon))
        button.setProperty("handout", handout)
        button.setAccessibleName(f"{word}: {handout.title}")
        button.clicked.connect(gesture)
        return button

    def _open(self) -> None:
        self.open_wanted.emit(self.sender().property("handout"))

    def _copy(self) -> None:
        self.copy_wanted.emit(self.sender().property("handout"))


class _Reader(QWidget):
    """One PDF, its pages below each other, as wide as there is room."""

    closed = Signal()
    copy_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._handout: Handout | None = None
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self._view = QPdfView(self)
        self._title = Words(role="strong")
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setDocument(self._document)
        back = QPushButton(self.tr("All handouts"))
        back.setIcon(theme.icons.icon("arrow-left", "accent"))
        dress(back, kind="quiet")
        back.clicked.connect(self.closed)
        save = QToolButton()
        save.setIcon(theme.icons.icon("download"))
        save.setToolTip(self.tr("Save a copy"))
        save.setAccessibleName(self.tr("Save a copy"))
        save.clicked.connect(self._copy)
        top = QHBoxLayout()
        top.addWidget(back)
        top.addStretch(1)
        top.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("one"), 0, 0)
        column.addLayout(top)
        column.addWidget(self._title)
        column.addWidget(self._view, 1)

    def load(self, handout: Handout, data: bytes) -> bool:
        self.unload()
        self._handout = handout
        self._title.setText(handout.title)
        self._view.setAccessibleName(handout.title)
        self._bytes = QByteArray(data)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        return self._document.status() is QPdfDocument.Status.Ready

    def unload(self) -> None:
        self._document.close()
        if self._buffer.isOpen():
            self._buffer.close()

    def _copy(self) -> None:
        self.copy_wanted.emit(self._handout)
