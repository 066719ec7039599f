"""The file by which a hall without a network shares: all that one station or hub holds, carried by a stick to others.

A line that says what it is, then pieces, each with its length and a keyed digest over it and all before it; an empty
one ends it. So it is known to be whole, and to come from somebody with the hall's key, before anything is taken in.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.exchange.union.wire import MOST_PLAIN_BYTES, Unreadable, pack, unpack
from player.proof.files import CannotRead, whole_file
from player.proof.hall import Given

ENDING = ".carrel-hall"
_MAGIC = b"Carrel hall 1\n"
_MAC_BYTES = 32


class NoHallFile(Problem):
    what_template = "{name} cannot be taken in: {reason}"
    meaning_template = "Nothing of it was taken in; what the stations recorded is still on them."
    remedy_template = "Write it anew at the station that it comes from, with the stick left in until it says so."


def write_hall_file(file: Path, pieces: Iterable[Given], secret: bytes) -> None:
    """Whole when it returns, and read again from the disk. Raises `CannotWrite`, `CannotRead` or `NoHallFile`."""
    with whole_file(file) as stream:
        stream.write(_MAGIC)
        before = b""
        for piece in pieces:
            before = _write(stream, pack(piece), before, secret)
        _write(stream, b"", before, secret)
    for _ in _checked(file, secret):
        pass


def read_hall_file(file: Path, secret: bytes) -> Iterator[Given]:
    """Its pieces, once all of it was found whole. Raises `CannotRead` or `NoHallFile`."""
    for _ in _checked(file, secret):
        pass
    for data in _checked(file, secret):
        try:
            yield unpack(data, Given)
        except Unreadable as error:
            reason = Phrase("it was written by another version of Carrel.")
            raise NoHallFile(name=file.name, reason=reason, details=str(error)) from None


def _write(stream: BinaryIO, data: bytes, before: bytes, secret: bytes) -> bytes:
    mac = _mac(secret, before, data)
    stream.write(len(data).to_bytes(4) + data + mac)
    return mac


def _checked(file: Path, secret: bytes) -> Iterator[bytes]:
    try:
        with file.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise NoHallFile(name=file.name, reason=Phrase("it is another kind of file."))
            yield from _pieces(stream, file.name, secret)
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None


def _pieces(stream: BinaryIO, name: str, secret: bytes) -> Iterator[bytes]:
    before = b""
    while True:
        length = int.from_bytes(stream.read(4))
        if length > MOST_PLAIN_BYTES:
            raise NoHallFile(name=name, reason=Phrase("it is damaged."))
        data, mac = stream.read(length), stream.read(_MAC_BYTES)
        if len(mac) < _MAC_BYTES:
            raise NoHallFile(name=name, reason=Phrase("it is cut off."))
        if not hmac.compare_digest(mac, _mac(secret, before, data)):
            raise NoHallFile(name=name, reason=Phrase("it is damaged, or of another hall."))
        if not data:
            return
        yield data
        before = mac


def _mac(secret: bytes, before: bytes, data: bytes) -> bytes:
    return hmac.new(secret, before + hashlib.sha256(data).digest(), hashlib.sha256).digest()
