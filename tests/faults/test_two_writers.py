"""Two processes write to one stream at once: no error, no fork, no gap; see also `tests/ledger/test_processes.py`."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from player.ledger.care.survey import is_intact
from player.ledger.shape import forks_in
from player.ledger.store import FILE
from player.proof.chain import read_events
from tests.faults.writers import append_beside_another
from tests.figures import Figures
from tests.ledger.making import KEY, ledger_in, opening
from tests.ledger.processes import context

WRITERS = 2


def write_at_once(folder: Path, count: int) -> list[int]:
    """The numbers that the writers were given for what they appended to one stream, each `count` events."""
    KEY.write(folder / "key.pem")
    ledger = ledger_in(folder)
    ledger.open(opening())
    ledger.close()
    pipes = []
    processes = []
    for seed in range(WRITERS):
        here, there = context().Pipe()
        arguments = (str(folder), str(folder / "key.pem"), count, seed, there)
        process = context().Process(target=append_beside_another, args=arguments)
        process.start()
        there.close()
        pipes.append(here)
        processes.append(process)
    assert [pipe.recv() for pipe in pipes] == ["ready"] * WRITERS
    for pipe in pipes:
        pipe.send("go")
    given = [seq for pipe in pipes for seq in pipe.recv()]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return given


def judge(folder: Path, count: int, figures: Figures, name: str) -> None:
    given = write_at_once(folder, count)
    events = WRITERS * count + 1
    assert sorted(given) == list(range(1, events)), "each event got a number of its own, and none was left out"
    turns = sum(abs(one - other) > 1 for one, other in pairwise(given[:count]))
    assert turns > count // 10, "they really wrote at once"
    ledger = ledger_in(folder)
    assert ledger.rebuild(mend=False).wrong == ()
    assert ledger.damaged() == ()
    (stream,) = ledger.streams()
    assert len(read_events(ledger.bodies(stream.id))) == events
    with ledger.database.read() as connection:
        assert list(forks_in(connection)) == []
    ledger.close()
    assert is_intact(folder / FILE) == ""
    figures(name, appends=WRITERS * count, turns=turns, errors=0, forks=0)


def test_two_processes_append_to_one_stream_without_error_or_fork(tmp_path: Path, figures: Figures) -> None:
    judge(tmp_path, 200, figures, "two writers")


@pytest.mark.long
def test_two_processes_append_a_thousand_events_each_without_error_or_fork(tmp_path: Path, figures: Figures) -> None:
    judge(tmp_path, 1_000, figures, "two writers (long)")
