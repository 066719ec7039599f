"""The pages of the window, one in front: each is made when it is first asked for, and kept."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from player.ui.host import FindMaker, Page, Place


class PageStack(QStackedWidget):
    """Needs `take` before the first page is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._find: FindMaker | None = None
        self._loaded: set[Place] = set()
        self._made: dict[Place, Page] = {}

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
            return made
        if self._find is None:
            raise RuntimeError("no pages were handed over yet")
        page = self._find(place)()
        self._loaded.add(place)
        self._made[place] = page
        self.addWidget(page)
        return page

    def prepare(self, place: Place) -> bool:
        """Does one part of what is to be done until the page at `place` can be shown; False when nothing is left."""
        if place in self._made or self._find is None:
            return False
        if place in self._loaded:
            self.page(place)
            return False
        self._find(place)
        self._loaded.add(place)
        return True
