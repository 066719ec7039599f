"""What runs in processes of its own: writers, and holders of a profile's lock."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from player.domain.problem import Problem
from player.ledger.profile import lock_profile
from player.proof.keys import PrivateKey
from tests.ledger.making import ledger_at, ledger_in, opening, watched


def context() -> ForkServerContext | SpawnContext:
    """Processes that begin with everything imported, and share nothing with the test's own."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.ledger.processes"])
    return server


def append_without_end(folder: str, key_file: str, acknowledge: Connection) -> None:
    """Appends numbered events, and tells each number only after `append` has returned."""
    ledger = ledger_in(Path(folder), signer=PrivateKey.read(Path(key_file)))
    (stream,) = ledger.streams()
    while True:
        event = stream.append(watched(len(stream.events)))
        acknowledge.send_bytes(b"%d" % event.seq)


def append_many(address: str, key_file: str, count: int, own: bool, answer: Connection) -> None:
    """Appends to the first stream of the ledger, or to one of its own; answers with the numbers it was given."""
    key = PrivateKey.read(Path(key_file))
    ledger = ledger_at(address, signer=key)
    stream = ledger.open(opening(signer=key)) if own else ledger.streams()[0]
    answer.send("ready")
    answer.recv()
    answer.send((stream.id, [stream.append(watched(number)).seq for number in range(count)]))
    ledger.close()


def append_under_a_limit(folder: str, key_file: str, answer: Connection) -> None:
    """Lets files grow no further until an append fails, then lifts the limit and goes on."""
    import resource  # there is none on Windows

    ledger = ledger_in(Path(folder), signer=PrivateKey.read(Path(key_file)))
    (stream,) = ledger.streams()
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, most))
    acknowledged, problem = 0, None
    while problem is None:
        try:
            acknowledged = stream.append(watched(1)).seq
        except Problem as met:
            problem = met.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    answer.send((problem, acknowledged, stream.append(watched(2)).seq))
    ledger.close()


def hold_lock(folder: str, answer: Connection) -> None:
    """Says whether the profile could be locked, and holds it until it is told to end."""
    try:
        lock = lock_profile(Path(folder))
    except Problem as problem:
        answer.send(problem.code)
        return
    answer.send("locked")
    with suppress(EOFError):
        answer.recv()
    lock.release()
