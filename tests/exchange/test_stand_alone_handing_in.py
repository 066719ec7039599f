"""Both verifiers take what the learner allows and what the provider confirmed alike, and sealed particulars too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from player.domain.event import ReceiptAccepted, TakenBackFor
from player.domain.reporting import Reporting
from player.exchange.completion import write_completion
from tests.builders import COURSE, PHYSICIAN, SHORT_COURSE
from tests.exchange.agreement import (
    ALONE,
    agreed,
    alone,
    contents_of,
    handed_in,
    sealed,
    written,
)
from tests.lines import fields_of, line_of
from tests.proof.test_manifest import reported
from tests.proof.test_sealing import reading_key
from tests.strands import in_versions
from tests.versions import later
from tests.worlds import DEVICE, World, signed, world

READER = reading_key(1)
SEALED_COURSE = replace(COURSE, reporting=Reporting(reading_key=READER.public.hex))


def confirmed(name: str, *credited: str, gone: tuple[str, ...] = ()) -> ReceiptAccepted:
    return ReceiptAccepted(completion="c" * 64, receipt=name * 64, credited=credited, taken_back=gone)


def handed_on() -> World:
    here = world()
    here.journey.decide_reporting(permitted=True)
    here.earn()
    number = here.certificate().number
    here.journey.accept_receipt(confirmed("a", number, "CRL-ELSEWHERE"))
    here.journey.withdraw_claim(number, reason=TakenBackFor.OTHER)
    here.journey.accept_receipt(confirmed("b", gone=(number,)))
    here.journey.decide_reporting(permitted=False)
    return here


HANDED_ON = handed_on()
FILE = written(HANDED_ON)


# --- facts ---------------------------------------------------------------------------------------------------


def test_both_tell_what_was_allowed_and_what_was_confirmed() -> None:
    assert agreed(FILE) == "genuine"
    assert contents_of(FILE)["format"] == 6
    told = alone(FILE)
    assert (told["reporting"], told["submitted"], told["particulars"]) == (False, ["CRL-ELSEWHERE"], "in clear")


def test_both_take_them_before_the_first_day_and_after_the_last() -> None:
    here = world()
    for days in (-2000, 2000 + 5000):
        here.clock.set_wall(here.clock.moment + timedelta(days=days))
        here.journey.decide_reporting(permitted=days > 0)
        here.journey.accept_receipt(confirmed("a" if days > 0 else "b", "CRL-1"))
    assert agreed(written(here)) == "genuine"
    assert alone(written(here))["reporting"] is True


def test_both_carry_them_from_an_earlier_version_and_of_two_decisions_take_the_later() -> None:
    old, new = in_versions(signed(), signed(later()))
    old.journey.acknowledge_disclosures()
    old.journey.decide_reporting(permitted=True)
    old.journey.accept_receipt(confirmed("a", "CRL-1"))
    new.world.clock.go_to(old.world.clock.moment + timedelta(hours=1))
    new.journey.decide_reporting(permitted=False)
    new.journey.accept_receipt(confirmed("a", "CRL-1"))
    new.journey.accept_receipt(confirmed("b", "CRL-2", gone=("CRL-1",)))
    new.join(old)
    data = handed_in(new)
    assert agreed(data) == "genuine"
    assert (alone(data)["reporting"], alone(data)["submitted"]) == (False, ["CRL-2"])


@pytest.mark.parametrize("late", [1, 2], ids=["allowed first", "forbidden first"])
def test_both_take_the_later_of_two_decisions_on_two_devices(late: int) -> None:
    one, two = in_versions(signed(), signed())
    devices = (one, two)
    devices[late - 1].world.clock.advance(90_000)
    one.journey.decide_reporting(permitted=True)
    two.journey.decide_reporting(permitted=False)
    for here, there in ((one, two), (two, one)):
        here.join(there)
        assert agreed(handed_in(here)) == "genuine"
        assert alone(handed_in(here))["reporting"] is (late == 1)


def test_both_take_a_decision_after_the_clock_ran_back() -> None:
    here = world()
    here.journey.decide_reporting(permitted=True)
    here.clock.set_wall(here.clock.moment - timedelta(days=3))
    here.journey.decide_reporting(permitted=False)
    assert agreed(written(here)) == "genuine"
    assert alone(written(here))["reporting"] is False


@pytest.mark.parametrize("lower", [1, 3, 5])
def test_both_refuse_them_in_a_file_of_a_lower_format(lower: int) -> None:
    contents = contents_of(FILE)
    contents["format"] = lower
    for name in ("given_name", "family_name", "sealed"):
        del contents["learner"][name]
    if lower == 1:
        del contents["joined"], contents["earlier"]
    assert agreed(sealed(contents, DEVICE)) == "not-a-completion-file"


@pytest.mark.parametrize(
    "fact",
    [
        {"permitted": 1},
        {"permitted": None},
        {},
        {"permitted": True, "by": "me"},
    ],
)
def test_both_refuse_a_decision_in_another_form(fact: dict[str, Any]) -> None:
    assert agreed(_with("reporting-decided", fact)) == "altered"


@pytest.mark.parametrize(
    "fact",
    [
        {"completion": "c", "receipt": "r", "credited": ["1"], "taken_back": [2]},
        {"completion": "c", "receipt": "r", "credited": "1", "taken_back": []},
        {"completion": "c", "credited": [], "taken_back": [], "receipt": "r"},
        {"completion": "c", "receipt": "r", "credited": []},
    ],
)
def test_both_refuse_a_receipt_in_another_form(fact: dict[str, Any]) -> None:
    assert agreed(_with("receipt-accepted", fact)) == "altered"


def _with(kind: str, fact: dict[str, Any]) -> bytes:
    contents = contents_of(FILE)
    events = contents["events"]
    place = next(n for n, text in enumerate(events) if fields_of(text)["kind"] == kind)
    events[place] = line_of({**fields_of(events[place]), "fact": fact})
    return sealed(contents, DEVICE)


def test_a_file_without_them_stays_in_the_format_that_older_readers_know() -> None:
    here = world()
    here.earn()
    assert contents_of(written(here))["format"] == 1


# --- courses of the sixth format -----------------------------------------------------------------------------


@pytest.mark.parametrize("course", [reported(COURSE), replace(COURSE, reporting=Reporting())])
def test_both_read_what_a_provider_says_of_reporting(course: Any) -> None:
    here = world(course)
    here.earn()
    assert agreed(written(here)) == "genuine"


# --- sealed particulars --------------------------------------------------------------------------------------


def sealed_file(here: World | None = None) -> bytes:
    if here is None:
        here = world(SEALED_COURSE)
        here.earn()
    return written(here)


SEALED = sealed_file()


def test_both_find_a_file_genuine_whose_particulars_they_cannot_read() -> None:
    assert agreed(SEALED) == "genuine"
    told = alone(SEALED)
    assert (told["learner"], told["particulars"]) == (None, "sealed: only the provider can read them")
    assert "Particulars: sealed: only the provider can read them" in "\n".join(ALONE.tell(told))


def test_nothing_of_the_learner_but_the_id_can_be_found_in_it() -> None:
    contents = contents_of(SEALED)
    told = {name: value for name, value in contents["learner"].items() if value}
    assert list(told) == ["id", "sealed"] and told["id"] == PHYSICIAN.id
    text = str(contents)
    for private in (PHYSICIAN.name, *(one.number for one in PHYSICIAN.licences), *dict(PHYSICIAN.identifiers).values()):
        assert private not in text


CHANGES: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "another id": ("transplanted", lambda one: one.update(id="22" * 16)),
    "a name beside it": ("not-a-completion-file", lambda one: one.update(name="Ana")),
    "a licence beside it": ("not-a-completion-file", lambda one: one.update(licences=[["IL", "1"]])),
    "a profession beside it": ("not-a-completion-file", lambda one: one.update(profession="nurse")),
    "a family name beside it": ("not-a-completion-file", lambda one: one.update(family_name="Núñez")),
    "cut to less than a key": ("not-a-completion-file", lambda one: one.update(sealed="AAAA")),
    "other base64": ("not-a-completion-file", lambda one: one.update(sealed=one["sealed"] + "\n")),
    "no base64": ("not-a-completion-file", lambda one: one.update(sealed="%%%%")),
    "null": ("not-a-completion-file", lambda one: one.update(sealed=None)),
    "neither in clear nor sealed": ("transplanted", lambda one: one.update(sealed="")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_both_say_the_same_of_particulars_that_were_tampered_with(name: str) -> None:
    fault, change = CHANGES[name]
    contents = contents_of(SEALED)
    change(contents["learner"])
    assert agreed(sealed(contents, DEVICE)) == fault


def test_both_refuse_what_is_sealed_in_a_course_that_names_nobody_to_read_it() -> None:
    here = world(replace(SHORT_COURSE, reporting=Reporting(store="https://lrs.example.org")))
    contents = contents_of(write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE))
    contents["format"], contents["joined"], contents["earlier"] = 6, [], []
    contents["learner"] = contents_of(SEALED)["learner"]
    assert agreed(sealed(contents, DEVICE)) == "transplanted"


def test_names_in_parts_travel_in_the_sixth_format_alone() -> None:
    here = world()
    here.learner = replace(PHYSICIAN, given_name="Ana María", family_name="Núñez")
    contents = contents_of(written(here))
    assert (contents["format"], contents["learner"]["given_name"], contents["learner"]["sealed"]) == (
        6,
        "Ana María",
        "",
    )
    assert agreed(written(here)) == "genuine"
    contents["format"] = 5
    assert agreed(sealed(contents, DEVICE)) == "not-a-completion-file"
