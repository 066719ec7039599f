"""The folder into which a batch is saved: nothing that lies there is ever replaced by something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from player.proof.files import CannotWrite, Obstacle, make_folder, obstacle_of, write_whole

MOST_NAMESAKES = 99


class SavingFolder:
    """Raises `CannotWrite` where the folder cannot be made, and later once another disk is in its place."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self.path = folder
        self._disk = self._disk_now()

    def save(self, name: str, data: bytes) -> tuple[Path, bool]:
        """Where it lies, and whether it was written now: what is there whole is not written again.

        A different file of its name stays as it is, and it comes to lie beside that. Raises `CannotWrite`.
        """
        if self._disk_now() != self._disk:
            # Under a stick that was pulled out lies an empty folder of the computer's own disk.
            raise CannotWrite(name=name, obstacle=Obstacle.GONE)
        for place in _names(self.path / name):
            found = _found(place)
            if found == data:
                return place, False
            if found is None:
                write_whole(place, data)
                return place, True
        raise CannotWrite(name=name, obstacle=Obstacle.NAME)

    def _disk_now(self) -> int:
        try:
            return self.path.stat().st_dev
        except OSError as error:
            raise CannotWrite(name=self.path.name, obstacle=obstacle_of(error), details=str(error)) from None


def _names(place: Path) -> Iterator[Path]:
    yield place
    for number in range(2, MOST_NAMESAKES + 1):
        yield place.with_name(f"{place.stem} ({number}){place.suffix}")


def _found(place: Path) -> bytes | None:
    """What lies there; None where nothing does. A folder is something else than any document."""
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        return b""
    except OSError as error:
        raise CannotWrite(name=place.name, obstacle=obstacle_of(error), details=str(error)) from None
