"""Judging: what is not known is never turned into "not met", and every answer says why and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.askable import ASKABLE
from player.domain.checkup.judging import (
    ADVICE,
    CONTACT,
    ELSEWHERE,
    LACKS,
    NOTHING_ASKED,
    OTHER_OPEN,
    OTHER_WAY,
    facts_asked,
    holds,
    judge,
    judge_all,
    names_in,
)
from player.domain.requirement import Facts, Finding, Level, Need, Operator, Requirement, Verdict
from tests.domain.checkup.saying import known, memory, need, rule, texts

MEMORY = rule(memory("2 GB"), id="memory", subject="memory")


def verdict(requirement: Requirement, facts: Facts) -> Verdict:
    return judge(requirement, facts).verdict


# ------------------------------------------------------------------ three-valued logic

ATOMS = st.sampled_from(["a", "b", "c"]).map(lambda name: Need(fact=name, value="yes"))
NEEDS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Need(any_of=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Need(all_of=tuple(parts))),
    ),
    max_leaves=8,
)
VALUES = st.fixed_dictionaries({name: st.sampled_from(["yes", "no", None]) for name in "abc"})
Values = Mapping[str, str | None]


@given(NEEDS, VALUES, VALUES)
def test_learning_more_never_turns_an_answer_round(asked: Need, first: Values, more: Values) -> None:
    learned = {name: value or more[name] for name, value in first.items()}
    before, after = holds(asked, known(first)), holds(asked, known(learned))
    assert before is None or after is before


@given(NEEDS, VALUES)
def test_an_answer_that_is_given_stands_whatever_the_missing_facts_are(asked: Need, values: Values) -> None:
    answer = holds(asked, known(values))
    if answer is not None:
        for missing in ("yes", "no"):
            assert holds(asked, known({name: value or missing for name, value in values.items()})) is answer
    if None not in values.values():
        assert answer is not None


@given(NEEDS, VALUES, st.sampled_from(Level))
def test_a_rule_that_hangs_on_unknown_facts_cannot_be_told(asked: Need, values: Values, level: Level) -> None:
    if holds(asked, known(values)) is None:
        assert verdict(replace(MEMORY, need=asked, level=level), known(values)) is Verdict.CANNOT_TELL


RULES = st.builds(
    Requirement,
    id=st.sampled_from(["one", "two", "three"]),
    level=st.sampled_from(Level),
    subject=st.sampled_from(["it", "that"]),
    text=st.just("words"),
    platforms=st.sampled_from([(), ("windows",), ("linux", "macos"), ("beos",)]),
    need=st.one_of(st.none(), NEEDS),
    only_if=st.one_of(st.none(), NEEDS),
    superseded=st.sampled_from(["", "", "Nobody needs it."]),
    group=st.sampled_from(["", "g", "h"]),
)
MACHINES = st.builds(
    lambda values, platform: {**values, "os.platform": platform},
    VALUES,
    st.sampled_from(["windows", "linux", None]),
)
GIVEN = frozenset({Verdict.MET, Verdict.NOT_MET, Verdict.DOES_NOT_APPLY, Verdict.MET_AT_MINIMUM})


@given(RULES, MACHINES, MACHINES)
def test_learning_a_fact_never_turns_a_given_answer_round(asked: Requirement, first: Values, more: Values) -> None:
    before = verdict(asked, known(first))
    after = verdict(asked, known({name: value or more[name] for name, value in first.items()}))
    assert before is Verdict.CANNOT_TELL or after is before


@given(st.lists(RULES, max_size=5), MACHINES, MACHINES)
def test_among_alternatives_too_learning_a_fact_never_makes_a_failed_minimum_a_passed_one(
    asked: list[Requirement], first: Values, more: Values
) -> None:
    learned = {name: value or more[name] for name, value in first.items()}
    before, after = (judge_all(asked, known(values)) for values in (first, learned))
    for was, now in zip(before, after, strict=True):
        assert was.verdict is not Verdict.NOT_MET or now.verdict is Verdict.NOT_MET


@given(st.lists(RULES, max_size=6), MACHINES)
def test_every_answer_says_why_and_what_to_do(asked: list[Requirement], values: Values) -> None:
    for one, finding in zip(asked, judge_all(asked, known(values)), strict=True):
        assert finding.requirement is one
        if finding.verdict is Verdict.NOT_MET or finding.verdict is Verdict.CANNOT_TELL:
            assert finding.why and finding.remedy
        if finding.verdict is Verdict.DOES_NOT_APPLY:
            assert finding.why and not finding.remedy
        if finding.verdict is Verdict.CANNOT_TELL:
            assert set(finding.asked) >= set(facts_asked(one))


@given(st.lists(RULES, max_size=6), MACHINES)
def test_a_rule_that_is_superseded_never_applies(asked: list[Requirement], values: Values) -> None:
    for finding in judge_all(asked, known(values)):
        if finding.requirement.superseded:
            assert (finding.verdict, finding.why) == (Verdict.DOES_NOT_APPLY, "Nobody needs it.")


@given(st.lists(RULES, max_size=4), texts, texts)
def test_whatever_a_machine_says_nothing_stops_the_answers(asked: list[Requirement], one: str, other: str) -> None:
    assert len(judge_all(asked, known({"a": one, "b": other, "os.platform": one}))) == len(asked)


# ------------------------------------------------------------------ reasons


def test_a_fact_that_nobody_gathered_is_unknown() -> None:
    finding = judge(MEMORY, {})
    assert (finding.verdict, finding.why) == (Verdict.CANNOT_TELL, "This Carrel has no way to find out.")


def test_an_unknown_fact_says_why_and_what_to_do() -> None:
    finding = judge(MEMORY, known({"memory.total": None}))
    assert (finding.verdict, finding.why, finding.found) == (Verdict.CANNOT_TELL, "how memory.total", "")
    assert finding.remedy == ASKABLE["memory.total"].otherwise


def test_met_and_not_met_tell_what_was_found_and_where() -> None:
    met, lacking = (judge(MEMORY, known({"memory.total": size})) for size in ("4 GB", "512 MB"))
    assert (met.verdict, met.found, met.where, met.why, met.remedy) == (
        Verdict.MET,
        "Memory: 4 GB",
        "how memory.total",
        "",
        "",
    )
    assert (lacking.verdict, lacking.found) == (Verdict.NOT_MET, "Memory: 512 MB")
    assert lacking.why == f"At least 2 GB is asked for. {LACKS}"
    assert lacking.remedy == ASKABLE["memory.total"].remedy


def test_the_course_s_own_remedy_comes_first() -> None:
    own = replace(MEMORY, remedy="Ask the library for one of its computers.")
    assert judge(own, known({"memory.total": "1 MB"})).remedy == "Ask the library for one of its computers."


def test_what_is_not_a_minimum_is_advice() -> None:
    finding = judge(replace(MEMORY, level=Level.OPTIMAL), known({"memory.total": "512 MB"}))
    assert finding.verdict is Verdict.NOT_MET and finding.why.endswith(ADVICE)


def test_what_is_met_for_a_reason_says_it() -> None:
    noted = Need(operator=Operator.NOTED, value="Updates cannot be known without a network.")
    both = rule(Need(all_of=(memory("2 GB"), noted)))
    finding = judge(both, known({"memory.total": "1978 MB"}))
    assert finding.verdict is Verdict.MET and finding.why == (
        "It counts as 2 GB: a machine reports a little less than is built in."
        " Updates cannot be known without a network."
    )


def test_a_rule_without_a_need_is_for_a_person() -> None:
    finding = judge(rule(None), known({"memory.total": "512 MB"}))
    assert (finding.verdict, finding.why, finding.found) == (Verdict.CANNOT_TELL, NOTHING_ASKED, "")
    assert finding.remedy == CONTACT


def test_what_nothing_helps_against_is_helped_by_another_computer() -> None:
    finding = judge(rule(need("os.bits", Operator.EQUALS, "64")), known({"os.bits": "32"}))
    assert (finding.verdict, finding.remedy) == (Verdict.NOT_MET, ELSEWHERE)


def test_the_remedy_is_for_what_is_lacking_and_not_for_what_is_there() -> None:
    both = rule(Need(all_of=(memory("2 GB"), need("sound.outputs", Operator.AT_LEAST, "1"))))
    silent = judge(both, known({"memory.total": "8 GB", "sound.outputs": "0"}))
    assert silent.remedy == ASKABLE["sound.outputs"].remedy
    unsure = judge(both, known({"memory.total": None, "sound.outputs": "1"}))
    assert unsure.remedy == ASKABLE["memory.total"].otherwise


EITHER_BITS = Need(
    any_of=(
        Need(all_of=(need("os.bits", Operator.EQUALS, "32"), memory("1 GB"))),
        memory("2 GB"),
    )
)


@pytest.mark.parametrize(
    ("bits", "size", "expected", "why"),
    [
        ("32", "1 GB", Verdict.MET, ""),
        ("32", "512 MB", Verdict.NOT_MET, f"At least 1 GB is asked for. {LACKS}"),
        ("64", "1 GB", Verdict.NOT_MET, f"At least 2 GB is asked for. {LACKS}"),
        ("64", "512 MB", Verdict.NOT_MET, f"At least 2 GB is asked for. {LACKS}"),
        ("64", "2 GB", Verdict.MET, ""),
        (None, "2 GB", Verdict.MET, ""),
        (None, "1 GB", Verdict.CANNOT_TELL, "how os.bits"),
        (None, "512 MB", Verdict.NOT_MET, f"At least 1 GB is asked for. {LACKS}"),
    ],
)
def test_of_several_ways_the_one_for_this_kind_of_machine_is_the_reason(
    bits: str | None, size: str, expected: Verdict, why: str
) -> None:
    finding = judge(rule(EITHER_BITS), known({"os.bits": bits, "memory.total": size}))
    assert (finding.verdict, finding.why) == (expected, why)


EITHER_SYSTEM = Need(
    any_of=(
        need("os.version", Operator.SYSTEM, "Windows 8.1"),
        need("os.version", Operator.SYSTEM, "Mac OS X 10.5"),
    )
)


@pytest.mark.parametrize(
    ("platform", "version", "why"),
    [
        ("windows", "5.1", f"Windows 8.1 or later is asked for. {LACKS}"),
        ("macos", "10.4.11", f"macOS 10.5 or later is asked for. {LACKS}"),
        ("linux", "6.1", f"This computer runs Linux. {LACKS}"),
    ],
)
def test_of_several_systems_the_one_that_runs_here_is_the_reason(platform: str, version: str, why: str) -> None:
    finding = judge(rule(EITHER_SYSTEM), known({"os.platform": platform, "os.version": version}))
    assert (finding.verdict, finding.why) == (Verdict.NOT_MET, why)


def test_ways_about_different_things_are_all_named() -> None:
    either = Need(any_of=(memory("2 GB"), need("gpu.directx", Operator.VERSION, "9")))
    finding = judge(rule(either), known({"memory.total": "1 GB", "gpu.directx": "8"}))
    assert finding.why == f"At least 2 GB is asked for. DirectX 9 or later is asked for. {LACKS}"


# ------------------------------------------------------------------ where a rule applies


def test_a_rule_for_another_platform_does_not_apply() -> None:
    elsewhere = replace(MEMORY, platforms=("windows", "macos"))
    finding = judge(elsewhere, known({"os.platform": "linux", "memory.total": "1 MB"}))
    assert finding.verdict is Verdict.DOES_NOT_APPLY
    assert finding.why == "This computer runs Linux; the rule is for Windows, macOS."
    assert verdict(elsewhere, known({"os.platform": "windows", "memory.total": "1 MB"})) is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"memory.total": "1 MB"}, "This Carrel has no way to find out."),
        ({"memory.total": "1 MB", "os.platform": None}, "how os.platform"),
    ],
)
def test_on_an_unknown_platform_a_rule_for_one_platform_cannot_be_told(facts: Values, why: str) -> None:
    finding = judge(replace(MEMORY, platforms=("windows",)), known(facts))
    assert (finding.verdict, finding.why) == (Verdict.CANNOT_TELL, why)


def test_a_rule_for_a_platform_that_nobody_knows_cannot_be_told_anywhere_but_on_the_others_it_names() -> None:
    strange = replace(MEMORY, platforms=("win", "macos"))
    finding = judge(strange, known({"os.platform": "windows", "memory.total": "4 GB"}))
    assert (finding.verdict, finding.why) == (
        Verdict.CANNOT_TELL,
        "The rule is for “win”, a system that Carrel does not know.",
    )
    assert verdict(strange, known({"os.platform": "macos", "memory.total": "4 GB"})) is Verdict.MET


WITH_VIDEO = replace(MEMORY, only_if=need("course.has-video", Operator.EQUALS, "yes"))


@pytest.mark.parametrize(
    ("video", "expected"),
    [("yes", Verdict.NOT_MET), ("no", Verdict.DOES_NOT_APPLY), (None, Verdict.CANNOT_TELL)],
)
def test_a_rule_with_a_condition_applies_when_the_condition_holds(video: str | None, expected: Verdict) -> None:
    assert verdict(WITH_VIDEO, known({"course.has-video": video, "memory.total": "512 MB"})) is expected


def test_a_condition_is_given_as_the_reason() -> None:
    assert judge(WITH_VIDEO, known({"course.has-video": None})).why == "how course.has-video"
    off = judge(WITH_VIDEO, known({"course.has-video": "no"}))
    assert off.why == "It is asked only where this is so: “The course has video”."
    assert off.asked == ("course.has-video", "memory.total")


def test_an_unknown_platform_is_the_reason_and_not_a_condition_that_holds() -> None:
    enough = replace(MEMORY, platforms=("windows",), only_if=memory("1 GB"))
    finding = judge(enough, known({"os.platform": None, "memory.total": "1000 MB"}))
    assert (finding.verdict, finding.why) == (Verdict.CANNOT_TELL, "how os.platform")


# ------------------------------------------------------------------ rules beside each other


def test_a_minimum_that_is_met_where_more_is_recommended_says_so() -> None:
    optimum = replace(MEMORY, id="more", level=Level.OPTIMAL, need=memory("8 GB"))
    other = replace(MEMORY, id="other", subject="disk")
    findings = judge_all((MEMORY, optimum, other), known({"memory.total": "2 GB"}))
    found: dict[str, Finding] = {finding.requirement.id: finding for finding in findings}
    assert found["memory"].verdict is Verdict.MET_AT_MINIMUM
    assert found["memory"].why == "The minimum is met; the provider recommends more."
    assert found["memory"].remedy == ASKABLE["memory.total"].remedy
    assert found["more"].verdict is Verdict.NOT_MET
    assert found["other"].verdict is Verdict.MET


WAYS = tuple(replace(rule(Need(fact=name, value="yes"), id=name), group="viewer") for name in ("ours", "theirs"))


def answers(**facts: str) -> list[Verdict]:
    return [finding.verdict for finding in judge_all(WAYS, known(facts))]


def test_once_one_alternative_is_met_nothing_is_asked_of_the_others() -> None:
    assert answers(ours="yes", theirs="no") == [Verdict.MET, Verdict.DOES_NOT_APPLY]
    assert answers(ours="yes", theirs="yes") == [Verdict.MET, Verdict.MET]
    assert judge_all(WAYS, known({"ours": "yes"}))[1].why == OTHER_WAY


def test_without_one_that_is_met_or_open_each_answers_for_itself() -> None:
    assert answers(ours="no", theirs="no") == [Verdict.NOT_MET, Verdict.NOT_MET]


def test_while_one_alternative_is_open_none_has_failed() -> None:
    assert answers(ours="no") == [Verdict.CANNOT_TELL, Verdict.CANNOT_TELL]
    failed = judge_all(WAYS, known({"ours": "no"}))[0]
    assert (failed.why, failed.asked) == (OTHER_OPEN, ("ours", "theirs"))


def test_an_alternative_that_is_superseded_keeps_its_own_reason() -> None:
    gone = replace(WAYS[1], superseded="No browser takes part.")
    found = judge_all((WAYS[0], gone), known({"ours": "yes"}))
    assert [finding.why for finding in found] == ["", "No browser takes part."]


def test_each_fact_is_named_once_however_often_it_is_asked_for() -> None:
    asked = Need(any_of=(Need(fact="a", value="1"), Need(all_of=(Need(fact="a", value="2"), Need(fact="b")))))
    finding = judge(rule(asked), known({"a": "1", "b": "x"}))
    assert (finding.found, finding.where, finding.asked) == ("1; x", "how a; how b", ("a", "b"))
    assert names_in(None) == () and names_in(asked) == ("a", "b")


def test_what_nobody_can_find_out_is_not_said_beside_what_can_be_helped() -> None:
    asked = Need(
        any_of=(Need(fact="decoder.works", value="yes"), Need(fact="app.windows-media-player", value="installed"))
    )
    found = judge(replace(MEMORY, need=asked), known({"decoder.works": None}))
    assert (found.verdict, found.why) == (Verdict.CANNOT_TELL, "how decoder.works")
