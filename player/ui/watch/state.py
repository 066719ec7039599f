"""What the player shows: the lesson that was loaded, and where playing stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QImage

from player.domain.course import Session
from player.domain.engine import MediaSource
from player.domain.problem import Problem
from player.domain.progress import Lock, Progress, SessionProgress
from player.domain.requirement import Finding
from player.domain.watch import Interval
from player.proof.manifest import SignedCourse
from player.ui.captions.cues import Cues

RATES = (50, 75, 100, 125, 150, 175, 200)
"""The speeds on offer, in per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Captions of one language, which is a tag such as `en` or `pt-BR`."""

    label: str
    language: str = ""
    cues: Cues


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One session, ready to be watched. `flaws` are parts that could not be read and are left out.

    `lacking`: the minima of the course that this computer is known not to meet.
    """

    signed: SignedCourse
    session: Session
    progress: Progress
    source: MediaSource
    tracks: tuple[Track, ...] = ()
    poster: QImage | None = None
    flaws: tuple[Problem, ...] = ()
    lacking: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedLesson:
    """A session that may not be watched yet, and why."""

    signed: SignedCourse
    lock: Lock


def track_for(lesson: Lesson, language: str) -> int:
    """Which captions a lesson opens with: those in the wanted language, else in the course's, else the first."""
    for wanted in (language, lesson.signed.course.language):
        tags = [track.language.lower() for track in lesson.tracks]
        if wanted.lower() in tags:
            return tags.index(wanted.lower())
        roots = [tag.partition("-")[0] for tag in tags]
        root = wanted.lower().partition("-")[0]
        if root and root in roots:
            return roots.index(root)
    return 0


def session_progress(progress: Progress, session: Session) -> SessionProgress:
    """How far the learner is in this session."""
    return next(part for part in progress.sessions if part.id == session.id)


class Hindrance(StrEnum):
    """Why playing does not count at the moment, by the course's policy."""

    HIDDEN = "hidden"
    MUTED = "muted"
    AWAY = "away"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """Where playing stands: everything that buttons, timeline and lists show about it.

    `saved`: what is on disk of this session's coverage; `unsaved`: what was played besides. `counts`: whether playing
    counts at the moment, by the course's policy.
    """

    position_ms: int = 0
    duration_ms: int = 0
    playing: bool = False
    waiting: bool = False
    ended: bool = False
    begun: bool = False
    counts: bool = True
    rate_percent: int = 100
    saved: tuple[Interval, ...] = ()
    unsaved: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Liking:
    """How the learner likes to see, to hear and to press keys: kept in the settings."""

    captions: bool = True
    language: str = ""
    volume_percent: int = 80
    muted: bool = False
    character_keys: bool = True
