"""`carrel certificates`: everybody's documents at the end of a day."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from player.cli.batches import progress_words
from player.desk.batch import Step
from player.domain.learner import Learner
from tests.cli.conftest import ROOT, Carrel
from tests.crowds import gather, person
from tests.faults.desks import make_talk

PEOPLE = (
    person(1, "Ana María Núñez"),
    person(2, "محمد علي"),
    Learner(id=person(3, "").id),
    person(4, "Hesi-Re \U00013399"),
)
DAY = "2026-06-03"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talk(tmp_path_factory.mktemp("talk"))


@pytest.fixture
def crowd(talk: Path, profile: Path) -> Path:
    """Four people: one never said a name, and one has a letter that no font has."""
    gather(profile, talk, PEOPLE)
    return profile


def test_everybody_s_certificates_are_saved_and_who_has_none_is_told(
    crowd: Path, carrel: Carrel, tmp_path: Path
) -> None:
    answer = carrel("certificates", "--to", tmp_path / "out", "--jobs", "1")
    assert answer.code == 1, "two of them could not be written"
    assert answer.out.startswith("2 written, 0 there already, 2 failed: ")
    assert "There is no name to print" in answer.err
    assert "EGYPTIAN HIEROGLYPH" in answer.err
    assert "2 of 4 documents could not be written or printed." in answer.err
    names = sorted(file.name.split(" - ")[0] for file in (tmp_path / "out").glob("*.pdf"))
    assert names == ["Ana María Núñez", "محمد علي"]
    files = list((tmp_path / "out").glob("*.pdf"))
    assert carrel("verify", *files).code == 0


def test_a_second_run_into_the_same_folder_finds_them_there(crowd: Path, carrel: Carrel, tmp_path: Path) -> None:
    for expected in ("written", "was there"):
        told = carrel("certificates", "--to", tmp_path / "out", "--learner", PEOPLE[0].id, "--json")
        assert told.code == 0
        assert (told.json["complete"], told.json["totals"]["documents"]) == (True, 1)
        assert [row["outcome"] for row in told.json["documents"]] == [expected]
    assert carrel("certificates", "--to", tmp_path / "out", "--learner", PEOPLE[0].id, "--new-only").code == 0


def test_days_and_course_choose(crowd: Path, carrel: Carrel, tmp_path: Path) -> None:
    def count(*words: str) -> int:
        chosen = carrel("certificates", "--to", tmp_path / "out", "--learner", PEOPLE[0].id, "--json", *words)
        return chosen.json["totals"]["documents"]

    assert count("--since", DAY, "--until", DAY, "--course", "org.example.my-course") == 1
    assert count("--until", "2026-06-02") == 0
    assert count("--since", "2026-06-04") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "yesterday"), "“yesterday” is no day."),
        (("--course", "org.nobody.knows"), "org.nobody.knows"),
        (("--learner", "ffff"), "ffff"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_written(
    words: tuple[str, str], said: str, crowd: Path, carrel: Carrel, tmp_path: Path
) -> None:
    assert said in carrel("certificates", "--to", tmp_path / "out", *words).why
    assert not (tmp_path / "out").exists()


def test_nobody_to_print_for_is_no_failure(carrel: Carrel, tmp_path: Path) -> None:
    answer = carrel("certificates", "--to", tmp_path / "out")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("There is no document to make")


def test_without_a_print_queue_it_is_said_at_once(
    crowd: Path, carrel: Carrel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no print queue" in carrel("certificates", "--to", tmp_path / "out", "--print", "Office").why


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the queue")
def test_each_document_is_handed_to_the_queue_and_a_refusal_is_told(
    crowd: Path, carrel: Carrel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = tmp_path / "bin" / "lp"
    queue.parent.mkdir()
    monkeypatch.setenv("PATH", f"{queue.parent}{os.pathsep}{os.environ['PATH']}")
    words = ("certificates", "--to", tmp_path / "out", "--learner", PEOPLE[0].id, "--print", "Office", "--json")
    queue.write_text("#!/bin/sh\necho 'no such printer' >&2\nexit 1\n")
    queue.chmod(0o755)
    refused = carrel(*words)
    assert refused.code == 1
    assert [row["code"] for row in refused.json["documents"]] == ["CannotPrint"]
    queue.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\ncat > {tmp_path}/printed.pdf\n')
    for _ in range(2):
        assert carrel(*words).json["totals"]["printed"] == 1
    (file,) = (tmp_path / "out").glob("*.pdf")
    assert (tmp_path / "printed.pdf").read_bytes() == file.read_bytes()
    (said,) = (tmp_path / "said").read_text().splitlines()
    assert said.startswith("-d Office -n 1 -o fit-to-page -t ")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no way to press Ctrl-C for one process alone")
def test_ctrl_c_leaves_whole_files_and_a_manifest_of_them(talk: Path, profile: Path, tmp_path: Path) -> None:
    gather(profile, talk, [person(number, f"Ana {number}") for number in range(1, 25)])
    folder = tmp_path / "out"
    child = subprocess.Popen(
        [sys.executable, "-m", "player", "certificates", "--to", str(folder), "--jobs", "2"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CARREL_PROFILE": str(profile)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while child.poll() is None and not list(folder.glob("*.pdf")):
        time.sleep(0.002)  # a look is dear, and the processes that make pages want this processor
    # A terminal sends it to the whole group: also to the processes that make pages.
    os.killpg(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=120)
    assert child.returncode == 1, said
    assert b"Traceback" not in said
    told = json.loads((folder / "manifest.json").read_bytes())
    assert told["complete"] is False
    assert {document["file"] for document in told["documents"]} == {file.name for file in folder.glob("*.pdf")}
    assert 0 < len(told["documents"]) < 24


def test_progress_says_how_much_time_is_left() -> None:
    assert progress_words(Step(done=0, of=1_000, made=0, failed=0), elapsed_s=1) == "0 of 1,000 · 0 documents"
    half = progress_words(Step(done=500, of=1_000, made=499, failed=1), elapsed_s=60)
    assert half == "500 of 1,000 · 499 documents · 1 failed · 1:00 left"
