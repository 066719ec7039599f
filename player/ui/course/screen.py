"""The course page as a picture: cover and key facts, the stepper with one thing to do, and what the provider says."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from player.domain.event import CourseHash
from player.domain.progress import Step, StepName, StepState
from player.domain.requirement import Verdict
from player.ui.course.beginning import Beginning
from player.ui.course.clock import ClockCard
from player.ui.course.clock_words import is_corrected, locked_by_day
from player.ui.course.sections import Sections
from player.ui.course.state import CourseState
from player.ui.course.timekeeping import Timekeeping
from player.ui.course.update import UpdateCard
from player.ui.course.words import action_text, key_facts, step_faces
from player.ui.language import told, tr
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.cover import TALLEST, Cover
from player.ui.widgets.facts import Facts
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.stepper import Stepper
from player.ui.widgets.tone import Tone
from player.ui.wording import notice_text, offer_text, status_of

COVER_WIDTH, COVER_SHARE = 320, 38
"""The cover beside the words: so many pixels, or per cent of the row where that is less."""
ROOM_FOR_COVER = 520
LOW_COVER = 120
"""How high it is as a strip below them."""


class CourseScreen(QWidget):
    """Gestures: `step_wanted` (a StepName), `acknowledged`, `back_wanted`, `clock_corrected` (a datetime),
    `checkup_wanted`.

    In a `public` place neither the computer's clock nor what it lacks is the learner's to mend.
    """

    step_wanted = Signal(object)
    acknowledged = Signal()
    back_wanted = Signal()
    clock_corrected = Signal(object)
    checkup_wanted = Signal()

    def __init__(self, theme: Theme, *, public: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._public = public
        self._state: CourseState | None = None
        self._chosen: StepName | None = None
        self._back = BackButton(theme, tr("Library"))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside = QVBoxLayout()
        self._slack = QSpacerItem(0, 0)
        self._cover = Cover(theme)
        self._provider = Prose(theme, role="muted", selectable=False)
        self._title = Prose(theme, role="title")
        self._chip = Chip(theme)
        self._offer = Prose(theme, role="muted")
        self._facts = Facts(theme)
        self._notice = Banner(theme)
        self._day = Banner(theme)
        self._clock = ClockCard(theme)
        self._update = UpdateCard(theme)
        self._timekeeping = Timekeeping(theme, mends=not public)
        self._stepper = Stepper(theme)
        self._act = QPushButton()
        self._before = _Before(theme)
        self._page = ScrollPage(theme)
        self._beginning = Beginning(theme, self._page, self._before)
        self._told = QVBoxLayout()
        self._told_what: tuple[CourseHash, bool, tuple[Verdict, ...]] | None = None
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_state(self, state: CourseState) -> None:
        """Shows this course; another one starts at its top with its current step chosen."""
        fresh = self._state is None or self._state.signed.hash != state.signed.hash
        moved = self._state is not None and self._state.progress.current != state.progress.current
        self._state = state
        if fresh or moved:
            self._chosen = None
        answers = tuple(finding.verdict for finding in state.findings)
        told = (state.signed.hash, state.progress.step(StepName.BEFORE).state is StepState.OPEN, answers)
        if fresh:
            self._page.to_top()
        if told != self._told_what:
            self._told_what = told
            self._render_told(state, disclosed_above=told[1])
        self._render_head(state)
        self._render_steps(state)
        self._notice.render_message(notice_of(state))
        day = locked_by_day(state)
        self._day.render_message(replace(day, action="") if day and self._public else day)
        self._update.render_update(state.update)
        self._timekeeping.render_state(state)
        self._clock.hide()
        if fresh or moved:
            tab_as_read(self._page)
            self._beginning.come_after(self._act)
            # When all is laid out: the next step stands at the top, and the focus may have scrolled elsewhere.
            QTimer.singleShot(0, self._page, self._page.to_top)

    def focus_first(self) -> None:
        """Puts the focus on the one thing to do."""
        if self._act.isVisible():
            self._act.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._stepper.focus_first()

    def _render_head(self, state: CourseState) -> None:
        course, status = state.course, status_of(state.course, state.progress)
        self._cover.render_cover(course.title, state.cover)
        self._provider.render_text(course.provider.name)
        self._title.render_text(course.title)
        self._chip.render_status(status.text, status.tone, status.icon)
        # No line begins with the dot.
        offers = "\u00a0· ".join(offer_text(offer) for offer in course.credit.offers)
        self._offer.render_text(f"{offers[:1].upper()}{offers[1:]}")
        self._facts.render_facts(key_facts(state))

    def _render_steps(self, state: CourseState) -> None:
        step = self._shown_step(state)
        self._stepper.render_steps(step_faces(state.progress, public=self._public), step.name)
        is_before = step.name is StepName.BEFORE
        self._before.setVisible(is_before and step.state is StepState.OPEN)
        self._beginning.setVisible(is_before and step.state is StepState.OPEN)
        self._act.setVisible(not self._before.isVisibleTo(self) and step.state in _ACTIONABLE and not is_before)
        self._act.setText(action_text(step.name, state.progress, public=self._public))
        self._before.render_state(state)
        self._beginning.render_course(state.signed.hash)

    def _shown_step(self, state: CourseState) -> Step:
        if self._chosen is not None:
            return state.progress.step(self._chosen)
        done = [step for step in state.progress.steps if step.state is StepState.DONE]
        return state.progress.current or (done[-1] if done else state.progress.steps[0])

    def _render_told(self, state: CourseState, *, disclosed_above: bool) -> None:
        """What the provider says; what has to be read before the start is not said twice."""
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        sections = Sections(self._theme, self._told)
        course = state.course
        sections.about(course)
        sections.objectives(course)
        sections.audience(course)
        sections.faculty(course)
        if not disclosed_above:
            sections.disclosures(course)
            sections.credit(course)
        sections.prices(course)
        to_checkup = None if self._public else sections.requirements(state.findings)
        if to_checkup is not None:
            to_checkup.clicked.connect(self.checkup_wanted)
        sections.contacts(course)

    def _choose(self, key: str) -> None:
        self._chosen = StepName(key)
        if self._state is not None:
            self._render_steps(self._state)

    def _go(self) -> None:
        if self._state is not None:
            self.step_wanted.emit(self._shown_step(self._state).name)

    def _ask_date(self) -> None:
        if self._state is not None:
            self._page.to_top()
            self._clock.open_at(self._state.now, corrected=is_corrected(self._state))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        """Where words are large or the window small, the cover stands below the words instead of squeezing them."""
        narrow = self.width() < self._theme.px(ROOM_FOR_COVER)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        # Beside the cover the words stand at the top; above it no gap opens under them.
        rest = QSizePolicy.Policy.Minimum if narrow else QSizePolicy.Policy.Expanding
        self._slack.changeSize(0, 0, QSizePolicy.Policy.Minimum, rest)
        self._beside.invalidate()
        self._head.setStretch(0, 0 if narrow else 1)
        self._head.setDirection(direction)
        bar, around = self._page.verticalScrollBar().sizeHint().width(), 2 * self._theme.space("four")
        row = max(1, min(self.width() - bar - around, self._theme.px(self._page.widest or 0)))
        self._cover.setFixedWidth(row if narrow else min(self._theme.px(COVER_WIDTH), row * COVER_SHARE // 100))
        self._cover.setMaximumHeight(self._theme.px(LOW_COVER if narrow else TALLEST))

    def _prepare(self) -> None:
        self._back.clicked.connect(self.back_wanted)
        # In a public place the way to all courses stands above every page.
        if self._public:
            self._back.hide()
        dress(self._act, kind="primary")
        self._act.clicked.connect(self._go)
        self._stepper.step_chosen.connect(self._choose)
        self._beginning.acknowledged.connect(self.acknowledged)
        self._day.acted.connect(self._ask_date)
        self._timekeeping.change_wanted.connect(self._ask_date)
        self._clock.corrected.connect(self.clock_corrected)
        self._clock.closed.connect(self.focus_first)
        self._restyle()

    def _lay_out(self) -> None:
        two, three = self._theme.space("two"), self._theme.space("three")
        words = self._beside
        words.setSpacing(self._theme.space("one"))
        for part in (self._provider, self._title, self._offer):
            words.addWidget(part)
        words.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        words.addSpacing(self._theme.space("one"))
        words.addWidget(self._facts)
        words.addItem(self._slack)
        self._head.setSpacing(three)
        self._head.addLayout(words, 1)
        # Aligned both ways: the cover's width would else be the widest for the words above it, too.
        self._head.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        way = Panel(self._theme)
        way.body.setSpacing(two)
        way.body.addWidget(self._stepper)
        way.body.addWidget(self._act, 0, Qt.AlignmentFlag.AlignLeading)
        way.body.addWidget(self._before)
        column = self._page.column
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._notice, self._day, self._update, self._clock):
            column.addWidget(part)
        column.addLayout(self._head)
        column.addWidget(way)
        column.addWidget(self._timekeeping)
        self._told.setSpacing(self._theme.space("four"))
        column.addLayout(self._told)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._page, 1)
        whole.addWidget(self._beginning)


_ACTIONABLE = (StepState.OPEN, StepState.DONE)


class _Before(QWidget):
    """What has to be read before the content starts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._course = ""
        self._shown = QVBoxLayout(self)
        self._shown.setContentsMargins(0, 0, 0, 0)

    def render_state(self, state: CourseState) -> None:
        if self._course == state.signed.hash:
            return
        self._course = state.signed.hash
        while (item := self._shown.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._shown.setSpacing(self._theme.space("three"))
        sections = Sections(self._theme, self._shown)
        sections.disclosures(state.course)
        sections.credit(state.course)
        sections.policy(state.course)


def notice_of(state: CourseState) -> Message | None:
    """What the provider has to tell now, or else who stands behind the course, where that is worth a word."""
    shown = [notice_text(notice) for notice in state.course.notices if notice.is_shown(state.today)]
    if shown:
        return Message(what="\n".join(shown), tone=Tone.ACCENT)
    return _standing_of_publisher(state)


def _standing_of_publisher(state: CourseState) -> Message | None:
    publisher = state.signed.publisher
    if publisher is None:
        return Message(
            what=tr("The publisher of this course is not known here."),
            meaning=tr("It plays, and gives no credit: all that it prints is marked as a specimen."),
            remedy=tr("Ask the provider for its root file and fingerprint, and add it with “carrel trust add”."),
        )
    if state.signed.revocation:
        revoked = told(state.signed.revocation)
        return Message(what=revoked.what, meaning=revoked.meaning, remedy=revoked.remedy)
    if publisher.specimen:
        return Message(what=tr("A specimen: it shows how everything works, and gives no credit."), tone=Tone.ACCENT)
    warning = next(iter(state.signed.warnings(state.today.date())), None)
    if warning is None:
        return None
    telling = told(warning)
    return Message(what=telling.what, meaning=telling.meaning, remedy=telling.remedy, tone=Tone.NEUTRAL)
