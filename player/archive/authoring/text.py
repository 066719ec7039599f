"""Reading `course.toml`: from text to its tables, with one sentence for whatever is wrong in it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import msgspec

from player.archive.authoring.course_file import CourseFile
from player.archive.authoring.problems import CourseTextWrong, NoCourseFolder
from player.archive.problems import reason_of

COURSE_FILE = "course.toml"
LONGEST_TEXT = 4 << 20
_PLACE = re.compile(r"^(?P<reason>.*?)(?: - at `(?:key in )?\$(?P<place>.*)`)?$", re.DOTALL)
_INDEX = re.compile(r"\[(\d+)\]")
_FIELD = re.compile(r"Object contains unknown field `(.*)`")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_TYPES = {
    "`str`": "a text in quotes",
    "`int`": "a whole number",
    "`bool`": "true or false",
    "`date`": "a date such as 2024-01-31",
    "`datetime`": "a date with time and zone such as 2024-01-31T17:00:00-05:00",
    "`array`": "a list",
    "`object`": "a table",
    "`decimal`": "a number such as 0.25",
    "`float`": "a number with decimals",
    "`time`": "a time of day",
    "`str | object`": "a text in quotes",
}


def read_text(folder: Path) -> CourseFile:
    """The tables of `folder`/course.toml. Raises `NoCourseFolder` or `CourseTextWrong`."""
    tables = _tables(_bytes(folder))
    try:
        return msgspec.convert(tables, CourseFile)
    except (msgspec.ValidationError, RecursionError) as error:
        key, reason = explain(str(error))
        raise CourseTextWrong(name=COURSE_FILE, key=key, reason=reason, details=str(error)) from None


def explain(message: str) -> tuple[str, str]:
    """Key and reason of a conversion error in an author's words: lists count from 1."""
    match = _PLACE.match(message)
    reason, place = (match["reason"], match["place"] or "") if match else (message, "")
    key = _INDEX.sub(lambda found: f" {int(found[1]) + 1}", place.replace("[...]", "")).strip(". ")
    unknown, missing = _FIELD.fullmatch(reason), _MISSING.fullmatch(reason)
    if unknown or missing:
        key = ".".join(filter(None, (key, (unknown or missing or [""] * 2)[1])))
        return key, "there is no such key here." if unknown else "it is missing."
    for name, words in _TYPES.items():
        reason = reason.replace(name, words)
    reason = reason.replace("Expected", "expected").replace("Invalid", "not a valid").replace("RFC3339 encoded ", "")
    return key or "the file", reason.rstrip(".") + "."


def _bytes(folder: Path) -> bytes:
    try:
        with (folder / COURSE_FILE).open("rb") as stream:
            data = stream.read(LONGEST_TEXT + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NoCourseFolder(name=folder.name or str(folder), reason=f"there is no {COURSE_FILE} in it.") from None
    except OSError as error:
        raise NoCourseFolder(
            name=folder.name, reason=f"{COURSE_FILE}: {reason_of(error)}", details=str(error)
        ) from None
    if len(data) > LONGEST_TEXT:
        raise CourseTextWrong(name=COURSE_FILE, key="the file", reason="it is larger than 4 MiB.")
    return data


def _tables(data: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode(), parse_float=_decimal)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CourseTextWrong(name=COURSE_FILE, key=f"line {line}", reason="it is not written in UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason, line = _toml_reason(str(error))
        raise CourseTextWrong(name=COURSE_FILE, key=line, reason=reason, details=str(error)) from None


def _decimal(text: str) -> Decimal:
    """Exact; the names of infinity and of no number at all are refused later, as no amounts."""
    return Decimal(text)


def _toml_reason(message: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*) \(at (line \d+), column \d+\)", message)
    if match:
        return f"{match[1]}.", match[2]
    return message.replace(" (at end of document)", "").rstrip(".") + ".", "the end of the file"
