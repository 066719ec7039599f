"""Processors: a later class meets an earlier one whatever its clock says; within a class clocks are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.processors import KNOWN, LADDER, Asked, asked, includes, meets
from tests.domain.checkup.saying import texts

MHZ = 10**6
FOUND = st.frozensets(st.sampled_from([*sorted(KNOWN), "x86", "something"]), max_size=3)
WANTED = st.builds(
    Asked, family=st.sampled_from(sorted(KNOWN)), hertz=st.sampled_from([0, 500 * MHZ, 867 * MHZ, 1830 * MHZ])
)
CLOCKS = st.integers(1, 6000).map(lambda mhz: mhz * MHZ)


def answer(families: str, mhz: int | None, wanted: str) -> bool | None:
    read = asked(wanted)
    assert read is not None
    return meets(frozenset(families.split()), None if mhz is None else mhz * MHZ, read)


@pytest.mark.parametrize("named", ["pentium-ii 500 MHz", "pentium-iii 1 GHz", "pentium-4 3 GHz", "core-duo 1.83 GHz"])
@pytest.mark.parametrize("mhz", [1100, None])
@pytest.mark.parametrize("families", ["x86-64 intel", "x86-64 amd", "x86-64", "arm64"])
def test_a_processor_of_today_meets_what_is_older_without_comparing_clocks(
    families: str, mhz: int | None, named: str
) -> None:
    assert answer(families, mhz, named) is True


@pytest.mark.parametrize(
    ("families", "mhz", "wanted", "truth"),
    [
        ("pentium-ii intel", 497, "pentium-ii 500 MHz", True),
        ("pentium-ii intel", 490, "pentium-ii 500 MHz", True),
        ("pentium-ii intel", 489, "pentium-ii 500 MHz", False),
        ("pentium-ii intel", None, "pentium-ii 500 MHz", None),
        ("pentium intel", 3000, "pentium-ii 500 MHz", False),
        ("pentium-iii intel", None, "pentium-ii 500 MHz", True),
        ("pentium-4 x86-64 intel", 2000, "pentium-4 3 GHz", True),
        ("powerpc-g4", 800, "powerpc-g4 867 MHz", False),
        ("powerpc-g4", 867, "powerpc-g4 867 MHz", True),
        ("powerpc-g5", 1600, "powerpc-g4 867 MHz", True),
        ("core-duo intel", 1830, "powerpc-g4 867 MHz", True),
        ("powerpc-g5", 2500, "core-duo 1.83 GHz", False),
        ("core-duo intel", 1830, "core-duo 1.83 GHz", True),
        ("core-duo intel", 1660, "core-duo 1.83 GHz", False),
        ("arm64", None, "powerpc-g5", True),
        ("arm64", None, "intel", True),
        ("arm64", None, "amd", False),
        ("arm64", 3200, "x86-64 2 GHz", None),
        ("arm64", 3200, "intel 2 GHz", None),
        ("arm64", None, "x86-64", True),
        ("x86-64 amd", 3000, "intel", False),
        ("x86-64", 3000, "intel", None),
        ("powerpc-g5", 3000, "intel", False),
        ("x86-64 intel", 3000, "arm64", False),
        ("x86-64 intel", 1900, "x86-64 2 GHz", False),
        ("x86 intel", 3000, "pentium-ii 500 MHz", None),
        ("intel", 3000, "pentium-ii 500 MHz", None),
        ("mips", 3000, "pentium-ii 500 MHz", None),
    ],
)
def test_classes_meet_each_other_as_they_came(families: str, mhz: int | None, wanted: str, truth: bool | None) -> None:
    assert answer(families, mhz, wanted) is truth


@pytest.mark.parametrize(
    ("text", "family", "hertz"),
    [
        ("pentium-ii 500 MHz", "pentium-ii", 500 * MHZ),
        ("Pentium® II, 500MHz", "pentium-ii", 500 * MHZ),
        ("Intel Pentium 4", "pentium-4", 0),
        ("Intel Core Duo 1.83 GHz or faster", "core-duo", 1830 * MHZ),
        ("PowerPC G4 867 MHz", "powerpc-g4", 867 * MHZ),
        ("Intel", "intel", 0),
        ("x86_64", "x86-64", 0),
    ],
)
def test_a_processor_is_known_by_every_fair_writing_of_its_name(text: str, family: str, hertz: int) -> None:
    assert asked(text) == Asked(family=family, hertz=hertz)


@pytest.mark.parametrize(
    "text",
    ["", "500 MHz", "pentium-ii 500", "pentium-ii 500 GB", "pentium-ii 0 MHz", "Pentium 9", "any", "pentium-ii  MHz"],
)
def test_a_class_or_unit_that_nobody_knows_asks_nothing(text: str) -> None:
    assert asked(text) is None


@given(texts)
def test_no_text_at_all_stops_it(text: str) -> None:
    asked(text)


@given(FOUND, WANTED, CLOCKS, CLOCKS)
def test_a_faster_clock_never_turns_a_yes_into_a_no(found: frozenset[str], wanted: Asked, one: int, other: int) -> None:
    slow, fast = sorted((one, other))
    assert not (meets(found, slow, wanted) is True and meets(found, fast, wanted) is not True)


@given(FOUND, WANTED, CLOCKS)
def test_learning_the_clock_never_turns_an_answer_round(found: frozenset[str], wanted: Asked, clock: int) -> None:
    before = meets(found, None, wanted)
    assert before is None or meets(found, clock, wanted) is before


@given(st.sampled_from(LADDER), WANTED, st.sampled_from(["intel", "amd"]))
def test_learning_the_maker_never_turns_an_answer_round(family: str, wanted: Asked, maker: str) -> None:
    before = meets(frozenset({family}), 2000 * MHZ, wanted)
    assert before is None or meets(frozenset({family, maker}), 2000 * MHZ, wanted) is before


@given(st.sampled_from(LADDER), st.sampled_from(LADDER), WANTED, CLOCKS)
def test_a_later_class_meets_whatever_an_earlier_one_does(one: str, other: str, wanted: Asked, clock: int) -> None:
    earlier, later = sorted((one, other), key=LADDER.index)
    if wanted.family in LADDER and meets(frozenset({earlier}), clock, wanted):
        assert meets(frozenset({later}), clock, wanted)


@given(FOUND, st.sampled_from(sorted(KNOWN)))
def test_nothing_known_of_a_processor_is_never_a_no(found: frozenset[str], word: str) -> None:
    if not found & KNOWN:
        assert includes(found, word) is None and meets(found, None, Asked(family=word)) is None
