"""Policy: what a course counts as watching, told to the learner before the start and bound into the evidence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Seeking(StrEnum):
    """FREE: anywhere, as only playing counts. SEEN_ONLY: not ahead of the furthest place that was played."""

    FREE = "free"
    SEEN_ONLY = "seen-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceChecks:
    """The learner is asked now and then whether somebody is there.

    The next question comes at a random time between `least_minutes` and `most_minutes` of playing after the last
    sign of presence. Whoever does not answer within `patience_seconds` finds the recording paused there, and
    loses nothing.
    """

    least_minutes: int
    most_minutes: int
    patience_seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPolicy:
    """What counts as having watched.

    `required_percent` of each session must be seen before the next step opens; `counted_rate_percent` is the
    fastest speed at which playing counts. `hidden_counts`: also while the window is hidden or minimised.
    `muted_counts`: also without sound; with captions on it counts in any case. `away_counts`: also while the
    screen is locked or shows somebody else's session.
    """

    version: int = 1
    required_percent: int = 100
    counted_rate_percent: int = 200
    seeking: Seeking = Seeking.FREE
    hidden_counts: bool = True
    muted_counts: bool = True
    away_counts: bool = False
    presence: PresenceChecks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointChoice:
    """One of the answers among which a checkpoint lets choose."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Something to answer at a time of a session: a code that is shown or said there, or a question with choices.

    Either `codes` (any of them is right, see `is_right`) or `choices`, of which the one with the id `answer` is. It
    may be answered as often as it takes, there or later; the session is not done before it was answered rightly.
    """

    id: str
    at_ms: int
    prompt: str
    codes: tuple[str, ...] = ()
    choices: tuple[CheckpointChoice, ...] = ()
    answer: str = ""


def is_right(checkpoint: Checkpoint, answer: str) -> bool:
    """Whether `answer`, a typed code or the id of a choice, is the right one.

    Codes are compared without regard to case, spaces, hyphens and dots: they are read off a slide or heard.
    """
    if checkpoint.choices:
        return answer == checkpoint.answer
    return bare(answer) in {bare(code) for code in checkpoint.codes} - {""}


def bare(code: str) -> str:
    """A code's letters and digits alone, small, however wide they were typed; empty when it has none."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).casefold() if letter.isalnum())
