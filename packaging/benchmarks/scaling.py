"""How a collection grows: synthetic completions of real sizes in PostgreSQL, in steps, and what each step costs.

    CARREL_TEST_POSTGRES=postgresql://… python packaging/benchmarks/scaling.py [--completions N] [--steps N]

The figures of docs/scaling.md come from it. Its rows go through the very code that takes files in; only the replay,
which has no part in how a database grows, is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from itertools import islice

from measuring import ROOT

sys.path.insert(0, str(ROOT))

from collecting import keep, made, schema
from sqlalchemy import text

from player.bootstrap.collecting import collection_at
from player.domain.collection.kept import RosterChoice
from player.domain.report_format import ReportFormat
from player.ledger.collection.store import SqlCollection
from player.ledger.collection.tables import COLLECTION

LOT = 500
ASKED = 20_000
"""Digests, known and unknown in turn, with which looking up is measured."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--completions", type=int, default=200_000)
    parser.add_argument("--steps", type=int, default=8)
    options = parser.parse_args()
    with schema() as place:
        if not place:
            return 1
        with collection_at(place) as collection:
            print(json.dumps(grow(collection, options.completions, options.steps), indent=2))
    return 0


def grow(collection: SqlCollection, completions: int, steps: int) -> dict[str, object]:
    told: list[dict[str, float]] = []
    lots = made(completions, lot=LOT)
    a_step = completions // steps // LOT
    asked: list[bytes] = []
    for step in range(1, steps + 1):
        taking = 0.0
        for lot in islice(lots, a_step):
            taking += _took(lambda lot=lot: keep(collection, lot))
            asked.extend(one.digest for one in lot[:: max(1, completions // ASKED)])
        told.append(_step(collection, step * a_step * LOT, a_step * LOT / taking, asked))
        print(told[-1], file=sys.stderr)
    return {"steps": told, "bytes_per_completion": _sizes(collection, steps * a_step * LOT), **_reading(collection)}


def _step(collection: SqlCollection, completions: int, per_s: float, asked: list[bytes]) -> dict[str, float]:
    unknown = [bytes(reversed(digest)) for digest in asked]
    took = _took(lambda: collection.known([*asked, *unknown]))
    return {
        "completions": completions,
        "kept_per_s": round(per_s),
        "looked_up_per_s": round(2 * len(asked) / took),
        "gigabytes": round(sum(_sizes(collection, 1).values()) / 1e9, 3),
    }


def _sizes(collection: SqlCollection, completions: int) -> dict[str, float]:
    """Bytes on the disk, indexes and what lies aside included."""
    with collection.database.read() as connection:
        return {
            table: round(connection.scalar(text(f"SELECT pg_total_relation_size('{table}')")) / completions, 1)
            for table in COLLECTION.tables
        }


def _reading(collection: SqlCollection) -> dict[str, object]:
    """Rows of a roster in a second, and seconds that the counts take."""

    def rows() -> int:
        with collection.rows(RosterChoice(form=ReportFormat.PARS, only_new=True)) as found:
            return sum(1 for _ in found)

    count = 0

    def counted() -> None:
        nonlocal count
        count = rows()

    took = _took(counted)
    return {"roster_rows_per_s": round(count / took), "figures_s": round(_took(collection.figures), 2)}


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
