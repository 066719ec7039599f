"""A course in a later version: what was done in the one before counts, is told, and proves itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.holding import back_up_before_upgrade, back_up_weekly
from player.bootstrap.keeping import merge_from, restore_from, write_backup_to
from player.bootstrap.places import Places
from player.bootstrap.providing import build_course
from player.desk.desk import Desk
from player.desk.earned import each_claim_once, earned_in
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.desk.walks import Walks
from player.domain.event import DeviceId, EventStream, Purpose, StreamId, StreamJoined
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.update import Change
from player.domain.watch import Interval, Span
from player.ledger.care.backup import read_backup
from player.ledger.care.rotation import kept_in
from player.proof.manifest import SignedCourse
from player.proof.weave import BranchMissing
from tests import versions
from tests.builders import PHYSICIAN, opening_for
from tests.fakes import FakeClock
from tests.faults.desks import desk_at, make_talk
from tests.proof import vaults
from tests.proof.vaults import knowing, revoking
from tests.ui.fake_host import RESOURCES, FakeEvidenceLedger
from tests.worlds import DEVICE, key, signed

TODAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with version 1 of a talk, and version 2 with another quiz."""
    place = tmp_path_factory.mktemp("talks")
    shutil.move(make_talk(place), place / "1.course")
    source = place / "talk" / "course.toml"
    text = source.read_text()
    assert "version = 1" in text and "passing_percent = 80" in text
    source.write_text(text.replace("version = 1", "version = 2", 1))
    build_course(place / "talk", key=place / "talk.key", out=place / "2.course", quick=True)
    source.write_text(
        source.read_text().replace("version = 2", "version = 3", 1).replace("percent = 80", "percent = 60")
    )
    build_course(place / "talk", key=place / "talk.key", out=place / "3.course", quick=True)
    return place


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "profile").mkdir()
    return tmp_path / "profile"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(TODAY)


@contextmanager
def learning(profile: Path, clock: FakeClock) -> Generator[Desk]:
    with desk_at(profile, clock) as desk:
        if not desk.learner.name:
            desk.save_learner(replace(desk.learner, name="Ada Example", profession=Profession.PHYSICIAN))
        yield desk


def watch(desk: Desk, clock: FakeClock, signed: SignedCourse, start_ms: int, end_ms: int) -> None:
    journey, session = desk.journey(signed), signed.course.sessions[0].id
    journey.start_watching(session, position_ms=start_ms)
    clock.advance(end_ms - start_ms)
    span = Span(interval=Interval(start_ms, end_ms), engaged_ms=end_ms - start_ms, rate_percent=100)
    journey.watched(session, span)


def seen_ms(desk: Desk, signed: SignedCourse) -> int:
    return desk.progress(signed).sessions[0].coverage.length_ms


def finish(desk: Desk, clock: FakeClock, signed: SignedCourse) -> None:
    desk.journey(signed).acknowledge_disclosures()
    watch(desk, clock, signed, 0, 9_000)
    assert signed.course.quiz is not None
    desk.journey(signed).submit_quiz(answers_from_key(signed.course.quiz))
    desk.journey(signed).submit_evaluation(plausible_responses(signed.course.evaluation))


def claim(desk: Desk, signed: SignedCourse) -> None:
    offer = desk.progress(signed).entitlements[0]
    desk.journey(signed).claim(offer.offer.id, amount=Decimal(offer.now), profession=Profession.PHYSICIAN)


def joins(desk: Desk, signed: SignedCourse) -> int:
    return sum(isinstance(event.fact, StreamJoined) for event in desk.journey(signed).stream.events)


def test_looking_at_an_update_shows_what_counts_and_records_nothing(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
        new = desk.add_course(made / "2.course")
        assert seen_ms(desk, new) == 4_000
        assert desk.progress(new).step(StepName.BEFORE).state is StepState.DONE
        desk.library()
        assert desk.progress(new).event_count == 0
        assert len(desk.clock_remarks(new)) == 0


def test_an_update_says_what_it_keeps(made: Path, profile: Path, clock: FakeClock) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        new = desk.add_course(made / "2.course")
        assert desk.update_of(old) is None and desk.update_of(new) is None, "nothing was done before"
        desk.journey(old).acknowledge_disclosures()
        update = desk.update_of(new)
        assert update is not None and update.keeps_all and (update.was, update.now) == (1, 2)
        third = desk.add_course(made / "3.course")
        update = desk.update_of(third)
        assert update is not None and update.was == 1
        assert (update.quiz, update.told, update.sessions[0].change) == (Change.CHANGED, Change.CHANGED, Change.KEPT)
        desk.journey(new)
        assert desk.update_of(old) is None


def test_the_first_act_in_the_new_version_joins_the_old_one_and_proves_itself(
    made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
    with learning(profile, clock) as desk:
        new = desk.add_course(made / "2.course")
        watch(desk, clock, new, 4_000, 9_000)
        assert joins(desk, new) == 1
        assert seen_ms(desk, new) == 9_000
        verified = desk.verify(desk.export(new, tmp_path))
        assert verified.verdict.progress.sessions == desk.progress(new).sessions
        assert [one.course.version for one in verified.verdict.earlier] == [1]
        assert [part.opening.course_version for part in verified.verdict.contributions] == [2, 1]


def test_what_is_done_in_the_old_version_afterwards_counts_as_well(
    made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        desk.journey(new).acknowledge_disclosures()
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
        assert seen_ms(desk, new) == 4_000
        watch(desk, clock, new, 4_000, 6_000)
        watch(desk, clock, old, 5_000, 9_000)
        assert (seen_ms(desk, new), seen_ms(desk, old)) == (9_000, 8_000)
        assert desk.verify(desk.export(new, tmp_path)).verdict.progress.sessions == desk.progress(new).sessions


def test_a_journey_that_is_held_sees_what_the_other_version_adds(made: Path, profile: Path, clock: FakeClock) -> None:
    """The window holds a journey for as long as the player is open."""
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        held = desk.journey(new)
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
        assert desk.journey(new) is held
        assert held.progress().sessions[0].coverage.length_ms == 4_000


def test_nothing_of_a_later_version_counts_in_an_earlier_one(made: Path, profile: Path, clock: FakeClock) -> None:
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        desk.journey(new).acknowledge_disclosures()
        watch(desk, clock, new, 0, 4_000)
        assert seen_ms(desk, old) == 0
        desk.journey(old).acknowledge_disclosures()
        assert (seen_ms(desk, old), joins(desk, old)) == (0, 0)


def test_a_claim_is_listed_once_with_the_certificate_of_the_version_in_which_it_was_made(
    made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        finish(desk, clock, old)
        claim(desk, old)
        offer = desk.progress(old).claims[0].credit.offer
        printed = desk.documents.issue(old, offer)
        desk.export(old, tmp_path)
        new = desk.add_course(made / "2.course")
        (row,) = desk.credits()
        assert (row.course, row.number) == (old.hash, printed.stem)
        assert [sendable.course for sendable in desk.to_send()] == [old.hash]
        assert desk.progress(new).step(StepName.CERTIFICATE).state is StepState.DONE
        assert desk.documents.issue(new, offer) == printed
        printed.unlink()
        again = desk.verify(desk.documents.issue(new, offer))
        assert (again.certificate_number, again.verdict.course.version) == (printed.stem, 1)
        assert desk.documents.facts(new, offer) == desk.documents.facts(old, offer)
        with pytest.raises(Problem, match="was claimed"):
            claim(desk, new)


def test_a_claim_that_was_not_printed_yet_is_printed_as_of_its_version(
    made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        finish(desk, clock, old)
        claim(desk, old)
        new = desk.add_course(made / "3.course")
        offer = desk.progress(old).claims[0].credit.offer
        certificate = desk.verify(desk.documents.issue(new, offer))
        assert certificate.verdict.course.version == 1
        assert desk.progress(new).claims == desk.progress(old).claims
        verified = desk.verify(desk.export(new, tmp_path))
        assert [issue.certificate.number for issue in verified.verdict.history.issues] == [
            certificate.certificate_number
        ]


def test_where_the_old_version_was_removed_its_claim_is_listed_and_printed_all_the_same(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        finish(desk, clock, old)
        claim(desk, old)
        new = desk.add_course(made / "2.course")
        desk.courses.remove(old.hash)
        watch(desk, clock, new, 0, 1_000)
        (row,) = desk.credits()
        assert row.course == old.hash
        assert desk.documents.issue(new, row.offer.id).stem == row.number


def test_a_claim_whose_version_nobody_knows_any_more_is_listed_with_the_later_one(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        finish(desk, clock, old)
        claim(desk, old)
        both = [earned_in(signed, desk._walks.history(signed)) for signed in (old, new)]
        assert [bool(sendable.claims) for sendable in each_claim_once(both)] == [True, False]
        assert [bool(sendable.claims) for sendable in each_claim_once(both[1:])] == [True]


def test_credit_claimed_in_both_versions_without_knowing_is_listed_once(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        finish(desk, clock, new)
        claim(desk, new)
        finish(desk, clock, old)
        claim(desk, old)
        (row,) = desk.credits()
        assert row.course == new.hash


def test_a_computer_that_never_had_the_old_version_takes_over_what_it_is_by_merging(
    made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """Without the old version's facts nobody could tell what of it holds, nor prove it."""
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
        new = desk.add_course(made / "2.course")
        watch(desk, clock, new, 4_000, 6_000)
        learner = desk.learner
    laptop = Places(profile=tmp_path / "laptop", resources=RESOURCES)
    laptop.profile.mkdir()
    with learning(laptop.profile, FakeClock(TODAY)) as desk:
        desk.save_learner(replace(desk.learner, id=learner.id))
        desk.add_course(made / "2.course")
    merge_from(laptop, profile)
    with learning(laptop.profile, clock) as desk:
        assert seen_ms(desk, new) == 6_000
        assert desk.verify(desk.export(new, tmp_path)).verdict.progress.sessions == desk.progress(new).sessions


def lived_in_two_versions(made: Path, profile: Path, clock: FakeClock) -> SignedCourse:
    """Four seconds in version 1, which is removed afterwards, and two in version 2; returns that."""
    with learning(profile, clock) as desk:
        old = desk.add_course(made / "1.course")
        desk.journey(old).acknowledge_disclosures()
        watch(desk, clock, old, 0, 4_000)
        new = desk.add_course(made / "2.course")
        watch(desk, clock, new, 4_000, 6_000)
        desk.courses.remove(old.hash)
    return new


def by_command(places: Places, backup: Path) -> None:
    restore_from(places, backup)


def by_merging(places: Places, backup: Path) -> None:
    """The learner is known by the particulars, which are not merged."""
    restore_from(Places(profile=places.profile.with_name("other"), resources=RESOURCES), backup)
    shutil.copyfile(places.profile.with_name("other") / "people.sqlite", places.profile / "people.sqlite")
    merge_from(places, backup)


def in_the_window(places: Places, backup: Path) -> None:
    with desk_at(places.profile, FakeClock(TODAY)) as desk:
        assert desk.take_back(backup).problems == ()
        assert [signed.course.version for signed in desk.courses.known()] == [2, 1]


@pytest.mark.parametrize("put_back", [by_command, by_merging, in_the_window])
def test_from_a_backup_comes_what_the_old_version_was_so_that_what_was_done_in_it_counts(
    put_back: Callable[[Places, Path], None], made: Path, profile: Path, clock: FakeClock, tmp_path: Path
) -> None:
    new = lived_in_two_versions(made, profile, clock)
    backup, _ = write_backup_to(Places(profile=profile, resources=RESOURCES), tmp_path)
    laptop = Places(profile=tmp_path / "laptop", resources=RESOURCES)
    laptop.profile.mkdir()
    put_back(laptop, backup)
    with learning(laptop.profile, clock) as desk:
        desk.add_course(made / "2.course")
        assert seen_ms(desk, new) == 6_000
        assert desk.verify(desk.export(new, tmp_path)).verdict.progress.sessions == desk.progress(new).sessions


def test_an_automatic_backup_carries_what_the_old_version_was(made: Path, profile: Path, clock: FakeClock) -> None:
    lived_in_two_versions(made, profile, clock)
    back_up_weekly(profile)
    back_up_before_upgrade(profile)
    for kept in kept_in(profile):
        facts = [name for name in read_backup(kept.file).files if name.startswith("courses/known/")]
        assert len(facts) >= 2, kept.cause
    assert len(kept_in(profile)) == 2


def test_adding_the_old_version_late_is_refused_and_what_was_done_in_it_counts(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    new = lived_in_two_versions(made, profile, clock)
    for file in (profile / "courses" / "known").glob("*"):
        if not file.name.startswith(new.hash):
            file.unlink()
    with learning(profile, clock) as desk:
        with pytest.raises(BranchMissing):
            desk.progress(new)
        with pytest.raises(Problem, match="can be counted here from now on"):
            desk.add_course(made / "1.course")
        assert seen_ms(desk, new) == 6_000


def test_a_damaged_record_of_the_old_version_keeps_nobody_from_the_new_one(
    made: Path, profile: Path, clock: FakeClock
) -> None:
    with learning(profile, clock) as desk:
        old, new = desk.add_course(made / "1.course"), desk.add_course(made / "2.course")
        desk.journey(old).acknowledge_disclosures()
        ledger = desk._parts.ledger

        def damaged(**wanted: object):
            if wanted["course_hash"] == old.hash:
                raise OldOneDamaged
            return type(ledger).stream_for(ledger, **wanted)  # pyright: ignore[reportArgumentType]

        ledger.stream_for = damaged  # pyright: ignore[reportAttributeAccessIssue]
        desk.journey(new).acknowledge_disclosures()
        assert desk.progress(new).step(StepName.BEFORE).state is StepState.DONE


class OldOneDamaged(Problem):
    what_template = "It is damaged."
    meaning_template = "It is damaged."
    remedy_template = "It is damaged."


# --- whose versions, and for what ------------------------------------------------------------------------------


class InMemory:
    """Walks over a ledger in memory, with whatever versions are said to be there."""

    def __init__(self, *versions: SignedCourse) -> None:
        self.clock = FakeClock()
        self.ledger = FakeEvidenceLedger(self.clock, DEVICE)
        self.purposes: dict[str, Purpose] = {}
        self.walks = Walks(
            ledger=self.ledger,
            clock=self.clock,
            learner=lambda: PHYSICIAN,
            begin=self._begin,
            editions=lambda signed: [one for one in versions if one.hash != signed.hash],
            purpose=self._purpose,
        )

    def _purpose(self, signed: SignedCourse) -> Purpose:
        return self.purposes.get(signed.hash, Purpose.CREDIT)

    def _begin(self, signed: SignedCourse) -> EventStream:
        stream = StreamId(f"{len(self.ledger.streams()):032x}")
        purpose, device = self._purpose(signed), DeviceId(DEVICE.public.id)
        opening = opening_for(signed.course, course_hash=signed.hash, device=device, stream=stream, purpose=purpose)
        return self.ledger.open(opening)

    def lends(self, old: SignedCourse, new: SignedCourse) -> bool:
        """Whether what is acknowledged in `old` counts in `new`: as it is shown, as it is recorded, and as evidence."""
        self.walks.journey(old).acknowledge_disclosures()
        shown = self.walks.history(new).acknowledged
        recorded = self.walks.journey(new).history.acknowledged
        evidence = self.walks.evidence(new, DEVICE.public)
        assert shown == recorded == bool(evidence.joined) == bool(evidence.earlier)
        assert (self.walks.begun_in(new) is not None) == shown
        return recorded


OLD, NEW = signed(), signed(versions.SAME)


def test_an_earlier_version_by_the_same_publisher_lends() -> None:
    assert InMemory(OLD, NEW).lends(OLD, NEW)


def test_what_was_begun_as_a_specimen_lends_nothing_to_credit() -> None:
    places = InMemory(OLD, NEW)
    places.purposes[OLD.hash] = Purpose.SPECIMEN
    assert not places.lends(OLD, NEW)


def test_a_version_by_another_publisher_lends_nothing_whatever_the_shelf_says() -> None:
    other = signed(publisher=key(7))
    assert not InMemory(other, NEW).lends(other, NEW)


def test_a_later_version_lends_nothing_to_an_earlier_one() -> None:
    assert not InMemory(OLD, NEW).lends(NEW, OLD)


def test_a_version_whose_key_was_revoked_lends_nothing_any_more() -> None:
    """Evidence that rested on it would prove no credit."""
    lost = knowing(revoking(key=vaults.COURSE_KEY))
    assert lost.publishers[0].root is not None
    old = signed(publisher=vaults.COURSE_KEY, trust=lost)
    new = signed(versions.SAME, publisher=vaults.NEXT_KEY, trust=lost)
    assert new.gives_credit and not old.gives_credit
    assert not InMemory(old, new).lends(old, new)


def test_an_earlier_version_that_turns_up_later_lends_from_then_on() -> None:
    shelf: list[SignedCourse] = [NEW]
    places = InMemory()
    places.walks._editions = lambda signed: [one for one in shelf if one.hash != signed.hash]
    places.walks.journey(OLD).acknowledge_disclosures()
    assert not places.walks.journey(NEW).history.acknowledged
    shelf.append(OLD)
    places.walks.look_again()
    assert places.walks.journey(NEW).history.acknowledged
