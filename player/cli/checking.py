"""Checking from a terminal: one course, or all of the library, and what is recorded of it."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from player.desk.desk import Desk, Listing
from player.desk.ports import Package
from player.domain.checkup.report import CheckUp, Outcome
from player.domain.problem import Problem
from player.domain.requirement import Fact, Finding, Level, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check-up, and whether the record of its course keeps it.

    `is_unrecorded`: it could have been kept, as it was made to its end for a course of the library, and was not.
    """

    checkup: CheckUp
    recorded: bool = False
    is_unrecorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChecked:
    """One course of the library: its check-up, or the problem that kept it from being opened; or both.

    Both: it was checked, and that could not be recorded.
    """

    listing: Listing
    checkup: CheckUp | None = None
    problem: Problem | None = None
    recorded: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """None: it could not be opened."""
        return self.checkup.outcome if self.checkup else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryCourse:
    """All courses of the library; `computer`: what Carrel asks whatever the course. None of both: there is none."""

    computer: CheckUp | None = None
    courses: tuple[CourseChecked, ...] = ()

    @property
    def checkups(self) -> tuple[CheckUp, ...]:
        found = (self.computer, *(one.checkup for one in self.courses))
        return tuple(checkup for checkup in found if checkup is not None)


def check_computer(desk: Desk, *, quick: bool) -> Checked:
    """What Carrel asks by itself."""
    return Checked(checkup=_checked(desk, None, quick=quick))


def check_course(desk: Desk, word: str, *, quick: bool) -> Checked:
    """What Carrel asks, and the course that `word` means; recorded where that is in the library.

    Raises the `Problem` of a course that cannot be opened, or of records that do not take the result.
    """
    package = desk.package(word)
    signed = package.signed
    listing = next((one for one in desk.library() if one.signed and one.signed.hash == signed.hash), None)
    away = _why_not_opened(listing) if listing else None
    if away is not None and package.path != Path(word):
        package.close()
        raise away
    to_copy = 0 if listing else sum(member.size for member in signed.manifest.members)
    checkup = _checked(desk, package, to_copy=to_copy, quick=quick)
    if listing is None or quick:
        return Checked(checkup=checkup)
    recorded = desk.record_check_up(signed, checkup)
    return Checked(checkup=checkup, recorded=recorded, is_unrecorded=not recorded)


def check_every_course(desk: Desk, *, quick: bool) -> EveryCourse:
    """Every course of the library; the computer is asked once, and each course's recordings are tried."""
    listings = desk.library()
    if not listings:
        return EveryCourse()
    computer = _checked(desk, None, quick=quick)
    return EveryCourse(
        computer=computer,
        courses=tuple(_course_checked(desk, listing, computer.facts, quick=quick) for listing in listings),
    )


def open_minima(checkup: CheckUp) -> tuple[Finding, ...]:
    """The minima of which nobody can tell here whether they are met."""
    return tuple(
        one for one in checkup.findings if one.verdict is Verdict.CANNOT_TELL and one.requirement.level is Level.MINIMUM
    )


def _course_checked(desk: Desk, listing: Listing, known: Iterable[Fact], *, quick: bool) -> CourseChecked:
    problem = _why_not_opened(listing)
    if listing.signed is None or problem is not None:
        return CourseChecked(listing=listing, problem=problem)
    checkup: CheckUp | None = None
    try:
        checkup = _checked(desk, desk.package(listing.signed.hash), known, quick=quick)
        # An operator's round opens no record of a course that the learner has not begun.
        if quick or not desk.progress(listing.signed).event_count:
            return CourseChecked(listing=listing, checkup=checkup)
        recorded = desk.record_check_up(listing.signed, checkup)
    except Problem as found:
        return CourseChecked(listing=listing, checkup=checkup, problem=found)
    return CourseChecked(listing=listing, checkup=checkup, recorded=recorded)


def _why_not_opened(listing: Listing) -> Problem | None:
    """A course without progress but with its facts has a damaged record, and can be opened all the same."""
    return listing.problem if listing.signed is None or listing.progress is not None else None


def _checked(
    desk: Desk, package: Package | None, known: Iterable[Fact] = (), *, to_copy: int = 0, quick: bool
) -> CheckUp:
    """A check-up to its end; what is `known` from another one a moment ago is not asked again."""
    known = tuple(known)
    checking = desk.checkups.begin(package, known, to_copy=to_copy)
    try:
        if quick:
            return checking.now()
        only = checking.questions.keys() - {fact.name for fact in known}
        with _patience():
            desk.checkups.ask(checking, _do_nothing, frozenset(only) if known else None)
            return checking.wait()
    finally:
        checking.close()


@contextmanager
def _patience() -> Generator[None]:
    """A word on the terminal while the computer thinks, which leaves nothing behind."""
    words = "Checking …" if sys.stderr.isatty() else ""
    print(words, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print("\r" + " " * len(words) + "\r" if words else "", end="", file=sys.stderr, flush=True)


def _do_nothing(_: CheckUp) -> None:
    """Who waits for the end need not hear of each answer."""
