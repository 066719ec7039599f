"""The check-up against hostile courses, broken computers and impatient learners: an answer, soon, and no crash."""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import socket
import sys
import threading
import unicodedata
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places, find_places
from player.cli import app
from player.desk.checkup import CheckingUp, CheckUps
from player.desk.desk import Desk
from player.desk.record_facts import Records
from player.domain.checkup.report import CheckUp, record_of
from player.domain.checkup.wording import text_of
from player.domain.problem import Problem
from player.domain.requirement import Finding, Requirement, Verdict
from player.ledger.profile import lock_profile
from player.machine.probing import Machine, Probe
from tests.archive.making import KEY, TEMPLATE, course_with, forge, manifest_for
from tests.builders import SHORT_COURSE
from tests.fakes import FakeClock
from tests.faults.desks import desk_at
from tests.faults.hostile.rules import MARKUP, RULES
from tests.faults.hostile.test_hostile import MOST_MB, MOST_SECONDS, Commands
from tests.faults.terminal import Terminal, in_a_process

MEMBERS = {"talk.mp4": (TEMPLATE / "media" / "welcome.mp4").read_bytes()}
PLAYS = f"carrel.plays.{SHORT_COURSE.sessions[0].id}"
LONGEST_S = 30


def package_in(place: Path, *rules: Requirement, damaged: bool = False) -> Path:
    """A package with a recording that plays; `damaged`: not as it was signed."""
    course = replace(course_with(MEMBERS, SHORT_COURSE), requirements=rules)
    file = forge(place / "odd.course", MEMBERS, manifest=manifest_for(MEMBERS, course, KEY.public))
    if damaged:
        sound = MEMBERS["talk.mp4"][9_000:13_000]
        file.write_bytes(file.read_bytes().replace(sound, bytes(len(sound))))
    return file


def checked(desk: Desk, package: Path | str | None = None) -> CheckUp:
    checking = desk.checkups.begin(desk.package(str(package)) if package else None)
    desk.checkups.ask(checking, unheard)
    checkup = checking.wait()
    checking.close()
    return checkup


def unheard(_: CheckUp) -> None:
    """Who waits for the end need not hear of each answer."""


def finding(checkup: CheckUp, name: str) -> Finding:
    return next(one for one in checkup.findings if one.requirement.id == name)


# --- the hostile provider --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Commands]:
    running = Commands(root, tmp_path_factory.mktemp("home"))
    yield running
    running.close()


@pytest.mark.parametrize("kind", RULES)
def test_odd_rules_are_answered_and_reported_in_every_form(commands: Commands, tmp_path: Path, kind: str) -> None:
    file = package_in(tmp_path, *RULES[kind])
    for words in (("--json", "--save", tmp_path / "it.pdf"), ("--quick", "--save", tmp_path / "it.txt")):
        ended = commands.run("checkup", file, *words)
        assert ended.code in (0, 1), ended.complained
        assert "Traceback" not in ended.complained and ended.complained.count("\n") <= 1
        assert ended.seconds < MOST_SECONDS and ended.peak_mb < MOST_MB
        if "--json" in words:
            told = json.loads(ended.said)
            assert [one["text"] for one in told["asked"]] == [one.text for one in RULES[kind]]
            assert all(one["answer"] in tuple(Verdict) for one in told["asked"])
        else:
            assert is_harmless(ended.said) and is_harmless((tmp_path / "it.txt").read_text())
    assert (tmp_path / "it.pdf").read_bytes().startswith(b"%PDF-")


def is_harmless(text: str) -> bool:
    """Whether nothing in it moves a terminal's cursor or turns the direction of what follows."""
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return not any(char in turning or (unicodedata.category(char) == "Cc" and char != "\n") for char in text)


def test_markup_stays_the_text_that_it_is(tmp_path: Path) -> None:
    with desk_over(find_places(tmp_path / "profile")) as desk:
        checkup = checked(desk, package_in(tmp_path, *RULES["markup"]))
    assert "".join(MARKUP.split()) in "".join(text_of(checkup).split())


def test_a_damaged_recording_is_the_files_fault_and_no_codec_is_to_be_installed(tmp_path: Path) -> None:
    with desk_over(find_places(tmp_path / "profile")) as desk:
        row = finding(checked(desk, package_in(tmp_path, damaged=True)), PLAYS)
    assert row.verdict is Verdict.NOT_MET and "is not what the provider signed" in row.where
    assert row.remedy.startswith("If its file is damaged, add the course again from a good copy.")


# --- the broken computer ---------------------------------------------------------------------------------------


def _raises() -> tuple[tuple[str, str], ...]:
    raise MemoryError


def _ends() -> tuple[tuple[str, str], ...]:
    sys.exit(1)


BROKEN: dict[str, Callable[[], object]] = {
    "raises": _raises,
    "ends the program": _ends,
    "says too much": lambda: (("x" * 1_000_000, "y" * 1_000_000),),
    "says too little": lambda: (),
    "says nothing": lambda: None,
    "lies": lambda: (("-7 MB", "the system"),),
    "speaks in tongues": lambda: (("\x1b[31m\u202e\ud800", "\x00"),),
    "says bytes": lambda: ((b"4 GB", "the system"),),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_whatever_a_probe_does_its_fact_cannot_be_told_and_the_report_comes_out(tmp_path: Path, kind: str) -> None:
    probe = Probe(names=("memory.total",), read=BROKEN[kind])  # type: ignore[arg-type]
    machine = Machine(profile=tmp_path, courses=lambda: tmp_path, resources=tmp_path, probes=(probe,))
    checkups = CheckUps(machine, _no_records(), lambda _: ("yes", "tried"))
    checking = checkups.begin(None)
    checkups.ask(checking, unheard)
    checkup = checking.wait()
    fact = next(fact for fact in checkup.facts if fact.name == "memory.total")
    assert fact.value is None and 0 < len(fact.how) < 400
    assert is_harmless(text_of(checkup))


def test_a_libvlc_that_cannot_be_loaded_is_told_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARREL_PROFILE", str(tmp_path / "profile"))
    monkeypatch.setenv("PYTHON_VLC_LIB_PATH", str(tmp_path / "libvlc.so"))
    code, out, err = in_a_process("checkup")
    row = next(one for one in json.loads(out)["own"] if one["id"] == "carrel.test-recording")
    assert (code, row["answer"]) == (1, "not-met") and "it was not found" in row["where"]
    assert "Traceback" not in err and str(tmp_path) not in out


def test_a_system_that_lists_no_disks_keeps_nobody_from_the_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hidden(*_: object, **__: object) -> object:
        raise FileNotFoundError(2, "No such file or directory", "/proc/self/mounts")

    monkeypatch.setattr(psutil, "disk_partitions", hidden)
    with desk_over(find_places(tmp_path / "profile")) as desk:
        assert finding(checked(desk), "carrel.records").verdict is Verdict.MET


def test_a_profile_that_goes_away_during_a_check_up_is_lacking(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with desk_over(find_places(profile)) as desk:
        profile.rename(tmp_path / "away")
        checkup = checked(desk)
        (tmp_path / "away").rename(profile)
    row = finding(checkup, "carrel.records")
    assert row.verdict is Verdict.NOT_MET and "cannot be reached" in row.where


def _no_records() -> Records:
    return Records(
        now=lambda: datetime(2027, 1, 1, tzinfo=UTC),
        last=lambda: None,
        last_backup=lambda: None,
        printed_name=lambda: "",
        lacking_letters=lambda _: 0,
    )


@pytest.mark.parametrize("year", [1970, 2500, 9998])
def test_a_clock_of_another_age_is_said_and_stops_no_report(tmp_path: Path, year: int) -> None:
    clock = FakeClock()
    clock.set_wall(datetime(year, 1, 2, tzinfo=UTC))
    with desk_at(tmp_path / "profile", clock) as desk:
        checkup = checked(desk)
        assert finding(checkup, "carrel.clock").verdict is Verdict.NOT_MET
        assert desk.print_check_up(checkup).startswith(b"%PDF-")
        assert json.loads(desk.pack_check_up(checkup))["moment"].startswith(str(year))


def test_a_clock_that_runs_backwards_between_two_questions_changes_only_the_moment(tmp_path: Path) -> None:
    clock = FakeClock()
    clock.set_wall(datetime(2027, 3, 8, tzinfo=UTC))
    with desk_at(tmp_path / "profile", clock) as desk:
        checking = desk.checkups.begin(None)
        clock.set_wall(datetime(2027, 3, 1, tzinfo=UTC))
        desk.checkups.ask(checking, unheard)
        checkup = checking.wait()
        checking.close()
    assert checkup.is_complete and checkup.moment == datetime(2027, 3, 1, tzinfo=UTC)


@contextmanager
def desk_without(place: Path, *lacking: str, damaged: bool = False) -> Generator[Desk]:
    """A desk for which parts of what came with Carrel are missing, or are something else."""
    here = find_places(place / "profile")
    resources = place / "resources"
    resources.mkdir()
    for part in here.resources.iterdir():
        if part.name not in lacking:
            (resources / part.name).symlink_to(part)
        elif damaged:
            shutil.copytree(part, resources / part.name)
            for file in (resources / part.name).rglob("*.*"):
                file.write_bytes(b"\xff\x00 nothing of use")
    with desk_over(Places(profile=here.profile, resources=resources)) as desk:
        yield desk


@pytest.mark.parametrize("damaged", [False, True])
def test_what_should_have_come_with_carrel_and_did_not_leaves_answers_open(tmp_path: Path, damaged: bool) -> None:
    with desk_without(tmp_path, "selftest", "checkup", damaged=damaged) as desk:
        checkup = checked(desk)
        with pytest.raises(Problem):
            desk.self_test()
    row = finding(checkup, "carrel.test-recording")
    assert row.verdict is Verdict.CANNOT_TELL and "came with Carrel" in row.why
    assert {fact.value for fact in checkup.facts if fact.name.startswith("newest.")} == {None}


@pytest.mark.parametrize("damaged", [False, True])
def test_without_fonts_the_name_stays_open_and_the_other_reports_come_out(tmp_path: Path, damaged: bool) -> None:
    with desk_without(tmp_path, "fonts", damaged=damaged) as desk:
        desk.save_learner(replace(desk.learner, name="Ada Lovelace"))
        checkup = checked(desk)
        with pytest.raises(Problem):
            desk.print_check_up(checkup)
        assert json.loads(desk.pack_check_up(checkup))["id"] == checkup.id
    row = finding(checkup, "carrel.name")
    assert row.verdict is Verdict.CANNOT_TELL and "font" in row.why


def test_a_name_in_letters_that_no_font_has_is_counted_and_not_told(tmp_path: Path) -> None:
    name = "\U00012000\U00012001 \U000e0041\ud800"
    with desk_over(find_places(tmp_path / "profile")) as desk:
        desk.save_learner(replace(desk.learner, name=name.encode(errors="replace").decode()))
        checkup = checked(desk)
        assert desk.print_check_up(checkup).startswith(b"%PDF-")
    assert finding(checkup, "carrel.name").verdict is Verdict.NOT_MET
    assert "\U00012000" not in json.dumps(record_of(checkup), ensure_ascii=False)


# --- nobody's business -----------------------------------------------------------------------------------------


def test_no_report_names_the_person_the_computer_or_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marked values stand wherever they could come from; none comes out again."""
    marked = {"USER": "marked-user", "LOGNAME": "marked-login", "HOSTNAME": "marked-host", "COMPUTERNAME": "marked-pc"}
    for name, value in marked.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(socket, "gethostname", lambda: "marked-host")
    monkeypatch.setattr(platform, "node", lambda: "marked-node")
    home = tmp_path / "marked-home"
    monkeypatch.setenv("HOME", str(home))
    secrets = (*marked.values(), "marked-node", "marked-home", str(tmp_path), *_own_names())
    with desk_over(find_places(home / "profile")) as desk:
        desk.save_learner(replace(desk.learner, name="Marked Person", degrees="MarkedDegree"))
        added = desk.courses.add(package_in(tmp_path))
        checkup = checked(desk, added.hash)
        desk.journey(added).checked_up(checkup.counts, report=checkup.id)
        stream = desk.journey(added).stream.id
        told = [text_of(checkup), desk.pack_check_up(checkup).decode(), _words_of(desk.print_check_up(checkup))]
        last = desk._parts.ledger.bodies(stream)[-1].decode()
    assert "machine-checked" in last
    for text in (*told, json.dumps(json.loads(last))):
        for secret in (*secrets, "Marked Person", "Marked", "MarkedDegree"):
            assert secret.casefold() not in text.casefold(), secret


def _own_names() -> tuple[str, ...]:
    """What this very computer is called, and its disks and boards, as far as it says so."""
    files = ("/etc/hostname", "/etc/machine-id", "/sys/class/dmi/id/product_serial", "/sys/class/dmi/id/product_uuid")
    found = (Path(file) for file in files)
    texts = [file.read_text().strip() for file in found if file.exists() and os.access(file, os.R_OK)]
    return tuple(text for text in texts if len(text) > 5)


def _words_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return "\n".join([str(dict(reader.metadata or {})), *(page.extract_text() for page in reader.pages)])


# --- the impatient learner -------------------------------------------------------------------------------------


def test_fifty_check_ups_in_a_row_end_with_the_last_one_answered(tmp_path: Path) -> None:
    before = threading.active_count()
    with desk_over(find_places(tmp_path / "profile")) as desk:
        file = package_in(tmp_path)
        for _ in range(49):
            first = desk.checkups.begin(desk.package(str(file)))
            desk.checkups.ask(first, unheard)
            first.close()
        last = desk.checkups.begin(desk.package(str(file)))
        desk.checkups.ask(last, unheard)
        checkup = last.wait()
        last.close()
    assert finding(checkup, PLAYS).verdict is Verdict.MET
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(0.1)
    assert threading.active_count() <= before + 2


def test_two_check_ups_at_once_both_come_to_their_end(tmp_path: Path) -> None:
    with desk_over(find_places(tmp_path / "profile")) as desk:
        file = package_in(tmp_path)
        both = [desk.checkups.begin(desk.package(str(file))) for _ in range(2)]
        for checking in both:
            desk.checkups.ask(checking, unheard)
        results = [checking.wait() for checking in both]
        for checking in both:
            checking.close()
    assert [finding(checkup, PLAYS).verdict for checkup in results] == [Verdict.MET] * 2


def test_a_course_that_is_removed_during_its_check_up_harms_nothing(tmp_path: Path) -> None:
    with desk_over(find_places(tmp_path / "profile")) as desk:
        name = desk.courses.add(package_in(tmp_path)).hash
        checking = desk.checkups.begin(desk.package(name))
        desk.checkups.ask(checking, unheard)
        desk.courses.remove(name)
        checkup = checking.wait()
        checking.close()
    assert checkup.is_complete and finding(checkup, PLAYS).verdict in (Verdict.MET, Verdict.CANNOT_TELL)


def test_a_desk_that_is_closed_during_a_check_up_waits_for_nobody(tmp_path: Path) -> None:
    with desk_over(find_places(tmp_path / "profile")) as desk:
        checking: CheckingUp = desk.checkups.begin(desk.package(str(package_in(tmp_path))))
        desk.checkups.ask(checking, unheard)
    checking.close()
    assert checking.wait().is_complete


def test_while_another_carrel_holds_the_profile_a_check_up_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CARREL_PROFILE", str(tmp_path))
    with lock_profile(tmp_path):
        code, out, err = in_a_process("checkup")
    assert (code, json.loads(out)["problem"]) == (1, "ProfileInUse") and "already open" in err


@pytest.mark.parametrize("ending", ["pdf", "txt", "json"])
def test_a_report_that_cannot_be_saved_says_so_as_one_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    monkeypatch.setenv("CARREL_PROFILE", str(tmp_path / "profile"))
    said = Terminal(capsys).refused("checkup", "--quick", "--save", tmp_path / "gone" / f"report.{ending}")
    assert said.problem == "CannotWrite"


def test_who_stops_a_command_from_the_keyboard_sees_no_trace_of_the_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "_do", stopped)
    assert app.run(["checkup"]) == app.STOPPED == 130
    assert capsys.readouterr().err == ""
