"""Texts and chapters in files of their own: `summary = { file = "summary.md" }` reads as if it stood there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from player.archive.authoring.captions import NotCaptions, read_captions
from player.archive.authoring.problems import ChaptersWrong, CourseFileMissing, CourseTextWrong
from player.archive.names import fault_of_name
from player.archive.problems import reason_of

LONGEST_PROSE = 1 << 20
Tables = dict[str, Any]

PROSE: tuple[tuple[str, ...], ...] = (
    ("summary",),
    ("off_label",),
    ("privacy_policy",),
    ("copyright",),
    ("requirements_source",),
    ("provider", "accreditation", "statement"),
    ("disclosure", "statement"),
    ("funding", "statement"),
    ("quiz", "introduction"),
    ("evaluation", "introduction"),
    ("credit", "claim_rule"),
    ("credit", "attestation"),
    ("credit", "offer", "designation"),
)
"""The keys whose text may stand in a Markdown file. A step through a list means each of its tables."""


def gather_prose(folder: Path, tables: Tables, *, name: str) -> None:
    """Puts the text of each file that is named in place of its name. Raises a `Problem` with key and file."""
    for path in PROSE:
        for table, key in _tables_at(tables, path[:-1], ""):
            where = f"{key}.{path[-1]}".lstrip(".")
            _replace(table, path[-1], lambda file, where=where: read_prose(folder, file, key=where, name=name))
    for table, key in _tables_at(tables, ("session",), ""):
        where = f"{key}.chapter"
        _replace(table, "chapter", lambda file, where=where: _chapters(folder, file, key=where, name=name))


def read_prose(folder: Path, file: str, *, key: str, name: str) -> str:
    """The text of a file in the folder, in UTF-8. Raises `CourseFileMissing` or `CourseTextWrong`."""
    fault = fault_of_file(folder, file)
    if fault:
        raise CourseFileMissing(name=name, key=f"{key}.file", file=file, reason=fault)
    try:
        with (folder / file).open("rb") as stream:
            data = stream.read(LONGEST_PROSE + 1)
    except OSError as error:
        raise CourseFileMissing(name=name, key=f"{key}.file", file=file, reason=reason_of(error)) from None
    if len(data) > LONGEST_PROSE:
        raise CourseTextWrong(name=name, key=f"{key}.file", reason=f"{file} is larger than 1 MiB.")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        reason = f"line {data[: error.start].count(10) + 1} of {file} is not written in UTF-8."
        raise CourseTextWrong(name=name, key=f"{key}.file", reason=reason) from None
    if "\0" in text:
        raise CourseTextWrong(name=name, key=f"{key}.file", reason=f"{file} holds bytes that are no text.")
    return text


def fault_of_file(folder: Path, path: str) -> str:
    """Why the file that is named cannot become part of a package, as the end of a sentence; empty when it can."""
    fault = fault_of_name(path)
    if fault:
        return fault
    file = folder / path
    try:
        if file.is_dir():
            return "it is a folder."
        if not file.exists():
            return "it is not there."
        if not file.is_file():
            return "it is no ordinary file."
        inside = file.resolve().is_relative_to(folder.resolve())
    except OSError as error:
        return reason_of(error)
    if not inside:
        return "it is a link that leads out of the folder."
    return "" if os.access(file, os.R_OK) else "you are not permitted to read it."


def _tables_at(tables: Tables, path: tuple[str, ...], key: str) -> Iterator[tuple[Tables, str]]:
    """Each table at `path`, with its key; lists count from 1. What is of another type is refused later."""
    if not path:
        yield tables, key
        return
    found, inner = tables.get(path[0]), f"{key}.{path[0]}".lstrip(".")
    if isinstance(found, dict):
        yield from _tables_at(cast("Tables", found), path[1:], inner)
    elif isinstance(found, list):
        for number, part in enumerate(cast("list[object]", found), 1):
            if isinstance(part, dict):
                yield from _tables_at(cast("Tables", part), path[1:], f"{inner} {number}")


def _replace(table: Tables, key: str, read: Callable[[str], object]) -> None:
    found = table.get(key)
    if isinstance(found, dict):
        named = cast("Tables", found)
        if set(named) == {"file"} and isinstance(named["file"], str):
            table[key] = read(named["file"])


def _chapters(folder: Path, file: str, *, key: str, name: str) -> list[dict[str, str]]:
    """The chapters of a WebVTT file, as an author would write them inline."""
    try:
        cues, broken = read_captions(read_prose(folder, file, key=key, name=name).encode(), name=file)
    except NotCaptions as error:
        raise ChaptersWrong(name=name, key=key, file=file, reason=str(error)) from None
    if broken:
        raise ChaptersWrong(name=name, key=key, file=file, reason=f"line {broken[0].line}: {broken[0].text}")
    return [{"at": _clock(cue.start_ms), "title": " ".join(" ".join(cue.words).split())} for cue in cues]


def _clock(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"
