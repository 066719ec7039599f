"""Taking away: what an attendee earned, onto a stick, onto paper or onto a phone, and what goes on at home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from threading import Event, Lock, Thread

from player.desk.desk import Desk
from player.desk.ports import Drive
from player.domain.credit import Document, phrase
from player.domain.event import CourseHash
from player.domain.kiosk.settings import KioskSettings
from player.domain.naming import suggested_name
from player.domain.problem import Problem
from player.domain.template import PaperSize
from player.kiosk.diary import Diary, Entry
from player.kiosk.listener import Listener
from player.kiosk.ports import Ejector, PrintQueue
from player.kiosk.stick_folder import disk_of
from player.kiosk.taking_problems import NoSuchCertificate, StickFull, StickPulled, StickReadOnly
from player.proof.files import CannotRead, CannotWrite, Obstacle, read_ordinary_file
from player.proof.manifest import SignedCourse

_TITLE = "Carrel"
"""Of a print job: whoever looks at the printer's list need not learn whose it is."""
_MEDIA = {PaperSize.LETTER: "Letter", PaperSize.A4: "A4"}
_SPARE_BYTES = 1 << 16
"""What a stick needs for its own book-keeping."""

OnPrinted = Callable[[Problem | None], None]
"""Called with None when it came out, else with what kept it."""
OnSaved = Callable[[int, int], None]
"""Called with (files saved, files in all), on the thread that saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeable:
    """One claim whose document can be taken along. `credit`: the credit as it is printed, empty for a mere record."""

    course: CourseHash
    offer: str
    number: str
    title: str
    provider: str
    credit: str
    amount: Decimal
    document: Document
    specimen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """`files`: the names on the stick; `ejected`: whether the system confirmed that it can be pulled out."""

    files: tuple[str, ...]
    ejected: bool


OnFree = Callable[[Saved], None]
"""Called once the stick was let go of, on a thread of its own; never after `TakingAway.end`."""


class TakingAway:
    """What one guest can take along. All of it on the desk's thread, but for what only reads or writes a stick.

    Letting go of a stick and printing can outlast the guest: the threads that do it know nothing of them.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        settings: KioskSettings,
        eject: Ejector,
        queue: PrintQueue,
        diary: Diary,
        personal_pass: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._eject = eject
        self._queue = queue
        self._diary = diary
        self._personal_pass = personal_pass
        self._over = Event()
        self._listeners: list[Listener[bool] | Listener[Problem | None]] = []
        self._lock = Lock()

    def end(self) -> None:
        """The guest goes: no further file is made or saved, and nobody is told any more. For any thread."""
        with self._lock:
            self._over.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.forget()

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    @property
    def settings(self) -> KioskSettings:
        return self._settings

    # --- what there is -----------------------------------------------------------------------------------

    def certificates(self) -> tuple[Takeable, ...]:
        """Every claim in every course, the latest completion first."""
        return tuple(
            Takeable(
                course=row.course,
                offer=row.offer.id,
                number=row.number,
                title=row.title,
                provider=row.provider,
                credit=phrase(row.offer, row.amount),
                amount=row.amount,
                document=row.document,
                specimen=row.specimen,
            )
            for row in self._desk.credits()
        )

    def begun(self) -> tuple[str, ...]:
        """The titles of the courses that can be gone on with at home, or were finished."""
        return tuple(signed.course.title for signed in self._desk.home_files.begun())

    def pdf(self, one: Takeable) -> bytes:
        """The document; issued first, unless it was. Raises a `Problem`."""
        return self._desk.documents.read(self._signed(one), one.offer)

    def code(self, one: Takeable) -> str:
        """What its QR code says. Raises a `Problem`."""
        text = self._desk.documents.credit_code(self._signed(one), one.offer)
        self._diary.note(Entry.SHOWN_AS_QR)
        return text

    def personal_pass(self) -> str:
        """What the guest's own QR code says, by which every station of the hall knows them. Raises a `Problem`."""
        return self._personal_pass()

    # --- onto a stick ------------------------------------------------------------------------------------

    def sticks(self) -> tuple[Drive, ...]:
        """Those that are plugged in now. For any thread."""
        return self._desk.sticks.here()

    def parcel(self, chosen: Sequence[Takeable], *, home: bool = True) -> tuple[tuple[str, bytes], ...]:
        """Names and bytes of what goes onto a stick: the chosen certificates and, with `home`, the courses begun."""
        return tuple(self._files(chosen, home=home))

    def save_to_stick(
        self,
        drive: Drive,
        parcel: Sequence[tuple[str, bytes]],
        on_saved: OnSaved | None = None,
        on_free: OnFree | None = None,
    ) -> tuple[str, ...]:
        """Puts the parcel onto the stick, each file whole and read back, and has the stick let go of. For any thread.

        Nothing that lies there is overwritten. What was saved before something went wrong, or the guest went, stays.
        Returns the names; the system takes seconds to let go, and `on_free` is told when. Raises a `Problem`.
        """
        try:
            names = self._save(drive, parcel, on_saved)
        except Problem as problem:
            self._diary.note(Entry.PROBLEM, problem=problem)
            raise
        if names:
            self._diary.note(Entry.SAVED_TO_STICK, count=len(names))
        ended = Listener[bool](partial(_tell_free, names, on_free) if on_free else None)
        self._hear(ended)
        Thread(target=_let_go, args=(self._eject, drive.root, ended), daemon=True, name="stick").start()
        return names

    def _hear(self, listener: Listener[bool] | Listener[Problem | None]) -> None:
        """Until the guest goes."""
        with self._lock:
            self._listeners.append(listener)
        if self.is_over:
            listener.forget()

    def _save(self, drive: Drive, parcel: Sequence[tuple[str, bytes]], on_saved: OnSaved | None) -> tuple[str, ...]:
        if not drive.writable:
            raise StickReadOnly
        needed = sum(len(data) for _, data in parcel) + _SPARE_BYTES
        if needed > drive.free:
            raise StickFull(needed_kib=-(-needed // 1024), saved=0, files=len(parcel))
        disk = disk_of(drive.root)
        names: list[str] = []
        for name, data in parcel:
            if self.is_over:
                break
            if disk is None or disk_of(drive.root) != disk:
                # Where a stick was pulled, its empty folder may take files: onto the station's own disk.
                raise StickPulled(saved=len(names), files=len(parcel))
            try:
                names.append(self._put(drive, name, data))
            except (CannotWrite, CannotRead) as problem:
                raise _kindly(problem, saved=len(names), files=len(parcel)) from None
            if on_saved is not None:
                on_saved(len(names), len(parcel))
        return tuple(names)

    def _put(self, drive: Drive, name: str, data: bytes) -> str:
        """Under the first of "name", "name (2)" … that is free, or holds these very bytes already."""
        for candidate in _names(name):
            file = drive.root / candidate
            if file.exists() or file.is_symlink():
                if _holds(file, data):
                    return candidate
                continue
            self._desk.sticks.save(drive, candidate, data)
            return candidate
        raise AssertionError("there is always another name")

    def _files(self, chosen: Sequence[Takeable], *, home: bool) -> Iterator[tuple[str, bytes]]:
        for one in chosen:
            if self.is_over:
                return
            signed = self._signed(one)
            yield suggested_name(self._desk.documents.facts(signed, one.offer)), self.pdf(one)
        for signed in self._desk.home_files.begun() if home else ():
            if self.is_over:
                return
            file = self._desk.home_files.write(signed)
            yield file.name, file.data

    # --- onto paper --------------------------------------------------------------------------------------

    @property
    def prints_by_itself(self) -> bool:
        """Whether the system takes the document; else the window draws it for the printer."""
        return self._queue.takes_pdf()

    def paper(self, one: Takeable) -> str:
        """The paper as print queues call it: "Letter", "A4"."""
        return _MEDIA[self._desk.documents.facts(self._signed(one), one.offer).paper]

    def print_pdf(self, pdf: bytes, media: str, ended: OnPrinted) -> None:
        """Prints without asking anything; returns once the queue has it. For any thread. Raises a `Problem`.

        `ended` is told on another thread how it went, though the guest may be gone by then.
        """

        heard = Listener[Problem | None](ended)
        self._hear(heard)
        end = partial(_tell_printed, self._diary, heard)
        try:
            self._queue.print_pdf(pdf, printer=self._settings.printer, media=media, title=_TITLE, ended=end)
        except Problem as problem:
            self.note_printed(problem)
            raise

    def note_printed(self, problem: Problem | None = None) -> None:
        """A page was printed, or why not: the operator sees how many."""
        _note_printed(self._diary, problem)

    def _signed(self, one: Takeable) -> SignedCourse:
        found = next((signed for signed in self._desk.courses.known() if signed.hash == one.course), None)
        if found is None:
            raise NoSuchCertificate(number=one.number)
        return found


def _let_go(eject: Ejector, root: Path, ended: Listener[bool]) -> None:
    """On a thread that may outlast the guest: it holds nothing of theirs but through the listener."""
    ended(eject(root))


def _tell_free(names: tuple[str, ...], on_free: OnFree, ejected: bool) -> None:
    on_free(Saved(files=names, ejected=ejected))


def _tell_printed(diary: Diary, ended: Listener[Problem | None], problem: Problem | None) -> None:
    """The same, on the queue's thread; what came of it is the operator's to know in any case."""
    _note_printed(diary, problem)
    ended(problem)


def _note_printed(diary: Diary, problem: Problem | None) -> None:
    diary.note(Entry.PROBLEM if problem else Entry.PRINTED, problem=problem)


def _kindly(problem: CannotWrite | CannotRead, *, saved: int, files: int) -> Problem:
    obstacle = problem.obstacle if isinstance(problem, CannotWrite) else Obstacle.GONE
    match obstacle:
        case Obstacle.FULL:
            return StickFull(needed_kib=0, saved=saved, files=files, details=problem.details)
        case Obstacle.READ_ONLY | Obstacle.NOT_ALLOWED:
            return StickReadOnly(details=problem.details)
        case _:
            return StickPulled(saved=saved, files=files, details=problem.details)


def _names(name: str) -> Iterator[str]:
    yield name
    path = PurePosixPath(name)
    for number in count(2):
        yield f"{path.stem} ({number}){path.suffix}"


def _holds(file: Path, data: bytes) -> bool:
    with suppress(CannotRead):
        return read_ordinary_file(file, most=len(data) + 1) == data
    return False
