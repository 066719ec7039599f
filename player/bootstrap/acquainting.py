"""Takes over which courses another profile knows: records that come from there name them, and rest on their facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from player.archive.known import Known
from player.archive.manifests import Manifests
from player.bootstrap.places import Places, trust_of
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

FACTS = "courses/known"
"""Where a profile, and what is laid out as one, keeps the signed facts of courses."""


def know_courses_of(places: Places, other: Path) -> tuple[Problem, ...]:
    """Copies the signed facts of courses that the profile in the folder `other` knows and this one does not.

    What is not signed or not sound is left there, and returned in words. Raises `CannotWrite`.
    """
    manifests = Manifests(trust_of(places))
    return Known(places.profile / FACTS, manifests).take_from(Known(other / FACTS, manifests))


def know_courses(courses: Iterable[SignedCourse], places: Places) -> None:
    """Keeps the signed facts of courses that came with evidence. Raises `CannotWrite`."""
    known = Known(places.profile / FACTS, Manifests(trust_of(places)))
    for signed in courses:
        known.come_to_know(signed)


def facts_in(profile: Path) -> tuple[tuple[str, Path], ...]:
    """Every file of signed facts in a profile, with its place there."""
    known = Known(profile / FACTS, Manifests(Trust(())))
    return tuple((f"{FACTS}/{file.name}", file) for file in known.everything())
