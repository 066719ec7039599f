"""The desk: what a learner (or a command, or a test) can ask of the program as a whole.

All calls come from one thread; in the window that is the desk's own worker, never the thread that draws.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from player.desk.checkup import CheckUps
from player.desk.drives import Sticks
from player.desk.earned import CreditRow, Earned, Sendable, each_claim_once, earned_in
from player.desk.home_file import HomeFiles
from player.desk.homecoming import Homecoming
from player.desk.judged import Verified, of_one_course
from player.desk.library import Editions, FirstSight, Library, Listing, ProgressIn
from player.desk.notes import Notes
from player.desk.parts import Parts
from player.desk.ports import BackedUp, Examined, IsCancelled, OnProgress, Package, SelfTest, TakenBack
from player.desk.record_facts import Records
from player.desk.seat import Seat
from player.desk.sending import Sending
from player.desk.transcripts import Transcripts
from player.desk.who import Who, who_learns
from player.domain.checkup.report import CheckUp
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.history import History
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.domain.progress import Progress, progress_of
from player.domain.timekeeping import ClockRemark, clock_remarks
from player.domain.update import Update, update_between
from player.proof.manifest import SignedCourse


class Desk:
    """One learner's desk over one profile."""

    def __init__(self, parts: Parts) -> None:
        self._sit_down(parts)

    def _sit_down(self, parts: Parts) -> None:
        self._parts = parts
        self._who = who_learns(parts.people, parts.ledger, parts.new_learner)
        self._seat = Seat(
            parts, learner=lambda: self._who.learner, save=self.save_learner, is_new=lambda: self._who.is_new
        )
        self._walks = self._seat.walks
        self.documents = self._seat.documents
        self.transcripts = Transcripts(parts, self._walks, learner=lambda: self._who.learner, rows=self.credits)
        self.notes = Notes(parts.notebook, clock=parts.clock, learner=lambda: self._who.learner.id)
        records = Records(
            now=self.now,
            last=parts.ledger.last_at,
            last_backup=parts.care.last_backup,
            printed_name=lambda: self._who.learner.printed_name,
            lacking_letters=parts.press.lacking,
        )
        self.sticks = Sticks(parts.drives)
        self.checkups = CheckUps(parts.machine, records, parts.trial)
        self.sending = Sending(
            parts,
            self._walks,
            learner=lambda: self._who.learner,
            save=self.save_learner,
            known=parts.shelf.known,
            sendables=self.to_send,
        )
        self.home_files = HomeFiles(parts, self._walks, learner=lambda: self._who.learner, known=parts.shelf.known)
        self.homecoming = Homecoming(
            parts, learner=lambda: self._who.learner, save=self.save_learner, look_again=self._walks.look_again
        )
        self.courses = Library(parts.shelf, glance=self._glance, changed=self._walks.look_again)

    @property
    def profile(self) -> Path:
        return self._parts.profile

    @property
    def learner(self) -> Learner:
        return self._who.learner

    @property
    def is_untouched(self) -> bool:
        """Whether nobody gave a name here, or did anything in a course, yet."""
        if self.learner.name or self._who.problem is not None:
            return False
        try:
            return not self._parts.ledger.begun()
        except Problem:  # Records that cannot be read are no empty ones.
            return False

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

    def first_sight(self) -> FirstSight | None:
        """What of a large library is seen first, for whoever cannot wait for all of it; None where nobody waits long.

        Each course of it is checked as ever.
        """
        try:
            reaches = self._parts.ledger.reaches(self.learner.id)
        except Problem:
            # Where the list of them is damaged, the library as a whole says so.
            return None
        return self.courses.first(reaches, self.now())

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
        return self._progress(signed, self._walks.history(signed))

    def journey(self, signed: SignedCourse) -> Journey:
        """The learner's journey through this course; the first call for a course opens its stream on this device.

        What was recorded elsewhere and is here by now is joined first.
        """
        return self._walks.journey(signed)

    def look_again(self) -> None:
        """More may be recorded by now than was seen: another device's records were merged. For any thread."""
        self._walks.look_again()

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

    def export(self, signed: SignedCourse, to: Path) -> Path:
        """Writes the completion file of this course into the folder `to`."""
        return self.sending.write_completion(signed, to)

    def verify(self, file: Path) -> Verified:
        """A completion file or a certificate, judged by itself and by what is known here of its being taken back."""
        return self.documents.with_what_came_after(of_one_course(self._parts.verifier(file)))

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

    def _progress(self, signed: SignedCourse, history: History) -> Progress:
        now = history.moment_of(self._parts.clock.stamp())
        return progress_of(signed.course, history, now=now, profession=self.learner.profession)

    def _glance(self, editions: Editions | None) -> ProgressIn:
        """How far the learner has come in each of many courses, which are all looked at together."""
        history = self._walks.glance(self._parts.shelf.all_editions() if editions is None else editions)
        return lambda signed: self._progress(signed, history(signed))

    def _earned(self, signed: SignedCourse) -> Earned | None:
        """None for a course whose record cannot be used: `troubles` tells of it."""
        try:
            history = self._walks.history(signed)
        except Problem:
            return None
        return earned_in(signed, history)
