"""A backup: one file with the ledger and the particulars as they stood at one moment, and what tells that it is whole.

It is a ZIP whose members are stored as they are: `manifest.json`, the databases, and what lies beside them and is
needed to judge them (format 1 had the databases alone). The secret key is not in it: who finds a backup can read it,
and can record nothing in its owner's name.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Annotated

import msgspec

from player import __version__
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.ledger.care.beside import MOST_BYTES, MOST_FILES, Beside, copy_beside, may_go_beside
from player.ledger.care.staging import part_folder
from player.ledger.care.survey import bare, content_of, survey
from player.ledger.profile import make_folder
from player.proof.device import own_keys
from player.proof.files import CannotRead, whole_file
from player.proof.keys import PublicKey
from player.proof.problems import NewerFormat

ENDING = ".carrel-backup"
FORMAT = 2
LEDGER, PEOPLE = "ledger.sqlite", "people.sqlite"
NAMES = (LEDGER, PEOPLE)
_MANIFEST = "manifest.json"
_MOST_MANIFEST_BYTES = 8 << 20
_CHUNK = 1 << 20
_COUNT = Annotated[int, msgspec.Meta(ge=0)]


class NotABackup(Problem):
    what_template = "{name} is not a whole backup of Carrel's records: {reason}"
    meaning_template = "Nothing was taken from it, and your records are as they were."
    remedy_template = "Choose another backup; the automatic ones are in the folder “backups” of your profile."


class NothingToBackUp(Problem):
    what_template = "There are no records in {folder} yet."
    meaning_template = "Nothing was written, and nothing is lost."
    remedy_template = "Begin a course, or name the right folder with --profile."


class WouldOverwrite(Problem):
    what_template = "{name} is there already and is not a backup."
    meaning_template = "It was left as it is, and no backup was written."
    remedy_template = "Choose another name, or a folder."


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file in the backup; `sha256` in hex."""

    bytes: _COUNT
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a backup says of itself; `damaged` counts the streams that did not hold already when it was made.

    `keys`: the public halves (hex) of the keys with which its profile signed.
    """

    format: int
    program: str
    made: date
    streams: _COUNT
    events: _COUNT
    damaged: _COUNT
    content: str
    keys: tuple[str, ...] = ()
    files: Mapping[str, Member]


class _Version(msgspec.Struct, frozen=True):
    format: int


def write_backup(profile: Path, to: Path, *, day: date, beside: Iterable[Beside] = ()) -> Manifest:
    """Writes the backup of a profile to the file `to`, and reads it back. Raises a `Problem`; then nothing was written.

    The databases may be in use meanwhile; what is in the backup is of one moment for each of them.
    """
    if not (profile / LEDGER).exists():
        raise NothingToBackUp(folder=profile)
    with part_folder(profile) as copies:
        for name in NAMES:
            if (profile / name).exists():
                copy_database(profile / name, copies / name)
        carried = copy_beside(beside, copies)
        manifest = _manifest(copies, day, [key.public.raw.hex() for key in own_keys(profile)], carried)
        _pack(copies, manifest, to)
    if read_backup(to) != manifest:
        raise NotABackup(name=to.name, reason=Phrase("the disk gives back something else than was written."))
    return manifest


def read_backup(file: Path) -> Manifest:
    """What the backup says of itself, once every byte was held against it. Raises `NotABackup` or `NewerFormat`."""
    return _read(file, lambda _, stream: _digest(stream))


def unpack(file: Path, folder: Path) -> Manifest:
    """Puts what a backup holds into `folder`, laid out as a profile is, and checked as it is read.

    Raises `NotABackup` or `NewerFormat`.
    """

    def take(name: str, stream: IO[bytes]) -> str:
        make_folder((folder / name).parent)
        with whole_file(folder / name, secret=True) as target:
            return _digest(stream, target)

    make_folder(folder)
    return _read(file, take)


def manifest_of(file: Path) -> Manifest:
    """What the backup says of itself, unproven. Raises `NotABackup` or `NewerFormat`."""
    with _opened(file) as packed:
        return _manifest_in(packed, file.name)


def without_particulars(file: Path) -> None:
    """Writes the backup anew without the person's particulars; the evidence in it stays as it is."""
    manifest = manifest_of(file)
    if PEOPLE not in manifest.files:
        return
    with part_folder(file.parent) as copies:
        unpack(file, copies)
        (copies / PEOPLE).unlink()
        carried = [name for name in manifest.files if name not in NAMES]
        _pack(copies, _manifest(copies, manifest.made, manifest.keys, carried), file)


def copy_database(source: Path, target: Path) -> None:
    """A copy as of one moment, without what was deleted. Raises a `Problem`."""
    with bare(source) as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))


def target_in(place: Path, day: date) -> Path:
    """The file that `place` means: itself, or a new one in it when it is a folder. Raises `WouldOverwrite`."""
    if not place.is_dir():
        if place.exists() and not _is_backup(place):
            raise WouldOverwrite(name=place.name)
        return place
    names = (f"carrel-{day}{number}{ENDING}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(place / name for name in names if not (place / name).exists())


def _is_backup(file: Path) -> bool:
    try:
        manifest_of(file)
    except NewerFormat:
        return True
    except Problem:
        return False
    return True


def _manifest(copies: Path, day: date, keys: Sequence[str], carried: Sequence[str]) -> Manifest:
    found = survey(copies / LEDGER)
    return Manifest(
        format=FORMAT,
        program=__version__,
        made=day,
        streams=found.streams,
        events=found.events,
        damaged=len(found.damaged),
        content=content_of([copies / name for name in NAMES]),
        keys=tuple(keys),
        files={name: _member(copies / name) for name in (*NAMES, *carried) if (copies / name).exists()},
    )


def _member(file: Path) -> Member:
    with file.open("rb") as stream:
        return Member(bytes=file.stat().st_size, sha256=_digest(stream))


def _pack(copies: Path, manifest: Manifest, to: Path) -> None:
    with whole_file(to, secret=True) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(zipfile.ZipInfo(_MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=2))
        for name in manifest.files:
            with (copies / name).open("rb") as source, packed.open(name, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, _CHUNK)


def _read(file: Path, take: Callable[[str, IO[bytes]], str]) -> Manifest:
    with _opened(file) as packed:
        manifest = _manifest_in(packed, file.name)
        names = [info.filename for info in packed.infolist()]
        if sorted(names) != sorted([_MANIFEST, *manifest.files]):
            raise NotABackup(name=file.name, reason=Phrase("it holds other files than it says."))
        _refuse_what_no_backup_holds(file, manifest)
        for name, member in manifest.files.items():
            info = packed.getinfo(name)
            if info.file_size != member.bytes or info.compress_type != zipfile.ZIP_STORED:
                raise NotABackup(
                    name=file.name, reason=Worded("{name} in it has another size than it says.", name=name)
                )
            with packed.open(name) as stream:
                if take(name, stream) != member.sha256:
                    raise NotABackup(name=file.name, reason=Worded("{name} in it is damaged.", name=name))
    return manifest


def _refuse_what_no_backup_holds(file: Path, manifest: Manifest) -> None:
    """Names that lead elsewhere, and members that share their bytes, so that a small file would fill a disk."""
    beside = {name: member for name, member in manifest.files.items() if name not in NAMES}
    if beside and (manifest.format < 2 or len(beside) > MOST_FILES or not all(map(may_go_beside, beside))):
        raise NotABackup(name=file.name, reason=Phrase("it holds files that are in no backup."))
    if any(member.bytes > MOST_BYTES for member in beside.values()):
        raise NotABackup(name=file.name, reason=Phrase("a file in it is larger than any such file."))
    if sum(member.bytes for member in manifest.files.values()) > file.stat().st_size:
        raise NotABackup(name=file.name, reason=Phrase("it says that it holds more than it does."))


@contextmanager
def _opened(file: Path) -> Generator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except FileNotFoundError:
        raise CannotRead(name=file.name, reason=Phrase("there is no such file.")) from None
    except IsADirectoryError:
        raise CannotRead(name=file.name, reason=Phrase("it is a folder.")) from None
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NotABackup(
            name=file.name, reason=Phrase("it is another kind of file, or damaged."), details=str(error)
        ) from None
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None


def _manifest_in(packed: zipfile.ZipFile, name: str) -> Manifest:
    try:
        info = packed.getinfo(_MANIFEST)
        if info.file_size > _MOST_MANIFEST_BYTES or info.compress_type != zipfile.ZIP_STORED:
            raise NotABackup(name=name, reason=Phrase("its table of contents is not one."))
        data = packed.read(info)
        found = msgspec.json.decode(data, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        manifest = msgspec.json.decode(data, type=Manifest)
        for key in manifest.keys:
            PublicKey.from_hex(key)
        return manifest
    except (KeyError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        reason = Phrase("it has no table of contents that can be read.")
        raise NotABackup(name=name, reason=reason, details=str(error)) from None


def _digest(stream: IO[bytes], target: IO[bytes] | None = None) -> str:
    """SHA-256 of what is left in `stream`, in hex, copied to `target` on the way."""
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
