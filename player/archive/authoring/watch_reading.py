"""From the tables of an author to what counts as watching and to checkpoints."""

from __future__ import annotations

from player.archive.authoring.problems import CourseTextWrong
from player.archive.authoring.quiz_reading import letter
from player.archive.authoring.text import COURSE_FILE
from player.archive.authoring.watch_tables import CheckpointChoiceTable, CheckpointTable, WatchTable
from player.domain.policy import Checkpoint, CheckpointChoice, PresenceChecks, WatchPolicy


def policy_of(table: WatchTable) -> WatchPolicy:
    presence = table.presence
    return WatchPolicy(
        version=table.version,
        required_percent=table.required_percent,
        counted_rate_percent=table.counted_rate_percent,
        seeking=table.seeking,
        hidden_counts=table.hidden_counts,
        muted_counts=table.muted_counts,
        away_counts=table.away_counts,
        presence=presence
        and PresenceChecks(
            least_minutes=presence.least_minutes,
            most_minutes=presence.most_minutes,
            patience_seconds=presence.patience_seconds,
        ),
    )


def checkpoint_of(table: CheckpointTable, *, number: int, at_ms: int, key: str) -> Checkpoint:
    """One checkpoint; `number` is its place, of which its id is made where it has none. Raises `CourseTextWrong`."""
    if bool(table.code) == bool(table.choice):
        raise CourseTextWrong(name=COURSE_FILE, key=key, reason="it needs either code or choice.")
    choices = tuple(_choice(place, choice) for place, choice in enumerate(table.choice))
    right = [one.id for one, written in zip(choices, table.choice, strict=True) if _is_correct(written)]
    if choices and len(right) != 1:
        raise CourseTextWrong(name=COURSE_FILE, key=key, reason="one of its choices is the right one (correct = true).")
    return Checkpoint(
        id=table.id or f"checkpoint-{number}",
        at_ms=at_ms,
        prompt=table.prompt.strip(),
        codes=(table.code,) if isinstance(table.code, str) and table.code else tuple(table.code),
        choices=choices,
        answer=right[0] if right else "",
    )


def _choice(place: int, table: str | CheckpointChoiceTable) -> CheckpointChoice:
    """A plain text gets a letter as id, as in the quiz."""
    if isinstance(table, str):
        return CheckpointChoice(id=letter(place), text=table)
    return CheckpointChoice(id=table.id or letter(place), text=table.text)


def _is_correct(table: str | CheckpointChoiceTable) -> bool:
    return isinstance(table, CheckpointChoiceTable) and table.correct
