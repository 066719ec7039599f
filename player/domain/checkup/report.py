"""A check-up as a whole: what was asked, found and answered, with an identifier that follows from its contents."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from player.domain.checkup.own import is_about_playing
from player.domain.course import Contact, Course
from player.domain.event import CourseHash
from player.domain.requirement import Fact, Finding, Level, Verdict

FORMAT = 1
KIND = "carrel-check-up"


class Outcome(StrEnum):
    """What a check-up comes to."""

    READY = "ready"
    UNSURE = "unsure"
    LACKS = "lacks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The course that a machine is checked for."""

    course: Course
    hash: CourseHash

    @property
    def contact(self) -> Contact | None:
        """Whom to send the report to: the course's technical contact, or whoever answers questions about it."""
        by_purpose = {contact.purpose: contact for contact in reversed(self.course.contacts)}
        return by_purpose.get("technical") or by_purpose.get("activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """One check-up. `facts`: everything it rests on, by name in their order; it names no person.

    `own`: the answers to what Carrel asks; `asked`: to what the course asks, in its order. `pending`: facts that are
    still being found out; the answers that hang on them are open until then.
    """

    moment: datetime
    subject: Subject | None
    own: tuple[Finding, ...]
    asked: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    pending: frozenset[str] = frozenset()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.asked + self.own

    @property
    def is_complete(self) -> bool:
        return not self.pending

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """The minima that are not met."""
        return lacking(self.findings)

    @property
    def plays(self) -> bool:
        """Nothing was found that keeps a recording from being played here."""
        return not any(is_about_playing(one.requirement) for one in lacking(self.own))

    @property
    def outcome(self) -> Outcome:
        if self.lacking:
            return Outcome.LACKS
        return Outcome.UNSURE if any(_is_open(one) for one in self.findings) else Outcome.READY

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many answers of each kind, as the ledger keeps them."""
        found = Counter(one.verdict.value for one in self.findings)
        return tuple((verdict.value, found[verdict.value]) for verdict in Verdict if found[verdict.value])

    @property
    def id(self) -> str:
        """Eight letters and digits to say on the telephone: "7K3M-Q2XA"; they follow from everything in the report."""
        return identifier(record_of(self))

    def is_pending(self, finding: Finding) -> bool:
        return finding.verdict is Verdict.CANNOT_TELL and not self.pending.isdisjoint(finding.asked)


def is_lacking(finding: Finding) -> bool:
    return finding.verdict is Verdict.NOT_MET and finding.requirement.level is Level.MINIMUM


def lacking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The minima that are not met."""
    return tuple(finding for finding in findings if is_lacking(finding))


def record_of(checkup: CheckUp) -> dict[str, object]:
    """The report as plain values, without its identifier; docs/check-up-format.md describes them."""
    return {
        "kind": KIND,
        "format": FORMAT,
        "moment": checkup.moment.isoformat(timespec="seconds"),
        "course": _course_record(checkup.subject) if checkup.subject else None,
        "outcome": checkup.outcome.value,
        "asked": [_finding_record(finding) for finding in checkup.asked],
        "own": [_finding_record(finding) for finding in checkup.own],
        "facts": {fact.name: {"value": fact.value, "how": fact.how} for fact in checkup.facts},
    }


def identifier(record: dict[str, object]) -> str:
    """The first 40 bits of the SHA-256 of the record (JSON, keys sorted, no spaces, UTF-8), in Crockford's base 32."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # Half a character (of a name that was no UTF-8) would stop the whole report: a question mark stands for it.
    number = int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:5], "big")
    letters = "".join(_BASE_32[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


_BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _is_open(finding: Finding) -> bool:
    return finding.verdict is Verdict.CANNOT_TELL and finding.requirement.level is Level.MINIMUM


def _course_record(subject: Subject) -> dict[str, object]:
    course = subject.course
    return {"id": course.id, "version": course.version, "title": course.title, "hash": subject.hash}


def _finding_record(finding: Finding) -> dict[str, object]:
    rule = finding.requirement
    return {
        "id": rule.id,
        "level": rule.level.value,
        "text": rule.text,
        "read_as": rule.interpretation,
        "answer": finding.verdict.value,
        "found": finding.found,
        "where": finding.where,
        "why": finding.why,
        "remedy": finding.remedy,
    }
