"""The library as a picture: a grid of course cards, a search, and how to begin when there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from player.desk.homecoming import ComingHome
from player.domain.event import CourseHash
from player.ui.library.faces import Catalogue
from player.ui.library.grid import CourseGrid
from player.ui.library.homecoming_card import HomecomingCard
from player.ui.library.introduction import Introduced, IntroductionCard
from player.ui.library.search_row import SearchRow
from player.ui.library.state import Adding, Filter, LibraryState, Order
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.spoken import open_with_press
from player.ui.widgets.tone import Tone
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words
from player.ui.wording import minutes_text, problem_message, size_text


class LibraryScreen(QWidget):
    """Gestures: `opened` (a course hash), `add_wanted`, `folder_wanted`, `in_place_wanted`, `sample_wanted`,
    `cancel_wanted`, `instead_wanted` (the course that is being copied is to be played from where it lies),
    `courses_wanted`, `records_wanted`, `believed`, `declined`, `home_agreed`, `home_declined`; `cover_wanted` (an Entry
    and a QSize: the cover is in sight, and not here)."""

    opened = Signal(object)
    cover_wanted = Signal(object, QSize)
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
    home_agreed = Signal()
    home_declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = LibraryState(entries=(), broken=(), notices=())
        self._catalogue = Catalogue(())
        self._is_introduced = False
        self._is_asked = False
        self._search = SearchField(theme, self.tr("Search title, provider or speaker"), self.tr("Search the library"))
        self._filter = Combo()
        self._order = Combo()
        self._add = QPushButton(self.tr("Add a course"))
        self._more = ToolButton()
        self._copying = _Copying(theme)
        self._introduction = IntroductionCard(theme)
        self._homecoming = HomecomingCard(theme)
        self._grid = CourseGrid(theme)
        self._page = ScrollPage(theme, widest=1600)
        self._nothing_found = Words(self.tr("No course matches. Try another word or filter."), "muted")
        self._messages = QVBoxLayout()
        self._empty = EmptyState(theme)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()

    def render_state(self, state: LibraryState) -> None:
        """Shows these courses; what was typed into the search stays."""
        self._state, before = state, self._state
        if state.entries != before.entries:
            self._catalogue = Catalogue(state.entries)
        self._render_messages()
        self._render_cards()
        self.render_adding(state)

    def render_cover(self, course: CourseHash, image: QImage) -> None:
        """The cover that was asked for."""
        self._grid.render_cover(course, image)

    def render_adding(self, state: LibraryState) -> None:
        """Shows how far the course that is being added has come; all else stays as it is."""
        self._copying.render_adding(state.adding)
        self._choose_side(state)

    def render_introduction(self, introduced: Introduced | None) -> None:
        """Asks whether whom a file introduces is to be believed; None: nobody is introduced."""
        self._is_introduced = introduced is not None
        self._choose_side(self._state)
        self._introduction.render_introduction(introduced)

    def render_homecoming(self, coming: ComingHome | None) -> None:
        """Asks whether who did something elsewhere goes on here; None: nobody is asked."""
        self._is_asked = coming is not None
        self._choose_side(self._state)
        self._homecoming.render_homecoming(coming)

    def _choose_side(self, state: LibraryState) -> None:
        is_empty = state.is_bare and not self._is_introduced and not self._is_asked
        self._sides.setCurrentIndex(1 if is_empty else 0)

    def focus_first(self) -> None:
        """Puts the focus on the first course, or on the way to get one."""
        first = self._grid.first or (self._empty if self._state.is_bare else self._add)
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
        groups = self._catalogue.groups(
            self._search.text(), Filter(self._filter.currentData()), Order(self._order.currentData())
        )
        self._grid.render_groups(groups, self._catalogue.face)
        self._nothing_found.setVisible(not groups and bool(self._state.entries))

    def _search_anew(self) -> None:
        """What was looked for stands at the beginning."""
        self._page.to_top()
        self._render_cards()

    def _bring_up(self, card: QWidget) -> None:
        self._page.ensureWidgetVisible(card, 0, self._theme.space("three"))

    def _prepare(self) -> None:
        self._search.textChanged.connect(self._search_anew)
        self._grid.opened.connect(self.opened)
        self._grid.cover_wanted.connect(self.cover_wanted)
        self._grid.reached.connect(self._bring_up)
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
        self._filter.currentIndexChanged.connect(self._search_anew)
        self._order.currentIndexChanged.connect(self._search_anew)
        dress(self._add, kind="primary")
        self._add.setIcon(self._theme.icons.icon("plus", "on_accent"))
        self._add.clicked.connect(self.add_wanted)
        self._empty.acted.connect(self.sample_wanted)
        self._empty.acted_otherwise.connect(self.add_wanted)
        self._copying.cancelled.connect(self.cancel_wanted)
        self._copying.instead.connect(self.instead_wanted)
        self._introduction.believed.connect(self.believed)
        self._introduction.declined.connect(self.declined)
        self._homecoming.agreed.connect(self.home_agreed)
        self._homecoming.declined.connect(self.home_declined)
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
        # As high as the one beside it: of two whose heights are fixed a row takes the lower.
        self._more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._more.setIcon(self._theme.icons.icon("ellipsis"))
        self._more.setAccessibleName(self.tr("More for courses"))
        self._more.setToolTip(self.tr("More for courses"))
        open_with_press(self._more)
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
        column = self._page.column
        ways_in = QWidget()
        buttons = QHBoxLayout(ways_in)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(self._theme.space("one"))
        buttons.addWidget(self._add)
        buttons.addWidget(self._more)
        top = HeadLine(self._theme.space("one"))
        top.addWidget(Words(self.tr("Library"), "title", wrap=False))
        top.addWidget(ways_in)
        tools = SearchRow(self._theme, self._search, self._filter, self._order)
        column.addLayout(top)
        column.addWidget(self._copying)
        column.addWidget(self._introduction)
        column.addWidget(self._homecoming)
        column.addLayout(self._messages)
        column.addWidget(tools)
        column.addWidget(self._grid)
        column.addWidget(self._nothing_found)
        column.addStretch(1)
        self._sides.addWidget(self._page)
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
