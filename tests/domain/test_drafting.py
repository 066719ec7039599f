"""A draft of a history: to look at it and to add to it comes to the same as with a new history for each event."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.clock import BootId
from player.domain.course import Course
from player.domain.event import (
    CertificateIssued,
    ClockCorrected,
    CreditClaimed,
    CreditWithdrawn,
    Event,
    TakenBackFor,
    Watched,
)
from player.domain.fold import Draft, after, fold
from player.domain.history import Claim, History, Known
from player.domain.permit import permit
from player.domain.problem import Problem
from tests.builders import COURSE, FIRST, MINUTE, SECOND, STRICT_COURSE
from tests.facts import facts
from tests.trying import tries
from tests.worlds import world

DAY_MS = 86_400_000
LOOSE = replace(COURSE, watch=replace(COURSE.watch, required_percent=50))
COURSES = (COURSE, LOOSE, STRICT_COURSE)


@cache
def life(course: Course) -> tuple[Event, ...]:
    """A whole way, with a certificate that is taken back and a claim that is withdrawn and made anew."""
    here = world(course)
    issued = here.earn()
    here.journey.revoke_certificate(issued.number, reason=TakenBackFor.WRONG_NAME)
    again = here.certificate()
    here.journey.issue_certificate(again)
    here.journey.withdraw_claim(again.number, reason=TakenBackFor.WRONG_AMOUNT)
    here.claim(amount="1")
    return tuple(here.stream.events)


stretches = st.builds(
    lambda session, start, length, engaged, rate: Watched(
        session=session, start_ms=start, end_ms=start + length, engaged_ms=engaged, rate_percent=rate
    ),
    st.sampled_from([FIRST, SECOND]),
    st.integers(0, 61 * MINUTE),
    st.integers(-1, MINUTE),
    st.integers(0, MINUTE),
    st.sampled_from([100, 100, 125, 150]),
)
corrections = st.builds(ClockCorrected, by_ms=st.integers(-400, 400).map(lambda days: days * DAY_MS))


@st.composite
def streams(draw: st.DrawFn) -> tuple[Course, list[Event]]:
    """A life in which events are missing, doubled, exchanged, at another time, or of anybody's making."""
    course = draw(st.sampled_from(COURSES))
    events = list(life(course))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(events) - 1))
        one = events[place]
        match draw(st.sampled_from(["gone", "twice", "elsewhere", "when", "what", "what"])):
            case "gone" if len(events) > 1:
                events.pop(place)
            case "twice" | "elsewhere":
                events.insert(draw(st.integers(0, len(events))), one)
            case "when":
                late, boot = draw(st.integers(-300, 300)), draw(st.sampled_from([one.stamp.boot, BootId("other")]))
                stamp = replace(one.stamp, wall_ms=max(0, one.stamp.wall_ms + late * DAY_MS), boot=boot)
                events[place] = replace(one, stamp=stamp)
            case _:
                events.insert(place, replace(one, fact=draw(st.one_of(stretches, corrections, facts))))
    return course, events


def refusal(course: Course, known: Known, event: Event) -> tuple[str, str, str] | None:
    try:
        permit(course, known, event.fact, event.stamp)
    except Problem as problem:
        return problem.what, problem.meaning, problem.remedy
    return None


@settings(max_examples=tries(100), deadline=None)
@given(streams(), st.integers(0, 120))
def test_a_draft_permits_and_comes_to_what_a_new_history_for_each_event_does(
    stream: tuple[Course, list[Event]], looked_at: int
) -> None:
    course, events = stream
    slow, draft = History(), Draft(course)
    taken = early = slow
    for place, event in enumerate(events):
        refused = refusal(course, slow, event)
        assert refusal(course, draft, event) == refused
        if refused is None:
            slow = after(course, slow, event)
            draft.add(event)
        if place == looked_at:
            taken, early = draft.history(), slow
    assert draft.history() == slow
    # What was added since changed nothing of a history that was taken before.
    assert taken == early


def test_a_draft_knows_of_each_taking_back_as_the_history_does() -> None:
    history = fold(COURSE, life(COURSE))
    draft = Draft(COURSE, history)
    numbers = {fact.number for event in life(COURSE) if isinstance(fact := event.fact, CertificateIssued)}
    assert len(numbers) == 2
    assert all(draft.issued(number) == history.issued(number) is not None for number in numbers)
    assert draft.issued("CRL-0000") is None


def test_a_claim_that_was_taken_back_is_counted_from_a_history_that_was_taken_before_too() -> None:
    history = fold(COURSE, life(COURSE))
    claim, last = history.claims[0], history.last_event
    assert last is not None and isinstance(last.fact, CreditClaimed) and claim.edition == 2
    withdrawn = CreditWithdrawn(offer="ama", number=claim.number, reason=TakenBackFor.OTHER)
    again = fold(COURSE, [replace(last, fact=withdrawn), last], history)
    assert again.claims == (Claim(credit=claim.credit, moment=claim.moment, stream=claim.stream, edition=3),)
