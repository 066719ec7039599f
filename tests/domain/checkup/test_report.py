"""A check-up as a whole: what it comes to, and an identifier that follows from all of it and from nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.report import CheckUp, Outcome, Subject, identifier, is_lacking, lacking, record_of
from player.domain.course import Contact
from player.domain.event import CourseHash
from player.domain.requirement import Fact, Finding, Level, Verdict
from tests.builders import COURSE
from tests.domain.checkup.saying import memory, rule, texts

MOMENT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
MEMORY = rule(memory("2 GB"), id="memory")


def finding(verdict: Verdict, level: Level = Level.MINIMUM) -> Finding:
    return Finding(
        requirement=replace(MEMORY, level=level),
        verdict=verdict,
        found="Memory: 512 MB",
        where="the system",
        why="At least 2 GB is asked for.",
        remedy="Close other programs.",
        asked=("memory.total",),
    )


def checkup(*asked: Finding, own: tuple[Finding, ...] = ()) -> CheckUp:
    return CheckUp(
        moment=MOMENT,
        subject=Subject(course=COURSE, hash=CourseHash("ab" * 32)),
        own=own,
        asked=asked,
        facts=(Fact(name="memory.total", value="512 MB", how="the system"),),
    )


LACKING = checkup(finding(Verdict.NOT_MET), own=(finding(Verdict.MET),))


@pytest.mark.parametrize(
    ("verdict", "level", "outcome"),
    [
        (Verdict.NOT_MET, Level.MINIMUM, Outcome.LACKS),
        (Verdict.NOT_MET, Level.OPTIMAL, Outcome.READY),
        (Verdict.CANNOT_TELL, Level.MINIMUM, Outcome.UNSURE),
        (Verdict.CANNOT_TELL, Level.ACCESS, Outcome.READY),
        (Verdict.MET, Level.MINIMUM, Outcome.READY),
        (Verdict.MET_AT_MINIMUM, Level.MINIMUM, Outcome.READY),
        (Verdict.DOES_NOT_APPLY, Level.MINIMUM, Outcome.READY),
    ],
)
def test_only_a_minimum_decides_what_a_check_up_comes_to(verdict: Verdict, level: Level, outcome: Outcome) -> None:
    one = finding(verdict, level)
    assert checkup(one).outcome is checkup(own=(one,)).outcome is outcome
    assert is_lacking(one) is (outcome is Outcome.LACKS)


def test_what_is_lacking_comes_before_what_is_open() -> None:
    both = checkup(finding(Verdict.CANNOT_TELL), finding(Verdict.NOT_MET), own=(finding(Verdict.MET),))
    assert both.outcome is Outcome.LACKS
    assert both.lacking == lacking(both.findings) == (finding(Verdict.NOT_MET),)
    assert both.counts == (("met", 1), ("not-met", 1), ("cannot-tell", 1))


def test_an_open_answer_is_awaited_while_a_fact_it_hangs_on_is_being_found_out() -> None:
    pending = replace(checkup(finding(Verdict.CANNOT_TELL)), pending=frozenset({"memory.total", "disk.free"}))
    assert not pending.is_complete and pending.is_pending(finding(Verdict.CANNOT_TELL))
    assert not pending.is_pending(finding(Verdict.MET))
    assert not replace(pending, pending=frozenset({"disk.free"})).is_pending(finding(Verdict.CANNOT_TELL))
    assert LACKING.is_complete


def with_finding(**change: str | Verdict) -> CheckUp:
    return checkup(replace(finding(Verdict.NOT_MET), **change), own=LACKING.own)


def with_rule(**change: str | Level) -> CheckUp:
    asked = replace(finding(Verdict.NOT_MET), requirement=replace(MEMORY, **change))
    return checkup(asked, own=LACKING.own)


def with_course(**change: str | int) -> CheckUp:
    return replace(LACKING, subject=Subject(course=replace(COURSE, **change), hash=CourseHash("ab" * 32)))


CHANGES: dict[str, Callable[[], CheckUp]] = {
    "moment": lambda: replace(LACKING, moment=MOMENT + timedelta(seconds=1)),
    "no course": lambda: replace(LACKING, subject=None),
    "hash": lambda: replace(LACKING, subject=Subject(course=COURSE, hash=CourseHash("cd" * 32))),
    "title": lambda: with_course(title="Another title"),
    "version": lambda: with_course(version=COURSE.version + 1),
    "answer": lambda: with_finding(verdict=Verdict.MET),
    "found": lambda: with_finding(found="Memory: 1 GB"),
    "where": lambda: with_finding(where="the maker's label"),
    "why": lambda: with_finding(why="For no reason."),
    "remedy": lambda: with_finding(remedy=""),
    "rule": lambda: with_rule(id="other"),
    "level": lambda: with_rule(level=Level.OPTIMAL),
    "text": lambda: with_rule(text="other words"),
    "read as": lambda: with_rule(interpretation="GHz is meant."),
    "own": lambda: replace(LACKING, own=()),
    "own and asked": lambda: replace(LACKING, own=LACKING.asked, asked=LACKING.own),
    "a fact": lambda: replace(LACKING, facts=(Fact(name="memory.total", value="513 MB", how="the system"),)),
    "an unknown fact": lambda: replace(LACKING, facts=(Fact(name="memory.total", value=None, how="the system"),)),
    "how it was found": lambda: replace(LACKING, facts=(Fact(name="memory.total", value="512 MB", how="a guess"),)),
    "another fact": lambda: replace(LACKING, facts=(*LACKING.facts, Fact(name="disk.free", value=None, how="?"))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_in_a_report_changes_its_identifier(change: str) -> None:
    assert CHANGES[change]().id != LACKING.id


def test_an_identifier_can_be_read_aloud_and_is_the_same_for_the_same_report() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", LACKING.id)
    same = checkup(finding(Verdict.NOT_MET), own=(finding(Verdict.MET),))
    assert same is not LACKING and same.id == LACKING.id


def test_the_order_of_the_facts_does_not_matter() -> None:
    more = (*LACKING.facts, Fact(name="disk.free", value="1 GB", how="the system"))
    assert replace(LACKING, facts=more).id == replace(LACKING, facts=more[::-1]).id


@given(st.lists(st.tuples(texts, st.none() | texts, texts), max_size=3), texts)
def test_an_identifier_can_be_computed_again_from_the_record_as_json(
    facts: list[tuple[str, str | None, str]], why: str
) -> None:
    one = replace(
        checkup(replace(finding(Verdict.NOT_MET), why=why)),
        facts=tuple(Fact(name=name, value=value, how=how) for name, value, how in facts),
    )
    record = {"id": one.id, **record_of(one)}
    for text in (json.dumps(record), json.dumps(record, indent=2, sort_keys=True)):
        read = json.loads(text)
        assert identifier({key: value for key, value in read.items() if key != "id"}) == read["id"]


def test_a_record_holds_everything_by_name() -> None:
    record = record_of(LACKING)
    assert record["moment"] == "2026-03-14T09:26:53+00:00" and record["outcome"] == "lacks"
    assert record["facts"] == {"memory.total": {"value": "512 MB", "how": "the system"}}
    assert record["asked"] == [
        {
            "id": "memory",
            "level": "minimum",
            "text": "as the provider puts it",
            "read_as": "",
            "answer": "not-met",
            "found": "Memory: 512 MB",
            "where": "the system",
            "why": "At least 2 GB is asked for.",
            "remedy": "Close other programs.",
        }
    ]


def contact(purpose: str) -> Contact:
    return Contact(purpose=purpose, label=f"Help with {purpose}")


@pytest.mark.parametrize(
    ("purposes", "wanted"),
    [
        (("activity", "technical"), "technical"),
        (("activity", "privacy"), "activity"),
        (("privacy", "accessibility"), None),
        ((), None),
    ],
)
def test_a_report_goes_to_the_technical_contact_or_whoever_answers_questions(
    purposes: tuple[str, ...], wanted: str | None
) -> None:
    course = replace(COURSE, contacts=tuple(map(contact, purposes)))
    found = Subject(course=course, hash=CourseHash("ab" * 32)).contact
    assert (found.purpose if found else None) == wanted
