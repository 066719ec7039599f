"""What the tests of attendees are made of: cards in memory, a clock, stations of one hall, rows of a roster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from player.domain.kiosk.attendee import Attendee, WalkIn
from player.domain.kiosk.card import Card
from player.domain.kiosk.roster import ListedRow, RowReport, TableRow, listed
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import LearnerId
from player.kiosk.attendees import Attendees
from player.kiosk.ports import CardBox
from player.proof.operator_key import OperatorKey

KEY = OperatorKey.generate()
NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
HEADINGS = ("Registration ID", "Badge", "First Name", "Last Name", "E-mail", "Zip", "Birthday", "Profession")
ANA = ("R1", "B1", "Ana María", "Núñez", "ana@example.org", "02134", "0229", "Physician")
BO = ("R2", "B2", "Bo", "Li", "bo@example.org", "94110", "12/24/1970", "RN")
WALK_IN = WalkIn(given_name="Jörg", family_name="Müller-Lüdenscheid", email="joerg@example.org", profession="nurse")


class BoxInMemory:
    """Implements `CardBox`."""

    def __init__(self) -> None:
        self._cards: dict[LearnerId, tuple[int, Card]] = {}
        self._place = 0

    def find(self, mark: str) -> Sequence[Card]:
        return [card for _, card in self._cards.values() if mark in card.marks]

    def card_of(self, learner: LearnerId) -> Card | None:
        return self._cards[learner][1] if learner in self._cards else None

    def put(self, cards: Iterable[Card]) -> int:
        kept = 0
        for card in cards:
            here = self.card_of(card.learner)
            if here is None or card.supersedes(here):
                self._place += 1
                kept += 1
                self._cards[card.learner] = (self._place, card)
        return kept

    def since(self, place: int) -> tuple[Sequence[Card], int]:
        later = sorted((one for one in self._cards.values() if one[0] > place), key=lambda one: one[0])
        return [card for _, card in later], max((at for at, _ in later), default=place)

    def count(self) -> int:
        return len(self._cards)

    def clear(self) -> None:
        self._cards = {}

    def close(self) -> None:
        pass


class AtStation:
    """The attendees of one station, whose clock goes on by a minute at each look."""

    def __init__(
        self, *, key: OperatorKey = KEY, box: CardBox | None = None, now: datetime = NOON, **asked: Any
    ) -> None:
        self.box: CardBox = box or BoxInMemory()
        self._now = now
        settings = KioskSettings(station="A", operator_key=Path("hall.key"), **asked)
        self.attendees = Attendees(self.box, key, settings=settings, now=self._look)

    def take_in(self, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Sequence[RowReport]:
        return self.attendees.take_in(rows_of(headings, *rows))

    def hear(self, other: AtStation) -> None:
        self.box.put(other.box.since(0)[0])

    def known(self, scanned: str) -> Attendee:
        return self.attendees.by_scan(scanned).attendee

    def _look(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


def rows_of(*rows: Sequence[str]) -> list[ListedRow]:
    numbered = (TableRow(number=number, cells=tuple(cells)) for number, cells in enumerate(rows, start=1))
    return list(listed(numbered, name="roster.csv").rows)
