"""What a course holds, as facts on which its rules can hang: "for programs with video"."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from player.domain.course import Course
from player.domain.phrase import Phrase
from player.domain.requirement import Fact, Facts

_SLIDES = frozenset({".ppt", ".pptx", ".pps", ".ppsx", ".odp"})


def facts_of(course: Course) -> Facts:
    """Facts about a course, by their names."""
    endings = {PurePosixPath(h.path).suffix.lower() for session in course.sessions for h in session.handouts}
    found = {
        "course.has-video": any(session.has_picture for session in course.sessions),
        "course.has-captions": any(session.captions for session in course.sessions),
        "course.has-pdf": ".pdf" in endings,
        "course.has-slides": bool(endings & _SLIDES),
        # A course is one file that holds everything: this is what Carrel is for.
        "course.needs-network": False,
    }
    how = Phrase("what the course holds")
    return by_name(Fact(name=name, value="yes" if there else "no", how=how) for name, there in found.items())


def by_name(facts: Iterable[Fact]) -> Facts:
    return {fact.name: fact for fact in facts}
