"""Requirements: what is not known is never turned into "not met"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.requirement import (
    Fact,
    Facts,
    Finding,
    Level,
    Need,
    Operator,
    Requirement,
    Verdict,
    holds,
    judge,
    judge_all,
    version,
)

MEMORY = Requirement(
    id="memory",
    level=Level.MINIMUM,
    subject="memory",
    text="2 GB of memory",
    need=Need(fact="memory.mb", operator=Operator.NOMINAL, value="2048"),
)


def known(**values: str | None) -> Facts:
    named = {name.replace("_", "."): value for name, value in values.items()}
    return {name: Fact(name=name, value=value, how=f"how {name}") for name, value in named.items()}


def verdict(requirement: Requirement, facts: Facts) -> Verdict:
    return judge(requirement, facts).verdict


@pytest.mark.parametrize(
    ("operator", "found", "wanted", "truth"),
    [
        (Operator.AT_LEAST, "5", "5", True),
        (Operator.AT_LEAST, "4", "5", False),
        (Operator.AT_LEAST, "-1", "0", False),
        (Operator.AT_LEAST, "many", "5", None),
        (Operator.AT_LEAST, "5", "many", None),
        (Operator.AT_LEAST, "--5", "5", None),
        (Operator.AT_LEAST, "²", "1", None),
        (Operator.AT_LEAST, "", "1", None),
        (Operator.AT_LEAST, "1" * 5000, "1", None),
        (Operator.NOMINAL, "1900", "2000", True),
        (Operator.NOMINAL, "1800", "2000", True),
        (Operator.NOMINAL, "1799", "2000", False),
        (Operator.NOMINAL, "a lot", "2000", None),
        (Operator.VERSION, "10.15", "10.5", True),
        (Operator.VERSION, "10.4.11", "10.5", False),
        (Operator.VERSION, "10", "10.0.0", True),
        (Operator.VERSION, "6.1.0-28-amd64", "6.1", True),
        (Operator.VERSION, "²", "0", True),
        (Operator.VERSION, "9" * 5000, "1", True),
        (Operator.EQUALS, "yes", "yes", True),
        (Operator.EQUALS, "no", "yes", False),
        (Operator.INCLUDES, "h264 aac", "aac", True),
        (Operator.INCLUDES, "h264 aac", "a", False),
    ],
)
def test_a_comparison_compares_what_can_be_compared(
    operator: Operator, found: str, wanted: str, truth: bool | None
) -> None:
    assert holds(Need(fact="x", operator=operator, value=wanted), known(x=found)) is truth


def test_versions_are_compared_part_by_part_and_trailing_zeros_do_not_count() -> None:
    assert version("10.15.0") == version("10.15") == (10, 15)
    assert version("") == ()
    assert version("8.1rc2") == (8, 12)


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


@given(NEEDS, VALUES, VALUES)
def test_learning_more_never_turns_an_answer_round(
    need: Need, first: Mapping[str, str | None], more: Mapping[str, str | None]
) -> None:
    learned = {name: value or more[name] for name, value in first.items()}
    before, after = holds(need, known(**first)), holds(need, known(**learned))
    assert before is None or after is before


@given(NEEDS, VALUES)
def test_an_answer_is_given_exactly_when_no_missing_fact_could_change_it(
    need: Need, values: Mapping[str, str | None]
) -> None:
    answer = holds(need, known(**values))
    if answer is not None:
        for missing in ("yes", "no"):
            filled = {name: value or missing for name, value in values.items()}
            assert holds(need, known(**filled)) is answer
    if None not in values.values():
        assert answer is not None


@given(NEEDS, VALUES, st.sampled_from(Level))
def test_a_rule_that_hangs_on_unknown_facts_is_never_not_met(
    need: Need, values: Mapping[str, str | None], level: Level
) -> None:
    rule = replace(MEMORY, need=need, level=level)
    facts = known(**values)
    if holds(need, facts) is None:
        assert verdict(rule, facts) is Verdict.CANNOT_TELL


def test_a_fact_that_nobody_gathered_is_unknown() -> None:
    finding = judge(MEMORY, {})
    assert (finding.verdict, finding.why) == (Verdict.CANNOT_TELL, "This program has no way to find out.")


def test_an_unknown_fact_says_why() -> None:
    finding = judge(MEMORY, known(memory_mb=None))
    assert (finding.verdict, finding.why, finding.found) == (Verdict.CANNOT_TELL, "how memory.mb", "")


def test_met_and_not_met_tell_what_was_found() -> None:
    met, lacking = (judge(MEMORY, known(memory_mb=mb)) for mb in ("1900", "512"))
    assert (met.verdict, met.found, met.why) == (Verdict.MET, "1900 (how memory.mb)", "")
    assert (lacking.verdict, lacking.found) == (Verdict.NOT_MET, "512 (how memory.mb)")
    assert "minimum" in lacking.why


def test_what_is_not_a_minimum_is_advice() -> None:
    finding = judge(replace(MEMORY, level=Level.OPTIMAL), known(memory_mb="512"))
    assert finding.verdict is Verdict.NOT_MET and "Advice only" in finding.why


def test_a_superseded_rule_does_not_apply() -> None:
    finding = judge(replace(MEMORY, superseded="No browser is needed."), known(memory_mb="1"))
    assert (finding.verdict, finding.why) == (Verdict.DOES_NOT_APPLY, "No browser is needed.")


def test_a_rule_for_another_platform_does_not_apply() -> None:
    rule = replace(MEMORY, platforms=("windows", "macos"))
    finding = judge(rule, known(os_platform="linux", memory_mb="1"))
    assert finding.verdict is Verdict.DOES_NOT_APPLY
    assert finding.why == "This machine runs linux; the rule is for windows, macos."
    assert verdict(rule, known(os_platform="windows", memory_mb="1")) is Verdict.NOT_MET


@pytest.mark.parametrize("facts", [known(memory_mb="1"), known(memory_mb="1", os_platform=None)])
def test_on_an_unknown_platform_a_rule_for_one_platform_cannot_be_told(facts: Facts) -> None:
    assert verdict(replace(MEMORY, platforms=("windows",)), facts) is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("bits", "expected"),
    [("64", Verdict.NOT_MET), ("32", Verdict.DOES_NOT_APPLY), (None, Verdict.CANNOT_TELL)],
)
def test_a_rule_with_a_condition_applies_when_the_condition_holds(bits: str | None, expected: Verdict) -> None:
    rule = replace(MEMORY, only_if=Need(fact="os.bits", value="64"))
    assert verdict(rule, known(os_bits=bits, memory_mb="512")) is expected


def test_an_unknown_condition_is_named_as_the_reason() -> None:
    rule = replace(MEMORY, only_if=Need(fact="os.bits", value="64"))
    assert judge(rule, known(os_bits=None, memory_mb="512")).why == "how os.bits"


def test_a_rule_without_a_need_is_for_a_person() -> None:
    finding = judge(replace(MEMORY, need=None), known(memory_mb="512"))
    assert (finding.verdict, finding.why, finding.found) == (Verdict.CANNOT_TELL, "Only a person can tell.", "")


def test_a_minimum_that_is_met_where_more_is_recommended_says_so() -> None:
    optimum = replace(
        MEMORY, id="more", level=Level.OPTIMAL, need=Need(fact="memory.mb", operator=Operator.AT_LEAST, value="8192")
    )
    other = replace(MEMORY, id="other", subject="disk", need=Need(fact="memory.mb", value="2048"))
    found: dict[str, Finding] = {
        f.requirement.id: f for f in judge_all((MEMORY, optimum, other), known(memory_mb="2048"))
    }
    assert found["memory"].verdict is Verdict.MET_AT_MINIMUM
    assert found["memory"].why == "The minimum is met; the provider recommends more."
    assert found["more"].verdict is Verdict.NOT_MET
    assert found["other"].verdict is Verdict.MET


def test_each_fact_is_named_once_however_often_it_is_asked_for() -> None:
    need = Need(any_of=(Need(fact="a", value="1"), Need(all_of=(Need(fact="a", value="2"), Need(fact="b")))))
    assert judge(replace(MEMORY, need=need), known(a="1", b="x")).found == "1 (how a); x (how b)"
