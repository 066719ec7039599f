"""Whose word counts here: the publishers whose signatures on courses this installation believes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from player.proof.files import write_whole
from player.proof.keys import KeyId, PublicKey
from player.proof.problems import NewerFormat, NotReadable

FORMAT = 1


class PublisherFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publisher as written in a `.publisher.json` file; `specimen`: nothing it signs gives credit."""

    format: int = FORMAT
    name: str
    keys: tuple[str, ...]
    specimen: bool = False


class _Version(msgspec.Struct, frozen=True):
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    name: str
    keys: tuple[PublicKey, ...]
    specimen: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """The publishers known to this installation."""

    publishers: tuple[Publisher, ...]

    def publisher_of(self, key: KeyId) -> Publisher | None:
        return next((p for p in self.publishers if any(k.id == key for k in p.keys)), None)


def read_publisher(file: Path) -> Publisher:
    """Raises `NotReadable` or `NewerFormat`."""
    try:
        data = file.read_bytes()
        found = msgspec.json.decode(data, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=file.name, found=found, known=FORMAT)
        written = msgspec.json.decode(data, type=PublisherFile)
        keys = tuple(PublicKey.from_hex(key) for key in written.keys)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise NotReadable(
            name=file.name, kind="a publisher's key file", reason="it is damaged.", details=str(error)
        ) from None
    return Publisher(name=written.name, keys=keys, specimen=written.specimen)


def write_publisher(file: Path, publisher: Publisher) -> None:
    """Raises `CannotWrite`."""
    written = PublisherFile(
        name=publisher.name, keys=tuple(key.raw.hex() for key in publisher.keys), specimen=publisher.specimen
    )
    write_whole(file, msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n")


def read_trust(folders: Iterable[Path]) -> Trust:
    """All publishers whose files (`*.publisher.json`) lie in these folders; a folder that is missing holds none."""
    files = (file for folder in folders for file in sorted(folder.glob("*.publisher.json")))
    return Trust(tuple(read_publisher(file) for file in files))
