"""What is said in a terminal of a later version of a course."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course
from player.cli.update_words import update_lines, update_mark
from player.domain.update import update_between
from tests import versions
from tests.builders import COURSE
from tests.cli.conftest import Carrel


@pytest.fixture(scope="session")
def second(bench: Path) -> Path:
    """Version 2 of the template's course, with another passing score."""
    folder = bench / "second"
    shutil.copytree(bench / "folder", folder)
    text = (folder / "course.toml").read_text()
    assert "version = 1" in text and "passing_percent = 80" in text
    changed = text.replace("version = 1", "version = 2", 1).replace("passing_percent = 80", "passing_percent = 60")
    (folder / "course.toml").write_text(changed)
    build_course(folder, key=bench / "key", out=bench / "second.course", quick=True)
    return bench / "second.course"


def test_a_course_that_was_not_begun_before_is_no_update(carrel: Carrel, course: Path, second: Path) -> None:
    carrel("add", course)
    assert "update" not in carrel("add", second).out
    assert carrel("progress", second, "--json").json["update"] is None


def test_an_update_is_told_when_it_is_added_listed_and_looked_at(
    carrel: Carrel, course: Path, second: Path, profile: Path
) -> None:
    carrel("add", course)
    with desk_over(find_places(profile)) as desk:
        desk.journey(desk.package(str(course)).signed).acknowledge_disclosures()
    told = "An update of version 1, in which you began"
    assert told in carrel("add", second).out
    shown = carrel("progress", second).out
    assert told in shown and "The quiz changed: take it anew." in shown
    assert "What comes before the start changed: acknowledge it anew." in shown
    assert "update of version 1: keeps what did not change" in carrel("list").out
    found = carrel("progress", second, "--json").json["update"]
    assert (found["from_version"], found["quiz"], found["evaluation"]) == (1, "changed", "kept")
    assert [session["change"] for session in found["sessions"]] == ["kept"]
    assert [one["update"] and one["update"]["from_version"] for one in carrel("list", "--json").json] in (
        [1, None],
        [None, 1],
    )


@pytest.mark.parametrize("name", versions.ALL)
def test_every_change_is_told_in_whole_sentences(name: str) -> None:
    new = versions.ALL[name]
    first, *lines = update_lines(update_between(COURSE, new))
    assert first == "An update of version 1, in which you began"
    assert lines and all(line.startswith("  ") and line.endswith(".") for line in lines), lines
    assert update_mark(update_between(COURSE, new)).startswith("update of version 1: keeps ")


def test_what_became_of_recordings_and_credit_is_told_by_name() -> None:
    less = replace(COURSE.credit.offers[0], maximum=Decimal(1))
    new = versions.later(
        sessions=(COURSE.sessions[1], versions.ADDED),
        credit=replace(COURSE.credit, offers=(less, COURSE.credit.offers[1])),
    )
    text = "\n".join(update_lines(update_between(COURSE, new)))
    assert "“Part two” is the same recording: what you watched counts." in text
    assert "“Part three” is new (10:00)." in text
    assert "“Part one” is not part of it any more." in text
    assert "AMA PRA Category 1 Credit: up to 1 now, 1.5 before; what is claimed stays claimed." in text
    assert "contact hour: up to" not in text
    assert "CPE contact hour: not offered any more" in text
