"""What is chosen of all credit: a time, a type, a provider."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from player.domain.cycle import LicenceCycle
from player.domain.reported import FIRST_DAY
from player.domain.transcript import Selection
from player.ui.credits.state import EVERYTHING, CreditsState
from player.ui.language import tr
from player.ui.theme import Theme, dress
from player.ui.widgets.combo import Combo
from player.ui.widgets.day_field import DayField
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, plain_tip

BETWEEN = "between"
LAST_DAY = date(2999, 12, 31)
TOOL_TIP = Qt.ItemDataRole.ToolTipRole
WIDEST = 300

Days = tuple[date | None, date | None]
ALWAYS: Days = (None, None)


class Filters(QWidget):
    """`changed` (a Selection) whenever something else is chosen."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._selection = EVERYTHING
        self._time, self._kind, self._provider = (
            _Box(tr("Time", "span of years")),
            _Box(tr("Credit type")),
            _Box(tr("Provider")),
        )
        self._first = DayField(tr("From"), first=FIRST_DAY, last=LAST_DAY)
        self._last = DayField(tr("To"), first=FIRST_DAY, last=LAST_DAY)
        self._from_word, self._to_word = Words(tr("From"), wrap=False), Words(tr("to"), wrap=False)
        self._all = QPushButton(tr("Show everything"))
        self._prepare()
        row = FlowLayout(theme.space("one"), self)
        parts = (self._time, self._from_word, self._first, self._to_word, self._last, self._kind, self._provider)
        for part in (*parts, self._all):
            row.addWidget(part)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_state(self, state: CreditsState) -> None:
        """What there is to choose from, and what is chosen."""
        self._selection = state.selection
        self._render_times(state)
        self._kind.offer(tr("All types"), state.kinds, next(iter(state.selection.kinds), ""))
        self._provider.offer(tr("All providers"), state.providers, next(iter(state.selection.providers), ""))
        self._all.setVisible(state.selection != EVERYTHING)

    def choose_cycle(self, cycle: LicenceCycle) -> None:
        """As if the cycle had been chosen as the time, and its type."""
        kinds = frozenset((cycle.kind,)) if cycle.kind else frozenset[str]()
        self._tell(Selection(first=cycle.first, last=cycle.last, kinds=kinds))

    def _render_times(self, state: CreditsState) -> None:
        days = (state.selection.first, state.selection.last)
        times: list[tuple[str, Days | str]] = [(tr("All years"), ALWAYS)]
        times += [(cycle.name, (cycle.first, cycle.last)) for cycle in state.cycles]
        years = sorted({*state.years, state.today.year}, reverse=True)
        times += [(str(year), (date(year, 1, 1), date(year, 12, 31))) for year in years]
        times.append((tr("Between two days…"), BETWEEN))
        was_between = self._time.currentData() == BETWEEN and days != ALWAYS
        known = next((place for place, (_, item) in enumerate(times) if item == days), len(times) - 1)
        self._time.take(times, len(times) - 1 if was_between else known)
        self._show_days(self._time.currentData() == BETWEEN)
        self._first.show_day(state.selection.first or date(state.today.year, 1, 1))
        self._last.show_day(state.selection.last or state.today)

    def _show_days(self, shown: bool) -> None:
        for part in (self._from_word, self._first, self._to_word, self._last):
            part.setVisible(shown)

    def _chosen(self) -> None:
        time = self._time.currentData()
        self._show_days(time == BETWEEN)
        first, last = (self._first.day(), self._last.day()) if time == BETWEEN else time
        kind, provider = str(self._kind.currentData()), str(self._provider.currentData())
        self._tell(
            Selection(
                first=first,
                last=last,
                kinds=frozenset((kind,)) if kind else frozenset(),
                providers=frozenset((provider,)) if provider else frozenset(),
            )
        )

    def _tell(self, selection: Selection) -> None:
        if selection != self._selection:
            self.changed.emit(selection)

    def _show_all(self) -> None:
        self._time.setFocus()
        self._tell(EVERYTHING)

    def _prepare(self) -> None:
        for box in (self._time, self._kind, self._provider):
            box.activated.connect(self._chosen)
        for field in (self._first, self._last):
            field.dateChanged.connect(self._chosen)
        dress(self._all, kind="quiet")
        self._all.clicked.connect(self._show_all)

    def _restyle(self) -> None:
        for box in (self._time, self._kind, self._provider):
            box.setMaximumWidth(self._theme.px(WIDEST))
        height = self._time.sizeHint().height()
        for words in (self._from_word, self._to_word):
            words.setMinimumHeight(height)
        for field in (self._first, self._last):
            field.setFixedHeight(height)


class _Box(Combo):
    """Something to choose; names that are too long for it are shown in full by its tool tips."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def offer(self, everything: str, words: tuple[str, ...], chosen: str) -> None:
        """One of the words, which stand for themselves, or all of them."""
        items: list[tuple[str, str]] = [(everything, ""), *((word, word) for word in words)]
        self.take(items, next((place for place, (_, item) in enumerate(items) if item == chosen), 0))

    def take(self, items: list[tuple[str, Days | str]] | list[tuple[str, str]], place: int) -> None:
        self.blockSignals(True)
        self.clear()
        for word, item in items:
            self.addItem(word, item)
            self.setItemData(self.count() - 1, plain_tip(word), TOOL_TIP)
        self.setCurrentIndex(place)
        self.setToolTip(plain_tip(self.currentText()))
        self.blockSignals(False)
