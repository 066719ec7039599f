"""Soundness of what counts as watching: its figures can be kept to, and every checkpoint can be answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from player.domain.course import Session
from player.domain.fault import Fault, Wording, repeated
from player.domain.phrase import Phrase, Worded
from player.domain.playing import LONGEST_ANSWER
from player.domain.policy import Checkpoint, PresenceChecks, WatchPolicy, bare

MOST_MINUTES = 600
LEAST_PATIENCE_SECONDS = 15
MOST_PATIENCE_SECONDS = 900
_WATCH, _PRESENCE = Phrase("watch"), Phrase("watch, presence")


def faults_of_policy(watch: WatchPolicy) -> Iterator[Fault]:
    if watch.version < 1 or not 0 <= watch.required_percent <= 100:
        text = Phrase("the required share is a percentage from 0 to 100, and the version counts from 1")
        yield Fault(_WATCH, text)
    if not 25 <= watch.counted_rate_percent <= 400:
        yield Fault(_WATCH, Phrase("the fastest speed that counts lies between 25 and 400 percent"))
    if watch.presence is not None:
        yield from _presence(watch.presence)


def _presence(checks: PresenceChecks) -> Iterator[Fault]:
    if not 1 <= checks.least_minutes <= checks.most_minutes <= MOST_MINUTES:
        text = Worded(
            "the time between two questions lies between 1 and {most} minutes, and the least comes first",
            most=MOST_MINUTES,
        )
        yield Fault(_PRESENCE, text)
    if not LEAST_PATIENCE_SECONDS <= checks.patience_seconds <= MOST_PATIENCE_SECONDS:
        text = Worded(
            "patience lies between {least} and {most} seconds", least=LEAST_PATIENCE_SECONDS, most=MOST_PATIENCE_SECONDS
        )
        yield Fault(_PRESENCE, text)


def faults_of_checkpoints(session: Session) -> Iterator[Fault]:
    for text in _together(session.checkpoints):
        yield Fault(Worded("session {id}, checkpoints", id=session.id), text)
    for checkpoint in session.checkpoints:
        for text in _checkpoint(checkpoint, session.duration_ms):
            place = Worded("session {session}, checkpoint {id}", session=session.id, id=checkpoint.id)
            yield Fault(place, text)


def _together(checkpoints: Sequence[Checkpoint]) -> Iterator[Wording]:
    yield from repeated(checkpoint.id for checkpoint in checkpoints)
    times = [checkpoint.at_ms for checkpoint in checkpoints]
    if times != sorted(times):
        yield Phrase("they stand in the order of their times")


def _checkpoint(checkpoint: Checkpoint, duration_ms: int) -> Iterator[Wording]:
    if not checkpoint.id.strip() or not checkpoint.prompt.strip():
        yield Phrase("its id or what it asks is empty")
    if not 0 <= checkpoint.at_ms < duration_ms:
        yield Phrase("it lies outside the recording")
    if bool(checkpoint.codes) == bool(checkpoint.choices):
        yield Phrase("it has either codes or choices")
    if checkpoint.choices:
        yield from _choices(checkpoint)
    elif checkpoint.answer:
        yield Phrase("an answer is the id of a choice, and it has none")
    if any(not bare(code) or len(code) > LONGEST_ANSWER for code in checkpoint.codes):
        yield Worded("a code has letters or digits, and at most {longest} characters", longest=LONGEST_ANSWER)


def _choices(checkpoint: Checkpoint) -> Iterator[Wording]:
    yield from repeated(choice.id for choice in checkpoint.choices)
    if len(checkpoint.choices) < 2:
        yield Phrase("one choice alone is none")
    if any(not choice.id or not choice.text.strip() for choice in checkpoint.choices):
        yield Phrase("the id or text of a choice is empty")
    if checkpoint.answer not in [choice.id for choice in checkpoint.choices]:
        yield Phrase("its answer is none of its choices")
