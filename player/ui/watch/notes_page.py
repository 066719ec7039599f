"""The learner's notes on a session: a place to write, and everything written, each with its time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from player.domain.note import Note, in_order
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.theme.enter import is_enter
from player.ui.watch.narrow import NarrowPage, Room
from player.ui.widgets.card import Panel
from player.ui.widgets.clock import clock_text
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words

LINES, MOST_LINES = 3, 8
LEAST_LIST = 150
"""Pixels at 100 % text that the list needs for a note of two lines, or for one that is being changed."""


class NotesPage(QWidget):
    """Gestures: `written` (text), `marked` (a bookmark), `begun` (somebody begins to write), `seek_wanted` (ms),
    `changed` (Note, text), `removed` and `put_back` (Note), `export_wanted`."""

    begun = Signal()
    written = Signal(str)
    marked = Signal()
    seek_wanted = Signal(object)
    changed = Signal(object, str)
    removed = Signal(object)
    put_back = Signal(object)
    export_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = _Field(theme, self.tr("Write a note"))
        self.add = QPushButton(self.tr("Add note"))
        self.mark = QPushButton(self.tr("Bookmark"))
        self.export = QPushButton(self.tr("Save as Markdown"))
        self._list = _List(theme)
        self._inside = QWidget()
        self._room = Room(self._inside)
        self._buttons = FlowLayout(theme.space("one"))
        self._sought: QWidget | None = None
        """What was just opened or removed, and is to be seen."""
        self._notes: tuple[Note, ...] = ()
        self._gone: Note | None = None
        self._prepare()
        self._lay_out()

    def render_notes(self, notes: tuple[Note, ...], gone: Note | None = None) -> None:
        """The notes on this session in their order; `gone` was just removed, and can be put back where it was."""
        self._notes, self._gone = notes, gone
        self._render(None)

    def render_time(self, at_ms: int | None) -> None:
        """The time at which the note that is being written will stand; None while nobody writes."""
        text = self.tr("Add note") if at_ms is None else self.tr("Add note at {time}").format(time=clock_text(at_ms))
        if self.add.text() != text:
            self.add.setText(text)

    def begin(self) -> None:
        """The keyboard goes to the place to write."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._room.ensureWidgetVisible(self.field)

    def clear_field(self) -> None:
        """What was written is kept now."""
        self.field.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- gestures ----------------------------------------------------------------------------------------

    def _write(self) -> None:
        if self.field.toPlainText().strip():
            self.written.emit(self.field.toPlainText().strip())

    def _typed(self) -> None:
        self.add.setEnabled(bool(self.field.toPlainText().strip()))
        self.begun.emit()

    def _seek(self) -> None:
        self.seek_wanted.emit(self._note_of_sender().at_ms)

    def _edit(self) -> None:
        self._render(self._note_of_sender())

    def _save_edit(self, text: str) -> None:
        self.changed.emit(self._note_of_sender(), text)

    def _leave_edit(self) -> None:
        self._render(None)
        self.begin()

    def _remove(self) -> None:
        self.removed.emit(self._note_of_sender())

    def _put_back(self) -> None:
        self.put_back.emit(self._note_of_sender())

    def _note_of_sender(self) -> Note:
        return self.sender().property("note")

    # --- inside ------------------------------------------------------------------------------------------

    def _render(self, edited: Note | None) -> None:
        """Everything anew, with one of the notes open for changes."""
        self._list.clear()
        self._sought = None
        column = self._list.column
        for note in in_order((*self._notes, *((self._gone,) if self._gone else ()))):
            entry = self._editor if note is edited else self._undo if note is self._gone else self._entry
            column.addWidget(widget := entry(note))
            if note is edited or note is self._gone:
                self._sought = widget
        if not self._notes and self._gone is None:
            column.addWidget(Words(self.tr("Notes and bookmarks stay on this computer, with their time."), "muted"))
        column.addStretch(1)
        self.export.setEnabled(bool(self._notes))
        tab_as_read(self)
        self._seek_out()

    def _fit(self) -> None:
        """Where there is no room for a whole note below the place to write, that is one line high until something is
        written, and all of the page scrolls rather than a strip of it."""
        one, inside = self._theme.space("one"), self._inside.contentsRect().width()
        around = self.field.usual_height + self._buttons.heightForWidth(inside) + self.export.sizeHint().height()
        low = self.height() < around + 4 * one + self._theme.px(LEAST_LIST)
        self.field.be_low(low)
        self._list.spread(low)
        self._seek_out()

    def _seek_out(self) -> None:
        """Shows what was just opened or removed, again when the notes take another height: its place comes late."""
        if self._sought is not None:
            show = partial(self._room.ensureWidgetVisible, self._sought, 0, self._theme.space("one"))
            QTimer.singleShot(0, self._sought, show)

    def _editor(self, note: Note) -> QWidget:
        editor = _Editor(self._theme, note)
        editor.setProperty("note", note)
        editor.saved.connect(self._save_edit)
        editor.left.connect(self._leave_edit)
        return editor

    def _entry(self, note: Note) -> QWidget:
        panel = Panel(self._theme)
        time = self._button(clock_text(note.at_ms), note, self._seek)
        time.setIcon(self._theme.icons.icon("bookmark" if note.is_bookmark else "play", "accent"))
        time.setAccessibleName(self.tr("Go to {time}").format(time=clock_text(note.at_ms)))
        dress(time, kind="back")
        row = QHBoxLayout()
        row.addWidget(time)
        row.addStretch(1)
        row.addWidget(self._tool("pencil", self.tr("Edit"), note, self._edit))
        row.addWidget(self._tool("trash-2", self.tr("Remove"), note, self._remove))
        panel.body.setSpacing(self._theme.space("half"))
        panel.body.addLayout(row)
        if not note.is_bookmark:
            words = Prose(self._theme)
            words.render_text(note.text)
            panel.body.addWidget(words)
        return panel

    def _undo(self, note: Note) -> QWidget:
        panel = Panel(self._theme)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space("one"))
        row.addWidget(Words(self.tr("Removed: {time}").format(time=clock_text(note.at_ms)), "muted"), 1)
        row.addWidget(self._button(self.tr("Undo"), note, self._put_back))
        panel.body.addLayout(row)
        return panel

    def _button(self, word: str, note: Note, gesture: object) -> QPushButton:
        button = QPushButton(word)
        button.setProperty("note", note)
        button.clicked.connect(gesture)
        return button

    def _tool(self, icon: str, word: str, note: Note, gesture: object) -> ToolButton:
        button = ToolButton()
        button.setIcon(self._theme.icons.icon(icon))
        button.setToolTip(word)
        button.setAccessibleName(f"{word}: {clock_text(note.at_ms)}")
        button.setProperty("note", note)
        button.clicked.connect(gesture)
        return button

    def _prepare(self) -> None:
        self.add.setEnabled(False)
        dress(self.add, kind="primary")
        self.mark.setIcon(self._theme.icons.icon("bookmark"))
        dress(self.export, kind="back")
        self.field.textChanged.connect(self._typed)
        self.field.finished.connect(self._write)
        self.add.clicked.connect(self._write)
        self.mark.clicked.connect(self.marked)
        self.export.clicked.connect(self.export_wanted)
        self._room.verticalScrollBar().rangeChanged.connect(self._seek_out)

    def _lay_out(self) -> None:
        one = self._theme.space("one")
        self._buttons.addWidget(self.add)
        self._buttons.addWidget(self.mark)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, one, 0, 0)
        column.setSpacing(one)
        column.addWidget(self.field)
        column.addLayout(self._buttons)
        column.addWidget(self._list, 1)
        column.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeading)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._room)


class _List(NarrowPage):
    """The notes: they scroll for themselves, unless they are spread out in a page that does."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._look = theme
        self._is_spread = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def spread(self, spread: bool) -> None:
        """As high as all of the notes, or as there is room."""
        if spread != self._is_spread:
            self._is_spread = spread
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        page = self.widget()
        return page.heightForWidth(width) if self._is_spread and page is not None else self._look.px(LEAST_LIST)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # There are more notes or fewer, or one takes more lines.
            self.updateGeometry()
        return super().event(event)


class _Field(QPlainTextEdit):
    """A few lines to write in; Ctrl and Return finish, Tab goes on to the next control."""

    finished = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._least = LINES
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        theme.changed.connect(self._fit)
        self.textChanged.connect(self._fit)
        self._fit()

    @property
    def usual_height(self) -> int:
        """How high it is where there is room, before much is written."""
        return self._height(LINES)

    def be_low(self, low: bool) -> None:
        """With one line to begin with, or a few."""
        self._least = 1 if low else LINES
        self._fit()

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + self._theme.px(24)

    def _fit(self) -> None:
        """It grows with what is written, to a point."""
        height = self._height(max(self._least, min(MOST_LINES, round(self.document().size().height()))))
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and is_enter(event):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class _Editor(Panel):
    """One note being changed in its place."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._field = _Field(theme, self.tr("Note at {time}").format(time=clock_text(note.at_ms)))
        self._field.setPlainText(note.text)
        self._field.finished.connect(self._save)
        self._field.installEventFilter(self)
        save, leave = QPushButton(self.tr("Save")), QPushButton(self.tr("Cancel"))
        dress(save, kind="primary")
        save.clicked.connect(self._save)
        leave.clicked.connect(self.left)
        row = FlowLayout(theme.space("one"))
        row.addWidget(save)
        row.addWidget(leave)
        self.body.addWidget(self._field)
        self.body.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.moveCursor(self._field.textCursor().MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _save(self) -> None:
        self.saved.emit(self._field.toPlainText().strip())
