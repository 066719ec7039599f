"""The desk: what a learner (or a command, or a test) can ask of the program as a whole.

All calls come from one thread; in the window that is the desk's own worker, never the thread that draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from player.desk.checkup import CheckUps
from player.desk.documents import issued_for
from player.desk.earned import CreditRow, Earned, Sendable, each_claim_once, earned_in
from player.desk.library import Library, Listing
from player.desk.notes import Notes
from player.desk.ports import (
    BackedUp,
    Care,
    Courier,
    EngineMaker,
    EvidenceLedger,
    Examined,
    IsCancelled,
    Machine,
    Notebook,
    OnProgress,
    Package,
    People,
    Press,
    PreviewsMaker,
    SelfTest,
    Shelf,
    TakenBack,
    Trial,
    Verified,
    Verifier,
)
from player.desk.problems import CertificateMissing, CertificateUnreadable, NoName, NothingToExport
from player.desk.record_facts import Records
from player.desk.walks import Walks
from player.desk.who import Who, who_learns
from player.domain.certificate import CertificateFacts, certificate_facts
from player.domain.checkup.report import CheckUp
from player.domain.clock import Clock
from player.domain.course import Course
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.event import DeviceId, EventStream, Purpose, StreamId, StreamOpened
from player.domain.history import Claim, History, Issue
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.domain.permit import certificate_number
from player.domain.problem import Problem
from player.domain.progress import Progress, progress_of
from player.domain.timekeeping import ClockRemark, clock_remarks
from player.domain.update import Update, update_between
from player.proof import token
from player.proof.chain import head_of
from player.proof.files import make_folder, write_whole
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.token import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The real parts, chosen in `bootstrap`."""

    profile: Path
    shelf: Shelf
    ledger: EvidenceLedger
    people: People
    notebook: Notebook
    press: Press
    courier: Courier
    verifier: Verifier
    machine: Machine
    engines: EngineMaker
    previews: PreviewsMaker
    clock: Clock
    key: PrivateKey
    new_learner: Callable[[], Learner]
    new_stream_id: Callable[[], StreamId]
    trial: Trial
    self_test: Callable[[], SelfTest]
    care: Care
    reopened: Callable[[], Parts]
    rehearsing: bool = False


class Desk:
    """One learner's desk over one profile."""

    def __init__(self, parts: Parts) -> None:
        self._sit_down(parts)

    def _sit_down(self, parts: Parts) -> None:
        self._parts = parts
        self._who = who_learns(parts.people, parts.ledger, parts.new_learner)
        self._walks = Walks(
            ledger=parts.ledger,
            clock=parts.clock,
            learner=lambda: self._who.learner,
            begin=self._begin,
            editions=parts.shelf.editions,
            purpose=self._purpose,
        )
        self.notes = Notes(parts.notebook, clock=parts.clock, learner=lambda: self._who.learner.id)
        records = Records(
            now=self.now,
            last=parts.ledger.last_at,
            last_backup=parts.care.last_backup,
            printed_name=lambda: self._who.learner.printed_name,
            lacking_letters=parts.press.lacking,
        )
        self.checkups = CheckUps(parts.machine, records, parts.trial)
        self.courses = Library(parts.shelf, progress=self.progress, changed=self._walks.look_again)

    @property
    def profile(self) -> Path:
        return self._parts.profile

    @property
    def learner(self) -> Learner:
        return self._who.learner

    def save_learner(self, learner: Learner) -> Learner:
        """Keeps the particulars; they never enter the ledger."""
        self._parts.people.save(learner)
        self._who = Who(learner)
        self._walks.learner_changed()
        return learner

    def troubles(self) -> tuple[Problem, ...]:
        """What is wrong with the records: unreadable particulars, and courses whose record is damaged."""
        unreadable = self._who.problem
        return (*((unreadable,) if unreadable else ()), *self._parts.ledger.damaged())

    # --- the library -------------------------------------------------------------------------------------

    def library(self) -> tuple[Listing, ...]:
        """Every course on the shelf with its progress, and every file that cannot be opened with its problem."""
        return self.courses.listings()

    def add_course(
        self, file: Path, on_progress: OnProgress | None = None, is_cancelled: IsCancelled | None = None
    ) -> SignedCourse:
        """Copies a package onto the shelf, verified as it is copied."""
        return self.courses.add(file, on_progress, is_cancelled)

    def package(self, word: str) -> Package:
        """The package of a course on the shelf, by its id, hash or path."""
        return self.courses.package(word)

    def cover(self, signed: SignedCourse) -> bytes | None:
        """The cover's bytes; a damaged or missing one gives none, and a drawn cover stands in."""
        return self.courses.cover(signed)

    # --- the way through a course ------------------------------------------------------------------------

    def progress(self, signed: SignedCourse) -> Progress:
        """How far the learner has come; looking at a course records nothing."""
        history = self._walks.history(signed)
        now = history.moment_of(self._parts.clock.stamp())
        return progress_of(signed.course, history, now=now, profession=self.learner.profession)

    def journey(self, signed: SignedCourse) -> Journey:
        """The learner's journey through this course; the first call for a course opens its stream on this device.

        What was recorded elsewhere and is here by now is joined first.
        """
        return self._walks.journey(signed)

    def update_of(self, signed: SignedCourse) -> Update | None:
        """What this version keeps of the latest earlier one in which the learner did anything; None without one."""
        before = self._walks.begun_in(signed)
        return None if before is None else update_between(before.course, signed.course)

    def correct_clock(self, signed: SignedCourse, moment: datetime) -> Progress:
        """The learner says that it is `moment` now: in this course that counts until the computer is started again."""
        return self.journey(signed).correct_clock(moment)

    def clock_remarks(self, signed: SignedCourse) -> tuple[ClockRemark, ...]:
        """What the clocks of this computer went through while the learner was in this course."""
        return clock_remarks(self._walks.own_events(signed))

    def today(self, signed: SignedCourse) -> datetime:
        """Now, as it counts in this course: by the learner's word where that was given."""
        return self._walks.history(signed).moment_of(self._parts.clock.stamp())

    def now(self) -> datetime:
        """By the computer's own clock."""
        return self._parts.clock.stamp().moment

    # --- documents ---------------------------------------------------------------------------------------

    def issue_certificate(self, signed: SignedCourse, offer: str) -> Path:
        """Makes the document of a claim and keeps it; one that was issued is found or made again, not doubled.

        A claim that was made in an earlier version of the course has the document of that version. None is issued anew
        once the key that signed the course was revoked: it would prove nothing.
        """
        if not self.learner.printed_name:
            raise NoName
        journey = self.journey(signed)
        claim = journey.history.claim_for(offer)
        if claim is None:
            raise CertificateMissing(title=signed.course.title)
        made_in = self._walks.made_in(signed, claim)
        if made_in.hash != signed.hash:
            return self.issue_certificate(made_in, offer)
        issue = journey.history.issue_for(offer)
        if issue is None:
            if signed.revocation:
                raise signed.revocation
            facts = self._document(signed.course, journey.history, claim)
            self._keep_printed_name(facts)
            issued = issued_for(signed.course, claim, facts, salt=self._parts.new_stream_id(), key=self._parts.key)
            journey.issue_certificate(issued)
            issue = journey.history.issue_for(offer)
        file = self.certificate_file(certificate_number(claim))
        if not file.exists() and issue is not None:
            make_folder(file.parent)
            write_whole(file, self._print(signed, journey, claim, issue))
        return file

    def certificate_bytes(self, signed: SignedCourse, offer: str) -> bytes:
        """The document of a claim as it was issued; made first where it was not yet."""
        file = self.issue_certificate(signed, offer)
        try:
            return file.read_bytes()
        except OSError as error:
            raise CertificateUnreadable(number=file.stem, details=str(error)) from None

    def certificate_file(self, number: str) -> Path:
        return self._parts.profile / "certificates" / f"{number}.pdf"

    def certificate_text(self, signed: SignedCourse, offer: str) -> CertificateFacts:
        """What the certificate says, for the text beside the picture."""
        journey = self.journey(signed)
        claim = journey.history.claim_for(offer)
        if claim is None:
            raise CertificateMissing(title=signed.course.title)
        made_in = self._walks.made_in(signed, claim)
        if made_in.hash != signed.hash:
            return self.certificate_text(made_in, offer)
        return self._document(signed.course, journey.history, claim)

    def export(self, signed: SignedCourse, to: Path) -> Path:
        """Writes the completion file of this course into the folder `to`."""
        if self._walks.history(signed) == History():
            raise NothingToExport(title=signed.course.title)
        journey = self.journey(signed)
        evidence = self._walks.evidence(signed, self._parts.key.public)
        file = to / self._parts.courier.file_name(signed.course.title, self.learner, journey.stream.id)
        data = self._parts.courier.pack(evidence, self.learner, self._parts.key)
        write_whole(file, data)
        journey.exported(hashlib.sha256(data).hexdigest())
        return file

    def verify(self, file: Path) -> Verified:
        return self._parts.verifier(file)

    # --- what was earned ---------------------------------------------------------------------------------

    def credits(self) -> tuple[CreditRow, ...]:
        """Every claim in the courses that were ever here, the latest completion first."""
        rows = (row for sendable in self.to_send() for row in sendable.claims)
        return tuple(sorted(rows, key=lambda row: (row.day, row.title), reverse=True))

    def to_send(self) -> tuple[Sendable, ...]:
        """The courses in which credit was claimed, by title; their files may have been removed since."""
        earned = [one for signed in self.courses.known() if (one := self._earned(signed)) is not None]
        return tuple(sendable for sendable in each_claim_once(earned) if sendable.claims)

    # --- the check-up ------------------------------------------------------------------------------------

    def record_check_up(self, signed: SignedCourse, checkup: CheckUp) -> bool:
        """Keeps what a check-up came to, and whether: it begins no course as a specimen, since it would stay one."""
        if not signed.gives_credit and self._walks.history(signed) == History():
            return False
        self.journey(signed).checked_up(checkup.counts, report=checkup.id)
        return True

    def self_test(self) -> SelfTest:
        """The ten-second test of sound, picture and captions. Raises a `Problem` where it is missing."""
        return self._parts.self_test()

    def print_check_up(self, checkup: CheckUp) -> bytes:
        """The report as a PDF."""
        return self._parts.press.check_up(checkup)

    def pack_check_up(self, checkup: CheckUp) -> bytes:
        """The report as JSON, for programs."""
        return self._parts.courier.check_up(checkup)

    def engine(self, *, headless: bool = False) -> MediaEngine:
        """A new engine that plays recordings."""
        return self._parts.engines(headless=headless)

    def previews(self, source: MediaSource) -> PreviewMaker:
        """What fetches small pictures of a recording. Raises a `Problem` where recordings cannot be played."""
        return self._parts.previews(source)

    # --- the records as a whole --------------------------------------------------------------------------

    def examine(self) -> tuple[Examined, ...]:
        """Looks through everything that is recorded here, and changes nothing."""
        return tuple(self._parts.care.examine())

    def last_backup(self) -> date | None:
        """The day of the last backup that was made by itself."""
        return self._parts.care.last_backup()

    def back_up(self, to: Path) -> BackedUp:
        """Writes records and particulars into the file `to`."""
        return self._parts.care.back_up(to)

    def take_back(self, file: Path) -> TakenBack:
        """Puts a backup back, or into what is here; nothing that is here is lost. All journeys begin anew."""
        self.close()
        try:
            return self._parts.care.take_back(file)
        finally:
            self._sit_down(self._parts.reopened())

    def begin_anew(self) -> None:
        """Takes everything up again as it lies on the disk, after whom is believed has changed. Journeys begin anew."""
        self.close()
        self._sit_down(self._parts.reopened())

    def close(self) -> None:
        self._parts.ledger.close()
        self._parts.people.close()

    # --- inside ------------------------------------------------------------------------------------------

    def _earned(self, signed: SignedCourse) -> Earned | None:
        """None for a course whose record cannot be used: `troubles` tells of it."""
        try:
            history = self._walks.history(signed)
        except Problem:
            return None
        return earned_in(signed, history)

    def _begin(self, signed: SignedCourse) -> EventStream:
        if self._who.is_new:
            # The records will name this id: it must be known again even if they are damaged one day.
            self.save_learner(self.learner)
        return self._parts.ledger.open(self._opening(signed))

    def _opening(self, signed: SignedCourse) -> StreamOpened:
        return StreamOpened(
            stream=self._parts.new_stream_id(),
            device=DeviceId(self._parts.key.public.id),
            learner=self.learner.id,
            course=signed.course.id,
            course_version=signed.course.version,
            course_hash=signed.hash,
            policy=signed.course.watch.version,
            attempt=1,
            purpose=self._purpose(signed),
        )

    def _purpose(self, signed: SignedCourse) -> Purpose:
        if self._parts.rehearsing:
            return Purpose.REHEARSAL
        return Purpose.CREDIT if signed.gives_credit else Purpose.SPECIMEN

    def _document(self, course: Course, history: History, claim: Claim) -> CertificateFacts:
        return certificate_facts(course=course, history=history, claim=claim, learner=self.learner, issued=claim.moment)

    def _print(self, signed: SignedCourse, journey: Journey, claim: Claim, issue: Issue) -> bytes:
        """The document with the evidence as it stood when it was issued."""
        course = signed.course
        facts = self._document(course, journey.history, claim)
        evidence = self._walks.evidence(signed, self._parts.key.public)
        grant = course.grant
        image = self._parts.shelf.picture(signed, grant.signature.path) if grant and grant.signature else None
        return self._parts.press.certificate(
            facts,
            evidence=self._parts.courier.pack(evidence, self.learner, self._parts.key),
            evidence_name=self._parts.courier.file_name(course.title, self.learner, journey.stream.id),
            token=token.write(
                Token(
                    number=issue.certificate.number,
                    facts=issue.certificate.facts,
                    head=head_of(evidence.bodies).hex(),
                ),
                self._parts.key,
            ),
            signature_image=image,
            key=self._parts.key,
        )

    def _keep_printed_name(self, facts: CertificateFacts) -> None:
        others = tuple(pair for pair in self.learner.printed_as if pair[0] != facts.number)
        self.save_learner(replace(self.learner, printed_as=(*others, (facts.number, facts.name))))
