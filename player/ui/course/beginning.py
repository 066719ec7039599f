"""The word that the disclosures were read, and the beginning: at the foot of the page while they are being read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from player.domain.event import CourseHash
from player.ui.language import tr
from player.ui.theme import Theme, dress
from player.ui.widgets.action_bar import ActionBar
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.tick import Tick

ROOM_FOR_ONE_LINE = 860
PAGE_PERCENT = 80
"""How much of a page one goes on by: what was read last stays in sight."""


class Beginning(ActionBar):
    """`read`: what is to be read on `page`; a button leads on through it, and from its end back to the top."""

    acknowledged = Signal()

    def __init__(self, theme: Theme, page: ScrollPage, read: QWidget) -> None:
        super().__init__(theme, page)
        self._theme = theme
        self._page, self._text = page, read
        self._course: CourseHash | None = None
        self._read = Tick(theme, tr("I have read what the faculty disclose and how credit is earned"))
        self._go = QPushButton(tr("Acknowledge and begin"))
        self._on = QPushButton()
        self._is_more = False
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._fit)

    def render_course(self, course: CourseHash) -> None:
        """Another course is begun on its own."""
        if self._course != course:
            self._course = course
            self._read.untick()
        self._look()

    def come_after(self, widget: QWidget) -> None:
        """Tab comes from there to here: the text between takes no keyboard."""
        for before, after in ((widget, self._read.stop), (self._read.stop, self._go), (self._go, self._on)):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._look()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _look(self) -> None:
        """Whether more is to be read than can be seen."""
        view = self._page.viewport()
        end = self._text.mapTo(self._page, QPoint(0, self._text.height())).y()
        self._is_more = self._text.isVisibleTo(self._page) and end > view.height()
        self._on.setText(tr("Read on") if self._is_more else tr("Back to the top"))
        self._on.setIcon(self._theme.icons.icon("chevron-down" if self._is_more else "chevron-up"))

    def _read_on(self) -> None:
        bar = self._page.verticalScrollBar()
        step = self._page.viewport().height() * PAGE_PERCENT // 100
        bar.setValue(bar.value() + step if self._is_more else 0)

    def _fit(self) -> None:
        narrow = self.width() < self._theme.px(ROOM_FOR_ONE_LINE)
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _prepare(self) -> None:
        dress(self._go, kind="primary")
        self._go.setEnabled(False)
        self._read.toggled.connect(self._go.setEnabled)
        self._go.clicked.connect(self.acknowledged)
        self._on.clicked.connect(self._read_on)
        bar = self._page.verticalScrollBar()
        bar.valueChanged.connect(self._look)
        bar.rangeChanged.connect(self._look)
        self._text.installEventFilter(self)

    def _lay_out(self) -> None:
        buttons = FlowLayout(self._theme.space("one"))
        buttons.addWidget(self._go)
        buttons.addWidget(self._on)
        self._line.setSpacing(self._theme.space("one"))
        self._line.addWidget(self._read, 1, Qt.AlignmentFlag.AlignVCenter)
        self._line.addLayout(buttons)
        self.row.addLayout(self._line)
