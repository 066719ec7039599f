"""A check-up in words: each answer has its own, the worst stand first, and no line is wider than it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.checkup.columns import broken, columns, hung, plain
from player.domain.checkup.fact_words import fact_rows
from player.domain.checkup.wording import (
    WIDTH,
    answer_in,
    answer_word,
    details,
    finding_lines,
    grouped,
    head_of,
    level_word,
    overall,
    set_aside,
    tally,
    text_of,
)
from player.domain.course import Contact
from player.domain.requirement import Fact, Finding, Level, Verdict
from tests.checkups import (
    ASKED_COURSE,
    BROWSER,
    COOKIES,
    FACTS,
    MEMORY,
    MORE_MEMORY,
    NO_BROWSER,
    PROCESSOR,
    READER,
    RULES,
    SLIP,
    SPEAKERS,
    VIDEO_MEMORY,
    check_up,
    with_fact,
    with_rules,
)
from tests.trying import tries

CHECKUP = check_up()
BY_RULE = {finding.requirement.id: finding for finding in CHECKUP.findings}


@pytest.mark.parametrize(
    ("verdict", "level", "word"),
    [
        (Verdict.MET, Level.MINIMUM, "Met"),
        (Verdict.MET_AT_MINIMUM, Level.MINIMUM, "Met at the minimum"),
        (Verdict.NOT_MET, Level.MINIMUM, "Not met"),
        (Verdict.NOT_MET, Level.OPTIMAL, "Advice"),
        (Verdict.NOT_MET, Level.ACCESS, "Advice"),
        (Verdict.NOT_MET, Level.WHERE_MARKED, "Advice"),
        (Verdict.CANNOT_TELL, Level.MINIMUM, "Cannot tell here"),
        (Verdict.DOES_NOT_APPLY, Level.OPTIMAL, "Does not apply here"),
    ],
)
def test_each_answer_has_its_word_and_what_is_no_minimum_is_advice(verdict: Verdict, level: Level, word: str) -> None:
    assert answer_word(Finding(requirement=replace(SPEAKERS, level=level), verdict=verdict)) == word


def test_every_answer_and_every_level_has_a_word_of_its_own() -> None:
    words = {answer_word(Finding(requirement=SPEAKERS, verdict=verdict)) for verdict in Verdict}
    assert len(words) == len(Verdict)
    assert len({level_word(level) for level in Level}) == len(Level)


def test_levels_come_from_the_strictest_down_and_in_each_the_worst_first() -> None:
    levels = grouped(CHECKUP.asked)
    assert [level for level, _ in levels] == [Level.MINIMUM, Level.OPTIMAL, Level.ACCESS, Level.WHERE_MARKED]
    minima = [finding.requirement for finding in levels[0][1]]
    assert minima == [SPEAKERS, VIDEO_MEMORY, MEMORY, PROCESSOR]


def test_one_thing_that_lacks_is_said_in_the_singular_and_nobody_is_turned_away() -> None:
    assert overall(CHECKUP) == "This computer lacks one thing. You can watch all the same; it may not play well."
    two = check_up(facts=with_fact("profile.writable", "no"))
    assert "lacks 2 things" in overall(two)
    assert "You can watch all the same" in overall(two)


@pytest.mark.parametrize("fact", ["decoder.library", "decoder.works", "plays.second"])
def test_what_keeps_a_recording_from_playing_is_said_first_and_plainly(fact: str) -> None:
    broken = check_up(facts=with_fact(fact, "no"))
    assert not broken.plays and check_up().plays
    assert overall(broken).startswith("This computer cannot play everything yet. See what to do;")


def test_a_computer_is_ready_only_as_far_as_can_be_told() -> None:
    facts = with_fact("sound.outputs", "1")
    unsure = check_up(facts=facts)
    assert "as far as can be told" in overall(unsure)
    ready = check_up(course=replace(ASKED_COURSE, requirements=(MEMORY, READER)), facts=facts)
    assert overall(ready) == "This computer is ready."


def test_what_is_still_being_found_out_says_so() -> None:
    facts = with_fact("sound.outputs", "1")
    waiting = check_up(facts=facts, pending=frozenset({"gpu.memory"}))
    open_answer = next(one for one in waiting.asked if one.requirement is VIDEO_MEMORY)
    assert answer_in(waiting, open_answer) == "Still being found out"
    assert "still being found out" in overall(waiting)
    assert "[Still being found out]" in text_of(waiting)


def test_the_tally_counts_every_answer_once() -> None:
    counts = [int(part.rpartition(": ")[2]) for part in tally(CHECKUP).split(" · ")]
    assert sum(counts) == len(CHECKUP.findings)
    assert tally(CHECKUP).startswith("Not met: 1 · Advice: ")


def test_below_an_answer_stands_what_was_found_why_how_it_was_read_and_what_to_do() -> None:
    lacking = details(BY_RULE[SPEAKERS.id])
    assert [one.label for one in lacking] == ["Found", "Why", "What to do"]
    assert lacking[0].text == "Sound outputs: 0 (the sound outputs that Windows lists)"
    assert f"Read as: {SLIP}" in finding_lines(BY_RULE[PROCESSOR.id])


def test_what_does_not_apply_is_told_once_for_each_reason() -> None:
    told = dict(set_aside(CHECKUP.findings))
    assert [one.requirement for one in told[NO_BROWSER]] == [BROWSER, COOKIES]
    text = text_of(CHECKUP)
    assert text.count(NO_BROWSER) == 1
    assert f"  - {COOKIES.text}" in text


def test_the_report_says_every_rule_in_its_own_words_and_every_fact() -> None:
    text = " ".join(text_of(CHECKUP).split())
    for requirement in RULES:
        assert requirement.text in text
    for row in fact_rows(CHECKUP.facts):
        assert f"{row.label} {row.value}" in text
        assert row.how in text
    assert CHECKUP.id in text
    assert "Memory 1.9 GB" in text
    assert "Video memory cannot be told" in text
    assert "Windows 8.1 (6.3.9600)" in text


def test_the_report_says_whom_to_send_it_to() -> None:
    assert "Technical help · 202-559-3900 · support@example.org" in text_of(CHECKUP)
    activity = Contact(purpose="activity", label="Questions", email="ask@example.org")
    other = replace(ASKED_COURSE, contacts=(activity,))
    assert "Questions · ask@example.org" in text_of(check_up(course=other))
    assert [row.label for row in head_of(check_up(course=replace(ASKED_COURSE, contacts=())))] == ["Made", "Course"]


def test_a_check_up_without_a_course_asks_what_carrel_asks() -> None:
    text = text_of(check_up(course=None))
    assert "Course " not in text.split("\n\n")[1]
    assert "asked by Carrel" not in text
    assert "A sound output" in text


def test_what_carrel_asks_is_marked_beside_what_the_course_asks() -> None:
    text = " ".join(text_of(CHECKUP).split())
    assert "A sound output: speakers or headphones (asked by Carrel)" in text
    assert f"{MORE_MEMORY.text} (asked by Carrel)" not in text


def test_the_program_and_the_hour_of_the_world_stand_in_the_head() -> None:
    assert text_of(CHECKUP, program="Carrel for kiosks").startswith("Carrel for kiosks: check-up of this computer\n")
    assert "2026-11-22 01:25 UTC" in text_of(CHECKUP)


def test_the_text_moves_no_cursor_and_turns_no_words_round() -> None:
    course = with_rules("\x1b[31mred\x07 alert\r\n", "\u202eevil", "")
    text = text_of(check_up(course=course, facts=(*FACTS, *with_fact("cpu.name", "\x1b[2J\ud800"))))
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "[31mred alert" in text
    assert "(a rule without words)" in text
    assert text.encode()


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_no_line_is_wider_than_eighty_columns(texts: list[str]) -> None:
    checkup = check_up(course=with_rules(*texts), facts=with_fact("cpu.name", texts[0], texts[-1]))
    text = text_of(checkup)
    assert text.endswith("\n")
    assert max(columns(line) for line in text.split("\n")) <= WIDTH
    for one in texts:
        assert "".join(plain(one).split()) in "".join(text.split())


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_broken_lines_lose_no_letter(text: str, width: int) -> None:
    lines = broken(plain(text), width)
    assert "".join(lines).replace(" ", "") == plain(text).replace(" ", "")
    assert all(columns(line) <= width for line in lines)


def test_wide_letters_count_two_and_marks_none() -> None:
    assert columns("記憶") == 4
    assert columns("e\u0301") == 1
    assert broken("記憶装置", 4) == ["記憶", "装置"]


def test_a_paragraph_hangs_beside_what_stands_before_it_or_below() -> None:
    assert list(hung("a", "one two", width=8, indent=4)) == ["a   one", "    two"]
    assert list(hung("long label", "one", width=12, indent=4)) == ["long label", "    one"]


def test_the_newest_releases_are_one_row_under_the_names_that_people_know() -> None:
    how = "the list of releases of 15 June 2026"
    releases = [
        Fact(name="newest.windows", value="10.0.22000 10.0 6.3", how=how),
        Fact(name="newest.internet-explorer", value="11 10", how=how),
        Fact(name="newest.macos", value="26 15", how=how),
        Fact(name="newest.browser-of-tomorrow", value=None, how="It is not in the list."),
    ]
    rows = fact_rows((*FACTS, *releases))
    assert len(rows) == len(FACTS) + 2
    (told,) = (row.value for row in rows if row.how == how)
    assert told == "Internet Explorer 11 10; macOS 26 15; Windows 11 10 8.1"


def test_facts_stand_in_the_order_in_which_they_can_be_asked() -> None:
    labels = [row.label for row in fact_rows(reversed(FACTS))]
    assert labels[0] == "Kind of system"
    assert labels.index("Memory") < labels.index("Sound outputs") < labels.index("Recording first plays")
