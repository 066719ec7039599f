"""Whatever text comes in: nothing of it is lost, nothing is made up, and what comes out is a course without a fault."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.course_file import RequirementTable
from player.archive.authoring.reading import requirement_of
from player.archive.authoring.remarks import Severity, remarks_on
from player.archive.importing.requirements.drafting import Draft, draft_of
from player.archive.importing.requirements.writing import tables_of
from tests.builders import SHORT_COURSE

JOINTS = {"and", "or", "with", "on", "at"}
WORDS = (
    (
        "Windows;XP;SP2;8.1;or;later;Mac OS X;10.5;macOS;99;Minimum;Optimal;requirements;Best viewed "
        "with;:;,;;.;(;);\n;\n-;• ;"
        "512 MB;2 GB;900 TB;of;RAM;video memory;free disk space;Pentium II;500 MHz;1.83MHz;9999 "
        "GHz;Intel;x64;G4;at;on;and;with;"
        "32-bit;64-bit;Chrome;latest;2 versions;Internet Explorer;6;Flash Player;DirectX "
        "9;WDDM;99.9;16-bit;sound card;speakers;"
        "1024 x 768;0 x 0000;9999 x 0001;56K modem;Mbps;0 Mbps;for programs with "
        "video;not;only;if;Acrobat;PowerPoint;iOS;Android;Linux;"
        "recommended;Macintosh;Windows XP users:;printer;é;ß;_;\t;0;1.;2;+;/;&;–"
    )
    .replace(";;", ";\\;")
    .split(";")
)
texts = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


def uncovered(text: str, draft: Draft) -> set[str]:
    """The words that lie in no rule and no heading, but for joints and the numbers and letters before list items."""
    left = list(text)
    for part in (*draft.rules, *draft.headings):
        left[part.start : part.end] = "\0" * (part.end - part.start)
    bare = re.sub(r"(?m)^(?:\s|[^\w\0]|_|(?:\d{1,2}|[a-z])[.)]|o(?=\s))+", " ", "".join(left))
    return {word.lower() for word in re.findall(r"[^\W_]+", bare)} - JOINTS


@given(texts)
def test_every_rule_has_its_words_from_the_text_and_every_word_is_in_a_rule_or_a_heading(text: str) -> None:
    draft = draft_of(text)
    assert [one.rule.text for one in draft.rules] == [text[one.start : one.end] for one in draft.rules]
    assert not uncovered(text, draft)


@given(texts)
def test_what_is_written_is_read_as_the_same_rules_again_and_the_linter_finds_no_error(text: str) -> None:
    draft = draft_of(text)
    tables = tomllib.loads(tables_of(draft)).get("requirement", [])
    rules = tuple(requirement_of(msgspec.convert(table, RequirementTable)) for table in tables)
    assert rules == tuple(one.rule for one in draft.rules)
    course = replace(SHORT_COURSE, requirements=rules, requirements_source=text)
    errors = [found for found in remarks_on(course) if found.severity is Severity.ERROR]
    assert [found for found in errors if found.place.startswith("requirement")] == []


@given(texts)
def test_a_rule_without_a_need_says_why(text: str) -> None:
    for one in draft_of(text).rules:
        assert one.rule.need or one.rule.superseded or one.unread


def test_a_heading_without_a_colon_asks_for_nothing_by_itself() -> None:
    for words in ("Minimum requirements", "Windows", "System Requirements", "Optimal system configuration"):
        draft = draft_of(f"{words}\n\n512 MB of RAM\n")
        assert len(draft.headings) == 1 and len(draft.rules) == 1


def test_a_long_line_takes_no_longer_than_its_length() -> None:
    draft = draft_of("Windows XP or later, 512 MB, latest Chrome and " * 4000)
    assert len(draft.rules) == 1 and draft.rules[0].unread
