"""Courses as files, from a terminal: played in place, removed, repaired, and moved to another folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import SAMPLE, Carrel
from tests.cli.test_learning import SAMPLE_ID, begin, flipped


def test_a_course_is_played_from_where_it_lies_and_listed_while_it_is_away(carrel: Carrel, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    file = Path(shutil.copy(SAMPLE, stick))
    assert "it is played from" in carrel("add", file, "--in-place").out
    assert f"played from {file}" in carrel("list").out
    assert carrel("list", "--json").json[0]["where"] == "in-place"
    shutil.rmtree(stick)
    (listed,) = carrel("list", "--json").json
    assert (listed["where"], listed["problem"]) == ("out-of-reach", "CourseAway")
    assert "Connect that drive" in carrel("list").out
    assert carrel("progress", SAMPLE_ID, "--json").json["id"] == SAMPLE_ID


def test_removing_says_what_it_frees_and_keeps(carrel: Carrel, profile: Path, tmp_path: Path) -> None:
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    removed = carrel("course", "remove", SAMPLE_ID)
    size = f"{SAMPLE.stat().st_size / 1_000_000:.1f} MB"
    assert removed.out == f"Removed; {size} are free again. What you did in it is kept, and so are your certificates.\n"
    assert carrel("list", "--json").json == []
    assert carrel("progress", SAMPLE_ID, "--json").json["next_step"] == "watch"
    assert carrel("export", SAMPLE_ID, "--to", tmp_path / "out").code == 0
    assert "no course" in carrel("course", "remove", SAMPLE_ID).why


def test_a_damaged_file_is_repaired_from_a_good_one(carrel: Carrel, tmp_path: Path) -> None:
    bad = flipped(SAMPLE, tmp_path, 2_000_000)
    told = carrel("course", "repair", bad, "--from", SAMPLE).out
    assert "1 bad, 1 fetched from the good copy; it is whole again." in told
    assert bad.read_bytes() == SAMPLE.read_bytes()
    assert "all are good" in carrel("course", "repair", bad, "--from", SAMPLE).out


def test_a_repair_that_cannot_put_all_right_is_a_no(carrel: Carrel, tmp_path: Path) -> None:
    bad = flipped(SAMPLE, tmp_path, 2_000_000)
    also_bad = tmp_path / "also" / "bad.course"
    also_bad.parent.mkdir()
    shutil.copy(bad, also_bad)
    answer = carrel("course", "repair", bad, "--from", also_bad, "--json")
    assert answer.code == 1
    assert (answer.json["bad"], answer.json["fetched"], answer.json["whole"]) == (1, 0, False)
    assert answer.json["left"]["problem"] == "BlockDamaged"


def test_the_folder_for_courses_is_shown_chosen_and_given_back(carrel: Carrel, profile: Path, tmp_path: Path) -> None:
    carrel("add", SAMPLE)
    assert carrel("course", "home", "--json").json == {"home": str(profile / "courses"), "moved": 0}
    disk = tmp_path / "disk"
    assert carrel("course", "home", disk, "--move").out == f"Courses are copied to {disk}\n1 course moved there.\n"
    assert list((profile / "courses").glob("contents/*")) == []
    assert len(carrel("list", "--json").json) == 1
    assert carrel("course", "home", "--own", "--move", "--json").json["moved"] == 1
    assert list(disk.glob("contents/*")) == []
    assert carrel("course", "home", disk, "--own").code == 2
