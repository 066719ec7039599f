"""Requirements: what a course asks of a machine, as rules in its own words, and what a machine answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How strongly a rule is meant, from the strictest down."""

    MINIMUM = "minimum"
    OPTIMAL = "optimal"
    ACCESS = "best-experienced-with"
    WHERE_MARKED = "where-marked"


class Operator(StrEnum):
    """How a fact is compared with what is asked.

    AT_LEAST, AT_MOST: amounts with units, or plain numbers. NOMINAL: at least, with 10 % tolerance (a machine of
    2 GB reports 1.9). VERSION: dotted versions part by part (10.15 is later than 10.5). EQUALS, DIFFERS: the same
    word, amount or version, or not. INCLUDES: the word is one of the fact's. SYSTEM: of the family named, and as
    late ("Windows 8.1", "Mac OS X 10.5"). PROCESSOR: of the class that is named or a later one, and within the
    class at least as fast ("pentium-ii 500 MHz"). NEWEST: the version is among the so many newest that the list of
    releases knows. NOTED: holds; its value says what is asked and cannot be judged.
    """

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    NOMINAL = "nominal"
    VERSION = "version"
    EQUALS = "equals"
    DIFFERS = "differs"
    INCLUDES = "includes"
    SYSTEM = "system"
    PROCESSOR = "processor"
    NEWEST = "newest"
    NOTED = "noted"


class Verdict(StrEnum):
    MET = "met"
    MET_AT_MINIMUM = "met-at-minimum"
    NOT_MET = "not-met"
    DOES_NOT_APPLY = "does-not-apply"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A condition on facts: either a comparison of one fact, or `any_of`/`all_of` further needs.

    `operator` is one of `Operator`; a comparison that this Carrel does not know leaves the answer open.
    """

    fact: str = ""
    operator: str = Operator.EQUALS
    value: str = ""
    any_of: tuple[Need, ...] = ()
    all_of: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One rule: `text` keeps the source's own words; `interpretation` says how an obvious slip was read.

    `platforms` empty means any. `only_if` is a condition for the rule to apply at all. `superseded` names why
    an offline player makes the rule irrelevant (a browser, Flash, a connection). A rule without `need` can
    only be told by a person, unless it is superseded. Rules of one `group` are alternatives of one sentence:
    one that is met is enough, and while one is open none has failed.
    """

    id: str
    level: Level
    subject: str
    text: str
    platforms: tuple[str, ...] = ()
    need: Need | None = None
    only_if: Need | None = None
    superseded: str = ""
    interpretation: str = ""
    remedy: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something found out about this machine; `value` None means it cannot be told, and `how` says why."""

    name: str
    value: str | None
    how: str


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one requirement.

    `found`: what was found, and `where`: how, both in words and empty where nothing was; `why`: the reason in
    sentences; `remedy`: what to do, empty where nothing is to be done; `asked`: the names of the facts it hangs on.
    """

    requirement: Requirement
    verdict: Verdict
    found: str = ""
    where: str = ""
    why: str = ""
    remedy: str = ""
    asked: tuple[str, ...] = ()
