"""The library as a picture: a grid of course cards, a search, and how to begin when there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from player.domain.course import Standing
from player.domain.progress import Progress, StepState
from player.ui.library.introduction import Introduced, IntroductionCard
from player.ui.library.state import Adding, Entry, Filter, LibraryState, Order
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import CardFace, CourseCard, Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words
from player.ui.wording import Status, best_offer, minutes_text, offer_text, problem_message, size_text, status_of, tr

LEAST_CARD = 280


class LibraryScreen(QWidget):
    """Gestures: `opened` (a course hash), `add_wanted`, `folder_wanted`, `in_place_wanted`, `sample_wanted`,
    `cancel_wanted`, `instead_wanted` (the course that is being copied is to be played from where it lies),
    `courses_wanted`, `records_wanted`, `believed`, `declined`."""

    opened = Signal(object)
    add_wanted = Signal()
    folder_wanted = Signal()
    in_place_wanted = Signal()
    sample_wanted = Signal()
    cancel_wanted = Signal()
    instead_wanted = Signal()
    courses_wanted = Signal()
    believed = Signal()
    declined = Signal()
    records_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = LibraryState(entries=(), broken=(), notices=())
        self._cards: list[CourseCard] = []
        self._is_introduced = False
        self._search = SearchField(theme, self.tr("Search title, provider or speaker"), self.tr("Search the library"))
        self._filter = QComboBox()
        self._order = QComboBox()
        self._add = QPushButton(self.tr("Add a course"))
        self._more = QToolButton()
        self._copying = _Copying(theme)
        self._introduction = IntroductionCard(theme)
        self._grid = CardGrid(theme.px(LEAST_CARD))
        self._nothing_found = Words(self.tr("No course matches. Try another word or filter."), "muted")
        self._messages = QVBoxLayout()
        self._empty = EmptyState(theme)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_state(self, state: LibraryState) -> None:
        """Shows these courses; what was typed into the search stays."""
        self._state = state
        self._render_messages()
        self._render_cards()
        self.render_adding(state)

    def render_adding(self, state: LibraryState) -> None:
        """Shows how far the course that is being added has come; all else stays as it is."""
        self._copying.render_adding(state.adding)
        self._sides.setCurrentIndex(1 if state.is_bare and not self._is_introduced else 0)

    def render_introduction(self, introduced: Introduced | None) -> None:
        """Asks whether whom a file introduces is to be believed; None: nobody is introduced."""
        self._is_introduced = introduced is not None
        self._sides.setCurrentIndex(1 if self._state.is_bare and not self._is_introduced else 0)
        self._introduction.render_introduction(introduced)

    def focus_first(self) -> None:
        """Puts the focus on the first course, or on the way to get one."""
        first = self._cards[0] if self._cards else self._empty if self._state.is_bare else self._add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_messages(self) -> None:
        while (item := self._messages.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text in self._state.notices:
            self._message(Message(what=text, tone=Tone.ACCENT))
        of_records = {problem.sentence for problem in self._state.troubles}
        for problem in self._state.problems:
            action = self.tr("Open your records") if problem.sentence in of_records else ""
            self._message(problem_message(problem, action=action))
        tab_as_read(self)

    def _message(self, message: Message) -> None:
        banner = Banner(self._theme)
        banner.acted.connect(self.records_wanted)
        self._messages.addWidget(banner)
        banner.render_message(message)

    def _render_cards(self) -> None:
        shown = self._chosen()
        while len(self._cards) > len(shown):
            card = self._cards.pop()
            card.hide()
            card.deleteLater()
            self._grid.takeAt(self._grid.count() - 1)
        while len(self._cards) < len(shown):
            self._cards.append(self._new_card())
        for card, entry in zip(self._cards, shown, strict=True):
            card.setProperty("course", entry.hash)
            card.render_face(face_of(entry))
        self._nothing_found.setVisible(not shown and bool(self._state.entries))
        self._grid.invalidate()

    def _new_card(self) -> CourseCard:
        card = CourseCard(self._theme)
        card.clicked.connect(self._open)
        self._grid.addWidget(card)
        tab_as_read(self)
        return card

    def _chosen(self) -> list[Entry]:
        word = self._search.text().strip().casefold()
        wanted = Filter(self._filter.currentData())
        fitting = [e for e in self._state.entries if _matches(e, word) and _belongs(e.progress, wanted)]
        return sorted(fitting, key=_ORDERS[Order(self._order.currentData())])

    def _open(self) -> None:
        self.opened.emit(self.sender().property("course"))

    def _restyle(self) -> None:
        self._grid.set_least(self._theme.px(LEAST_CARD))

    def _prepare(self) -> None:
        self._search.textChanged.connect(self._render_cards)
        for word, value in (
            (self.tr("All courses"), Filter.ALL),
            (self.tr("Going on"), Filter.GOING_ON),
            (self.tr("Earned"), Filter.EARNED),
            (self.tr("Expired or not open"), Filter.CLOSED),
        ):
            self._filter.addItem(word, value)
        for word, value in (
            (self.tr("Next step first"), Order.NEXT),
            (self.tr("By title"), Order.TITLE),
            (self.tr("Newest first"), Order.NEWEST),
        ):
            self._order.addItem(word, value)
        self._filter.setAccessibleName(self.tr("Filter"))
        self._order.setAccessibleName(self.tr("Order"))
        self._filter.currentIndexChanged.connect(self._render_cards)
        self._order.currentIndexChanged.connect(self._render_cards)
        dress(self._add, kind="primary")
        self._add.setIcon(self._theme.icons.icon("plus", "on_accent"))
        self._add.setIconSize(QSize(self._theme.px(18), self._theme.px(18)))
        self._add.clicked.connect(self.add_wanted)
        self._empty.acted.connect(self.sample_wanted)
        self._empty.acted_otherwise.connect(self.add_wanted)
        self._copying.cancelled.connect(self.cancel_wanted)
        self._copying.instead.connect(self.instead_wanted)
        self._introduction.believed.connect(self.believed)
        self._introduction.declined.connect(self.declined)
        self._prepare_more()
        self._empty.render_empty(
            "library",
            self.tr("Your library is empty"),
            self.tr(
                "Add a course that you downloaded: drop its .course file here, or choose it. "
                "Or begin with a short one that shows you around."
            ),
            self.tr("Try the sample course"),
            self.tr("Add a course"),
        )

    def _prepare_more(self) -> None:
        dress(self._more, kind="outlined")
        self._more.setIcon(self._theme.icons.icon("ellipsis"))
        self._more.setAccessibleName(self.tr("More for courses"))
        self._more.setToolTip(self.tr("More for courses"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self._more)
        for text, gesture in (
            (self.tr("Play a file from where it lies…"), self.in_place_wanted),
            (self.tr("Add an unpacked folder…"), self.folder_wanted),
            (self.tr("Courses on this computer"), self.courses_wanted),
        ):
            menu.addAction(text).triggered.connect(gesture)
        self._more.setMenu(menu)

    def _lay_out(self) -> None:
        page = ScrollPage(self._theme, widest=1280)
        column = page.column
        top = QHBoxLayout()
        top.setSpacing(self._theme.space("one"))
        top.addWidget(Words(self.tr("Library"), "title", wrap=False), 1)
        top.addWidget(self._add)
        top.addWidget(self._more)
        tools = QHBoxLayout()
        tools.setSpacing(self._theme.space("one"))
        tools.addWidget(self._search, 1)
        tools.addWidget(self._filter)
        tools.addWidget(self._order)
        column.addLayout(top)
        column.addWidget(self._copying)
        column.addWidget(self._introduction)
        column.addLayout(self._messages)
        column.addLayout(tools)
        cards = QWidget()
        cards.setLayout(self._grid)
        column.addWidget(cards)
        column.addWidget(self._nothing_found)
        column.addStretch(1)
        self._sides.addWidget(page)
        self._sides.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)


class _Copying(Panel):
    """A course on its way in: how far, and a way to stop."""

    cancelled = Signal()
    instead = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = Words()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Copied so far"))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        self._other_way = QPushButton(self.tr("Play it from there instead"))
        self._other_way.clicked.connect(self.instead)
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(cancel)
        buttons.addWidget(self._other_way)
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)
        self.body.addLayout(buttons)
        self.hide()

    def render_adding(self, adding: Adding | None) -> None:
        self.setVisible(adding is not None)
        if adding is None:
            return
        self._other_way.setVisible(not adding.in_place)
        self._words.setText(self._said(adding))
        self._bar.setValue(adding.done * 1000 // max(1, adding.size))

    def _said(self, adding: Adding) -> str:
        name = adding.file.name
        if not adding.size:
            return self.tr("Adding “{name}”…").format(name=name)
        text = self.tr("Adding “{name}”: {done} of {whole}, each block verified")
        far = text.format(name=name, done=size_text(adding.done), whole=size_text(adding.size))
        if adding.left_s is None:
            return far
        left = self.tr("{time} left").format(time=minutes_text(max(1, adding.left_s) * 1000))
        return f"{far} · {left}"


def face_of(entry: Entry) -> CardFace:
    """What the card of a course says."""
    course, progress = entry.signed.course, entry.progress
    away = Status(tr("Not connected"), Tone.CAUTION, "usb")
    status = status_of(course, progress) if entry.is_reachable else away
    begun = progress.seen_permille > 0
    return CardFace(
        title=course.title,
        provider=course.provider.name,
        time=minutes_text(course.duration_ms),
        credit=offer_text(best_offer(course)),
        status=status.text,
        tone=status.tone,
        icon=status.icon,
        permille=progress.seen_permille if begun else None,
        cover=entry.cover,
    )


def _matches(entry: Entry, word: str) -> bool:
    course = entry.signed.course
    heap = (course.title, course.provider.name, course.summary, *(person.name for person in course.people))
    return not word or any(word in text.casefold() for text in heap)


def _belongs(progress: Progress, wanted: Filter) -> bool:
    earned = bool(progress.claims)
    match wanted:
        case Filter.ALL:
            return True
        case Filter.EARNED:
            return earned
        case Filter.GOING_ON:
            return not earned and progress.standing is Standing.OPEN
        case Filter.CLOSED:
            return progress.standing is not Standing.OPEN


def _next_first(entry: Entry) -> tuple[int, str]:
    progress = entry.progress
    if progress.standing is not Standing.OPEN:
        return 3, entry.signed.course.title
    if progress.issues:
        return 2, entry.signed.course.title
    # A date that was put right, or a page that was opened, is recorded as well and is no beginning.
    begun = progress.seen_permille > 0 or any(step.state is StepState.DONE for step in progress.steps)
    return (0 if begun else 1), entry.signed.course.title


def _by_title(entry: Entry) -> tuple[int, str]:
    return 0, entry.signed.course.title.casefold()


def _newest(entry: Entry) -> tuple[int, str]:
    return -entry.signed.course.availability.opens.toordinal(), entry.signed.course.title


_ORDERS = {Order.NEXT: _next_first, Order.TITLE: _by_title, Order.NEWEST: _newest}
