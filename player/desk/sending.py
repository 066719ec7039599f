"""Sending: what is still to be submitted, what receivers would refuse of it, the files, and the receipts that came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from player.desk.documents import asked_only, named_only
from player.desk.earned import CreditRow, Sendable, credit_rows
from player.desk.outgoing import Checked, Standing, Submission, WrittenReport
from player.desk.parts import Parts
from player.desk.problems import NothingReady, NothingToExport, ReceiptOfAnother
from player.desk.telling import is_untold, is_written
from player.desk.walks import Walks
from player.domain.event import (
    CourseHash,
    ReceiptAccepted,
)
from player.domain.history import History
from player.domain.learner import Learner
from player.domain.learner_completion import LearnerCompletion
from player.domain.outbox import WrittenFile
from player.domain.phrase import Phrase, in_a_row
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import OF_EVENTS, OF_ONE_LEARNER, Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow, roster_rows
from player.proof.files import forget_parts, make_folder, whole_file, write_whole
from player.proof.manifest import SignedCourse

RECEIPTS = "receipts"
"""The folder of the profile in which receipts are kept."""


class Sending:
    """One learner's credit on its way out. All of it on the desk's thread.

    `known`: every course that was ever here; `sendables`: each claim in one of them alone.
    """

    def __init__(
        self,
        parts: Parts,
        walks: Walks,
        *,
        learner: Callable[[], Learner],
        save: Callable[[Learner], object],
        known: Callable[[], Sequence[SignedCourse]],
        sendables: Callable[[], Sequence[Sendable]],
    ) -> None:
        self._parts = parts
        self._walks = walks
        self._learner = learner
        self._save = save
        self._known = known
        self._sendables = sendables

    # --- what is to be sent ------------------------------------------------------------------------------

    def submissions(self) -> tuple[Submission, ...]:
        """Every course in which credit was claimed, or taken back after the provider had it; by title."""
        claimed = {sendable.course: sendable.claims for sendable in self._sendables()}
        found = (self._submission(signed, claimed.get(signed.hash, ())) for signed in self._known())
        return tuple(one for one in found if one is not None)

    def _submission(self, signed: SignedCourse, claims: tuple[CreditRow, ...]) -> Submission | None:
        try:
            history = self._walks.history(signed)
        except Problem:
            # A record that cannot be used is told of as a trouble of the desk.
            return None
        here = {claim.number for claim in claims} | {revocation.number for revocation in history.revocations}
        to_submit = history.to_submit & here
        if not claims and not to_submit:
            return None
        reporting = signed.course.reporting
        return Submission(
            course=signed.hash,
            title=signed.course.title,
            provider=signed.course.provider.name,
            claims=claims,
            standing=self._standing(signed, to_submit),
            to_submit=to_submit,
            submitted=history.submitted,
            confirmed=history.submissions[-1].moment if history.submissions else None,
            exports=history.exports,
            untold=is_untold(self._walks.own_events(signed)),
            sealed=reporting is not None and bool(reporting.reading_key),
            store=reporting.store if reporting else "",
            specimen=all(claim.specimen for claim in claims) and not signed.gives_credit,
        )

    def _standing(self, signed: SignedCourse, to_submit: frozenset[str]) -> Standing:
        if not to_submit:
            return Standing.SUBMITTED
        return Standing.WRITTEN if is_written(self._walks.own_events(signed)) else Standing.NOT_WRITTEN

    # --- pre-flight --------------------------------------------------------------------------------------

    def check(self, form: ReportFormat, courses: Sequence[CourseHash]) -> Checked:
        """What the receivers of this form would refuse of these courses, row by row. Records nothing."""
        return self._checked(form, [self._completion(signed) for signed in self._of(courses)])

    def _checked(self, form: ReportFormat, completions: Sequence[LearnerCompletion]) -> Checked:
        rows = tuple(row for completion in completions for row in self._rows(completion))
        objections = self._parts.reporter.check(form, rows, now=self._parts.clock.stamp().moment)
        return Checked(form=form, rows=rows, objections=tuple(objections))

    def _rows(self, completion: LearnerCompletion) -> Iterator[RosterRow]:
        """What stands, and what was taken back after the provider had it."""
        for row in roster_rows(completion):
            if row.taken_back is None or row.number in completion.history.submitted:
                yield row

    def completions(self, courses: Sequence[CourseHash]) -> tuple[LearnerCompletion, ...]:
        """All that is recorded of these courses; none of one in which nothing is.

        What was done on other devices, or before the records were moved here, is joined first, as for a file.
        """
        found = [signed for signed in self._of(courses) if self._walks.history(signed) != History()]
        for signed in found:
            self._walks.journey(signed)
        return tuple(self._completion(signed) for signed in found)

    def _completion(self, signed: SignedCourse) -> LearnerCompletion:
        history = self._walks.history(signed)
        if self.reporting is not None:
            # What was decided last holds for all courses; it is recorded in each when something is written of it.
            history = replace(history, reporting=self.reporting)
        return LearnerCompletion(
            course=signed.course,
            course_hash=signed.hash,
            learner=self._learner(),
            history=history,
            strands=self._walks.strands(signed),
            grade=self._parts.grade(signed),
            specimen=self._is_specimen(signed, history),
        )

    @staticmethod
    def _is_specimen(signed: SignedCourse, history: History) -> bool:
        rows = credit_rows(signed, history)
        return any(row.specimen for row in rows) if rows else not signed.gives_credit

    # --- files -------------------------------------------------------------------------------------------

    def write_completion(self, signed: SignedCourse, to: Path) -> Path:
        """Writes the sealed completion file of this course into the folder `to`, and records that it was."""
        if self._walks.history(signed) == History():
            raise NothingToExport(title=signed.course.title)
        self._record_decision(signed)
        journey = self._walks.journey(signed)
        evidence = self._walks.evidence(signed, self._parts.key.public)
        learner, courier, reporting = self._learner(), self._parts.courier, signed.course.reporting
        # Whom the provider alone can read inside, the file's name does not tell either.
        named = Learner(id=learner.id) if reporting and reporting.reading_key else learner
        file = to / courier.file_name(signed.course.title, named, journey.stream.id)
        data = courier.pack(evidence, asked_only(learner, signed.course), self._parts.key)
        digest = _write_parts(file, (data,))
        journey.exported(digest)
        self._remember(ReportFormat.COMPLETION, file, digest, tuple(self._rows(self._completion(signed))))
        return file

    def write(
        self, form: ReportFormat, courses: Sequence[CourseHash], to: Path, *, xapi: XapiVersion = XapiVersion.ONE
    ) -> WrittenReport:
        """Writes what is ready into the folder `to`; what is not is told and left out.

        Raises `NothingReady`, or the `Problem` of the disk. Only a completion file is recorded in the evidence: the
        other forms say what it says.
        """
        signeds = self._of(courses)
        if form is ReportFormat.COMPLETION:
            # Also of what was only begun: whoever reads it learns what there is.
            return self._write_completions(signeds, to)
        for signed in signeds:
            self._walks.journey(signed)
            self._record_decision(signed)
        completions = [self._completion(signed) for signed in signeds]
        checked = self._checked(form, completions)
        if not checked.ready:
            raise NothingReady(form=form, reasons=_reasons(checked.objections))
        files = self._write_ready(form, checked.ready, completions, to, xapi)
        left_out = tuple(objection for objection in checked.objections if not objection.warning)
        return WrittenReport(form=form, files=tuple(files), rows=checked.ready, left_out=left_out)

    def write_unchecked(self, signed: SignedCourse, to: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
        """Every form but the completion file, whatever stands against it, and why one could not be made.

        For providers, who rehearse a course to see what they will get.
        """
        completion = self._completion(signed)
        rows = tuple(self._rows(completion))
        files: list[Path] = []
        problems: list[Problem] = []
        for form in ReportFormat:
            if form is ReportFormat.COMPLETION:
                continue
            try:
                files += self._write_ready(form, rows, [completion], to)
            except Problem as problem:
                problems.append(problem)
        return tuple(files), tuple(problems)

    def _write_completions(self, signeds: Sequence[SignedCourse], to: Path) -> WrittenReport:
        files = tuple(self.write_completion(signed, to) for signed in signeds)
        rows = tuple(row for signed in signeds for row in self._rows(self._completion(signed)))
        return WrittenReport(form=ReportFormat.COMPLETION, files=files, rows=rows, left_out=())

    def _write_ready(
        self,
        form: ReportFormat,
        rows: Sequence[RosterRow],
        completions: Sequence[LearnerCompletion],
        to: Path,
        xapi: XapiVersion = XapiVersion.ONE,
    ) -> list[Path]:
        ready = {row.course_hash for row in rows}
        reporter = self._parts.reporter
        if form in OF_ONE_LEARNER:
            return [self._write_badge(form, row, to) for row in rows]
        file = to / reporter.file_name(form, rows)
        if form in OF_EVENTS:
            claimed = (one for one in completions if one.course_hash in ready)
            parts = reporter.statements(form, claimed, version=xapi)
        else:
            parts = reporter.table(form, rows)
        self._remember(form, file, _write_parts(file, parts), rows)
        return [file]

    def _write_badge(self, form: ReportFormat, row: RosterRow, to: Path) -> Path:
        (signed,) = self._of((row.course_hash,))
        # The badge names the very file that is inside the certificate, so that whoever has both can tell.
        evidence = self._walks.evidence_of_issue(signed, row.number, self._parts.key.public)
        named = named_only(self._learner(), self._walks.history(signed))
        packed = self._parts.courier.pack(evidence, named, self._parts.key, openly=True)
        file = to / self._parts.reporter.file_name(form, (row,))
        made = self._parts.reporter.badge(form, row, evidence=packed, key=self._parts.key)
        self._remember(form, file, _write_parts(file, (made,)), (row,))
        return file

    # --- what was written where --------------------------------------------------------------------------

    def written(self) -> tuple[WrittenFile, ...]:
        """Every file that was handed on from here, the latest first."""
        return tuple(self._parts.outbox.written(self._learner().id))

    def _remember(self, form: ReportFormat, file: Path, digest: str, rows: Sequence[RosterRow]) -> None:
        """Once the file is there: what cannot be remembered keeps nobody from having it."""
        written = WrittenFile(
            moment=self._parts.clock.stamp().moment,
            form=form,
            file=str(file.absolute()),
            digest=digest,
            numbers=tuple(row.number for row in rows),
        )
        with suppress(Problem):
            self._parts.outbox.keep(self._learner().id, written)

    # --- permission --------------------------------------------------------------------------------------

    @property
    def reporting(self) -> bool | None:
        """Whether the learner lets providers report; None before being asked."""
        return self._learner().reporting

    def decide_reporting(self, *, permitted: bool) -> None:
        """Kept for all courses; recorded at once in each in which something is recorded here."""
        self._save(replace(self._learner(), reporting=permitted))
        for sendable in self._sendables():
            (signed,) = self._of((sendable.course,))
            self._record_decision(signed)

    def _record_decision(self, signed: SignedCourse) -> None:
        if self.reporting is not None and self._walks.history(signed).reporting is not self.reporting:
            self._walks.journey(signed).decide_reporting(permitted=self.reporting)

    # --- receipts ----------------------------------------------------------------------------------------

    def take_receipt(self, file: Path) -> Receipt:
        """Takes in a provider's receipt, keeps it, and records what it confirms; once more changes nothing.

        A receipt that refuses is kept too, and confirms nothing. Raises a `Problem` for one that is not genuine, or not
        for this learner.
        """
        receipt, signed, data = self._parts.reporter.receipt(file, self._known())
        if receipt.learner != self._learner().id:
            raise ReceiptOfAnother(name=file.name)
        digest = hashlib.sha256(data).hexdigest()
        folder = self._parts.profile / RECEIPTS
        make_folder(folder)
        forget_parts(folder)
        write_whole(folder / f"{digest}.receipt", data)
        if receipt.outcome is Outcome.ACCEPTED:
            accepted = ReceiptAccepted(
                completion=receipt.completion, receipt=digest, credited=receipt.credited, taken_back=receipt.taken_back
            )
            self._walks.journey(signed).accept_receipt(accepted)
        return receipt

    # --- inside ------------------------------------------------------------------------------------------

    def _of(self, courses: Sequence[CourseHash]) -> list[SignedCourse]:
        """In the order of the shelf."""
        return [signed for signed in self._known() if signed.hash in courses]


def _reasons(objections: Sequence[Objection]) -> str:
    """Each reason once, at most three."""
    found = list(dict.fromkeys(objection.problem.what for objection in objections if not objection.warning))
    return in_a_row(found[:3]) or Phrase("Nothing was claimed there.")


def _write_parts(file: Path, parts: Iterable[bytes]) -> str:
    """The SHA-256 of what was written, in hex."""
    digest = hashlib.sha256()
    with whole_file(file) as stream:
        for part in parts:
            digest.update(part)
            stream.write(part)
    return digest.hexdigest()
