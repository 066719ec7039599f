from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from player.domain.clock import BootId, Stamp
from player.domain.course import SessionId
from player.domain.credit import Document
from player.domain.event import (
    CertificateIssued,
    CertificateRevoked,
    CompletionExported,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    QuizSubmitted,
    TakenBackFor,
    Watched,
)
from player.domain.learner import Profession
from player.domain.tally import Counter, Tally, tally
from player.domain.watch import Coverage, Interval
from tests.facts import facts

MAIN, TALK = SessionId("main"), SessionId("talk")


def events(*acts: Fact) -> list[Event]:
    return [
        Event(seq=seq, stamp=Stamp(wall_ms=1000 + seq, offset_min=0, mono_ms=seq, boot=BootId("b")), fact=fact)
        for seq, fact in enumerate(acts)
    ]


def watched(start: int, end: int, session: SessionId = MAIN) -> Watched:
    return Watched(session=session, start_ms=start, end_ms=end, engaged_ms=end - start, rate_percent=100)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=25)


def test_nothing_adds_up_to_nothing() -> None:
    assert tally([]) == Tally()


def test_acts_are_counted_and_what_is_done_stays_done() -> None:
    claim = CreditClaimed(offer="ama", amount=Decimal("0.75"), profession=Profession.NURSE)
    certificate = CertificateIssued(
        number="1", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
    )
    sum_ = tally(
        events(
            DisclosuresAcknowledged(),
            QuizSubmitted(answers=()),
            QuizSubmitted(answers=()),
            EvaluationSubmitted(responses=()),
            claim,
            certificate,
            CompletionExported(digest="d"),
            CompletionExported(digest="e"),
        )
    )
    assert (sum_.events, sum_.last_wall_ms) == (8, 1007)
    assert sum_.acknowledged
    assert sum_.evaluated
    assert (sum_.quiz_tries, sum_.certificates, sum_.exports) == (2, 1, 2)
    assert [(found.seq, found.credit, found.wall_ms) for found in sum_.claims] == [(4, claim, 1004)]


NURSE = CreditClaimed(offer="ancc", amount=Decimal("0.75"), profession=Profession.NURSE)
PHYSICIAN = CreditClaimed(offer="ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
ISSUED = CertificateIssued(
    number="1", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
)
WITHDRAWN = CreditWithdrawn(offer="ama", number="1", reason=TakenBackFor.OTHER)
REVOKED = CertificateRevoked(offer="ama", number="1", reason=TakenBackFor.OTHER)


def test_a_withdrawn_claim_is_none_of_the_claims_and_its_certificate_stays_one_that_was_issued() -> None:
    sum_ = tally(events(PHYSICIAN, ISSUED, NURSE, WITHDRAWN))
    assert [found.credit for found in sum_.claims] == [NURSE]
    assert sum_.certificates == 1


def test_what_is_claimed_anew_is_one_claim() -> None:
    sum_ = tally(events(PHYSICIAN, WITHDRAWN, PHYSICIAN))
    assert [found.seq for found in sum_.claims] == [2]


def test_a_revoked_certificate_leaves_its_claim() -> None:
    sum_ = tally(events(PHYSICIAN, ISSUED, REVOKED, ISSUED))
    assert [found.credit for found in sum_.claims] == [PHYSICIAN]
    assert sum_.certificates == 2


def test_a_claim_of_another_stream_is_none_to_begin_with() -> None:
    assert tally(events(NURSE, WITHDRAWN)).claims == tally(events(NURSE)).claims


def test_what_is_replayed_counts_once_as_seen_and_twice_as_time() -> None:
    sum_ = tally(events(watched(0, 10), watched(5, 12), watched(0, 10, TALK)))
    assert (sum_.seen_ms, sum_.engaged_ms) == (22, 27)


@given(spans)
def test_the_union_is_that_of_coverage_whatever_the_order(lengths: list[tuple[int, int]]) -> None:
    sum_ = tally(events(*(watched(start, start + length) for start, length in lengths)))
    union = Coverage.of(Interval(start, start + length) for start, length in lengths)
    found = sum_.sessions[MAIN].coverage if lengths else Coverage()
    assert found == union


@given(st.lists(facts, max_size=12))
def test_any_facts_whatever_add_up(acts: list[Fact]) -> None:
    assert tally(events(*acts)).events == len(acts)


def test_a_sum_that_was_handed_out_stays_as_it_was() -> None:
    counter = Counter()
    counter.add(events(watched(0, 10))[0])
    before = counter.tally()
    counter.add(events(watched(10, 20))[0])
    assert (before.seen_ms, counter.tally().seen_ms) == (10, 20)
