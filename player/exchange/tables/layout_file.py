"""Reads a layout from its TOML file: strictly, and every refusal names the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import msgspec

from player.domain.identifiers import GRAMMARS
from player.domain.phrase import Phrase, Worded
from player.exchange.tables.forms import Form
from player.exchange.tables.layout import (
    ACTION,
    Column,
    Container,
    Correction,
    Encoding,
    Layout,
    LineEnd,
    Quoting,
    Separator,
    Takes,
)
from player.exchange.tables.problems import LayoutBroken
from player.exchange.tables.sources import is_source

_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_PLACE = re.compile(r"^(?P<reason>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_ENDING = re.compile(r"[a-z0-9]{1,8}")
_MOST_COLUMNS = 200


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of the file; a key that is not known is refused, so that a slip is not lost."""


class _Column(_Table, frozen=True, kw_only=True):
    heading: str
    source: str | tuple[str, ...] = ()
    form: Form = Form.TEXT
    prefix: str = ""
    drop: str = ""
    required: bool = False
    when: str = ""
    unless: str = ""
    grammar: str = ""
    width: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source


class _File(_Table, frozen=True, kw_only=True):
    receiver: str
    ending: str
    column: tuple[_Column, ...]
    container: Container = Container.TEXT
    encoding: Encoding = Encoding.PLAIN
    separator: Separator = Separator.COMMA
    line_end: LineEnd = LineEnd.CRLF
    quoting: Quoting = Quoting.NEEDED
    with_headings: bool = True
    defused: bool = True
    takes: Takes = Takes.EVERYTHING
    correction: Correction = Correction.LEFT_OUT
    added: str = ""
    deleted: str = ""
    within_days: int = 0
    step: str = ""
    once: bool = False


def read_layout(data: bytes, name: str) -> Layout:
    """Raises `LayoutBroken`, which names the line (1 where it is the file as a whole)."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LayoutBroken(name=name, line=line, reason=Phrase("it is not UTF-8 text.")) from error
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _LINE.search(str(error))
        reason = f"{_LINE.sub('', str(error)).strip()}."
        raise LayoutBroken(name=name, line=int(found[1]) if found else text.count("\n") + 1, reason=reason) from error
    try:
        file = msgspec.convert(tables, type=_File)
    except msgspec.ValidationError as error:
        match = _PLACE.match(str(error))
        reason, path = (match["reason"], match["path"] or "") if match else (str(error), "")
        raise LayoutBroken(name=name, line=_line_of(text, _path_of(reason, path)), reason=f"{reason}.") from error
    for path, reason in _faults(file):
        raise LayoutBroken(name=name, line=_line_of(text, path), reason=reason)
    return _layout(file)


def _layout(file: _File) -> Layout:
    values = {name: getattr(file, name) for name in _File.__struct_fields__ if name not in ("column", "step")}
    columns = tuple(
        Column(sources=column.sources, **{n: getattr(column, n) for n in _Column.__struct_fields__ if n != "source"})
        for column in file.column
    )
    return Layout(columns=columns, step=Decimal(file.step) if file.step else None, **values)


def _faults(file: _File) -> Iterator[tuple[str, str]]:
    """Paths such as `column[2].source`, and what is wrong there."""
    if not 1 <= len(file.column) <= _MOST_COLUMNS:
        yield "column", Worded("a layout has 1 to {most} columns.", most=_MOST_COLUMNS)
    for number, column in enumerate(file.column):
        yield from ((f"column[{number}].{key}", reason) for key, reason in _faults_of_column(column))
    if not _ENDING.fullmatch(file.ending):
        yield "ending", Phrase("a file's ending is made of up to eight small letters and digits, without the dot.")
    if not 0 <= file.within_days <= 3650:
        yield "within-days", Phrase("0 to 3650 days make sense.")
    if file.step and not _is_step(file.step):
        yield "step", Phrase("a step is an amount above 0, as text: “0.25”.")
    acts = any(column.sources == (ACTION,) for column in file.column)
    if (file.correction is Correction.ACTION) != acts:
        yield "correction", Worded("“action” and a column with the source {source} go together.", source=ACTION)
    if acts and not (file.added.strip() and file.deleted.strip()):
        yield "correction", Phrase("it needs the receiver's words for a line's action: `added` and `deleted`.")


def _faults_of_column(column: _Column) -> Iterator[tuple[str, str]]:
    if not column.heading.isprintable():
        yield "heading", Phrase("a heading is one line.")
    for source in column.sources:
        if not is_source(source):
            yield "source", Worded("nothing is known by the name “{source}”.", source=source)
    for key, source in (("when", column.when), ("unless", column.unless)):
        if source and not is_source(source):
            yield key, Worded("nothing is known by the name “{source}”.", source=source)
    if column.grammar and column.grammar not in GRAMMARS:
        yield "grammar", Worded("there is no check “{grammar}”.", grammar=column.grammar)
    if column.required and not column.sources:
        yield "required", Phrase("a column without a source is always empty.")
    if not 0 <= column.width <= 255:
        yield "width", Phrase("a column is 0 to 255 characters wide.")


def _is_step(text: str) -> bool:
    try:
        step = Decimal(text)
    except InvalidOperation:
        return False
    return step.is_finite() and step > 0


def _path_of(reason: str, path: str) -> str:
    """An unknown key is named in the reason, and its path is that of the table around it."""
    unknown = re.search(r"unknown field `(.+?)`", reason)
    return ".".join(part for part in (path, unknown[1] if unknown else "") if part)


def _line_of(text: str, path: str) -> int:
    """The line of `column[2].source`, or of the nearest part around it that stands in the file."""
    lines = dict(_lines(text))
    while path and path not in lines:
        path = path.rpartition(".")[0] if "." in path else path.partition("[")[0] if "[" in path else ""
    return lines.get(path, 1)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Each key's path with its line. Layouts need no nested tables, so a header and `key =` are all there is."""
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line):
            index = counts[header[1]] = counts.get(header[1], -1) + 1
            table = f"{header[1]}[{index}]"
            yield table, number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            yield f"{table}.{key[1]}" if table else key[1], number
