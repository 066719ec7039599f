"""The stand-alone verifier: it needs nothing of Carrel, and finds in genuine files what Carrel finds."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from player.domain.course import Course
from player.domain.credit import Basis, Rounding
from player.domain.event import Purpose
from player.domain.learner import Profession
from player.exchange.completion import verify_completion
from player.proof.keys import PrivateKey
from player.proof.trust import Grade, SignedEnrolment, Trust, enrol, read_enrolment, write_publisher
from tests.builders import COURSE, PHYSICIAN, RESPONSES, RIGHT, SECOND, SHORT_COURSE
from tests.exchange.agreement import (
    ALONE,
    FILE,
    HALF,
    HERE,
    PROGRAM,
    agreed,
    alone,
    earned,
    handed_in,
    head_only,
    known_to_it,
    named,
    partly,
    written,
    written_as,
)
from tests.strands import Device, devices
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, key, world


def credit(**changes: Any) -> Course:
    return replace(COURSE, credit=replace(COURSE.credit, **changes))


def _lives() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names of genuine files, and how each comes about."""
    yield "just opened", lambda: written(world())
    yield "short course", lambda: written(earned(SHORT_COURSE))
    yield "physician", lambda: written(earned(), heads=(0, 60))
    for profession, offer in ((Profession.NURSE, "ancc"), (Profession.PHARMACIST, "acpe"), (Profession.OTHER, "cop")):
        yield offer, lambda p=profession, o=offer: written(earned(offer=o, profession=p))
    yield "psychologist", lambda: written(earned(offer="apa", profession=Profession.PSYCHOLOGIST))
    yield "no grant", lambda: written(earned(replace(COURSE, grant=None)))
    for purpose in (Purpose.REHEARSAL, Purpose.SPECIMEN):
        yield purpose.value, lambda p=purpose: written(world(purpose=p))
    yield "part, rounded up", lambda: written(partly(HALF, "1.25"))
    down = replace(HALF, credit=replace(HALF.credit, offers=(replace(HALF.credit.offers[0], rounding=Rounding.DOWN),)))
    yield "part, rounded down", lambda: written(partly(down, "1.00", minutes=44))
    for basis in (Basis.ENGAGED, Basis.SMALLER):
        course = replace(HALF, credit=replace(HALF.credit, basis=basis))
        yield basis.value, lambda c=course: written(partly(c, "1"))
    yield "nasty names", lambda: written(named('"quoted" \\ <x> 李小龍 محمد \u2028\x7f'))


LIVES = dict(_lives())


@pytest.mark.parametrize("life", LIVES)
def test_both_find_the_same_in_a_genuine_file(life: str) -> None:
    data = LIVES[life]()
    assert agreed(data) == "genuine"
    assert agreed(data, trust=NOBODY) == "genuine"


def test_both_find_the_same_where_the_clock_was_corrected_jumped_slept_and_travelled() -> None:
    here = world()
    here.clock.set_wall(here.clock.moment - timedelta(days=900))
    here.journey.correct_clock(here.clock.moment + timedelta(days=900))
    here.journey.acknowledge_disclosures()
    here.clock.sleep(3_600_000)
    here.watch(COURSE.sessions[0])
    here.clock.reboot()
    here.clock.set_wall(here.clock.moment + timedelta(days=1000))
    here.journey.start_watching(SECOND, position_ms=0)
    here.clock._now = replace(here.clock._now, offset_min=120)
    here.journey.correct_clock(here.clock.moment - timedelta(days=100))
    here.watch(COURSE.sessions[1])
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    here.claim()
    data = written(here)
    assert agreed(data) == "genuine"
    happenings = {remark["happening"] for remark in alone(data)["devices"][0]["clock"]}
    assert happenings == {"clock-jumped", "suspended", "restarted", "zone-changed", "clock-corrected"}


def test_both_count_what_was_watched_after_the_last_day_for_nothing() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch(COURSE.sessions[0])
    here.clock.go_to(here.clock.moment + timedelta(days=400))
    here.watch(COURSE.sessions[1])
    assert agreed(written(here)) == "genuine"


# --- grades --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grades", "expected"), [(("A", "B"), "B"), (("A", "A"), "A"), (("A",), "C"), ((), "C")])
def test_both_give_the_grade_of_the_least_trusted_device(
    tmp_path: Path, grades: tuple[str, ...], expected: str
) -> None:
    one, two = devices(2)
    one.journey.acknowledge_disclosures()
    two.join(one)
    files = _enrolments(tmp_path, (one, two), grades, PUBLISHER)
    assert _grades(handed_in(two), TRUST, files) == expected


def test_both_believe_no_other_publisher_than_the_courses(tmp_path: Path) -> None:
    (one,) = devices(1)
    files = _enrolments(tmp_path, (one,), ("A",), key(9))
    other = replace(TRUST.publishers[0], name="Another", keys=(key(9).public,))
    assert _grades(handed_in(one), Trust((*TRUST.publishers, other)), files) == "C"
    same = replace(TRUST.publishers[0], keys=(PUBLISHER.public, key(9).public))
    assert _grades(handed_in(one), Trust((same,)), files) == "A"


def _enrolments(folder: Path, known: tuple[Device, ...], grades: tuple[str, ...], signer: PrivateKey) -> list[Path]:
    files: list[Path] = []
    for number, (device, grade) in enumerate(zip(known, grades, strict=False)):
        files.append(folder / f"{number}.enrolment.json")
        files[-1].write_bytes(enrol(device.key.public, grade=Grade(grade), name="Kiosk", signer=signer))
    return files


def _grades(data: bytes, trust: Trust, files: list[Path]) -> str:
    """The grade that both give."""
    enrolments: tuple[SignedEnrolment, ...] = tuple(read_enrolment(file, trust.publishers) for file in files)
    ours = verify_completion(data, replace(trust, enrolments=enrolments), name="x").verdict.grade
    publishers = known_to_it(trust)
    theirs = ALONE.verify(data, publishers, [ALONE.read_enrolment(str(file), publishers) for file in files])["grade"]
    assert theirs == ours.value
    return theirs


# --- alone ---------------------------------------------------------------------------------------------------


def run(folder: Path, *words: str, data: bytes = FILE) -> subprocess.CompletedProcess[str]:
    """The program as an auditor has it: copied into an empty folder, and nothing of Carrel to be found."""
    (folder / "a.completion").write_bytes(data)
    (folder / PROGRAM.name).write_bytes(PROGRAM.read_bytes())
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-I", "-c", _ALONE, PROGRAM.name, "a.completion", *words],
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


_ALONE = """
import runpy, sys
others = {"player", "msgspec", "securesystemslib", "sqlalchemy", "PySide6"}
def refuse(event, words):
    if event == "import" and words[0].partition(".")[0] in others:
        raise SystemExit(f"imported {words[0]}")
sys.addaudithook(refuse)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_it_needs_nothing_of_carrel_and_tells_people_what_the_file_proves(tmp_path: Path) -> None:
    public = tmp_path / "college.pub"
    public.write_bytes(PUBLISHER.public.crypto.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    done = run(tmp_path, "--publisher", "college.pub")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Genuine") and lines[1] == "It proves credit."
    number, claimed = HERE.certificate().number, "offer ama, amount 1.5"
    for words in (PHYSICIAN.printed_name, COURSE.title, number, claimed, "grade C", "passed"):
        assert words in done.stdout


@pytest.mark.parametrize("known", [False, True])
def test_it_tells_programs_too(tmp_path: Path, known: bool) -> None:
    write_publisher(tmp_path / "college.publisher.json", TRUST.publishers[0])
    done = run(tmp_path, "--json", *(("--publisher", "college.publisher.json") if known else ()))
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["genuine"], found["proves_credit"], found["learner"]) == (True, known, PHYSICIAN.printed_name)


def test_it_refuses_with_one_sentence_and_says_what_is_wrong(tmp_path: Path) -> None:
    altered = head_only(written_as("[2,", "[2, "))
    done = run(tmp_path, data=altered)
    assert (done.returncode, done.stdout.strip()) == (1, "")
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("NOT genuine (altered): Event 0 ")
    told = run(tmp_path, "--json", data=altered)
    assert told.returncode == 1
    assert json.loads(told.stdout)["fault"] == "altered"


def test_an_enrolment_raises_the_grade(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.enrolment.json"
    file.write_bytes(enrol(DEVICE.public, grade=Grade.A, name="Kiosk 7", signer=PUBLISHER))
    words = ("--publisher", PUBLISHER.public.raw.hex(), "--enrolment", file.name)
    assert "Grade: A" in run(tmp_path, *words).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--publisher", "zz"),
        ("--publisher", "a.completion"),
        ("--publisher", "missing.publisher.json"),
        ("--enrolment", "missing"),
        ("--enrolment", "a.completion"),
        ("--wrong",),
        ("b.completion",),
    ],
)
def test_a_wrong_call_is_told_as_such(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and "error:" in done.stderr


def test_a_name_cannot_play_tricks_on_the_terminal(tmp_path: Path) -> None:
    data = written(named("Eve\x1b[2JGenuine\u202e\nIt proves credit."))
    out = run(tmp_path, data=data).stdout
    assert "\x1b" not in out and "\u202e" not in out and "\nIt proves credit." not in out


def test_it_is_written_for_python_3_9_and_imports_nothing_else_than_cryptography() -> None:
    text = PROGRAM.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    rooms = {name.partition(".")[0] for name in froms | names}
    assert rooms - set(sys.stdlib_module_names) == {"cryptography"}
    assert max(map(len, text.splitlines())) <= 120
