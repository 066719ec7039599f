"""Reads a station's settings from its TOML file: strictly, and everything that is wrong in it is told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, cast

from player.domain.kiosk.settings import KioskSettings
from player.domain.phrase import Phrase, Worded, beside, listed
from player.kiosk.problems import SettingsUnusable
from player.kiosk.settings_values import Reader, Unfit, meant, readers_for

MOST_BYTES = 1 << 20
KEYS = tuple(field.name for field in fields(KioskSettings))
NEEDED = tuple(field.name for field in fields(KioskSettings) if field.default is MISSING)

_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in the file: at which line (0: nowhere in it), with which key (empty: the file as a whole)."""

    reason: str
    key: str = ""
    line: int = 0

    @property
    def sentence(self) -> str:
        """“line 12, idle_s: 5 is out of range; 10 to 3600 make sense”, without a full stop."""
        place = listed(filter(None, (Worded("line {line}", line=self.line) if self.line else "", self.key)))
        return Worded("{place}: {reason}", place=place, reason=self.reason) if place else self.reason


def read_settings(file: Path) -> KioskSettings:
    """The settings in `file`; paths in it are relative to its folder. Raises `SettingsUnusable` with all `Fault`s."""
    text = _text_of(file)
    try:
        written = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise _unusable(file, (_toml_fault(str(error)),)) from None
    readers = readers_for(file.absolute().parent)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, value in written.items():
        try:
            values[key] = _known(readers, key)(value)
        except Unfit as unfit:
            faults.append(Fault(reason=unfit.reason, key=key, line=_line_of(text, key)))
    faults.extend(
        Fault(reason=Phrase("it is missing, and has to be there"), key=key) for key in NEEDED if key not in written
    )
    if faults:
        raise _unusable(file, sorted(faults, key=lambda fault: fault.line))
    return KioskSettings(**values)


def faults_of(problem: SettingsUnusable) -> tuple[Fault, ...]:
    """Everything that is wrong, in the order of the file's lines."""
    return cast("tuple[Fault, ...]", problem.data["faults"])


def _unusable(file: Path, faults: Iterable[Fault]) -> SettingsUnusable:
    told = tuple(faults)
    return SettingsUnusable(
        file=file, reason=Worded("{faults}.", faults=beside(fault.sentence for fault in told)), faults=told
    )


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _unusable(file, (Fault(reason=Phrase("there is no such file")),)) from None
    except OSError as error:
        raise _unusable(file, (Fault(reason=Worded("it cannot be read ({error})", error=error.strerror)),)) from None
    if len(data) > MOST_BYTES:
        raise _unusable(file, (Fault(reason=Phrase("it is far too large for settings")),))
    try:
        # Some editors write a mark in front that is no part of the text.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unusable(file, (Fault(reason=Phrase("it is not written in UTF-8"), line=line),)) from None


def _toml_fault(message: str) -> Fault:
    found = _LINE.search(message)
    reason = _LINE.sub("", message).rstrip(".")
    return Fault(reason=Worded("this is not TOML: {reason}", reason=reason), line=int(found[1] or 0) if found else 0)


def _line_of(text: str, key: str) -> int:
    """Where `key =` or `[key]` stands first. The file has no tables of its own, so that this is all there is."""
    begins = re.compile(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*[\].=]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if begins.match(line)), 0)


def _known(readers: Mapping[str, Reader], key: str) -> Reader:
    if key not in readers:
        raise Unfit(meant(Phrase("there is no such key"), key, KEYS))
    return readers[key]
