"""Joining: what was done on several devices counts here, each thing once, and nothing that was not vouched for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from player.domain.event import CreditClaimed, Fact, Purpose, StreamId, Watched
from player.domain.learner import LearnerId, Profession
from player.domain.problem import Problem
from player.proof import wire
from player.proof.evidence import MOST_JOINED, MOST_JOINS, Evidence, verify
from player.proof.problems import EvidenceAltered, Fault
from player.proof.strand import Strand, check_strand
from player.proof.weave import BranchMissing, Weave
from tests.builders import COURSE, FIRST, MINUTE, PHYSICIAN, RESPONSES, RIGHT, SHORT_COURSE, WRONG
from tests.strands import Device, devices
from tests.worlds import TRUST, head_after, key


def begun(*minutes_each: int) -> tuple[Device, ...]:
    """One device for each number: it acknowledged what comes first, and watched so many minutes of session one."""
    made = devices(len(minutes_each))
    for device, minutes in zip(made, minutes_each, strict=True):
        device.journey.acknowledge_disclosures()
        if minutes:
            device.world.watch(COURSE.sessions[0], upto_ms=minutes * MINUTE)
    return made


def minutes_seen(device: Device) -> tuple[int, int]:
    """Minutes of the first session that were covered, and engaged time."""
    seen = verify(device.evidence(), TRUST).history.of_session(FIRST)
    return seen.coverage.length_ms // MINUTE, seen.engaged_ms // MINUTE


def refused(evidence: Evidence, fault: Fault) -> None:
    with pytest.raises(EvidenceAltered) as met:
        verify(evidence, TRUST)
    assert met.value.fault is fault, met.value.what


# --- each thing once -------------------------------------------------------------------------------------------


def test_what_two_devices_watched_counts_together() -> None:
    one, two = begun(10, 20)
    one.join(two)
    assert minutes_seen(one) == (20, 30)
    assert verify(one.evidence(), TRUST).history == one.journey.history


def test_joining_again_adds_only_what_is_new() -> None:
    one, two = begun(10, 0)
    two.join(one)
    two.join(one)
    assert minutes_seen(two) == (10, 10)
    one.world.watch(COURSE.sessions[0], upto_ms=5 * MINUTE)
    two.join(one)
    assert minutes_seen(two) == (10, 15)


def test_an_earlier_part_of_what_was_joined_adds_nothing() -> None:
    one, two = begun(10, 0)
    early = one.here()
    one.world.watch(COURSE.sessions[0], upto_ms=5 * MINUTE)
    two.join(one)
    two.journey.join(early)
    assert minutes_seen(two) == (10, 15)


def test_own_events_that_come_back_by_way_of_another_device_count_once() -> None:
    one, two = begun(10, 0)
    two.join(one)
    two.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    one.join(two)
    assert minutes_seen(one) == (10, 11)
    one.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    two.join(one)
    assert minutes_seen(two) == (10, 12)


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_three_devices_in_a_ring_of_joinings_count_everything_once(rounds: int) -> None:
    ring = begun(10, 0, 0)
    watched = 10
    for place in range(rounds * 3):
        device, before = ring[(place + 1) % 3], ring[place % 3]
        device.join(before)
        device.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
        watched += 1
    last = ring[rounds * 3 % 3]
    assert minutes_seen(last) == (10, watched)
    assert verify(last.evidence(), TRUST).history == last.journey.history


def test_both_branches_of_a_fork_count_and_what_they_share_counts_once() -> None:
    (one,) = begun(10)
    clone = one.fork()
    one.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    clone.world.watch(COURSE.sessions[0], upto_ms=2 * MINUTE)
    one.join(clone)
    assert minutes_seen(one) == (10, 13)
    (two,) = (device for device in _beside(one) if device is not clone)
    two.join(one)
    two.join(clone)
    assert minutes_seen(two) == (10, 13)


def _beside(device: Device) -> tuple[Device, ...]:
    """One more device in the same family."""
    made = devices(2)[1]
    made.family = device.family
    device.family.append(made)
    return tuple(other for other in device.family if other is not device)


def test_tries_at_the_quiz_add_up_over_devices() -> None:
    limited = replace(COURSE, quiz=replace(COURSE.quiz, attempts=2)) if COURSE.quiz else COURSE
    one, two = devices(2, limited)
    one.journey.acknowledge_disclosures()
    one.world.watch_all()
    one.journey.submit_quiz(WRONG)
    two.join(one)
    two.journey.submit_quiz(WRONG)
    one.join(two)
    two.join(one)
    assert len(verify(one.evidence(), TRUST).history.quiz_results) == 2
    for device in (one, two):
        with pytest.raises(Problem, match="No attempt"):
            device.journey.submit_quiz(RIGHT)


def _earned_apart() -> tuple[Device, Device]:
    """Two devices that both sent the evaluation and claimed, not knowing of each other."""
    one, two = begun(60, 0)
    one.world.watch(COURSE.sessions[1])
    one.journey.submit_quiz(RIGHT)
    two.join(one)
    for device in (one, two):
        device.journey.submit_evaluation(RESPONSES)
        device.world.claim()
        device.journey.issue_certificate(device.world.certificate())
        device.world.clock.advance(MINUTE)
    return one, two


def test_a_claim_made_on_two_devices_is_shown_twice_and_counted_once() -> None:
    one, two = _earned_apart()
    one.join(two)
    verdict = verify(one.evidence(), TRUST)
    assert [claim.stream for claim in verdict.history.claims] == [one.world.stream.id]
    assert [claim.stream for claim in verdict.history.repeated_claims] == [two.world.stream.id]
    assert len({issue.certificate.number for issue in verdict.history.issues}) == 2
    assert verdict.progress.claims == verdict.history.claims


def test_what_was_claimed_on_another_device_cannot_be_claimed_again() -> None:
    one, two = _earned_apart()
    one.join(two)
    again = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    one.world.stream.append(again)
    refused(one.evidence(), Fault.IMPOSSIBLE)


def test_a_certificate_printed_for_a_joined_claim_carries_the_number_of_the_claims_stream() -> None:
    one, two = begun(60, 0)
    one.world.watch(COURSE.sessions[1])
    one.journey.submit_quiz(RIGHT)
    one.journey.submit_evaluation(RESPONSES)
    one.world.claim()
    two.join(one)
    issued = two.world.certificate()
    two.journey.issue_certificate(issued)
    assert verify(two.evidence(), TRUST).certificate(issued.number)
    other = _number_of(two)
    assert other != issued.number
    three = _appended(one, replace(issued, number=other))
    refused(three, Fault.IMPOSSIBLE)


def _number_of(device: Device) -> str:
    claim = device.journey.history.claims[0]
    return replace(claim, stream=device.world.stream.id).number


def _appended(device: Device, fact: Fact) -> Evidence:
    device.world.stream.append(fact)
    return device.evidence()


# --- what was not vouched for ----------------------------------------------------------------------------------


def joined() -> tuple[Device, Evidence]:
    one, two = begun(10, 0)
    two.join(one)
    two.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    return two, two.evidence()


def test_a_joined_strand_that_is_missing_is_told_as_cut() -> None:
    refused(replace(joined()[1], joined=()), Fault.CUT)


def test_a_strand_that_a_joined_one_joined_must_be_there_too() -> None:
    one, two, three = begun(10, 0, 0)
    two.join(one)
    three.join(two)
    evidence = three.evidence()
    assert verify(evidence, TRUST)
    assert len(evidence.joined) == 2
    for place in range(2):
        left = (*evidence.joined[:place], *evidence.joined[place + 1 :])
        refused(replace(evidence, joined=left), Fault.CUT)


def test_what_stands_after_the_signed_head_of_a_joined_strand_cannot_be_joined() -> None:
    _, evidence = joined()
    (strand,) = evidence.joined
    stream = check_strand(strand).opening.stream
    early = head_after(stream, strand.bodies, len(strand.bodies) - 2, signer=key(20))
    refused(replace(evidence, joined=(replace(strand, heads=(early,)),)), Fault.CUT)
    refused(replace(evidence, joined=(replace(strand, heads=()),)), Fault.CUT)


def test_what_stands_after_the_joined_event_is_judged_and_does_not_count() -> None:
    one, two = begun(10, 0)
    two.join(one)
    one.world.watch(COURSE.sessions[0], upto_ms=5 * MINUTE)
    one.here()
    assert minutes_seen(two) == (10, 10)


@pytest.mark.parametrize(
    "other",
    [
        lambda: devices(1, learner=replace(PHYSICIAN, id=LearnerId("33" * 16))),
        lambda: devices(1, SHORT_COURSE),
        lambda: devices(1, purpose=Purpose.REHEARSAL),
    ],
)
def test_a_strand_of_another_learner_course_or_purpose_is_told_as_transplanted(
    other: Callable[[], tuple[Device, ...]],
) -> None:
    (stranger,) = other()
    two, _ = joined()
    stranger.journey.acknowledge_disclosures()
    two.world.stream.append(stranger.here())
    evidence = two.evidence()
    refused(replace(evidence, joined=(*evidence.joined, stranger.strand())), Fault.TRANSPLANTED)


def test_a_joined_strand_is_judged_by_all_rules_itself() -> None:
    _, evidence = joined()
    (strand,) = evidence.joined
    watched = next(place for place, body in enumerate(strand.bodies) if b'"watched"' in body)
    event = wire.decode(strand.bodies[watched])
    assert isinstance(event.fact, Watched)
    faster = wire.encode(replace(event, fact=replace(event.fact, rate_percent=201)))
    bodies = (*strand.bodies[:watched], faster, *strand.bodies[watched + 1 :])
    head = head_after(check_strand(strand).opening.stream, bodies, len(bodies) - 1, signer=key(20))
    forged = Strand(bodies=bodies, heads=(head,), device=strand.device)
    refused(replace(evidence, joined=(*evidence.joined, forged)), Fault.IMPOSSIBLE)
    refused(replace(evidence, joined=(forged,)), Fault.IMPOSSIBLE)


def test_a_joined_strand_under_another_key_is_refused() -> None:
    _, evidence = joined()
    (strand,) = evidence.joined
    stream = check_strand(strand).opening.stream
    head = head_after(stream, strand.bodies, len(strand.bodies) - 1, signer=key(9))
    thief = Strand(bodies=strand.bodies, heads=(head,), device=key(9).public)
    refused(replace(evidence, joined=(thief,)), Fault.WRONG_KEY)


def test_a_strand_that_nobody_joined_counts_for_nothing() -> None:
    one, two = begun(10, 20)
    one.here()
    two.here()
    assert minutes_seen(one) == (10, 10)


# --- the weave itself ------------------------------------------------------------------------------------------


def test_a_weave_finds_a_branch_by_stream_number_and_link() -> None:
    one, _ = begun(2, 0)
    fact = one.here()
    weave = Weave((check_strand(one.strand()),))
    assert weave.find(fact) == one.world.stream.events
    assert weave.is_whole(one.world.stream.events)
    for wrong in (replace(fact, seq=fact.seq - 1), replace(fact, hash="00" * 32), replace(fact, stream=StreamId("9"))):
        with pytest.raises(BranchMissing):
            weave.find(wrong)


# --- what somebody may make up ---------------------------------------------------------------------------------


def test_a_deep_chain_of_joinings_takes_no_deep_stack() -> None:
    chain = devices(MOST_JOINED + 1)
    chain[0].journey.acknowledge_disclosures()
    for before, device in pairwise(chain):
        device.world.stream.append(before.here())
    began = time.process_time()
    verdict = verify(chain[-1].evidence(), TRUST)
    assert verdict.history.acknowledged
    assert len(verdict.contributions) == MOST_JOINED + 1
    assert time.process_time() - began < 10


def test_more_strands_than_anybody_has_are_refused_before_they_are_read() -> None:
    _, evidence = joined()
    nonsense = Strand(bodies=(b"nonsense",), heads=(), device=key(9).public)
    refused(replace(evidence, joined=(nonsense,) * (MOST_JOINED + 1)), Fault.IMPOSSIBLE)


def test_ten_thousand_joinings_are_refused_at_once() -> None:
    one, two = begun(10, 0)
    fact = one.here()
    for _ in range(10_000):
        two.world.stream.append(fact)
    began = time.process_time()
    refused(two.evidence(), Fault.IMPOSSIBLE)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("zigzag", [False, True])
def test_as_many_joinings_as_are_allowed_are_judged_in_seconds(zigzag: bool) -> None:
    one, two = begun(60, 0)
    for _ in range(MOST_JOINS // 2):
        two.world.stream.append(one.here())
        (one if zigzag else two).world.stream.append(two.here() if zigzag else one.here())
    began = time.process_time()
    assert verify(two.evidence(), TRUST).history.of_session(FIRST).engaged_ms == 60 * MINUTE
    assert time.process_time() - began < 30


def test_what_a_joined_strand_took_over_unjudged_is_told_in_a_sentence() -> None:
    one, two, three = begun(1, 0, 0)
    backwards = Watched(session=FIRST, start_ms=9, end_ms=1, engaged_ms=1, rate_percent=100)
    one.world.stream.append(backwards)
    two.world.stream.append(one.here())
    three.world.stream.append(two.here())
    refused(three.evidence(), Fault.IMPOSSIBLE)
    later = three.evidence()
    refused(replace(later, joined=later.joined[::-1]), Fault.IMPOSSIBLE)
