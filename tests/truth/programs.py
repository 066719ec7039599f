"""Programs that run beside a test and end with it, however it ends."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 20.0


@contextmanager
def running(
    *command: str, environment: Mapping[str, str] | None = None, out: Path | None = None, keep: Sequence[int] = ()
) -> Generator[None]:
    """Runs a program meanwhile; what it says goes to `out`, the open files `keep` are handed down to it."""
    target = out or Path(os.devnull)
    with target.open("wb") as said:
        program = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            env=os.environ | dict(environment or {}),
            stdout=said,
            stderr=subprocess.DEVNULL,
            pass_fds=keep,
        )
    try:
        yield
    finally:
        program.terminate()
        program.wait(PATIENCE_S)


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Until something holds that nobody tells of."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
