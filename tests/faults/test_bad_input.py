"""What bad input gets: one sentence that says what happened, what it means for credit and what to do, and no loss.

Each case goes the way that a person goes: through the command line, or through the desk where the window acts. The
rooms have their own, finer tests.
"""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.authoring.build import build_package
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import new_course
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.course import SessionId
from player.domain.event import CreditClaimed
from player.domain.journey import Journey
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.quiz import Answer, AnswersDoNotFit
from player.domain.refusals import ClaimNotSupported
from player.domain.watch import Interval, Span
from player.exchange.completion import KIND as COMPLETION_KIND
from player.exchange.completion import write_completion
from player.ledger.problems import DiskFull
from player.proof.envelope import Envelope, seal
from player.proof.keys import PrivateKey, read_public_key
from tests.archive.making import KEY, filling, probe
from tests.fakes import FakeClock
from tests.faults.bad_files import (
    a_folder,
    altered_recording,
    altered_text,
    another_kind,
    cut_by_one_byte,
    cut_off,
    cut_to_nothing,
    missing,
    of_the_future,
    turned,
    unsigned,
)
from tests.faults.desks import LECTURE, desk_at
from tests.faults.terminal import ROOT, Terminal, in_a_process, judged
from tests.ledger.conftest import SmallDisk
from tests.worlds import DEVICE, world

SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
SAMPLE_ID = "org.carrel.specimen.meet-carrel"
OPEN_DAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


def begin(profile: Path, terminal: Terminal) -> None:
    """Puts the sample course into a profile and records something in it."""
    terminal.ask("add", SAMPLE)
    with desk_over(find_places(profile)) as desk:
        desk.journey(desk.package(SAMPLE_ID).signed).acknowledge_disclosures()


@pytest.fixture
def begun(profile: Path, terminal: Terminal) -> Generator[Path]:
    """A profile with something recorded in it; afterwards everything recorded must still be there."""
    begin(profile, terminal)
    before = terminal.ask("progress", SAMPLE_ID)
    assert before["events"] == 2
    yield profile
    assert terminal.ask("progress", SAMPLE_ID) == before
    assert [course["id"] for course in terminal.ask("list")] == [SAMPLE_ID]


# --- a file that is no course, or is not as its provider made it --------------------------------------------------


BAD_COURSES: dict[Callable[[Path], Path], set[str]] = {
    missing: {"CourseMissing"},
    cut_off: {"CourseCutOff"},
    cut_to_nothing: {"CourseCutOff", "NotACourse"},
    cut_by_one_byte: {"CourseCutOff"},
    altered_text: {"NotSigned", "NotReadable", "CourseAltered"},
    altered_recording: {"BlockDamaged", "CourseAltered"},
    unsigned: {"NotSigned"},
    of_the_future: {"NewerFormat"},
    another_kind: {"NotACourse", "CourseCutOff"},
    a_folder: {"NotACourse"},
}


@pytest.mark.parametrize("make", BAD_COURSES)
def test_a_bad_course_file_is_not_added_and_nothing_is_lost(
    make: Callable[[Path], Path], begun: Path, terminal: Terminal, tmp_path: Path
) -> None:
    here = [file.name for file in (begun / "courses" / "here").iterdir()]
    said = terminal.refused("add", make(tmp_path))
    assert said.problem in BAD_COURSES[make]
    assert "talk.course" in said.what
    assert [file.name for file in (begun / "courses" / "here").iterdir()] == here
    assert len(terminal.ask("list")) == 1


@pytest.mark.parametrize("make", [missing, cut_off, unsigned, of_the_future, another_kind])
@pytest.mark.parametrize("command", [("progress",), ("checkup",), ("course", "show"), ("course", "rehearse")])
def test_no_command_opens_a_bad_course_file(
    make: Callable[[Path], Path], command: tuple[str, ...], profile: Path, terminal: Terminal, tmp_path: Path
) -> None:
    more = ("--to", tmp_path / "out") if "rehearse" in command else ()
    assert terminal.refused(*command, make(tmp_path), *more).problem in BAD_COURSES[make]


def test_a_course_that_was_damaged_in_the_library_is_named_and_adding_it_again_mends_it(
    begun: Path, terminal: Terminal
) -> None:
    file = max((begun / "courses" / "contents").iterdir(), key=lambda content: content.stat().st_size)
    whole = file.read_bytes()
    file.write_bytes(whole[:-10])
    (listed,) = terminal.ask("list")
    assert listed["problem"] == "CopyIncomplete"
    terminal.ask("add", SAMPLE)
    assert file.read_bytes() == whole


# --- a completion file that proves nothing -------------------------------------------------------------------------


@pytest.fixture
def completion(profile: Path, terminal: Terminal, tmp_path: Path) -> Path:
    begin(profile, terminal)
    return Path(terminal.ask("export", SAMPLE_ID, "--to", tmp_path)["file"])


def rewritten(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


def without_signatures(data: bytes) -> bytes:
    return replace(Envelope.from_json(data, name="it"), signatures=()).to_json()


def from_the_future(_: bytes) -> bytes:
    return seal(lzma.compress(b'{"format":99}'), COMPLETION_KIND, DEVICE).to_json()


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (lambda data: data[: len(data) // 2], {"NotACompletionFile", "NotSigned"}),
        (lambda data: turned(data, len(data) // 2), {"NotACompletionFile", "NotReadable", "NotSigned"}),
        (without_signatures, {"NotSigned", "NotReadable"}),
        (from_the_future, {"NewerFormat"}),
        (lambda _: b"PK\x03\x04 a course, perhaps", {"NotACompletionFile"}),
        (lambda _: b"", {"NotACompletionFile"}),
    ],
    ids=["truncated", "altered", "unsigned", "future", "other", "empty"],
)
def test_a_completion_file_that_is_not_as_it_was_written_proves_nothing(
    completion: Path, terminal: Terminal, change: Callable[[bytes], bytes], problems: set[str]
) -> None:
    rewritten(completion, change)
    assert terminal.refused("verify", completion).problem in problems


def test_a_completion_file_that_is_missing_is_named(profile: Path, terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.refused("verify", tmp_path / "gone.completion")
    assert (said.problem, said.what) == ("CannotRead", "gone.completion cannot be read: there is no such file.")


# --- a course whose media will not play ----------------------------------------------------------------------------


def build_with(recording: bytes, place: Path) -> Path:
    """A course that says of its recording that it plays for ten seconds, whatever it is."""
    folder = place / "folder"
    new_course(find_places(), folder)
    (folder / "media" / "welcome.mp4").write_bytes(recording)
    build_package(folder, signer=KEY, out=place / "silent.course", probe=probe)
    return place / "silent.course"


def half_a_recording() -> bytes:
    whole = (ROOT / "resources" / "template" / "media" / "welcome.mp4").read_bytes()
    return whole[: len(whole) // 2]


@pytest.mark.parametrize("recording", [filling(1.5), half_a_recording(), b"x"], ids=["noise", "half", "a letter"])
def test_a_rehearsal_says_that_the_media_will_not_play(
    recording: bytes, profile: Path, terminal: Terminal, tmp_path: Path
) -> None:
    course = build_with(recording, tmp_path)
    said = terminal.refused("course", "rehearse", course, "--to", tmp_path / "out", "--rate", "2")
    assert "My lecture" in said.what or "welcome.mp4" in said.what
    assert list((tmp_path / "out").iterdir()) == []


def test_a_recording_that_will_not_play_does_not_become_a_course(
    profile: Path, terminal: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    terminal.ask("course", "new", folder)
    (folder / "media" / "welcome.mp4").write_bytes(b"no recording at all")
    terminal.ask("key", "new", tmp_path / "key")
    said = terminal.refused("course", "build", folder, "--key", tmp_path / "key", "--out", tmp_path / "o.course")
    assert "welcome.mp4" in said.what


# --- answers and claims that do not hold ---------------------------------------------------------------------------


def watch(journey: Journey, clock: FakeClock, *, to_ms: int) -> None:
    journey.start_watching(LECTURE, position_ms=0)
    clock.advance(to_ms)
    journey.watched(LECTURE, Span(interval=Interval(0, to_ms), engaged_ms=to_ms, rate_percent=100))


def three_parts(problem: Problem) -> None:
    for part in (problem.what, problem.meaning, problem.remedy):
        assert part.endswith(".")
        assert "{" not in part


def test_a_sheet_that_does_not_fit_the_quiz_uses_up_no_attempt(profile: Path, talk: Path) -> None:
    clock = FakeClock(OPEN_DAY)
    with desk_at(profile, clock) as desk:
        signed = desk.add_course(talk)
        journey = desk.journey(signed)
        journey.acknowledge_disclosures()
        watch(journey, clock, to_ms=5_000)
        assert signed.course.quiz is not None
        (right,) = answers_from_key(signed.course.quiz)
        question = signed.course.quiz.questions[0]
        for sheet in (
            (),
            (right, right),
            (Answer(question=right.question, choices=()),),
            (Answer(question=right.question, choices=tuple(choice.id for choice in question.choices)),),
            (Answer(question=right.question, choices=("no-such-choice",)),),
            (Answer(question="no-such-question", choices=right.choices),),
        ):
            with pytest.raises(AnswersDoNotFit) as refused:
                journey.submit_quiz(sheet)
            three_parts(refused.value)
        before = desk.progress(signed)
        assert before.quiz_attempts_left == 2
    with desk_at(profile, clock) as desk:
        assert desk.progress(signed) == before
        assert desk.journey(signed).submit_quiz((right,)).quiz_results[-1].passed


def test_a_claim_above_the_evidence_is_refused_and_the_right_one_still_counts(profile: Path, talk: Path) -> None:
    clock = FakeClock(OPEN_DAY)
    with desk_at(profile, clock) as desk:
        signed = desk.add_course(talk)
        journey = desk.journey(signed)
        journey.acknowledge_disclosures()
        watch(journey, clock, to_ms=5_000)
        assert signed.course.quiz is not None
        journey.submit_quiz(answers_from_key(signed.course.quiz))
        journey.submit_evaluation(plausible_responses(signed.course.evaluation))
        for amount in ("1", "0.75", "0.51", "100", "-1", "NaN", "Infinity"):
            with pytest.raises(ClaimNotSupported) as refused:
                journey.claim("ama", amount=Decimal(amount), profession=Profession.PHYSICIAN)
            three_parts(refused.value)
        assert desk.progress(signed).claims == ()
        events = desk.progress(signed).event_count
    with desk_at(profile, clock) as desk:
        assert desk.progress(signed).event_count == events
        journey = desk.journey(signed)
        claimed = journey.claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
        assert [claim.credit.amount for claim in claimed.claims] == [Decimal("0.5")]


def test_a_completion_file_with_a_forged_claim_is_refused_though_its_device_signed_it(
    profile: Path, terminal: Terminal, tmp_path: Path
) -> None:
    life = world()
    life.journey.acknowledge_disclosures()
    life.watch(life.course.sessions[0])
    life.stream.append(CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN))
    file = tmp_path / "forged.completion"
    file.write_bytes(write_completion(life.evidence(), learner=life.learner, signer=DEVICE))
    said = terminal.refused("verify", file)
    assert said.problem == "EvidenceAltered"
    assert "could not have been recorded" in said.what


def test_a_device_that_forges_a_supported_looking_amount_is_caught_too(
    profile: Path, terminal: Terminal, tmp_path: Path
) -> None:
    life = world()
    life.finish()
    life.stream.append(CreditClaimed(offer="ama", amount=Decimal("1.75"), profession=Profession.PHYSICIAN))
    file = tmp_path / "forged.completion"
    file.write_bytes(write_completion(life.evidence(), learner=life.learner, signer=DEVICE))
    assert "1.75 cannot be claimed" in terminal.refused("verify", file).what


# --- a full disk ---------------------------------------------------------------------------------------------------


def fill(disk: SmallDisk) -> Path:
    """Takes all the room there is."""
    file = disk.folder / "fill"
    with pytest.raises(OSError, match="No space"), file.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))
    return file


def test_a_course_for_which_there_is_no_room_is_not_added(small_disk: SmallDisk, terminal: Terminal) -> None:
    profile = small_disk.folder / "profile"
    said = terminal.refused("add", SAMPLE, "--profile", profile)
    assert said.problem == "NotEnoughRoom"
    assert terminal.ask("list", "--profile", profile) == []


def test_a_profile_that_is_begun_on_a_full_disk_can_be_begun_when_there_is_room(
    small_disk: SmallDisk, terminal: Terminal
) -> None:
    """Also the device's key is whole or not there: half a key would lock this profile for ever."""
    filling_file = fill(small_disk)
    profile = small_disk.folder / "profile"
    terminal.refused("list", "--profile", profile)
    filling_file.unlink()
    assert terminal.ask("list", "--profile", profile) == []


def test_what_is_done_on_a_full_disk_is_refused_and_what_was_recorded_stays(
    small_disk: SmallDisk, talk: Path, terminal: Terminal
) -> None:
    small_disk.remount("size=40m")
    clock = FakeClock(OPEN_DAY)
    profile = small_disk.folder / "profile"
    with desk_at(profile, clock) as desk:
        signed = desk.add_course(talk)
        journey = desk.journey(signed)
        journey.acknowledge_disclosures()
        journey.start_watching(LECTURE, position_ms=0)
        filling_file = fill(small_disk)
        recorded = watch_until_full(journey, clock)
        filling_file.unlink()
        assert journey.acknowledge_disclosures().event_count == recorded
    with desk_at(profile, clock) as desk:
        assert desk.progress(signed).event_count == recorded


def watch_until_full(journey: Journey, clock: FakeClock) -> int:
    """Plays on and on over the same second. Returns how many events were acknowledged."""
    while True:
        clock.advance(1_000)
        try:
            journey.watched(LECTURE, Span(interval=Interval(0, 1_000), engaged_ms=1_000, rate_percent=100))
        except DiskFull as problem:
            three_parts(problem)
            return journey.progress().event_count


@pytest.mark.parametrize(
    "words",
    [
        ("export", SAMPLE_ID, "--to", "DISK"),
        ("export", SAMPLE_ID, "--to", "DISK/new"),
        ("key", "new", "DISK/key"),
        ("course", "new", "DISK/course"),
        ("course", "build", "FOLDER", "--key", "KEY", "--out", "DISK/my.course", "--quick"),
    ],
)
def test_a_full_disk_takes_no_file_and_keeps_no_half_of_one(
    words: tuple[str, ...], small_disk: SmallDisk, begun: Path, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.ask("course", "new", tmp_path / "folder")
    terminal.ask("key", "new", tmp_path / "key")
    filling_file = fill(small_disk)
    said = terminal.refused(*placed(words, small_disk.folder, tmp_path))
    assert said.problem == "CannotWrite"
    filling_file.unlink()
    left = [path for path in small_disk.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert left == [] or "course" in words


def placed(words: tuple[str, ...], disk: Path, place: Path) -> list[str]:
    places = {"DISK": str(disk), "FOLDER": str(place / "folder"), "KEY": str(place / "key")}
    return ["/".join(places.get(part, part) for part in word.split("/")) for word in words]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_is_told_also_where_nobody_may_mount_one(begun: Path, tmp_path: Path) -> None:
    said = judged(*in_a_process("export", SAMPLE_ID, "--to", tmp_path / "out", most_bytes=1_000))
    assert said.problem in {"CannotWrite", "DiskFull"}
    assert list((tmp_path / "out").glob("*")) == []


# --- a read-only disk or folder ------------------------------------------------------------------------------------


def test_a_profile_on_a_read_only_disk_is_refused_and_opens_again_when_it_may_be_written(
    small_disk: SmallDisk, terminal: Terminal
) -> None:
    profile = small_disk.folder / "profile"
    assert terminal.ask("list", "--profile", profile) == []
    small_disk.remount("ro")
    for words in (("list",), ("add", SAMPLE), ("progress", SAMPLE_ID), ("checkup",)):
        assert terminal.refused(*words, "--profile", profile).problem == "ReadOnlyRecords"
    device = _public_key(profile)
    add = ("trust", "add", device, "--fingerprint", read_public_key(device).id, "--profile", profile)
    assert terminal.refused(*add).problem == "CannotWrite"
    small_disk.remount("rw")
    assert terminal.ask("list", "--profile", profile) == []


def _public_key(profile: Path) -> Path:
    return profile / "device.key.pub"


@pytest.mark.parametrize(
    "words", [("export", SAMPLE_ID, "--to", "DISK"), ("key", "new", "DISK/key"), ("course", "new", "DISK/course")]
)
def test_a_read_only_disk_takes_no_file(
    words: tuple[str, ...], small_disk: SmallDisk, begun: Path, terminal: Terminal, tmp_path: Path
) -> None:
    small_disk.remount("ro")
    said = terminal.refused(*placed(words, small_disk.folder, tmp_path))
    assert said.problem == "CannotWrite"
    assert "can only be read" in said.what


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere; the small disk covers it")
def test_a_folder_that_may_not_be_written_is_named(begun: Path, terminal: Terminal, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert terminal.refused("export", SAMPLE_ID, "--to", closed).problem == "CannotWrite"
    assert terminal.refused("list", "--profile", closed).problem == "ReadOnlyRecords"


# --- a second copy of the program ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("list",), ("add", SAMPLE), ("progress", SAMPLE_ID)])
def test_a_second_copy_on_the_same_profile_is_refused_and_the_first_goes_on(
    words: tuple[str, ...], profile: Path, terminal: Terminal
) -> None:
    terminal.ask("add", SAMPLE)
    with desk_over(find_places(profile)) as desk:
        said = judged(*in_a_process(*words, "--profile", profile))
        assert said.problem == "ProfileInUse"
        desk.journey(desk.package(SAMPLE_ID).signed).acknowledge_disclosures()
    assert terminal.ask("progress", SAMPLE_ID)["events"] == 2


def test_a_second_window_on_the_same_profile_is_refused(profile: Path) -> None:
    with desk_over(find_places(profile)):
        done = subprocess.run(
            [sys.executable, "-m", "player", "--profile", str(profile)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("Carrel is already open with this profile")
    assert b"Traceback" not in done.stderr


# --- things in the profile itself ----------------------------------------------------------------------------------


def test_a_damaged_key_of_this_computer_is_told_and_nothing_is_made_up_for_it(begun: Path, terminal: Terminal) -> None:
    key = begun / "device.key"
    whole = key.read_bytes()
    key.write_bytes(whole[:40])
    said = terminal.refused("list")
    assert said.problem == "KeyUnusable"
    assert key.read_bytes() == whole[:40]
    key.write_bytes(whole)


def test_records_that_are_no_records_are_told_and_left_as_they_are(begun: Path, terminal: Terminal) -> None:
    file = begun / "ledger.sqlite"
    whole = file.read_bytes()
    file.write_bytes(b"not a database " * 1000)
    assert terminal.refused("list").problem == "RecordsDamaged"
    for rest in begun.glob("ledger.sqlite-*"):
        rest.unlink()
    file.write_bytes(whole)


def test_a_damaged_publishers_file_is_named_and_stops_nobody(begun: Path, terminal: Terminal) -> None:
    (begun / "trust").mkdir()
    bad = begun / "trust" / "some.publisher.json"
    bad.write_text('{"name": 7}')
    terminal.ask("list")
    assert [one["what"] for one in terminal.ask("trust", "list") if "some.publisher.json" in one.get("what", "")]
    assert terminal.ask("trust", "remove", bad.name) == {"removed": [str(bad)]}


def test_the_key_of_another_computer_can_be_used_to_read_but_not_to_forge(begun: Path, terminal: Terminal) -> None:
    key = begun / "device.key"
    whole = key.read_bytes()
    key.unlink()
    PrivateKey.generate().write(key)
    assert terminal.ask("list")
    with desk_over(find_places(begun)) as desk, pytest.raises(Problem) as refused:
        desk.journey(desk.package(SAMPLE_ID).signed).start_watching(SessionId("welcome"), position_ms=0)
    three_parts(refused.value)
    key.write_bytes(whole)
