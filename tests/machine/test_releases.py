"""The dated list of releases: read strictly, honest about its age, and never made up where it is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.comparing import compare
from player.domain.requirement import Facts, Need, Operator
from player.machine.asking import answers
from player.machine.releases import FILE, MISSING, NAMES, PRODUCTS, ListDamaged, read_releases, release_probe
from tests.machine.recorded import told

RESOURCES = Path(__file__).parents[2] / "resources"
GOOD = "as_of = 2026-06-15\ngood_for_days = 45\n" + "".join(
    f'[products.{product}]\nversions = ["26", "15"]\nsource = "its maker"\n' for product in PRODUCTS
)


def facts_of(resources: Path, today: date = date(2026, 6, 20)) -> Facts:
    probe = release_probe(resources, lambda: today)
    return answers(probe.names, probe.read)


def folder_with(folder: Path, text: str | bytes) -> Path:
    file = folder / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_the_list_that_comes_with_carrel_can_be_read_and_names_every_product() -> None:
    found = read_releases((RESOURCES / FILE).read_bytes())
    assert set(found.newest) == set(PRODUCTS)
    assert all(len(versions) >= 2 for versions in found.newest.values())


def test_versions_are_told_newest_first_with_the_date_of_the_list(tmp_path: Path) -> None:
    fact = facts_of(folder_with(tmp_path, GOOD))["newest.macos"]
    assert (fact.value, fact.how) == ("26 15", "the list of releases of June 15, 2026")


@pytest.mark.parametrize(
    ("today", "current", "how"),
    [
        (date(2026, 6, 15), "yes", "the list of releases of June 15, 2026"),
        (date(2026, 7, 30), "yes", "the list of releases of June 15, 2026"),
        (
            date(2026, 7, 31),
            "no",
            "The list of releases of June 15, 2026 is 46 days old; newer versions may have come since.",
        ),
        (
            date(2026, 6, 14),
            "no",
            "By this computer's clock the list of releases of June 15, 2026 is of the future.",
        ),
    ],
)
def test_the_list_says_whether_it_is_still_good(tmp_path: Path, today: date, current: str, how: str) -> None:
    fact = facts_of(folder_with(tmp_path, GOOD), today)["releases.current"]
    assert (fact.value, fact.how) == (current, how)


@pytest.mark.parametrize(
    ("version", "today", "truth"),
    [
        ("26.1", date(2026, 6, 20), True),
        ("15.7", date(2026, 6, 20), True),
        ("14.8", date(2026, 6, 20), False),
        ("26.1", date(2027, 6, 20), None),
        ("14.8", date(2027, 6, 20), False),
    ],
)
def test_among_the_two_newest_is_answered_by_the_list_as_long_as_it_is_good(
    tmp_path: Path, version: str, today: date, truth: bool | None
) -> None:
    facts = {
        **facts_of(folder_with(tmp_path, GOOD), today),
        **told({"os.platform": "macos", "os.version": version}),
    }
    assert compare(Need(fact="os.version", operator=Operator.NEWEST, value="2"), facts).truth is truth


def test_without_a_list_every_release_is_unknown_with_the_reason(tmp_path: Path) -> None:
    found = facts_of(tmp_path)
    assert set(found) == set(NAMES)
    assert {(fact.value, fact.how) for fact in found.values()} == {(None, MISSING)}


SLIPS = {
    "nothing": "",
    "no table": "as_of",
    "not in UTF-8": b"\xff\xfe",
    "no date": GOOD.replace("as_of = 2026-06-15\n", ""),
    "a date that is text": GOOD.replace("2026-06-15", '"2026-06-15"'),
    "a time of day": GOOD.replace("2026-06-15", "2026-06-15T10:00:00Z"),
    "a day that there is not": GOOD.replace("2026-06-15", "2026-06-31"),
    "good for no time": GOOD.replace("= 45", "= 0"),
    "good for ever": GOOD.replace("= 45", "= 100000"),
    "good for yes": GOOD.replace("= 45", "= true"),
    "something more": "author = 'me'\n" + GOOD,
    "a product more": GOOD + '[products.netscape]\nversions = ["9"]\nsource = "its maker"\n',
    "a product less": GOOD.replace("[products.ios]", "[products.iphone]"),
    "no versions": GOOD.replace('["26", "15"]', "[]", 1),
    "a version that is a number": GOOD.replace('["26", "15"]', "[26, 15]", 1),
    "a version that is a word": GOOD.replace('["26", "15"]', '["26 beta", "15"]', 1),
    "versions in another order": GOOD.replace('["26", "15"]', '["15", "26"]', 1),
    "a version twice": GOOD.replace('["26", "15"]', '["26", "26"]', 1),
    "versions that are text": GOOD.replace('["26", "15"]', '"26 15"', 1),
    "no source": GOOD.replace('source = "its maker"\n', "", 1),
    "an empty source": GOOD.replace('"its maker"', '" "', 1),
    "far too much": GOOD + "#" * 70_000,
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_list_with_a_slip_in_it_is_not_believed(tmp_path: Path, slip: str) -> None:
    found = facts_of(folder_with(tmp_path, SLIPS[slip]))
    assert all(fact.value is None for fact in found.values())
    assert all(
        fact.how.startswith("The list of releases that comes with Carrel is damaged: ") for fact in found.values()
    )


@given(st.binary(max_size=40), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_no_bytes_break_the_reading_of_the_list(noise: bytes, at: int, cut: int) -> None:
    data = GOOD.encode()
    try:
        found = read_releases(data[:at] + noise + data[at + cut :])
    except ListDamaged:
        return
    assert set(found.newest) == set(PRODUCTS)
