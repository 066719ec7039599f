"""Hears how something ended that can outlast a guest: a print, or a stick that the system is slow to let go of."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Listener(Generic[T]):
    """Passes one word on, as long as somebody is there for it; all that a thread has in hand of whoever that is."""

    def __init__(self, told: Callable[[T], None] | None) -> None:
        self._told = told
        self._lock = Lock()

    def __call__(self, outcome: T) -> None:
        with self._lock:
            told, self._told = self._told, None
        if told is not None:
            told(outcome)

    def forget(self) -> None:
        """They are gone: nobody is told, and nothing of them is held here."""
        with self._lock:
            self._told = None
