"""The disk refuses one write, or every write from some moment on: what was recorded stays, and nothing comes twice.

The kernel's answers are exchanged by strace, one call after the other, in a process that knows nothing of it.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from player.domain.event import Watched
from player.ledger.care.survey import is_intact
from player.ledger.store import FILE
from player.proof.chain import read_events
from tests.faults.terminal import ROOT
from tests.figures import Figures
from tests.ledger.making import KEY, ledger_in, opening, watched

COUNT = 10
FOR_EVER = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The `when`th call of its kind fails, or all from that one on."""

    call: str
    error: str
    when: str

    @property
    def command(self) -> list[str]:
        inject = f"inject={self.call}:error={self.error}:when={self.when}"
        # With the filter no other call is stopped at.
        return ["strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", f"trace={self.call}", "-e", inject]


def faults(calls: Iterable[str], errors: Iterable[str], places: Iterable[int]) -> Iterator[Fault]:
    for call, error, place, ever in product(calls, errors, places, ("", FOR_EVER)):
        yield Fault(call=call, error=error, when=f"{place}{ever}")


# Where it is installed, as packaging/test does, it has to work: a system that forbids tracing fails.
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with a few events, to be copied."""
    folder = tmp_path_factory.mktemp("faulty") / "begun"
    folder.mkdir()
    KEY.write(folder / "key.pem")
    ledger = ledger_in(folder)
    stream = ledger.open(opening())
    for number in range(1, 5):
        stream.append(watched(number))
    ledger.close()
    return folder


class Toll:
    """What came of all the faults of one test."""

    def __init__(self, begun: Path, scratch: Path) -> None:
        self._begun = begun
        self._scratch = scratch
        self.runs = self.recorded = self.lost = self.twice = self.unclosed = 0
        self.told: Counter[str] = Counter()

    def take(self, fault: Fault) -> None:
        folder = Path(shutil.copytree(self._begun, self._scratch / "faulty"))
        done = subprocess.run(
            [*fault.command, sys.executable, "-m", "tests.faults.appending", str(folder), str(COUNT)],
            cwd=ROOT,
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, (fault, done.stderr)
        said = [line.split() for line in done.stdout.splitlines()]
        assert said and said[-1][0] in ("ended", "closed"), (fault, done.stdout, done.stderr)
        self.runs += 1
        self.told.update(words[-1] for words in said if words[0] in ("refused", "closed"))
        recorded = [int(words[1]) for words in said if words[0] == "recorded"]
        self.recorded += len(recorded)
        self._judge(folder, recorded)
        if FOR_EVER not in fault.when and said[-1][0] == "ended":
            assert len(recorded) == COUNT, (fault, "it goes on when the fault is over")
        shutil.rmtree(folder)

    def _judge(self, folder: Path, recorded: list[int]) -> None:
        assert is_intact(folder / FILE) == ""
        ledger = ledger_in(folder)
        assert ledger.rebuild(mend=False).wrong == ()
        (stream,) = ledger.streams()
        found = [
            event.fact.start_ms // 1_000
            for event in read_events(ledger.bodies(stream.id))
            if isinstance(event.fact, Watched)
        ]
        self.lost += len(set(recorded) - set(found))
        self.twice += len(found) - len(set(found))
        # An event that was refused may be there only if the disk failed at the very end of writing it.
        assert set(found) - set(recorded) - {1, 2, 3, 4} <= {max(recorded, default=4) + 1}
        assert stream.append(watched(1_000)).seq == len(found) + 1
        ledger.close()

    def show(self, figures: Figures, name: str) -> None:
        figures(name, faults=self.runs, recorded=self.recorded, lost=self.lost, twice=self.twice, **self.told)
        assert (self.lost, self.twice) == (0, 0)
        assert self.told, "some of the faults must be met"


@pytest.fixture
def toll(begun: Path, tmp_path: Path) -> Toll:
    return Toll(begun, tmp_path)


@needs_strace
def test_a_write_that_fails_loses_nothing_and_repeats_nothing(toll: Toll, figures: Figures) -> None:
    every = [
        *faults(["pwrite64"], ["EIO", "ENOSPC", "EDQUOT", "EROFS"], range(1, 20)),
        *faults(["fdatasync"], ["EIO", "ENOSPC"], range(1, 12)),
    ]
    for fault in random.Random(8).sample(every, 8):
        toll.take(fault)
    toll.show(figures, "disk that fails")


@needs_strace
@pytest.mark.long
def test_whichever_write_fails_nothing_is_lost_and_nothing_repeated(toll: Toll, figures: Figures) -> None:
    for fault in (
        *faults(["pwrite64"], ["EIO", "ENOSPC", "EDQUOT", "EROFS"], range(1, 24, 3)),
        *faults(["fdatasync", "fsync"], ["EIO", "ENOSPC"], range(1, 9, 2)),
        *faults(["ftruncate", "unlink"], ["EIO"], range(1, 4)),
    ):
        toll.take(fault)
    toll.show(figures, "disk that fails (long)")
