"""A machine as data: the facts that a computer once gave, for whoever asks a machine and must not ask this one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

from player.domain.requirement import Fact, Facts

LATE = "This computer did not answer in time."
NOBODY_KNOWS = "This Carrel has no way to find out."
Reading = tuple[str | None, str]


def told(values: Mapping[str, str | None], how: str = "recorded") -> Facts:
    """Facts by their values; None: it could not be told."""
    return {name: Fact(name=name, value=value, how=how) for name, value in values.items()}


class Heard:
    """What was told, and on which threads."""

    def __init__(self) -> None:
        self.batches: list[Facts] = []
        self.threads: set[int] = set()

    def __call__(self, facts: Facts) -> None:
        self.batches.append(facts)
        self.threads.add(threading.get_ident())

    @property
    def facts(self) -> dict[str, Fact]:
        return {name: fact for batch in self.batches for name, fact in batch.items()}


class RecordedMachine:
    """Gives the facts that it was made with; those in `slow` only when they are asked for.

    Those in `silent` never come: they are told as late, at once, so that nobody waits for them.
    """

    def __init__(self, facts: Facts, *, slow: Iterable[str] = (), silent: Iterable[str] = ()) -> None:
        self.given: dict[str, Fact] = dict(facts)
        self.asked: list[frozenset[str]] = []
        self._slow = frozenset(slow)
        self._silent = frozenset(silent)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.given) | self._slow | self._silent

    @property
    def slow(self) -> frozenset[str]:
        return self._slow | self._silent

    def facts(self) -> Facts:
        return {name: fact for name, fact in self.given.items() if name not in self.slow}

    def ask(
        self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Callable[[], Reading]]
    ) -> RecordedAsking:
        wanted = frozenset(names)
        self.asked.append(wanted | also.keys())
        return RecordedAsking({name: self._answer(name) for name in wanted - also.keys()}, told, also)

    def _answer(self, name: str) -> Fact:
        if name in self._silent:
            return Fact(name=name, value=None, how=LATE)
        return self.given.get(name) or Fact(name=name, value=None, how=NOBODY_KNOWS)


class RecordedAsking:
    """Answers one after the other on a thread of its own, as a real machine does."""

    def __init__(self, facts: Facts, told: Callable[[Facts], None], also: Mapping[str, Callable[[], Reading]]) -> None:
        self._found: dict[str, Fact] = {}
        self._thread = threading.Thread(target=self._work, args=(facts, told, also), daemon=True)
        self._thread.start()

    def wait(self) -> Facts:
        self._thread.join()
        return dict(self._found)

    def _work(self, facts: Facts, told: Callable[[Facts], None], also: Mapping[str, Callable[[], Reading]]) -> None:
        for fact in (*facts.values(), *(_asked(name, question) for name, question in also.items())):
            self._found[fact.name] = fact
            told({fact.name: fact})


def _asked(name: str, question: Callable[[], Reading]) -> Fact:
    value, how = question()
    return Fact(name=name, value=value, how=how)
