"""The ferry: without a network, what stations hold travels by a stick, in any order and as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

from player.domain.kiosk.hall import Met, StationWord
from player.domain.naming import safe_name
from player.kiosk.ports import CardBox
from player.proof.hall import Given, Held, in_pieces

ENDING = ".carrel-hall"
_LONGEST_NAME = 60


class HallFiles(Protocol):
    """How the file is written and read; both may raise `Problem`s."""

    def write(self, file: Path, pieces: Iterable[Given]) -> None:
        """Whole, and read again from the disk, when it returns."""
        ...

    def read(self, file: Path) -> Iterator[Given]:
        """Nothing comes of a file that is not whole, or of another hall."""
        ...


class Ferry:
    """For one station's operator. `took` is called when something was taken in, so that the next meeting tells it."""

    def __init__(
        self,
        held: Held,
        box: CardBox,
        files: HallFiles,
        *,
        station: str,
        words: Callable[[], Sequence[StationWord]],
        took: Callable[[], None],
    ) -> None:
        self._held = held
        self._box = box
        self._files = files
        self._station = station
        self._words = words
        self._took = took

    @property
    def name(self) -> str:
        """Of this station's own file, wherever it lies."""
        return safe_name(f"hall-{self._station}", longest=_LONGEST_NAME) + ENDING

    def write_ferry(self, folder: Path) -> Path:
        """Writes all that this station holds, in place of what it wrote there before. Raises a `Problem`."""
        for stream, holding in self._held.own_holdings().items():
            if holding.signed < holding.last:
                self._held.sign(stream)
        file = folder / self.name
        cards, _ = self._box.since(0)
        first = Given(cards=tuple(cards), words=tuple(self._words()))
        self._files.write(file, chain([first], in_pieces(self._held.strands(self._held.holdings()))))
        return file

    def check(self, file: Path) -> None:
        """That all of it can be read again. Raises a `Problem`."""
        for _ in self._files.read(file):
            pass

    def take_ferry(self, file: Path) -> Met:
        """Takes in what another station, or the hub, wrote. What is here already does not come twice.

        Raises a `Problem`: of the file, before anything was taken in; of these records, and then it is done again.
        """
        events = cards = 0
        words: list[StationWord] = []
        for given in self._files.read(file):
            cards += self._box.put(given.cards)
            events += self._held.take_in(given.strands)
            words += given.words
        self._took()
        return Met(events_in=events, cards_in=cards, words=tuple(words))
