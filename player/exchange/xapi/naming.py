"""Names in the world: ids of statements, the same wherever they are made, addresses of activities, and the actor."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from player.domain.course import Course, CourseId
from player.domain.event import Purpose
from player.domain.learner import Learner, LearnerId
from player.domain.reporting import ACCOUNT
from player.exchange.xapi.words import Json

HOME_PAGE = "xapi-home-page"
"""The name under which a provider states, in its course, the home page of its learners' accounts."""
_DOMAIN = re.compile(r"[a-z]{2,}(\.[a-z0-9]+(-+[a-z0-9]+)*)+")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"{}|\\^`]*)?")
_VARIANT = "89ab"


def shaped(digest: str) -> str:
    """A UUID of version 4 and RFC 4122's variant with the bits of `digest` (hex): the Video Profile takes no other."""
    variant = _VARIANT[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def statement_id(seed: bytes, about: str) -> str:
    """Of what is said `about` an event; `seed` is the event's link in its chain, which names it in the world."""
    return shaped(hashlib.sha256(seed + b"\n" + about.encode()).hexdigest())


def registration_of(learner: LearnerId, course: CourseId, purpose: Purpose) -> str:
    """One for each learner in a course, on whichever devices and in whichever version; rehearsals are kept apart."""
    parts = ("registration", learner, course, *(() if purpose is Purpose.CREDIT else (purpose.value,)))
    return shaped(hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest())


def home_page(course: Course) -> str:
    """As the provider states it; else the address that its id, a domain backwards, reads as; else one of nobody.

    `.invalid` will never be anybody's (RFC 2606).
    """
    stated = course.reporting.identifier(HOME_PAGE) if course.reporting else ""
    if _WEB.fullmatch(stated):
        return stated.rstrip("/")
    if _DOMAIN.fullmatch(course.provider.id):
        return "https://" + ".".join(reversed(course.provider.id.split(".")))
    return f"https://provider.invalid/{part(course.provider.id)}"


def course_address(course: Course) -> str:
    return f"{home_page(course)}/courses/{part(course.id)}"


def part(name: str) -> str:
    """An id as one step of an address, whatever letters it has."""
    return quote(name.encode(errors="surrogatepass"), safe="") or "-"


def account_name(course: Course, learner: Learner, *, permitted: bool | None) -> str:
    """The learner's random id; with permission to report, the identifier for which the provider asks."""
    wanted = course.reporting.identifier(ACCOUNT) if course.reporting else ""
    if not wanted or not permitted:
        return learner.id
    return dict(learner.identifiers).get(wanted, "").strip() or learner.id


def actor(course: Course, name: str) -> Json:
    """An account and nothing else: no name, no address."""
    return {"objectType": "Agent", "account": {"homePage": home_page(course), "name": name}}
