"""Comparisons: what can be compared is, and whatever else stands there is answered "cannot tell" with the reason."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from player.domain.checkup.askable import ASKABLE, believed
from player.domain.checkup.comparing import CURRENT, NEWEST_OF, compare, facts_behind, found_text
from player.domain.checkup.quantity import Measure, quantity, shown
from player.domain.checkup.weighed import NOBODY_KNOWS, Weighed
from player.domain.requirement import Fact, Need, Operator
from tests.domain.checkup.saying import known, memory, need, texts

OPERATORS = st.one_of(st.sampled_from([*Operator, "about", "", "AT-LEAST"]), st.text(max_size=12))
NAMES = st.one_of(st.sampled_from([*ASKABLE, "memory.mb", "nobody.knows", ""]), st.text(max_size=12))
MACHINE = {
    "os.platform": "windows",
    "os.version": "10.0.22631",
    "os.bits": "64",
    "memory.total": "1978 MB",
    "cpu.families": "x86-64 intel",
    "cpu.clock": "2400 MHz",
    "sound.outputs": "1",
    "sound.bits": "24 bit",
    "browser.chrome": "141.0.7390",
    "newest.chrome": "142 141 140",
    "newest.windows": "10.0.26200 10.0.26100",
    "releases.current": "yes",
}


def truth(asked: Need, facts: Mapping[str, str | None]) -> bool | None:
    return compare(asked, known(facts)).truth


@pytest.mark.parametrize(
    ("name", "operator", "found", "wanted", "answer"),
    [
        ("memory.total", Operator.AT_LEAST, "2 GB", "2048 MB", True),
        ("memory.total", Operator.AT_LEAST, "2047 MB", "2 GB", False),
        ("memory.total", Operator.NOMINAL, "1978 MB", "2 GB", True),
        ("memory.total", Operator.NOMINAL, "126 MB", "128 MB", True),
        ("memory.total", Operator.NOMINAL, "1843 MB", "2 GB", False),
        ("memory.mb", Operator.NOMINAL, "1978 MB", "2048", True),
        ("memory.mb", Operator.NOMINAL, "512 MB", "2048", False),
        ("memory.total", Operator.EQUALS, "2 GB", "2048 MB", True),
        ("memory.total", Operator.DIFFERS, "2 GB", "2048 MB", False),
        ("backup.age", Operator.AT_MOST, "31 days", "31 days", True),
        ("backup.age", Operator.AT_MOST, "32 days", "31 days", False),
        ("sound.outputs", Operator.AT_LEAST, "0", "1", False),
        ("sound.outputs", Operator.AT_LEAST, "3", "1", True),
        ("sound.outputs", Operator.EQUALS, "1", "1", True),
        ("sound.bits", Operator.AT_LEAST, "16 bit", "16", True),
        ("sound.bits", Operator.AT_LEAST, "8 bit", "16 bit", False),
        ("screen.width", Operator.AT_LEAST, "1440 px", "1024", True),
        ("os.version", Operator.VERSION, "10.15", "10.5", True),
        ("os.version", Operator.VERSION, "10.4.11", "10.5", False),
        ("os.version", Operator.VERSION, "10.4.11", "10.5 or higher", False),
        ("gpu.directx", Operator.VERSION, "9.0", "9", True),
        ("os.version", Operator.EQUALS, "10.15.0", "10.15", True),
        ("os.bits", Operator.EQUALS, "64", "32", False),
        ("os.bits", Operator.DIFFERS, "64", "32", True),
        ("os.name", Operator.EQUALS, "Windows 11", "windows 11", True),
        ("viewer.pdf", Operator.EQUALS, "builtin", "builtin", True),
        ("cpu.families", Operator.INCLUDES, "x86-64 intel", "intel", True),
        ("cpu.families", Operator.INCLUDES, "x86-64 amd", "intel", False),
        ("cpu.families", Operator.INCLUDES, "x86-64", "intel", None),
        ("cpu.families", Operator.INCLUDES, "x86-64 intel", "int", None),
        ("course.codecs", Operator.INCLUDES, "h264 aac", "aac", True),
        ("course.codecs", Operator.INCLUDES, "h264 aac", "a", False),
    ],
)
def test_a_comparison_compares_what_can_be_compared(
    name: str, operator: Operator, found: str, wanted: str, answer: bool | None
) -> None:
    present = "memory.total" if name == "memory.mb" else name
    assert truth(need(name, operator, wanted), {present: found}) is answer


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (need("memory.total", "about", "2 GB"), "This Carrel does not know the comparison “about”."),
        (need("nobody.knows", Operator.AT_LEAST, "2"), NOBODY_KNOWS),
        (need("app.acrobat", Operator.EQUALS, "installed"), NOBODY_KNOWS),
        (memory("2"), "“2” has no unit: the rule does not say of what."),
        (memory("2 GHz"), "“2 GHz” is no size, as “Memory” is."),
        (memory("2 parsecs"), "“2 parsecs” is no amount that can be compared."),
        (memory("much"), "“much” is no amount that can be compared."),
        (memory("0 MB"), "No computer has “0 MB”: the rule cannot mean that."),
        (memory("-2 GB"), "No computer has “-2 GB”: the rule cannot mean that."),
        (memory("2000000 GB"), "No computer has “2000000 GB”: the rule cannot mean that."),
        (need("sound.outputs", Operator.AT_LEAST, "1 bit"), "“1 bit” is no plain number, as “Sound outputs” is."),
        (need("os.version", Operator.VERSION, "latest"), "“latest” is no version such as 10.15."),
        (need("os.version", Operator.EQUALS, "latest"), "“latest” is no version such as 10.15."),
        (need("os.bits", Operator.EQUALS, "16"), "“16” is none of the answers that there are (32, 64)."),
        (need("os.version", Operator.SYSTEM, "Windows 12"), "This Carrel knows no system called “Windows 12”."),
        (
            need("cpu.families", Operator.PROCESSOR, "pentium-ii 500"),
            "This Carrel cannot read “pentium-ii 500” as a processor.",
        ),
        (need("browser.chrome", Operator.NEWEST, "two"), "“two” is no number of releases."),
        (need("browser.chrome", Operator.NEWEST, "0"), "“0” is no number of releases."),
        (need("browser.firefox", Operator.NEWEST, "2"), NOBODY_KNOWS),
    ],
)
def test_a_slip_of_the_provider_leaves_the_answer_open_and_is_named(asked: Need, why: str) -> None:
    weighed = compare(asked, known(MACHINE))
    assert (weighed.truth, weighed.note) == (None, why)


@given(NAMES, OPERATORS, texts, st.dictionaries(st.sampled_from([*ASKABLE, CURRENT, "newest.chrome"]), texts))
def test_whatever_stands_there_is_answered_and_an_open_answer_has_a_short_reason(
    name: str, operator: str, value: str, said: dict[str, str]
) -> None:
    for facts in (known(MACHINE), known({**MACHINE, **said})):
        weighed = compare(need(name, operator, value), facts)
        if weighed.truth is None:
            assert weighed.note and len(weighed.note) < 300
    found_text(facts_behind(need(name, operator, value)), known(dict(said)))


@given(NAMES, st.sampled_from([one for one in Operator if one is not Operator.NOTED]), texts)
def test_what_is_not_known_is_never_a_no(name: str, operator: str, value: str) -> None:
    unknown: dict[str, str | None] = dict.fromkeys(ASKABLE)
    assert truth(need(name, operator, value), {}) is None
    assert truth(need(name, operator, value), unknown) is None


@given(st.sampled_from([*ASKABLE]), st.sampled_from(Operator), texts, texts)
def test_learning_a_fact_never_turns_an_answer_round(name: str, operator: str, value: str, learned: str) -> None:
    asked = need(name, operator, value)
    fact = believed(Fact(name=name, value=learned, how="learned"))
    for missing in facts_behind(asked):
        before = truth(asked, {**MACHINE, missing: None})
        after = compare(asked, {**known(MACHINE), missing: Fact(name=missing, value=fact.value, how="learned")}).truth
        assert before is None or after is before


def test_a_lie_is_unknown_before_it_is_compared() -> None:
    facts = {"memory.total": believed(Fact(name="memory.total", value="0 MB", how="it says so"))}
    assert compare(memory("2 GB"), facts).note == "This computer says “0 MB”, which cannot be."


# ------------------------------------------------------------------ more is never worse

AMOUNTS = [
    ("memory.total", "MB", 64 << 20),
    ("gpu.memory", "MB", 4 << 20),
    ("cpu.clock", "MHz", 20_000),
    ("sound.bits", "bit", 64),
    ("screen.width", "px", 200_000),
    ("disk.free", "MB", 1 << 30),
    ("sound.outputs", "", 1000),
]
NUMBERS = st.integers(1, 1 << 26)


@given(st.sampled_from(AMOUNTS), st.sampled_from([Operator.AT_LEAST, Operator.NOMINAL]), NUMBERS, NUMBERS, NUMBERS)
def test_more_of_anything_never_turns_met_into_not_met(
    kind: tuple[str, str, int], operator: Operator, one: int, other: int, wanted: int
) -> None:
    name, unit, most = kind
    less, more, limit = (f"{min(n, most)} {unit}" for n in (*sorted((one, other)), wanted))
    asked = need(name, operator, limit.strip())
    had, has = truth(asked, {name: less.strip()}), truth(asked, {name: more.strip()})
    assert had is not None and has is not None and (has or not had)


@given(st.sampled_from(AMOUNTS), NUMBERS, NUMBERS, NUMBERS)
def test_a_failed_minimum_never_comes_with_a_met_optimum_of_the_same_fact(
    kind: tuple[str, str, int], found: int, one: int, other: int
) -> None:
    name, unit, most = kind
    has, minimum, optimum = (f"{min(n, most)} {unit}".strip() for n in (found, *sorted((one, other))))
    for operator in (Operator.AT_LEAST, Operator.NOMINAL):
        failed = truth(need(name, operator, minimum), {name: has}) is False
        assert not (failed and truth(need(name, operator, optimum), {name: has}))


PARTS = st.lists(st.integers(0, 30_000), min_size=1, max_size=4)


@given(PARTS, PARTS, PARTS, st.sampled_from(["Windows XP", "Windows 8.1", "Windows 11"]))
def test_a_later_version_never_turns_met_into_not_met(
    one: list[int], other: list[int], wanted: list[int], name: str
) -> None:
    assume(any(one) and any(other))
    earlier, later = (".".join(map(str, parts)) for parts in sorted((one, other)))
    for asked in (
        need("os.version", Operator.VERSION, ".".join(map(str, wanted))),
        need("os.version", Operator.SYSTEM, name),
        need("os.version", Operator.NEWEST, "2"),
    ):
        had, has = (truth(asked, {**MACHINE, "os.version": number}) for number in (earlier, later))
        assert has or not had


@given(st.integers(1, 1 << 44), st.integers(1, 1 << 44))
def test_too_little_never_reads_like_what_is_asked_for(found: int, wanted: int) -> None:
    weighed = compare(memory(f"{wanted} B", Operator.AT_LEAST), known({"memory.total": f"{found} B"}))
    if weighed.truth is False:
        said = shown(wanted, Measure.SIZE)
        assert weighed.note.startswith(f"At least {said} is asked for")
        assert shown(found, Measure.SIZE) != said or " more." in weighed.note


def test_too_little_by_a_little_says_by_how_much() -> None:
    weighed = compare(memory("2.05 GB", Operator.AT_LEAST), known({"memory.total": "2050 MB"}))
    assert weighed.note == "At least 2 GB is asked for, 49.1 MB more."


# ------------------------------------------------------------------ systems and processors


@pytest.mark.parametrize(
    ("platform", "version", "asked", "answer"),
    [
        ("windows", "10.0.22631", "Windows 8.1 or higher", True),
        ("windows", "6.3.9600", "Windows 8.1", True),
        ("windows", "5.1", "Windows 8.1", False),
        ("windows", "10.0.19045", "Windows 11", False),
        ("windows", None, "Windows 8.1", None),
        ("macos", "26.1", "Mac OS X 10.5", True),
        ("macos", "26.1", "macOS 15", True),
        ("macos", "10.15.7", "macOS 11", False),
        ("macos", None, "Windows 8.1", False),
        ("linux", "6.1", "Windows 8.1", False),
        (None, "10.0.22631", "Windows 8.1", None),
    ],
)
def test_a_system_is_compared_within_its_family(
    platform: str | None, version: str | None, asked: str, answer: bool | None
) -> None:
    facts = {"os.platform": platform, "os.version": version}
    assert truth(need("os.version", Operator.SYSTEM, asked), facts) is answer


def test_a_system_of_another_family_is_told_apart_and_one_too_old_by_its_name() -> None:
    asked = need("os.version", Operator.SYSTEM, "Windows 8.1 or higher")
    here = compare(asked, known({"os.platform": "macos", "os.version": "26"}))
    assert (here.truth, here.note, here.is_aside) == (False, "This computer runs macOS.", True)
    old = compare(asked, known({"os.platform": "windows", "os.version": "5.1.2600"}))
    assert (old.truth, old.note, old.is_aside) == (False, "Windows 8.1 or later is asked for.", False)


def test_a_clock_that_is_not_told_is_the_reason_where_clocks_would_be_compared() -> None:
    asked = need("cpu.families", Operator.PROCESSOR, "core-duo 1.83 GHz")
    same = compare(asked, known({"cpu.families": "core-duo intel", "cpu.clock": None}))
    assert (same.truth, same.note) == (None, "how cpu.clock")
    later = compare(asked, known({"cpu.families": "arm64", "cpu.clock": None}))
    assert later.truth is True and "newer than the processor that is named" in later.note


# ------------------------------------------------------------------ the latest and the second latest


@pytest.mark.parametrize(
    ("found", "listed", "current", "answer"),
    [
        ("142.0", "142 141 140", "yes", True),
        ("141.0.7390", "142 141 140", "yes", True),
        ("140.0", "142 141 140", "yes", False),
        ("140.0", "142 141 140", "no", False),
        ("140.0", "142 141 140", None, False),
        ("143.0", "142 141 140", "yes", True),
        ("143.0", "142 141 140", "no", None),
        ("142.0", "142 141 140", None, None),
        ("141.0", "142", "yes", None),
        ("142.0", "142", "yes", True),
        ("142.0", None, "yes", None),
        ("142.0", "", "yes", None),
        (None, "142 141", "yes", None),
    ],
)
def test_the_two_newest_are_those_of_the_list_and_an_old_list_proves_only_what_is_too_old(
    found: str | None, listed: str | None, current: str | None, answer: bool | None
) -> None:
    facts = {"browser.chrome": found, f"{NEWEST_OF}chrome": listed, CURRENT: current}
    weighed = compare(need("browser.chrome", Operator.NEWEST, "2"), known(facts))
    assert weighed.truth is answer and (answer is not None or weighed.note)


def test_a_system_is_looked_up_by_its_platform_and_nothing_else_is() -> None:
    facts = {**MACHINE, "program.version": "1.0"}
    assert truth(need("os.version", Operator.NEWEST, "2"), facts) is False
    assert truth(need("program.version", Operator.NEWEST, "2"), facts) is None
    assert facts_behind(need("os.version", Operator.NEWEST, "2")) == ("os.platform", "os.version")


@given(st.lists(st.integers(1, 200), min_size=1, max_size=6, unique=True), st.integers(1, 200), st.integers(1, 4))
def test_a_list_that_grows_old_never_turns_a_no_into_a_yes(releases: list[int], found: int, count: int) -> None:
    listed = " ".join(map(str, sorted(releases, reverse=True)))
    facts = {"browser.chrome": str(found), "newest.chrome": listed}
    asked = need("browser.chrome", Operator.NEWEST, str(count))
    fresh, old = (truth(asked, {**facts, CURRENT: current}) for current in ("yes", "no"))
    assert old is not True and (fresh is False) is (old is False)


# ------------------------------------------------------------------ words


def test_every_comparison_is_known_here() -> None:
    for operator in Operator:
        assert "does not know the comparison" not in compare(need("os.bits", operator, "1"), known(MACHINE)).note


@pytest.mark.parametrize(
    ("name", "operator", "value"),
    [
        ("memory.total", Operator.INCLUDES, "2"),
        ("memory.total", Operator.VERSION, "2"),
        ("memory.total", Operator.SYSTEM, "Windows 8.1"),
        ("memory.total", Operator.PROCESSOR, "pentium-4"),
        ("sound.outputs", Operator.NEWEST, "2"),
        ("os.version", Operator.AT_LEAST, "10"),
        ("cpu.families", Operator.EQUALS, "intel"),
        ("cpu.families", Operator.DIFFERS, "intel"),
        ("course.codecs", Operator.INCLUDES, ""),
        ("course.codecs", Operator.INCLUDES, "h264 aac"),
        ("os.platform", Operator.INCLUDES, "haiku"),
    ],
)
def test_a_comparison_that_is_none_for_such_a_fact_never_fails_a_machine(
    name: str, operator: Operator, value: str
) -> None:
    answer = compare(need(name, operator, value), known({**MACHINE, "course.codecs": "h264 aac"}))
    assert answer.truth is None and answer.note.endswith(".")


def test_what_is_noted_holds_and_is_said() -> None:
    asked = Need(operator=Operator.NOTED, value="Updates cannot be known without a network.")
    assert compare(asked, {}) == Weighed(True, "Updates cannot be known without a network.")
    assert facts_behind(asked) == ()


def test_what_was_found_is_said_with_its_name_and_each_source_once() -> None:
    names = ("os.platform", "os.version")
    facts = {name: Fact(name=name, value=MACHINE[name], how="the system's own word") for name in names}
    found = found_text((*names, "nobody.knows"), facts)
    assert found == ("System: Windows 11 (10.0.22631)", "the system's own word")


def test_a_little_less_than_is_sold_counts_and_says_so() -> None:
    weighed = compare(memory("2 GB"), known({"memory.total": "1978 MB"}))
    assert weighed == Weighed(True, "It counts as 2 GB: a machine reports a little less than is built in.")
    assert quantity("1978 MB") != quantity("2 GB")


def test_a_plain_yes_or_no_needs_no_name_beside_the_rules_own_words() -> None:
    facts = {"decoder.library": Fact(name="decoder.library", value="yes", how="libvlc.so.5")}
    assert found_text(("decoder.library",), facts) == ("yes", "libvlc.so.5")
