"""Cards that a station of this hall made; all others are as if they were not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from player.domain.kiosk.card import Card
from player.domain.learner import LearnerId
from player.kiosk.ports import CardBox
from player.proof.operator_key import OperatorKey
from player.proof.stamped import is_genuine


class GenuineCards:
    """A `CardBox` over another one: nothing goes in or comes out of it that was not stamped with the hall's secret."""

    def __init__(self, box: CardBox, key: OperatorKey) -> None:
        self._box = box
        self._key = key

    def find(self, mark: str) -> Sequence[Card]:
        return self._genuine(self._box.find(mark))

    def card_of(self, learner: LearnerId) -> Card | None:
        card = self._box.card_of(learner)
        return card if card is not None and is_genuine(card, self._key) else None

    def put(self, cards: Iterable[Card]) -> int:
        return self._box.put(self._genuine(cards))

    def since(self, place: int) -> tuple[Sequence[Card], int]:
        cards, upto = self._box.since(place)
        return self._genuine(cards), upto

    def count(self) -> int:
        return self._box.count()

    def clear(self) -> None:
        self._box.clear()

    def close(self) -> None:
        self._box.close()

    def _genuine(self, cards: Iterable[Card]) -> tuple[Card, ...]:
        return tuple(card for card in cards if is_genuine(card, self._key))
