"""What a person did that the ledger has not taken yet: on its way there, or refused and to be tried again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Unsaved(Generic[K, V]):
    """Holds the newest value of each place until it is saved, so that a picture never goes back behind a gesture."""

    def __init__(self) -> None:
        self._held: dict[K, V] = {}
        self._refused: set[K] = set()

    @property
    def values(self) -> tuple[V, ...]:
        return tuple(self._held.values())

    def hold(self, place: K, value: V) -> None:
        """It is on its way."""
        self._held[place] = value
        self._refused.discard(place)

    def saved(self, place: K, value: V) -> None:
        """It arrived; a newer value of the same place is still on its way."""
        if self._held.get(place) is value:
            del self._held[place]
            self._refused.discard(place)

    def refused(self, place: K) -> None:
        """It was not taken; it stays to be tried again."""
        if place in self._held:
            self._refused.add(place)

    def to_try_again(self) -> tuple[V, ...]:
        """What was refused, each told once."""
        refused, self._refused = self._refused, set()
        return tuple(value for place, value in self._held.items() if place in refused)

    def clear(self) -> None:
        self._held.clear()
        self._refused.clear()
