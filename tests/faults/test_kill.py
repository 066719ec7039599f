"""The program is killed at random moments: what was acknowledged is there, and what is there is whole.

This tests that an event is acknowledged only after its commit, and that a commit is all or nothing. It says
nothing about power cuts: what was written survives a killed process in any case.
"""

from __future__ import annotations

import random
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from player.ledger.care.survey import is_intact
from player.ledger.store import FILE
from player.proof.chain import check_heads, head_of, read_events, read_head
from tests.figures import Figures
from tests.ledger.making import KEY, ledger_in, opening
from tests.ledger.processes import append_without_end, context


@dataclass(slots=True)
class Toll:
    """`between`: kills after an event was on disk and before the program could say so."""

    kills: int = 0
    events: int = 0
    between: int = 0
    lost: int = 0


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


def judge(folder: Path) -> int:
    """How many events are there. All of them must be sound, each counted in the tally, and the file as well."""
    assert is_intact(folder / FILE) == ""
    ledger = ledger_in(folder)
    assert ledger.rebuild(mend=False).wrong == (), "the tally is that of the last event"
    assert ledger.damaged() == ()
    (stream,) = ledger.streams()
    bodies = ledger.bodies(stream.id)
    assert read_events(bodies) == stream.events
    (tally,) = ledger.tallies()
    assert tally.events == len(bodies)
    heads = [read_head(envelope, KEY.public) for envelope in ledger.heads(stream.id)]
    assert {0, *range(63, len(bodies), 64)} <= {head.seq for head in heads}
    check_heads(bodies, heads)
    assert read_head(ledger.sign_head(stream.id), KEY.public).hash == head_of(bodies).hex()
    ledger.close()
    return len(bodies)


def kill_again_and_again(folder: Path, times: int, toll: Toll) -> None:
    KEY.write(folder / "key.pem")
    ledger = ledger_in(folder)
    ledger.open(opening())
    ledger.close()
    chance, count = random.Random(20240105), 1
    for _ in range(times):
        acknowledged = kill_once(folder, chance)
        assert acknowledged >= count
        count = judge(folder)
        toll.kills += 1
        toll.lost += max(0, acknowledged + 1 - count)
        toll.between += count > acknowledged + 1
    toll.events += count


def test_no_acknowledged_event_is_lost_when_the_program_is_killed(tmp_path: Path, figures: Figures) -> None:
    toll = Toll()
    kill_again_and_again(tmp_path, 20, toll)
    figures("killed at any moment", **asdict(toll))
    assert toll.lost == 0


@pytest.mark.long
def test_no_acknowledged_event_is_lost_in_three_hundred_kills(tmp_path: Path, figures: Figures) -> None:
    toll = Toll()
    for round_number in range(10):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        kill_again_and_again(folder, 30, toll)
    figures("killed at any moment (long)", **asdict(toll))
    assert toll.lost == 0
    assert toll.between > 100, "most kills must meet the moment that matters"
