"""TOML as authors write it: from bytes to tables, with one sentence for whatever is wrong in them."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from player.archive.authoring.problems import CourseTextWrong

_T = TypeVar("_T")
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
    "`str | array`": "a text in quotes or a list of them",
}


def tables_in(data: bytes, *, name: str) -> dict[str, Any]:
    """The tables in the bytes of the file `name`, numbers with decimals kept exactly. Raises `CourseTextWrong`."""
    try:
        return tomllib.loads(data.decode(), parse_float=_decimal)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CourseTextWrong(name=name, key=f"line {line}", reason="it is not written in UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason, line = _toml_reason(str(error))
        raise CourseTextWrong(name=name, key=line, reason=reason, details=str(error)) from None


def converted(tables: dict[str, Any], to: type[_T], *, name: str) -> _T:
    """The tables as `to` has them. Raises `CourseTextWrong` with the key that does not fit."""
    try:
        return msgspec.convert(tables, to)
    except (msgspec.ValidationError, RecursionError) as error:
        key, reason = explain(str(error))
        raise CourseTextWrong(name=name, key=key, reason=reason, details=str(error)) from None


def explain(message: str) -> tuple[str, str]:
    """Key and reason of a conversion error in an author's words: lists count from 1."""
    match = _PLACE.match(message)
    reason, place = (match["reason"], match["place"] or "") if match else (message, "")
    key = _INDEX.sub(lambda found: f" {int(found[1]) + 1}", place.replace("[...]", "")).strip(". ")
    unknown, missing = _FIELD.fullmatch(reason), _MISSING.fullmatch(reason)
    if unknown or missing:
        key = ".".join(filter(None, (key, (unknown or missing or [""] * 2)[1])))
        return key, "there is no such key here." if unknown else "it is missing."
    reason = reason.replace(" | null`", "`")
    for name, words in _TYPES.items():
        reason = reason.replace(name, words)
    reason = reason.replace("Expected", "expected").replace("Invalid", "not a valid").replace("RFC3339 encoded ", "")
    return key or "the file", reason.rstrip(".") + "."


def _decimal(text: str) -> Decimal:
    """Exact; the names of infinity and of no number at all are refused later, as no amounts."""
    return Decimal(text)


def _toml_reason(message: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*) \(at (line \d+), column \d+\)", message)
    if match:
        return f"{match[1]}.", match[2]
    return message.replace(" (at end of document)", "").rstrip(".") + ".", "the end of the file"
