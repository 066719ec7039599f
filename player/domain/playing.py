"""Playing: the rules for what is recorded while a session plays; those of all other acts stand in `permit`."""

from __future__ import annotations

from player.domain.clock import Stamp
from player.domain.course import Course, Session, SessionId
from player.domain.event import CheckpointAnswered, PresenceConfirmed, Watched, WatchStarted
from player.domain.history import Known
from player.domain.pace import fastest_for, keeps_pace
from player.domain.phrase import Phrase, Worded
from player.domain.policy import Checkpoint, PresenceChecks, Seeking, bare
from player.domain.refusals import AlreadyDone, ImpossibleSpan, NoSuchAnswer, NotOfThisCourse

LENGTH_SLACK_MS = 1_000
RATE_SLACK_MS = 500
AHEAD_SLACK_MS = 1_000
"""So far behind the furthest place played may a stretch begin where none may be skipped: engines skip a little."""
PRESENCE_SLACK_MS = 2_000
LONGEST_ANSWER = 200
"""Characters of an answer at a checkpoint."""


def most_unconfirmed_ms(checks: PresenceChecks) -> int:
    """How long may be played at most without a sign of presence, the slack included."""
    return checks.most_minutes * 60_000 + checks.patience_seconds * 1_000 + PRESENCE_SLACK_MS


def permit_playing(
    course: Course,
    history: Known,
    fact: WatchStarted | Watched | PresenceConfirmed | CheckpointAnswered,
    stamp: Stamp,
) -> None:
    """Raises a `Problem` unless `fact` may follow `history`; that its step is open was asked before."""
    match fact:
        case Watched():
            _permit_span(course, history, fact, stamp)
        case WatchStarted():
            _permit_start(course, history, fact)
        case PresenceConfirmed():
            _permit_presence(course, fact)
        case CheckpointAnswered():
            _permit_checkpoint(course, history, fact)


def _permit_start(course: Course, history: Known, fact: WatchStarted) -> None:
    session = course.session(fact.session)
    if session is None or session.content != fact.content:
        raise NotOfThisCourse(
            reason=Worded("there is no session “{session}” with this recording.", session=fact.session)
        )
    _permit_position(session, fact.position_ms)
    if _is_ahead(course, history, session, fact.position_ms):
        raise ImpossibleSpan(reason=Phrase("this course is played without skipping ahead."))


def _permit_span(course: Course, history: Known, fact: Watched, stamp: Stamp) -> None:
    """A span lies in its recording, at no more than the counted speed, and is no longer than the time it took.

    Nothing was skipped before it, and somebody was there, where the course asks for that.
    """
    session = _session(course, fact.session)
    if not 0 <= fact.start_ms < fact.end_ms <= session.duration_ms + LENGTH_SLACK_MS:
        raise ImpossibleSpan(reason=Phrase("it lies outside the recording."))
    if _is_ahead(course, history, session, fact.start_ms):
        raise ImpossibleSpan(reason=Phrase("what comes before it was not played yet."))
    fastest = fastest_percent(course, history)
    if not 0 < fact.rate_percent <= fastest:
        raise ImpossibleSpan(reason=Phrase("it was played faster than counts."))
    if fact.engaged_ms <= 0:
        raise ImpossibleSpan(reason=Phrase("it took no time."))
    if fact.end_ms - fact.start_ms > fact.engaged_ms * fact.rate_percent // 100 + RATE_SLACK_MS:
        raise ImpossibleSpan(reason=Phrase("it is longer than the time in which it was played."))
    _permit_pace(history, fact, stamp, fastest)
    checks = course.watch.presence
    if checks is not None and history.unconfirmed_ms + fact.engaged_ms > most_unconfirmed_ms(checks):
        raise ImpossibleSpan(reason=Phrase("nobody said that they were there."))


def _permit_presence(course: Course, fact: PresenceConfirmed) -> None:
    if course.watch.presence is None:
        raise NotOfThisCourse(reason=Phrase("it does not ask whether somebody is there."))
    _permit_position(_session(course, fact.session), fact.position_ms)


def _permit_checkpoint(course: Course, history: Known, fact: CheckpointAnswered) -> None:
    """Anything that can be an answer, right or wrong, as long as none was right: how often is nobody's concern."""
    checkpoint = _session(course, fact.session).checkpoint(fact.checkpoint)
    if checkpoint is None:
        raise NotOfThisCourse(
            reason=Worded("nothing called “{checkpoint}” is asked there.", checkpoint=fact.checkpoint)
        )
    if checkpoint.id in history.of_session(fact.session).passed:
        raise AlreadyDone(reason=Phrase("it was answered rightly."))
    if not _is_answer(checkpoint, fact.answer):
        raise NoSuchAnswer(reason=Phrase("it is none of the choices, empty, or far too long."))


def fastest_percent(course: Course, history: Known) -> int:
    """See `fastest_for`."""
    return fastest_for(course, history.opening)


def _session(course: Course, session_id: SessionId) -> Session:
    session = course.session(session_id)
    if session is None:
        raise NotOfThisCourse(reason=Worded("there is no session “{session_id}”.", session_id=session_id))
    return session


def _permit_position(session: Session, position_ms: int) -> None:
    if not 0 <= position_ms <= session.duration_ms + LENGTH_SLACK_MS:
        raise NotOfThisCourse(reason=Phrase("playing cannot start outside the recording."))


def _is_ahead(course: Course, history: Known, session: Session, start_ms: int) -> bool:
    """Whether a place lies where the learner may not be yet."""
    if course.watch.seeking is not Seeking.SEEN_ONLY:
        return False
    return start_ms > history.of_session(session.id).coverage.furthest_ms + AHEAD_SLACK_MS


def _permit_pace(history: Known, fact: Watched, stamp: Stamp, fastest: int) -> None:
    boot = history.boots.get(stamp.boot)
    if boot is None:
        raise ImpossibleSpan(reason=Phrase("nothing says when playing began."))
    if not keeps_pace(boot, fact, mono_ms=stamp.mono_ms, fastest=fastest):
        raise ImpossibleSpan(reason=Phrase("more was played than time has passed."))


def _is_answer(checkpoint: Checkpoint, answer: str) -> bool:
    if checkpoint.choices:
        return answer in [choice.id for choice in checkpoint.choices]
    return len(answer) <= LONGEST_ANSWER and bare(answer) != ""
