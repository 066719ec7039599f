"""The cards of a library in rows under their headings: thousands, of which only those in sight cost anything."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from player.domain.event import CourseHash
from player.ui.library.faces import Group
from player.ui.library.state import Entry
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace
from player.ui.widgets.course_card import CardLook, CourseCard, Shape
from player.ui.widgets.words import Words

LEAST_TALL, LEAST_WIDE = 280, 420
GAP = 24
SLICE_S = 0.008
"""How long cards are made at a stretch: half of what a frame has."""
AT_ONCE = 24
"""Cards that are there at once: more than a window shows."""
MOST_IMAGE_BYTES = 48 << 20
"""What the covers that were seen last may hold together."""
FaceOf = Callable[[Entry], CardFace]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a card stands, and in which line."""

    area: QRect
    line: int


class CourseGrid(QWidget):
    """Every course has a card of its own, so that the keyboard and who cannot see find it; it paints itself when it is
    in sight. Cards are made in slices, the first at once.

    Gestures: `opened` (a course hash), `cover_wanted` (an Entry and a QSize in pixels of the screen), `reached`: the
    card to which the arrows led.
    """

    opened = Signal(object)
    cover_wanted = Signal(object, QSize)
    reached = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look = CardLook(theme)
        self._face_of: FaceOf | None = None
        self._groups: Sequence[Group] = ()
        self._entries: list[Entry] = []
        self._wide = 0
        self._cards: list[CourseCard] = []
        self._headings: list[Words] = []
        self._spots: list[Spot] = []
        self._ready = 0
        self._standing = 0
        """Cards that are shown, of courses that are here now or were before."""
        self._images: OrderedDict[CourseHash, QImage] = OrderedDict()
        self._image_bytes = 0
        self._places: dict[CourseHash, int] = {}
        self._known_layout: tuple[int, tuple[list[Spot], int, list[int]]] | None = None
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._make_slice)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)

    @property
    def is_complete(self) -> bool:
        """Whether every course has its card by now, and nothing else has one."""
        return self._ready == self._standing == len(self._entries)

    @property
    def first(self) -> CourseCard | None:
        return self._cards[0] if self._entries else None

    def render_groups(self, groups: Sequence[Group], face_of: FaceOf) -> None:
        """Shows these courses; the first ones at once, and the others before anybody can have scrolled there."""
        self._groups, self._face_of = groups, face_of
        self._entries = [entry for group in groups for entry in group.entries]
        self._wide = sum(len(group.entries) for group in groups if group.wide)
        self._places = {entry.hash: place for place, entry in enumerate(self._entries)}
        self._ready = 0
        self._name_groups()
        self._known_layout = None
        self._arrange(self.width())
        self._make(until=AT_ONCE)
        self.updateGeometry()
        self._slices.start()
        if self._ready == len(self._entries):
            # Cards of courses that are gone are hidden with the others; the rest is made when these are painted.
            self._make_slice()

    def render_cover(self, course: CourseHash, image: QImage) -> None:
        """A cover came; the ones that were seen longest ago are let go for it."""
        self._forget_image(course)
        self._images[course] = image
        self._image_bytes += image.sizeInBytes()
        self._give(course, image)
        while self._image_bytes > MOST_IMAGE_BYTES and len(self._images) > 1:
            oldest = next(iter(self._images))
            self._forget_image(oldest)
            self._give(oldest, None)

    # --- where they stand --------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1]

    def sizeHint(self) -> QSize:
        least = self._theme.px(LEAST_TALL)
        return QSize(least, self.heightForWidth(max(least, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._theme.px(LEAST_TALL), 320), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._arrange(self.width())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange(self.width())
        super().changeEvent(event)

    def _laid_out(self, width: int) -> tuple[list[Spot], int, list[int]]:
        """Layouts ask for the height of one width many times over."""
        if self._known_layout is None or self._known_layout[0] != width:
            self._known_layout = width, self._lay_out(width)
        return self._known_layout[1]

    def _lay_out(self, width: int) -> tuple[list[Spot], int, list[int]]:
        """Where each card stands in that width, how high all are together, and where each heading begins."""
        spots: list[Spot] = []
        tops: list[int] = []
        y, line = 0, 0
        heading = max((words.sizeHint().height() for words in self._headings), default=0)
        for group in self._groups:
            if group.heading:
                y += self._theme.space("one") if spots else 0
                tops.append(y)
                y += heading + self._theme.space("two")
            shape = Shape.WIDE if group.wide else Shape.TALL
            columns = self._columns(width, shape, len(group.entries))
            across = max(1, (width - GAP * (columns - 1)) // columns)
            height = self._look.height(across, shape)
            for place in range(len(group.entries)):
                row, column = divmod(place, columns)
                area = QRect(column * (across + GAP), y + row * (height + GAP), across, height)
                spots.append(Spot(area, line + row))
            rows = -(-len(group.entries) // columns)
            y += rows * (height + GAP)
            line += rows
        return spots, max(0, y - GAP), tops

    def _columns(self, width: int, shape: Shape, count: int) -> int:
        least = self._theme.px(LEAST_WIDE if shape is Shape.WIDE else LEAST_TALL)
        fitting = max(1, (width + GAP) // (least + GAP))
        return min(fitting, 2, max(1, count)) if shape is Shape.WIDE else fitting

    def _arrange(self, width: int) -> None:
        self._spots, _, tops = self._laid_out(width)
        for card, spot in zip(self._cards, self._spots, strict=False):
            card.setGeometry(self._visual(spot.area))
        for words, top in zip(self._headings, tops, strict=False):
            words.setGeometry(0, top, width, words.sizeHint().height())

    def _visual(self, area: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), area)

    def _name_groups(self) -> None:
        names = [group.heading for group in self._groups if group.heading]
        while len(self._headings) < len(names):
            words = Words(role="heading", wrap=False, parent=self)
            self._headings.append(words)
        for words, name in zip(self._headings, names, strict=False):
            words.setText(name)
            words.show()
        for words in self._headings[len(names) :]:
            words.hide()

    # --- making them, slice by slice ---------------------------------------------------------------------

    def _make_slice(self) -> None:
        ends = time.perf_counter() + SLICE_S
        while not self.is_complete and time.perf_counter() < ends:
            if self._ready < len(self._entries):
                self._make(until=self._ready + 4)
            else:
                self._standing -= 1
                self._cards[self._standing].hide()
        if self.is_complete:
            self._slices.stop()

    def _make(self, *, until: int) -> None:
        until = min(until, len(self._entries))
        for place in range(self._ready, until):
            self._show_at(place)
        self._ready = until

    def _show_at(self, place: int) -> None:
        if place == len(self._cards):
            self._cards.append(self._new_card())
        card, entry = self._cards[place], self._entries[place]
        shape = Shape.WIDE if place < self._wide else Shape.TALL
        if self._face_of is not None:
            card.setProperty("course", entry.hash)
            card.render_face(self._face_of(entry), shape)
            card.render_cover(self._images.get(entry.hash))
        card.setGeometry(self._visual(self._spots[place].area))
        card.show()
        self._standing = max(self._standing, place + 1)

    def _new_card(self) -> CourseCard:
        card = CourseCard(self._look, self, brought=True)
        card.clicked.connect(self._open)
        card.cover_wanted.connect(self._ask_for_cover)
        return card

    # --- what is done with them --------------------------------------------------------------------------

    def _open(self) -> None:
        self.opened.emit(self.sender().property("course"))

    def _ask_for_cover(self, card: CourseCard) -> None:
        place = self._places.get(card.property("course"))
        if place is not None:
            self.cover_wanted.emit(self._entries[place], card.cover_size())

    def _give(self, course: CourseHash, image: QImage | None) -> None:
        place = self._places.get(course)
        if place is not None and place < self._ready:
            self._cards[place].render_cover(image)

    def _forget_image(self, course: CourseHash) -> None:
        known = self._images.pop(course, None)
        if known is not None:
            self._image_bytes -= known.sizeInBytes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = next((n for n, card in enumerate(self._cards[: self._ready]) if card.hasFocus()), None)
        there = None if here is None else self._neighbour(here, Qt.Key(event.key()))
        if there is None:
            super().keyPressEvent(event)
            return
        self._cards[there].setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(self._cards[there])

    def _neighbour(self, here: int, key: Qt.Key) -> int | None:
        """The card to which an arrow leads; None where there is none."""
        on = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {Qt.Key.Key_Right: on, Qt.Key.Key_Left: -on}
        if key in steps:
            there = here + steps[key]
            return there if 0 <= there < self._ready else None
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return None
        spot = self._spots[here]
        line = spot.line + (1 if key == Qt.Key.Key_Down else -1)
        beside = [n for n in range(self._ready) if self._spots[n].line == line]
        middle = spot.area.center().x()
        return min(beside, key=lambda n: abs(self._spots[n].area.center().x() - middle), default=None)

    def _restyle(self) -> None:
        self._look.take_measure()
        for card in self._cards:
            card.forget_lines()
        self._known_layout = None
        self._arrange(self.width())
        self.updateGeometry()
