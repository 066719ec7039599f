"""A rehearsal: a whole course lived through in a throw-away profile, with the real engine and nobody watching.

For providers, who see what their learners will get, and for tests. What it leaves is marked as a rehearsal and
proves no credit.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from player.desk.desk import Desk
from player.desk.ports import Package
from player.domain.clock import Clock, Stamp
from player.domain.course import Course, Session, Standing
from player.domain.credit import offers_for
from player.domain.engine import Observation, Sign
from player.domain.evaluation import Evaluation, Item, ItemKind, Response
from player.domain.history import asked_now
from player.domain.journey import Journey
from player.domain.key import key_of, right_answer_at
from player.domain.learner import Learner, Licence, Profession
from player.domain.phrase import Phrase
from player.domain.playing import fastest_percent
from player.domain.problem import Problem
from player.domain.quiz import Answer, Quiz
from player.domain.tracking import Tracker
from player.proof.manifest import SignedCourse

SILENCE_S = 30
"""An engine that says nothing for this long is taken for dead."""


class NoSuchRate(Problem):
    what_template = "A rehearsal cannot be played at {rate:g} times the speed."
    meaning_template = "Nothing was played; no learner's credit is affected."
    remedy_template = "Choose a --rate above 0."


class DidNotPlay(Problem):
    what_template = "“{session}” did not play to its end: {reason}"
    meaning_template = "Learners could not earn the credit of this course."
    remedy_template = "Convert the recording (H.264 and AAC in MP4 plays everywhere), build again and rehearse again."


class ShiftedClock:
    """The real clock with its wall time moved, so that a course can be rehearsed before its first day."""

    def __init__(self, clock: Clock, *, by_ms: int) -> None:
        self._clock = clock
        self._by_ms = by_ms

    def stamp(self) -> Stamp:
        stamp = self._clock.stamp()
        return replace(stamp, wall_ms=stamp.wall_ms + self._by_ms)

    def suspended_ms(self) -> int:
        return self._clock.suspended_ms()


def clock_for(course: Course, clock: Clock) -> Clock:
    """`clock`, or one that stands at noon of the course's last day when the course is not open today."""
    now = clock.stamp().moment
    if course.availability.standing(now) is Standing.OPEN:
        return clock
    noon = datetime.combine(course.availability.last_day, datetime.min.time()) + timedelta(hours=12)
    there = noon.replace(tzinfo=ZoneInfo(course.availability.time_zone)).astimezone(UTC)
    return ShiftedClock(clock, by_ms=int((there - now).total_seconds() * 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a rehearsal left behind; `reports`: the same in every form that receiving systems read."""

    certificate: Path
    completion: Path
    reports: tuple[Path, ...]
    seen_permille: int


def rehearse(desk: Desk, package: Package, *, to: Path, rate_percent: int, say: Callable[[str], None]) -> Rehearsed:
    """Plays every session, answers from the key, evaluates, claims the most, and leaves the documents in `to`."""
    signed, course = package.signed, package.signed.course
    if rate_percent <= 0:
        raise NoSuchRate(rate=rate_percent / 100)
    journey = desk.journey(signed)
    fastest = fastest_percent(course, journey.history)
    if rate_percent > fastest:
        say(f"Playing at {fastest / 100:g} times the speed, the fastest at which a rehearsal counts")
        rate_percent = fastest
    journey.acknowledge_disclosures()
    for session in course.sessions:
        say(f"Playing “{session.title}”")
        _play(desk, package, journey, session, rate_percent)
        for checkpoint in session.checkpoints:
            journey.answer_checkpoint(session.id, checkpoint.id, right_answer_at(checkpoint))
    if course.quiz is not None:
        say("Answering the quiz")
        journey.submit_quiz(key_of(asked_now(course, journey.history)))
    say("Filling the evaluation")
    journey.submit_evaluation(plausible_responses(course.evaluation))
    return _documents(desk, signed, journey, to, say)


def _documents(desk: Desk, signed: SignedCourse, journey: Journey, to: Path, say: Callable[[str], None]) -> Rehearsed:
    profession = first_profession(signed.course)
    offer = next(e for e in journey.progress().entitlements if e.offer in offers_for(signed.course.credit, profession))
    progress = journey.claim(offer.offer.id, amount=offer.now, profession=profession)
    kept = desk.documents.issue(signed, offer.offer.id)
    certificate = to / kept.name
    certificate.write_bytes(kept.read_bytes())
    completion = desk.export(signed, to)
    reports, problems = desk.sending.write_unchecked(signed, to)
    for problem in problems:
        say(problem.what)
    return Rehearsed(
        certificate=certificate, completion=completion, reports=reports, seen_permille=progress.seen_permille
    )


def rehearsing_learner(learner: Learner, course: Course) -> Learner:
    """Nobody, with everything that a report may ask for: the numbers are those that registers give as examples."""
    return replace(
        learner,
        name="Rehearsal Learner",
        given_name="Rehearsal",
        family_name="Learner",
        profession=first_profession(course),
        licences=(Licence(authority="CA", number="A000000"),),
        identifiers=_EXAMPLES,
        reporting=True,
    )


_EXAMPLES = (
    ("npi", "1234567893"),
    ("nabp", "1234567"),
    ("birth_mmdd", "0704"),
    ("email", "rehearsal@example.org"),
)


def answers_from_key(quiz: Quiz) -> tuple[Answer, ...]:
    """A right answer to every question of a quiz that asks them all."""
    return key_of(quiz.questions)


def plausible_responses(evaluation: Evaluation) -> tuple[Response, ...]:
    """The best mark everywhere, the first choice, and a word where text is asked for."""
    return tuple(response for item in evaluation.items for response in _responses(item))


def _responses(item: Item) -> Iterator[Response]:
    if item.kind is ItemKind.TEXT:
        yield Response(item=item.id, text="Rehearsal")
        return
    picked = item.options[-1] if item.kind is ItemKind.RATING else item.options[0]
    for row in [r.id for r in item.rows] if item.kind is ItemKind.RATING else [""]:
        yield Response(item=item.id, row=row, options=(picked.id,))


def first_profession(course: Course) -> Profession:
    """The profession for which the course's first offer is meant."""
    offer = course.credit.offers[0]
    named = {profession for o in course.credit.offers for profession in o.professions}
    if offer.professions:
        return offer.professions[0]
    return next((profession for profession in reversed(Profession) if profession not in named), Profession.OTHER)


def _play(desk: Desk, package: Package, journey: Journey, session: Session, rate_percent: int) -> None:
    engine = desk.engine(headless=True)
    seen: queue.Queue[Observation] = queue.Queue()
    engine.on_observation(seen.put)
    checks = journey.course.watch.presence
    tracker = Tracker(duration_ms=session.duration_ms, counted_rate_percent=rate_percent)
    try:
        engine.load(package.source(session.media), expected_duration_ms=session.duration_ms)
        engine.set_rate(rate_percent)
        journey.start_watching(session.id, position_ms=0)
        engine.play()
        for observation in _until_the_end(seen, session):
            for span in tracker.observe(observation):
                progress = journey.watched(session.id, span)
                if checks is not None and progress.unconfirmed_ms >= checks.least_minutes * 60_000:
                    journey.confirm_presence(session.id, position_ms=span.interval.end_ms)
    finally:
        engine.close()
        engine.release()


def _until_the_end(seen: queue.Queue[Observation], session: Session) -> Iterator[Observation]:
    while True:
        try:
            observation = seen.get(timeout=SILENCE_S)
        except queue.Empty:
            raise DidNotPlay(session=session.title, reason=Phrase("the engine fell silent.")) from None
        if observation.sign is Sign.FAILED:
            raise DidNotPlay(session=session.title, reason=observation.message)
        yield observation
        if observation.sign is Sign.ENDED:
            return
