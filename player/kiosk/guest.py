"""The guest: the attendee who sits at a station, with parts of a desk that keep nothing of them where others find it.

What is evidence goes into the station's ledger, which names nobody; particulars go onto the card, sealed. Everything
else that an ordinary desk keeps lies in memory, and is gone with the guest.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from player.desk.parts import Parts
from player.desk.ports import BackedUp, EvidenceLedger, Examined, TakenBack
from player.domain.clock import Stamp
from player.domain.course import CourseId
from player.domain.event import CourseHash, Event, EventStream, Fact, StreamId, StreamOpened
from player.domain.learner import Learner, LearnerId
from player.domain.note import Note, NoteId
from player.domain.outbox import WrittenFile
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit, ReportedId
from player.domain.tally import Reach
from player.proof.envelope import Envelope
from player.proof.strand import Checked


class NotAtAStation(Problem):
    what_template = "That is not done at a kiosk."
    meaning_template = "Nothing was changed, and no credit is affected."
    remedy_template = "Ask the staff, who look after the records of this station."


class CannotRecord(Problem):
    what_template = "This station cannot record anything at the moment."
    meaning_template = "Everything up to here is kept; what you do here now earns nothing."
    remedy_template = "Please go on at another station, and tell the staff."


OnTrouble = Callable[[Problem], None]
"""Told why something could not be recorded: the guest cannot help it, and the operator should know."""


@contextmanager
def recording(tell: OnTrouble) -> Generator[None]:
    """Where records are written. Raises `CannotRecord`."""
    try:
        yield
    except Problem as problem:
        tell(problem)
        raise CannotRecord(details=problem.sentence) from None


class GuestPeople:
    """One person's particulars, kept by whoever gave them."""

    def __init__(self, learner: Learner, keep: Callable[[Learner], None], tell: OnTrouble) -> None:
        self._learner = learner
        self._keep = keep
        self._tell = tell

    def load(self) -> Learner | None:
        return self._learner

    def everybody(self) -> Sequence[Learner]:
        return (self._learner,)

    def save(self, learner: Learner) -> None:
        with recording(self._tell):
            self._keep(learner)
        self._learner = learner

    def amend(self, learner: Learner) -> None:
        self.save(learner)

    def close(self) -> None:
        """The station keeps its cards open."""


class GuestStream:
    """One of the guest's streams in the station's ledger. Implements `EventStream`."""

    def __init__(self, stream: EventStream, tell: OnTrouble) -> None:
        self._stream = stream
        self._tell = tell

    @property
    def id(self) -> StreamId:
        return self._stream.id

    @property
    def events(self) -> Sequence[Event]:
        return self._stream.events

    def append(self, fact: Fact, stamp: Stamp | None = None) -> Event:
        with recording(self._tell):
            return self._stream.append(fact, stamp)


class GuestLedger:
    """The station's ledger as one person may see it; it stays open when they go, and forgets what it read of them."""

    def __init__(self, ledger: EvidenceLedger, learner: LearnerId, tell: OnTrouble) -> None:
        self._ledger = ledger
        self._learner = learner
        self._tell = tell

    def open(self, opening: StreamOpened) -> EventStream:
        with recording(self._tell):
            return GuestStream(self._ledger.open(opening), self._tell)

    def stream_for(self, *, learner: LearnerId, course_hash: CourseHash) -> EventStream | None:
        stream = self._ledger.stream_for(learner=learner, course_hash=course_hash)
        return None if stream is None else GuestStream(stream, self._tell)

    def bodies(self, stream_id: StreamId) -> tuple[bytes, ...]:
        return self._ledger.bodies(stream_id)

    def heads(self, stream_id: StreamId) -> tuple[Envelope, ...]:
        return self._ledger.heads(stream_id)

    def sign_head(self, stream_id: StreamId) -> Envelope:
        with recording(self._tell):
            return self._ledger.sign_head(stream_id)

    def branches(self, *, learner: LearnerId, course_hash: CourseHash, beside: StreamId) -> Sequence[Checked]:
        return self._ledger.branches(learner=learner, course_hash=course_hash, beside=beside)

    def streams(self) -> Sequence[EventStream]:
        """Those of this person on this station; nobody else's are read for it."""
        mine = (course for learner, course in self.begun() if learner == self._learner)
        found = (self.stream_for(learner=self._learner, course_hash=course) for course in mine)
        return tuple(stream for stream in found if stream is not None)

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]:
        return tuple(pair for pair in self._ledger.begun() if pair[0] == self._learner)

    def reaches(self, learner: LearnerId) -> Sequence[Reach]:
        return self._ledger.reaches(learner) if learner == self._learner else ()

    def let_go(self, learner: LearnerId) -> None:
        self._ledger.let_go(learner)

    def damaged(self) -> Sequence[Problem]:
        """Nothing: what is damaged on a station is its operator's to know."""
        return ()

    def last_at(self) -> datetime | None:
        return self._ledger.last_at()

    def close(self) -> None:
        """Signs what this person did, so that other stations believe it; nobody is kept from leaving by a full disk."""
        with suppress(Problem):
            for stream in self.streams():
                self._ledger.sign_head(stream.id)
        self._ledger.let_go(self._learner)


class GuestNotebook:
    """Notes that last as long as the visit."""

    def __init__(self) -> None:
        self._notes: dict[NoteId, Note] = {}

    def notes(self, learner: LearnerId, course: CourseId) -> Sequence[Note]:  # noqa: ARG002 - there is only one
        return tuple(note for note in self._notes.values() if note.course == course)

    def keep(self, learner: LearnerId, note: Note) -> None:  # noqa: ARG002
        self._notes[note.id] = note

    def remove(self, note: NoteId) -> None:
        self._notes.pop(note, None)


class GuestReports:
    """Credit from elsewhere is for one's own computer; here there is none."""

    def reported(self, learner: LearnerId) -> Sequence[ReportedCredit]:  # noqa: ARG002
        return ()

    def keep(self, learner: LearnerId, credit: ReportedCredit) -> None:  # noqa: ARG002
        raise NotAtAStation

    def remove(self, credit: ReportedId) -> None:  # noqa: ARG002
        raise NotAtAStation


class GuestOutbox:
    """What was written where during the visit."""

    def __init__(self) -> None:
        self._written: list[WrittenFile] = []

    def written(self, learner: LearnerId) -> Sequence[WrittenFile]:  # noqa: ARG002
        return tuple(reversed(self._written))

    def keep(self, learner: LearnerId, file: WrittenFile) -> None:  # noqa: ARG002
        self._written.append(file)


class GuestCare:
    """The records are the operator's to look after."""

    def examine(self) -> Sequence[Examined]:
        raise NotAtAStation

    def last_backup(self) -> date | None:
        return None

    def back_up(self, to: Path) -> BackedUp:  # noqa: ARG002
        raise NotAtAStation

    def take_back(self, file: Path) -> TakenBack:  # noqa: ARG002
        raise NotAtAStation


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who sits down; `keep` is called with changed particulars; `tell`: why something could not be recorded;
    `folder`: where files may lie for as long."""

    learner: Learner
    keep: Callable[[Learner], None]
    tell: OnTrouble
    folder: Path


def parts_for(station: Parts, guest: Guest) -> Parts:
    """The parts of a station as they are for one guest."""
    return replace(
        station,
        profile=guest.folder,
        ledger=GuestLedger(station.ledger, guest.learner.id, guest.tell),
        people=GuestPeople(guest.learner, guest.keep, guest.tell),
        notebook=GuestNotebook(),
        reports=GuestReports(),
        outbox=GuestOutbox(),
        care=GuestCare(),
    )
