"""Rosters: what was collected, written as receiving systems read it, and nobody told twice."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from player.domain.collection.kept import RosterChoice
from player.domain.learner_completion import LearnerCompletion
from player.domain.naming import safe_name
from player.domain.report_format import OF_EVENTS, OF_ONE_LEARNER, Objection, ReportFormat, XapiVersion
from player.domain.reporting import ACCOUNT
from player.domain.roster import RosterRow
from player.office.accounting import completion_of
from player.office.merging import merged
from player.office.ports import Collection, Judge, Reporter
from player.office.problems import NoBadgeKey, NothingToReport
from player.proof.files import make_folder, whole_file, write_whole
from player.proof.keys import PrivateKey

AT_ONCE = 500
"""Rows that are checked together and are in memory together."""
MOST_TOLD = 1_000
"""Objections that are kept to be told one by one; of the others it is counted how many there are."""


@dataclass(slots=True, kw_only=True)
class Roster:
    """What was written, or would be. `deleted`: rows that tell a receiver to take something out again."""

    form: ReportFormat
    file: Path | None = None
    rows: int = 0
    deleted: int = 0
    left_out: int = 0
    objections: list[Objection] = field(default_factory=list[Objection])
    reasons: Counter[str] = field(default_factory=Counter[str])

    def objected(self, found: Iterable[Objection]) -> None:
        for objection in found:
            self.reasons[objection.problem.code] += 1
            if len(self.objections) < MOST_TOLD:
                self.objections.append(objection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrar:
    """Writes rosters of one collection. `key` signs badges; None: none are written."""

    collection: Collection
    reporter: Reporter
    judge: Judge
    key: PrivateKey | None = None

    def check(self, form: ReportFormat, choice: RosterChoice, *, now: datetime) -> Roster:
        """What a receiver would refuse of these rows. Writes nothing."""
        found = Roster(form=form)
        with self.collection.rows(choice) as rows:
            for _ in self._ready(rows, found, now):
                pass
        return found

    def write(
        self,
        form: ReportFormat,
        choice: RosterChoice,
        to: Path,
        *,
        now: datetime,
        xapi: XapiVersion = XapiVersion.ONE,
    ) -> Roster:
        """Writes one file into the folder `to`, or one for each claim where the form is of one learner.

        Raises `NothingToReport`, or the `Problem` of the disk.

        Only once the file lies there whole is it kept who was told of what: a power cut before that has the same rows
        told again, which every receiver takes as the same, and never has one left out.
        """
        make_folder(to)
        if form in OF_EVENTS:
            return self._write_statements(form, choice, to, now, xapi)
        if form in OF_ONE_LEARNER:
            return self._write_badges(form, choice, to, now)
        found = Roster(form=form)
        with self.collection.rows(choice) as rows, tempfile.TemporaryFile("w+", encoding="ascii") as numbers:
            ready = self._ready(rows, found, now)
            first = list(islice(ready, AT_ONCE))
            if not first:
                raise NothingToReport(about=_about(form, found))
            found.file = self._file(form, to, first[0].course.title if choice.course else "", now)
            noted = _noting(chain(first, ready), numbers, found)
            _write(found.file, self.reporter.table(form, noted))
            self._tell(form, numbers, now)
        return found

    def _file(self, form: ReportFormat, to: Path, title: str, now: datetime) -> Path:
        """Named by the second, so that what was written before is never written over: it may not be sent yet."""
        ending = Path(self.reporter.file_name(form, ())).suffix
        about = safe_name(title, longest=80) if title else "all courses"
        return to / f"Roster - {about} - {now:%Y-%m-%d %H%M%S} - {form}{ending}"

    def completions(self, choice: RosterChoice) -> Iterator[LearnerCompletion]:
        """One of each person and course, replayed once more: the fullest."""
        with self.collection.contents(choice, one_each=True) as files:
            yield from self._completions(files)

    # --- rows --------------------------------------------------------------------------------------------

    def _ready(self, rows: Iterator[RosterRow], found: Roster, now: datetime) -> Generator[RosterRow]:
        """The rows that nothing keeps from being sent; what does is put into `found`."""
        while some := list(islice(rows, AT_ONCE)):
            objections = self.reporter.check(found.form, some, now=now)
            found.objected(objections)
            refused = {id(one.row) for one in objections if not one.warning}
            found.left_out += len(refused)
            yield from (row for row in some if id(row) not in refused)

    def _tell(self, form: ReportFormat, numbers: TextIO, now: datetime) -> None:
        numbers.seek(0)
        lines = (line.split() for line in numbers)
        while some := dict(islice(lines, AT_ONCE)):
            self.collection.tell(form, {number: word == "gone" for number, word in some.items()}, now)

    def _write_badges(self, form: ReportFormat, choice: RosterChoice, to: Path, now: datetime) -> Roster:
        """What its learner took back has no new badge; the old one cannot be called in."""
        if self.key is None:
            raise NoBadgeKey
        found = Roster(form=form)
        with self.collection.rows(choice) as rows:
            for row in self._ready(rows, found, now):
                if row.taken_back is None:
                    found.file = to / self.reporter.file_name(form, (row,))
                    evidence = self.collection.evidence(row.number)
                    write_whole(found.file, self.reporter.badge(form, row, evidence=evidence, key=self.key))
                    found.rows += 1
                    self.collection.tell(form, {row.number: False}, now)
        if not found.rows:
            raise NothingToReport(about=_about(form, found))
        return found

    # --- statements --------------------------------------------------------------------------------------

    def _write_statements(
        self, form: ReportFormat, choice: RosterChoice, to: Path, now: datetime, xapi: XapiVersion
    ) -> Roster:
        found = Roster(form=form)
        with self.collection.contents(choice, one_each=False) as files:
            completions = map(self._as_permitted, merged(self._completions(files)))
            first = next(completions, None)
            if first is None:
                raise NothingToReport(about=_about(form, found))
            found.file = self._file(form, to, first.course.title if choice.course else "", now)
            counted = _counting(chain((first,), completions), found)
            _write(found.file, self.reporter.statements(form, counted, version=xapi))
        return found

    def _as_permitted(self, completion: LearnerCompletion) -> LearnerCompletion:
        """Whether an account is named by what the learner entered follows from the last word, not from this file's."""
        reporting = completion.course.reporting
        if reporting is None or not reporting.identifier(ACCOUNT):
            return completion
        permitted = self.collection.permitted(completion.learner.id)
        return replace(completion, history=replace(completion.history, reporting=permitted))

    def _completions(self, files: Iterator[tuple[str, bytes]]) -> Iterator[LearnerCompletion]:
        """Each file replayed once more, one at a time."""
        for name, data in files:
            yield completion_of(self.judge.judge(data, name=name))


def _noting(rows: Iterable[RosterRow], numbers: TextIO, found: Roster) -> Iterator[RosterRow]:
    for row in rows:
        found.rows += 1
        found.deleted += row.taken_back is not None
        numbers.write(f"{row.number} {'gone' if row.taken_back else 'told'}\n")
        yield row


def _counting(completions: Iterable[LearnerCompletion], found: Roster) -> Iterator[LearnerCompletion]:
    for completion in completions:
        found.rows += 1
        yield completion


def _write(file: Path, parts: Iterable[bytes]) -> None:
    with whole_file(file) as stream:
        stream.writelines(parts)


def _about(form: ReportFormat, found: Roster) -> str:
    kept = f": {found.left_out} of the rows would be refused" if found.left_out else ", or nothing that is new"
    return f"as {form}{kept}"
