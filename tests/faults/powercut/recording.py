"""What one program did to one folder, ready to have its power cut."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.powercut.calls import operations
from tests.faults.powercut.children import KEY_FILE
from tests.faults.powercut.disk import Kind, Operation, Tree, tree_of
from tests.faults.powercut.images import Image, images, the_end
from tests.faults.powercut.judges import Judge, Tally, judge_all
from tests.faults.powercut.trace import CannotTrace, record
from tests.ledger.making import KEY

MOST_DRAWN = 500
"""For each different image."""
CHILDREN = "tests.faults.powercut.children"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What was done, in order, and what lay there before."""

    operations: tuple[Operation, ...]
    before: Tree

    def cut(self, judge: Judge, *, count: int, seed: int, kinds: Iterable[Kind] = Kind) -> Tally:
        """Cuts the power on each kind of disk in turn, until at least `count` different images were judged.

        Most moments leave little to chance, so that the same image is drawn again and again; it is judged once.
        """
        tally, seen = Tally(), set[int]()
        while tally.images < count:
            if tally.drawn > MOST_DRAWN * count:
                raise CannotTrace(f"too little can be left of this: {tally}")
            for kind in kinds:
                drawn = images(self.operations, tree=self.before, kind=kind, count=max(20, count // 4), seed=seed)
                judge_all(drawn, judge, tally, seen)
            seed += 1
        return tally

    @property
    def end(self) -> Image:
        """What lay there afterwards, when the power did not fail."""
        return the_end(self.operations, tree=self.before)


def record_child(what: str, *words: str, prepare: Callable[[Path], object] | None = None) -> Recording:
    """Runs one of the children from beginning to end over a folder with its key and what `prepare` puts there."""
    with memory() as place:
        top = place / "top"
        top.mkdir()
        if prepare is not None:
            prepare(top)
        KEY.write(top / KEY_FILE)
        return record_program("-m", CHILDREN, what, str(top), *words, top=top)


def record_program(*program: str, top: Path) -> Recording:
    """Runs a program that changes files below `top`. Raises `NotModelled` or `CannotTrace` when more was done."""
    before = tree_of(top)
    # The log is many times as long as what was written: not into memory with it.
    with tempfile.TemporaryDirectory(prefix="carrel-strace-") as folder:
        calls = record(program, log=Path(folder) / "log")
    found = operations(calls, top=top, tree=before)
    if (end := the_end(found, tree=before)) != image_of(top, after=len(found)):
        raise CannotTrace(f"not all that was done is in the trace: {sorted(end.files)}")
    return Recording(operations=found, before=before)


def image_of(top: Path, *, after: int) -> Image:
    """What lies below `top` really."""
    places = {str(place.relative_to(top)): place for place in top.rglob("*") if not place.name.endswith("-shm")}
    return Image(
        folders=frozenset(path for path, place in places.items() if place.is_dir()),
        files={path: place.read_bytes() for path, place in places.items() if place.is_file()},
        told=(),
        after=after,
    )


@contextmanager
def memory() -> Generator[Path]:
    """A folder in memory where there is such a thing, so that thousands of images cost no disk."""
    shared = Path("/dev/shm")
    beneath = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
    place = Path(tempfile.mkdtemp(prefix="carrel-power-", dir=beneath)).resolve()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
