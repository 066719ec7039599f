"""The desk: what it shows when part of a profile is damaged, whose records it opens, and which documents it keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.desk.problems import CertificateMissing, CertificateUnreadable, NoName, NothingToExport
from player.domain.course import Availability
from player.domain.credit import Document
from player.domain.event import CourseHash, Purpose, StreamOpened
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.proof.manifest import SignedCourse
from player.proof.standing import KeyRevoked
from tests.builders import COURSE, PHYSICIAN, SHORT_COURSE
from tests.proof import vaults
from tests.ui.fake_host import RESOURCES, FakeDesk, FakePackage, FakeShelved, signed
from tests.worlds import signed as signed_by_key

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
AMA = "ama"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(profile=tmp_path / "profile", resources=RESOURCES)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))
    yield desk
    desk.close()


class Damaged(Problem):
    what_template = "The record of one course is not as it was written."


def damage(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)


def begin(desk: Desk) -> SignedCourse:
    course = desk.add_course(SAMPLE)
    desk.journey(course).acknowledge_disclosures()
    return course


# --- whose desk it is ----------------------------------------------------------------------------------------


def test_somebody_who_never_said_a_name_finds_the_course_again(places: Places) -> None:
    with desk_over(places) as desk:
        first = desk.learner.id
        course = begin(desk)
    with desk_over(places) as desk:
        assert desk.learner.id == first
        assert desk.progress(course).step(StepName.BEFORE).state is StepState.DONE


def test_unreadable_particulars_hide_no_record_and_are_told(places: Places) -> None:
    with desk_over(places) as desk:
        desk.save_learner(replace(desk.learner, name="Ada Example"))
        whose, course = desk.learner.id, begin(desk)
    damage(places.profile / "people.sqlite", "UPDATE person SET particulars = x'7b22'")
    with desk_over(places) as desk:
        assert desk.learner == Learner(id=whose)
        assert desk.progress(course).step(StepName.BEFORE).state is StepState.DONE
        assert [problem.code for problem in desk.troubles()] == ["ParticularsDamaged"]


def test_the_trouble_ends_when_particulars_are_entered_again(places: Places) -> None:
    with desk_over(places) as desk:
        desk.save_learner(replace(desk.learner, name="Ada Example"))
        begin(desk)
    damage(places.profile / "people.sqlite", "UPDATE person SET particulars = x'ff'")
    with desk_over(places) as desk:
        desk.save_learner(replace(desk.learner, name="Ada Example"))
        assert desk.troubles() == ()
    with desk_over(places) as desk:
        assert desk.learner.name == "Ada Example"
        assert desk.troubles() == ()


def test_a_whole_profile_has_no_troubles(places: Places) -> None:
    with desk_over(places) as desk:
        begin(desk)
        assert desk.troubles() == ()


def test_of_several_learners_in_the_records_none_is_guessed(desk: FakeDesk) -> None:
    desk.journey(desk.signed[0])
    desk.save_learner(replace(desk.learner, id=LearnerId("33" * 16)))
    desk.journey(desk.signed[1])
    desk.people.kept = None
    later = Desk(desk._parts)
    assert later.learner.id == LearnerId("22" * 16)


def test_a_damaged_record_of_one_course_leaves_the_others_usable(places: Places) -> None:
    with desk_over(places) as desk:
        begin(desk)
    _spoil_events(places.profile / "ledger.sqlite")
    with desk_over(places) as desk:
        (listing,) = desk.library()
        assert listing.signed is not None and listing.progress is None
        assert listing.problem is not None and listing.problem.code == "StreamDamaged"
        assert [problem.code for problem in desk.troubles()] == ["StreamDamaged"]
        assert desk.credits() == ()
        assert desk.to_send() == ()


def _spoil_events(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE event SET body = x'00' WHERE seq = 1")


# --- the library ---------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_opened_is_listed_with_its_problem(desk: FakeDesk, tmp_path: Path) -> None:
    problem = Damaged()
    desk.shelf.broken.append(FakeShelved(path=tmp_path / "torn.course", package=None, problem=problem))
    listings = desk.library()
    assert [listing.problem for listing in listings] == [None, None, problem]
    assert all(listing.progress is not None for listing in listings[:2])


def test_looking_at_courses_records_nothing(desk: FakeDesk) -> None:
    desk.library()
    desk.progress(desk.signed[0])
    desk.credits()
    assert list(desk._parts.ledger.streams()) == []


def test_the_first_act_opens_one_stream_and_the_second_none(desk: FakeDesk) -> None:
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    (stream,) = desk._parts.ledger.streams()
    opening = stream.events[0].fact
    assert isinstance(opening, StreamOpened)
    assert (opening.learner, opening.purpose) == (PHYSICIAN.id, Purpose.CREDIT)
    assert len(stream.events) == 2


def test_a_missing_cover_is_no_cover(desk: FakeDesk) -> None:
    assert desk.cover(desk.signed[0]) is None


def test_another_profession_changes_what_is_offered_at_once(desk: FakeDesk) -> None:
    course = desk.signed[0]
    desk.journey(course)
    desk.save_learner(replace(desk.learner, profession=Profession.NURSE))
    offers = [entitlement.offer.id for entitlement in desk.progress(course).entitlements]
    assert offers == ["ancc"]


# --- documents -----------------------------------------------------------------------------------------------


def claim(desk: FakeDesk, course: SignedCourse) -> None:
    desk.finish(course)
    desk.journey(course).claim(AMA, amount=Decimal("0.5"), profession=Profession.PHYSICIAN)


def test_a_certificate_is_issued_once_and_found_afterwards(desk: FakeDesk) -> None:
    course = desk.signed[0]
    claim(desk, course)
    first = desk.documents.issue(course, AMA)
    desk.clock.advance(60_000)
    assert desk.documents.issue(course, AMA) == first
    assert len(desk.press.printed) == 1
    assert len(desk.progress(course).issues) == 1


def test_a_certificate_that_was_deleted_is_made_again_not_doubled(desk: FakeDesk) -> None:
    course = desk.signed[0]
    claim(desk, course)
    desk.documents.issue(course, AMA).unlink()
    assert desk.documents.issue(course, AMA).exists()
    assert len(desk.progress(course).issues) == 1
    assert desk.press.printed[0] == desk.press.printed[1]


def test_a_certificate_waits_for_a_name(desk: FakeDesk) -> None:
    course = desk.signed[0]
    claim(desk, course)
    desk.save_learner(replace(desk.learner, name="", degrees=""))
    with pytest.raises(NoName):
        desk.documents.issue(course, AMA)
    assert desk.progress(course).claims


def revoked(course: SignedCourse) -> SignedCourse:
    """The same course, after its publisher's root revoked the key that signed it."""
    root = vaults.revoking(key=vaults.COURSE_KEY)
    return signed_by_key(course.course, publisher=vaults.COURSE_KEY, trust=vaults.knowing(root))


def test_for_a_course_whose_key_was_revoked_no_certificate_is_issued_anew(desk: FakeDesk) -> None:
    before = signed_by_key(COURSE, publisher=vaults.COURSE_KEY, trust=vaults.knowing(vaults.FIRST))
    desk.shelf.held.insert(0, FakePackage(before, {"signature.png": b""}))
    claim(desk, before)
    after = revoked(before)
    assert after.hash == before.hash and after.revocation
    with pytest.raises(KeyRevoked, match="The laptop was stolen"):
        desk.documents.issue(after, AMA)
    assert desk.progress(after).issues == ()
    assert desk.press.printed == []


def test_a_certificate_that_was_issued_before_the_key_was_revoked_is_found(desk: FakeDesk) -> None:
    before = signed_by_key(COURSE, publisher=vaults.COURSE_KEY, trust=vaults.knowing(vaults.FIRST))
    desk.shelf.held.insert(0, FakePackage(before, {"signature.png": b""}))
    claim(desk, before)
    first = desk.documents.issue(before, AMA)
    assert desk.documents.issue(revoked(before), AMA) == first
    first.unlink()
    assert desk.documents.issue(revoked(before), AMA).exists()


def test_there_is_no_certificate_without_a_claim(desk: FakeDesk) -> None:
    with pytest.raises(CertificateMissing):
        desk.documents.issue(desk.signed[0], AMA)
    with pytest.raises(CertificateMissing):
        desk.documents.facts(desk.signed[0], AMA)


def test_a_certificate_the_disk_does_not_give_back_is_a_problem(desk: FakeDesk) -> None:
    course = desk.signed[0]
    claim(desk, course)
    file = desk.documents.issue(course, AMA)
    file.unlink()
    file.mkdir()
    with pytest.raises(CertificateUnreadable):
        desk.documents.read(course, AMA)


def test_the_signature_on_a_certificate_is_that_of_the_version_taken(desk: FakeDesk) -> None:
    """A newer version on the shelf may have lost the picture."""
    course = desk.signed[0]
    claim(desk, course)
    newer = FakePackage(signed(replace(COURSE, version=2)))
    desk.shelf.held.insert(0, newer)
    assert desk.documents.issue(course, AMA).exists()


def test_without_the_providers_grant_it_is_a_record_of_participation(desk: FakeDesk) -> None:
    course = desk.signed[1]
    claim(desk, course)
    (row,) = desk.credits()
    assert row.document is Document.PARTICIPATION_RECORD
    assert row.title == SHORT_COURSE.title


def test_nothing_recorded_is_nothing_to_export(desk: FakeDesk, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport):
        desk.export(desk.signed[0], tmp_path)


def test_an_export_is_counted(desk: FakeDesk, tmp_path: Path) -> None:
    course = desk.signed[0]
    claim(desk, course)
    assert desk.export(course, tmp_path).exists()
    (sendable,) = desk.to_send()
    assert sendable.exports == 1
    assert sendable.course == course.hash


def test_the_latest_completion_stands_first(desk: FakeDesk) -> None:
    claim(desk, desk.signed[0])
    desk.clock.advance(48 * 3_600_000)
    claim(desk, desk.signed[1])
    assert [row.title for row in desk.credits()] == [SHORT_COURSE.title, COURSE.title]


def test_a_course_of_an_unknown_publisher_proves_nothing(tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path)
    stranger = replace(desk.signed[0], publisher=None)
    desk.journey(stranger)
    (stream,) = desk._parts.ledger.streams()
    opening = stream.events[0].fact
    assert isinstance(opening, StreamOpened) and opening.purpose is Purpose.SPECIMEN


def test_the_zone_of_the_provider_decides_whether_a_course_is_open(tmp_path: Path) -> None:
    """At noon UTC of the last day it is past midnight in Kiritimati (UTC+14)."""
    day = FakeDesk(tmp_path / "now").clock.moment.date()
    far = replace(COURSE, availability=Availability(opens=day, last_day=day, time_zone="Pacific/Kiritimati"))
    desk = FakeDesk(tmp_path / "far", courses=(far,))
    assert desk.progress(desk.signed[0]).standing.value == "expired"


def test_a_course_is_found_by_its_hash(places: Places) -> None:
    with desk_over(places) as desk:
        course = desk.add_course(SAMPLE)
        assert desk.package(course.hash).signed == course
        with pytest.raises(Problem):
            desk.package(CourseHash("0" * 64))
