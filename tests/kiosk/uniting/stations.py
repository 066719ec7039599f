"""Stations of a hall as the tests of uniting have them: real records, no window, a clock that is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from player.domain.event import StreamId
from player.domain.kiosk.card import Card
from player.domain.kiosk.hall import Met, StationWord
from player.domain.learner import LearnerId
from player.kiosk.uniting import HallUnion
from player.ledger.cards import Cards, open_cards
from player.ledger.sharing import SharedLedger
from player.proof.hall import MeetingPlace
from player.proof.keys import PrivateKey
from tests.ledger.making import ledger_in, opening, watched
from tests.ledger.strands import Content, content

SECRET = b"the secret of one hall, 32 bytes"


class Hand:
    """Seconds that run when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class HallStation(AbstractContextManager["HallStation"]):
    """One station; `wrong` is how far its clock runs ahead."""

    def __init__(
        self, folder: Path, way: Callable[[], MeetingPlace], *, name: str, wrong: timedelta = timedelta()
    ) -> None:
        self.name = name
        self.key = PrivateKey.generate()
        self.ledger = ledger_in(folder / name, signer=self.key)
        self.cards: Cards = open_cards(folder / name)
        self.held = SharedLedger(self.ledger)
        self.hand = Hand()
        self._wrong = wrong
        self.clock_off_ms: int | None = None
        self._way = way
        self.union = self._new_union()

    def _new_union(self) -> HallUnion:
        return HallUnion(self._find, self.held, self.cards, now=self.now, mono_s=self.hand)

    def _find(self) -> MeetingPlace:
        return self._way()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._wrong

    def go_by(self, way: Callable[[], MeetingPlace]) -> None:
        """From now on the hall is to be found otherwise; what was agreed on is still known."""
        self._way = way
        self.union.close()

    def start_again(self) -> None:
        self.union.close()
        self.union = self._new_union()

    def word(self) -> StationWord:
        return StationWord(
            station=self.name,
            device=self.key.public.id,
            at=self.now(),
            seated=self.now(),
            clock_off_ms=self.clock_off_ms,
        )

    def meet(self, *, after_s: float = 5.0) -> Met:
        self.hand.seconds += after_s
        return self.union.meet(self.word())

    def record(self, events: int = 5) -> StreamId:
        """A stream whose end is not signed."""
        stream = self.ledger.open(opening(signer=self.key))
        self.go_on(stream.id, events)
        return stream.id

    def go_on(self, stream: StreamId, events: int = 1) -> None:
        found = next(one for one in self.ledger.streams() if one.id == stream)
        for _ in range(events):
            found.append(watched(len(found.events)))

    def register(self, name: str, *, changed: int = 1) -> None:
        self.cards.put([card(name, changed=changed)])

    def all_cards(self) -> set[Card]:
        return set(self.cards.since(0)[0])

    def content(self) -> dict[str, Content]:
        return content(self.ledger)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.union.close()
        self.ledger.close()
        self.cards.close()

    def __enter__(self) -> Self:
        return self


def card(name: str, *, changed: int = 1) -> Card:
    learner = LearnerId(hashlib.sha256(name.encode()).hexdigest()[:32])
    sealed = hashlib.sha256(f"{name} {changed}".encode()).digest()
    return Card(learner=learner, marks=(sealed.hex(),), changed=changed, sealed=sealed * 8)


def later(word: StationWord, **since: float) -> StationWord:
    return replace(word, at=word.at + timedelta(**since))


def evidence(found: dict[str, Content]) -> dict[str, frozenset[tuple[int, bytes, bytes]]]:
    """Every event of every stream, whichever branch is the main one."""
    return {stream: of.events for stream, of in found.items()}
