"""Both verifiers count what was joined once, and name the same fault where it is not as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.event import Purpose, StreamId, StreamJoined, Watched
from player.domain.learner import LearnerId
from player.proof.evidence import MOST_JOINED, MOST_JOINS
from player.proof.problems import Fault
from tests.builders import COURSE, FIRST, MINUTE, PHYSICIAN, RESPONSES, RIGHT, SHORT_COURSE
from tests.exchange.agreement import (
    Change,
    Contents,
    Strand,
    agreed,
    alone,
    contents_of,
    handed_in,
    ring,
    sealed,
)
from tests.strands import Device, devices
from tests.worlds import key

RING = ring()
JOINED = handed_in(RING[0])


@pytest.mark.parametrize("place", range(3))
def test_both_count_once_what_two_and_three_devices_joined_from_each_other(place: int) -> None:
    assert agreed(handed_in(RING[place])) == "genuine"


def forked() -> tuple[Device, Device]:
    (one,) = devices(1)
    one.journey.acknowledge_disclosures()
    one.world.watch(COURSE.sessions[0], upto_ms=10 * MINUTE)
    clone = one.fork()
    one.world.watch(COURSE.sessions[0])
    clone.world.watch(COURSE.sessions[1])
    one.join(clone)
    clone.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    clone.join(one)
    one.join(clone)
    one.journey.submit_quiz(RIGHT)
    one.journey.submit_evaluation(RESPONSES)
    one.world.claim()
    return one, clone


def test_both_count_both_branches_of_a_fork_once() -> None:
    one, clone = forked()
    found = alone(handed_in(one))
    assert agreed(handed_in(one)) == agreed(handed_in(clone)) == "genuine"
    # 10 minutes together, 60 and 30 apart, and one again.
    assert [session["engaged_ms"] // MINUTE for session in found["sessions"]] == [10 + 60 + 1, 30]


def mutated(change: Change, *, device: Device = RING[0], data: bytes = JOINED) -> bytes:
    contents = contents_of(data)
    change(contents)
    return sealed(contents, device.key)


def _stranger(contents: Contents) -> None:
    """Somebody else's strand in the place of one that is joined."""
    (other,) = devices(1, learner=replace(PHYSICIAN, id=LearnerId("33" * 16)))
    other.journey.acknowledge_disclosures()
    contents["joined"].append(_strand_of(other))


def _elsewhere(contents: Contents) -> None:
    (other,) = devices(1, SHORT_COURSE)
    contents["joined"].append(_strand_of(other))


def _rehearsed(contents: Contents) -> None:
    (other,) = devices(1, purpose=Purpose.REHEARSAL)
    contents["joined"].append(_strand_of(other))


def _strand_of(device: Device) -> Strand:
    device.here()
    strand = device.strand()
    return {
        "device": strand.device.raw.hex(),
        "events": [body.decode() for body in strand.bodies],
        "heads": [head.to_json().decode() for head in strand.heads],
    }


def _joined_event(contents: Contents) -> None:
    contents["joined"][0]["events"][3] = contents["joined"][0]["events"][3].replace(":100}", ":101}")


def _impossible_in_joined(contents: Contents) -> None:
    """The other device's owner made up a minute, and everything fits but the time."""
    contents["joined"].append(_strand_of(_cheat()))


def _cheat() -> Device:
    (cheat,) = devices(1)
    cheat.journey.acknowledge_disclosures()
    cheat.world.stream.append(
        Watched(session=FIRST, start_ms=0, end_ms=30 * MINUTE, engaged_ms=30 * MINUTE, rate_percent=100)
    )
    return cheat


JOIN_MUTANTS: dict[str, tuple[str, Change]] = {
    "a strand is missing": (Fault.CUT, lambda c: c["joined"].pop()),
    "all strands are missing": (Fault.CUT, lambda c: c["joined"].clear()),
    "a strand's event was altered": (Fault.ALTERED, _joined_event),
    "a strand was cut": (Fault.CUT, lambda c: c["joined"][0]["events"].pop()),
    "a strand has no heads": (Fault.CUT, lambda c: c["joined"][0]["heads"].clear()),
    "a strand has no events": (
        Fault.CUT,
        lambda c: (c["joined"][0]["events"].clear(), c["joined"][0]["heads"].clear()),
    ),
    "a strand's events were swapped": (
        Fault.REORDERED,
        lambda c: c["joined"][0]["events"].insert(2, c["joined"][0]["events"].pop(1)),
    ),
    "a strand under another key": (Fault.WRONG_KEY, lambda c: c["joined"][0].update(device=key(9).public.raw.hex())),
    "a strand with no key": ("not-a-completion-file", lambda c: c["joined"][0].update(device="")),
    "a strand with more": ("not-a-completion-file", lambda c: c["joined"][0].update(more=1)),
    "a strand of another learner": (Fault.TRANSPLANTED, _stranger),
    "a strand of another course": (Fault.TRANSPLANTED, _elsewhere),
    "a strand of a rehearsal": (Fault.TRANSPLANTED, _rehearsed),
    "a strand that could not have happened": (Fault.IMPOSSIBLE, _impossible_in_joined),
    "too many strands": (Fault.IMPOSSIBLE, lambda c: c["joined"].extend(c["joined"][:1] * MOST_JOINED)),
}


@pytest.mark.parametrize("name", JOIN_MUTANTS)
def test_both_name_the_same_fault_of_joined_strands(name: str) -> None:
    fault, change = JOIN_MUTANTS[name]
    assert agreed(mutated(change)) == fault


@pytest.mark.parametrize(
    "fact",
    [
        StreamJoined(stream=StreamId("0" * 32), seq=0, hash="00" * 32),
        StreamJoined(stream=RING[1].world.stream.id, seq=10**30, hash="00" * 32),
        StreamJoined(stream=RING[1].world.stream.id, seq=-1, hash="00" * 32),
        StreamJoined(stream=RING[1].world.stream.id, seq=3, hash="00" * 32),
        StreamJoined(stream=RING[1].world.stream.id, seq=3, hash=""),
    ],
)
def test_both_refuse_a_joining_of_what_is_not_there(fact: StreamJoined) -> None:
    one = _copy(RING[0])
    one.world.stream.append(fact)
    assert agreed(handed_in(one)) == Fault.CUT


def test_both_refuse_what_stands_after_the_last_head_of_a_joined_strand() -> None:
    one, two = devices(2)
    one.journey.acknowledge_disclosures()
    two.journey.acknowledge_disclosures()
    known = one.here()
    one.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    beyond = replace(one.here(), seq=known.seq + 1)
    two.world.stream.append(beyond)
    contents = contents_of(handed_in(two))
    contents["joined"][0]["heads"] = contents["joined"][0]["heads"][:1]
    assert agreed(sealed(contents, two.key)) == Fault.CUT


def _copy(device: Device) -> Device:
    """The same with the same others, so that what is done to it stays with it."""
    family = list(device.family)
    copied = device.fork()
    device.family.pop()
    copied.family = [copied, *(other for other in family if other is not device)]
    return copied


def test_both_refuse_more_joinings_than_anybody_makes() -> None:
    one, two = devices(2)
    fact = one.here()
    two.world.stream.append(fact)
    assert agreed(handed_in(two)) == "genuine"
    for _ in range(MOST_JOINS):
        two.world.stream.append(fact)
    assert agreed(handed_in(two)) == Fault.IMPOSSIBLE


def test_both_show_a_claim_that_was_made_twice_and_count_it_once() -> None:
    found = alone(JOINED)
    assert [claim["amount"] for claim in found["claims"]] == ["1.5"]
    assert [claim["amount"] for claim in found["repeated_claims"]] == ["1.5"]


def test_both_let_the_earlier_of_two_evaluations_stand() -> None:
    one, two = devices(2)
    one.journey.acknowledge_disclosures()
    one.world.watch_all()
    one.journey.submit_quiz(RIGHT)
    two.join(one)
    one.world.clock.advance(MINUTE)
    for device in (one, two):
        device.journey.submit_evaluation(RESPONSES)
    one.join(two)
    two.join(one)
    assert agreed(handed_in(one)) == agreed(handed_in(two)) == "genuine"
    assert alone(handed_in(one))["completed"] == alone(handed_in(two))["completed"]
