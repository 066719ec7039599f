"""Both verifiers take a check-up in the evidence alike: at any time, worth nothing, known from format 4 on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from player.domain.event import CheckedUp, Fact, MachineChecked
from player.domain.requirement import Level, Need, Requirement
from player.proof import manifest
from tests.builders import COURSE, RESPONSES, RIGHT
from tests.exchange.agreement import agreed, alone, contents_of, handed_in, one_form, sealed, written
from tests.lines import fields_of
from tests.strands import in_versions
from tests.versions import later
from tests.worlds import DEVICE, PUBLISHER, TRUST, World, head_after, manifest_of, signed, world

CHECKED = MachineChecked(verdicts=(("met", 12), ("cannot-tell", 2)), report="7K3M-Q2XA")


def lived(*, checked: Fact | None) -> World:
    """A whole life, with a check-up at its beginning, in its middle and at its end."""
    here = world()

    def check() -> None:
        if checked is not None:
            here.stream.append(checked)

    check()
    here.journey.acknowledge_disclosures()
    here.watch_all()
    check()
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    here.claim()
    check()
    return here


def test_both_take_a_check_up_at_any_time_and_it_is_worth_nothing() -> None:
    data = written(lived(checked=CHECKED))
    assert agreed(data) == "genuine"
    assert contents_of(data)["format"] == 4
    checked, plain = alone(data), alone(written(lived(checked=None)))
    assert checked["sessions"] == plain["sessions"]
    assert [claim["amount"] for claim in checked["claims"]] == [claim["amount"] for claim in plain["claims"]] == ["1.5"]


def test_both_take_a_check_up_before_the_first_day_of_the_course() -> None:
    here = world()
    here.clock.set_wall(here.clock.moment - timedelta(days=2000))
    assert here.clock.moment.date() < COURSE.availability.opens
    here.stream.append(CHECKED)
    assert agreed(written(here)) == "genuine"
    here.journey.correct_clock(here.clock.moment + timedelta(days=2000))
    assert agreed(written(here)) == "genuine"


def test_both_leave_a_check_up_behind_with_an_earlier_version() -> None:
    old, new = in_versions(signed(), signed(later()), one_machine=True)
    old.world.stream.append(CHECKED)
    old.journey.acknowledge_disclosures()
    new.join(old)
    data = handed_in(new)
    assert agreed(data) == "genuine"
    assert contents_of(data)["format"] == 4


def test_both_take_the_joined_records_of_two_computers_of_which_each_was_checked() -> None:
    here, there = in_versions(signed(), signed())
    for device in (here, there):
        device.world.stream.append(CHECKED)
        device.journey.acknowledge_disclosures()
    here.join(there)
    here.world.stream.append(CHECKED)
    data = handed_in(here)
    assert agreed(data) == "genuine"
    assert contents_of(data)["format"] == 4


def test_both_still_read_a_check_up_as_it_was_once_written() -> None:
    data = written(lived(checked=CheckedUp(verdicts=CHECKED.verdicts)))
    assert agreed(data) == "genuine"
    assert contents_of(data)["format"] == 1


@pytest.mark.parametrize("lower", [1, 2, 3])
def test_both_refuse_a_check_up_in_a_format_that_does_not_know_it(lower: int) -> None:
    contents = contents_of(written(lived(checked=CHECKED)))
    for field in ("joined", "earlier")[lower - 1 :]:
        del contents[field]
    assert agreed(sealed({**contents, "format": lower}, DEVICE)) == "not-a-completion-file"


@pytest.mark.parametrize(
    "body",
    [
        {"verdicts": [["met", 12]]},
        {"verdicts": [["met", 12]], "report": 7},
        {"verdicts": [["met", "12"]], "report": "7K3M-Q2XA"},
        {"verdicts": [["met"]], "report": "7K3M-Q2XA"},
        {"verdicts": [["met", 12]], "report": "7K3M-Q2XA", "machine": "mine"},
        {"report": "7K3M-Q2XA", "verdicts": [["met", 12]]},
    ],
)
def test_both_refuse_a_check_up_in_another_form(body: dict[str, Any]) -> None:
    assert agreed(_with_body(body)) != "genuine"
    assert agreed(_with_body({"verdicts": [["met", 12]], "report": "7K3M-Q2XA"})) == "genuine"


@pytest.mark.parametrize(
    ("verdicts", "report"),
    [
        ([], ""),
        ([["met", 0]], "x" * 1_000_000),
        ([["met", -1]], "7K3M-Q2XA"),
        ([["met", 2**53]], "7K3M-Q2XA"),
        ([["met", 2**60]], "7K3M-Q2XA"),
        ([["met", 2**63]], "7K3M-Q2XA"),
        ([["met", 2**64]], "7K3M-Q2XA"),
        ([["met", 10**400]], "7K3M-Q2XA"),
        ([["splendid", 1], ["", 2], ["met\u0000", 3], ["met", 4], ["met", 4]], "7K3M-Q2XA"),
        ([["met", 1]] * 50_000, "7K3M-Q2XA"),
        ([["met", 1.5]], "7K3M-Q2XA"),
        ([["met", True]], "7K3M-Q2XA"),
        ([["met", None]], "7K3M-Q2XA"),
    ],
    ids=range(13),
)
def test_both_say_the_same_of_a_check_up_that_nobody_made(verdicts: list[Any], report: str) -> None:
    """What it says is nobody's credit: whether it is taken or not, neither gives more for it."""
    data = _with_body({"verdicts": verdicts, "report": report})
    if agreed(data) == "genuine":
        assert alone(data)["claims"] == []


def _with_body(body: dict[str, Any]) -> bytes:
    here = world()
    here.stream.append(CHECKED)
    contents = contents_of(written(here))
    fields = [{**fields_of(text), "v": 1} for text in contents["events"]]
    fields[-1] |= {"fact": body}
    contents["events"] = [one_form(one) for one in fields]
    bodies = tuple(text.encode() for text in contents["events"])
    contents["heads"] = [head_after(here.stream.id, bodies, len(bodies) - 1).to_json().decode()]
    return sealed(contents, DEVICE)


# ------------------------------------------------------------------ the course's own text, from its fourth format on

RULE = Requirement(
    id="r",
    level=Level.MINIMUM,
    subject="memory",
    text="2 GB",
    need=Need(fact="memory.total", operator="about", value="2 GB"),
)
ASKING = replace(COURSE, requirements=(RULE,), requirements_source="Memory: 2 GB")


def test_both_take_a_course_with_its_providers_text_and_a_comparison_that_nobody_knows() -> None:
    assert agreed(written(world(ASKING))) == "genuine"


@pytest.mark.parametrize("known", [2, 3])
def test_both_take_a_course_of_each_earlier_format_which_has_no_such_text(known: int) -> None:
    before = manifest.read(manifest.sign(replace(manifest_of(COURSE), format=known), PUBLISHER), TRUST, name="x")
    (device,) = in_versions(before)
    data = handed_in(device)
    assert agreed(data) == "genuine"
    assert "requirements_source" not in contents_of(data)["course"]["manifest"]
