"""The choice of courses at work: what a guest may begin or go on with here."""

from __future__ import annotations

from collections.abc import Callable

from player.desk.desk import Desk, Listing
from player.domain.event import CourseHash
from player.domain.whereabouts import Whereabouts
from player.ui.host import Host, Page, Place, Route
from player.ui.kiosk.choosing import ChoosingScreen, choices_of
from player.ui.kiosk.guest_bar import Seated
from player.ui.library.state import Entry
from player.ui.pictures import image_of


class ChoicePage(Page):
    """`seated` tells who sits here; `offered`: ids of courses, all where it is empty; `leave`: the guest is done."""

    def __init__(
        self,
        host: Host,
        *,
        seated: Callable[[], Seated],
        offered: tuple[str, ...],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._host = host
        self._seated = seated
        self._offered = offered
        self._screen = ChoosingScreen(host.theme)
        self._screen.chosen.connect(self._open)
        self._screen.take_away_wanted.connect(self._take_away)
        self._screen.left.connect(leave)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        offered = self._offered
        self._host.door.ask(lambda: entries_of(self._host.desk, offered), self._render)

    def _render(self, entries: tuple[Entry, ...]) -> None:
        self._screen.render_choices(self._seated(), choices_of(entries))
        self._screen.focus_first()

    def _open(self, course: CourseHash) -> None:
        self._host.go(Route(place=Place.COURSE, course=course))

    def _take_away(self) -> None:
        self._host.go(Route(place=Place.TAKE_AWAY))


def entries_of(desk: Desk, offered: tuple[str, ...]) -> tuple[Entry, ...]:
    """On the desk's lane: the courses that can be opened at this station, as far as they are on offer."""
    found = (_entry(desk, listing) for listing in desk.library())
    return tuple(entry for entry in found if entry is not None and (not offered or entry.signed.course.id in offered))


def _entry(desk: Desk, listing: Listing) -> Entry | None:
    signed, progress = listing.signed, listing.progress
    if signed is None or progress is None or listing.superseded or listing.where is not Whereabouts.HERE:
        return None
    return Entry(signed=signed, progress=progress, cover=image_of(desk.cover(signed)))
