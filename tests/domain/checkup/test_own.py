"""What Carrel asks for itself: every rule can be answered, and every answer helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.checkup.askable import ASKABLE, askable
from player.domain.checkup.judging import ELSEWHERE, facts_asked, judge_all
from player.domain.checkup.own import alike, own_requirements
from player.domain.checkup.quantity import Measure
from player.domain.course import SessionId
from player.domain.requirement import Facts, Finding, Level, Verdict
from tests.builders import COURSE
from tests.domain.checkup.saying import known

H264, OGG = ("h264", "mp4a"), ("theo", "vorb")
TALKS = tuple(
    replace(COURSE.sessions[0], id=SessionId(name), title=name.title(), codecs=codecs)
    for name, codecs in (("one", H264), ("two", OGG), ("three", H264), ("four", ()), ("five", ()))
)
THREE_KINDS = replace(COURSE, sessions=TALKS)
GOOD: dict[str, str | None] = {
    "decoder.library": "yes",
    "decoder.works": "yes",
    "profile.writable": "yes",
    "disk.free": "20 GB",
    "disk.courses": "20 GB",
    "clock.sane": "yes",
    "name.given": "yes",
    "name.printable": "yes",
    "sound.outputs": "1",
    "screen.width": "1024 px",
    "screen.height": "768 px",
    "records.kept": "yes",
    "backup.made": "yes",
    "backup.age": "31 days",
    "test.played": "yes",
    "test.heard": "yes",
    "test.seen": "yes",
    "test.read": "yes",
    "plays.one": "yes",
    "plays.two": "yes",
    "plays.four": "yes",
    "plays.five": "yes",
}


def answers(facts: Facts) -> dict[str, Finding]:
    found = judge_all(own_requirements(THREE_KINDS, to_copy=1 << 30), facts)
    return {finding.requirement.id: finding for finding in found}


def test_a_machine_that_has_everything_meets_everything() -> None:
    assert {finding.verdict for finding in answers(known(GOOD)).values()} == {Verdict.MET}


@pytest.mark.parametrize(
    ("fact", "value", "rule"),
    [
        ("decoder.library", "no", "carrel.decoder"),
        ("decoder.works", "no", "carrel.test-recording"),
        ("profile.writable", "no", "carrel.records"),
        ("disk.free", "499 MB", "carrel.space"),
        ("clock.sane", "no", "carrel.clock"),
        ("name.printable", "no", "carrel.name"),
        ("sound.outputs", "0", "carrel.sound"),
        ("screen.width", "1023 px", "carrel.screen"),
        ("screen.height", "767 px", "carrel.screen"),
        ("backup.made", "no", "carrel.backup"),
        ("backup.age", "32 days", "carrel.backup"),
        ("test.heard", "no", "carrel.test.heard"),
        ("test.seen", "no", "carrel.test.seen"),
        ("test.read", "no", "carrel.test.read"),
        ("disk.courses", "1023 MB", "carrel.room"),
        ("plays.two", "no", "carrel.plays.two"),
    ],
)
def test_each_thing_that_is_lacking_fails_its_own_rule_alone_and_is_helped(fact: str, value: str, rule: str) -> None:
    failed = {name: f for name, f in answers(known({**GOOD, fact: value})).items() if f.verdict is not Verdict.MET}
    assert list(failed) == [rule] and failed[rule].verdict is Verdict.NOT_MET
    known_of = askable(fact)
    assert known_of is not None and failed[rule].remedy == known_of.remedy != ELSEWHERE


@pytest.mark.parametrize(
    ("fact", "rules"),
    [
        ("name.given", ["carrel.name"]),
        ("records.kept", ["carrel.backup"]),
        ("test.played", ["carrel.test.heard", "carrel.test.seen", "carrel.test.read"]),
    ],
)
def test_what_has_not_come_up_yet_is_not_asked(fact: str, rules: list[str]) -> None:
    found = answers(known({**GOOD, fact: "no"}))
    assert [name for name, one in found.items() if one.verdict is Verdict.DOES_NOT_APPLY] == rules


def test_a_machine_that_says_nothing_is_never_told_that_it_fails() -> None:
    found = answers(known(dict.fromkeys(GOOD)))
    assert {finding.verdict for finding in found.values()} == {Verdict.CANNOT_TELL}
    assert all(finding.why and finding.remedy for finding in found.values())


def test_only_what_keeps_a_course_from_being_played_or_recorded_is_a_minimum() -> None:
    minima = {rule.id for rule in own_requirements() if rule.level is Level.MINIMUM}
    assert minima == {f"carrel.{name}" for name in "decoder test-recording records space clock name".split()}


def test_rules_have_their_own_names_and_subjects_ask_only_what_can_be_asked() -> None:
    rules = own_requirements(THREE_KINDS, to_copy=1)
    assert len({rule.id for rule in rules}) == len(rules) and len(rules) == len({rule.text for rule in rules})
    for rule in rules:
        assert rule.id.startswith("carrel.") and rule.text
        assert all((known_of := askable(name)) is not None and known_of.seen for name in facts_asked(rule))


def test_recordings_that_need_the_same_codecs_are_tried_once() -> None:
    assert [[one.id for one in found] for found in alike(THREE_KINDS)] == [
        ["one", "three"],
        ["two"],
        ["four"],
        ["five"],
    ]
    texts = [rule.text for rule in own_requirements(THREE_KINDS) if rule.id.startswith("carrel.plays.")]
    assert texts == [
        "“One” and 1 more of its kind can be decoded",
        "“Two” can be decoded",
        "“Four” can be decoded",
        "“Five” can be decoded",
    ]


def test_room_is_asked_for_only_where_something_is_to_be_copied() -> None:
    assert "carrel.room" not in {rule.id for rule in own_requirements(COURSE)}
    (room,) = [rule for rule in own_requirements(COURSE, to_copy=3 << 30) if rule.id == "carrel.room"]
    assert (room.level, room.text) == (Level.OPTIMAL, "3 GB of free space to keep this course here")
    assert ASKABLE["disk.courses"].measure is Measure.SIZE
