"""Reporting: how a provider takes completions in, and under which numbers it passes them on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ACCOUNT = "xapi-account"
"""The name under which a provider states which of a learner's identifiers names the learner's account in its store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """What a provider states with its course.

    `reading_key`: the public X25519 key (64 hex digits) for which learners' particulars are sealed in completion
    files; empty: they are not sealed. `last_day`: until when completions are taken in, in the course's time zone;
    None: without end. `identifiers`: pairs of a name that report layouts know (`accme-provider`, `ce-broker-provider`,
    `ccid-organisation`, `moodle-course` …) and the provider's own value. `store`: the address of the provider's
    learning record store, to which learners may upload; empty: none.
    """

    reading_key: str = ""
    last_day: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    store: str = ""

    def identifier(self, name: str) -> str:
        """Empty where the provider states none."""
        return dict(self.identifiers).get(name, "")
