"""All that helps to find out why a recording does not play; nothing in it is about the learner."""

from __future__ import annotations

import platform

from player import __version__
from player.domain.course import Course
from player.domain.engine import Observation
from player.domain.problem import Problem
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson


def contact_of(course: Course) -> str:
    """Whom to write to when the technique fails: the address of the technical contact, else of the activity's."""
    addresses = {contact.purpose: contact.email for contact in reversed(course.contacts) if contact.email}
    return addresses.get("technical") or addresses.get("activity") or ""


def report_on(problem: Problem, lesson: Lesson, player: Player) -> str:
    """What happened, in which recording of which course, on what kind of computer, and what the engine said last."""
    course, session, transport = lesson.signed.course, lesson.session, player.transport
    observed = player.deck.recent if player.deck is not None else ()
    facts = (
        f"{problem.code}: {problem.sentence}",
        problem.details,
        f"Course {course.id}, version {course.version}, {lesson.signed.hash}",
        f"Session {session.id}, {session.media}, {session.content}",
        f"{lesson.source.size} bytes, {session.duration_ms} ms",
        f"at {transport.position_ms} ms, speed {transport.rate_percent} %",
        f"Carrel {__version__}, Python {platform.python_version()}, {platform.platform()}",
    )
    return "\n".join((*(fact for fact in facts if fact), "", *map(_line, observed)))


def _line(seen: Observation) -> str:
    place = "" if seen.position_ms is None else f" {seen.position_ms}"
    return f"{seen.mono_ms} {seen.sign}{place} {seen.rate_percent}% {seen.message}".rstrip()
