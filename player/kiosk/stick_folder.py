"""The folder of an export on a stick: files, each written whole and read back, and the journal of what is there.

The journal is what lets a pulled stick or a killed station go on: a line is in it only after the file that it names
was read back from the stick itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, cast

from player.desk.drives import CopyDiffers, forget_what_is_in_memory
from player.domain.event import StreamId
from player.domain.problem import Problem
from player.proof.export_receipt import ListedFile
from player.proof.files import (
    CannotRead,
    CannotWrite,
    Obstacle,
    make_folder,
    obstacle_of,
    read_ordinary_file,
    write_whole,
)

JOURNAL = "journal.jsonl"
RECEIPT = "receipt.json"
READ_ME = "READ ME.txt"
FILES_IN_FOLDER = 2_000
"""FAT32 keeps 65,534 entries in a folder, and each of our names takes up to six of them."""
_LONGEST_STATION = 40
_MOST_FILE_BYTES = 1 << 30
_MOST_JOURNAL_BYTES = 64 << 20
"""Of a stick nothing is read without end: it goes through many hands. A journal of 200,000 files has half as much."""
_MOST_FOLDERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A line of the journal. `mark` tells which state of the stream the file is of; `events`: how many those are."""

    file: ListedFile
    stream: StreamId
    mark: str
    events: int


class StickFolder:
    """`root`: where the stick hangs; `path`: the folder on it, which is made when it is first written into."""

    def __init__(self, root: Path, path: Path, *, device: str) -> None:
        self.path = path
        self._root = root
        self._device = device
        self._disk = disk_of(root)
        self._known = {line.stream: line for line in _lines(path / JOURNAL, device)}
        self._has_journal = bool(self._known)

    @property
    def written(self) -> tuple[Written, ...]:
        """All that the journal knows, in the order in which it was first written."""
        return tuple(self._known.values())

    def written_of(self, stream: StreamId) -> Written | None:
        return self._known.get(stream)

    def holds(self, line: Written) -> bool:
        """Whether the file is there as the journal says, read from the stick itself."""
        self._require_stick()
        file = self.path / line.file.name
        forget_what_is_in_memory(file)
        try:
            data = read_ordinary_file(file, most=min(line.file.size, _MOST_FILE_BYTES) + 1)
        except CannotRead:
            self._require_stick()
            return False
        return len(data) == line.file.size and hashlib.sha256(data).hexdigest() == line.file.sha256

    def forget(self, stream: StreamId) -> None:
        """What the journal says of it does not hold."""
        self._known.pop(stream, None)

    def name_for(self, stream: StreamId, title: str) -> str:
        """The name that it has, or the one that it gets."""
        known = self._known.get(stream)
        if known is not None:
            return known.file.name
        part = len(self._known) // FILES_IN_FOLDER
        name = f"{_plain(title)}-{stream[:16]}.completion"
        return name if part == 0 else f"part {part + 1}/{name}"

    def save(self, name: str, data: bytes, *, stream: StreamId, mark: str, events: int) -> Written:
        """Writes the file, reads it back from the stick, and notes it. Raises `CannotWrite` or `CopyDiffers`."""
        self._begin()
        self._put(name, data)
        file = ListedFile(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        line = Written(file=file, stream=stream, mark=mark, events=events)
        self._append(_as_text(line))
        self._known[stream] = line
        return line

    def finish(self, receipt: bytes, told: str) -> None:
        """The signed receipt and the words for people. Raises as `save`."""
        self._begin()
        self._put(READ_ME, told.replace("\n", "\r\n").encode())
        self._put(RECEIPT, receipt)

    def _begin(self) -> None:
        self._require_stick()
        make_folder(self.path)
        self._require_on_stick(self.path)
        if not self._has_journal:
            self._append(json.dumps({"device": self._device}))
            self._has_journal = True
        # What is written now is not in the receipt of an earlier export.
        with suppress(FileNotFoundError):
            (self.path / RECEIPT).unlink()

    def _put(self, name: str, data: bytes) -> None:
        self._require_stick()
        file = self.path / name
        make_folder(file.parent)
        self._require_on_stick(file.parent)
        write_whole(file, data)
        forget_what_is_in_memory(file)
        if read_ordinary_file(file, most=len(data) + 1) != data:
            with suppress(OSError):
                file.unlink()
            raise CopyDiffers(name=file.name)

    def _append(self, line: str) -> None:
        journal = self.path / JOURNAL
        if journal.is_symlink():
            raise CannotWrite(name=JOURNAL, obstacle=Obstacle.NOT_ALLOWED)
        try:
            with journal.open("a", encoding="ascii", newline="\n") as stream:
                # What a pulled stick left of a line does not spoil the next one.
                stream.write(f"\n{line}\n" if _ends_torn(journal) else f"{line}\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise CannotWrite(name=JOURNAL, obstacle=obstacle_of(error), details=str(error)) from None

    def _require_stick(self) -> None:
        """Where a stick was pulled, its empty folder may still take files: onto the station's own disk."""
        if self._disk is None or disk_of(self._root) != self._disk:
            raise CannotWrite(name=self.path.name, obstacle=Obstacle.GONE)

    def _require_on_stick(self, folder: Path) -> None:
        """A link that somebody laid on the stick would lead what is exported somewhere else."""
        if folder.is_symlink() or disk_of(folder) != self._disk:
            raise CannotWrite(name=folder.name, obstacle=Obstacle.NOT_ALLOWED)


def folder_on(root: Path, *, station: str, device: str, today: date) -> StickFolder:
    """The folder in which this station's last export stopped, else that of today; never another station's."""
    beginning = f"Carrel {_plain(station, '  ')[:_LONGEST_STATION].strip() or 'station'}"
    unfinished = [path for path in _folders(root, beginning) if not (path / RECEIPT).exists()]
    for path in chain(reversed(unfinished), _names(root / f"{beginning} {today.isoformat()}")):
        if path.is_symlink() or (path.exists() and not _is_ours(path, device)):
            continue
        return StickFolder(root, path, device=device)
    raise AssertionError("there is always another name")


def _names(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.name} ({number})")
        number += 1


def _folders(root: Path, beginning: str) -> list[Path]:
    pattern = re.compile(re.escape(beginning) + r" \d{4}-\d{2}-\d{2}( \(\d+\))?")
    try:
        found = (path for path in root.iterdir() if pattern.fullmatch(path.name))
        return sorted(path for path in islice(found, _MOST_FOLDERS) if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _is_ours(path: Path, device: str) -> bool:
    """Whether this device began the folder; one in which nothing could be written yet is anybody's."""
    if not os.path.lexists(path / JOURNAL):
        return not any(path.iterdir())
    try:
        first = _journal(path / JOURNAL).partition("\n")[0]
    except CannotRead:
        return False
    return not first or _object(first).get("device") == device


def _lines(journal: Path, device: str) -> Iterator[Written]:
    """What can be read; a line that was cut off is of a file that is written again."""
    try:
        texts = _journal(journal).splitlines()
    except CannotRead:
        return
    if not texts or _object(texts[0]).get("device") != device:
        return
    for text in texts[1:]:
        found = _object(text)
        with suppress(KeyError, TypeError, ValueError):
            name = str(found["name"])
            if not _is_inside(name):
                continue
            file = ListedFile(name=name, size=int(str(found["size"])), sha256=str(found["sha256"]))
            yield Written(
                file=file,
                stream=StreamId(str(found["stream"])),
                mark=str(found["mark"]),
                events=int(str(found["events"])),
            )


def _journal(file: Path) -> str:
    """Raises `CannotRead`."""
    return read_ordinary_file(file, most=_MOST_JOURNAL_BYTES).decode("ascii", errors="replace")


def _is_inside(name: str) -> bool:
    """A stick goes through many hands: what is written on it leads nowhere else."""
    parts = name.split("/")
    return bool(name) and ".." not in parts and "" not in parts and "\\" not in name and ":" not in name


def _object(text: str) -> dict[str, object]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _as_text(line: Written) -> str:
    file = line.file
    told = {"name": file.name, "size": file.size, "sha256": file.sha256}
    return json.dumps({**told, "stream": line.stream, "mark": line.mark, "events": line.events})


def _ends_torn(journal: Path) -> bool:
    with journal.open("rb") as stream:
        if stream.seek(0, os.SEEK_END) == 0:
            return False
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) != b"\n"


def disk_of(place: Path) -> int | None:
    """Its number, by which it is known that a stick is still the one that it was; None where there is nothing."""
    try:
        return place.stat().st_dev
    except OSError:
        return None


def _plain(text: str, between: str = "-") -> str:
    """What every file system of every stick takes, in every country's setting."""
    kept = re.sub(r"[^A-Za-z0-9]+", between[0], text)
    return kept[:60].strip(between[0]) or "course"


def obstacle_in(problem: Problem) -> Obstacle | None:
    """Why the stick did not take something, where that is what the problem is about."""
    if isinstance(problem, CannotWrite):
        return problem.obstacle
    return Obstacle.GONE if isinstance(problem, CannotRead) else None
