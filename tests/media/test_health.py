"""Judging whether a recording plays, from facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.problem import Problem
from player.media.health import Facts, clock_words, judge
from player.media.problems import MediaEndsEarly, MediaUnplayable, NoEngine, PictureUnknown, SoundUnknown

WELL = Facts(
    name="talk.mp4",
    expected_ms=600_000,
    length_ms=600_000,
    has_picture=True,
    has_sound=True,
    picture_codec="H264",
    sound_codec="AAC",
    decoded_pictures=50,
    decoded_sounds=90,
    frames=50,
    played_ms=2_000,
    position_ms=2_000,
)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, None),
        ({"refused": True}, MediaUnplayable),
        ({"ended": True, "has_picture": False, "has_sound": False}, MediaUnplayable),
        ({"ended": True, "decoded_pictures": 0, "decoded_sounds": 0, "frames": 0}, MediaUnplayable),
        ({"ended": True, "position_ms": 600_000}, None),
        ({"ended": True, "position_ms": 594_500}, None),
        ({"ended": True, "position_ms": 593_000}, MediaEndsEarly),
        ({"ended": True, "position_ms": 300_000, "expected_ms": None}, MediaEndsEarly),
        ({"length_ms": 500_000}, MediaEndsEarly),
        ({"length_ms": 0}, None),
        ({"length_ms": 700_000}, None),
        ({"decoded_pictures": 0, "frames": 0}, PictureUnknown),
        ({"decoded_pictures": 0, "frames": 0, "played_ms": 1_900}, None),
        ({"decoded_pictures": 0}, None),
        ({"decoded_sounds": 0}, SoundUnknown),
        ({"decoded_sounds": 0, "has_sound": False}, None),
        ({"has_picture": False, "has_sound": False}, MediaUnplayable),
    ],
)
def test_a_recording_is_judged_by_facts(change: dict[str, object], kind: type[Problem] | None) -> None:
    problem = judge(replace(WELL, **change))  # type: ignore[arg-type]
    assert type(problem) is (kind or type(None))


def test_resuming_at_the_very_end_is_no_failure() -> None:
    opened = Facts(name="talk.mp4", expected_ms=600_000, length_ms=600_000, has_sound=True, began_ms=599_800)
    assert judge(replace(opened, ended=True, position_ms=599_800)) is None


def test_where_bytes_are_missing_nothing_decoded_after_a_late_start_is_an_early_end() -> None:
    opened = Facts(name="talk.mp4", expected_ms=600_000, length_ms=600_000, has_sound=True, began_ms=500_000)
    at_its_end = replace(opened, ended=True, position_ms=500_000)
    assert isinstance(judge(at_its_end), MediaUnplayable)
    assert isinstance(judge(replace(at_its_end, cut_off=True)), MediaEndsEarly)


def test_every_problem_says_what_happened_what_it_means_and_what_to_do() -> None:
    problems = [
        MediaUnplayable(name="a", reason="b."),
        MediaEndsEarly(name="a", at="0:01", end="0:02"),
        PictureUnknown(name="a", codec="b"),
        SoundUnknown(name="a", codec="b"),
        NoEngine(reason="it was not found."),
    ]
    assert all(problem.what and problem.meaning and problem.remedy for problem in problems)
    assert "libvlc5" in problems[-1].remedy


@pytest.mark.parametrize(("ms", "words"), [(0, "0:00"), (65_999, "1:05"), (3_723_000, "1:02:03")])
def test_times_are_written_as_people_write_them(ms: int, words: str) -> None:
    assert clock_words(ms) == words
