"""Accounting: what a judged completion file says, as the plain values that a provider keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from player.domain.collection.account import Account, ClaimTold, Decision, Flag, FlagKind, StrandTold, Stretch
from player.domain.collection.playing import stretches
from player.domain.event import AnswerGiven, Event, QuizSubmitted, ReportingDecided, StreamOpened
from player.domain.learner_completion import LearnerCompletion, RecordedStrand
from player.domain.roster import RosterRow, roster_rows
from player.domain.timekeeping import Happening
from player.office.ports import Judged
from player.office.showing import shown
from player.proof.evidence import Contribution, Verdict

JUMP_MS = 300_000
"""A clock that was set by less is put right by every computer now and then."""
QUICK_MS = 2_000
"""For each question of the first attempt: nobody reads one in less."""


def completion_of(judged: Judged) -> LearnerCompletion:
    """All that reports are made of."""
    verdict = judged.verdict
    courses = {one.hash: one.course for one in (*verdict.earlier, verdict.signed)}
    strands = (
        RecordedStrand(
            opening=strand.opening,
            course=courses[strand.opening.course_hash],
            events=strand.events,
            links=strand.links[1:],
        )
        for strand in verdict.strands
    )
    return LearnerCompletion(
        course=verdict.course,
        course_hash=verdict.signed.hash,
        learner=judged.learner,
        history=verdict.history,
        strands=tuple(strands),
        grade=verdict.grade.value,
        specimen=verdict.is_specimen,
    )


def account_of(
    judged: Judged, data: bytes, *, envelope: bytes, digest: bytes, name: str, received: datetime
) -> Account:
    """What the file says; `envelope`: the signed course in it, as JSON."""
    verdict, completion = judged.verdict, completion_of(judged)
    history, course = completion.history, completion.course
    rows, played = roster_rows(completion), tuple(_played(completion))
    numbers = {row.number for row in rows}
    return Account(
        digest=digest,
        data=data,
        name=name,
        received=received,
        learner=judged.learner,
        course=course.id,
        course_hash=completion.course_hash,
        version=course.version,
        title=shown(course.title),
        provider=shown(course.provider.name),
        envelope=envelope,
        grade=completion.grade,
        told=history.moment_of(verdict.events[-1].stamp),
        decision=_decision(completion),
        strands=tuple(
            StrandTold(
                stream=strand.opening.stream,
                device=strand.opening.device,
                course_hash=strand.opening.course_hash,
                grade=contribution.grade.value,
                links=b"".join(strand.links),
            )
            for strand, contribution in zip(completion.strands, verdict.contributions, strict=True)
        ),
        claims=tuple(_claim(row) for row in rows),
        standing=tuple(claim.number for claim in (*history.claims, *history.repeated_claims)),
        replaced=tuple(one.number for one in history.revocations if not one.withdrawn and one.number not in numbers),
        played=played,
        flags=tuple(_flags(completion, verdict, played)),
    )


def _decision(completion: LearnerCompletion) -> Decision | None:
    """Of all devices the latest by the clock: the one that the file is about need not know of it yet."""
    found: Decision | None = None
    for strand in completion.strands:
        for event in strand.events:
            if isinstance(event.fact, ReportingDecided):
                moment = completion.history.moment_of(event.stamp)
                said = Decision(permitted=event.fact.permitted, decided=moment)
                found = said if said.overrules(found) else found
    return found


def _claim(row: RosterRow) -> ClaimTold:
    return ClaimTold(
        number=row.number,
        offer=row.offer.id,
        amount=str(row.amount),
        profession=row.profession.value,
        document=row.document.value,
        stream=row.stream,
        began=row.began,
        completed=row.completed,
        claimed=row.claimed,
        day=row.day.isoformat(),
        grade=row.grade,
        doubts=tuple(doubt.value for doubt in row.doubts),
        gone=row.taken_back,
    )


def _played(completion: LearnerCompletion) -> Iterator[Stretch]:
    for strand in completion.strands:
        yield from stretches(strand.opening, strand.events, completion.history.corrections)


# --- what somebody should look at ----------------------------------------------------------------------------


def _flags(completion: LearnerCompletion, verdict: Verdict, played: Sequence[Stretch]) -> Iterator[Flag]:
    for strand, contribution in zip(completion.strands, verdict.contributions, strict=True):
        yield from _clock_flags(contribution)
        yield from _quiz_flags(strand, completion)
    yield from _pace_flags(completion, played)


def _clock_flags(contribution: Contribution) -> Iterator[Flag]:
    for remark in contribution.clock:
        ran_back = remark.happening is Happening.RESTARTED and remark.by_ms < -JUMP_MS
        if ran_back or (remark.happening is Happening.JUMPED and abs(remark.by_ms) >= JUMP_MS):
            way = "back" if remark.by_ms < 0 else "ahead"
            words = f"The clock of its computer was set {way} by {_span(abs(remark.by_ms))} before event {remark.seq}."
            yield _flag(FlagKind.CLOCK, contribution.opening, remark.seq, remark.moment, words)


def _quiz_flags(strand: RecordedStrand, completion: LearnerCompletion) -> Iterator[Flag]:
    """The first attempt alone: afterwards the questions are known."""
    place = next((n for n, event in enumerate(strand.events) if isinstance(event.fact, QuizSubmitted)), None)
    if not place:
        return
    event, before = strand.events[place], _before_quiz(strand.events, place)
    if not isinstance(event.fact, QuizSubmitted) or event.stamp.boot != before.stamp.boot:
        return
    took, asked = event.stamp.mono_ms - before.stamp.mono_ms, len(event.fact.answers)
    if asked and took < QUICK_MS * asked:
        words = f"The quiz of {asked} questions was answered {_span(took)} after what came before it."
        moment = completion.history.moment_of(event.stamp)
        yield _flag(FlagKind.QUICK_QUIZ, strand.opening, event.seq, moment, words)


def _before_quiz(events: Sequence[Event], place: int) -> Event:
    """The last event before the answers were begun."""
    return next(event for event in reversed(events[:place]) if not isinstance(event.fact, AnswerGiven))


def _pace_flags(completion: LearnerCompletion, played: Sequence[Stretch]) -> Iterator[Flag]:
    """All devices together cannot have seen more than passed between the first playing and the last."""
    if not played:
        return
    passed = max(one.ended_ms for one in played) - min(one.began_ms for one in played)
    engaged = sum(session.engaged_ms for session in completion.history.sessions.values())
    if engaged > passed + JUMP_MS:
        opening, last = completion.strands[0].opening, completion.strands[0].events[-1]
        words = f"{_span(engaged)} were played within {_span(passed)}."
        yield _flag(FlagKind.TOO_FAST, opening, 0, completion.history.moment_of(last.stamp), words)


def _flag(kind: FlagKind, opening: StreamOpened, seq: int, moment: datetime, words: str) -> Flag:
    return Flag(
        kind=kind,
        key=f"{opening.stream}/{seq}",
        learner=opening.learner,
        course=opening.course,
        moment=moment,
        words=words,
    )


def _span(milliseconds: int) -> str:
    """“2 h 5 min”, “40 s”, as one says it."""
    seconds = milliseconds // 1000
    if seconds < 120:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
