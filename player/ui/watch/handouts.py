"""The handouts of a session: a list, and a PDF read right there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.course import Handout
from player.ui.pdf_pages import PdfPages
from player.ui.theme import Theme, dress
from player.ui.watch.narrow import NarrowPage
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words


def is_pdf(handout: Handout) -> bool:
    return handout.path.lower().endswith(".pdf")


class Handouts(QStackedWidget):
    """Gestures: `open_wanted` and `copy_wanted` with the Handout; `reading_changed` while a PDF is open or not.

    Where they are not `lent`, none can be saved as a copy.
    """

    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    reading_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, lent: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lent = lent
        self._page = NarrowPage(theme)
        self._reader = _Reader(theme, lent=lent)
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
        elif not self._lent:
            panel.body.addWidget(Words(self.tr("It cannot be read here; you find it in the course at home."), "muted"))
        if self._lent:
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

    def __init__(self, theme: Theme, *, lent: bool) -> None:
        super().__init__()
        self._handout: Handout | None = None
        self._view = PdfPages(theme, self)
        self._title = Words(role="strong")
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        back = QPushButton(self.tr("All handouts"))
        back.setIcon(theme.icons.icon("arrow-left", "accent"))
        dress(back, kind="quiet")
        back.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(back)
        top.addStretch(1)
        if lent:
            top.addWidget(self._save_button(theme))
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
        readable = self._view.take_pdf(data) > 0
        # The pages are drawn; what is written on them is there to be read aloud as well.
        self._view.setAccessibleDescription(self._view.words())
        return readable

    def _save_button(self, theme: Theme) -> ToolButton:
        save = ToolButton()
        save.setIcon(theme.icons.icon("download"))
        save.setToolTip(self.tr("Save a copy"))
        save.setAccessibleName(self.tr("Save a copy"))
        save.clicked.connect(self._copy)
        return save

    def unload(self) -> None:
        self._view.clear()

    def _copy(self) -> None:
        self.copy_wanted.emit(self._handout)
