"""A large library is seen at once: what stands first is checked before the rest, and it stands where it will stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from player.archive import manifests
from player.desk.desk import Desk, Listing
from player.desk.first_sight import AT_ONCE, LEAST
from player.desk.library import FirstSight
from player.domain.course import Course, Notice
from player.domain.watch import Interval, Span
from player.ledger.store import FILE
from player.proof.envelope import Envelope
from player.ui.library.faces import Catalogue, Group
from player.ui.library.state import Entry, Filter, Order
from tests.archive.making import OTHER_KEY
from tests.fakes import FakeClock
from tests.faults.desks import desk_at
from tests.shelves import lay_out, many, put

TODAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
COURSES = 2 * LEAST
CLOSED = 10


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(TODAY)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the manifests that were checked, one after the other."""
    names: list[str] = []
    check = manifests.read_signed

    def noted(written: bytes, trust: manifests.Trust, *, name: str) -> manifests.SignedCourse:
        names.append(name)
        return check(written, trust, name=name)

    monkeypatch.setattr(manifests, "read_signed", noted)
    return names


@pytest.fixture
def full(profile: Path, clock: FakeClock) -> Path:
    """A profile with many courses, of which three were begun and some are closed."""
    lay_out(profile, many(COURSES, closed=CLOSED))
    with desk_at(profile, clock) as desk:
        for number, listing in enumerate(desk.library()[40:43], 1):
            begin(desk, clock, listing, minutes=number)
    return profile


@pytest.fixture
def desk(full: Path, clock: FakeClock) -> Iterator[Desk]:
    with desk_at(full, clock) as desk:
        yield desk


def begin(desk: Desk, clock: FakeClock, listing: Listing, *, minutes: int) -> None:
    assert listing.signed is not None
    journey = desk.journey(listing.signed)
    journey.acknowledge_disclosures()
    journey.start_watching(listing.signed.course.sessions[0].id, position_ms=0)
    clock.advance(minutes * 60_000)
    seen = Interval(0, minutes * 60_000)
    span = Span(interval=seen, engaged_ms=minutes * 60_000, rate_percent=100)
    journey.watched(listing.signed.course.sessions[0].id, span)


def sight(desk: Desk) -> FirstSight:
    found = desk.first_sight()
    assert found is not None
    return found


def groups(listings: Sequence[Listing]) -> list[Group]:
    shown = [one for one in listings if not one.superseded]
    entries = [Entry(signed=one.signed, progress=one.progress) for one in shown if one.signed and one.progress]
    return Catalogue(entries).groups("", Filter.ALL, Order.NEXT)


def titles(group: Group) -> list[str]:
    return [entry.signed.course.title for entry in group.entries]


def test_what_is_seen_first_stands_where_it_will_stay(desk: Desk) -> None:
    first, whole = groups(sight(desk).listings), groups(desk.library())
    assert [group.heading for group in first] == [group.heading for group in whole]
    assert sum(len(group.entries) for group in first) < sum(len(group.entries) for group in whole)
    for some, all_ in zip(first[:-1], whole[:-1], strict=True):
        assert titles(some) == titles(all_)[: len(some.entries)]
    begun, new = first[0], first[1]
    assert len(begun.entries) == 3
    assert [entry.progress for entry in begun.entries] == [entry.progress for entry in whole[0].entries]
    assert len(new.entries) == AT_ONCE - 3


def test_of_many_that_were_begun_those_nearest_to_their_credit_are_seen_first(
    full: Path, clock: FakeClock, checked: list[str]
) -> None:
    with desk_at(full, clock) as desk:
        for number, listing in enumerate(desk.library()[:AT_ONCE]):
            begin(desk, clock, listing, minutes=1 + number % 7)
    checked.clear()
    with desk_at(full, clock) as desk:
        found = sight(desk)
        assert len(checked) == len(found.listings) == AT_ONCE + 2, "with one that is new, and one that is closed"
        first, whole = groups(found.listings), groups(desk.library())
    assert [group.heading for group in first] == [group.heading for group in whole]
    seen, all_ = (titles(some[0]) + titles(some[1]) for some in (first, whole))
    assert len(seen) == AT_ONCE < len(all_)
    assert seen == all_[:AT_ONCE]


def test_without_tallies_what_was_begun_is_found_with_the_rest(full: Path, clock: FakeClock) -> None:
    with closing(sqlite3.connect(full / FILE)) as records, records:
        records.execute("DELETE FROM claim")
        records.execute("DELETE FROM tally")
    with desk_at(full, clock) as desk:
        sight(desk)
        assert len(groups(desk.library())[0].entries) == 3


def test_only_what_is_seen_first_is_checked_before_it_is_shown(desk: Desk, checked: list[str]) -> None:
    found = sight(desk)
    assert len(checked) == len(found.listings) == AT_ONCE + 1
    desk.courses.look_through(found.rest)
    assert len(checked) == len(set(checked)) == COURSES
    assert len(desk.library()) == len(checked) == COURSES


def test_what_is_seen_first_is_checked_as_ever(full: Path, clock: FakeClock) -> None:
    marks = [*(full / "courses" / "here").iterdir()]
    (mark,) = (one for one in marks if b"Talk 0000" in Envelope.from_json(one.read_bytes(), name="mark").payload)
    genuine = Envelope.from_json(mark.read_bytes(), name="mark")
    mark.write_bytes(replace(genuine, payload=genuine.payload.replace(b"Talk 0000", b"Talk 000A")).to_json())
    with desk_at(full, clock) as desk:
        shown = [one.signed.course.title for one in sight(desk).listings if one.signed]
        assert not {"Talk 0000", "Talk 000A"} & {*shown}
        assert any(one.path == mark and one.signed is None and one.problem for one in desk.library())


def test_a_small_library_is_looked_at_as_a_whole(profile: Path, clock: FakeClock) -> None:
    lay_out(profile, many(LEAST - 1))
    with desk_at(profile, clock) as desk:
        assert desk.first_sight() is None


def test_what_was_looked_at_once_is_looked_at_as_a_whole_again(desk: Desk) -> None:
    desk.library()
    assert desk.first_sight() is None


def test_courses_that_lie_elsewhere_have_no_outlines(full: Path, clock: FakeClock, tmp_path: Path) -> None:
    with desk_at(full, clock) as desk:
        desk.courses.choose_home(tmp_path / "stick")
        desk.courses.move_home()
    with desk_at(full, clock) as desk:
        assert desk.first_sight() is None


def test_an_update_of_what_was_begun_is_seen_first_with_what_it_keeps(full: Path, clock: FakeClock) -> None:
    (begun,) = [course for course in many(COURSES, closed=CLOSED) if course.title == "Talk 0041"]
    put(full / "courses", replace(begun, version=2))
    with desk_at(full, clock) as desk:
        first, whole = groups(sight(desk).listings), groups(desk.library())
    assert [(e.signed.course.version, e.progress) for e in first[0].entries] == [
        (e.signed.course.version, e.progress) for e in whole[0].entries
    ]
    assert 2 in [entry.signed.course.version for entry in first[0].entries]


def test_an_update_whose_earlier_version_is_only_known_is_seen_first(full: Path, clock: FakeClock) -> None:
    (begun,) = [course for course in many(COURSES, closed=CLOSED) if course.title == "Talk 0041"]
    put(full / "courses", begun).unlink()
    put(full / "courses", replace(begun, version=2))
    with desk_at(full, clock) as desk:
        first, whole = groups(sight(desk).listings), groups(desk.library())
    assert titles(first[0]) == titles(whole[0])
    assert [entry.progress for entry in first[0].entries] == [entry.progress for entry in whole[0].entries]


def test_a_stranger_with_the_id_of_a_course_keeps_it_from_nobody(full: Path, clock: FakeClock) -> None:
    (begun,) = [course for course in many(COURSES, closed=CLOSED) if course.title == "Talk 0041"]
    put(full / "courses", replace(begun, version=9), key=OTHER_KEY)
    with desk_at(full, clock) as desk:
        assert "Talk 0041" in titles(groups(sight(desk).listings)[0])


def test_a_course_with_a_notice_to_show_is_seen_first(profile: Path, clock: FakeClock) -> None:
    day = timedelta(days=1)
    notice = Notice(text="The hall is closed.", since=TODAY - day, until=TODAY + day)
    courses: list[Course] = many(COURSES)
    last = max(courses, key=lambda course: course.title)
    courses[courses.index(last)] = replace(last, notices=(notice,))
    lay_out(profile, courses)
    with desk_at(profile, clock) as desk:
        assert last.title in [one.signed.course.title for one in sight(desk).listings if one.signed]


def test_what_has_no_outline_is_found_with_the_rest(full: Path, clock: FakeClock) -> None:
    bad = full / "courses" / "here" / f"{'0' * 64}.dsse"
    bad.write_bytes(b"{}")
    with desk_at(full, clock) as desk:
        found = sight(desk)
        desk.courses.look_through(found.rest)
        assert all(one.path != bad for one in found.listings)
        assert any(one.path == bad and one.problem for one in desk.library())


def test_it_is_told_by_the_day_which_courses_are_open(profile: Path, clock: FakeClock) -> None:
    courses = many(COURSES)
    shut = replace(courses[0].availability, opens=date(2030, 1, 1), last_day=date(2031, 1, 1))
    lay_out(profile, [replace(one, availability=shut) if one.title < "Talk 0010" else one for one in courses])
    with desk_at(profile, clock) as desk:
        seen = [one.signed.course.title for one in sight(desk).listings if one.signed]
    assert seen == [f"Talk {number:04}" for number in (0, *range(10, 10 + AT_ONCE))]
