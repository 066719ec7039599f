"""Export: every completion of this station, or of the whole hall, onto a stick; goes on where it was stopped.

Of an attendee who was only at other stations, the station packs what they did there too: it opens a stream of its own
that joins theirs, as it would if they walked up to it, since a completion file is signed by the device whose stream it
is about. What others recorded stays signed by the others inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from player.desk.batch_choice import CourseNotHere
from player.desk.documents import asked_only
from player.desk.drives import CopyDiffers
from player.desk.parts import Parts
from player.desk.ports import Drive, IsCancelled
from player.desk.seat import Seat
from player.domain.event import CourseHash, StreamId
from player.domain.history import History
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem
from player.kiosk.on_sticks import OnSticks
from player.kiosk.operator_ports import OpensCards, OwnStreams, Particulars
from player.kiosk.operator_problems import (
    CardMissing,
    NothingToPutOnStick,
    SlowStick,
    StickFull,
    StickPulled,
    StickReadOnly,
    StickRefuses,
)
from player.kiosk.stick_folder import StickFolder, Written, folder_on, obstacle_in
from player.kiosk.stick_words import read_me
from player.proof.chain import head_of
from player.proof.evidence import Evidence
from player.proof.export_receipt import ExportReceipt, write_export_receipt
from player.proof.files import CannotRead, CannotWrite, Obstacle
from player.proof.manifest import SignedCourse
from player.proof.sealed_file import seal_file
from player.proof.sealing import PublicReadingKey

ID_SHOWN = 8
LONG_MINUTES = 15
"""From here on it is worth saying that the stick is slow."""
_JUDGED_AFTER_S = 10
_NOTED_EVERY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far an export is. `left_s`: how long it will take from here, None while that cannot be told."""

    done: int
    of: int
    written: int = 0
    left_s: int | None = None
    slow: SlowStick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What was not exported, by the beginning of the learner's id."""

    learner: str
    course: str
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export came to: `written` files were written now, `there` lay there already and are whole.

    `stopped`: why it did not come to its end; then, or when it was cancelled, there is no receipt yet.
    """

    folder: str
    written: int
    there: int
    of: int
    left_out: tuple[LeftOut, ...] = ()
    stopped: Problem | None = None
    cancelled: bool = False

    @property
    def is_complete(self) -> bool:
        return self.stopped is None and not self.cancelled


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """`parts`: those of the station; `sealed_to`: who may open what a course's own provider states no key for."""

    parts: Parts
    station: str
    cards: OpensCards
    own_streams: OwnStreams
    on_sticks: OnSticks
    sealed_to: Sequence[PublicReadingKey]
    now: Callable[[], datetime]
    seconds: Callable[[], float] = monotonic

    def export(self, drive: Drive, on_step: OnStep, is_cancelled: IsCancelled, *, hall: bool = True) -> Exported:
        """`hall`: also of those who were only at other stations, as far as it is known here. On one thread.

        Raises a `Problem` where it cannot begin; what stops it later stands in what it returns.
        """
        jobs = self._jobs(hall=hall)
        if not jobs:
            raise NothingToPutOnStick
        if not drive.writable:
            raise StickReadOnly
        device = self.parts.key.public
        today = self.now().astimezone().date()
        folder = folder_on(drive.root, station=self.station, device=device.id, today=today)
        run = _Run(self, folder, jobs, on_step, is_cancelled)
        try:
            run.go()
        finally:
            run.remember()
        return run.outcome

    def _jobs(self, *, hall: bool) -> Sequence[tuple[LearnerId, Sequence[CourseHash]]]:
        own = {(one.learner, one.course) for one in self.own_streams()}
        courses: dict[LearnerId, list[CourseHash]] = {}
        for learner, course in self.parts.ledger.begun():
            if hall or (learner, course) in own:
                courses.setdefault(learner, []).append(course)
        return tuple(courses.items())

    def receipt(self, files: Sequence[Written]) -> bytes:
        listed = tuple(sorted((line.file for line in files), key=lambda file: file.name))
        told = ExportReceipt(station=self.station, device=self.parts.key.public, finished=self.now(), files=listed)
        return write_export_receipt(told, signer=self.parts.key)

    def packed(self, evidence: Evidence, learner: Learner, signed: SignedCourse) -> bytes:
        """The completion file; where the course states no reading key, sealed as a whole: it tells names."""
        data = self.parts.courier.pack(evidence, asked_only(learner, signed.course), self.parts.key)
        reporting = signed.course.reporting
        return data if reporting and reporting.reading_key else seal_file(data, self.sealed_to)


@dataclass(slots=True)
class _Run:
    """One export on its way."""

    exporter: Exporter
    folder: StickFolder
    jobs: Sequence[tuple[LearnerId, Sequence[CourseHash]]]
    on_step: OnStep
    is_cancelled: IsCancelled
    _known: dict[CourseHash, SignedCourse] = field(init=False)
    _saved: dict[StreamId, int] = field(default_factory=dict[StreamId, int])
    _looked_at: set[StreamId] = field(default_factory=set[StreamId])
    _left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    _begun_s: float = field(init=False)
    _spent_s: float = 0.0
    _done: int = 0
    _written: int = 0
    _there: int = 0
    _stopped: Problem | None = None
    _cancelled: bool = False

    def __post_init__(self) -> None:
        self._known = {signed.hash: signed for signed in self.exporter.parts.shelf.known()}
        self._begun_s = self.exporter.seconds()

    @property
    def of(self) -> int:
        return sum(len(courses) for _, courses in self.jobs)

    @property
    def outcome(self) -> Exported:
        return Exported(
            folder=self.folder.path.name,
            written=self._written,
            there=self._there,
            of=self.of,
            left_out=tuple(self._left_out),
            stopped=self._stopped,
            cancelled=self._cancelled,
        )

    def go(self) -> None:
        try:
            for learner, courses in self.jobs:
                self._sit(learner, courses)
                if self._cancelled:
                    return
            self._check_the_others()
            self.folder.finish(self._receipt(), self._told())
        except (CannotWrite, CannotRead, CopyDiffers) as problem:
            self._stopped = self._worded(problem)

    def remember(self) -> None:
        """What is on the stick is on it, however the export ended."""
        # Should it be forgotten, it is looked at once more, and nothing is lost.
        with suppress(Problem):
            self.exporter.on_sticks.note(self._saved)
            self._saved = {}

    # --- one attendee ------------------------------------------------------------------------------------

    def _sit(self, learner: LearnerId, courses: Sequence[CourseHash]) -> None:
        try:
            found = self.exporter.cards(learner)
        except Problem as problem:
            self._leave_out(learner, courses, problem)
            return
        seat = Seat(self.exporter.parts, learner=lambda: found.learner if found else Learner(id=learner), save=_keep)
        for course in courses:
            if self.is_cancelled():
                self._cancelled = True
                break
            try:
                self._put(seat, learner, course, found)
            except (CannotWrite, CannotRead, CopyDiffers):
                raise
            except Problem as problem:
                self._leave_out(learner, (course,), problem, counted=False)
            self._tell()
        self.exporter.parts.ledger.let_go(learner)

    def _put(self, seat: Seat, learner: LearnerId, course: CourseHash, found: Particulars | None) -> None:
        signed = self._known.get(course)
        if signed is None:
            raise CourseNotHere(course=course[:16])
        if seat.walks.history(signed) == History() and not seat.walks.own_events(signed):
            return
        if found is None:
            raise CardMissing(learner=learner[:ID_SHOWN])
        parts = self.exporter.parts
        evidence = seat.walks.evidence(signed, parts.key.public)
        stream = seat.walks.journey(signed).stream.id
        mark, events = f"{head_of(evidence.bodies).hex()[:32]}-{found.changed}", len(evidence.bodies)
        if self._is_there(stream, mark):
            self._there += 1
        else:
            data = self.exporter.packed(evidence, found.learner, signed)
            name = self.folder.name_for(stream, signed.course.title)
            before = self.exporter.seconds()
            self.folder.save(name, data, stream=stream, mark=mark, events=events)
            self._spent_s += self.exporter.seconds() - before
            self._written += 1
        self._note(stream, events)

    def _is_there(self, stream: StreamId, mark: str) -> bool:
        line = self.folder.written_of(stream)
        return line is not None and line.mark == mark and self.folder.holds(line)

    def _note(self, stream: StreamId, events: int) -> None:
        self._saved[stream] = events
        self._looked_at.add(stream)
        if len(self._saved) >= _NOTED_EVERY:
            self.remember()

    def _leave_out(
        self, learner: LearnerId, courses: Sequence[CourseHash], problem: Problem, *, counted: bool = True
    ) -> None:
        for course in courses:
            known = self._known.get(course)
            title = known.course.title if known else ""
            self._left_out.append(LeftOut(learner=learner[:ID_SHOWN], course=title, problem=problem))
            if counted:
                self._tell()

    # --- the whole ---------------------------------------------------------------------------------------

    def _check_the_others(self) -> None:
        """Files of an earlier export into the same folder that this one had no reason to look at."""
        for line in self.folder.written:
            if line.stream not in self._looked_at and not self.folder.holds(line):
                self.folder.forget(line.stream)

    def _receipt(self) -> bytes:
        return self.exporter.receipt(self.folder.written)

    def _told(self) -> str:
        return read_me(
            station=self.exporter.station,
            finished=self.exporter.now(),
            files=len(self.folder.written),
            left_out=len(self._left_out),
        )

    def _tell(self) -> None:
        self._done += 1
        spent = self.exporter.seconds() - self._begun_s
        left = int(spent / self._done * (self.of - self._done)) if spent > 1 else None
        slow = None
        if left is not None and spent > _JUDGED_AFTER_S and left > LONG_MINUTES * 60 and self._spent_s * 4 > spent:
            slow = SlowStick(minutes=left // 60)
        self.on_step(Step(done=self._done, of=self.of, written=self._written, left_s=left, slow=slow))

    def _worded(self, problem: Problem) -> Problem:
        done, of = self._written + self._there, self.of
        match obstacle_in(problem):
            case Obstacle.FULL:
                return StickFull(done=done, of=of)
            case Obstacle.READ_ONLY:
                return StickReadOnly() if done == 0 else StickPulled(done=done, of=of)
            case Obstacle.GONE:
                return StickPulled(done=done, of=of)
            case None:
                return problem
            case _:
                name, reason = (str(problem.data.get(word, "")) for word in ("name", "reason"))
                return StickRefuses(name=name, reason=reason, done=done, of=of)


def _keep(_: Learner) -> None:
    """An export changes nobody's particulars."""
