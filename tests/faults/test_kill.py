"""The program is killed at random moments: what was acknowledged is there, and what is there is whole.

This tests that an event is acknowledged only after its commit, and that a commit is all or nothing. It says
nothing about power cuts: what was written survives a killed process in any case.
"""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from player.proof.chain import check_heads, head_of, read_events, read_head
from tests.ledger.making import KEY, ledger_in, opening
from tests.ledger.processes import append_without_end, context


def kill_once(folder: Path, chance: random.Random) -> int:
    """Lets a child append, kills it after some acknowledgements, and gives the last number it acknowledged."""
    here, there = context().Pipe(duplex=False)
    child = context().Process(target=append_without_end, args=(str(folder), str(folder / "key.pem"), there))
    child.start()
    there.close()
    last = -1
    for _ in range(chance.randint(1, 60)):
        last = int(here.recv_bytes())
    # The moment itself is what varies, so here a wait is meant.
    time.sleep(chance.uniform(0, 0.004))
    child.kill()
    child.join()
    return drained(here, last)


def drained(pipe: Connection, last: int) -> int:
    while True:
        try:
            last = int(pipe.recv_bytes())
        except (EOFError, OSError):
            return last


def judge(folder: Path, acknowledged: int) -> int:
    """How many events are there; each acknowledged one must be, and all of them must be sound."""
    ledger = ledger_in(folder)
    assert ledger.damaged() == ()
    (stream,) = ledger.streams()
    bodies = ledger.bodies(stream.id)
    assert read_events(bodies) == stream.events
    assert len(bodies) > acknowledged
    heads = [read_head(envelope, KEY.public) for envelope in ledger.heads(stream.id)]
    assert {0, *range(63, len(bodies), 64)} <= {head.seq for head in heads}
    for head in heads:
        check_heads(bodies, (head,))
    assert read_head(ledger.sign_head(stream.id), KEY.public).hash == head_of(bodies).hex()
    ledger.close()
    return len(bodies)


def kill_again_and_again(folder: Path, times: int) -> None:
    KEY.write(folder / "key.pem")
    ledger = ledger_in(folder)
    ledger.open(opening())
    ledger.close()
    chance, count = random.Random(20240105), 1
    for _ in range(times):
        acknowledged = kill_once(folder, chance)
        assert acknowledged >= count
        count = judge(folder, acknowledged)


def test_no_acknowledged_event_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 25)


@pytest.mark.long
def test_no_acknowledged_event_is_lost_in_three_hundred_kills(tmp_path: Path) -> None:
    for round_number in range(10):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        kill_again_and_again(folder, 30)
