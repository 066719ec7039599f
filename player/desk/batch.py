"""Batches: the documents of everybody in a profile, made at once, saved into a folder and printed, with a manifest.

All that is recorded is recorded here, by the one process that holds the profile; others only make the pages.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from player.desk.batch_choice import Choice, Sitting, Standing, Unusable, courses_meant, learner_meant, sittings
from player.desk.batch_manifest import Outcome, Row, rows_before, write_manifest
from player.desk.batch_saving import SavingFolder
from player.desk.documents import Prepared
from player.desk.parts import Parts
from player.desk.ports import IsCancelled, PrintJob
from player.domain.credit import phrase, plain
from player.domain.event import CourseHash
from player.domain.learner import LearnerId
from player.domain.naming import suggested_name
from player.domain.problem import Problem
from player.proof.files import CannotWrite, Obstacle, forget_parts, make_folder, read_file, write_whole
from player.proof.manifest import SignedCourse

UNFINISHED = "unfinished-batch"
"""An empty file in the profile while a batch is not at its end. What was made since then counts as not made yet."""
PATIENCE = 3
"""After so many documents in a row that the print queue did not take, it is left alone."""
_HOPELESS = frozenset({Obstacle.FULL, Obstacle.READ_ONLY, Obstacle.NOT_ALLOWED, Obstacle.GONE})
"""What keeps every further document from being written as well."""


class PrintQueue(Protocol):
    """The system's print queue. All of it may raise a `Problem`."""

    def require(self) -> None: ...
    def hand_over(self, pdf: bytes, *, name: str, copies: int, title: str) -> None:
        """Gives a PDF to the queue of the printer `name`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an operator asks for. `to`: the folder; `printer`: whose queue is given each document, none if empty."""

    to: Path
    choice: Choice
    processes: int = 1
    printer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a batch is: `done` of the `of` courses that somebody began, and how many documents came of them."""

    done: int
    of: int
    made: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batched:
    """What came of it. `complete`: everything was looked at; `stopped`: why not, unless it was called off.

    `rows` are those of this batch; the manifest, where it could be written, also names what was made into the folder
    before.
    """

    rows: tuple[Row, ...]
    manifest: Path | None
    complete: bool
    stopped: Problem | None

    @property
    def all_well(self) -> bool:
        return self.complete and self.stopped is None and not any(row.outcome is Outcome.FAILED for row in self.rows)


def _nobody_watches(step: Step) -> None: ...


def _never() -> bool:
    return False


class Batch:
    """Over one profile, which whoever calls holds."""

    def __init__(self, parts: Parts, queue: PrintQueue) -> None:
        self._parts = parts
        self._queue = queue

    def courses(self, word: str) -> frozenset[CourseHash]:
        """The versions of the course that is meant. Raises a `Problem`."""
        return courses_meant(self._parts, word)

    def learner(self, word: str) -> LearnerId:
        """The learner whose id begins so. Raises `NoSuchLearner`."""
        return learner_meant(self._parts, word)

    def run(
        self,
        order: Order,
        on_step: Callable[[Step], None] = _nobody_watches,
        is_cancelled: IsCancelled = _never,
    ) -> Batched:
        """Makes what is missing, and writes whatever is not in the folder yet; may be run again and again.

        What goes wrong with one document stands in its row. Raises a `Problem` where it cannot begin.
        """
        if order.printer:
            self._queue.require()
        folder = SavingFolder(order.to)
        marker = self._parts.profile / UNFINISHED
        follows_unfinished = marker.exists()
        if follows_unfinished:
            forget_parts(order.to)
            forget_parts(self._parts.profile / "certificates")
        else:
            write_whole(marker, b"")
        run = _Run(self._parts, self._queue, order, folder, marker.stat().st_mtime_ns, on_step, is_cancelled)
        try:
            run.go()
        finally:
            run.write_manifest()
        if run.is_finished and (order.choice.is_of_all or not follows_unfinished):
            # Should it stay, more would be saved again than need be, and nothing less.
            with suppress(OSError):
                marker.unlink()
        return Batched(rows=run.rows, manifest=run.manifest, complete=run.complete, stopped=run.stopped)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    """A document that is being made: where it will be kept, and its row as far as it is known."""

    place: int
    prepared: Prepared
    row: Row


class _Run:
    """One batch on its way."""

    def __init__(
        self,
        parts: Parts,
        queue: PrintQueue,
        order: Order,
        folder: SavingFolder,
        since_ns: int,
        on_step: Callable[[Step], None],
        is_cancelled: IsCancelled,
    ) -> None:
        self._parts = parts
        self._queue = queue
        self._order = order
        self._folder = folder
        self._since_ns = since_ns
        self._on_step = on_step
        self._is_cancelled = is_cancelled
        self._known: dict[CourseHash, SignedCourse] = {signed.hash: signed for signed in parts.shelf.known()}
        self._before = {row.number: row for row in rows_before(order.to)}
        self._making: deque[_Making] = deque()
        self._rows: dict[int, Row] = {}
        self._places = 0
        self._refused = 0
        self._step = Step(done=0, of=0, made=0, failed=0)
        self.complete = False
        self.stopped: Problem | None = None
        self.manifest: Path | None = None
        self.could_not_write = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """In the order of the learners."""
        return tuple(row for _, row in sorted(self._rows.items()))

    @property
    def is_finished(self) -> bool:
        return self.complete and not self.could_not_write

    def go(self) -> None:
        results = self._parts.press.certificates(self._jobs(), key=self._parts.key, processes=self._order.processes)
        with closing(results):
            for made in results:
                self._finish(self._making.popleft(), made)

    def write_manifest(self) -> None:
        """Of what was done so far, whatever happened; that it cannot be written is told like that of a document."""
        now = {row.number for row in self._rows.values()}
        before = [row for number, row in self._before.items() if number not in now]
        moment = self._parts.clock.stamp().moment
        try:
            self.manifest = write_manifest(self._order.to, [*before, *self.rows], moment=moment, complete=self.complete)
        except CannotWrite as problem:
            self.stopped = self.stopped or problem
            self.could_not_write = True

    # --- what is to be made ------------------------------------------------------------------------------

    def _jobs(self) -> Generator[PrintJob]:
        everybody = sittings(self._parts, self._order.choice.learner)
        self._step = replace(self._step, of=sum(len(sitting.courses) for sitting in everybody))
        for sitting in everybody:
            for one in sitting.standing(self._known, self._order.choice):
                if self.stopped is not None or self._is_cancelled():
                    return
                job = self._begun(sitting, one)
                if job is not None:
                    yield job
            self._parts.ledger.let_go(sitting.learner.id)
            self._tell(done=len(sitting.courses))
        self.complete = self.stopped is None

    def _begun(self, sitting: Sitting, one: Standing | Unusable) -> PrintJob | None:
        """Records that the document is issued; None where nothing is left to be made."""
        if isinstance(one, Standing) and not self._is_wanted(one, sitting):
            return None
        place, self._places = self._places, self._places + 1
        row = _row(sitting, one)
        if isinstance(one, Unusable):
            self._note(place, row.failed(one.problem))
            return None
        try:
            sitting.require_name(one.row.number)
            settled = self._settled(sitting.seat.documents.file(one.row.number), row) if one.issue else None
            if settled is not None:
                self._note(place, settled)
                return None
            prepared = sitting.seat.documents.prepare(one.signed, one.row.offer.id)
        except Problem as problem:
            self._note(place, row.failed(problem))
            return None
        row = replace(row, name=prepared.facts.name, issued=one.issue is None)
        making = _Making(place=place, prepared=prepared, row=row)
        if prepared.job is None:
            self._finish(making, None)
        else:
            self._making.append(making)
        return prepared.job

    def _settled(self, kept: Path, row: Row) -> Row | None:
        """The row of a document that lies here and there as an earlier manifest says: its signature, which takes long
        to check, was checked then. None for any other."""
        before = self._before.get(row.number)
        if before is None:
            return None
        try:
            pdf = kept.read_bytes()
            is_there = (self._folder.path / before.file).read_bytes() == pdf
        except OSError:
            return None
        if not is_there or hashlib.sha256(pdf).hexdigest() != before.sha256:
            return None
        return self._printed(replace(row, file=before.file, sha256=before.sha256, outcome=Outcome.THERE), pdf)

    def _is_wanted(self, one: Standing, sitting: Sitting) -> bool:
        choice = self._order.choice
        if not choice.takes_day(one.day) or (one.specimen and not choice.specimens):
            return False
        return not choice.new_only or one.issue is None or self._is_new(sitting.seat.documents.file(one.row.number))

    def _is_new(self, file: Path) -> bool:
        """Never made, or made by a batch that did not come to its end: by the clock of the disk on which both lie."""
        try:
            return file.stat().st_mtime_ns >= self._since_ns
        except OSError:
            return True

    # --- what was made -----------------------------------------------------------------------------------

    def _finish(self, making: _Making, made: bytes | Problem | None) -> None:
        """Keeps what was made (None: it is kept already), saves it into the folder and prints it."""
        row = making.row
        try:
            pdf = self._kept(making.prepared.file, made)
            row = replace(row, sha256=hashlib.sha256(pdf).hexdigest())
            file, is_new = self._folder.save(suggested_name(making.prepared.facts), pdf)
            row = replace(row, file=file.name, outcome=Outcome.WRITTEN if is_new else Outcome.THERE)
            row = self._printed(row, pdf)
        except Problem as problem:
            row = row.failed(problem)
            self._look_at(problem)
        self._note(making.place, row)

    def _kept(self, file: Path, made: bytes | Problem | None) -> bytes:
        if isinstance(made, Problem):
            raise made
        if made is None:
            return read_file(file)
        make_folder(file.parent)
        write_whole(file, made)
        return made

    def _printed(self, row: Row, pdf: bytes) -> Row:
        """What an earlier batch in this folder gave to the same printer is not printed again."""
        printer, before = self._order.printer, self._before.get(row.number)
        printed = before.printer if before is not None and before.sha256 == row.sha256 else ""
        if not printer or printed == printer:
            return replace(row, printer=printed)
        if self._refused >= PATIENCE and self.stopped is not None:
            return row.failed(self.stopped)
        try:
            self._queue.hand_over(pdf, name=printer, copies=1, title=row.file)
        except Problem as problem:
            self._refused += 1
            if self._refused >= PATIENCE:
                self.stopped = problem
            return row.failed(problem)
        self._refused = 0
        return replace(row, printer=printer)

    def _look_at(self, problem: Problem) -> None:
        if isinstance(problem, CannotWrite):
            self.could_not_write = True
            if problem.obstacle in _HOPELESS:
                self.stopped = problem

    def _note(self, place: int, row: Row) -> None:
        self._rows[place] = row
        failed = row.outcome is Outcome.FAILED
        self._tell(made=int(not failed), failed=int(failed))

    def _tell(self, *, done: int = 0, made: int = 0, failed: int = 0) -> None:
        step = self._step
        self._step = Step(done=step.done + done, of=step.of, made=step.made + made, failed=step.failed + failed)
        self._on_step(self._step)


def _row(sitting: Sitting, one: Standing | Unusable) -> Row:
    learner = sitting.learner
    if isinstance(one, Unusable):
        return Row(outcome=Outcome.FAILED, learner=learner.id, name=learner.printed_name, course=one.title)
    return Row(
        outcome=Outcome.FAILED,
        learner=learner.id,
        name=learner.name_on(one.row.number),
        course=one.row.title,
        number=one.row.number,
        credit=phrase(one.row.offer, one.row.amount),
        amount=plain(one.row.amount),
        day=one.day.isoformat(),
    )
