"""The pages of the window, one in front: each is made when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QStackedWidget

from player.ui.host import FindMaker, Page, Place
from player.ui.theme import Theme
from player.ui.theme.wardrobe import KEEPS, is_late


class PageStack(QStackedWidget):
    """Needs `take` before the first page is asked for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty(KEEPS, True)
        self._find: FindMaker | None = None
        self._loaded: set[Place] = set()
        self._made: dict[Place, Page] = {}
        self._arranged: dict[str, Mapping[str, tuple[int, ...]]] | None = None
        """None: where anybody can walk up, nothing of one person's is there for the next."""

    def recall(self, arranged: Mapping[str, Mapping[str, tuple[int, ...]]]) -> None:
        """How the pages were arranged, by place; to be called before the first one is made."""
        self._arranged = dict(arranged)

    @property
    def arranged(self) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """How the pages are arranged now; of those that are not there, how they were."""
        return {**(self._arranged or {}), **{place: page.arrangement() for place, page in self._made.items()}}

    def take(self, find: FindMaker) -> None:
        """Receives the way to every page; called once."""
        self._find = find

    @property
    def made(self) -> tuple[Page, ...]:
        """The pages there are so far."""
        return tuple(self._made.values())

    def page(self, place: Place) -> Page:
        """The page at `place`. Where making it fails it is tried anew with the next call."""
        made = self._made.get(place)
        if made is not None:
            self.theme.catch_up(made)
            return made
        if self._find is None:
            raise RuntimeError("no pages were handed over yet")
        page = self._find(place)()
        page.arrange((self._arranged or {}).get(place, {}))
        self._loaded.add(place)
        self._made[place] = page
        self.addWidget(page)
        return page

    @property
    def late(self) -> tuple[Place, ...]:
        """Where a page waits to be dressed since the look of the window changed."""
        return tuple(place for place, page in self._made.items() if is_late(page))

    def forget(self) -> None:
        """Lets every page go, after it gave up what it was at; each is made anew when it is asked for again."""
        if self._arranged is not None:
            self._arranged = dict(self.arranged)
        for page in self._made.values():
            page.give_up()
            self.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._made.clear()

    def prepare(self, place: Place) -> bool:
        """Does one part of what is to be done until the page at `place` can be shown; False when nothing is left."""
        if self._find is None:
            return False
        if place in self._made:
            self.theme.catch_up(self._made[place])
            return False
        if place in self._loaded:
            self.page(place)
            return False
        self._find(place)
        self._loaded.add(place)
        return True
