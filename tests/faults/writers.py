"""What runs in processes of its own beside another: a writer that meets the other at every moment of its work."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

from player.proof.keys import PrivateKey
from tests.ledger.making import ledger_in, watched


def append_beside_another(folder: str, key_file: str, count: int, seed: int, answer: Connection) -> None:
    """Appends to the first stream, with pauses of any length between; answers with the numbers it was given."""
    ledger = ledger_in(Path(folder), signer=PrivateKey.read(Path(key_file)))
    stream = ledger.streams()[0]
    chance = random.Random(seed)
    answer.send("ready")
    answer.recv()
    given: list[int] = []
    for number in range(count):
        given.append(stream.append(watched(number)).seq)
        # A writer that never pauses keeps the lock nearly to itself, and the two would write one after the other.
        time.sleep(chance.uniform(0, 0.002))
    answer.send(given)
    ledger.close()
