"""The library: what can be done with courses as files; none of it takes away what was recorded or earned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.places import Places
from player.bootstrap.verifying import verifier_over
from player.desk.desk import Desk
from player.desk.judged import of_one_course
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.learner import Profession
from player.domain.watch import Interval, Span
from player.domain.whereabouts import Whereabouts
from player.proof.files import make_folder
from player.proof.manifest import SignedCourse
from tests.fakes import FakeClock
from tests.faults.desks import desk_at
from tests.ui.fake_host import RESOURCES

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
OPEN_DAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(OPEN_DAY)


@pytest.fixture
def desk(profile: Path, clock: FakeClock) -> Iterator[Desk]:
    with desk_at(profile, clock) as desk:
        yield desk


def claimed(desk: Desk, clock: FakeClock) -> SignedCourse:
    """The whole way up to the claim."""
    signed = desk.add_course(SAMPLE)
    journey = desk.journey(signed)
    journey.acknowledge_disclosures()
    for session in signed.course.sessions:
        journey.start_watching(session.id, position_ms=0)
        clock.advance(session.duration_ms)
        whole = Interval(0, session.duration_ms)
        journey.watched(session.id, Span(interval=whole, engaged_ms=session.duration_ms, rate_percent=100))
    if signed.course.quiz is not None:
        journey.submit_quiz(answers_from_key(signed.course.quiz))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    best = next(e for e in journey.progress().entitlements if e.now > Decimal(0))
    journey.claim(best.offer.id, amount=best.now, profession=Profession.PHYSICIAN)
    return signed


def test_removing_a_course_takes_nothing_away_that_was_recorded_earned_or_can_be_proved(
    desk: Desk, clock: FakeClock, profile: Path, tmp_path: Path
) -> None:
    signed = claimed(desk, clock)
    desk.save_learner(replace(desk.learner, name="Ada Example", profession=Profession.PHYSICIAN))
    before, row = desk.progress(signed), desk.credits()
    assert desk.courses.remove(signed.course.id) > 1_000_000
    assert desk.library() == ()
    assert desk.progress(signed) == before
    assert desk.credits() == row
    assert [sendable.course for sendable in desk.to_send()] == [signed.hash]
    assert desk.package(signed.course.id).signed == signed
    offer = row[0].offer.id
    certificate = desk.documents.issue(signed, offer)
    assert certificate.read_bytes().startswith(b"%PDF"), "with the picture of its signature, if it has one"
    make_folder(tmp_path / "out")
    completion = desk.export(signed, tmp_path / "out")
    check = verifier_over(Places(profile=profile, resources=RESOURCES))
    for file in (certificate, completion):
        assert of_one_course(check(file)).verdict.history.claims
    desk.add_course(SAMPLE)
    assert desk.credits() == row
    assert desk.library()[0].progress is not None


def test_a_removed_course_is_known_with_what_was_done_in_it(desk: Desk) -> None:
    signed = desk.add_course(SAMPLE)
    desk.journey(signed).acknowledge_disclosures()
    desk.courses.remove(signed.hash)
    (gone,) = desk.courses.removed()
    assert (gone.where, gone.signed) == (Whereabouts.REMOVED, signed)
    assert gone.progress == desk.progress(signed)
    desk.add_course(SAMPLE)
    assert desk.courses.removed() == ()


def test_a_course_on_a_stick_that_is_away_shows_its_progress_and_what_to_do(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    signed = desk.courses.add(stick / SAMPLE.name, in_place=True)
    desk.journey(signed).acknowledge_disclosures()
    assert desk.library()[0].where is Whereabouts.IN_PLACE
    stick.rename(tmp_path / "pocket")
    (away,) = desk.library()
    assert away.where is Whereabouts.OUT_OF_REACH
    assert away.progress == desk.progress(signed)
    assert away.problem is not None and "Connect that drive" in away.problem.remedy
    assert desk.cover(signed) is None


def test_records_stay_in_the_profile_whatever_home_the_courses_have(desk: Desk, profile: Path, tmp_path: Path) -> None:
    signed = desk.add_course(SAMPLE)
    desk.courses.choose_home(tmp_path / "disk")
    assert desk.courses.move_home() == 1
    assert desk.courses.home == tmp_path / "disk"
    assert (profile / "courses" / "known" / f"{signed.hash}.dsse").exists()
    (listing,) = desk.library()
    assert listing.path.is_relative_to(tmp_path / "disk")
    assert listing.size > 1_000_000


def test_what_was_repaired_is_told(desk: Desk, profile: Path) -> None:
    desk.add_course(SAMPLE)
    contents = profile / "courses" / "contents"
    largest = max(contents.iterdir(), key=lambda file: file.stat().st_size)
    with largest.open("r+b") as stream:
        stream.seek(100)
        stream.write(b"damage")
    mended = desk.courses.repair("org.carrel", str(SAMPLE))
    assert (mended.bad, mended.fetched, mended.left) == (1, 1, None)
