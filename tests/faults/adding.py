"""Adding a course as a process of its own, to be killed or to have its power cut.

    python -m tests.faults.adding FOLDER

adds FOLDER/stick/my.course to the shelf FOLDER/shelf, and says `added` once that is done.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from player.archive.shelf import Shelf
from player.proof.trust import Trust
from tests.archive.editions import NOTES, TALK, edition
from tests.archive.making import filling

MEMBERS = {TALK: filling(5.5, seed=11), NOTES: b"What was said.", "slides.pdf": filling(1.25, seed=12)}


def prepare(folder: Path) -> Path:
    """Puts the course on the stick."""
    stick = folder / "stick"
    stick.mkdir()
    return edition(stick, 1, MEMBERS, name="my.course")


def shelf_in(folder: Path) -> Shelf:
    return Shelf(folder / "shelf", Trust(()))


def add(folder: Path) -> None:
    shelf_in(folder).add(folder / "stick" / "my.course").close()


def begun(work: Callable[[], object]) -> int:
    """Starts `work` in a child. Returns its process id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """The exit code of a child; less than 0 when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Starts `work`, and kills it after so long. False when it was done before."""
    child = begun(work)
    # The moment itself is what varies, so here a wait is meant.
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    code = ended(child)
    assert code in (0, -signal.SIGKILL), "the work failed by itself"
    return code != 0


if __name__ == "__main__":
    add(Path(sys.argv[1]))
    os.write(1, b"added\n")
