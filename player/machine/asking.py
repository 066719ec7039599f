"""Asking: every probe on a thread of its own, none waited for longer than it may take, none believed unseen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import cast

from player.domain.checkup.askable import believed
from player.domain.phrase import Phrase, Worded
from player.domain.requirement import Fact, Facts

Reading = tuple[str | None, str]
"""A fact's value (None: it cannot be told) and how it was found, or why not."""
FAST_S = 0.12
SLOW_S = 2.2
LATE = Phrase("This computer did not answer in time.")
STILL_ASKED = Phrase("This computer has not answered since it was last asked.")
NOT_ALLOWED = Phrase("This program may not ask that.")
NONSENSE = Phrase("What this computer answers makes no sense.")
NO_REASON = Phrase("This computer does not say.")
_LONGEST = 300
"""Characters of an answer; what is longer is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Finds out some facts. `read` gives a reading for each of `names`, in their order; it may take `limit_s`."""

    names: tuple[str, ...]
    read: Callable[[], tuple[Reading, ...]]
    limit_s: float = FAST_S

    @property
    def is_slow(self) -> bool:
        return self.limit_s > FAST_S


def unknown(names: Iterable[str], why: str) -> Facts:
    return {name: Fact(name=name, value=None, how=why) for name in names}


def answers(names: tuple[str, ...], read: Callable[[], object]) -> Facts:
    """What a probe says, as far as it can be believed; whatever it meets, each of its facts has a value or a reason."""
    try:
        return _taken(names, read())
    except PermissionError:
        return unknown(names, NOT_ALLOWED)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a probe meets, the answer is "cannot tell", never a crash
        return unknown(names, Worded("This computer does not say ({name}).", name=type(error).__name__))


def _taken(names: tuple[str, ...], readings: object) -> Facts:
    if not isinstance(readings, tuple) or len(cast("tuple[object, ...]", readings)) != len(names):
        return unknown(names, NONSENSE)
    pairs = zip(names, cast("tuple[object, ...]", readings), strict=True)
    return {name: believed(_fact(name, reading)) for name, reading in pairs}


def _fact(name: str, reading: object) -> Fact:
    match reading:
        case (str() as value, str() as how) if _plain(value):
            return Fact(name=name, value=_plain(value), how=_plain(how) or Phrase("this computer"))
        case (None, str() as how):
            return Fact(name=name, value=None, how=_plain(how) or NO_REASON)
        case _:
            return Fact(name=name, value=None, how=NONSENSE)


def _plain(text: str) -> str:
    """One line of what can be shown: makers write tabs, zeros and worse into the names of their parts."""
    plain = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:_LONGEST].strip()
    # Our own words stay what they are, so that they can be put into another language.
    return text if plain == text else plain


class Run:
    """One reading on a thread of its own. Whoever listens is told once, also when the answer is there already."""

    def __init__(self, names: tuple[str, ...], read: Callable[[], object]) -> None:
        self.names = names
        self._read = read
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._facts: Facts | None = None
        self._listeners: list[Callable[[Facts], None]] = []

    def start(self) -> None:
        try:
            threading.Thread(target=self._work, daemon=True, name=f"probe {self.names[0]}").start()
        except RuntimeError:
            # A machine that has no thread left has no answer left either.
            self._tell(unknown(self.names, Phrase("This computer is too busy to answer.")))

    @property
    def is_over(self) -> bool:
        with self._lock:
            return self._facts is not None

    def has_run_for(self, seconds: float) -> bool:
        return time.monotonic() - self._began >= seconds

    def listen(self, listener: Callable[[Facts], None]) -> None:
        with self._lock:
            facts = self._facts
            if facts is None:
                self._listeners.append(listener)
        if facts is not None:
            listener(facts)

    def _work(self) -> None:
        self._tell(answers(self.names, self._read))

    def _tell(self, facts: Facts) -> None:
        with self._lock:
            self._facts = facts
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener(facts)


class Inquiry:
    """Several runs at once, each with the seconds that it is waited for: gives their answers as they come."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[Run, float]] = {}
        self._answers: SimpleQueue[tuple[int, Facts]] = SimpleQueue()

    def add(self, run: Run, limit_s: float) -> None:
        number = len(self._open)
        self._open[number] = (run, time.monotonic() + limit_s)
        run.listen(lambda facts: self._answers.put((number, facts)))

    def batches(self) -> Iterator[Facts]:
        """Until all were answered or given up; what is late is told as unknown."""
        while self._open:
            found = self._come(min(until for _, until in self._open.values()))
            now = time.monotonic()
            late = [number for number, (_, until) in self._open.items() if until <= now]
            for number in late:
                found |= unknown(self._open.pop(number)[0].names, LATE)
            if found:
                yield found

    def _come(self, until: float) -> dict[str, Fact]:
        """What has been answered, waiting for the first answer `until` then at most."""
        found: dict[str, Fact] = {}
        wait_s = max(0.0, until - time.monotonic())
        try:
            while True:
                number, facts = self._answers.get(timeout=0.0 if found else wait_s)
                if self._open.pop(number, None) is not None:
                    found |= facts
        except Empty:
            return found
