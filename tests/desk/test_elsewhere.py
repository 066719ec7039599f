"""A profile that was copied to another machine, and merged back: everything counts, once, and proves itself."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.keeping import merge_from, restore_from, write_backup_to
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.domain.event import StreamJoined
from player.domain.watch import Coverage, Interval, Span
from player.proof.manifest import SignedCourse
from tests.ui.fake_host import RESOURCES

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
OTHER_MACHINE = "f" * 32


@pytest.fixture
def laptop(tmp_path: Path) -> Places:
    """A profile in which the first half second of a course was watched."""
    places = Places(profile=tmp_path / "laptop", resources=RESOURCES)
    with desk_over(places) as desk:
        signed = desk.add_course(SAMPLE)
        desk.save_learner(replace(desk.learner, name="Ada Example"))
        desk.journey(signed).acknowledge_disclosures()
        watch(desk, signed, 0, 500)
    return places


def watch(desk: Desk, signed: SignedCourse, start_ms: int, end_ms: int) -> None:
    """Shorter than the two seconds that an event may come late, so that no test has to wait."""
    journey, session = desk.journey(signed), signed.course.sessions[0].id
    journey.start_watching(session, position_ms=start_ms)
    span = Span(interval=Interval(start_ms, end_ms), engaged_ms=end_ms - start_ms, rate_percent=100)
    journey.watched(session, span)


def carried_to_another_machine(places: Places) -> Places:
    """A copy of the profile that knows itself to have been made elsewhere."""
    copy = Places(profile=places.profile.with_name("elsewhere"), resources=RESOURCES)
    shutil.copytree(places.profile, copy.profile)
    owner = copy.profile / "device.json"
    facts = msgspec.json.decode(owner.read_bytes())
    owner.write_bytes(msgspec.json.encode({**facts, "machine": OTHER_MACHINE}))
    return copy


def seen(desk: Desk, signed: SignedCourse) -> Coverage:
    return desk.progress(signed).sessions[0].coverage


def course(desk: Desk) -> SignedCourse:
    return next(listing.signed for listing in desk.library() if listing.signed is not None)


def test_on_another_machine_the_learner_goes_on_in_a_stream_of_that_device(laptop: Places) -> None:
    elsewhere = carried_to_another_machine(laptop)
    with desk_over(elsewhere) as desk:
        signed = course(desk)
        assert seen(desk, signed) == Coverage.of([Interval(0, 500)]), "looking shows what was done before"
        first = desk.journey(signed).stream.events[0].fact
        assert any(isinstance(event.fact, StreamJoined) for event in desk.journey(signed).stream.events)
        watch(desk, signed, 500, 900)
        assert seen(desk, signed) == Coverage.of([Interval(0, 900)])
    with desk_over(laptop) as desk:
        assert desk.journey(course(desk)).stream.events[0].fact != first


def test_looking_at_a_copied_profile_records_nothing(laptop: Places) -> None:
    elsewhere = carried_to_another_machine(laptop)
    with desk_over(elsewhere) as desk:
        desk.library()
        desk.credits()
        desk.progress(course(desk))
    with desk_over(elsewhere) as desk:
        assert desk.clock_remarks(course(desk)) == ()
        assert len(desk.progress(course(desk)).sessions[0].coverage.intervals) == 1


def test_what_was_not_signed_before_a_disk_was_copied_comes_through_its_backup(laptop: Places, tmp_path: Path) -> None:
    """The copy is backed up before anybody opened it; the key of the machine that it came from is still at hand."""
    with desk_over(laptop) as desk:
        watch(desk, course(desk), 500, 900)
        elsewhere = carried_to_another_machine(laptop)
    backup, _ = write_backup_to(elsewhere, tmp_path)
    restored = Places(profile=tmp_path / "restored", resources=RESOURCES)
    restore_from(restored, backup)
    with desk_over(restored) as desk:
        signed = desk.add_course(SAMPLE)
        assert seen(desk, signed) == Coverage.of([Interval(0, 900)])


def test_what_was_done_elsewhere_is_merged_back_counts_once_and_proves_itself(laptop: Places, tmp_path: Path) -> None:
    elsewhere = carried_to_another_machine(laptop)
    with desk_over(elsewhere) as desk:
        watch(desk, course(desk), 500, 900)
    with desk_over(laptop) as desk:
        watch(desk, course(desk), 400, 600)
    for _ in range(2):
        merge_from(laptop, elsewhere.profile)
        merge_from(elsewhere, laptop.profile)
    for number, places in enumerate((laptop, elsewhere)):
        with desk_over(places) as desk:
            signed = course(desk)
            assert seen(desk, signed) == Coverage.of([Interval(0, 900)])
            assert desk.progress(signed).sessions[0].engaged_ms == 500 + 400 + 200
            (tmp_path / str(number)).mkdir()
            verified = desk.verify(desk.export(signed, tmp_path / str(number)))
            assert verified.verdict.progress.sessions == desk.progress(signed).sessions
            assert len(verified.verdict.contributions) == 2


def test_devices_that_know_the_same_of_each_other_have_nothing_more_to_join(laptop: Places) -> None:
    elsewhere = carried_to_another_machine(laptop)
    with desk_over(elsewhere) as desk:
        watch(desk, course(desk), 500, 900)
    lengths: list[list[int]] = []
    for _ in range(3):
        merge_from(laptop, elsewhere.profile)
        merge_from(elsewhere, laptop.profile)
        lengths.append([events_in(laptop), events_in(elsewhere)])
    assert lengths[1] == lengths[2]


def events_in(places: Places) -> int:
    with desk_over(places) as desk:
        return len(desk.journey(course(desk)).stream.events)
