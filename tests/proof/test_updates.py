"""Evidence over several versions of a course: what still holds counts, once, and nobody else's lends anything."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from player.domain.course import Course
from player.domain.event import CreditClaimed, StreamJoined, StreamOpened, Watched
from player.domain.history import already_counted
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import Lock, StepName, StepState
from player.proof import manifest
from player.proof.editions import is_earlier, same_publisher
from player.proof.evidence import MOST_EARLIER, Evidence, verify
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.problems import EvidenceAltered, Fault, NotSigned
from player.proof.roots import SignedRoot
from player.proof.trust import Publisher, Trust
from tests import versions
from tests.builders import COURSE, FIRST, MINUTE, RESPONSES, RIGHT, SECOND, SHORT_COURSE, WRONG
from tests.proof import vaults
from tests.strands import Device, in_versions
from tests.versions import THIRD, claimed, finished, half_way, later, updated
from tests.worlds import NOBODY, PUBLISHER, TRUST, key, manifest_of, signed


def judged(device: Device, trust: Trust = TRUST):
    """The verdict, which says of the learner exactly what the journey said."""
    verdict = verify(device.evidence(), trust)
    assert verdict.history == device.journey.history
    return verdict


def refused(evidence: Evidence, fault: Fault, trust: Trust = TRUST) -> None:
    with pytest.raises(EvidenceAltered) as met:
        verify(evidence, trust)
    assert met.value.fault is fault, met.value.what


def minutes(device: Device, session: str = FIRST) -> tuple[int, int, int]:
    """Of one session: minutes covered, minutes of these that earn, and minutes that it took."""
    seen = judged(device).history.sessions.get(session)  # pyright: ignore[reportArgumentType]
    if seen is None:
        return 0, 0, 0
    return seen.coverage.length_ms // MINUTE, seen.earning.length_ms // MINUTE, seen.engaged_ms // MINUTE


def states(device: Device) -> dict[StepName, StepState]:
    return {step.name: step.state for step in judged(device).progress.steps}


# --- what is kept ----------------------------------------------------------------------------------------------


def test_what_was_done_in_an_earlier_version_counts_where_nothing_that_matters_changed() -> None:
    old, new = updated(versions.SAME)
    finished(old)
    new.join(old)
    assert minutes(new) == (60, 60, 60)
    assert states(new)[StepName.CLAIM] is StepState.OPEN
    new.world.claim("ama", "1.5")
    assert [claim.stream for claim in judged(new).history.claims] == [new.world.stream.id]


def test_a_recording_that_was_exchanged_is_watched_anew_and_the_other_is_not() -> None:
    old, new = updated(versions.RERECORDED)
    half_way(old)
    new.join(old)
    assert (minutes(new, FIRST), minutes(new, SECOND)) == ((60, 60, 60), (0, 0, 0))
    assert states(new)[StepName.WATCH] is StepState.OPEN
    new.world.watch(versions.RERECORDED.sessions[1])
    new.journey.submit_quiz(RIGHT)
    new.journey.submit_evaluation(RESPONSES)
    new.world.claim("ama", "1.5")
    assert judged(new).history.claims


def test_progress_follows_the_recordings_and_not_their_names() -> None:
    old, new = updated(versions.SWAPPED)
    old.journey.acknowledge_disclosures()
    old.world.watch(COURSE.sessions[0], upto_ms=20 * MINUTE)
    new.join(old)
    assert (minutes(new, FIRST), minutes(new, THIRD)) == ((0, 0, 0), (20, 20, 20))


def test_a_session_that_was_added_is_all_that_is_left_to_do() -> None:
    old, new = updated(versions.EXTENDED)
    finished(old)
    new.join(old)
    assert judged(new).progress.current is not None
    new.world.watch(versions.ADDED)
    new.world.claim("ama", "1.5")
    assert states(new)[StepName.CLAIM] is StepState.DONE


def test_the_same_recording_said_to_be_shorter_carries_nothing() -> None:
    """Else a minute of it could be made to count as the whole."""
    old, new = updated(versions.SHORTENED)
    half_way(old)
    new.join(old)
    assert minutes(new, SECOND) == (0, 0, 0)


def test_other_disclosures_are_acknowledged_anew() -> None:
    old, new = updated(versions.DISCLOSED)
    half_way(old)
    new.join(old)
    assert states(new)[StepName.BEFORE] is StepState.OPEN
    with pytest.raises(Problem, match="disclose"):
        new.journey.submit_quiz(RIGHT)
    new.journey.acknowledge_disclosures()
    new.journey.submit_quiz(RIGHT)
    assert judged(new).history.quiz_passed


@pytest.mark.parametrize("course", [versions.OTHER_QUIZ, versions.HARDER])
def test_another_quiz_is_taken_anew(course: Course) -> None:
    old, new = updated(course)
    half_way(old)
    old.journey.submit_quiz(WRONG)
    old.journey.submit_quiz(RIGHT)
    new.join(old)
    assert not judged(new).history.quiz_results


def test_tries_at_the_same_quiz_add_up_over_versions() -> None:
    assert COURSE.quiz is not None
    limited = replace(COURSE, quiz=replace(COURSE.quiz, attempts=2))
    old, new = updated(later(limited), old=limited)
    half_way(old)
    old.journey.submit_quiz(WRONG)
    new.join(old)
    new.journey.submit_quiz(WRONG)
    with pytest.raises(Problem, match="No attempt"):
        new.journey.submit_quiz(RIGHT)


def test_another_evaluation_is_filled_in_anew() -> None:
    old, new = updated(versions.OTHER_EVALUATION)
    finished(old)
    new.join(old)
    assert states(new)[StepName.EVALUATION] is StepState.OPEN
    new.journey.submit_evaluation(RESPONSES)
    new.world.claim("ama", "1.5")
    assert judged(new).history.claims


def test_what_was_faster_than_counts_now_does_not_count() -> None:
    old, new = updated(versions.SLOWER)
    old.journey.acknowledge_disclosures()
    old.world.watch(COURSE.sessions[1], rate_percent=200)
    old.world.watch(COURSE.sessions[0], upto_ms=10 * MINUTE)
    new.join(old)
    assert (minutes(new, FIRST), minutes(new, SECOND)) == ((10, 10, 10), (0, 0, 0))
    new.journey.acknowledge_disclosures()
    new.world.watch(COURSE.sessions[1])
    assert minutes(new, SECOND) == (30, 30, 30)


def test_the_days_of_the_new_version_decide_what_earns() -> None:
    old, new = updated(versions.CLOSED)
    finished(old)
    new.join(old)
    assert minutes(new) == (60, 0, 60)
    assert judged(new).progress.step(StepName.CLAIM).lock is Lock.EXPIRED


def test_an_evaluation_from_before_the_new_version_opened_can_be_sent_again() -> None:
    """It would be too early for ever, and could not be replaced."""
    opens = replace(COURSE.availability, opens=datetime(2024, 6, 20, tzinfo=UTC).date())
    old, new = updated(later(availability=opens))
    finished(old)
    old.world.clock.go_to(datetime(2024, 7, 1, tzinfo=UTC))
    new.join(old)
    assert states(new)[StepName.EVALUATION] is StepState.OPEN
    assert minutes(new) == (60, 0, 60)


def test_an_older_version_still_counts_in_the_third() -> None:
    """Also by way of the second, and also what did not hold in the second."""
    first, second, third = in_versions(
        signed(), signed(versions.RERECORDED), signed(replace(COURSE, version=3)), one_machine=True
    )
    half_way(first)
    second.join(first)
    second.world.watch(versions.RERECORDED.sessions[1], upto_ms=5 * MINUTE)
    third.join(second)
    assert (minutes(third, FIRST), minutes(third, SECOND)) == ((60, 60, 60), (30, 30, 30))
    before = third.journey.history
    third.join(first)
    assert replace(third.journey.history, **_own(before)) == before


def _own(history):
    """What a stream's own events add, whatever they join."""
    return {name: getattr(history, name) for name in ("count", "last_event", "boots", "counted")}


def test_forks_of_an_earlier_version_count_what_they_share_once() -> None:
    old, new = updated(versions.SAME, one_machine=False)
    old.journey.acknowledge_disclosures()
    old.world.watch(COURSE.sessions[0], upto_ms=10 * MINUTE)
    clone = old.fork()
    old.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    clone.world.watch(COURSE.sessions[0], upto_ms=2 * MINUTE)
    new.join(old)
    new.join(clone)
    new.join(old)
    assert minutes(new) == (10, 10, 13)
    assert already_counted(clone.world.stream.events, (old.world.stream.events,)) > 10


def test_two_sessions_of_one_recording_share_what_counts_and_no_event_is_lost() -> None:
    """Two different events may come to the same in the new version: each of them happened."""
    twice = replace(COURSE, sessions=(COURSE.sessions[0], replace(COURSE.sessions[0], id=SECOND)))
    old, new = updated(later(twice, sessions=COURSE.sessions[:1]), old=twice, one_machine=False)
    old.journey.acknowledge_disclosures()
    old.world.watch(twice.sessions[0], upto_ms=MINUTE)
    clone = old.fork()
    old.world.watch(twice.sessions[0], upto_ms=MINUTE)
    clone.world.watch(twice.sessions[1], upto_ms=MINUTE)
    new.join(old)
    new.join(clone)
    assert minutes(new) == (1, 1, 3)


# --- credit ----------------------------------------------------------------------------------------------------


def test_a_claim_of_the_earlier_version_stands_and_is_not_made_again() -> None:
    old, new = updated(versions.LESS_CREDIT)
    claimed(old)
    new.join(old)
    history = judged(new).history
    assert [(claim.stream, claim.credit.amount) for claim in history.claims] == [(old.world.stream.id, Decimal("1.5"))]
    assert history.issues[0].certificate.number == history.claims[0].number
    new.journey.acknowledge_disclosures()
    with pytest.raises(Problem, match="was claimed"):
        new.world.claim("ama", "1")
    new.world.stream.append(CreditClaimed(offer="ama", amount=Decimal(1), profession=Profession.PHYSICIAN))
    refused(new.evidence(), Fault.IMPOSSIBLE)


def test_credit_claimed_in_two_versions_that_did_not_know_of_each_other_counts_once() -> None:
    old, new = updated(versions.SAME, one_machine=False)
    claimed(old)
    claimed(new)
    new.join(old)
    history = judged(new).history
    assert [claim.stream for claim in history.claims] == [new.world.stream.id]
    assert [claim.stream for claim in history.repeated_claims] == [old.world.stream.id]


def test_a_claim_of_an_offer_that_is_gone_stays_with_its_version() -> None:
    old, new = updated(versions.NO_AMA)
    claimed(old)
    new.join(old)
    history = judged(new).history
    assert not history.claims and not history.issues


# --- time ------------------------------------------------------------------------------------------------------


def test_two_versions_played_at_once_count_no_more_than_the_time_that_passed() -> None:
    """Each for itself could be; together they would be twice the time of the one boot in which they were played."""
    old, new = updated(versions.SAME)
    for device in (old, new):
        device.journey.acknowledge_disclosures()
        device.journey.start_watching(FIRST, position_ms=0)
    old.world.clock.advance(30 * MINUTE)
    span = {"engaged_ms": 30 * MINUTE, "rate_percent": 100}
    old.world.stream.append(Watched(session=FIRST, start_ms=0, end_ms=30 * MINUTE, **span))
    new.world.stream.append(Watched(session=FIRST, start_ms=30 * MINUTE, end_ms=60 * MINUTE, **span))
    new.world.stream.append(old.here())
    verdict = verify(new.evidence(), TRUST)
    assert verdict.history.of_session(FIRST).coverage.length_ms == 30 * MINUTE
    assert verdict.history.of_session(FIRST).engaged_ms == 30 * MINUTE


def test_going_to_and_fro_between_versions_loses_nothing() -> None:
    old, new = updated(versions.SAME)
    for device in (old, new):
        device.journey.acknowledge_disclosures()
    for minute in range(1, 6):
        old.world.watch(COURSE.sessions[0], upto_ms=minute * MINUTE)
        new.world.watch(COURSE.sessions[1], upto_ms=minute * MINUTE)
    new.join(old)
    assert (minutes(new, FIRST), minutes(new, SECOND)) == ((5, 5, 15), (5, 5, 15))


# --- who may lend ----------------------------------------------------------------------------------------------

STRANGER = key(7)


def lent(old: SignedCourse, trust: Trust = TRUST, new: Course = versions.SAME) -> Evidence:
    """Evidence in `new` that rests on what was recorded in `old`."""
    before, after = in_versions(old, signed(new, trust=trust), one_machine=True)
    before.journey.acknowledge_disclosures()
    before.journey.start_watching(before.world.course.sessions[0].id, position_ms=0)
    after.world.stream.append(before.here())
    return after.evidence()


def test_a_version_signed_by_somebody_else_lends_nothing() -> None:
    refused(lent(signed(publisher=STRANGER)), Fault.TRANSPLANTED)
    refused(lent(signed(publisher=STRANGER), NOBODY), Fault.TRANSPLANTED, NOBODY)


def test_a_publisher_that_is_known_by_another_key_lends_nothing() -> None:
    both = Trust((*TRUST.publishers, Publisher(name=TRUST.publishers[0].name, keys=(STRANGER.public,), specimen=False)))
    refused(lent(signed(publisher=STRANGER, trust=both), both), Fault.TRANSPLANTED, both)


def test_keys_of_one_publisher_lend_to_each_other_and_only_where_it_is_known() -> None:
    renewed = Trust((replace(TRUST.publishers[0], keys=(PUBLISHER.public, STRANGER.public)),))
    evidence = lent(signed(publisher=STRANGER, trust=renewed), renewed)
    assert verify(evidence, renewed).history.acknowledged
    refused(evidence, Fault.TRANSPLANTED)
    refused(evidence, Fault.TRANSPLANTED, NOBODY)


def rooted(course: Course, by: PrivateKey, *roots: SignedRoot) -> SignedCourse:
    written = replace(manifest_of(course, publisher=by), roots=tuple(vaults.text(root) for root in roots))
    return manifest.read(manifest.sign(written, by), ROOTED, name="The course")


ROOTED = vaults.knowing(vaults.FIRST)


def lent_under_roots(next_root: SignedRoot) -> Evidence:
    """The first version signed with the key of the first root, the second with that of the next, which it brings."""
    old, new = rooted(COURSE, vaults.COURSE_KEY), rooted(versions.SAME, vaults.NEXT_KEY, next_root)
    before, after = in_versions(old, new, one_machine=True)
    before.journey.acknowledge_disclosures()
    after.join(before)
    return after.evidence()


def test_a_publisher_that_renewed_its_key_lends_to_itself() -> None:
    verdict = verify(lent_under_roots(vaults.complete(vaults.next_of(), vaults.OLD[:2])), ROOTED)
    assert verdict.history.acknowledged and not verdict.is_specimen


def test_what_rests_on_a_version_whose_key_was_revoked_proves_no_credit() -> None:
    """Whoever stole the key could sign a version in which a minute is the whole."""
    evidence = lent_under_roots(vaults.revoking())
    assert verify(evidence, ROOTED).is_specimen
    signed_again = vaults.complete(vaults.next_of(), vaults.OLD[:2])
    assert not verify(lent_under_roots(signed_again), ROOTED).is_specimen


def test_an_earlier_version_is_judged_by_the_roots_that_the_newest_brings() -> None:
    root = vaults.complete(vaults.next_of(), vaults.OLD[:2])
    old = rooted(COURSE, vaults.NEXT_KEY)
    before, after = in_versions(old, rooted(versions.SAME, vaults.COURSE_KEY, root), one_machine=True)
    before.journey.acknowledge_disclosures()
    after.join(before)
    verdict = verify(after.evidence(), ROOTED)
    assert verdict.history.acknowledged and not verdict.is_specimen


def test_one_key_that_nobody_knows_lends_to_itself_and_gives_no_credit() -> None:
    verdict = verify(lent(signed(trust=NOBODY), NOBODY), NOBODY)
    assert verdict.history.acknowledged and verdict.is_specimen


def test_only_a_lower_version_of_the_same_course_lends() -> None:
    refused(lent(signed(SHORT_COURSE)), Fault.TRANSPLANTED)
    refused(lent(signed(replace(COURSE, version=2, title="Another"))), Fault.TRANSPLANTED)
    refused(lent(signed(replace(COURSE, version=3))), Fault.TRANSPLANTED)
    assert verify(lent(signed()), TRUST).history.acknowledged


def test_what_nobody_signed_is_no_earlier_version() -> None:
    evidence = lent(signed())
    (envelope,) = evidence.earlier
    with pytest.raises(NotSigned):
        verify(
            replace(evidence, earlier=(replace(envelope, payload=envelope.payload.replace(b"Shift", b"Night")),)), TRUST
        )


def test_a_version_that_is_not_inside_lends_nothing() -> None:
    refused(replace(lent(signed()), earlier=()), Fault.TRANSPLANTED)
    other = signed(replace(COURSE, title="Another version 1")).envelope
    refused(replace(lent(signed()), earlier=(other,)), Fault.TRANSPLANTED)


def test_what_is_told_of_a_version_must_be_so() -> None:
    """A strand that names the hash of one version and the number of another."""
    evidence = lent(signed())
    before, after = in_versions(signed(), signed(versions.SAME), one_machine=True)
    first = before.world.stream.events[0]
    assert isinstance(first.fact, StreamOpened)
    before.world.stream._events[0] = replace(first, fact=replace(first.fact, course_version=0))
    after.world.stream.append(before.here())
    refused(after.evidence(), Fault.IMPOSSIBLE)
    assert verify(evidence, TRUST)


def test_nothing_leads_back_from_an_earlier_version_to_a_later_one() -> None:
    old, new = updated(versions.SAME)
    half_way(new)
    old.world.stream.append(new.here())
    new.world.stream.append(old.here())
    refused(new.evidence(), Fault.TRANSPLANTED)
    refused(old.evidence(), Fault.TRANSPLANTED)


def test_an_earlier_version_joins_no_other_of_the_same_number() -> None:
    one, other, new = in_versions(
        signed(), signed(replace(COURSE, title="Another version 1")), signed(versions.SAME), one_machine=True
    )
    half_way(one)
    other.world.stream.append(one.here())
    new.world.stream.append(other.here())
    refused(new.evidence(), Fault.TRANSPLANTED)


def test_an_earlier_strand_is_judged_by_its_own_version() -> None:
    """What its own rules forbid does not come in because the new ones allow it."""
    strict = replace(COURSE, watch=replace(COURSE.watch, counted_rate_percent=100))
    old, new = updated(later(), old=strict)
    old.journey.acknowledge_disclosures()
    old.journey.start_watching(FIRST, position_ms=0)
    old.world.clock.advance(MINUTE)
    old.world.stream.append(Watched(session=FIRST, start_ms=0, end_ms=2 * MINUTE, engaged_ms=MINUTE, rate_percent=200))
    new.world.stream.append(old.here())
    refused(new.evidence(), Fault.IMPOSSIBLE)


def test_the_own_strand_is_of_the_course_itself() -> None:
    old, new = updated(versions.SAME)
    half_way(old)
    new.here()
    evidence = new.evidence()
    swapped = replace(old.evidence(), course=evidence.course, earlier=(signed().envelope,))
    refused(swapped, Fault.TRANSPLANTED)


def test_more_versions_than_anybody_made_are_refused_before_they_are_read() -> None:
    evidence = lent(signed())
    refused(replace(evidence, earlier=evidence.earlier * (MOST_EARLIER + 1)), Fault.IMPOSSIBLE)
    assert verify(replace(evidence, earlier=evidence.earlier * MOST_EARLIER), TRUST)


def test_a_joining_of_an_earlier_version_that_is_missing_is_told_as_cut() -> None:
    evidence = lent(signed())
    refused(replace(evidence, joined=()), Fault.CUT)


def test_the_publisher_rule_is_the_same_in_both_directions() -> None:
    mine, other = signed(), signed(versions.SAME, publisher=STRANGER)
    assert not same_publisher(mine, other) and not same_publisher(other, mine)
    assert is_earlier(mine, signed(versions.SAME)) and not is_earlier(signed(versions.SAME), mine)


def test_a_manifest_is_judged_by_what_it_says_and_not_by_what_lies_beside_it() -> None:
    """The signature of one version under the bytes of another."""
    evidence = lent(signed())
    forged = replace(manifest.sign(manifest_of(COURSE), PUBLISHER), signatures=evidence.course.signatures)
    with pytest.raises(NotSigned):
        verify(replace(evidence, earlier=(forged,)), TRUST)


def _key(private: PrivateKey) -> str:
    return private.public.raw.hex()


def test_a_course_that_names_the_publishers_key_without_having_it_is_refused() -> None:
    claimed_to_be = manifest_of(COURSE, publisher=PUBLISHER)
    assert claimed_to_be.publisher_key == _key(PUBLISHER)
    forged = manifest.sign(claimed_to_be, STRANGER)
    with pytest.raises(NotSigned):
        verify(replace(lent(signed()), earlier=(forged,)), TRUST)


def test_joining_again_after_more_was_done_in_the_earlier_version_adds_what_is_new() -> None:
    old, new = updated(versions.SAME)
    old.journey.acknowledge_disclosures()
    old.world.watch(COURSE.sessions[0], upto_ms=5 * MINUTE)
    new.join(old)
    known = new.journey.history.of_session(FIRST).engaged_ms
    old.world.watch(COURSE.sessions[0], upto_ms=10 * MINUTE)
    new.join(old)
    assert (known, minutes(new)) == (5 * MINUTE, (10, 10, 15))
    joins = [event for event in new.world.stream.events if isinstance(event.fact, StreamJoined)]
    assert len(joins) == 2


def test_many_versions_with_much_in_them_are_judged_in_seconds() -> None:
    """Each compared with each once, however often they are joined, each by each."""
    assert COURSE.quiz is not None
    long = tuple(replace(COURSE.quiz.questions[0], id=f"q{number}") for number in range(500))
    big = replace(COURSE, quiz=replace(COURSE.quiz, questions=long))
    chain = in_versions(*(signed(replace(big, version=number)) for number in range(1, 13)), one_machine=True)
    chain[0].journey.acknowledge_disclosures()
    for before, device in pairwise(chain):
        for _ in range(5):
            device.world.stream.append(before.here())
    evidence = chain[-1].evidence()
    began = time.process_time()
    assert verify(evidence, TRUST).history.acknowledged
    assert time.process_time() - began < 30
