"""Appends numbered events in a process of its own, and says of each whether it was recorded; run under a faulty disk.

    python -m tests.faults.appending PROFILE COUNT

Says "recorded N" after `append` returned and "refused N PROBLEM" after it raised; what was refused is tried again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from player.domain.problem import Problem
from player.ledger.stream import SqlStream
from player.proof.keys import PrivateKey
from tests.ledger.making import ledger_in, watched

ATTEMPTS = 3


def main(folder: Path, count: int) -> None:
    try:
        ledger = ledger_in(folder, signer=PrivateKey.read(folder / "key.pem"))
        (stream,) = ledger.streams()
    except (Problem, ValueError) as problem:
        say("closed", type(problem).__name__)
        return
    begin = len(stream.events)
    for number in range(begin, begin + count):
        if not any(append(stream, number) for _ in range(ATTEMPTS)):
            break
    ledger.close()
    say("ended")


def append(stream: SqlStream, number: int) -> bool:
    try:
        stream.append(watched(number))
    except Problem as problem:
        say("refused", number, problem.code)
        return False
    say("recorded", number)
    return True


def say(*words: object) -> None:
    print(*words, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
