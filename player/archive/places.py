"""What the shelf remembers of places outside of its own folder: where courses lie, and the folders chosen for them."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from player.domain.event import CourseHash
from player.proof.files import make_folder, write_whole

FORMAT = 1
_MOST_BYTES = 4 << 20


class _Written(msgspec.Struct, frozen=True, kw_only=True):
    """`courses`: the package, or the mark in a home, of each course that lies elsewhere.

    `home`: the folder for new courses, empty for the one in the profile; `others`: homes that were chosen before.
    """

    format: int = FORMAT
    home: str = ""
    others: tuple[str, ...] = ()
    courses: dict[CourseHash, str] = msgspec.field(default_factory=dict[CourseHash, str])


class PlacesFile:
    """`places.json`, written whole. One that cannot be read says nothing: courses are then found by opening them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._changing = threading.Lock()

    def courses(self) -> dict[CourseHash, Path]:
        return {course: Path(text) for course, text in self._read().courses.items()}

    def put(self, course: CourseHash, place: Path) -> None:
        """Raises `CannotWrite`."""
        with self._changing:
            written = self._read()
            if written.courses.get(course) != str(place):
                self._write(msgspec.structs.replace(written, courses={**written.courses, course: str(place)}))

    def drop(self, course: CourseHash) -> None:
        """Raises `CannotWrite`."""
        with self._changing:
            written = self._read()
            if course in written.courses:
                left = {known: place for known, place in written.courses.items() if known != course}
                self._write(msgspec.structs.replace(written, courses=left))

    def home(self) -> Path | None:
        """The folder that was chosen for new courses; None for the one in the profile."""
        chosen = self._read().home
        return Path(chosen) if chosen else None

    def homes(self) -> tuple[Path, ...]:
        """Every folder that was ever chosen, the present one first."""
        written = self._read()
        named = dict.fromkeys((written.home, *written.others))
        return tuple(Path(text) for text in named if text)

    def choose(self, home: Path | None) -> None:
        """Raises `CannotWrite`."""
        chosen = str(home) if home else ""
        with self._changing:
            written = self._read()
            others = tuple(text for text in dict.fromkeys((written.home, *written.others)) if text not in ("", chosen))
            self._write(msgspec.structs.replace(written, home=chosen, others=others))

    def _read(self) -> _Written:
        try:
            with self._file.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MOST_BYTES), type=_Written)
        except (OSError, msgspec.MsgspecError):
            return _Written()

    def _write(self, written: _Written) -> None:
        make_folder(self._file.parent)
        write_whole(self._file, msgspec.json.format(msgspec.json.encode(written)))
