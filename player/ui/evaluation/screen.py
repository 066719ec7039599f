"""The evaluation as a picture: its items below each other, and what is missing named at the item."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.evaluation import Evaluation, Response
from player.domain.event import CourseHash
from player.domain.progress import StepName
from player.ui.evaluation.item import ItemView
from player.ui.evaluation.state import EvaluationState
from player.ui.evaluation.table import responses_table
from player.ui.language import counted, sentences
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words, announce
from player.ui.wording import lock_words


class EvaluationScreen(QWidget):
    """Gestures: `responded` (a Response), `submitted`, `went_on`, `back_wanted`."""

    responded = Signal(object)
    submitted = Signal()
    went_on = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._form_of: CourseHash | None = None
        self._evaluation: Evaluation | None = None
        self._is_sent = False
        self._items: dict[str, ItemView] = {}
        self._page = ScrollPage(theme, widest=760)
        self._course = Prose(theme, role="muted")
        self._introduction = Prose(theme)
        self._form = QVBoxLayout()
        self._send = QPushButton(self.tr("Send the evaluation"))
        self._note = Words(role="bad")
        self._end = EmptyState(theme)
        self._sides = QStackedWidget()
        self._state: EvaluationState | None = None
        self._table = TableActions(theme, self.tr("What you answered"), self._find_table, over=self._page)
        self._prepare()
        self._lay_out()

    def render_state(self, state: EvaluationState) -> None:
        """Shows the form with what was kept, or why there is none to fill in."""
        self._state = state
        if state.is_open:
            self._render_form(state)
            self._sides.setCurrentIndex(0)
        else:
            self._render_end(state)
            self._sides.setCurrentIndex(1)

    def focus_first(self) -> None:
        if self._items and self._sides.currentIndex() == 0:
            next(iter(self._items.values())).focus_first()
        else:
            self._end.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_missing(self, state: EvaluationState) -> None:
        """Names what is missing, at the item, and goes to the first one."""
        self.render_state(state)
        if not state.wanting:
            return
        count = len(state.wanting)
        text = counted(
            "One item still needs an answer; it is marked.",
            "{count} items still need an answer; they are marked.",
            count,
        )
        self._note.say(text)
        announce(self, text)
        first = self._items[state.wanting[0][0]]
        self._page.ensureWidgetVisible(first)
        first.focus_first()

    def flush(self) -> Iterator[Response]:
        """Everything typed and not told yet."""
        for item in self._items.values():
            yield from item.flush()

    def _render_form(self, state: EvaluationState) -> None:
        is_new = (state.course, state.evaluation) != (self._form_of, self._evaluation)
        if is_new:
            # Each course has a form of its own, even where two ask the same: what was typed is not carried over.
            self._form_of = state.course
            self._rebuild(state.evaluation)
            self._page.to_top()
        self._course.render_text(state.course_title)
        self._introduction.render_markdown(state.evaluation.introduction)
        self._introduction.setVisible(bool(state.evaluation.introduction))
        if not state.wanting:
            self._note.say("")
        for item in self._items.values():
            item.render_state(state)
        if is_new:
            tab_as_read(self._page)

    def _render_end(self, state: EvaluationState) -> None:
        self._is_sent = state.is_sent
        lock = state.progress.step(StepName.EVALUATION).lock
        if state.is_sent:
            text = self.tr("Your evaluation went into the evidence. Next, claim what you took part in.")
            self._end.render_empty("circle-check", self.tr("Thank you"), text, self.tr("Claim credit"))
        else:
            reason, way = lock_words(lock) if lock else ("", "")
            back = self.tr("Back to the course")
            self._end.render_empty("lock", self.tr("The evaluation is locked"), sentences(reason, way), back)

    def _rebuild(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        for item in self._items.values():
            item.hide()
            item.deleteLater()
        self._items = {}
        for item in evaluation.items:
            view = ItemView(self._theme, item)
            view.responded.connect(self.responded)
            self._items[item.id] = view
            self._form.addWidget(view)

    def _find_table(self) -> Table | None:
        return responses_table(self._state) if self._state is not None and self._state.is_open else None

    def _end_acted(self) -> None:
        (self.went_on if self._is_sent else self.back_wanted).emit()

    def _prepare(self) -> None:
        dress(self._send, kind="primary")
        self._send.clicked.connect(self.submitted)
        self._note.hide()
        self._end.acted.connect(self._end_acted)
        self._form.setSpacing(self._theme.space("two"))

    def _lay_out(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        leading = Qt.AlignmentFlag.AlignLeading
        column = self._page.column
        column.addWidget(back, 0, leading)
        column.addWidget(self._course)
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Evaluation"), "title"), 1)
        head.addWidget(self._table)
        column.addLayout(head)
        column.addWidget(self._introduction)
        column.addLayout(self._form)
        column.addWidget(self._note)
        column.addWidget(self._send, 0, leading)
        column.addStretch(1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._end)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)
