"""A check-up with answers of every kind, for the tests of its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from player.domain.checkup.course_facts import by_name, facts_of
from player.domain.checkup.judging import judge_all
from player.domain.checkup.own import own_requirements
from player.domain.checkup.report import CheckUp, Subject
from player.domain.course import Contact, Course
from player.domain.event import CourseHash
from player.domain.requirement import Fact, Level, Need, Operator, Requirement
from tests.builders import COURSE

MOMENT = datetime(2026, 11, 22, 1, 25, 7, tzinfo=UTC)
NO_BROWSER = "Carrel plays the course itself: no browser is needed."
SLIP = "1.83MHz can only mean 1.83 GHz."
TECHNICAL = Contact(purpose="technical", label="Technical help", telephone="202-559-3900", email="support@example.org")


def rule(
    number: int,
    level: Level,
    text: str,
    need: Need | None = None,
    *,
    subject: str = "",
    read_as: str = "",
    gone: str = "",
) -> Requirement:
    return Requirement(
        id=f"rule.{number}",
        level=level,
        subject=subject or f"subject {number}",
        text=text,
        need=need,
        interpretation=read_as,
        superseded=gone,
    )


def at_least(fact: str, value: str) -> Need:
    return Need(fact=fact, operator=Operator.AT_LEAST, value=value)


SPEAKERS = rule(1, Level.MINIMUM, "Audio playback with speakers", at_least("sound.outputs", "1"))
VIDEO_MEMORY = rule(2, Level.MINIMUM, "Video card: 64 MB of video memory", at_least("gpu.memory", "64 MB"))
MEMORY = rule(3, Level.MINIMUM, "Memory: 1 GB or more", at_least("memory.total", "1 GB"), subject="memory")
MORE_MEMORY = rule(4, Level.OPTIMAL, "Memory: 4 GB or more", at_least("memory.total", "4 GB"), subject="memory")
PROCESSOR = rule(
    5,
    Level.MINIMUM,
    "Intel Core Duo 1.83MHz or faster",
    Need(fact="cpu.families", operator=Operator.PROCESSOR, value="core-duo 1.83 GHz"),
    read_as=SLIP,
)
BROWSER = rule(6, Level.ACCESS, "Latest or 2nd latest Chrome, Firefox or Safari", gone=NO_BROWSER)
COOKIES = rule(7, Level.ACCESS, "JavaScript and session cookies enabled", gone=NO_BROWSER)
READER = rule(8, Level.WHERE_MARKED, "Adobe Acrobat Reader", Need(fact="viewer.pdf", value="builtin"))
RULES = (BROWSER, COOKIES, READER, MORE_MEMORY, MEMORY, PROCESSOR, VIDEO_MEMORY, SPEAKERS)

ASKED_COURSE = replace(COURSE, requirements=RULES, contacts=(TECHNICAL,))


def found(name: str, value: str | None, how: str) -> Fact:
    return Fact(name=name, value=value, how=how)


FACTS = (
    found("os.platform", "windows", "the system this program runs on"),
    found("os.version", "6.3.9600", "Windows' internal number"),
    found("memory.total", "1978 MB", "the memory that the system sees"),
    found("cpu.families", "intel x86-64", "what the processor can do"),
    found("cpu.clock", "2160 MHz", "its clock rate"),
    found("gpu.memory", None, "Its driver does not say how much it has."),
    found("sound.outputs", "0", "the sound outputs that Windows lists"),
    found("screen.width", "1366 px", "the largest screen"),
    found("screen.height", "768 px", "the largest screen"),
    found("disk.free", "48211 MB", "where the records are kept"),
    found("profile.writable", "yes", "the folder where the records are kept"),
    found("decoder.library", "yes", "libvlc.dll"),
    found("decoder.works", "yes", "picture and sound came"),
    found("viewer.pdf", "builtin", "Carrel shows handouts itself"),
    found("clock.sane", "yes", "it shows November 22, 2026, 01:25 UTC"),
    found("records.kept", "no", "the records on this computer"),
    found("name.given", "yes", "the page Profile"),
    found("name.printable", "yes", "the fonts that came with Carrel"),
    found("test.played", "no", "the ten-second test"),
    found("plays.first", "yes", "picture and sound came"),
    found("plays.second", "yes", "picture and sound came"),
)


def check_up(
    course: Course | None = ASKED_COURSE, facts: Iterable[Fact] = FACTS, *, pending: frozenset[str] = frozenset()
) -> CheckUp:
    """As the desk makes one; `course` None: for Carrel alone."""
    known = {**by_name(facts), **(facts_of(course) if course else {})}
    return CheckUp(
        moment=MOMENT,
        subject=Subject(course=course, hash=CourseHash("ab" * 32)) if course else None,
        own=judge_all(own_requirements(course), known),
        asked=judge_all(course.requirements, known) if course else (),
        facts=tuple(known[name] for name in sorted(known)),
        pending=pending,
    )


def with_fact(name: str, value: str | None, how: str = "seen") -> tuple[Fact, ...]:
    """All the facts, this one put in place of what it was or added."""
    return tuple({**by_name(FACTS), name: found(name, value, how)}.values())


def with_rules(*texts: str) -> Course:
    """The course with a minimum that is not met for each of these texts."""
    rules = (rule(place, Level.MINIMUM, text, at_least("memory.total", "99 GB")) for place, text in enumerate(texts))
    return replace(ASKED_COURSE, requirements=tuple(rules))
