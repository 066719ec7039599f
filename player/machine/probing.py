"""Asking the machine: what is known at once, what takes a while, and what a check-up asks anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from player.domain.phrase import Phrase
from player.domain.requirement import Fact, Facts
from player.machine.asking import FAST_S, LATE, SLOW_S, STILL_ASKED, Inquiry, Probe, Reading, Run, unknown
from player.machine.choose import probes_of
from player.machine.common import common_probes
from player.machine.releases import release_probe

__all__ = ["FAST_S", "LATE", "SLOW_S", "Machine", "Probe", "Reading"]

Told = Callable[[Facts], None]
Question = Callable[[], Reading]
TAKES_A_WHILE = Phrase("It takes a moment to find out: see under Check-up.")
NOBODY_KNOWS = Phrase("This Carrel has no way to find out.")
STEADY = ("program.", "os.", "memory.", "cpu.", "gpu.", "viewer.")
"""How facts are called that stay as they are while the program runs."""
_ALL_S = SLOW_S + 0.25
"""Nobody waits longer for all answers together, whatever happens to whoever passes them on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The probes that are asked at once; and for each fact the best: where a slow one finds it out too, that one."""

    quick: tuple[Probe, ...]
    best: Mapping[str, Probe]


class Machine:
    """What this computer is. May be used from any thread.

    `courses` gives the folder in which courses are kept, which a person may change; `resources` holds what came with
    Carrel; `probes` takes the place of this system's own.
    """

    def __init__(
        self,
        *,
        profile: Path,
        courses: Callable[[], Path],
        resources: Path,
        probes: tuple[Probe, ...] | None = None,
    ) -> None:
        self._profile = profile
        self._courses = courses
        self._resources = resources
        self._probes = probes
        self._chosen: _Chosen | None = None
        self._lock = threading.Lock()
        self._runs: dict[int, Run] = {}
        self._questions: dict[str, Run] = {}
        self._kept: dict[str, Fact] = {}
        self._late: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._of_here().best)

    @property
    def slow(self) -> frozenset[str]:
        """What takes a while, and what should not but did when it was last asked."""
        slow = frozenset(name for name, probe in self._of_here().best.items() if probe.is_slow)
        with self._lock:
            return slow | self._late

    def facts(self) -> Facts:
        """Everything that is known at once; of the rest that it takes a while."""
        chosen, kept, inquiry = self._of_here(), self._kept_now(), Inquiry()
        for probe in chosen.quick:
            if not kept.keys() >= set(probe.names):
                inquiry.add(self._run_of(probe, FAST_S), FAST_S)
        found = _all(inquiry.batches())
        with self._lock:
            self._late = frozenset(name for name, fact in found.items() if fact.how in (LATE, STILL_ASKED))
        return {**unknown(chosen.best, TAKES_A_WHILE), **found, **self._kept_now()}

    def ask(self, names: Iterable[str], told: Told, also: Mapping[str, Question]) -> Answering:
        """Begins to find out these facts, and those that `also` answers; returns at once.

        `told` is called on one other thread. What is quick otherwise may take as long here as what is slow: a disk
        may have to start first.
        """
        wanted = frozenset((*names, *also))

        def batches() -> Iterator[Facts]:
            inquiry, best = Inquiry(), self._of_here().best
            asked = wanted - also.keys()
            for probe in {id(probe): probe for name in asked if (probe := best.get(name))}.values():
                inquiry.add(self._run_of(probe, SLOW_S), min(probe.limit_s, SLOW_S) if probe.is_slow else SLOW_S)
            for name, question in also.items():
                inquiry.add(self._run_about(name, question), SLOW_S)
            nobody = unknown(asked - best.keys(), NOBODY_KNOWS)
            return chain((nobody,) if nobody else (), inquiry.batches())

        return Answering(wanted, batches, told)

    def _of_here(self) -> _Chosen:
        """Chosen when something is asked for the first time: a window opens sooner without."""
        with self._lock:
            if self._chosen is None:
                common = (*common_probes(self._profile, self._courses), release_probe(self._resources))
                probes = (*common, *probes_of()) if self._probes is None else self._probes
                best = {name: probe for probe in sorted(probes, key=lambda it: it.is_slow) for name in probe.names}
                self._chosen = _Chosen(quick=tuple(probe for probe in probes if not probe.is_slow), best=best)
            return self._chosen

    def _run_of(self, probe: Probe, limit_s: float) -> Run:
        """The run of this probe that is under way, or else a new one: what hangs shall hang once, not once each time.

        One that has been under way for longer than anybody waits now is not waited for.
        """
        with self._lock:
            run = self._runs.get(id(probe))
            if run is not None and not run.is_over:
                return _refused(probe.names) if run.has_run_for(limit_s) else run
            run = self._runs[id(probe)] = Run(probe.names, probe.read)
        run.listen(self._keep)
        run.start()
        return run

    def _run_about(self, name: str, question: Question) -> Run:
        """As for probes; but the earlier question may have been about another course, so its answer is not taken."""
        with self._lock:
            run = self._questions.get(name)
            if run is not None and not run.is_over and run.has_run_for(SLOW_S):
                return _refused((name,))
            run = self._questions[name] = Run((name,), lambda: (question(),))
        # A question holds the course that it is about.
        run.listen(lambda _: self._forget(name, run))
        run.start()
        return run

    def _forget(self, name: str, run: Run) -> None:
        with self._lock:
            if self._questions.get(name) is run:
                del self._questions[name]

    def _keep(self, facts: Facts) -> None:
        steady = {name: fact for name, fact in facts.items() if fact.value is not None and name.startswith(STEADY)}
        with self._lock:
            self._kept |= steady

    def _kept_now(self) -> dict[str, Fact]:
        with self._lock:
            return dict(self._kept)


class Answering:
    """Answers that come in, passed on from one thread of its own."""

    def __init__(self, wanted: frozenset[str], batches: Callable[[], Iterator[Facts]], told: Told) -> None:
        self._wanted = wanted
        self._batches = batches
        self._told = told
        self._until = time.monotonic() + _ALL_S
        self._lock = threading.Lock()
        self._found: dict[str, Fact] = {}
        self._done = threading.Event()
        threading.Thread(target=self._work, daemon=True, name="check-up").start()

    def wait(self) -> Facts:
        self._done.wait(max(0.0, self._until - time.monotonic()))
        with self._lock:
            return {**unknown(self._wanted, LATE), **self._found}

    def _work(self) -> None:
        try:
            for batch in self._batches():
                # A probe may find out more than was asked.
                found = {name: fact for name, fact in batch.items() if name in self._wanted}
                with self._lock:
                    self._found |= found
                self._told(found)
        finally:
            self._done.set()


def _refused(names: tuple[str, ...]) -> Run:
    run = Run(names, lambda: tuple((None, STILL_ASKED) for _ in names))
    run.start()
    return run


def _all(batches: Iterator[Facts]) -> dict[str, Fact]:
    return {name: fact for batch in batches for name, fact in batch.items()}
