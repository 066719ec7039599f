"""Runs command lines one after the other within bounds of memory and time, and tells how each ended.

Each line that comes in is a list of words as JSON; each line that goes out says how that command ended.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import resource
import signal
import sys
import time
from pathlib import Path

from player.cli.app import run

SECONDS = 20
MEMORY = 4 << 30
"""Bytes of addresses: libVLC alone reserves more than one GiB."""


class TookTooLong(BaseException):
    """No broad `except` may swallow it."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    for line in sys.stdin:
        print(json.dumps(_ended(json.loads(line))), file=sys.__stdout__, flush=True)


def _ended(words: list[str]) -> dict[str, object]:
    out, errors = io.StringIO(), io.StringIO()
    began = time.monotonic()
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            code = run(words)
    except TookTooLong:
        code = -1
    finally:
        signal.alarm(0)
    return {
        "code": code,
        "said": out.getvalue(),
        "complained": errors.getvalue(),
        "seconds": time.monotonic() - began,
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> int:
    """Of this process alone: what `getrusage` tells begins with what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024


def _too_long(_signal: int, _frame: object) -> None:
    raise TookTooLong


if __name__ == "__main__":
    main()
