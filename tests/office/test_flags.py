"""More playing than time allows, in one file and in several: made with real evidence, flagged, and never refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from player.domain.collection.account import FlagKind, Outcome
from player.domain.collection.book import Book
from player.domain.course import CourseId
from player.exchange.completion import write_completion
from tests.builders import COURSE
from tests.fakes import NOON
from tests.office.lives import account, learner, life, sent, settle
from tests.strands import devices

ANA = learner(1)
OTHER_COURSE = replace(COURSE, id=CourseId("org.example.other"))


def kinds(book: Book) -> list[FlagKind]:
    return [flag.kind for flag, _ in book.flags]


def joined(*, apart: timedelta) -> bytes:
    """One recording on each of two devices, the second of which knows of the first when it is over."""
    first, second = devices(2, learner=ANA)
    for device in (first, second):
        device.journey.acknowledge_disclosures()
    second.world.clock.go_to(first.world.clock.moment + apart)
    first.world.watch(COURSE.sessions[0])
    second.world.watch(COURSE.sessions[1])
    second.join(first)
    return write_completion(second.evidence(), learner=ANA, signer=second.key)


def test_two_devices_in_one_file_that_played_more_than_time_allows_are_flagged() -> None:
    book = settle(Book(), joined(apart=timedelta(minutes=1)))
    assert {FlagKind.TOO_FAST, FlagKind.TWO_PLACES} <= set(kinds(book))


def test_two_devices_in_one_file_one_after_the_other_are_not() -> None:
    assert kinds(settle(Book(), joined(apart=timedelta(hours=2)))) == []


def test_one_device_that_played_two_courses_at_once_is_flagged_whichever_file_comes_first() -> None:
    """A cloned disk: the key of one computer, and the time of two."""
    files = [
        sent(_watched(stream=1)),
        sent(_watched(stream=2, course=OTHER_COURSE, later=timedelta(minutes=10))),
    ]
    for order in (files, files[::-1]):
        assert kinds(settle(Book(), *order)) == [FlagKind.TOO_FAST]


def test_one_device_that_played_two_courses_one_after_the_other_is_not() -> None:
    files = sent(_watched(stream=1)), sent(_watched(stream=2, course=OTHER_COURSE, later=timedelta(hours=3)))
    assert kinds(settle(Book(), *files)) == []


def test_what_is_flagged_is_taken_in_all_the_same() -> None:
    data = joined(apart=timedelta(minutes=1))
    assert Book().settle(account(data), lambda _digest, _stream: b"").outcome is Outcome.NEW


def _watched(*, stream: int, course=COURSE, later: timedelta = timedelta(0)):
    here = life(ANA, stream=stream, course=course, at=NOON + later)
    here.journey.acknowledge_disclosures()
    here.watch(here.course.sessions[0])
    return here
