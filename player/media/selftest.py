"""The ten-second self-test that Carrel brings: a recording with its captions, held against the list beside them."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Never

from player.domain.engine import MediaSource
from player.domain.phrase import Phrase, Worded
from player.media.problems import SelfTestUnsound

LIST = "selftest.toml"
_MISSING, _DAMAGED = Phrase("“{name}” is missing."), Phrase("“{name}” is damaged.")


class MemorySource:
    """A small recording as bytes in memory: there is nothing to close."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.size = len(data)
        self._data = data

    def read_at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """A recording of `duration_ms` with a voice and a moving picture, and its captions as WebVTT."""

    source: MediaSource
    captions: bytes
    duration_ms: int


def open_self_test(folder: Path) -> SelfTest:
    """The self-test in `folder`, in some milliseconds. Raises `SelfTestUnsound` when it is not what was made."""
    try:
        told = tomllib.loads(_read(folder, LIST).decode())
        recording, captions = told["recording"], told["captions"]
        source = MemorySource(str(recording["name"]), _genuine(folder, recording))
        return SelfTest(source=source, captions=_genuine(folder, captions), duration_ms=int(told["duration_ms"]))
    except (ValueError, LookupError, TypeError) as error:
        _refuse(_DAMAGED, LIST, error)


def _genuine(folder: Path, entry: dict[str, Any]) -> bytes:
    data = _read(folder, str(entry["name"]))
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        _refuse(_DAMAGED, str(entry["name"]), None)
    return data


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        _refuse(_MISSING, name, error)
    except OSError as error:
        _refuse(Phrase("“{name}” cannot be read."), name, error)


def _refuse(reason: str, name: str, error: Exception | None) -> Never:
    raise SelfTestUnsound(reason=Worded(reason, name=name), details=str(error or "")) from error
