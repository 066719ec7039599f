"""What a course holds is a fact like any other, so that "for programs with video" can be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.checkup.askable import ASKABLE, believed
from player.domain.checkup.course_facts import by_name, facts_of
from player.domain.course import Captions, Course, Handout
from player.domain.requirement import Fact
from tests.builders import COURSE

BARE = replace(
    COURSE,
    sessions=tuple(replace(one, has_picture=False, captions=(), handouts=()) for one in COURSE.sessions),
)
CAPTIONS = Captions(path="captions/first.en.vtt", label="English", language="en")


def with_handout(path: str) -> Course:
    first = replace(BARE.sessions[0], handouts=(Handout(path=path, title="Slides"),))
    return replace(BARE, sessions=(first, *BARE.sessions[1:]))


def said(course: Course) -> dict[str, str | None]:
    return {name: fact.value for name, fact in facts_of(course).items()}


def test_a_course_without_anything_says_no_to_everything() -> None:
    assert set(said(BARE).values()) == {"no"}


@pytest.mark.parametrize(
    ("course", "name"),
    [
        (replace(BARE, sessions=(replace(BARE.sessions[0], has_picture=True),)), "course.has-video"),
        (replace(BARE, sessions=(replace(BARE.sessions[0], captions=(CAPTIONS,)),)), "course.has-captions"),
        (with_handout("handouts/notes.PDF"), "course.has-pdf"),
        (with_handout("handouts/talk.pptx"), "course.has-slides"),
        (with_handout("handouts/talk.odp"), "course.has-slides"),
    ],
)
def test_each_thing_it_holds_is_said(course: Course, name: str) -> None:
    assert [fact for fact, value in said(course).items() if value == "yes"] == [name]


def test_no_course_needs_a_network() -> None:
    assert said(COURSE)["course.needs-network"] == "no"


def test_every_fact_of_a_course_can_be_asked_and_is_believed() -> None:
    for name, fact in facts_of(COURSE).items():
        assert name in ASKABLE and fact.name == name and fact.how and believed(fact) is fact


def test_facts_are_found_by_their_names() -> None:
    fact = Fact(name="a", value=None, how="why")
    assert by_name([fact]) == {"a": fact}
