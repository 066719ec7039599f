"""Both verifiers count the same of what was recorded in earlier versions of a course, and refuse the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from player.domain.course import Course
from player.domain.event import CreditClaimed, Watched
from player.domain.learner import Profession
from player.exchange.completion import read_completion, verify_completion
from player.proof import manifest
from player.proof.evidence import MOST_EARLIER
from player.proof.manifest import SignedCourse
from player.proof.problems import Fault
from player.proof.roots import SignedRoot
from player.proof.trust import Publisher, Trust
from tests import versions
from tests.builders import COURSE, FIRST, MINUTE, RESPONSES, RIGHT, SECOND, SHORT_COURSE, WRONG
from tests.exchange.agreement import ALONE, Change, Contents, agreed, alone, contents_of, handed_in, sealed
from tests.proof import vaults
from tests.strands import Device, in_versions
from tests.versions import claimed, finished, half_way, later, updated
from tests.worlds import NOBODY, PUBLISHER, TRUST, key, manifest_of, signed


def begun(device: Device) -> None:
    device.journey.acknowledge_disclosures()
    device.world.watch(COURSE.sessions[0], upto_ms=7 * MINUTE)
    device.world.watch(COURSE.sessions[1], upto_ms=9 * MINUTE, rate_percent=150)


def failed(device: Device) -> None:
    half_way(device)
    device.journey.submit_quiz(WRONG)


@pytest.mark.parametrize("stage", [begun, half_way, failed, finished, claimed])
@pytest.mark.parametrize("name", versions.ALL)
def test_both_count_the_same_of_an_earlier_version(name: str, stage: Callable[[Device], None]) -> None:
    old, new = updated(versions.ALL[name])
    stage(old)
    new.join(old)
    assert agreed(handed_in(new)) == "genuine"
    assert alone(handed_in(new))["earlier"] == [{"version": 1, "hash": old.world.signed.hash}]


def test_both_count_the_same_over_three_versions_forks_and_devices() -> None:
    first, second, third = in_versions(signed(), signed(versions.RERECORDED), signed(replace(COURSE, version=3)))
    begun(first)
    clone = first.fork()
    clone.world.watch(COURSE.sessions[0], upto_ms=20 * MINUTE)
    first.world.watch(COURSE.sessions[1])
    second.join(first)
    second.world.watch(versions.RERECORDED.sessions[1], upto_ms=5 * MINUTE)
    third.join(second)
    third.join(clone)
    third.join(first)
    third.world.watch_all()
    third.journey.submit_quiz(RIGHT)
    third.journey.submit_evaluation(RESPONSES)
    third.world.claim()
    assert agreed(handed_in(third)) == "genuine"


def test_both_count_the_time_of_two_versions_played_at_once_once() -> None:
    old, new = updated(versions.SAME)
    for device in (old, new):
        device.journey.acknowledge_disclosures()
        device.journey.start_watching(FIRST, position_ms=0)
    old.world.clock.advance(30 * MINUTE)
    span = {"engaged_ms": 30 * MINUTE, "rate_percent": 100}
    old.world.stream.append(Watched(session=FIRST, start_ms=0, end_ms=30 * MINUTE, **span))
    new.world.stream.append(Watched(session=FIRST, start_ms=30 * MINUTE, end_ms=60 * MINUTE, **span))
    new.world.stream.append(old.here())
    assert agreed(handed_in(new)) == "genuine"
    assert alone(handed_in(new))["sessions"][0]["covered_ms"] == 30 * MINUTE


def test_both_count_what_was_played_before_in_the_older_version_on_the_same_machine() -> None:
    old, new = updated(versions.SAME)
    for device, session in ((old, COURSE.sessions[0]), (new, COURSE.sessions[1])):
        device.journey.acknowledge_disclosures()
        device.world.watch(session, upto_ms=10 * MINUTE)
    new.join(old)
    assert agreed(handed_in(new)) == "genuine"
    assert [session["covered_ms"] for session in alone(handed_in(new))["sessions"]] == [10 * MINUTE] * 2


def test_both_take_the_lengths_of_a_quiz_as_numbers_and_not_as_texts() -> None:
    """1 and 1.0 point are the same; the quiz of a manifest of format 1 is that of format 2."""
    assert COURSE.quiz is not None
    one, *others = COURSE.quiz.questions
    again = replace(COURSE.quiz, questions=(replace(one, points=one.points.quantize(one.points / 10)), *others))
    old, new = updated(later(quiz=again))
    finished(old)
    new.join(old)
    assert agreed(handed_in(new)) == "genuine"
    assert alone(handed_in(new))["quiz"]


def test_both_find_the_quiz_of_the_first_format_in_the_second() -> None:
    first_format = replace(manifest_of(COURSE), format=1)
    old_course = manifest.read(manifest.sign(first_format, PUBLISHER), TRUST, name="The course")
    old, new = in_versions(old_course, signed(versions.SAME), one_machine=True)
    finished(old)
    new.join(old)
    assert agreed(handed_in(new)) == "genuine"
    assert alone(handed_in(new))["quiz"]


def test_a_file_is_of_the_third_format_only_where_an_earlier_version_is_inside() -> None:
    old, new = updated(versions.SAME)
    half_way(old)
    new.journey.acknowledge_disclosures()
    assert contents_of(handed_in(new))["format"] == 1
    new.join(old)
    data = handed_in(new)
    assert contents_of(data)["format"] == 3
    read = read_completion(data, name="a.completion")
    assert [envelope.payload for envelope in read.evidence.earlier] == [old.world.signed.envelope.payload]
    assert verify_completion(data, TRUST, name="a.completion").verdict.earlier[0].course == COURSE


# --- hostile ---------------------------------------------------------------------------------------------------

STRANGER = key(7)
BOTH = Trust((*TRUST.publishers, Publisher(name="Example Medical College", keys=(STRANGER.public,), specimen=False)))


def lent(old: SignedCourse, new: SignedCourse | None = None) -> bytes:
    before, after = in_versions(old, new or signed(versions.SAME), one_machine=True)
    before.journey.acknowledge_disclosures()
    after.world.stream.append(before.here())
    return handed_in(after)


@pytest.mark.parametrize("trust", [TRUST, NOBODY, BOTH])
def test_both_refuse_a_version_by_another_publisher(trust: Trust) -> None:
    assert agreed(lent(signed(publisher=STRANGER)), trust=trust) == Fault.TRANSPLANTED


@pytest.mark.parametrize("old", [SHORT_COURSE, replace(COURSE, version=2, title="Another"), replace(COURSE, version=3)])
def test_both_refuse_what_is_no_lower_version_of_the_course(old: Course) -> None:
    assert agreed(lent(signed(old))) == Fault.TRANSPLANTED


def under_roots(next_root: SignedRoot) -> tuple[dict[str, Any], bool]:
    """What the other verifier says who knows the newest root, and whether Carrel, who knew the first, finds credit."""
    trust = vaults.knowing(vaults.FIRST)
    brought = replace(manifest_of(versions.SAME, publisher=vaults.NEXT_KEY), roots=(vaults.text(next_root),))
    new = manifest.read(manifest.sign(brought, vaults.NEXT_KEY), trust, name="The course")
    data = lent(signed(publisher=vaults.COURSE_KEY, trust=trust), new)
    theirs = ALONE.verify(data, [ALONE.read_root(next_root.envelope.to_json())], [])
    return theirs, not verify_completion(data, trust, name="a.completion").verdict.is_specimen


def test_both_let_the_keys_of_one_root_lend_to_each_other_until_one_is_revoked() -> None:
    renewed = vaults.complete(vaults.next_of(), vaults.OLD[:2])
    for root, credit in ((renewed, True), (vaults.revoking(), False)):
        theirs, ours = under_roots(root)
        assert theirs["genuine"] and theirs["proves_credit"] == ours == credit


def test_both_let_one_unknown_key_lend_to_itself() -> None:
    assert agreed(lent(signed(trust=NOBODY), signed(versions.SAME, trust=NOBODY)), trust=NOBODY) == "genuine"


def test_both_refuse_what_leads_back_to_a_later_version() -> None:
    old, new = updated(versions.SAME)
    half_way(new)
    old.world.stream.append(new.here())
    assert agreed(handed_in(old)) == Fault.TRANSPLANTED
    new.world.stream.append(old.here())
    assert agreed(handed_in(new)) == Fault.TRANSPLANTED


def test_both_refuse_a_ring_of_joinings_over_versions_that_was_made_to_fit() -> None:
    first, second, third = in_versions(signed(), signed(versions.SAME), signed(replace(COURSE, version=3)))
    half_way(third)
    first.world.stream.append(third.here())
    second.world.stream.append(first.here())
    third.world.stream.append(second.here())
    assert agreed(handed_in(third)) == Fault.TRANSPLANTED


def test_both_refuse_a_claim_of_what_was_claimed_in_an_earlier_version() -> None:
    old, new = updated(versions.SAME)
    claimed(old)
    new.join(old)
    new.world.stream.append(CreditClaimed(offer="ama", amount=COURSE.credit.offers[0].maximum, profession=PHYSICIANS))
    assert agreed(handed_in(new)) == Fault.IMPOSSIBLE


PHYSICIANS = Profession.PHYSICIAN


def test_both_show_what_was_claimed_in_two_versions_and_count_it_once() -> None:
    old, new = updated(versions.SAME, one_machine=False)
    claimed(old)
    claimed(new)
    new.join(old)
    data = handed_in(new)
    assert agreed(data) == "genuine"
    assert [len(alone(data)[name]) for name in ("claims", "repeated_claims")] == [1, 1]


def test_both_judge_an_earlier_strand_by_its_own_version() -> None:
    strict = replace(COURSE, watch=replace(COURSE.watch, counted_rate_percent=100))
    old, new = updated(later(), old=strict)
    old.journey.acknowledge_disclosures()
    old.journey.start_watching(FIRST, position_ms=0)
    old.world.clock.advance(MINUTE)
    fast = Watched(session=FIRST, start_ms=0, end_ms=2 * MINUTE, engaged_ms=MINUTE, rate_percent=200)
    old.world.stream.append(fast)
    new.world.stream.append(old.here())
    assert agreed(handed_in(new)) == Fault.IMPOSSIBLE


def test_both_carry_nothing_to_the_same_recording_with_another_length() -> None:
    old, new = updated(versions.SHORTENED)
    half_way(old)
    new.join(old)
    assert alone(handed_in(new))["sessions"][1]["covered_ms"] == 0
    assert agreed(handed_in(new)) == "genuine"


def _example() -> tuple[Device, bytes]:
    old, new = updated(versions.SAME)
    finished(old)
    new.join(old)
    new.world.watch(COURSE.sessions[1], upto_ms=MINUTE)
    return new, handed_in(new)


NEW, FILE = _example()


def _course_of(course: SignedCourse) -> Contents:
    return {
        "manifest": course.envelope.payload.decode(),
        "signatures": [{"keyid": one.keyid, "sig": one.sig} for one in course.envelope.signatures],
    }


def _edited(contents: Contents) -> None:
    contents["earlier"][0]["manifest"] = contents["earlier"][0]["manifest"].replace(
        '"duration_ms":36', '"duration_ms":3'
    )


MUTANTS: dict[str, tuple[str, Change]] = {
    "no earlier version": (Fault.TRANSPLANTED, lambda c: c["earlier"].clear()),
    "another earlier version": (
        Fault.TRANSPLANTED,
        lambda c: c.update(earlier=[_course_of(signed(replace(COURSE, title="Another")))]),
    ),
    "the earlier version altered": (Fault.ALTERED, _edited),
    "the earlier version signed by nobody": (Fault.WRONG_KEY, lambda c: c["earlier"][0]["signatures"].clear()),
    "the signature of the later version": (
        Fault.ALTERED,
        lambda c: c["earlier"][0].update(signatures=c["course"]["signatures"]),
    ),
    "the versions exchanged": (
        Fault.TRANSPLANTED,
        lambda c: c.update(course=c["earlier"][0], earlier=[c["course"]]),
    ),
    "the version itself among the earlier ones": (Fault.TRANSPLANTED, lambda c: c["earlier"].append(c["course"])),
    "too many versions": (Fault.IMPOSSIBLE, lambda c: c["earlier"].extend(c["earlier"] * MOST_EARLIER)),
    "an earlier version that is of no use": (
        "genuine",
        lambda c: c["earlier"].append(_course_of(signed(replace(COURSE, title="Of no use")))),
    ),
    "an earlier version of a later format": (
        "newer-format",
        lambda c: c["earlier"][0].update(manifest='{"format":7}'),
    ),
    "no joined strands": (Fault.CUT, lambda c: c["joined"].clear()),
    "the second format with what the third adds": ("not-a-completion-file", lambda c: c.update(format=2)),
    "an earlier version with more": ("not-a-completion-file", lambda c: c["earlier"][0].update(more=1)),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_both_name_the_same_fault_of_earlier_versions(name: str) -> None:
    fault, change = MUTANTS[name]
    contents = contents_of(FILE)
    change(contents)
    assert agreed(sealed(contents, NEW.key)) == fault


def test_both_tell_of_the_second_session_what_they_tell_of_the_first() -> None:
    assert [session["id"] for session in alone(FILE)["sessions"]] == [FIRST, SECOND]
    assert agreed(FILE) == "genuine"


def test_both_refuse_an_own_strand_of_an_earlier_version() -> None:
    old, new = updated(versions.SAME)
    half_way(old)
    contents = contents_of(handed_in(old))
    inside = {"course": _course_of(new.world.signed), "earlier": [_course_of(old.world.signed)], "joined": []}
    ordered = {name: {**contents, **inside}[name] for name in contents_of(FILE)}
    assert agreed(sealed({**ordered, "format": 3}, old.key)) == Fault.TRANSPLANTED
