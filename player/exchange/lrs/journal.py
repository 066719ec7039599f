"""What a learning record store has confirmed, kept in the profile: a file that only grows, line by whole line.

A line is a checksum and JSON; one that was cut off by a killed program or a power cut, or that a bad disk changed,
counts as never written. Then its statements are sent once more, which is harmless: their ids are the same.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec

from player.domain.phrase import Phrase, written_down
from player.domain.uploading import Cause, SetAside
from player.exchange.lrs.problems import UploadRecordUnusable
from player.proof.files import CannotRead, CannotWrite, make_lasting_folder, obstacle_of, sync_folder

FOLDER = "uploads"
FORMAT = 1
_CHECK_DIGITS = 16


class _Head(msgspec.Struct, frozen=True, tag_field="line", tag="store", kw_only=True):
    """Names the store and not the learner: that is in the file's name, as a hash."""

    format: int
    address: str


class _Confirmed(msgspec.Struct, frozen=True, tag_field="line", tag="confirmed"):
    ids: list[str]


class _Lost(msgspec.Struct, frozen=True, tag_field="line", tag="lost"):
    """Was confirmed once, and the store does not have it any more."""

    ids: list[str]


class _Refused(msgspec.Struct, frozen=True, tag_field="line", tag="set-aside", kw_only=True):
    id: str
    digest: str
    cause: Literal["refused", "conflict", "too-large", "malformed"]
    reason: str


_Line = _Head | _Confirmed | _Lost | _Refused
_DECODER = msgspec.json.Decoder(_Line)
_ENCODER = msgspec.json.Encoder(enc_hook=written_down)


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def forget_journals(profile: Path) -> None:
    """Of all stores. What is sent again then is what they hold: no harm. Raises `CannotWrite`."""
    try:
        for file in (profile / FOLDER).glob("*.journal"):
            file.unlink()
    except OSError as error:
        raise CannotWrite(name=FOLDER, obstacle=obstacle_of(error), details=str(error)) from None


class Journal:
    """What is known of one store under one name: with another name the same address can be another store.

    Whoever holds the profile is the only one who writes here.
    """

    def __init__(self, profile: Path, *, address: str, user: str) -> None:
        """Raises `UploadRecordUnusable` for one of a newer format, or `CannotRead`."""
        name = hashlib.sha256(f"{address}\n{user}".encode()).hexdigest()[:24]
        self.file = profile / FOLDER / f"{name}.journal"
        self._head = _Head(format=FORMAT, address=address)
        self._confirmed: set[bytes] = set()
        self._set_aside: dict[bytes, _Refused] = {}
        for line in _lines(_read(self.file)):
            self._take(line)

    @property
    def has_any(self) -> bool:
        """Whether the store has ever confirmed anything."""
        return bool(self._confirmed)

    def is_confirmed(self, statement: str) -> bool:
        return _key(statement) in self._confirmed

    def set_aside_before(self, statement: str, body: bytes) -> SetAside | None:
        """Why this very statement, as it is written now, was set aside before."""
        found = self._set_aside.get(_key(statement))
        if found is None or found.digest != digest_of(body):
            return None
        return SetAside(id=found.id, cause=Cause(found.cause), reason=found.reason)

    def confirm(self, statements: Iterable[str]) -> None:
        """On disk when it returns. Raises `CannotWrite`; then they count as not sent."""
        self._append(_Confirmed(list(statements)))

    def lose(self, statements: Iterable[str]) -> None:
        """The store had confirmed them, and has them no more. Raises `CannotWrite`."""
        self._append(_Lost(list(statements)))

    def set_aside(self, found: SetAside, body: bytes) -> None:
        """Not to be sent again as it is. Raises `CannotWrite`."""
        if found.cause is Cause.STORE_FAILED:
            return
        line = _Refused(id=found.id, digest=digest_of(body), cause=found.cause.value, reason=found.reason)
        self._append(line)

    def _take(self, line: _Line) -> None:
        match line:
            case _Head():
                if line.format > FORMAT:
                    raise UploadRecordUnusable(
                        reason=Phrase("a newer Carrel wrote it."), way=Phrase("Update Carrel, and try again.")
                    )
            case _Confirmed():
                keys = {_key(one) for one in line.ids}
                self._confirmed |= keys
                for key in keys & self._set_aside.keys():
                    del self._set_aside[key]
            case _Lost():
                self._confirmed -= {_key(one) for one in line.ids}
            case _Refused():
                self._set_aside[_key(line.id)] = line

    def _append(self, line: _Line) -> None:
        try:
            make_lasting_folder(self.file.parent, mode=0o700)
            is_new = not self.file.exists() or not self.file.stat().st_size
            lead = _written(self._head) if is_new else _line_end(self.file)
            _write_at_end(self.file, lead + _written(line))
            if is_new:
                sync_folder(self.file.parent)
        except OSError as error:
            raise CannotWrite(name=self.file.name, obstacle=obstacle_of(error), details=str(error)) from None
        self._take(line)


def _key(statement: str) -> bytes:
    try:
        return UUID(statement).bytes
    except ValueError:
        return hashlib.sha256(statement.encode(errors="replace")).digest()


def _read(file: Path) -> Iterator[bytes]:
    if not file.exists():
        return
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None


def _write_at_end(file: Path, data: bytes) -> None:
    """All of it and on disk, or nothing. Raises OSError."""
    with file.open("ab", buffering=0) as stream:
        before = stream.tell()
        try:
            if stream.write(data) != len(data):
                raise OSError(errno.ENOSPC, Phrase("the disk took a part only"))
            os.fsync(stream.fileno())
        except OSError:
            with suppress(OSError):
                stream.truncate(before)
            raise


def _lines(written: Iterable[bytes]) -> Iterator[_Line]:
    for line in written:
        check, _, told = line.partition(b" ")
        if line.endswith(b"\n") and check == _check(told[:-1]):
            with suppress(msgspec.MsgspecError, ValueError, RecursionError):
                yield _DECODER.decode(told)


def _written(line: _Line) -> bytes:
    told = _ENCODER.encode(line)
    return _check(told) + b" " + told + b"\n"


def _check(told: bytes) -> bytes:
    return hashlib.sha256(told).hexdigest()[:_CHECK_DIGITS].encode()


def _line_end(file: Path) -> bytes:
    """What ends a line that was cut off, so that the next one stands alone."""
    with file.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return b"" if stream.read(1) == b"\n" else b"\n"
