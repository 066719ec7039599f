"""`carrel checkup` as a learner, a provider and an operator's script see it: answers, files and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course
from player.domain.checkup.report import identifier
from player.domain.event import Event, MachineChecked
from player.exchange.checkup_report import read_report
from player.machine import probing
from player.machine.probing import Probe, Reading
from player.machine.screens import SCREEN
from tests.cli.conftest import SAMPLE, TEMPLATE, Answer, Carrel, fingerprint

SAMPLE_ID = "org.carrel.specimen.meet-carrel"
TEMPLATE_ID = "org.example.my-course"
RULE = """
[[requirement]]
id = "room"
level = "minimum"
subject = "memory"
text = "{text}"
remedy = "Add memory."
need = {need}
"""


MEMORY = '{{ fact = "memory.total", is = "nominal", value = "{}" }}'
UNKNOWN = '{ fact = "app.acrobat", value = "there" }'
"""What no Carrel looks up."""


def course_that_asks(bench: Path, name: str, need: str, text: str = "Much memory") -> Path:
    """The template's course with one rule in place of its own, built once for all tests."""
    folder, file = bench / name, bench / f"{name}.course"
    if not file.exists():
        shutil.copytree(TEMPLATE, folder)
        source = folder / "course.toml"
        kept = source.read_text().split("[[requirement]]")[0]
        source.write_text(kept + RULE.format(need=need, text=text))
        build_course(folder, key=bench / "key", out=file, quick=True)
    return file


@pytest.fixture
def modest(bench: Path) -> Path:
    """A course that any computer has enough for."""
    return course_that_asks(bench, "modest", MEMORY.format("1 MB"), "A little memory")


@pytest.fixture
def greedy(bench: Path) -> Path:
    """A course for which no computer has enough."""
    return course_that_asks(bench, "greedy", MEMORY.format("60 TB"))


@pytest.fixture
def puzzling(bench: Path) -> Path:
    """A course that asks for what nobody can tell."""
    return course_that_asks(bench, "puzzling", UNKNOWN)


def believed(carrel: Carrel, bench: Path) -> None:
    """From here on the bench's courses give credit."""
    key = bench / "key.pub"
    assert carrel("trust", "add", key, "--name", "Example", "--fingerprint", fingerprint(key)).code == 0


def events(profile: Path, word: str) -> tuple[Event, ...]:
    """What is recorded of a course; asking for it begins none."""
    with desk_over(find_places(profile)) as desk:
        signed = desk.package(word).signed
        return tuple(desk.journey(signed).stream.events) if desk.progress(signed).event_count else ()


def begin(profile: Path, word: str) -> None:
    with desk_over(find_places(profile)) as desk:
        desk.journey(desk.package(word).signed).acknowledge_disclosures()


def answers(report: dict[str, Any]) -> dict[str, str]:
    return {row["id"]: row["answer"] for row in (*report["asked"], *report["own"])}


# --- one -------------------------------------------------------------------------------------------------------


def test_the_check_up_says_what_it_comes_to_and_then_answers_for_each_requirement(carrel: Carrel) -> None:
    answer = carrel("checkup")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].startswith("This computer is ready")
    assert lines[2:4] == ["What Carrel asks", "  Minimum"]
    assert "VLC's library, which plays the recordings" in answer.out
    assert "A screen of at least 1024 × 768 pixels" in answer.out
    assert any(line.startswith("Identifier: ") for line in lines)


def test_as_json_it_is_the_report_and_nothing_else(carrel: Carrel) -> None:
    report = carrel("checkup", "--json").json
    told = answers(report)
    assert told["carrel.decoder"] == "met"
    assert report["course"] is None
    assert report.pop("id") == identifier(report)


def test_a_course_that_is_not_here_is_asked_about_both_blocks_and_leaves_nothing(
    carrel: Carrel, profile: Path, modest: Path
) -> None:
    answer = carrel("checkup", modest)
    assert answer.code == 0, answer.err
    assert answer.out.index("What “My course” asks") < answer.out.index("What Carrel asks")
    assert "“A little memory”" not in answer.err
    assert "of free space to keep this course here" in answer.out
    assert "ecorded" not in answer.out.splitlines()[-1]
    assert carrel("list", "--json").json == []
    assert events(profile, str(modest)) == ()


def test_what_takes_a_while_is_waited_for_unless_it_is_to_be_quick(carrel: Carrel, modest: Path) -> None:
    (rule,) = [name for name in answers(carrel("checkup", modest, "--json").json) if name.startswith("carrel.plays.")]
    assert answers(carrel("checkup", modest, "--json").json)[rule] == "met"
    quick = carrel("checkup", modest, "--json", "--quick")
    assert (quick.code, answers(quick.json)[rule]) == (0, "cannot-tell")


def test_a_minimum_that_is_not_met_is_a_no_with_its_reason_and_what_helps(carrel: Carrel, greedy: Path) -> None:
    answer = carrel("checkup", greedy)
    assert "“Much memory”" in answer.why
    assert "Add memory." in answer.why
    assert answer.out.startswith("This computer lacks one thing.")
    assert "Not met" in answer.out
    as_json = carrel("checkup", greedy, "--json")
    assert (as_json.code, as_json.json["outcome"]) == (1, "lacks")


def test_what_cannot_be_told_is_no_failure_unless_it_is_to_be_strict(carrel: Carrel, puzzling: Path) -> None:
    answer = carrel("checkup", puzzling)
    assert (answer.code, answer.err) == (0, "")
    assert "as far as can be told" in answer.out.splitlines()[0]
    assert "“Much memory”" in carrel("checkup", puzzling, "--strict").why


@pytest.mark.parametrize(
    ("screen", "code"), [(("1366 px", "seen"), 0), (("800 px", "seen"), 1), ((None, "Nothing is seen."), 1)]
)
def test_a_strict_check_up_succeeds_without_a_window_where_the_machine_tells_its_screen(
    carrel: Carrel, bench: Path, monkeypatch: pytest.MonkeyPatch, screen: Reading, code: int
) -> None:
    wide = course_that_asks(bench, "wide", '{ fact = "screen.width", is = "at-least", value = "1024 px" }', "A screen")
    monkeypatch.setattr(probing, "probes_of", lambda: (Probe(names=SCREEN, read=lambda: (screen, screen)),))
    answer = carrel("checkup", wide, "--strict")
    assert answer.code == code, answer.err
    assert ("“A screen”" in answer.err) == bool(code)


def test_a_course_by_a_known_publisher_keeps_the_result_and_says_so(
    carrel: Carrel, bench: Path, profile: Path, modest: Path
) -> None:
    believed(carrel, bench)
    carrel("add", modest)
    answer = carrel("checkup", TEMPLATE_ID)
    assert "Recorded: your record of this course keeps what it came to" in answer.out
    report = next(line for line in answer.out.splitlines() if line.startswith("Identifier: ")).split()[1]
    fact = events(profile, TEMPLATE_ID)[-1].fact
    assert isinstance(fact, MachineChecked)
    assert (fact.report, dict(fact.verdicts)["met"] > 3) == (report, True)


def test_no_room_is_asked_for_a_course_that_is_kept_already(carrel: Carrel, modest: Path) -> None:
    carrel("add", modest, "--in-place")
    for word in (TEMPLATE_ID, modest):
        assert "carrel.room" not in answers(carrel("checkup", word, "--json", "--quick").json)


def test_a_quick_look_is_not_recorded(carrel: Carrel, bench: Path, profile: Path, modest: Path) -> None:
    believed(carrel, bench)
    carrel("add", modest)
    assert "ecorded:" not in carrel("checkup", TEMPLATE_ID, "--quick").out
    assert events(profile, TEMPLATE_ID) == ()


def test_a_specimen_that_was_not_begun_is_not_begun_by_a_check_up(carrel: Carrel, profile: Path, modest: Path) -> None:
    carrel("add", modest)
    assert "Not recorded: you have not begun this course" in carrel("checkup", TEMPLATE_ID).out
    assert events(profile, TEMPLATE_ID) == ()
    begin(profile, TEMPLATE_ID)
    assert "Recorded: your record" in carrel("checkup", TEMPLATE_ID).out


@pytest.mark.parametrize("name", ["report.pdf", "report.txt", "REPORT.JSON"])
def test_the_report_is_saved_as_its_name_asks(carrel: Carrel, modest: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    answer = carrel("checkup", modest, "--save", file)
    assert answer.out.splitlines()[-1] == f"Wrote {file}"
    report = next(line for line in answer.out.splitlines() if line.startswith("Identifier: ")).split()[1]
    data = file.read_bytes()
    if name.endswith(".pdf"):
        assert data.startswith(b"%PDF")
    elif name.endswith(".txt"):
        assert report in data.decode()
    else:
        assert read_report(data, name).id == report


def test_what_is_printed_for_programs_is_the_report_that_is_saved(carrel: Carrel, modest: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert carrel("checkup", modest, "--json", "--save", file).json == json.loads(file.read_bytes())


def test_a_place_that_takes_no_report_is_named(carrel: Carrel, tmp_path: Path) -> None:
    answer = carrel("checkup", "--quick", "--save", tmp_path / "missing" / "report.txt")
    assert "report.txt could not be written" in answer.why


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("some.course", "--all-courses"), "not both"),
        (("--all-courses", "--save", "a.txt"), "one report"),
        (("--quick", "--strict"), "say one of them"),
        (("--save", "report.doc"), "ends in .pdf, .txt or .json"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(carrel: Carrel, words: tuple[str, ...], said: str) -> None:
    answer = carrel("checkup", *words)
    assert answer.code == 2
    assert said in " ".join(answer.err.replace("│", " ").split())


# --- every course ----------------------------------------------------------------------------------------------


def table_of(answer: Answer) -> list[str]:
    return answer.out.split("\nAll courses\n")[1].splitlines()


def test_an_empty_library_says_so(carrel: Carrel) -> None:
    answer = carrel("checkup", "--all-courses")
    assert (answer.code, answer.out[:15]) == (0, "No course yet, ")
    assert carrel("checkup", "--all-courses", "--json").json == {"computer": None, "courses": []}


def test_every_course_is_checked_the_computer_once_and_a_table_ends_it(carrel: Carrel, modest: Path) -> None:
    carrel("add", modest)
    answer = carrel("checkup", "--all-courses")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("What Carrel asks") == answer.out.count("A clock that can be right") == 1
    assert answer.out.count("What “My course” asks") == 1
    (row,) = table_of(answer)
    assert row.split("  ")[1] == "“My course”"


def test_one_course_that_this_computer_is_too_small_for_is_a_no(carrel: Carrel, modest: Path, greedy: Path) -> None:
    carrel("add", greedy)
    answer = carrel("checkup", "--all-courses")
    assert "“Much memory”" in answer.why
    assert table_of(answer) == ["  “My course”  lacks  Much memory"]
    told = carrel("checkup", "--all-courses", "--json")
    assert told.code == 1
    (course,) = told.json["courses"]
    assert (course["id"], course["outcome"], course["report"]["outcome"]) == (TEMPLATE_ID, "lacks", "lacks")
    report = course["report"]
    assert report.pop("id") == identifier(report)


def test_a_course_whose_files_are_away_is_named_and_a_no(carrel: Carrel, modest: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick.course"
    shutil.copy(modest, stick)
    carrel("add", stick, "--in-place")
    stick.unlink()
    answer = carrel("checkup", "--all-courses")
    assert "“My course” cannot be opened" in answer.out
    assert table_of(answer) == ["  “My course”  cannot be opened"]
    assert "My course" in answer.why
    (course,) = carrel("checkup", "--all-courses", "--json").json["courses"]
    assert (course["outcome"], course["report"], course["problem"]) == (None, None, "CourseAway")
    assert "My course" in carrel("checkup", TEMPLATE_ID).why


def test_a_file_that_is_no_course_any_more_is_named_and_the_others_are_checked(
    carrel: Carrel, profile: Path, modest: Path
) -> None:
    carrel("add", modest)
    (profile / "courses" / "torn.course").write_bytes(SAMPLE.read_bytes()[:-100])
    answer = carrel("checkup", "--all-courses")
    assert "torn.course" in answer.why
    assert [row.split()[0] for row in table_of(answer)] == ["“My", "torn.course"]


def test_only_courses_that_were_begun_keep_what_the_round_came_to(
    carrel: Carrel, bench: Path, profile: Path, modest: Path
) -> None:
    believed(carrel, bench)
    carrel("add", modest)
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    told = carrel("checkup", "--all-courses", "--json").json["courses"]
    assert {course["id"]: course["recorded"] for course in told} == {SAMPLE_ID: True, TEMPLATE_ID: False}
    assert events(profile, TEMPLATE_ID) == ()
    fact = events(profile, SAMPLE_ID)[-1].fact
    assert isinstance(fact, MachineChecked)
    assert fact.report in {course["report"]["id"] for course in told}


def test_strict_says_no_for_all_where_one_minimum_cannot_be_told(carrel: Carrel, puzzling: Path) -> None:
    carrel("add", puzzling)
    assert carrel("checkup", "--all-courses").code == 0
    answer = carrel("checkup", "--all-courses", "--strict")
    assert "cannot be told here: “Much memory”" in answer.why
    assert table_of(answer) == ["  “My course”  cannot tell  Much memory"]
