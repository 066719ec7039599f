"""From a kiosk home: who watched half of a course there goes on at home, claims, and counts once at the provider."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap import desk as desk_joining
from player.bootstrap.holding import device_key_of
from player.bootstrap.places import find_places
from player.bootstrap.seating import Seats
from player.cli.app import run
from player.desk.desk import Desk
from player.desk.homecoming import NotAsked
from player.desk.problems import NotForHome, OthersRecords
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.event import StreamJoined
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit
from player.domain.watch import Interval, Span
from player.ledger.profile import lock_profile
from player.proof.files import write_whole
from player.proof.keys import read_public_key
from player.proof.manifest import SignedCourse
from player.proof.trust import Publisher, write_publisher
from tests.fakes import FakeClock
from tests.faults.desks import desk_at, make_talk

ADA = Learner(
    id=LearnerId("ad" * 16),
    name="Ada Example",
    degrees="MD",
    profession=Profession.PHYSICIAN,
    identifiers=(("email", "ada@example.org"),),
)
TODAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talk(tmp_path_factory.mktemp("talk"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(TODAY)


@pytest.fixture
def home(tmp_path: Path, talk: Path) -> Path:
    return _profile(tmp_path / "home", talk)


def _profile(place: Path, talk: Path) -> Path:
    """A profile that knows the publisher of the talk."""
    (place / "trust").mkdir(parents=True)
    keys = (read_public_key(talk.parent / "talk.key.pub"),)
    write_publisher(place / "trust" / "talk.publisher.json", Publisher(name="The college", keys=keys, specimen=False))
    return place


@contextmanager
def at_the_kiosk(place: Path, clock: FakeClock, learner: Learner = ADA) -> Generator[Desk]:
    """A guest's desk, as a station seats one."""
    with lock_profile(place):
        parts = desk_joining.parts_over(find_places(place), clock=clock, key=device_key_of(place), rehearsing=False)
        try:
            with Seats(parts, name=place.name)(learner, lambda _: None) as desk:
                yield desk
        finally:
            parts.ledger.close()
            parts.people.close()


def watch(desk: Desk, clock: FakeClock, signed: SignedCourse, start_ms: int, end_ms: int) -> None:
    journey, session = desk.journey(signed), signed.course.sessions[0].id
    journey.start_watching(session, position_ms=start_ms)
    clock.advance(end_ms - start_ms)
    span = Span(interval=Interval(start_ms, end_ms), engaged_ms=end_ms - start_ms, rate_percent=100)
    journey.watched(session, span)


def seen_ms(desk: Desk, signed: SignedCourse) -> int:
    return desk.progress(signed).sessions[0].coverage.length_ms


def finish(desk: Desk, signed: SignedCourse) -> None:
    assert signed.course.quiz is not None
    desk.journey(signed).submit_quiz(answers_from_key(signed.course.quiz))
    desk.journey(signed).submit_evaluation(plausible_responses(signed.course.evaluation))


def claim(desk: Desk, signed: SignedCourse) -> str:
    offer = desk.progress(signed).entitlements[0]
    desk.journey(signed).claim(offer.offer.id, amount=Decimal(offer.now), profession=Profession.PHYSICIAN)
    return offer.offer.id


@pytest.fixture
def taken(tmp_path: Path, talk: Path, clock: FakeClock) -> Path:
    """The file of somebody who watched half of the talk at a kiosk, and has gone home with it."""
    with at_the_kiosk(_profile(tmp_path / "kiosk", talk), clock) as desk:
        signed = desk.add_course(talk)
        desk.journey(signed).acknowledge_disclosures()
        watch(desk, clock, signed, 0, 5_000)
        made = desk.home_files.write(signed)
        desk.export(signed, tmp_path)
        for completion in tmp_path.glob("*.completion"):
            completion.rename(tmp_path / "from-kiosk.completion")
    file = tmp_path / "stick" / made.name
    file.parent.mkdir()
    write_whole(file, made.data)
    return file


def test_in_a_fresh_profile_one_question_makes_it_the_attendees_own(
    taken: Path, home: Path, talk: Path, clock: FakeClock
) -> None:
    with desk_at(home, clock) as desk:
        found = desk.homecoming.look(taken)
        assert (found.learner.printed_name, found.is_own, found.known) == ("Ada Example, MD", False, True)
        assert desk.library() == () and desk.learner.id != ADA.id, "looking changes nothing"
        with pytest.raises(NotAsked):
            desk.homecoming.take(taken)
        came = desk.homecoming.take(taken, take_over=True)
        assert came.events > 0 and not came.is_here
        assert (desk.learner.id, desk.learner.name) == (ADA.id, ADA.name)
    with desk_at(home, clock) as desk:
        assert desk.learner.id == ADA.id
        signed = desk.add_course(talk)
        assert seen_ms(desk, signed) == 5_000


def test_once_more_brings_nothing_and_a_later_file_brings_what_is_new_without_asking(
    taken: Path, home: Path, talk: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with desk_at(home, clock) as desk:
        desk.homecoming.take(taken, take_over=True)
        assert desk.homecoming.take(taken).events == 0
    with at_the_kiosk(tmp_path / "kiosk", clock) as kiosk:
        signed = kiosk.add_course(talk)
        watch(kiosk, clock, signed, 5_000, 7_000)
        later = tmp_path / "later.completion"
        write_whole(later, kiosk.home_files.write(signed).data)
    with desk_at(home, clock) as desk:
        assert desk.homecoming.look(later).is_own
        assert desk.homecoming.take(later).events > 0
        assert seen_ms(desk, desk.add_course(talk)) == 7_000


def test_at_home_it_goes_on_at_the_same_place_to_the_certificate_and_counts_once_at_the_provider(
    taken: Path, home: Path, talk: Path, clock: FakeClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk_at(home, clock) as desk:
        signed = desk.add_course(talk)
        desk.homecoming.take(taken, take_over=True)
        assert seen_ms(desk, signed) == 5_000
        watch(desk, clock, signed, 5_000, 9_500)
        finish(desk, signed)
        offer = claim(desk, signed)
        events = desk.journey(signed).stream.events
        assert sum(isinstance(event.fact, StreamJoined) for event in events) == 1
        assert desk.documents.issue(signed, offer).read_bytes().startswith(b"%PDF")
        (tmp_path / "in").mkdir()
        desk.export(signed, tmp_path / "in")
        assert desk.credits()[0].amount == Decimal(1)
    (tmp_path / "from-kiosk.completion").rename(tmp_path / "in" / "from-kiosk.completion")
    write_whole(tmp_path / "in" / "taken.completion", taken.read_bytes())
    office = str(_profile(tmp_path / "office", talk))
    assert run(["--profile", office, "collect", str(tmp_path / "in")]) == 0
    capsys.readouterr()
    run(["--profile", office, "collect", "status", "--json"])
    status = json.loads(capsys.readouterr().out)
    assert (status["credits"], status["refused"]) == (1, 0)


def test_the_certificate_from_the_kiosk_keeps_its_name_at_home(
    home: Path, talk: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with at_the_kiosk(_profile(tmp_path / "hall", talk), clock) as kiosk:
        signed = kiosk.add_course(talk)
        kiosk.journey(signed).acknowledge_disclosures()
        watch(kiosk, clock, signed, 0, 9_500)
        finish(kiosk, signed)
        offer = claim(kiosk, signed)
        number = kiosk.documents.issue(signed, offer).stem
        file = tmp_path / "home.completion"
        write_whole(file, kiosk.home_files.write(signed).data)
    with desk_at(home, clock) as desk:
        desk.homecoming.take(file, take_over=True)
        desk.save_learner(replace(desk.learner, name="Ada Lovelace"))
        assert desk.learner.name_on(number) == "Ada Example, MD"
        assert [row.number for row in desk.credits()] == [number]


def test_who_has_records_of_another_number_is_told_what_to_do(
    taken: Path, home: Path, talk: Path, clock: FakeClock
) -> None:
    with desk_at(home, clock) as desk:
        signed = desk.add_course(talk)
        desk.journey(signed).acknowledge_disclosures()
        mine = desk.learner.id
        for act in (desk.homecoming.look, lambda file: desk.homecoming.take(file, take_over=True)):
            with pytest.raises(OthersRecords) as told:
                act(taken)
        assert "--profile" in told.value.remedy
        assert desk.learner.id == mine and seen_ms(desk, signed) == 0


def test_credit_that_was_entered_by_hand_is_never_put_out_of_sight(taken: Path, home: Path, clock: FakeClock) -> None:
    with desk_at(home, clock) as desk:
        new = desk.transcripts.new_id()
        rounds = ReportedCredit(
            id=new, day=TODAY.date(), title="Rounds", provider="Elsewhere", kind="AMA", amount=Decimal(1)
        )
        desk.transcripts.report(rounds)
        with pytest.raises(OthersRecords):
            desk.homecoming.look(taken)


def test_what_was_tried_out_with_a_specimen_stands_in_nobodys_way(taken: Path, home: Path, clock: FakeClock) -> None:
    with desk_at(home, clock) as desk:
        sample = find_places().resources / "samples" / "meet-carrel.course"
        desk.journey(desk.add_course(sample)).acknowledge_disclosures()
        desk.homecoming.take(taken, take_over=True)
        assert desk.learner.id == ADA.id and desk.troubles() == ()


def test_a_file_for_the_provider_or_a_certificate_is_not_for_home(
    home: Path, talk: Path, clock: FakeClock, tmp_path: Path
) -> None:
    with desk_at(home, clock) as desk:
        signed = desk.add_course(talk)
        desk.save_learner(replace(desk.learner, name="Ada Example", profession=Profession.PHYSICIAN))
        desk.journey(signed).acknowledge_disclosures()
        watch(desk, clock, signed, 0, 9_500)
        finish(desk, signed)
        certificate = desk.documents.issue(signed, claim(desk, signed))
        with pytest.raises(NotForHome):
            desk.homecoming.look(certificate)


def test_an_altered_file_is_refused_and_changes_nothing(taken: Path, home: Path, clock: FakeClock) -> None:
    data = taken.read_bytes()
    taken.write_bytes(data[:-40] + b"x" + data[-39:])
    with desk_at(home, clock) as desk:
        with pytest.raises(Problem):
            desk.homecoming.take(taken, take_over=True)
        assert not desk.learner.name


def test_the_command_asks_for_a_flag_and_then_goes_on(
    taken: Path, home: Path, talk: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--profile", str(home), "go-on", str(taken)]) == 1
    assert "--take-over" in capsys.readouterr().err
    assert run(["--profile", str(home), "go-on", "--take-over", "--json", str(taken)]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["taken"], told["learner"], told["in_library"]) == (True, "Ada Example, MD", False)
    assert run(["--profile", str(home), "go-on", str(taken)]) == 0
    assert "everything is here already" in capsys.readouterr().out
    with desk_at(home, clock) as desk:
        assert seen_ms(desk, desk.add_course(talk)) == 5_000
