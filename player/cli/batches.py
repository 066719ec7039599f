"""The command for the end of a day: everybody's documents, saved into a folder and printed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from player.bootstrap.desk import batch_over
from player.bootstrap.places import find_places
from player.cli.learning import Json
from player.cli.progress import progress_line
from player.cli.show import NO, advise, as_plain, clock_time, complain, print_json, problem_facts, tell
from player.desk.batch import Batch, Batched, Order, Step
from player.desk.batch_choice import Choice
from player.desk.batch_manifest import Outcome, Row, Totals, totals_of
from player.domain.problem import Problem

MOST_TOLD = 20
"""So many documents that failed are told one by one; the manifest has them all."""
_PAUSE_S = 0.2


class SomeFailed(Problem):
    what_template = "{failed} of {documents} documents could not be written or printed."
    meaning_template = "Whatever was claimed is recorded and kept; all other documents are whole."
    remedy_template = "Put right what the manifest says of each, and run the same command again: it makes the rest."


class CalledOff(Problem):
    what_template = "The batch was stopped before its end, after {documents} documents."
    meaning_template = "What was written is whole and stands in the manifest; no credit is affected."
    remedy_template = "Run the same command again: it makes the rest."


class NoSuchDay(Problem):
    what_template = "“{word}” is no day."
    meaning_template = "Nothing was printed or saved."
    remedy_template = "Write a day as 2026-06-03, or “today”."


To = Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to save them and the manifest into.")]
OfCourse = Annotated[str, typer.Option("--course", metavar="COURSE", help="Of this course alone.")]
Since = Annotated[str, typer.Option("--since", metavar="DAY", help="Dated on this day (2026-06-03, today) or later.")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="Dated on this day or before.")]
OfLearner = Annotated[
    str, typer.Option("--learner", metavar="ID", help="Of this learner alone: an id from a manifest, or its beginning.")
]
NewOnly = Annotated[bool, typer.Option("--new-only", help="Only those that were not made before.")]
Specimens = Annotated[bool, typer.Option("--specimens", help="Specimens too, which prove no credit.")]
Jobs = Annotated[int, typer.Option("--jobs", metavar="N", min=0, help="So many at once; 0: one for each core.")]
Printer = Annotated[str, typer.Option("--print", metavar="PRINTER", help="Give each to this printer's queue too.")]


def add_to(app: typer.Typer) -> None:
    app.command("certificates", epilog="Exit codes: 0 all are written · 1 some are not (and why, on stderr)")(
        certificates
    )


def certificates(  # noqa: PLR0913, PLR0917 - each is an option of one command line
    context: typer.Context,
    to: To,
    course: OfCourse = "",
    since: Since = "",
    until: Until = "",
    learner: OfLearner = "",
    new_only: NewOnly = False,
    specimens: Specimens = False,
    jobs: Jobs = 0,
    printer: Printer = "",
    as_json: Json = False,
) -> None:
    """Save or print everybody's certificates.

    For operators: those of all learners whose records are in this profile, with a manifest of what was written. May be
    stopped with Ctrl-C and run again: what is in the folder is neither written nor printed twice.
    """
    days = _day(since), _day(until)
    with batch_over(find_places(context.obj)) as batch:
        choice = Choice(
            since=days[0],
            until=days[1],
            courses=batch.courses(course) if course else None,
            learner=batch.learner(learner) if learner else None,
            new_only=new_only,
            specimens=specimens,
        )
        done = _run(batch, Order(to=to, choice=choice, processes=jobs or os.cpu_count() or 1, printer=printer))
    totals = totals_of(done.rows)
    why_not = _why_not(done, totals)
    if as_json:
        print_json(_facts(to, done, totals) | (problem_facts(why_not) if why_not else {}))
    else:
        _tell(to, done, totals)
    if why_not is not None:
        complain(why_not)
        raise typer.Exit(NO)


def _run(batch: Batch, order: Order) -> Batched:
    with progress_line() as line, _asked_to_stop() as is_asked:
        started, told = monotonic(), 0.0

        def say(step: Step) -> None:
            nonlocal told
            now = monotonic()
            if now - told >= _PAUSE_S:
                told = now
                line.step(progress_words(step, elapsed_s=now - started))

        return batch.run(order, say, is_asked)


def progress_words(step: Step, *, elapsed_s: float) -> str:
    """ "312 of 1,000 · 309 documents · 3 failed · 0:42 left"."""
    parts = [f"{step.done:,} of {step.of:,}", f"{step.made:,} documents"]
    if step.failed:
        parts.append(f"{step.failed:,} failed")
    if step.done:
        left_s = elapsed_s / step.done * (step.of - step.done)
        parts.append(f"{clock_time(round(left_s) * 1000)} left")
    return " · ".join(parts)


@contextmanager
def _asked_to_stop() -> Generator[Callable[[], bool]]:
    """Ctrl-C asks to stop after the documents that are begun; pressed again, it stops at once."""
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _day(word: str) -> date | None:
    if not word:
        return None
    try:
        return datetime.now(UTC).astimezone().date() if word == "today" else date.fromisoformat(word)
    except ValueError:
        raise NoSuchDay(word=word) from None


def _why_not(done: Batched, totals: Totals) -> Problem | None:
    if done.stopped is not None:
        return done.stopped
    if not done.complete:
        return CalledOff(documents=totals.documents)
    return SomeFailed(failed=totals.failed, documents=totals.documents) if totals.failed else None


def _tell(to: Path, done: Batched, totals: Totals) -> None:
    if not totals.documents:
        tell("There is no document to make: nobody claimed what was asked for, or it was made before.")
    else:
        printed = f", {totals.printed} printed" if totals.printed else ""
        tell(f"{totals.written} written, {totals.there} there already, {totals.failed} failed{printed}: {to}")
        tell(f"{totals.issued} were issued now.")
    if done.manifest is not None:
        tell(f"Wrote {done.manifest}")
    failed = [row for row in done.rows if row.outcome is Outcome.FAILED]
    for row in failed[:MOST_TOLD]:
        advise(f"{_whose(row)}: {row.problem}")
    if len(failed) > MOST_TOLD:
        advise(f"… and {len(failed) - MOST_TOLD} more, which the manifest names.")


def _whose(row: Row) -> str:
    return " · ".join(part for part in (row.name or f"learner {row.learner[:16]}", row.number or row.course) if part)


def _facts(to: Path, done: Batched, totals: Totals) -> dict[str, object]:
    return {
        "folder": to,
        "manifest": done.manifest,
        "complete": done.complete,
        "totals": as_plain(totals),
        "documents": as_plain(done.rows),
    }
