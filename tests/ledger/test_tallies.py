"""Tallies are derived: right after each event, made anew where they disagree, and never a cover for lost events."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from player.domain.course import SessionId
from player.domain.event import (
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    QuizSubmitted,
    TakenBackFor,
    Watched,
)
from player.domain.learner import LearnerId, Profession
from player.ledger.problems import StreamDamaged
from player.ledger.recount import stale
from player.ledger.store import SqlLedger
from player.ledger.tables import CLAIM, STREAM, STREAM_ROWS, TALLY
from tests.ledger.conftest import Home
from tests.ledger.making import LEARNER, ledger_in, opening, sums_are_right, watched

CLAIMED = CreditClaimed(offer="ama", amount=Decimal("0.75"), profession=Profession.NURSE)


def stored(ledger: SqlLedger) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with ledger.database.read() as connection:
        tallies = connection.execute(select(TALLY).order_by(TALLY.c.stream))
        claims = connection.execute(select(CLAIM).order_by(CLAIM.c.stream, CLAIM.c.seq))
        return [tuple(row) for row in tallies], [tuple(row) for row in claims]


def live(ledger: SqlLedger) -> None:
    """Two streams, one with a claim."""
    stream = ledger.open(opening())
    for fact in (DisclosuresAcknowledged(), watched(0), watched(1), QuizSubmitted(answers=()), CLAIMED):
        stream.append(fact)
    ledger.open(opening(attempt=2)).append(watched(5))


def test_with_each_event_its_tally_is_stored(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    first, second = ledger.tallies()
    assert (first.events, first.seen_ms, first.engaged_ms) == (6, 2_000, 2_000)
    assert (first.acknowledged, first.quiz_tries, first.evaluated) == (True, 1, False)
    assert first.sessions[SessionId("main")].covered == ((0, 2_000),)
    (claim,) = first.claims
    assert (claim.seq, claim.offer, claim.amount, claim.profession) == (5, "ama", "0.75", "nurse")
    assert claim.at == first.last_at
    assert (second.events, second.attempt, second.acknowledged, second.claims) == (2, 2, False, ())
    assert (first.learner, first.device) == (LEARNER, opening().device)
    found = ledger.rebuild(mend=False)
    assert (found.streams, found.events, found.wrong, found.damaged) == (2, 8, (), ())
    ledger.close()


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM tally",
        "DELETE FROM claim",
        "UPDATE tally SET seen_ms = 9 WHERE stream = 1",
        "UPDATE claim SET amount = '9'",
        "UPDATE tally SET applied = 2 WHERE stream = 1",
        "UPDATE tally SET link = ? WHERE stream = 1",
    ],
)
def test_what_is_wrong_is_found_and_counted_anew(home: Home, harm: str) -> None:
    ledger = home.open()
    live(ledger)
    right = stored(ledger)
    home.tamper(harm, *([bytes(32)] if "?" in harm else []))
    told = ledger.rebuild(mend=False)
    assert stored(ledger) != right
    mended = ledger.rebuild()
    assert told.wrong == mended.wrong != ()
    assert stored(ledger) == right
    assert ledger.rebuild().wrong == ()
    ledger.close()


def test_tallies_that_are_behind_are_counted_before_they_are_told(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    right, told = stored(ledger), ledger.tallies()
    home.tamper("UPDATE tally SET applied = 2, seen_ms = 0 WHERE stream = 1")
    home.tamper("DELETE FROM claim")
    assert ledger.tallies() == told
    assert stored(ledger) == right
    ledger.close()


def test_a_tally_that_is_not_even_one_is_made_anew(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    told = ledger.tallies()
    for rubbish in (b"\xff{", b"{", b"[]", b'{"main": 7}'):
        home.tamper("UPDATE tally SET sessions = ? WHERE stream = 1", rubbish)
        assert ledger.tallies() == told
    # Of a stream that is damaged, nothing can be made anew.
    home.tamper("UPDATE tally SET sessions = ? WHERE stream = 1", b"{")
    home.tamper("UPDATE event SET body = ? WHERE stream = 1 AND seq = 2", b"{}")
    assert ledger.tallies() == told[1:]
    ledger.close()


def test_one_learners_streams_are_found_without_looking_at_all_others(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    one = STREAM_ROWS.where(STREAM.c.learner == "x", STREAM.c.course_hash == "y")
    for query in (one, stale().where(STREAM.c.learner == "x")):
        text = str(query.compile(compile_kwargs={"literal_binds": True}))
        with ledger.database.read() as connection:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
        assert any("INDEX stream_of_course" in step for step in plan), plan
        assert not any(step.startswith("SCAN") for step in plan), plan
    ledger.close()


def test_the_next_event_mends_a_tally_that_was_behind(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    ledger.close()
    home.tamper("DELETE FROM tally")
    home.tamper("DELETE FROM claim")
    again = home.open()
    again.streams()[0].append(watched(2))
    again.streams()[1].append(watched(2))
    assert sums_are_right(again)
    again.close()


def test_events_that_another_program_wrote_are_counted_too(home: Home) -> None:
    one, two = home.open(), home.open()
    ours = one.open(opening())
    (theirs,) = two.streams()
    theirs.append(CLAIMED)
    ours.append(watched(1))
    theirs.append(watched(2))
    ours.append(replace(CLAIMED, offer="aanp"))
    assert sums_are_right(one)
    assert [claim.offer for claim in one.tallies()[0].claims] == ["ama", "aanp"]
    two.close()
    one.close()


def test_a_withdrawn_claim_is_kept_no_more_and_what_is_kept_is_what_is_rebuilt(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    other = replace(CLAIMED, offer="aanp")
    withdrawn = CreditWithdrawn(offer="ama", number="CRL-1", reason=TakenBackFor.WRONG_AMOUNT)
    again = replace(CLAIMED, amount=Decimal("0.5"))
    for fact, offers in (
        (CLAIMED, ["ama"]),
        (other, ["ama", "aanp"]),
        (withdrawn, ["aanp"]),
        (again, ["aanp", "ama"]),
        (withdrawn, ["aanp"]),
        (withdrawn, ["aanp"]),
    ):
        stream.append(fact)
        assert [claim.offer for claim in ledger.tallies()[0].claims] == offers
        assert sums_are_right(ledger)
    kept = stored(ledger)
    home.tamper("DELETE FROM tally")
    home.tamper("DELETE FROM claim")
    ledger.rebuild()
    assert stored(ledger) == kept
    ledger.close()


def test_an_event_that_could_not_be_saved_is_not_counted(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(watched(1))
    before = stored(ledger)

    def fail(connection: Connection) -> None:
        stream._append(CLAIMED, None, connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.database.write(fail)
    stream._tape.forget_tally()
    assert stored(ledger) == before
    stream.append(watched(2))
    assert sums_are_right(ledger)
    ledger.close()


def test_a_tally_that_knows_more_events_than_there_are_tells_that_some_were_taken_away(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    ledger.close()
    # Whoever takes an event away takes the heads along: only the tally still knows.
    home.tamper("DELETE FROM event WHERE stream = 2 AND seq = 1")
    home.tamper("DELETE FROM head WHERE stream = 2 AND seq = 1")
    again = home.open()
    before = stored(again)
    (problem,) = again.damaged()
    assert isinstance(problem, StreamDamaged)
    assert (problem.event, problem.data["reason"]) == (1, "was taken away")
    assert [found.what for found in again.rebuild().damaged] == [problem.what]
    again.tallies()
    assert stored(again) == before
    again.close()


def test_a_damaged_stream_is_told_and_the_others_are_counted(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    home.tamper("DELETE FROM tally")
    home.tamper("UPDATE event SET body = ? WHERE stream = 1 AND seq = 2", b"{}")
    found = ledger.rebuild()
    assert (found.streams, found.events, len(found.wrong), len(found.damaged)) == (1, 2, 1, 1)
    assert [summed.attempt for summed in ledger.tallies()] == [2]
    ledger.close()


def test_one_learners_tallies_can_be_asked_for(home: Home) -> None:
    ledger = home.open()
    ledger.open(opening())
    other = LearnerId("ee" * 16)
    ledger.open(replace(opening(), learner=other)).append(CLAIMED)
    (found,) = ledger.tallies(learner=other)
    assert (found.learner, found.events, len(found.claims)) == (other, 2, 1)
    ledger.close()


def test_evidence_that_claims_what_no_database_can_count_is_counted_as_far_as_it_can(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(Watched(session=SessionId("a\0b"), start_ms=0, end_ms=10**30, engaged_ms=-(10**30), rate_percent=100))
    stream.append(replace(CLAIMED, offer="a\0b"))
    (found,) = ledger.tallies()
    assert (found.seen_ms, found.engaged_ms) == (2**63 - 1, -(2**63 - 1))
    assert sums_are_right(ledger)
    ledger.close()


def test_how_far_counting_came_is_said(home: Home) -> None:
    ledger = home.open()
    live(ledger)
    said: list[tuple[int, int]] = []
    ledger.rebuild(say=lambda done, of: said.append((done, of)))
    assert said == [(2, 2)]
    ledger.close()
