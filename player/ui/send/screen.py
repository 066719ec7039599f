"""The send page as a picture: what a completion file is, where it goes, and a line for each course."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.event import CourseHash
from player.ui.send.row import RowPanel
from player.ui.send.state import SendState
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words


class SendScreen(QWidget):
    """Gestures: `write_wanted` (a tuple of course hashes), `folder_wanted`, `library_wanted`."""

    write_wanted = Signal(object)
    folder_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._panels: dict[CourseHash, RowPanel] = {}
        self._page = ScrollPage(theme, widest=760)
        self._where = Words(role="caption")
        self._folder = Prose(theme, role="strong")
        self._change = QPushButton(self.tr("Change…"))
        self._rows = QVBoxLayout()
        self._all = QPushButton()
        self._empty = EmptyState(theme)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()

    def begin(self, state: SendState, course: CourseHash | None) -> None:
        """Shows the page from its top; `course` is the one that the learner came from."""
        self.render_state(state)
        for known, panel in self._panels.items():
            panel.tick(course in (None, known))
        self._page.to_top()
        first = self._panels.get(course) if course else next(iter(self._panels.values()), None)
        if first is not None:
            first.focus_first()
            self._page.ensureWidgetVisible(first)

    def render_state(self, state: SendState) -> None:
        """Shows the folder and the courses; ticks stay as they are."""
        self._sides.setCurrentIndex(0 if state.rows else 1)
        self._where.setText(self.tr("Files go to this stick") if state.is_stick else self.tr("Files go to this folder"))
        self._folder.render_text(str(state.folder))
        if [row.sendable.course for row in state.rows] != list(self._panels):
            self._rebuild(state)
        for row in state.rows:
            self._panels[row.sendable.course].render_row(row, alone=len(state.rows) == 1)
        self._render_all()

    def _rebuild(self, state: SendState) -> None:
        for panel in self._panels.values():
            panel.hide()
            panel.deleteLater()
        self._panels = {}
        for row in state.rows:
            panel = RowPanel(self._theme)
            panel.write_wanted.connect(self._want_one)
            panel.ticked.connect(self._render_all)
            self._panels[row.sendable.course] = panel
            self._rows.addWidget(panel)
            # At once, not with the next layout: what is not on show cannot take the focus.
            panel.show()

    def _render_all(self) -> None:
        count = len(self._ticked())
        text = self.tr("Write the selected files ({count})")
        self._all.setText(text.format(count=count))
        self._all.setVisible(len(self._panels) > 1)
        self._all.setEnabled(count > 0)

    def _ticked(self) -> tuple[CourseHash, ...]:
        return tuple(course for course, panel in self._panels.items() if panel.is_ticked())

    def _want_one(self, course: CourseHash) -> None:
        self.write_wanted.emit((course,))

    def _want_all(self) -> None:
        self.write_wanted.emit(self._ticked())

    def _prepare(self) -> None:
        dress(self._all, kind="primary")
        dress(self._change, kind="quiet")
        self._change.setAccessibleName(self.tr("Change the folder"))
        self._change.clicked.connect(self.folder_wanted)
        self._all.clicked.connect(self._want_all)
        self._empty.acted.connect(self.library_wanted)
        self._rows.setSpacing(self._theme.space("two"))
        self._empty.render_empty(
            "send",
            self.tr("Nothing to send yet"),
            self.tr("Once credit is claimed in a course, its completion file is written here for your provider."),
            self.tr("To the library"),
        )

    def _lay_out(self) -> None:
        two = self._theme.space("two")
        what = self.tr(
            "A completion file is the signed record of what you did in one course. Your provider reads it, checks it "
            "with “carrel verify”, and reports your credit. Carrel itself sends nothing."
        )
        folder = QVBoxLayout()
        folder.setSpacing(self._theme.space("half"))
        folder.addWidget(self._where)
        folder.addWidget(self._folder)
        place = Panel(self._theme)
        line = QHBoxLayout()
        line.setSpacing(two)
        line.addLayout(folder, 1)
        line.addWidget(self._change, 0, Qt.AlignmentFlag.AlignVCenter)
        place.body.addLayout(line)
        column = self._page.column
        column.setSpacing(two)
        column.addWidget(Words(self.tr("Send"), "title"))
        column.addWidget(Words(what))
        column.addWidget(place)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)
