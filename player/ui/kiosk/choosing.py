"""The courses at this station, as the attendee who is signed in stands with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.course import Standing
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.ui.kiosk.choice_card import Choice, ChoiceCard
from player.ui.kiosk.face import KioskPage, Notice
from player.ui.kiosk.guest_bar import GuestBar, Seated
from player.ui.language import tr
from player.ui.library.faces import face_of
from player.ui.library.state import Entry
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.words import Words, show_if
from player.ui.wording import foreign_text

_LEAST_CARD = 290


class ChoosingScreen(KioskPage):
    """Gestures: `chosen` (a course hash), `take_away_wanted`, `left`."""

    chosen = Signal(object)
    take_away_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=None)
        self._bar = GuestBar(theme)
        self._title = Words(role="heading")
        self._notice = Notice(theme)
        self._nothing = Words(self.tr("There is no course here yet"), "heading")
        self._instead = Words(
            self.tr("Please ask the staff, or try another station. Nothing of yours is lost."), "lead"
        )
        self._grid = CardGrid(theme.px(_LEAST_CARD), theme.space("three"), fills=True)
        self._cards: list[ChoiceCard] = []
        self._bar.take_away_wanted.connect(self.take_away_wanted)
        self._bar.left.connect(self.left)
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_choices(self, seated: Seated, choices: Sequence[Choice]) -> None:
        """Shows whose courses they are, and the courses; a single one takes the whole width."""
        self._bar.render_guest(seated)
        self._title.setText(self._heading(len(choices)))
        show_if(self._nothing, not choices)
        show_if(self._instead, not choices)
        show_if(self._title, bool(choices))
        self._grid.clear()
        self._cards = []
        for choice in choices:
            card = ChoiceCard(self.theme, wide=len(choices) == 1)
            card.setProperty("course", choice.course)
            card.clicked.connect(self._choose)
            card.render_choice(choice)
            self._cards.append(card)
            self._grid.addWidget(card)
        tab_as_read(self)
        QTimer.singleShot(0, self, self._measure_covers)

    def render_problem(self, problem: Problem | None) -> None:
        """Tells what went wrong with a course that was chosen."""
        self._notice.render_problem(problem)
        self.page.to_top()

    def focus_first(self) -> None:
        if self._cards:
            self._cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """No course, no name, no state is left."""
        self._bar.clear()
        for card in self._cards:
            card.setParent(None)
            card.deleteLater()
        self._grid.clear()
        self._cards = []
        self._notice.clear()
        self.page.to_top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._measure_covers)

    def _measure_covers(self) -> None:
        """A single row of courses has the whole height: their pictures take what the words leave of it."""
        four, gap = self.theme.space("four"), self.theme.space("three")
        inside = self.page.viewport().width() - 2 * four
        if not self._cards or len(self._cards) > self._grid.columns(inside):
            return
        width = (inside - gap * (len(self._cards) - 1)) // len(self._cards)
        room = self.page.viewport().height() - self._title.height() - 4 * four
        if len(self._cards) > 1:
            room -= max(card.height_without_cover(width) for card in self._cards)
        for card in self._cards:
            card.take_cover_height(room, width)

    def _heading(self, courses: int) -> str:
        return self.tr("Your course") if courses == 1 else self.tr("Choose a course")

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("course"))

    def _restyle(self) -> None:
        self._grid.set_least(self.theme.px(_LEAST_CARD))

    def _lay_out(self) -> None:
        self.whole.insertWidget(0, self._bar)
        cards = QWidget()
        cards.setLayout(self._grid)
        inside = QVBoxLayout()
        inside.setSpacing(self.theme.space("two"))
        for part in (self._notice, self._title, self._nothing, self._instead, cards):
            inside.addWidget(part)
        self.column.addLayout(inside)
        self.column.addStretch(1)


def _face_of(entry: Entry) -> CardFace:
    """As in the library; who stands here is told no provider, and so a course's language beside its length."""
    face = face_of(entry)
    return replace(face, time=" · ".join(part for part in (face.time, foreign_text(entry.signed.course)) if part))


def choices_of(entries: Sequence[Entry]) -> tuple[Choice, ...]:
    """What is begun comes first, then what is new, then what is finished, then what is closed; else as given."""
    ordered = sorted(entries, key=lambda entry: _rank(entry.progress))
    return tuple(
        Choice(
            course=entry.hash,
            face=_face_of(entry),
            go=go_text(entry.progress),
            is_next=place == 0 and _rank(entry.progress) < _FINISHED,
        )
        for place, entry in enumerate(ordered)
    )


def go_text(progress: Progress) -> str:
    """What pressing the card of a course leads to."""
    if progress.issues:
        return tr("See your certificate")
    if progress.standing is not Standing.OPEN and not progress.claims:
        return tr("Look at it")
    return tr("Go on") if progress.seen_permille or progress.claims else tr("Begin")


_FINISHED = 2


def _rank(progress: Progress) -> int:
    if progress.issues:
        return _FINISHED
    if progress.standing is not Standing.OPEN and not progress.claims:
        return _FINISHED + 1
    return 0 if progress.seen_permille or progress.claims else 1
