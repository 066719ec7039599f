"""A host for one page, and a real desk over parts made by hand: real chain and replay, in a temporary folder."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from fpdf import FPDF
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from player.bootstrap.papers import FileCourier, PaperPress
from player.bootstrap.places import Places
from player.bootstrap.verifying import verifier_over
from player.desk.desk import Desk
from player.desk.first_sight import Glimpse, Outline
from player.desk.judged import Verified
from player.desk.parts import Parts
from player.desk.ports import Asking, IsCancelled, OnProgress, PrintJob, Question, Reading, SelfTest
from player.domain.certificate import CertificateFacts
from player.domain.checkup.report import CheckUp
from player.domain.course import ContentHash, Course, CourseId, SessionId
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.evaluation import Response
from player.domain.event import MILESTONES, CourseHash, StreamId, StreamOpened
from player.domain.learner import Learner, LearnerId
from player.domain.learner_completion import LearnerCompletion
from player.domain.note import Note, NoteId
from player.domain.outbox import WrittenFile
from player.domain.problem import Problem
from player.domain.receipt import Receipt
from player.domain.report_format import Objection, ReportFormat, XapiVersion
from player.domain.reported import ReportedCredit, ReportedId
from player.domain.requirement import Fact, Facts
from player.domain.roster import RosterRow
from player.domain.tally import Reach
from player.domain.template import PaperSize
from player.domain.transcript import Transcript
from player.domain.watch import Interval, Span
from player.domain.whereabouts import Whereabouts
from player.exchange.transcript_table import csv_bytes
from player.proof import manifest
from player.proof.chain import Head, head_of, sign_head
from player.proof.envelope import Envelope
from player.proof.evidence import Evidence, verify
from player.proof.keys import PrivateKey
from player.proof.manifest import Manifest, Member, SignedCourse
from player.proof.problems import NotReadable
from player.proof.strand import Checked, Strand, check_strand
from player.proof.trust import Publisher, Trust
from player.ui.desktop.port import Desktop, Showing
from player.ui.door import Door
from player.ui.host import Route
from player.ui.language import Speech
from player.ui.settings import Settings
from player.ui.theme import Theme
from tests.builders import COURSE, PHYSICIAN, RESPONSES, RIGHT
from tests.fakes import FakeClock, FakeLedger

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PUBLISHER = PrivateKey.generate()
TRUST = Trust((Publisher(name="Example Medical College", keys=(PUBLISHER.public,), specimen=False),))
LONGEST_WAIT_MS = 20_000


def signed(course: Course, *, trust: Trust = TRUST) -> SignedCourse:
    """A course as it comes out of a package: its manifest really signed."""
    empty = Member(path="blocks", size=0, content=ContentHash("0" * 64))
    written = Manifest(
        format=manifest.FORMAT,
        publisher_key=PUBLISHER.public.raw.hex(),
        course=course,
        blocks=empty,
        members=(),
    )
    return manifest.read(manifest.sign(written, PUBLISHER), trust, name=course.title)


class NoSource:
    """Bytes that nobody reads."""

    name = "talk.mp4"
    size = 0

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class FakePackage:
    """A package whose files are held in memory."""

    def __init__(self, course: SignedCourse, files: dict[str, bytes] | None = None) -> None:
        self.signed = course
        self.path = Path(f"{course.course.id}.course")
        self.files = files or {}

    def read(self, member: str) -> bytes:
        if member not in self.files:
            raise NotReadable(name=member, kind="a file of the course", reason="it is missing.")
        return self.files[member]

    def source(self, member: str) -> MediaSource:
        return NoSource()

    def verify(self, on_progress: object = None) -> None:
        """Nothing lies on a disk."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeShelved:
    path: Path
    package: FakePackage | None
    problem: Problem | None = None
    where: Whereabouts = Whereabouts.HERE
    superseded: bool = False
    size: int = 0

    @property
    def signed(self) -> SignedCourse | None:
        return self.package.signed if self.package else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeMended:
    blocks: int = 3
    bad: int = 0
    fetched: int = 0
    frame: bool = False
    left: Problem | None = None


class FakeShelf:
    """A shelf that holds the packages it was given."""

    def __init__(self, packages: Iterable[FakePackage]) -> None:
        self.held = list(packages)
        self.gone: list[FakePackage] = []
        self.broken: list[FakeShelved] = []
        self.told: dict[CourseHash, FakeShelved] = {}
        """What is said of a package in place of that it is here and whole."""

    def add(
        self,
        file: Path,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        *,
        in_place: bool = False,
    ) -> FakePackage:
        return self.find(str(file))

    def remove(self, word: str) -> int:
        """The course is known all the same."""
        package = self.find(word)
        self.held.remove(package)
        self.gone.append(package)
        return 1_000

    def repair(self, word: str, good: str, on_progress: object = None) -> FakeMended:
        return FakeMended()

    def forget_leftovers(self) -> int:
        return 0

    def known(self) -> Sequence[SignedCourse]:
        return [package.signed for package in (*self.held, *self.gone)]

    def picture(self, signed: SignedCourse, path: str) -> bytes:
        return self.find(signed.hash).read(path)

    @property
    def home(self) -> Path:
        return Path("courses")

    def choose_home(self, folder: Path | None) -> None:
        """There is but one."""

    def move_home(self, on_progress: object = None, is_cancelled: object = None) -> int:
        return 0

    def packages(self) -> Sequence[FakeShelved]:
        held = (self.told.get(p.signed.hash, FakeShelved(path=p.path, package=p)) for p in self.held)
        return [*held, *self.broken]

    def editions(self, signed: SignedCourse) -> Sequence[SignedCourse]:
        line = [p.signed for p in self.held if p.signed.course.id == signed.course.id and p.signed.hash != signed.hash]
        return sorted(line, key=lambda other: other.course.version)

    def all_editions(self) -> Mapping[CourseHash, Sequence[SignedCourse]]:
        return {package.signed.hash: self.editions(package.signed) for package in self.held}

    def outlines(self) -> Sequence[Outline]:
        """None: it is looked at as a whole."""
        return ()

    def glimpse(self, courses: Collection[CourseHash]) -> Glimpse:
        raise NotImplementedError

    def find(self, word: str) -> FakePackage:
        found = (p for p in (*self.held, *self.gone) if word in (p.signed.hash, p.signed.course.id, str(p.path)))
        package = next(found, None)
        if package is None:
            raise NotReadable(name=word, kind="a course", reason="it is not on the shelf.")
        return package


@dataclass(frozen=True, slots=True)
class FakeIntroduced:
    file: Path
    fingerprint: str = "0123456789abcdef"
    name: str = "Example Academy"
    groups: str = "0123 4567 89ab cdef"
    change: str = "Its courses can then give credit here."
    proven: bool = False


class NobodyKnown:
    """An introducer to whom each file brings the same stranger."""

    def __init__(self) -> None:
        self.believed: list[tuple[Path, str]] = []

    def describe(self, file: Path) -> FakeIntroduced:
        return FakeIntroduced(file)

    def believe(self, file: Path, fingerprint: str) -> None:
        self.believed.append((file, fingerprint))


class FakeEvidenceLedger(FakeLedger):
    """A ledger in memory that hands out bytes and signs heads as the real one does."""

    def __init__(self, clock: FakeClock, key: PrivateKey) -> None:
        super().__init__(clock)
        self._key = key

    def last_at(self) -> datetime | None:
        stamps = (event.stamp.moment for stream in self.streams() for event in stream.events)
        return max(stamps, default=None)

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]:
        openings = (stream.events[0].fact for stream in self.streams())
        pairs = ((one.learner, one.course_hash) for one in openings if isinstance(one, StreamOpened))
        return list(dict.fromkeys(pairs))

    def reaches(self, learner: LearnerId) -> Sequence[Reach]:
        return [Reach(course=course) for who, course in self.begun() if who == learner]

    def let_go(self, learner: LearnerId) -> None:
        """Memory is all that there is."""

    def damaged(self) -> Sequence[Problem]:
        return ()

    def bodies(self, stream_id: StreamId) -> tuple[bytes, ...]:
        return next(stream for stream in self.streams() if stream.id == stream_id).bodies

    def sign_head(self, stream_id: StreamId) -> Envelope:
        return self._head(stream_id, len(self.bodies(stream_id)))

    def heads(self, stream_id: StreamId) -> tuple[Envelope, ...]:
        """After each milestone, and after the last event."""
        events = next(stream for stream in self.streams() if stream.id == stream_id).events
        counts = [event.seq + 1 for event in events if type(event.fact) in MILESTONES]
        return tuple(self._head(stream_id, count) for count in dict.fromkeys((*counts, len(events))))

    def _head(self, stream_id: StreamId, count: int) -> Envelope:
        bodies = self.bodies(stream_id)[:count]
        return sign_head(Head(stream=stream_id, seq=count - 1, hash=head_of(bodies).hex()), self._key)

    def branches(self, *, learner: LearnerId, course_hash: CourseHash, beside: StreamId) -> Sequence[Checked]:
        """Every stream is its own only branch, as this device recorded it."""
        if {stream.id for stream in self.streams()} == {beside}:
            return ()
        strands = (Strand(bodies=s.bodies, heads=self.heads(s.id), device=self._key.public) for s in self.streams())
        checked = (check_strand(strand) for strand in strands)
        wanted = (learner, course_hash)
        return tuple(branch for branch in checked if (branch.opening.learner, branch.opening.course_hash) == wanted)

    def close(self) -> None:
        """Nothing is open."""


class FakeNotebook:
    """Notes in memory; `problem` is raised instead of keeping one."""

    def __init__(self) -> None:
        self.kept: dict[NoteId, tuple[LearnerId, Note]] = {}
        self.problem: Problem | None = None

    def notes(self, learner: LearnerId, course: CourseId) -> list[Note]:
        return [note for owner, note in self.kept.values() if (owner, note.course) == (learner, course)]

    def keep(self, learner: LearnerId, note: Note) -> None:
        if self.problem is not None:
            raise self.problem
        self.kept[note.id] = (learner, note)

    def remove(self, note: NoteId) -> None:
        self.kept.pop(note, None)


class FakePeople:
    def __init__(self, learner: Learner | None) -> None:
        self.kept = learner

    def load(self) -> Learner | None:
        return self.kept

    def everybody(self) -> list[Learner]:
        return [self.kept] if self.kept else []

    def save(self, learner: Learner) -> None:
        self.kept = learner

    def amend(self, learner: Learner) -> None:
        self.kept = learner

    def close(self) -> None:
        """Nothing is open."""


class FakeReports:
    """Credit from elsewhere in memory; `problem` is raised instead of keeping any."""

    def __init__(self) -> None:
        self.kept: dict[ReportedId, tuple[LearnerId, ReportedCredit]] = {}
        self.problem: Problem | None = None

    def reported(self, learner: LearnerId) -> list[ReportedCredit]:
        return [credit for owner, credit in self.kept.values() if owner == learner]

    def keep(self, learner: LearnerId, credit: ReportedCredit) -> None:
        if self.problem is not None:
            raise self.problem
        self.kept[credit.id] = (learner, credit)

    def remove(self, credit: ReportedId) -> None:
        self.kept.pop(credit, None)


class FakePress:
    """Prints a plain page; `printed` are the facts it was given, `problem`, once set, is raised instead.

    `damaged`: documents that are not as they were signed; `transcripts`: those that were asked for.
    """

    def __init__(self) -> None:
        self.printed: list[CertificateFacts] = []
        self.problem: Problem | None = None
        self.unprintable: Problem | None = None
        self.damaged: set[bytes] = set()
        self.transcripts: list[tuple[Transcript, tuple[str, ...]]] = []

    def certificate(self, job: PrintJob, *, key: PrivateKey) -> bytes:
        if self.problem is not None:
            raise self.problem
        self.printed.append(job.facts)
        return _page(job.facts.heading) + b"\n%" + job.evidence

    def certificates(self, jobs: Iterable[PrintJob], *, key: PrivateKey, processes: int) -> Generator[bytes | Problem]:
        for job in jobs:
            yield self.problem or self.certificate(job, key=key)

    def require_printable(self, facts: CertificateFacts) -> None:
        if self.unprintable is not None:
            raise self.unprintable

    def is_whole(self, pdf: bytes, *, key: PrivateKey) -> bool:
        return pdf not in self.damaged

    def transcript(
        self, transcript: Transcript, *, evidence: Sequence[tuple[str, bytes]], key: PrivateKey, paper: PaperSize
    ) -> bytes:
        if self.problem is not None:
            raise self.problem
        self.transcripts.append((transcript, tuple(name for name, _ in evidence)))
        return _page("Credit transcript")

    def lacking(self, name: str) -> int:
        return 0

    def check_up(self, checkup: CheckUp) -> bytes:
        return b"%PDF " + checkup.id.encode()


def _ink() -> bytes:
    """A picture of a signature."""
    written = io.BytesIO()
    Image.new("L", (120, 30), 90).save(written, "PNG")
    return written.getvalue()


def _page(heading: str) -> bytes:
    page = FPDF(orientation="landscape", format="letter")
    page.add_page()
    page.set_font("helvetica", size=28)
    page.cell(0, 40, heading, align="C")
    return bytes(page.output())


class FakeCourier:
    """Packs a word instead of the evidence, and remembers which evidence belongs to it."""

    def __init__(self) -> None:
        self.packed: dict[bytes, tuple[Evidence, Learner]] = {}

    def pack(self, evidence: Evidence, learner: Learner, key: PrivateKey, *, openly: bool = False) -> bytes:
        word = b"evidence-%d." % len(self.packed)
        self.packed[word] = (evidence, learner)
        return word

    def file_name(self, course: str, learner: Learner, stream: StreamId) -> str:
        return f"{course} {stream[-4:]}.completion"

    def check_up(self, checkup: CheckUp) -> bytes:
        return json.dumps({"id": checkup.id}).encode()

    def table(self, transcript: Transcript) -> bytes:
        return csv_bytes(transcript)


class FakeOutbox:
    """Remembers."""

    def __init__(self) -> None:
        self.files: list[WrittenFile] = []

    def written(self, learner: LearnerId) -> Sequence[WrittenFile]:
        return self.files[::-1]

    def keep(self, learner: LearnerId, file: WrittenFile) -> None:
        self.files.append(file)


class FakeReporter:
    """Writes the numbers of the rows; objects as it was told to, by the number of a row, and hands out receipts."""

    def __init__(self) -> None:
        self.objecting: Callable[[ReportFormat, RosterRow], Iterable[Objection]] = lambda _form, _row: ()
        self.receipts: dict[str, Callable[[SignedCourse], Receipt]] = {}
        """By the name of the file: the receipt, given the course that it is about (the first with credit)."""
        self.problem: Problem | None = None

    def check(self, form: ReportFormat, rows: Sequence[RosterRow], *, now: datetime) -> Sequence[Objection]:
        return [objection for row in rows for objection in self.objecting(form, row)]

    def table(self, form: ReportFormat, rows: Iterable[RosterRow]) -> Generator[bytes]:
        for row in rows:
            yield f"{form} {row.number}\n".encode()

    def statements(
        self, form: ReportFormat, completions: Iterable[LearnerCompletion], *, version: XapiVersion = XapiVersion.ONE
    ) -> Generator[bytes]:
        for completion in completions:
            yield f"{form} {version} {completion.course.id}\n".encode()

    def badge(self, form: ReportFormat, row: RosterRow, *, evidence: bytes, key: PrivateKey) -> bytes:
        return f"{form} {row.number}".encode()

    def file_name(self, form: ReportFormat, rows: Sequence[RosterRow]) -> str:
        return f"{rows[0].number}.{form}"

    def receipt(self, file: Path, courses: Sequence[SignedCourse]) -> tuple[Receipt, SignedCourse, bytes]:
        if self.problem is not None:
            raise self.problem
        receipts = ((self.receipts[file.name](course), course) for course in courses)
        receipt, course = next(pair for pair in receipts if pair[0].course_hash == pair[1].hash)
        return receipt, course, file.read_bytes()


class FakeVerifier:
    """Replays the evidence that the courier packed under the word that ends the file."""

    def __init__(self, courier: FakeCourier) -> None:
        self._courier = courier
        self.problem: Problem | None = None

    def __call__(self, file: Path) -> Verified:
        if self.problem is not None:
            raise self.problem
        data = file.read_bytes()
        found = next((held for word, held in self._courier.packed.items() if data.endswith(word)), None)
        if found is None:
            raise NotReadable(name=file.name, kind="a file that Carrel wrote", reason="it is damaged.")
        evidence, learner = found
        is_pdf = data.startswith(b"%PDF")
        return Verified(
            file=file,
            kind="certificate" if is_pdf else "completion file",
            verdict=verify(evidence, TRUST),
            learner=learner,
            certificate_number=file.stem if is_pdf else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeExamined:
    outcome: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeBackedUp:
    events: int = 12
    damaged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeTakenBack:
    events: int = 0
    aside: Path | None = None
    problems: tuple[Problem, ...] = ()


class FakeCare:
    """Says what it is told to say, and raises `problem` once there is one; `backed_up` and `taken_back` are files."""

    def __init__(self) -> None:
        self.found: list[FakeExamined] = [FakeExamined(outcome="sound")]
        self.last: date | None = None
        self.taken = FakeTakenBack()
        self.problem: Problem | None = None
        self.backed_up: list[Path] = []
        self.taken_back: list[Path] = []

    def examine(self) -> Sequence[FakeExamined]:
        self._fail()
        return self.found

    def last_backup(self) -> date | None:
        return self.last

    def back_up(self, to: Path) -> FakeBackedUp:
        self._fail()
        self.backed_up.append(to)
        return FakeBackedUp()

    def take_back(self, file: Path) -> FakeTakenBack:
        self._fail()
        self.taken_back.append(file)
        return self.taken

    def _fail(self) -> None:
        if self.problem is not None:
            raise self.problem


class FakeAsking:
    """Everything was answered at once."""

    def __init__(self, answers: Facts) -> None:
        self._answers = answers

    def wait(self) -> Facts:
        return self._answers


class FakeMachine:
    """A machine of which a test says everything: what is `known` at once, and what comes when it is `later` asked."""

    def __init__(self) -> None:
        self.known: dict[str, Fact] = {}
        self.later: dict[str, Fact] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.known, *self.later))

    @property
    def slow(self) -> frozenset[str]:
        return frozenset(self.later)

    def facts(self) -> Facts:
        return dict(self.known)

    def ask(self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Question]) -> Asking:
        known = {**self.known, **self.later}
        answers = {name: known[name] for name in names if name in known}
        for name, question in also.items():
            value, how = question()
            answers[name] = Fact(name=name, value=value, how=how)
        told(answers)
        return FakeAsking(answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeDrive:
    """A stick that hangs somewhere in a test's own folder."""

    root: Path
    name: str = "ANAS STICK"
    free: int = 1_000_000_000
    writable: bool = True


def no_trial(source: MediaSource | None) -> Reading:
    return None, "These tests decode nothing."


def no_self_test() -> SelfTest:
    raise AssertionError("these tests play nothing")


def no_engine(*, headless: bool = False) -> MediaEngine:
    raise AssertionError("these tests play nothing")


def no_previews(source: MediaSource) -> PreviewMaker:
    raise AssertionError("these tests point at no timeline")


class FakeDesk(Desk):
    """A real desk whose parts can be reached by a test."""

    def __init__(self, profile: Path, *, courses: Sequence[Course] = (COURSE,), learner: Learner = PHYSICIAN) -> None:
        key = PrivateKey.generate()
        numbers = itertools.count(1)
        self.clock = FakeClock()
        self.signed = [signed(course) for course in courses]
        files = {"signature.png": _ink()}
        self.shelf = FakeShelf(FakePackage(course, files) for course in self.signed)
        self.people = FakePeople(learner)
        self.notebook = FakeNotebook()
        self.reports = FakeReports()
        self.press = FakePress()
        self.machine = FakeMachine()
        self.plugged: list[FakeDrive] = []
        self.care = FakeCare()
        self.courier = FakeCourier()
        self.reporter = FakeReporter()
        self.outbox = FakeOutbox()
        self.verifier = FakeVerifier(self.courier)
        (profile / "certificates").mkdir(parents=True, exist_ok=True)
        super().__init__(
            Parts(
                profile=profile,
                shelf=self.shelf,
                ledger=FakeEvidenceLedger(self.clock, key),
                people=self.people,
                notebook=self.notebook,
                reports=self.reports,
                press=self.press,
                courier=self.courier,
                reporter=self.reporter,
                outbox=self.outbox,
                verifier=self.verifier,
                machine=self.machine,
                drives=lambda: self.plugged,
                engines=no_engine,
                previews=no_previews,
                clock=self.clock,
                key=key,
                enrolment=lambda _: None,
                grade=lambda _: "C",
                new_learner=lambda: Learner(id=LearnerId("22" * 16)),
                new_stream_id=lambda: StreamId(f"{next(numbers):032x}"),
                trial=no_trial,
                self_test=no_self_test,
                care=self.care,
                reopened=lambda: self._parts,
            )
        )

    def print_for_real(self) -> None:
        """Documents are made by the real press, with real evidence in them, and judged by the real verifier."""
        places = Places(profile=self.profile, resources=RESOURCES)
        self._sit_down(
            replace(self._parts, press=PaperPress(places.fonts), courier=FileCourier(), verifier=verifier_over(places))
        )

    def hash_of(self, course: Course) -> CourseHash:
        return next(signed.hash for signed in self.signed if signed.course == course)

    # --- lives that end where a test begins --------------------------------------------------------------

    def watch(self, course: SignedCourse, *, percent: int = 100) -> None:
        """Acknowledges, and plays this much of every session."""
        journey = self.journey(course)
        journey.acknowledge_disclosures()
        for session in course.course.sessions:
            self._play(course, session.id, session.duration_ms * percent // 100)

    def finish(self, course: SignedCourse, *, percent: int = 100) -> None:
        """Up to the claim: watched, passed, evaluated."""
        self.watch(course, percent=percent)
        journey = self.journey(course)
        if course.course.quiz is not None:
            journey.submit_quiz(RIGHT)
        items = {item.id for item in course.course.evaluation.items}
        said = tuple(response for response in RESPONSES if response.item in items)
        journey.submit_evaluation(said or (Response(item="say", text="Wash them."),))

    def _play(self, course: SignedCourse, session: SessionId, length_ms: int) -> None:
        journey = self.journey(course)
        journey.start_watching(session, position_ms=0)
        self.clock.advance(length_ms)
        span = Span(interval=Interval(0, length_ms), engaged_ms=length_ms, rate_percent=100)
        journey.watched(session, span)


class FakeDesktop(Desktop):
    """A system around the window that a test asks what was asked of it; `leave` and `come_back` are the learner's."""

    def __init__(self) -> None:
        super().__init__()
        self.reason: str | None = None
        self.showing: Showing | None = None
        self.begun = 0
        self.closed = False

    def begin(self) -> None:
        self.begun += 1

    def keep_awake(self, reason: str) -> None:
        self.reason = reason

    def let_sleep(self) -> None:
        self.reason = None

    def show_playing(self, showing: Showing | None) -> None:
        self.showing = showing

    def close(self) -> None:
        self.closed = True

    def leave(self) -> None:
        self._tell_away(True)

    def come_back(self) -> None:
        self._tell_away(False)


@dataclass
class FakeHost:
    """The window as a page knows it; what the page asks of it is written down."""

    desk: Desk
    theme: Theme
    settings: Settings = field(default_factory=Settings)
    routes: list[Route] = field(default_factory=list[Route])
    problems: list[Problem] = field(default_factory=list[Problem])
    notices: list[str] = field(default_factory=list[str])
    signs: dict[str, str] = field(default_factory=dict[str, str])
    """The icon of each notice."""
    saved: int = 0
    bugs: list[BaseException] = field(default_factory=list[BaseException])
    full_screen: bool = False
    public: bool = False
    most_volume: int = 100
    went_back: int = 0
    desktop: FakeDesktop = field(default_factory=FakeDesktop)

    def __post_init__(self) -> None:
        self.door = Door(on_problem=self.show_problem, on_bug=self.bugs.append)

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings

    def go(self, route: Route) -> None:
        self.routes.append(route)

    def go_back(self) -> None:
        self.went_back += 1

    def show_problem(self, problem: Problem) -> None:
        self.problems.append(problem)

    def say(self, text: str, icon: str = "check") -> None:
        self.notices.append(text)
        self.signs[text] = icon

    def say_saved(self) -> None:
        self.saved += 1

    def set_full_screen(self, full: bool) -> None:
        self.full_screen = full

    def settle(self) -> None:
        """Waits until all work that was sent through the door has come back; a bug in it fails the test."""
        loop = QEventLoop()
        beat = QTimer()
        beat.setInterval(2)
        beat.timeout.connect(lambda: loop.quit() if self.door.is_idle else None)
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        beat.start()
        limit.start(LONGEST_WAIT_MS)
        loop.exec()
        while limit.isActive() and not self.door.is_idle:
            # What came back led to more.
            loop.exec()
        assert self.door.is_idle, "the work did not come back"
        # Widgets that were added to a layout appear with the next turn of the loop.
        QApplication.processEvents()
        if self.bugs:
            raise self.bugs[0]


def make_speech() -> Speech:
    """With the catalogues that are shipped, speaking English."""
    return Speech(RESOURCES / "i18n")


def make_theme(app: QApplication) -> Theme:
    """The real theme; one for a whole run, as in the program."""
    known = app.property("theme")
    if isinstance(known, Theme):
        if not isValid(known._style):
            # A test dressed the application in a theme of its own since: its style went with that.
            known.apply(app)
        return known
    theme = Theme(RESOURCES, app)
    theme.apply(app)
    app.setProperty("theme", theme)
    return theme


def make_host(desk: Desk, app: QApplication) -> FakeHost:
    return FakeHost(desk=desk, theme=make_theme(app))
