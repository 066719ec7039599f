"""Systems: makers sell them under names and number them in ways of their own; which is later is known of each."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.systems import WINDOWS, asked_version, sold_as, system, version
from tests.domain.checkup.saying import texts

BY_AGE = {
    "windows": ["2000", "XP", "Vista", "7", "8", "8.1", "10", "11"],
    "macos": ["10.4", "10.4.11", "10.5", "10.5.8", "10.15", "11", "12", "15", "26"],
    "ios": ["9", "10", "17.6", "17.10", "18"],
}
MAKERS = {"windows": "Windows", "macos": "macOS", "ios": "iOS"}
PARTS = st.lists(st.integers(0, 30_000), min_size=1, max_size=4)


def dotted(parts: list[int]) -> str:
    return ".".join(map(str, parts))


@pytest.mark.parametrize("platform", BY_AGE)
def test_each_is_later_than_those_before_it(platform: str) -> None:
    found = [system(f"{MAKERS[platform]} {name}") for name in BY_AGE[platform]]
    assert all(one is not None and one.platform == platform for one in found)
    for earlier, later in pairwise(one.version for one in found if one is not None):
        assert earlier < later


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("4.0", "Windows 95"),
        ("4.10.2222", "Windows 98"),
        ("5.0.2195", "Windows 2000"),
        ("5.1.2600", "Windows XP"),
        ("6.0", "Windows Vista"),
        ("6.0.6002", "Windows Vista"),
        ("6.1.7601", "Windows 7"),
        ("6.3.9600", "Windows 8.1"),
        ("10.0.19045", "Windows 10"),
        ("10.0.22000", "Windows 11"),
        ("10.0.26200", "Windows 11"),
        ("3.11", "Windows"),
    ],
)
def test_a_windows_number_is_known_by_the_name_it_is_sold_under(number: str, name: str) -> None:
    assert sold_as("windows", version(number)) == name


def test_other_systems_are_sold_by_their_numbers() -> None:
    assert sold_as("macos", version("10.5.8")) == "macOS 10.5.8"
    assert sold_as("haiku", version("1.0")) == "haiku 1"


@pytest.mark.parametrize("name", WINDOWS)
def test_a_system_meets_its_own_name_however_short_its_number_is(name: str) -> None:
    wanted = system(f"Windows {name}")
    assert wanted is not None and version(dotted([*wanted.version, 0, 0])) >= wanted.version


@pytest.mark.parametrize(
    ("text", "platform", "number", "name"),
    [
        ("Windows 8.1 or higher", "windows", (6, 3), "Windows 8.1"),
        ("Microsoft® Windows® XP", "windows", (5, 1), "Windows XP"),
        ("windows   vista", "windows", (6,), "Windows Vista"),
        ("Windows 8.0", "windows", (6, 2), "Windows 8.0"),
        ("WINDOWS 11+", "windows", (10, 0, 22000), "Windows 11"),
        ("Mac OS X 10.5", "macos", (10, 5), "macOS 10.5"),
        ("Mac OS X v10.5 or later", "macos", (10, 5), "macOS 10.5"),
        ("OS X 10.10", "macos", (10, 10), "macOS 10.10"),
        ("macOS26", "macos", (26,), "macOS 26"),
        ("iPadOS 17", "ios", (17,), "iOS 17"),
        ("Android 14", "android", (14,), "Android 14"),
    ],
)
def test_a_system_is_known_by_every_fair_writing_of_its_name(
    text: str, platform: str, number: tuple[int, ...], name: str
) -> None:
    found = system(text)
    assert found is not None and (found.platform, found.version, found.name) == (platform, number, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Windows",
        "Windows 12",
        "Windows 8.2",
        "Windows XP SP2",
        "BeOS 5",
        "macOS Leopard",
        "macOS 0",
        "8.1",
        "mac xp",
    ],
)
def test_a_name_that_nobody_knows_here_stands_for_nothing(text: str) -> None:
    assert system(text) is None


@given(texts)
def test_no_text_at_all_stops_it(text: str) -> None:
    system(text)
    asked_version(text)
    for platform in ("windows", text):
        sold_as(platform, version(text))


@given(PARTS, PARTS)
def test_versions_are_compared_part_by_part(one: list[int], other: list[int]) -> None:
    longest = max(len(one), len(other))
    filled = [parts + [0] * (longest - len(parts)) for parts in (one, other)]
    assert (version(dotted(one)) < version(dotted(other))) is (filled[0] < filled[1])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10.15.0", (10, 15)),
        ("6.1.0-28-amd64", (6, 1)),
        ("8.1rc2", (8, 1)),
        ("v10.5", (10, 5)),
        ("", ()),
        ("²", ()),
        ("latest", ()),
        ("9" * 5000, (10**18,)),
    ],
)
def test_a_version_is_the_first_dotted_number(text: str, parts: tuple[int, ...]) -> None:
    assert version(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [("10.15", (10, 15)), ("8+", (8,)), ("11.0 or higher", (11,)), ("latest", None), ("10,5", None), ("", None)],
)
def test_a_rule_names_a_version_or_nothing(text: str, parts: tuple[int, ...] | None) -> None:
    assert asked_version(text) == parts
