"""Which files belong to a course, in the order in which they lie in its package."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.course import Course, Session
from player.domain.quiz import Quiz


def parts_of(course: Course) -> tuple[str, ...]:
    """Each file once: small ones first, so that a page can be shown before the recordings are there."""
    return tuple(dict.fromkeys((*_small(course), *(session.media for session in course.sessions))))


def _small(course: Course) -> Iterator[str]:
    if course.cover:
        yield course.cover.path
    if course.grant and course.grant.signature:
        yield course.grant.signature.path
    if course.certificate and course.certificate.logo:
        yield course.certificate.logo.path
    if course.quiz:
        yield from _of_quiz(course.quiz)
    for session in course.sessions:
        yield from _beside(session)


def _of_quiz(quiz: Quiz) -> Iterator[str]:
    for question in quiz.questions:
        yield from (picture.path for picture in question.pictures)
        yield from (choice.picture.path for choice in question.choices if choice.picture)


def _beside(session: Session) -> Iterator[str]:
    if session.poster:
        yield session.poster.path
    yield from (captions.path for captions in session.captions)
    yield from (handout.path for handout in session.handouts)
