"""Nothing silently deletes a record: every place that takes something away is listed here, with what it takes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"forget_parts", "unlink", "rmtree", "rmdir", "remove", "delete", "truncate", "ftruncate", "removedirs"}
STATEMENTS = re.compile(r"\b(?:DELETE\s+FROM|DROP\s+TABLE|TRUNCATE|REPLACE\s+INTO)\b", re.IGNORECASE)

ALLOWED = {
    "player/archive/adding.py::_fill": "what is too much at the end of a part that is being copied",
    "player/archive/contents.py::_take_away": "contents of courses that no course here needs; no record is among them",
    "player/archive/homes.py::_is_one_file": "a file of an old shelf in which nothing of its course is left",
    "player/archive/homes.py::_make_room": "files in the courses folder that were written half",
    "player/archive/homes.py::forget_leftovers": "as player/archive/homes.py::_make_room",
    "player/archive/homes.py::_removed": "the files of a course that is to go; its signed facts stay in courses/known",
    "player/archive/importing/courses/taking.py::_written_whole": "a course folder that is half made",
    "player/archive/repairing.py::_put_right": "what is too much at the end of a file that is repaired",
    "player/archive/repairing.py::put_right": "what is too much at the end of a package that is repaired",
    "player/archive/shelf.py::move_home": "the files of a course that was brought to another folder and verified there",
    "player/archive/shelf.py::remove": "as player/archive/homes.py::_removed",
    "player/desk/batch.py::run": "the mark of a batch that is at its end, and what a killed one left half written",
    "player/desk/library.py::remove": "as player/archive/homes.py::_removed",
    "player/desk/sending.py::take_receipt": "what a killed program left of a receipt half written",
    "player/desk/notes.py::remove": "a note that its learner takes away; the window keeps it for taking it back",
    "player/exchange/lrs/journal.py::_write_at_end": "half a line that the disk did not take whole",
    "player/exchange/lrs/journal.py::forget_journals": "which statements a store has, when its owner is forgotten",
    "player/exchange/lrs/settings.py::forget_settings": "the address of a store, as its owner asks",
    "player/exchange/tables/pieces.py::taken": "what is in memory of a table, once it was handed on",
    "player/exchange/union/packages.py::finish": "a copy of a course that did not arrive as it was sent",
    "player/ledger/notes.py::remove": "as player/desk/notes.py::remove",
    "player/ledger/notes.py::_write": "a note as it was before, in the transaction of the new",
    "player/desk/drives.py::save": "a copy on a stick that reads back differently; the document itself stays",
    "player/desk/transcripts.py::take_out": "credit from elsewhere that its learner takes out; it was never evidence",
    "player/ledger/reports.py::remove": "as player/desk/transcripts.py::take_out",
    "player/ledger/reports.py::keep": "an entry as it was before, in the transaction of the new",
    "player/archive/shelved.py::unlinked": "a file in the courses folder that is no course",
    "player/ledger/merging/union.py::": "forks that become the main branch in the same transaction",
    "player/ledger/care/backup.py::without_particulars": "a copy of the particulars, in a folder made for it",
    "player/kiosk/stick_folder.py::_begin": "the receipt on a stick of an export that is being gone on with",
    "player/kiosk/stick_folder.py::_put": "a copy on a stick that reads back differently; the station keeps its own",
    "player/kiosk/stick_sharing.py::_write": "what a station that died left half written on a stick",
    "player/ledger/care/clearing.py::_shrink": "pages and a log in which nothing is any more",
    "player/ledger/care/clearing.py::_empty": "all records of a station, as its operator asks after the event",
    "player/ledger/care/clearing.py::_empty_people": "as player/ledger/care/clearing.py::_empty",
    "player/ledger/care/clearing.py::_emptied": "certificates and backups, with what they were made from",
    "player/ledger/care/forgetting.py::_empty_people": "the particulars of whoever asked to be forgotten",
    "player/ledger/care/forgetting.py::forget": "their certificates, and particulars that were set aside",
    "player/ledger/care/other.py::_copied": "a copy, in a folder made for it",
    "player/ledger/cards.py::_put_some": "an attendee's card as it was before, in the transaction of the new",
    "player/ledger/cards.py::_clear": "who attendees are, when the hall's operator empties a station; no evidence",
    "player/ledger/cards.py::clear": "what a log says once it is in the file",
    "player/ledger/people.py::save": "the same person's particulars as they were before, in the transaction of the new",
    "player/ledger/care/placing.py::_leave_no_log": "what a log says once it is in the file",
    "player/ledger/care/placing.py::finish": "the mark and the empty folder of a restoration that is at its end",
    "player/ledger/care/restore.py::_merge": "the backup's unpacked copy",
    "player/ledger/care/restore.py::_prefer_present": "the backup's unpacked copy",
    "player/ledger/care/restore.py::restore": "the backup's unpacked copy",
    "player/ledger/care/rotation.py::back_up": "automatic backups beyond the newest few, never the only good one",
    "player/ledger/care/staging.py": "what is only being made",
    "player/ledger/projections.py::keep": "what is derived, and written anew at once",
    "player/ledger/merging/union.py::_demote": "events that were put among the forks in the same transaction",
    "player/ledger/merging/union.py::_settle": "what is derived, and made anew",
    "player/ledger/merging/union.py::_drop_false_heads": "heads that their device never signed",
    "player/ledger/upgrade.py": "tables of an older format, copied row by row in the same transaction",
    "player/proof/device.py::_settle": "a copy of a key of which another copy is kept for good",
    "player/proof/files.py": "half-written files",
}
"""A file, or a function of one, and what it takes away."""
LEARNERS_ROOMS = ("archive", "desk", "domain", "exchange", "kiosk", "ledger", "machine", "paper", "proof")


def _takings(tree: ast.AST, place: str = "") -> Iterator[tuple[str, str]]:
    """The function, and what in it takes something away."""
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not place else place
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in CALLS:
                yield inner, name
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENTS.search(node.value):
            yield inner, node.value
        yield from _takings(node, inner)


def found_in(folder: Path) -> set[str]:
    """Every place in those rooms in which something is taken away, as file and function."""
    return {
        f"{file.relative_to(ROOT).as_posix()}::{place}"
        for file in sorted(folder.rglob("*.py"))
        for place, _ in _takings(ast.parse(file.read_text(encoding="utf-8")))
    }


def test_only_what_is_listed_takes_anything_away() -> None:
    found = {place for room in LEARNERS_ROOMS for place in found_in(ROOT / "player" / room)}
    unlisted = {place for place in found if place not in ALLOWED and place.partition("::")[0] not in ALLOWED}
    unlisted = {place for place in unlisted if "/authoring/" not in place}
    assert unlisted == set(), "does this take away a record? If not, list it with what it takes away"


def test_nothing_is_listed_that_is_not_there() -> None:
    found = {place for room in LEARNERS_ROOMS for place in found_in(ROOT / "player" / room)}
    files = {place.partition("::")[0] for place in found}
    assert {place for place in ALLOWED if place not in found and place not in files} == set()


def test_the_search_sees_what_it_is_for() -> None:
    code = "def f():\n    g(lambda: p.unlink())\n    c.execute('delete  from event')\n"
    assert {name for _, name in _takings(ast.parse(code))} == {"unlink", "delete  from event"}
