"""Which documents a batch is of: the claims that stand, of everybody whose records are in this profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from player.desk.earned import CreditRow, each_claim_once, earned_in
from player.desk.parts import Parts
from player.desk.problems import NoName
from player.desk.seat import Seat
from player.domain.certificate import dated
from player.domain.event import CourseHash
from player.domain.history import History, Issue
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse


class NoSuchLearner(Problem):
    what_template = "Nobody here, or more than one person, has an id that begins with “{word}”."
    meaning_template = "Nothing was printed or saved."
    remedy_template = "Take the id from a manifest that was written before, and give more of it."


class CourseNotHere(Problem):
    what_template = "Something is recorded here of a course that is not known here ({course})."
    meaning_template = "Whether credit was claimed in it cannot be told; what is recorded is kept."
    remedy_template = "Add the course with “carrel add FILE.course”, then ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is wanted. `since` and `until` (both included): the days of the documents, where the provider is; a
    document is dated by its claim, or by the correction that it came of. None: all.

    `new_only`: without those that were made before; what an unfinished batch made counts as not made.
    """

    since: date | None = None
    until: date | None = None
    courses: frozenset[CourseHash] | None = None
    learner: LearnerId | None = None
    new_only: bool = False
    specimens: bool = False

    @property
    def is_of_all(self) -> bool:
        return (self.since, self.until, self.courses, self.learner) == (None, None, None, None)

    def takes_course(self, course: CourseHash) -> bool:
        return self.courses is None or course in self.courses

    def takes_day(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim that stands, and its document where that was issued already."""

    signed: SignedCourse
    row: CreditRow
    day: date
    issue: Issue | None
    specimen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A course of which nothing can be printed for one learner."""

    title: str
    problem: Problem


class Sitting:
    """One learner's turn: nothing of it is shared with the next one's. `courses`: those that were begun."""

    def __init__(self, parts: Parts, learner: Learner, courses: Sequence[CourseHash]) -> None:
        self._parts = parts
        self.learner = learner
        self.courses = tuple(courses)
        self.seat = Seat(parts, learner=lambda: self.learner, save=self._keep)

    def _keep(self, learner: Learner) -> None:
        self._parts.people.amend(learner)
        self.learner = learner

    def require_name(self, number: str) -> None:
        """Raises `NoName`."""
        if not self.learner.name_on(number):
            raise NoName

    def standing(self, known: Mapping[CourseHash, SignedCourse], choice: Choice) -> Iterator[Standing | Unusable]:
        """What stands of this learner's claims, and what cannot be told."""
        histories: dict[CourseHash, History] = {}
        for course in self.courses:
            found = self._history(known, course)
            if isinstance(found, History):
                histories[course] = found
            elif choice.takes_course(course):
                yield found
        earned = [earned_in(known[course], history) for course, history in histories.items()]
        for sendable in each_claim_once(earned):
            if choice.takes_course(sendable.course):
                for row in sendable.claims:
                    yield _standing(known[sendable.course], histories[sendable.course], row)

    def _history(self, known: Mapping[CourseHash, SignedCourse], course: CourseHash) -> History | Unusable:
        signed = known.get(course)
        if signed is None:
            return Unusable(title="", problem=CourseNotHere(course=course[:16]))
        try:
            return self.seat.walks.history(signed)
        except Problem as problem:
            return Unusable(title=signed.course.title, problem=problem)


def _standing(signed: SignedCourse, history: History, row: CreditRow) -> Standing:
    claim = next(claim for claim in history.claims if claim.number == row.number)
    day = signed.course.availability.day_of(dated(history, claim))
    return Standing(signed=signed, row=row, day=day, issue=history.issued(row.number), specimen=row.specimen)


def sittings(parts: Parts, learner: LearnerId | None) -> tuple[Sitting, ...]:
    """Everybody who began a course, by name; those whom only the records know come last.

    What is asked for each of thousands is asked of the disk once.
    """
    parts = replace(parts, enrolment=_asked_once(parts.enrolment))
    courses: dict[LearnerId, list[CourseHash]] = {}
    for who, course in parts.ledger.begun():
        courses.setdefault(who, []).append(course)
    people = {person.id: person for person in parts.people.everybody()}
    chosen = [people.get(who) or Learner(id=who) for who in courses if learner in (None, who)]
    ordered = sorted(chosen, key=lambda person: (not person.printed_name, person.printed_name.casefold(), person.id))
    return tuple(Sitting(parts, person, courses[person.id]) for person in ordered)


def _asked_once(enrolment: Callable[[SignedCourse], bytes | None]) -> Callable[[SignedCourse], bytes | None]:
    known: dict[CourseHash, bytes | None] = {}

    def ask(signed: SignedCourse) -> bytes | None:
        if signed.hash not in known:
            known[signed.hash] = enrolment(signed)
        return known[signed.hash]

    return ask


def courses_meant(parts: Parts, word: str) -> frozenset[CourseHash]:
    """All versions of a course, by its id or a file, or the one whose hash is meant. Raises a `Problem`."""
    package = parts.shelf.find(word)
    package.close()
    signed = package.signed
    if signed.hash.startswith(word):
        return frozenset({signed.hash})
    return frozenset({signed.hash, *(other.hash for other in parts.shelf.editions(signed))})


def learner_meant(parts: Parts, word: str) -> LearnerId:
    """The learner whose id begins so. Raises `NoSuchLearner`."""
    found = {who for who, _ in parts.ledger.begun() if who.startswith(word)}
    if len(found) != 1:
        raise NoSuchLearner(word=word)
    return found.pop()
