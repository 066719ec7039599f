"""What counts as watched, and what a recording still asks, as the terminal tells it."""

from __future__ import annotations

from dataclasses import replace

from player.cli.facts import progress_facts
from player.cli.package_words import package_lines
from player.cli.words import progress_lines
from player.domain.course import Course
from tests.builders import COURSE, STRICT_COURSE
from tests.worlds import signed, world


def watching(course: Course) -> list[str]:
    """The lines from “Watching” to the next empty one."""
    lines = list(package_lines(signed(course)))
    start = next(place for place, line in enumerate(lines) if line.startswith("Watching"))
    return lines[start : lines.index("", start)]


def test_a_humane_policy_is_one_line() -> None:
    assert watching(COURSE) == ["Watching: 100 % of each session, at up to 2 times the speed"]


def test_each_condition_of_a_strict_one_is_told() -> None:
    away = replace(STRICT_COURSE, watch=replace(STRICT_COURSE.watch, away_counts=True))
    assert watching(away)[1:] == [
        "  no skipping ahead of what was played",
        "  not while the window is hidden",
        "  not without sound, unless captions are shown",
        "  also while the screen is locked",
        "  somebody says that they are there every 5 to 10 min, within 60 s",
    ]
    assert any("2 checkpoints" in line for line in package_lines(signed(STRICT_COURSE)))


def test_what_a_recording_still_asks_is_told_without_its_answer() -> None:
    here = world(STRICT_COURSE)
    here.journey.acknowledge_disclosures()
    here.watch(STRICT_COURSE.sessions[0])
    told = "\n".join(progress_lines(here.signed, here.journey.progress()))
    assert "2 questions in it are not answered yet" in told
    here.journey.answer_checkpoint(STRICT_COURSE.sessions[0].id, "code", "zz42")
    told = "\n".join(progress_lines(here.signed, here.journey.progress()))
    assert "1 question in it is not answered yet" in told
    facts = progress_facts(here.signed, here.journey.progress())
    assert "'open_checkpoints': ['choice']" in str(facts)
    assert "ZZ-42" not in str(facts) + told
