"""What the welcome shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.domain.learner import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeState:
    """`folder`: where the records are kept; `language`: the code of the window's, "" for the computer's own.

    `file`: what was opened from outside, and comes after the welcome.
    """

    learner: Learner
    folder: Path
    language: str
    file: Path | None = None
