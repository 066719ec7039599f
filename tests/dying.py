"""Kills work before each of its steps in turn: whatever a program does, it may be the last thing it does."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

_STEPS = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "shutil.move"})
"""What the interpreter tells of before it does it: https://docs.python.org/3/library/audit_events.html"""
KILLED, FAILED = 9, 1


def dies_before(step: int, work: Callable[[], object], *, within: str) -> bool:
    """Runs `work` in a child that is gone before its step number `step` with a file under the folder `within`.

    False when the work came to its end before. Nothing is tidied up in the child, as when the power goes.
    """
    child = os.fork()
    if child == 0:
        _run_and_die(step, work, within)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the work failed by itself at step {step}"
    return code == KILLED


def _run_and_die(step: int, work: Callable[[], object], within: str) -> None:
    left = step

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _STEPS and isinstance(arguments[0], str | os.PathLike):
            left -= os.fspath(arguments[0]).startswith(within)
            if left < 0:
                os._exit(KILLED)

    sys.addaudithook(look)
    code = FAILED
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
        traceback.print_exc()
    finally:
        os._exit(code)
