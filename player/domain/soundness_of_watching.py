"""Soundness of what counts as watching: its figures can be kept to, and every checkpoint can be answered."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.course import Session
from player.domain.fault import Fault, twice
from player.domain.playing import LONGEST_ANSWER
from player.domain.policy import Checkpoint, PresenceChecks, WatchPolicy, bare

MOST_MINUTES = 600
LEAST_PATIENCE_SECONDS = 15
MOST_PATIENCE_SECONDS = 900


def faults_of_policy(watch: WatchPolicy) -> Iterator[Fault]:
    if watch.version < 1 or not 0 <= watch.required_percent <= 100:
        yield Fault("watch", "the required share is a percentage from 0 to 100, and the version counts from 1")
    if not 25 <= watch.counted_rate_percent <= 400:
        yield Fault("watch", "the fastest speed that counts lies between 25 and 400 percent")
    if watch.presence is not None:
        yield from _presence(watch.presence)


def _presence(checks: PresenceChecks) -> Iterator[Fault]:
    if not 1 <= checks.least_minutes <= checks.most_minutes <= MOST_MINUTES:
        text = f"the time between two questions lies between 1 and {MOST_MINUTES} minutes, and the least comes first"
        yield Fault("watch, presence", text)
    if not LEAST_PATIENCE_SECONDS <= checks.patience_seconds <= MOST_PATIENCE_SECONDS:
        text = f"patience lies between {LEAST_PATIENCE_SECONDS} and {MOST_PATIENCE_SECONDS} seconds"
        yield Fault("watch, presence", text)


def faults_of_checkpoints(session: Session) -> Iterator[Fault]:
    place = f"session {session.id}"
    yield from twice(f"{place}, checkpoints", (checkpoint.id for checkpoint in session.checkpoints))
    times = [checkpoint.at_ms for checkpoint in session.checkpoints]
    if times != sorted(times):
        yield Fault(f"{place}, checkpoints", "they stand in the order of their times")
    for checkpoint in session.checkpoints:
        yield from _checkpoint(f"{place}, checkpoint {checkpoint.id}", checkpoint, session.duration_ms)


def _checkpoint(place: str, checkpoint: Checkpoint, duration_ms: int) -> Iterator[Fault]:
    if not checkpoint.id.strip() or not checkpoint.prompt.strip():
        yield Fault(place, "its id or what it asks is empty")
    if not 0 <= checkpoint.at_ms < duration_ms:
        yield Fault(place, "it lies outside the recording")
    if bool(checkpoint.codes) == bool(checkpoint.choices):
        yield Fault(place, "it has either codes or choices")
    if checkpoint.choices:
        yield from _choices(place, checkpoint)
    elif checkpoint.answer:
        yield Fault(place, "an answer is the id of a choice, and it has none")
    if any(not bare(code) or len(code) > LONGEST_ANSWER for code in checkpoint.codes):
        yield Fault(place, f"a code has letters or digits, and at most {LONGEST_ANSWER} characters")


def _choices(place: str, checkpoint: Checkpoint) -> Iterator[Fault]:
    yield from twice(place, (choice.id for choice in checkpoint.choices))
    if len(checkpoint.choices) < 2:
        yield Fault(place, "one choice alone is none")
    if any(not choice.id or not choice.text.strip() for choice in checkpoint.choices):
        yield Fault(place, "the id or text of a choice is empty")
    if checkpoint.answer not in [choice.id for choice in checkpoint.choices]:
        yield Fault(place, "its answer is none of its choices")
