"""What the linter says of requirements: what no machine meets, what nobody can answer, and what the rules leave out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.notes import Note
from player.archive.authoring.remarks import remarks_on
from player.archive.authoring.remarks_on_asking import (
    amounts_nobody_can_mean,
    comparisons_unknown,
    fitting,
    names_unknown,
    never_told,
    values_that_compare_to_nothing,
)
from player.archive.authoring.remarks_on_requirements import cannot_be_met
from player.archive.authoring.remarks_on_source import rules_not_in_source, words_left, words_not_covered
from player.domain.checkup.askable import ASKABLE, Shape
from player.domain.checkup.systems import NAMES
from player.domain.course import Course, Handout
from player.domain.requirement import Level, Need, Operator, Requirement
from tests.archive.making import ROOT
from tests.builders import SHORT_COURSE


def asked(need: Need | None, *platforms: str, name: str = "r", text: str = "t", superseded: str = "") -> Requirement:
    return Requirement(
        id=name, level=Level.MINIMUM, subject="s", text=text, need=need, platforms=platforms, superseded=superseded
    )


def fact(name: str, value: str, operator: str = Operator.EQUALS) -> Need:
    return Need(fact=name, operator=operator, value=value)


def system(name: str) -> Need:
    return fact("os.version", name, Operator.SYSTEM)


def processor(name: str) -> Need:
    return fact("cpu.families", name, Operator.PROCESSOR)


def all_of(*needs: Need) -> Need:
    return Need(all_of=needs)


def any_of(*needs: Need) -> Need:
    return Need(any_of=needs)


def with_rules(*requirements: Requirement, source: str = "") -> Course:
    return replace(SHORT_COURSE, requirements=requirements, requirements_source=source)


WINDOWS, MAC = fact("os.platform", "windows"), fact("os.platform", "macos")
LEAST, MOST, NOMINAL, VERSION = Operator.AT_LEAST, Operator.AT_MOST, Operator.NOMINAL, Operator.VERSION


# ------------------------------------------------------------------ what no machine can meet


@pytest.mark.parametrize(
    ("requirements", "impossible"),
    [
        ((asked(fact("os.name", "Windows 95")),), True),
        ((asked(fact("os.name", "Windows 11")),), False),
        ((asked(fact("os.version", "4.0"), "windows"),), True),
        ((asked(fact("os.version", "5.1", VERSION), "windows"),), False),
        ((asked(fact("os.version", "999", VERSION), "macos"),), True),
        ((asked(fact("memory.mb", "2048", NOMINAL)),), False),
        ((asked(fact("memory.total", "2 GB", NOMINAL)),), False),
        ((asked(fact("memory.total", "900 TB", LEAST)),), True),
        ((asked(fact("memory.total", "1 KB", MOST)),), True),
        ((asked(fact("memory.total", "-2 GB", LEAST)),), True),
        ((asked(fact("cpu.mhz", "500000", LEAST)),), True),
        ((asked(fact("cpu.clock", "500 GHz", LEAST)),), True),
        ((asked(fact("os.bits", "16")),), True),
        ((asked(all_of(WINDOWS, MAC)),), True),
        ((asked(any_of(WINDOWS, MAC)),), False),
        ((asked(any_of(all_of(WINDOWS, MAC), fact("os.bits", "8"))),), True),
        ((asked(MAC, "windows"),), True),
        ((asked(all_of(fact("memory.mb", "512"), fact("memory.mb", "1024", LEAST))),), True),
        ((asked(all_of(fact("memory.mb", "512"), fact("memory.total", "1 GB", LEAST))),), True),
        ((asked(all_of(fact("screen.width", "800 px", MOST), fact("screen.width", "1024 px", LEAST))),), True),
        ((asked(all_of(fact("screen.width", "1024 px", MOST), fact("screen.width", "1024", LEAST))),), False),
        ((asked(all_of(fact("screen.width", "950 px", MOST), fact("screen.width", "1000 px", NOMINAL))),), False),
        ((asked(WINDOWS, name="a"), asked(MAC, name="b")), True),
        ((asked(WINDOWS, name="a"), asked(fact("os.bits", "64"), name="b")), False),
        ((asked(fact("app.acrobat", "installed")),), False),
        # By the names that makers use: as late as that, which systems of today are.
        ((asked(system("Windows 95")),), False),
        ((asked(system("Mac OS X 10.4")),), False),
        ((asked(system("macOS 999")),), True),
        ((asked(system("Android 9")),), True),
        ((asked(system("Windows XP"), "macos"),), True),
        ((asked(all_of(system("Windows XP"), system("Mac OS X 10.4"))),), True),
        ((asked(any_of(system("Windows XP"), system("Mac OS X 10.4"))),), False),
        ((asked(system("Windows XP"), name="a"), asked(system("macOS 12"), name="b")), True),
        ((asked(all_of(fact("os.platform", "windows", Operator.DIFFERS), system("Windows XP"))),), True),
        ((asked(system("Amiga 3")),), False),
        ((asked(processor("pentium-ii 500 MHz")),), False),
        ((asked(processor("powerpc-g5")),), False),
        ((asked(processor("x86-64 500 GHz")),), True),
        ((asked(fact("cpu.families", "powerpc-g5", Operator.INCLUDES)),), True),
        ((asked(fact("cpu.families", "x86-64", Operator.INCLUDES)),), False),
        ((asked(Need(operator=Operator.NOTED, value="Nobody knows.")),), False),
        ((asked(fact("memory.total", "2 GB", "about")),), False),
        ((asked(fact("memory.total", "2", LEAST)),), False),
        # What the course itself settles.
        ((asked(fact("course.has-captions", "yes")),), True),
        ((asked(fact("course.has-captions", "no")),), False),
        # Where Carrel does not run nothing is asked, so that nothing is impossible.
        ((asked(system("Android 9"), "android"),), False),
    ],
)
def test_what_no_machine_can_meet_is_told_from_what_one_can(
    requirements: tuple[Requirement, ...], impossible: bool
) -> None:
    assert bool(list(cannot_be_met(with_rules(*requirements)))) is impossible


# ------------------------------------------------------------------ what nobody can answer

Rule = Callable[[Course], Iterator[Note]]


@pytest.mark.parametrize(
    ("rule", "need", "name"),
    [
        (comparisons_unknown, fact("memory.total", "2 GB", "about"), "operator"),
        (comparisons_unknown, fact("memory.total", "2", VERSION), "operator"),
        (comparisons_unknown, fact("memory.total", "2 GB"), "operator"),
        (comparisons_unknown, fact("viewer.pdf", "1", LEAST), "operator"),
        (comparisons_unknown, fact("cpu.families", "x86-64"), "operator"),
        (comparisons_unknown, fact("program.version", "1", Operator.NEWEST), "operator"),
        (comparisons_unknown, fact("gpu.wddm", "Windows 8.1", Operator.SYSTEM), "operator"),
        (comparisons_unknown, fact("os.version", "10", VERSION), ""),
        (comparisons_unknown, fact("browser.safari", "2", Operator.NEWEST), ""),
        (comparisons_unknown, Need(operator=Operator.NOTED, value="x"), ""),
        (comparisons_unknown, fact("no.such", "1", LEAST), ""),
        (values_that_compare_to_nothing, fact("memory.total", "2", LEAST), "unit"),
        (values_that_compare_to_nothing, fact("memory.total", "2 gigs", LEAST), "unit"),
        (values_that_compare_to_nothing, fact("memory.total", "2 GHz", NOMINAL), "unit"),
        (values_that_compare_to_nothing, fact("sound.outputs", "1 GB", LEAST), "unit"),
        (values_that_compare_to_nothing, processor("pentium-ii 500"), "unit"),
        (values_that_compare_to_nothing, processor("pentium-ii 500 MB"), "unit"),
        (values_that_compare_to_nothing, fact("memory.total", "much", LEAST), "value"),
        (values_that_compare_to_nothing, fact("memory.total", "", MOST), "value"),
        (values_that_compare_to_nothing, fact("os.version", "newest", VERSION), "value"),
        (values_that_compare_to_nothing, fact("os.version", "two", Operator.NEWEST), "value"),
        (values_that_compare_to_nothing, fact("os.version", "0", Operator.NEWEST), "value"),
        (values_that_compare_to_nothing, fact("os.version", "٢", Operator.NEWEST), "value"),
        (values_that_compare_to_nothing, fact("memory.mb", "2048", NOMINAL), ""),
        (values_that_compare_to_nothing, fact("memory.total", "2 GB", NOMINAL), ""),
        (values_that_compare_to_nothing, fact("screen.width", "1024", LEAST), ""),
        (values_that_compare_to_nothing, processor("pentium-ii 500 MHz"), ""),
        (names_unknown, fact("memory.size", "2 GB", LEAST), "unknown"),
        (names_unknown, system("Windows 12"), "unknown"),
        (names_unknown, system("Amiga 3"), "unknown"),
        (names_unknown, processor("sparc 500 MHz"), "unknown"),
        (names_unknown, fact("plays.nothing", "yes"), "unknown"),
        (names_unknown, fact(f"plays.{SHORT_COURSE.sessions[0].id}", "yes"), ""),
        (names_unknown, system("Windows 8.1"), ""),
        (names_unknown, processor("core-duo 1.83 GHz"), ""),
        (names_unknown, Need(operator=Operator.NOTED, value="x"), ""),
        (never_told, fact("app.acrobat", "installed"), "unseen"),
        (never_told, all_of(fact("app.acrobat", "installed"), WINDOWS), "unseen"),
        (never_told, any_of(fact("app.acrobat", "installed"), fact("network.rate", "1 Mbps", LEAST)), "unseen"),
        (never_told, any_of(fact("app.acrobat", "installed"), fact("viewer.pdf", "builtin")), ""),
        (never_told, WINDOWS, ""),
        (amounts_nobody_can_mean, fact("memory.total", "2 KB", LEAST), "slip"),
        (amounts_nobody_can_mean, processor("core-duo 1.83 MHz"), "slip"),
        (amounts_nobody_can_mean, processor("pentium-ii 500 GHz"), "slip"),
        (amounts_nobody_can_mean, processor("pentium-ii 500 MHz"), ""),
        (amounts_nobody_can_mean, Need(operator=Operator.NOTED, value="It says 2 KB."), ""),
    ],
)
def test_each_remark_names_what_is_wrong_and_no_other(rule: Rule, need: Need, name: str) -> None:
    found = list(rule(with_rules(asked(need))))
    assert [note.rule for note in found] == [f"requirement-{name}"] * bool(name), found


def test_a_platform_that_nobody_knows_and_one_without_carrel_are_remarked_on() -> None:
    (unknown, nowhere) = names_unknown(with_rules(asked(WINDOWS, "beos")))
    assert "“beos”" in unknown.text
    assert nowhere.text == "It never applies where this player runs."
    assert [note.text for note in names_unknown(with_rules(asked(MAC, "android")))] == [nowhere.text]
    assert not list(names_unknown(with_rules(asked(MAC, "android", "macos"))))


def test_the_newest_is_asked_of_what_the_list_of_releases_knows() -> None:
    newest = fact("os.version", "2", Operator.NEWEST)
    (note,) = names_unknown(with_rules(asked(newest, "linux")))
    assert (note.rule, "list of releases" in note.text) == ("requirement-unknown", True)
    assert not list(names_unknown(with_rules(asked(newest, "macos"))))
    known = tomllib.loads((ROOT / "resources" / "checkup" / "releases.toml").read_text(encoding="utf-8"))["products"]
    browsers = {n.removeprefix("browser.") for n in ASKABLE if "newest" in fitting(n) and n.startswith("browser.")}
    assert set(known) == browsers | {"windows", "macos", "android", "ios"} <= browsers | set(NAMES)


def test_what_is_superseded_may_ask_for_what_nobody_looks_up() -> None:
    rule = asked(fact("app.flash", "10.3", VERSION), superseded="Flash ended.")
    assert not list(never_told(with_rules(rule)))
    assert not list(cannot_be_met(with_rules(replace(rule, need=fact("os.bits", "16")))))


def test_what_the_course_does_not_ask_may_hang_on_what_nobody_looks_up() -> None:
    rule = replace(asked(fact("app.powerpoint", "installed")), only_if=fact("course.has-slides", "yes"))
    assert not list(never_told(with_rules(rule)))
    slides = replace(SHORT_COURSE.sessions[0], handouts=(Handout(path="a.pptx", title="Slides"),))
    assert [note.rule for note in never_told(replace(with_rules(rule), sessions=(slides,)))] == ["requirement-unseen"]


def test_a_slip_in_the_sources_words_wants_an_interpretation() -> None:
    rule = asked(processor("core-duo 1.83 GHz"), text="Intel Core Duo 1.83 MHz or faster")
    (note,) = amounts_nobody_can_mean(with_rules(rule))
    assert "1.83 MHz" in note.text
    said = replace(rule, interpretation="The page writes 1.83 MHz, which can only mean 1.83 GHz.")
    assert not list(amounts_nobody_can_mean(with_rules(said)))


@pytest.mark.parametrize(
    "text", ["500 MHz", "1 GB on 32-bit", "16-bit", "1 Mbps", "10.5 Hzapp", "DSL (56 kbps)", "x2 KB"]
)
def test_amounts_that_somebody_meant_are_let_pass(text: str) -> None:
    assert not list(amounts_nobody_can_mean(with_rules(asked(WINDOWS, text=text))))


def test_every_fact_can_be_asked_for_in_a_comparison_that_fits_it() -> None:
    values = {
        Shape.WORD: ("equals", "builtin"),
        Shape.WORDS: ("includes", "intel"),
        Shape.YES_NO: ("equals", "yes"),
        Shape.VERSION: ("version", "1"),
        Shape.COUNT: ("at-least", "1"),
    }
    for name, known in ASKABLE.items():
        operator, value = values.get(known.shape, ("at-least", f"1 {_UNITS.get(known.measure or '', '')}"))
        course = with_rules(asked(fact(name, value, operator)))
        for rule in (comparisons_unknown, values_that_compare_to_nothing, names_unknown):
            assert not list(rule(course)), name


_UNITS = {"size": "GB", "clock rate": "GHz", "data rate": "Mbps", "bits": "bit", "pixels": "px", "days": "days"}


def _joined(needs: list[Need]) -> st.SearchStrategy[Need]:
    return st.sampled_from([any_of(*needs), all_of(*needs)])


_VALUES = st.one_of(st.text(max_size=12), st.sampled_from(["2 GB", "2", "Windows 8.1", "pentium-ii 500 MHz", "10.15"]))
_LEAVES = st.builds(
    fact,
    st.one_of(st.sampled_from(sorted(ASKABLE)), st.just("cpu.mhz"), st.text(min_size=1, max_size=8)),
    _VALUES,
    st.one_of(st.sampled_from([str(operator) for operator in Operator]), st.text(max_size=5)),
)
_NEEDS = st.recursive(_LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(_joined), max_leaves=6)
_PLATFORMS = st.sampled_from([(), ("windows",), ("macos", "linux"), ("beos",)])


@given(st.lists(_NEEDS, max_size=3), _PLATFORMS, st.text(max_size=60))
def test_no_rule_and_no_source_break_the_linter(needs: list[Need], platforms: tuple[str, ...], source: str) -> None:
    rules = [asked(need, *platforms, name=f"r{n}") for n, need in enumerate(needs)]
    for remark in remarks_on(with_rules(*rules, source=source)):
        assert remark.text


# ------------------------------------------------------------------ the provider's own text

SOURCE = """
Best experienced with:
Chrome or Safari,   the latest
version, or Internet Explorer 11+.
Minimum requirements
Memory: 128 MB or more
Video card: 64 MB
"""


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (["Chrome or Safari, the latest version", "Internet Explorer 11+", "128 MB or more", "64 MB"], []),
        (["chrome or safari, the latest version", "Internet Explorer 11+", "128 MB or more", "64 MB"], []),
        (["Chrome or Safari, the latest version", "Internet Explorer 11+", "128 MB", "64 MB"], ["more"]),
        (["Chrome or Safari, the latest version", "128 MB or more", "64 MB"], ["Internet", "Explorer", "11+"]),
        ([], "Chrome Safari latest version Internet Explorer 11+ 128 MB more 64".split()),
        (
            ["Chrome or Safari, the latest version", "Internet Explorer 11+", "8 MB or more", "64 MB"],
            ["128", "MB", "more"],
        ),
    ],
)
def test_words_that_no_rule_covers_are_listed_without_headings_and_joints(texts: list[str], left: list[str]) -> None:
    assert words_left(SOURCE, texts) == left


def test_the_same_words_twice_want_two_rules() -> None:
    assert words_left("PC: 128 MB. Mac: 128 MB.".replace(". ", "\n"), ["128 MB"]) == ["128", "MB"]
    assert words_left("PC: 128 MB. Mac: 128 MB.".replace(". ", "\n"), ["128 MB", "128 MB"]) == []


def test_the_longer_words_are_found_before_those_that_they_contain() -> None:
    assert words_left("Mac: 128 MB or more\nPC: 128 MB", ["128 MB", "128 MB or more"]) == []


def test_a_long_text_that_is_not_covered_is_named_by_its_first_words() -> None:
    (note,) = words_not_covered(with_rules(source=" ".join(f"word{n}" for n in range(40))))
    assert note.place == "requirements_source"
    assert note.text.endswith("word11 and 28 more.")


def test_a_rule_in_other_words_than_the_sources_is_named() -> None:
    rule = asked(WINDOWS, text="128 megabytes")
    assert not list(rules_not_in_source(with_rules(rule)))
    (note,) = rules_not_in_source(with_rules(rule, source=SOURCE))
    assert (note.rule, note.place) == ("requirement-text", "requirement r")
