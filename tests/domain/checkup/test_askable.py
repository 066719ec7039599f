"""What can be asked: a machine that lies is not believed, and every fact has words for people and a way to help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.askable import ALIASES, ASKABLE, PLAYS, Shape, askable, believed, value_text, wants_unit
from player.domain.checkup.quantity import Measure, quantity
from player.domain.requirement import Fact
from tests.domain.checkup.saying import texts

NAMES = st.sampled_from([*ASKABLE, f"{PLAYS}talk", "newest.chrome", "nobody.knows"])


def told(name: str, value: str | None) -> Fact:
    return believed(Fact(name=name, value=value, how="it says so"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory.total", "1978 MB"),
        ("memory.total", "64 TB"),
        ("cpu.clock", "497 MHz"),
        ("sound.outputs", "0"),
        ("sound.bits", "16 bit"),
        ("screen.width", "1440 px"),
        ("backup.age", "0 days"),
        ("disk.free", "0 B"),
        ("os.platform", "windows"),
        ("os.bits", "32"),
        ("os.version", "10.0.22631"),
        ("cpu.families", "x86-64 intel"),
        ("cpu.name", "whatever it calls itself"),
        (f"{PLAYS}talk", "yes"),
        ("newest.chrome", "141 140"),
    ],
)
def test_what_may_be_is_believed(name: str, value: str) -> None:
    assert told(name, value) == Fact(name=name, value=value, how="it says so")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("memory.total", "0 MB", "This computer says “0 MB”, which cannot be."),
        ("memory.total", "-512 MB", "This computer says “-512 MB”, which cannot be."),
        ("memory.total", "65 TB", "This computer says “65 TB”, which cannot be."),
        ("memory.total", "1978", "This computer says “1978”, which is no size."),
        ("memory.total", "2 GHz", "This computer says “2 GHz”, which is no size."),
        ("cpu.clock", "4200000 MHz", "This computer says “4200000 MHz”, which cannot be."),
        ("gpu.memory", "0 MB", "This computer says “0 MB”, which cannot be."),
        ("sound.outputs", "-1", "This computer says “-1”, which cannot be."),
        ("sound.outputs", "many", "This computer says “many”, which is no whole number."),
        ("sound.bits", "16", "This computer says “16”, which is no number of bits."),
        ("screen.width", "0 px", "This computer says “0 px”, which cannot be."),
        ("backup.age", "-3 days", "This computer says “-3 days”, which cannot be."),
        ("os.bits", "16", "This computer says “16”, and Carrel knows only 32, 64."),
        ("os.version", "unknown", "This computer says “unknown”, which is no version."),
        ("clock.sane", "maybe", "This computer says “maybe”, and Carrel knows only no, yes."),
        ("cpu.name", "  ", "This computer says “  ”, which is nothing."),
    ],
)
def test_a_lie_becomes_unknown_with_the_reason(name: str, value: str, why: str) -> None:
    assert told(name, value) == Fact(name=name, value=None, how=why)


def test_a_platform_that_nobody_knows_cannot_be_told() -> None:
    fact = told("os.platform", "freebsd")
    assert fact.value is None and "“freebsd”" in fact.how and "windows" in fact.how


def test_an_endless_answer_is_not_believed_nor_repeated() -> None:
    fact = told("cpu.name", "x" * 100_000)
    assert fact.value is None and len(fact.how) < 200


@given(NAMES, texts)
def test_whatever_a_machine_says_is_believed_or_unknown_with_a_short_reason(name: str, value: str) -> None:
    fact = told(name, value)
    assert fact.value in (value, None)
    if fact.value is None:
        assert fact.how != "it says so" and len(fact.how) < 250
    for platform in ("", "windows", value):
        value_text(fact, platform)


@given(NAMES, texts)
def test_believing_twice_is_believing_once(name: str, value: str) -> None:
    assert believed(told(name, value)) == told(name, value)


@given(st.sampled_from([name for name, one in ASKABLE.items() if one.shape is Shape.AMOUNT]), st.integers(-5, 1 << 62))
def test_an_amount_that_is_believed_is_within_its_bounds(name: str, amount: int) -> None:
    unit = {Measure.SIZE: "B", Measure.CLOCK: "Hz", Measure.RATE: "kbps", Measure.BITS: "bit"}
    known = ASKABLE[name]
    assert known.measure is not None
    other = "px" if known.measure is Measure.PIXELS else "days"
    fact = told(name, f"{amount} {unit.get(known.measure, other)}")
    if fact.value is not None:
        found = quantity(fact.value)
        assert found is not None and known.least <= found.amount
        assert known.most is None or found.amount <= known.most


@pytest.mark.parametrize("name", ASKABLE)
def test_every_fact_has_a_label_and_its_shape_its_measure(name: str) -> None:
    known = ASKABLE[name]
    assert known.label
    assert (known.measure is not None) is (known.shape is Shape.AMOUNT)
    assert (known.only == frozenset({"yes", "no"})) is (known.shape is Shape.YES_NO)


@pytest.mark.parametrize("name", [name for name, one in ASKABLE.items() if one.remedy])
def test_where_something_helps_there_is_also_something_to_do_when_it_cannot_be_told(name: str) -> None:
    assert ASKABLE[name].otherwise


@pytest.mark.parametrize("name", [name for name, one in ASKABLE.items() if one.remedy or one.otherwise])
def test_what_helps_is_said_in_sentences(name: str) -> None:
    for text in (ASKABLE[name].remedy, ASKABLE[name].otherwise):
        assert not text or (text[0].isupper() and text.endswith("."))


@pytest.mark.parametrize("old", ALIASES)
def test_a_name_of_before_means_an_amount_of_today(old: str) -> None:
    present, unit = ALIASES[old]
    read = quantity(f"1 {unit}")
    assert askable(old) is ASKABLE[present] and read is not None and read.measure is ASKABLE[present].measure
    assert not wants_unit(old) and wants_unit(present)


def test_bits_pixels_and_days_speak_for_themselves() -> None:
    assert not any(map(wants_unit, ("sound.bits", "screen.width", "backup.age", "sound.outputs", "nobody.knows")))


@pytest.mark.parametrize(
    ("name", "value", "platform", "text"),
    [
        ("os.platform", "macos", "", "macOS"),
        ("os.version", "6.3.9600", "windows", "Windows 8.1 (6.3.9600)"),
        ("os.version", "10.5.8", "macos", "macOS 10.5.8"),
        ("os.bits", "32", "windows", "32-bit"),
        ("memory.total", "1978 MB", "", "1.9 GB"),
        ("sound.outputs", "2", "", "2"),
        ("nobody.knows", "this", "", "this"),
    ],
)
def test_people_read_names_and_amounts(name: str, value: str, platform: str, text: str) -> None:
    assert value_text(Fact(name=name, value=value, how=""), platform) == text
