"""Evidence: replayed under the window's own rules, and refused with one sentence when anything is not as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import CreditClaimed, Fact, Purpose, StreamId, Watched
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.watch import Interval
from player.proof.evidence import Evidence, Grade, verify
from player.proof.problems import CourseUnsound, EvidenceAltered, NewerFormat, NotSigned
from player.proof.trust import Publisher, Trust
from tests.builders import COURSE, FIRST, MINUTE, SHORT_COURSE
from tests.lines import fields_of, line_of
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, World, head_after, key, signed, world


def lived() -> World:
    here = world()
    here.earn()
    return here


HERE = lived()
EVIDENCE = HERE.evidence(heads=(0, 5))


def resigned(evidence: Evidence, bodies: tuple[bytes, ...]) -> Evidence:
    """What the owner of the device's key could make: other events, with a chain and a head that fit them."""
    head = head_after(HERE.stream.id, bodies, len(bodies) - 1)
    return replace(evidence, bodies=bodies, heads=(head,))


def refused(evidence: Evidence, reason: str, kind: type[Problem] = EvidenceAltered) -> None:
    with pytest.raises(kind, match=reason):
        verify(evidence, TRUST)


# --- what is genuine -----------------------------------------------------------------------------------------


def test_genuine_evidence_amounts_to_what_the_window_showed() -> None:
    verdict = verify(EVIDENCE, TRUST)
    assert verdict.course == COURSE
    assert verdict.history == HERE.journey.history
    assert verdict.progress == HERE.journey.progress()
    assert verdict.progress.step(StepName.CERTIFICATE).state is StepState.DONE
    assert verdict.grade is Grade.C
    assert not verdict.is_specimen
    assert verdict.opening.device == DEVICE.public.id


def test_a_certificate_is_found_by_its_number() -> None:
    verdict = verify(EVIDENCE, TRUST)
    number = HERE.certificate().number
    found = verdict.certificate(number)
    assert found is not None and found.number == number
    assert verdict.certificate("CRL-0000-0000-0000") is None


def test_evidence_without_a_claim_is_genuine_too() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    verdict = verify(here.evidence(), TRUST)
    assert verdict.progress.claims == ()
    assert len(verdict.progress.entitlements) == len(COURSE.credit.offers)


def test_a_course_whose_publisher_is_not_known_proves_no_credit() -> None:
    assert verify(EVIDENCE, NOBODY).is_specimen
    specimen = Trust((Publisher(name="Specimen", keys=(PUBLISHER.public,), specimen=True),))
    assert verify(EVIDENCE, specimen).is_specimen


@pytest.mark.parametrize("purpose", [Purpose.REHEARSAL, Purpose.SPECIMEN])
def test_rehearsals_and_specimens_prove_no_credit(purpose: Purpose) -> None:
    assert verify(world(purpose=purpose).evidence(), TRUST).is_specimen


# --- what is not ---------------------------------------------------------------------------------------------


def test_without_heads_nothing_pins_the_events_down() -> None:
    refused(replace(EVIDENCE, heads=()), "no signed head")


def test_without_events_there_is_nothing() -> None:
    refused(replace(EVIDENCE, bodies=()), "cut off")


def test_events_after_the_last_head_are_not_signed() -> None:
    refused(replace(EVIDENCE, heads=EVIDENCE.heads[:-1]), "after the last signed head")


def test_a_head_in_the_middle_must_fit_as_well() -> None:
    wrong = head_after(HERE.stream.id, (*EVIDENCE.bodies[:5], b"{}"), 5)
    refused(replace(EVIDENCE, heads=(wrong, EVIDENCE.heads[-1])), "up to number 5 was changed")


def test_a_head_by_another_device_does_not_count() -> None:
    other = head_after(HERE.stream.id, EVIDENCE.bodies, len(EVIDENCE.bodies) - 1, signer=key(9))
    refused(replace(EVIDENCE, heads=(other,)), "another key", NotSigned)


def test_a_head_of_another_stream_does_not_count() -> None:
    other = head_after(StreamId("6" * 32), EVIDENCE.bodies, len(EVIDENCE.bodies) - 1)
    refused(replace(EVIDENCE, heads=(other,)), "belongs to another stream")


def test_events_transplanted_to_another_course_are_found() -> None:
    refused(replace(EVIDENCE, course=signed(SHORT_COURSE).envelope), "another course")
    dearer = replace(COURSE, credit=replace(COURSE.credit, offers=(replace(COURSE.credit.offers[0], id="x"),)))
    refused(replace(EVIDENCE, course=signed(dearer).envelope), "another version")


def test_events_transplanted_to_another_device_are_found() -> None:
    thief = key(9)
    head = head_after(HERE.stream.id, EVIDENCE.bodies, len(EVIDENCE.bodies) - 1, signer=thief)
    refused(replace(EVIDENCE, device=thief.public, heads=(head,)), "another device")


def test_events_of_two_lives_cannot_be_joined() -> None:
    other = world(learner=replace(HERE.learner, id=HERE.learner.id))
    other.journey.acknowledge_disclosures()
    joined = (other.stream.bodies[0].replace(b"5" * 32, b"6" * 32), *EVIDENCE.bodies[1:])
    refused(replace(EVIDENCE, bodies=joined), "changed, moved or exchanged")
    refused(resigned(EVIDENCE, joined), "belongs to another stream")


def test_a_stream_begins_with_its_opening() -> None:
    body = EVIDENCE.bodies[1].replace(b"[2,1,", b"[2,0,")
    refused(resigned(EVIDENCE, (body,)), "does not begin with the opening")


def test_an_event_of_a_later_format_is_told_as_such() -> None:
    refused(resigned(EVIDENCE, (*EVIDENCE.bodies, b"[3]")), "format 3", NewerFormat)


def test_an_unsound_course_is_refused_before_its_events_are_judged() -> None:
    here = world(replace(COURSE, quiz=None))
    unsound = replace(here.course, estimated_minutes=0)
    with pytest.raises(CourseUnsound):
        signed(unsound)


def _appended(fact: Fact, *, passed_ms: int = 0) -> Evidence:
    """The evidence of a learner who forged one more event with the device's own key."""
    here = lived()
    here.clock.advance(passed_ms)
    here.stream.append(fact)
    return here.evidence()


def test_an_act_that_the_window_would_refuse_is_refused_although_it_is_signed() -> None:
    again = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    refused(_appended(again), "could not have been recorded \\(That was done already")
    other = CreditClaimed(offer="cop", amount=Decimal("1.5"), profession=Profession.OTHER)
    refused(_appended(other), "another profession")
    span = Watched(session=FIRST, start_ms=0, end_ms=30 * MINUTE, engaged_ms=30 * MINUTE, rate_percent=100)
    refused(_appended(span), "more was played than time has passed")


def test_a_span_that_takes_its_time_is_accepted() -> None:
    span = Watched(session=FIRST, start_ms=0, end_ms=5 * MINUTE, engaged_ms=5 * MINUTE, rate_percent=100)
    verdict = verify(_appended(span, passed_ms=5 * MINUTE), TRUST)
    assert verdict.history.of_session(FIRST).coverage.intervals == (Interval(0, 60 * MINUTE),)


def test_an_event_dated_after_the_last_day_earns_nothing_wherever_it_stands() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch_all()
    here.clock.advance(400 * 24 * 60 * MINUTE)
    claim = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    here.stream.append(claim)
    refused(here.evidence(), "The last day to earn credit has passed")


# --- whatever is written there, it is told in a sentence -----------------------------------------------------

NASTY = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1,
        2**31,
        2**53,
        2**63,
        10**30,
        -(10**30),
        1.5,
        "",
        "NaN",
        "-0",
        "Infinity",
        "1E+999999",
        "1E-999999",
        "0." + "0" * 400 + "1",
        "9" * 400,
        "first",
        "\u202e",
        "\ud7ff",
        [],
        [[]],
        {},
        {"a": 1},
    ]
)


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += _places(inner, (*path, name))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            found += _places(inner, (*path, number))
    return found


def _with(value: object, path: tuple[str | int, ...], nasty: object) -> object:
    if not path:
        return nasty
    copied = dict(value) if isinstance(value, dict) else list(value)  # type: ignore[call-overload]
    copied[path[0]] = _with(copied[path[0]], path[1:], nasty)  # type: ignore[index]
    return copied


@given(st.integers(0, len(EVIDENCE.bodies) - 1), st.data(), NASTY)
def test_a_forged_value_is_refused_or_harmless_but_never_a_crash(
    place: int, data: st.DataObject, nasty: object
) -> None:
    parsed = msgspec.json.decode(EVIDENCE.bodies[place])
    path = data.draw(st.sampled_from(_places(parsed)))
    body = _dumps(_with(parsed, path, nasty))
    forged = resigned(EVIDENCE, (*EVIDENCE.bodies[:place], body, *EVIDENCE.bodies[place + 1 :]))
    try:
        verdict = verify(forged, TRUST)
    except Problem as problem:
        assert problem.what
        return
    assert verdict.progress.claims[0].credit.amount == Decimal("1.5")


def _dumps(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except OverflowError:
        import json

        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


@given(st.timedeltas(timedelta(days=-30_000), timedelta(days=2_900_000)))
def test_whatever_the_wall_clock_said_the_evidence_is_judged(shift: timedelta) -> None:
    by_ms = round(shift.total_seconds() * 1000)
    bodies = tuple(_shifted(body, by_ms) for body in EVIDENCE.bodies)
    try:
        verify(resigned(EVIDENCE, bodies), TRUST)
    except Problem as problem:
        assert problem.sentence


def _shifted(body: bytes, by_ms: int) -> bytes:
    fields = fields_of(body)
    return line_of({**fields, "wall": fields["wall"] + by_ms}).encode()
