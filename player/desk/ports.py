"""What the desk needs from the technology rooms, as the desk sees it; `bootstrap` hands the real parts in."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from player.domain.certificate import CertificateFacts
from player.domain.checkup.report import CheckUp
from player.domain.course import CourseId
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.event import CourseHash, EventStream, Ledger, StreamId
from player.domain.learner import Learner, LearnerId
from player.domain.note import Note, NoteId
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit, ReportedId
from player.domain.requirement import Facts
from player.domain.tally import Reach
from player.domain.template import PaperSize
from player.domain.transcript import Transcript
from player.domain.whereabouts import Whereabouts
from player.proof.envelope import Envelope
from player.proof.evidence import Evidence, Verdict
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.strand import Checked

OnProgress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""
IsCancelled = Callable[[], bool]


class Package(Protocol):
    """An opened course package whose signature was verified."""

    @property
    def path(self) -> Path: ...
    @property
    def signed(self) -> SignedCourse: ...
    def read(self, member: str) -> bytes: ...
    def source(self, member: str) -> MediaSource: ...
    def verify(self, on_progress: OnProgress | None = None) -> None: ...
    def close(self) -> None: ...


class Shelved(Protocol):
    """A place on the shelf: a package, or the problem that keeps it from being opened."""

    @property
    def path(self) -> Path: ...
    @property
    def where(self) -> Whereabouts: ...
    @property
    def signed(self) -> SignedCourse | None:
        """There whenever the facts of the course are known, though it may lie out of reach."""
        ...

    @property
    def package(self) -> Package | None: ...
    @property
    def problem(self) -> Problem | None: ...
    @property
    def superseded(self) -> bool:
        """Whether a newer version of the course can be opened as well."""
        ...

    @property
    def size(self) -> int:
        """The bytes that it takes up in a folder for courses."""
        ...


class Mended(Protocol):
    """What a repair came to: `bad` of the `blocks` were bad, and `fetched` were put right.

    `frame`: whether anything between the files was put right; `left`: why a block could not be.
    """

    @property
    def blocks(self) -> int: ...
    @property
    def bad(self) -> int: ...
    @property
    def fetched(self) -> int: ...
    @property
    def frame(self) -> bool: ...
    @property
    def left(self) -> Problem | None: ...


class Shelf(Protocol):
    """The courses of this installation."""

    def add(
        self,
        file: Path,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        *,
        in_place: bool = False,
    ) -> Package: ...
    def remove(self, word: str) -> int:
        """Takes the files of a course away and nothing else. Returns the bytes that this freed."""
        ...

    def repair(self, word: str, good: str, on_progress: OnProgress | None = None) -> Mended: ...
    def forget_leftovers(self) -> int: ...
    def packages(self) -> Sequence[Shelved]: ...
    def find(self, word: str) -> Package: ...
    def known(self) -> Sequence[SignedCourse]:
        """Every course that was ever here, by title; its files may be gone."""
        ...

    def picture(self, signed: SignedCourse, path: str) -> bytes:
        """A picture that a certificate needs, also of a course whose files are gone. Raises a `Problem`."""
        ...

    @property
    def home(self) -> Path: ...
    def choose_home(self, folder: Path | None) -> None: ...
    def move_home(self, on_progress: OnProgress | None = None, is_cancelled: IsCancelled | None = None) -> int: ...
    def editions(self, signed: SignedCourse) -> Sequence[SignedCourse]:
        """Every other version of this course, by the same publisher, that was ever here, the lowest first.

        Also those whose files were removed: their signed facts are kept for the evidence that names them.
        """
        ...

    def all_editions(self) -> Mapping[CourseHash, Sequence[SignedCourse]]:
        """The same for every course that was ever here: looked through once, where each would look through all."""
        ...


class EvidenceLedger(Ledger, Protocol):
    """A ledger that also hands out the bytes it stores; `begun`: who began which course, wherever, the oldest first."""

    def bodies(self, stream_id: StreamId) -> tuple[bytes, ...]: ...
    def heads(self, stream_id: StreamId) -> tuple[Envelope, ...]: ...
    def sign_head(self, stream_id: StreamId) -> Envelope: ...
    def streams(self) -> Sequence[EventStream]: ...
    def branches(self, *, learner: LearnerId, course_hash: CourseHash, beside: StreamId) -> Sequence[Checked]:
        """Every branch that is recorded of the learner in this course, by whatever device; forks are branches.

        None where there is nothing but the main branch of the stream `beside`.
        """
        ...

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]: ...
    def reaches(self, learner: LearnerId) -> Sequence[Reach]: ...
    def let_go(self, learner: LearnerId) -> None: ...
    def damaged(self) -> Sequence[Problem]:
        """A problem for each stream that cannot be used."""
        ...

    def last_at(self) -> datetime | None:
        """When the latest of all events was written, by the clock of then; None where there is none."""

    def close(self) -> None: ...


class Examined(Protocol):
    """One thing about the records that was looked at; `outcome` is "sound", "note", "mended" or "wrong"."""

    @property
    def outcome(self) -> str: ...
    @property
    def problem(self) -> Problem | None: ...


class BackedUp(Protocol):
    """What is in a backup; `damaged` counts the streams that did not hold already."""

    @property
    def events(self) -> int: ...
    @property
    def damaged(self) -> int: ...


class TakenBack(Protocol):
    """What came of a backup: how many events are here now that could not be read before, the folder in which damaged
    records are kept aside, and what could not be taken."""

    @property
    def events(self) -> int: ...
    @property
    def aside(self) -> Path | None: ...
    @property
    def problems(self) -> Sequence[Problem]: ...


class Care(Protocol):
    """Looks after the records of the profile that is held. All of it may raise a `Problem`."""

    def examine(self) -> Sequence[Examined]: ...
    def last_backup(self) -> date | None: ...
    def back_up(self, to: Path) -> BackedUp: ...
    def take_back(self, file: Path) -> TakenBack:
        """Only while ledger and people are closed: their files may be others afterwards."""
        ...


class People(Protocol):
    """Where particulars of the learner are kept, apart from the ledger."""

    def load(self) -> Learner | None: ...
    def everybody(self) -> Sequence[Learner]:
        """All whose particulars are kept here, in the order in which they were saved; unreadable ones are left out."""
        ...

    def save(self, learner: Learner) -> None: ...
    def amend(self, learner: Learner) -> None: ...
    def close(self) -> None: ...


class TakeIn(Protocol):
    """Puts what genuine evidence holds into the records, with the facts of its courses."""

    def __call__(self, verdict: Verdict, /) -> int:
        """How many events were new here. Raises a `Problem`; then what was here is as it was."""
        ...


class Notebook(Protocol):
    """Where learners' notes are kept. All of it may raise a `Problem`."""

    def notes(self, learner: LearnerId, course: CourseId) -> Sequence[Note]: ...
    def keep(self, learner: LearnerId, note: Note) -> None:
        """In the place of the note with the same id, if there is one; on disk when it returns."""
        ...

    def remove(self, note: NoteId) -> None: ...


class Reports(Protocol):
    """Where credit from elsewhere is kept, apart from the evidence. All of it may raise a `Problem`."""

    def reported(self, learner: LearnerId) -> Sequence[ReportedCredit]: ...
    def keep(self, learner: LearnerId, credit: ReportedCredit) -> None:
        """In the place of the entry with the same id, if there is one; on disk when it returns."""
        ...

    def remove(self, credit: ReportedId) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """All that a document is made of, and nothing that could not be handed to another process.

    `evidence`: the completion file to put inside, under `evidence_name`; `token`: what the QR code says; `enrolment`:
    the provider's signed word on this device, if there is one; `badge`: the Open Badge, empty where none goes in.
    """

    facts: CertificateFacts
    evidence: bytes
    evidence_name: str
    token: str
    signature_image: bytes | None = None
    logo_image: bytes | None = None
    enrolment: bytes | None = None
    badge: bytes = b""


class Press(Protocol):
    """Makes documents: signed PDFs, those of a claim with the evidence inside."""

    def certificate(self, job: PrintJob, *, key: PrivateKey) -> bytes: ...
    def certificates(self, jobs: Iterable[PrintJob], *, key: PrivateKey, processes: int) -> Generator[bytes | Problem]:
        """Many at once, in the order of the jobs, each as `certificate` makes it or the problem that it raises."""
        ...

    def require_printable(self, facts: CertificateFacts) -> None:
        """Raises the `Problem` that printing them would raise: a letter that no font has, too much text."""

    def is_whole(self, pdf: bytes, *, key: PrivateKey) -> bool:
        """Whether every byte is as it was signed with this key."""
        ...

    def transcript(
        self, transcript: Transcript, *, evidence: Sequence[tuple[str, bytes]], key: PrivateKey, paper: PaperSize
    ) -> bytes:
        """`evidence`: names and bytes of the completion files that the proven entries rest on, to be put inside."""
        ...

    def lacking(self, name: str) -> int:
        """How many letters of a name no font here can print."""
        ...

    def check_up(self, checkup: CheckUp) -> bytes:
        """The report of a check-up as a PDF."""
        ...


class Courier(Protocol):
    """Packs evidence into a completion file, and a check-up or a transcript into a file for programs."""

    def pack(self, evidence: Evidence, learner: Learner, key: PrivateKey, *, openly: bool = False) -> bytes:
        """The learner's particulars sealed to the provider, where the course says to whom.

        `openly`: in clear all the same, for what stays inside the learner's own documents.
        """
        ...

    def file_name(self, course: str, learner: Learner, stream: StreamId) -> str: ...
    def check_up(self, checkup: CheckUp) -> bytes:
        """The report of a check-up as JSON."""
        ...

    def table(self, transcript: Transcript) -> bytes:
        """The transcript as a table (CSV)."""
        ...


Reading = tuple[str | None, str]
"""A fact's value (None: it cannot be told) and how it was found, or why not."""
Question = Callable[[], Reading]


class Asking(Protocol):
    """Questions that were put to the machine and are being answered."""

    def wait(self) -> Facts:
        """All answers; a question that takes longer than it may is answered as unknown."""
        ...


class Machine(Protocol):
    """What this computer is."""

    @property
    def names(self) -> frozenset[str]:
        """Every fact that it can be asked for."""
        ...

    @property
    def slow(self) -> frozenset[str]:
        """Those of them that take a while."""
        ...

    def facts(self) -> Facts:
        """What is known at once; of what is slow, where it is not known yet, that it takes a while."""
        ...

    def ask(self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Question]) -> Asking:
        """Begins to find out these facts, and those that `also` answers; returns at once.

        `told` is called on another thread, with one answer or several, until all are there or were given up.
        """
        ...


class Drive(Protocol):
    """A drive that can be taken out: where it hangs, what its owner called it (empty: nothing), and what it takes."""

    @property
    def root(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def free(self) -> int:
        """In bytes."""
        ...

    @property
    def writable(self) -> bool: ...


class Drives(Protocol):
    """The removable drives that are plugged in now. May be called on any thread; does not wait for a sick one."""

    def __call__(self) -> Sequence[Drive]: ...


class Trial(Protocol):
    """Really decodes a recording for a moment (None: the one that Carrel brings for the purpose)."""

    def __call__(self, source: MediaSource | None, /) -> Reading: ...


class SelfTest(Protocol):
    """The ten-second test: a recording with a voice and a moving picture, and its captions as WebVTT."""

    @property
    def source(self) -> MediaSource: ...
    @property
    def captions(self) -> bytes: ...
    @property
    def duration_ms(self) -> int: ...


class EngineMaker(Protocol):
    def __call__(self, *, headless: bool = False) -> MediaEngine: ...


class PreviewsMaker(Protocol):
    def __call__(self, source: MediaSource, /) -> PreviewMaker: ...
