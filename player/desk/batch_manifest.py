"""The manifest of a batch: what became of each document, as a table for people and as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import cast

from player.domain.cell import harmless
from player.domain.problem import Problem
from player.proof.files import write_whole

CSV, JSON = "manifest.csv", "manifest.json"
FORMAT = 1
_TEXTS = ("file", "number", "learner", "name", "course", "credit", "amount", "day", "sha256", "printer")


class Outcome(StrEnum):
    """What became of a document in the folder."""

    WRITTEN = "written"
    THERE = "was there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document. `file`: its name in the folder; `issued`: it was issued now; `printer`: whose queue took it;
    `code` and `problem`: what went wrong, as a stable name and in words."""

    outcome: Outcome
    learner: str
    name: str
    course: str
    file: str = ""
    number: str = ""
    credit: str = ""
    amount: str = ""
    day: str = ""
    sha256: str = ""
    printer: str = ""
    issued: bool = False
    code: str = ""
    problem: str = ""

    def failed(self, problem: Problem) -> Row:
        return replace(self, outcome=Outcome.FAILED, code=problem.code, problem=problem.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """`documents` = `written` + `there` + `failed`; `issued` and `printed` count among them."""

    documents: int
    written: int
    there: int
    failed: int
    issued: int
    printed: int


def totals_of(rows: Sequence[Row]) -> Totals:
    outcomes = [row.outcome for row in rows]
    return Totals(
        documents=len(rows),
        written=outcomes.count(Outcome.WRITTEN),
        there=outcomes.count(Outcome.THERE),
        failed=outcomes.count(Outcome.FAILED),
        issued=sum(row.issued for row in rows),
        printed=sum(bool(row.printer) for row in rows),
    )


def write_manifest(folder: Path, rows: Sequence[Row], *, moment: datetime, complete: bool) -> Path:
    """Writes both files. Raises `CannotWrite`."""
    write_whole(folder / CSV, csv_bytes(rows))
    write_whole(folder / JSON, json_bytes(rows, moment=moment, complete=complete))
    return folder / CSV


def csv_bytes(rows: Iterable[Row]) -> bytes:
    """UTF-8 with its mark at the front, so that spreadsheets read names in any script."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*(name.capitalize() for name in _TEXTS), "Outcome", "Newly issued", "Problem"])
    for row in rows:
        cells = [str(getattr(row, name)) for name in _TEXTS]
        cells += [row.outcome.value, "yes" if row.issued else "no", row.problem]
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def json_bytes(rows: Sequence[Row], *, moment: datetime, complete: bool) -> bytes:
    """`complete`: all that was asked for was looked at; without it, the batch was stopped before its end."""
    totals = totals_of(rows)
    told = {
        "format": FORMAT,
        "moment": moment.isoformat(timespec="seconds"),
        "complete": complete,
        "totals": {name: getattr(totals, name) for name in Totals.__slots__},
        "documents": [{name: getattr(row, name) for name in Row.__slots__} for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def rows_before(folder: Path) -> tuple[Row, ...]:
    """The documents that an earlier manifest names and that are in the folder still; none where it cannot be read."""
    try:
        read: object = json.loads((folder / JSON).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    listed = cast("dict[str, object]", read).get("documents") if isinstance(read, dict) else None
    rows = (_row(one) for one in cast("list[object]", listed if isinstance(listed, list) else []))
    return tuple(row for row in rows if row is not None and _is_in(folder, row.file))


def _is_in(folder: Path, file: str) -> bool:
    return bool(file) and Path(file).name == file and (folder / file).is_file()


def _row(read: object) -> Row | None:
    """Any file may lie there: what is no row of ours is left out."""
    if not isinstance(read, dict):
        return None
    told = cast("dict[str, object]", read)
    texts = {name: value for name in _TEXTS if isinstance(value := told.get(name), str)}
    if len(texts) < len(_TEXTS):
        return None
    return Row(
        outcome=Outcome.THERE,
        learner=texts["learner"],
        name=texts["name"],
        course=texts["course"],
        file=texts["file"],
        number=texts["number"],
        credit=texts["credit"],
        amount=texts["amount"],
        day=texts["day"],
        sha256=texts["sha256"],
        printer=texts["printer"],
    )
