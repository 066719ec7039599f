"""What the player needs of the desk, gathered on the desk's own thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage

from player.desk.desk import Desk
from player.desk.ports import Package
from player.domain.checkup.report import lacking
from player.domain.course import Course, Session, SessionId
from player.domain.engine import MediaSource
from player.domain.event import CourseHash
from player.domain.picture import Picture
from player.domain.problem import Problem
from player.domain.progress import Progress, StepName, StepState
from player.proof.files import write_whole
from player.ui.captions.reading import read_captions
from player.ui.watch.state import Lesson, LockedLesson, Track


def load_lesson(desk: Desk, course: CourseHash, session: SessionId | None) -> Lesson | LockedLesson:
    """The session that was asked for or the first unfinished one; looking at it records nothing."""
    package = desk.package(course)
    signed = package.signed
    progress = desk.progress(signed)
    step = progress.step(StepName.WATCH)
    if step.state is StepState.LOCKED and step.lock is not None:
        return LockedLesson(signed=signed, lock=step.lock)
    lesson = _open(package, chosen_session(signed.course, progress, session), progress)
    return replace(lesson, lacking=lacking(desk.checkups.quick(signed.course)))


def chosen_session(course: Course, progress: Progress, wanted: SessionId | None) -> Session:
    """The wanted session; else the first that is not watched; else the first."""
    named = course.session(wanted) if wanted is not None else None
    unfinished = next((part.id for part in progress.sessions if not part.watched), course.sessions[0].id)
    return named or next(session for session in course.sessions if session.id == unfinished)


def read_handout(desk: Desk, course: CourseHash, path: str) -> bytes:
    return desk.package(course).read(path)


def save_copy(desk: Desk, course: CourseHash, path: str, to: Path) -> Path:
    """Writes a handout where the learner wants it."""
    write_whole(to, desk.package(course).read(path))
    return to


def _open(package: Package, session: Session, progress: Progress) -> Lesson:
    tracks, flaws = _tracks(package, session)
    source: MediaSource = package.source(session.media)
    return Lesson(
        signed=package.signed,
        session=session,
        progress=progress,
        source=source,
        tracks=tracks,
        poster=_poster(package, session.poster or package.signed.course.cover),
        flaws=flaws,
    )


def _tracks(package: Package, session: Session) -> tuple[tuple[Track, ...], tuple[Problem, ...]]:
    tracks: list[Track] = []
    flaws: list[Problem] = []
    for captions in session.captions:
        try:
            cues = read_captions(package.read(captions.path))
            tracks.append(Track(label=captions.label, language=captions.language, cues=cues))
        except Problem as problem:
            flaws.append(problem)
    return tuple(tracks), tuple(flaws)


def _poster(package: Package, picture: Picture | None) -> QImage | None:
    """A picture that is damaged or none is left out: a drawn one stands in."""
    if picture is None:
        return None
    try:
        image = QImage.fromData(package.read(picture.path))
    except Problem:
        return None
    return None if image.isNull() else image
