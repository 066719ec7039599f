"""The station: opened by its operator, used by one attendee after the other, alone or with the others of its hall.

All of it is called from one thread, except `meet`, which waits for others and has a thread of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from player.desk.desk import Desk
from player.domain.event import DeviceId
from player.domain.kiosk.attendee import Arrival, Attendee, WalkIn
from player.domain.kiosk.guesses import Guesses
from player.domain.kiosk.hall import Met, StationWord
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem
from player.kiosk.attendees import Attendees
from player.kiosk.diary import Diary, Entry
from player.kiosk.gate import Gate, Keys
from player.kiosk.interlock import Interlock
from player.kiosk.memory import counted_since, was_cleared
from player.kiosk.moments import in_hall_time, midnight_before
from player.kiosk.operator_problems import StaysApart
from player.kiosk.overview import CLOCK_OFF_MS
from player.kiosk.ports import AttemptsKept, CardBox, Chair, Evidence, Surroundings, Union
from player.kiosk.problems import (
    NotFound,
    NotOpen,
    SeveralFound,
    StationFull,
    TooManyGuesses,
    UnionAway,
    UnknownCode,
)
from player.proof.operator_key import LockedOperatorKey, OperatorKey


def _none_wait() -> int:
    return 0


def _tell_nobody(_: StationWord) -> None:
    """Where nobody looks at a station from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What a station stands on.

    `device`: its key's fingerprint; `union`: how to reach the others, who know each other by the operator's key; None
    where there are none; `unsaved`: how many completions are on no stick yet; `tell`: is told now and then what the
    station says of itself; `mono_s`: seconds that only run forward.
    """

    settings: KioskSettings
    device: DeviceId
    lock: LockedOperatorKey
    box: CardBox
    evidence: Evidence
    chair: Chair
    union: Callable[[OperatorKey], Union] | None
    surroundings: Surroundings
    diary: Diary
    attempts: AttemptsKept
    remember: Callable[[str], None]
    now: Callable[[], datetime]
    mono_s: Callable[[], float]
    unsaved: Callable[[], int] = _none_wait
    tell: Callable[[StationWord], None] = _tell_nobody


class Station:
    """One station of a kiosk."""

    def __init__(self, equipment: Equipment) -> None:
        self._has = equipment
        self._attendees: Attendees | None = None
        self._key: OperatorKey | None = None
        self._union: Union | None = None
        self._day = midnight_before(equipment.now())
        self._arrivals, self._walk_ins = counted_since(equipment.diary, self._day)
        self._shared = 0
        self._guesses = Guesses()
        self._sitting = ExitStack()
        self._guest: Attendee | None = None
        self._desk: Desk | None = None
        self._since = equipment.now()
        self._gate = Gate(
            Keys(
                lock=equipment.lock,
                attempts=equipment.attempts,
                remember=equipment.remember,
                diary=equipment.diary,
                mono_s=equipment.mono_s,
            )
        )
        self._words: tuple[StationWord, ...] = ()
        self._clock_off_ms: int | None = None
        self._clock_is_off = False
        self._away: Problem | None = None
        self._lock = threading.Lock()
        self.interlock = Interlock()
        self._stays_apart = equipment.union is not None and was_cleared(equipment.diary)
        equipment.diary.note(Entry.STARTED)

    @property
    def settings(self) -> KioskSettings:
        return self._has.settings

    @property
    def diary(self) -> Diary:
        return self._has.diary

    @property
    def surroundings(self) -> Surroundings:
        """The machine it runs on."""
        return self._has.surroundings

    # --- the operator opens it ---------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether attendees can be recognised: their particulars are sealed until the operator's code is there."""
        return self._attendees is not None

    @property
    def trouble(self) -> Problem | None:
        """Why nobody can sit down here now; None when somebody can."""
        if not self.is_open:
            return NotOpen()
        is_full = self._has.surroundings.free_mib() < self.settings.least_free_mib
        return StationFull() if is_full else None

    @property
    def key(self) -> OperatorKey | None:
        """For the supervisor, who hands it to the next process if this one dies."""
        return self._key

    def open(self, code: str) -> None:
        """Opens the station with the operator's code. Raises `WrongCode` or `TooManyTries`."""
        self.open_with(self.require_operator(code))

    def open_with(self, key: OperatorKey) -> None:
        """Opens the station with the operator's key, which a supervisor kept or which is in hand from the code."""
        self._key = key
        self._attendees = Attendees(
            self._has.box,
            key,
            settings=self.settings,
            now=self._has.now,
        )
        if self._union is None and self._has.union is not None:
            self._union = self._has.union(key)
        self._has.diary.note(Entry.OPENED)

    def require_operator(self, code: str) -> OperatorKey:
        """The operator's key, for who knows the code. Raises `WrongCode` or `TooManyTries`; takes half a second."""
        return self._gate.unlock(code)

    # --- somebody comes ----------------------------------------------------------------------------------

    def by_scan(self, scanned: str) -> Arrival:
        """Who belongs to what a scanner read: a badge, or a personal QR code. Raises `UnknownBadge`, `BadgeTwice`."""
        return self._arrival(lambda known: known.by_scan(scanned))

    def by_code(self, code: str) -> Arrival:
        """Who belongs to a typed code. Raises `UnknownCode`, or `TooManyGuesses`."""
        return self._guessed(lambda known: known.by_code(code))

    def by_name(self, given_name: str, family_name: str, second: str) -> Arrival:
        """Who has this name and this second factor. Raises `NotFound`, `SeveralFound` or `TooManyGuesses`."""
        return self._guessed(lambda known: known.by_name(given_name, family_name, second))

    def register(self, walk_in: WalkIn) -> Arrival:
        """Takes in who is on no roster; the arrival brings the code by which other stations know them."""
        arrival = self._arrival(lambda known: known.register(walk_in))
        self._walk_ins += 1
        self._has.diary.note(Entry.REGISTERED)
        return arrival

    def introduce(self, arrival: Arrival, walk_in: WalkIn) -> Arrival:
        """Gives a name to who came with a pass of this hall to a station that did not know them yet."""
        if self._attendees is None:
            raise NotOpen
        named = self._attendees.introduce(arrival.attendee, walk_in)
        return replace(arrival, attendee=named)

    def _guessed(self, find: Callable[[Attendees], Arrival]) -> Arrival:
        """What anybody can type: only so many wrong ones are heard. A badge one has to have."""
        now_s = int(self._has.mono_s())
        wait_s = self._guesses.wait_s(now_s)
        if wait_s:
            problem = TooManyGuesses(wait_s=wait_s)
            self._has.diary.note(Entry.NOT_RECOGNISED, problem=problem)
            raise problem
        try:
            return self._arrival(find)
        except (UnknownCode, NotFound, SeveralFound):
            self._guesses = self._guesses.wrong(now_s)
            raise

    def _arrival(self, find: Callable[[Attendees], Arrival]) -> Arrival:
        trouble = self.trouble
        if trouble is not None:
            self._has.diary.note(Entry.PROBLEM, problem=trouble)
            raise trouble
        if self._attendees is None:
            raise NotOpen
        try:
            arrival = find(self._attendees)
        except Problem as problem:
            self._has.diary.note(Entry.NOT_RECOGNISED, problem=problem)
            raise
        return replace(arrival, elsewhere=self._seat_of(arrival.attendee.learner.id))

    def _seat_of(self, learner: LearnerId) -> str:
        """The other station at which this attendee sits by its last word; empty for none."""
        others = (word for word in self._words if word.device != self._has.device)
        return next((word.station for word in others if word.learner == learner), "")

    # --- somebody sits here ------------------------------------------------------------------------------

    @property
    def guest(self) -> Attendee | None:
        return self._guest

    def seat(self, arrival: Arrival) -> Desk:
        """The desk of an attendee, at which all that the hall knows of them is. Who sat here before is gone first."""
        self.leave(Entry.LEFT_FOR_NEXT)
        attendee = arrival.attendee
        # Nobody sits here if this fails.
        self._desk = self._sitting.enter_context(self._has.chair(attendee.learner, self._keep))
        self._guest = attendee
        self._since = self._has.now()
        self._arrivals += 1
        self._has.diary.note(Entry.ARRIVED)
        return self._desk

    def leave(self, how: Entry = Entry.LEFT) -> None:
        """The attendee goes: the last act is on the disk, and nothing of them stays in hand. Nobody there: nothing."""
        if self._guest is None:
            return
        self._guest, self._desk = None, None
        sitting, self._sitting = self._sitting, ExitStack()
        sitting.close()
        self._has.diary.note(how)

    def personal_pass(self) -> str:
        """What the guest's own QR code says: any station of this hall knows them by it."""
        if self._guest is None:
            raise NotOpen
        return self.pass_of(self._guest)

    def pass_of(self, attendee: Attendee) -> str:
        """The same for somebody who is about to sit down."""
        if self._attendees is None:
            raise NotOpen
        return self._attendees.personal_pass(attendee)

    def _keep(self, learner: Learner) -> None:
        """Changed particulars: sealed, on the disk when it returns."""
        if self._attendees is None or self._guest is None:
            raise NotOpen
        self._guest = replace(self._guest, learner=learner)
        self._attendees.keep(self._guest)

    # --- the hall ----------------------------------------------------------------------------------------

    @property
    def words(self) -> tuple[StationWord, ...]:
        """What every station last said, this one included, as far as it is known here."""
        with self._lock:
            others = tuple(word for word in self._words if word.device != self._has.device)
        return (self.word(), *others)

    @property
    def away(self) -> Problem | None:
        """Why the others cannot be reached now; None when they can, or there are none."""
        return StaysApart() if self._stays_apart else self._away

    @property
    def went_on_elsewhere(self) -> str:
        """The station at which this one's guest sat down after they sat down here; empty for nowhere."""
        guest = self._guest
        if guest is None:
            return ""
        mine = in_hall_time(self._since, self._clock_off_ms)
        later = (
            word
            for word in self._words
            if word.device != self._has.device and in_hall_time(word.seated, word.clock_off_ms) > mine
        )
        return next((word.station for word in later if word.learner == guest.learner.id), "")

    def word(self) -> StationWord:
        """What this station says of itself now."""
        guest, has = self._guest, self._has
        self._begin_day()
        figures = has.evidence.figures(self._day)
        return StationWord(
            station=self.settings.station,
            device=has.device,
            at=has.now(),
            learner=guest.learner.id if guest else None,
            seated=self._since,
            figures=replace(figures, arrivals=self._arrivals, walk_ins=self._walk_ins),
            unshared=has.evidence.own_events() - self._shared if has.union else 0,
            unsaved=has.unsaved(),
            free_mib=has.surroundings.free_mib(),
            battery=has.surroundings.battery(),
            note=self.away.code if self.away else "",
            clock_off_ms=self._clock_off_ms,
        )

    def _begin_day(self) -> None:
        day = midnight_before(self._has.now())
        if day != self._day:
            self._day, self._arrivals, self._walk_ins = day, 0, 0

    def meet(self) -> Met:
        """Shares with the hall once. Raises `UnionAway`; without a union nothing happens. For a thread of its own."""
        with self.interlock.meeting():
            word = self.word()
            self._has.tell(word)
            return Met() if self._union is None or self._stays_apart else self._meet(self._union, word)

    def _meet(self, union: Union, word: StationWord) -> Met:
        recorded = self._has.evidence.own_events()
        try:
            met = union.meet(word)
        except UnionAway as problem:
            if self._away is None:
                self._has.diary.note(Entry.UNION_AWAY, problem=problem)
            self._away = problem
            raise
        if self._away is not None:
            self._has.diary.note(Entry.UNION_BACK)
        with self._lock:
            self._away, self._words, self._clock_off_ms = None, met.words, met.clock_off_ms
            self._shared = recorded
        self._note_clock()
        return met

    def _note_clock(self) -> None:
        """Once when it is found to be off, and once when it is right again; an unknown one is neither."""
        off_ms = self._clock_off_ms
        if off_ms is None or (abs(off_ms) > CLOCK_OFF_MS) == self._clock_is_off:
            return
        self._clock_is_off = not self._clock_is_off
        seconds = abs(off_ms) // 1000
        self._has.diary.note(Entry.CLOCK_OFF if self._clock_is_off else Entry.CLOCK_RIGHT, count=seconds)

    def hear(self, words: Sequence[StationWord]) -> None:
        """What stations said of themselves, as a stick brought it: who sat there sits there no more."""
        with self._lock:
            latest = {word.device: word for word in self._words}
            for word in words:
                known = latest.get(word.device)
                if known is None or word.at > known.at:
                    latest[word.device] = replace(word, learner=None)
            self._words = tuple(latest.values())

    # --- after the event ---------------------------------------------------------------------------------

    @property
    def stays_apart(self) -> bool:
        """Whether it was cleared, and waits for its operator before it meets the others, who may still hold it all."""
        return self._stays_apart

    def cleared(self) -> None:
        """Nothing of anybody is here any more. Call it while nobody meets."""
        with self._lock:
            self._words, self._shared = (), 0
        self._stays_apart = self._has.union is not None
        self._has.diary.note(Entry.CLEARED)

    def meet_again(self) -> None:
        """The operator knows what the others hold: from now on all of it comes here."""
        with self.interlock.not_meeting():
            if self._union is not None and self._key is not None and self._has.union is not None:
                # What the one before remembers of the hall is of the time before the clearing.
                self._union.close()
                self._union = self._has.union(self._key)
            self._stays_apart = False
        self._has.diary.note(Entry.MEETS_AGAIN)

    def close(self) -> None:
        self.leave(Entry.CLOSED)
        if self._union is not None:
            self._union.close()
        self._has.box.close()
