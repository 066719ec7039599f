"""Drafts of what a history says of one boot and of one session: written in place while events are folded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from player.domain.clock import BootId
from player.domain.course import SessionId
from player.domain.event import Watched
from player.domain.history import BootHistory, SessionHistory
from player.domain.watch import Coverage, Covering

_NOTHING = Coverage()
UNSEEN = SessionHistory(coverage=_NOTHING, earning=_NOTHING)
"""Of a session that nobody began. What is covered and what of it earns are one and the same, as long as all earns."""


class BootDraft:
    """See `BootHistory`."""

    __slots__ = ("engaged_ms", "first_mono_ms", "last_mono_ms", "played_ms")

    def __init__(self, before: BootHistory) -> None:
        self.first_mono_ms = before.first_mono_ms
        self.last_mono_ms = before.last_mono_ms
        self.engaged_ms = before.engaged_ms
        self.played_ms = before.played_ms

    def reach(self, mono_ms: int) -> None:
        if mono_ms > self.last_mono_ms:
            self.last_mono_ms = mono_ms
        elif mono_ms < self.first_mono_ms:
            self.first_mono_ms = mono_ms

    def watch(self, fact: Watched) -> None:
        self.engaged_ms += fact.engaged_ms
        self.played_ms += fact.end_ms - fact.start_ms

    def history(self) -> BootHistory:
        return BootHistory(
            first_mono_ms=self.first_mono_ms,
            last_mono_ms=self.last_mono_ms,
            engaged_ms=self.engaged_ms,
            played_ms=self.played_ms,
        )


class SessionDraft:
    """See `SessionHistory`."""

    __slots__ = ("coverage", "earning", "earning_engaged_ms", "engaged_ms", "passed", "resume_ms")

    def __init__(self, before: SessionHistory) -> None:
        self.coverage = Covering(before.coverage)
        self.earning = self.coverage if before.earning is before.coverage else Covering(before.earning)
        self.engaged_ms = before.engaged_ms
        self.earning_engaged_ms = before.earning_engaged_ms
        self.resume_ms = before.resume_ms
        self.passed = before.passed

    def watch(self, fact: Watched, *, earns: bool) -> None:
        """Raises ValueError when the stretch is no interval."""
        # As long as all of it earned, both are one and the same, and need not be computed twice.
        if self.earning is self.coverage:
            if not earns:
                self.earning = self.coverage.copy()
        elif earns:
            self.earning.add(fact.start_ms, fact.end_ms)
        self.coverage.add(fact.start_ms, fact.end_ms)
        self.engaged_ms += fact.engaged_ms
        self.earning_engaged_ms += fact.engaged_ms if earns else 0
        self.resume_ms = fact.end_ms

    def history(self) -> SessionHistory:
        coverage = self.coverage.coverage()
        return SessionHistory(
            coverage=coverage,
            engaged_ms=self.engaged_ms,
            earning=coverage if self.earning is self.coverage else self.earning.coverage(),
            earning_engaged_ms=self.earning_engaged_ms,
            resume_ms=self.resume_ms,
            passed=self.passed,
        )


def frozen_boots(boots: Mapping[BootId, BootHistory | BootDraft]) -> Mapping[BootId, BootHistory]:
    return MappingProxyType(
        {name: boot.history() if isinstance(boot, BootDraft) else boot for name, boot in boots.items()}
    )


def frozen_sessions(sessions: Mapping[SessionId, SessionHistory | SessionDraft]) -> Mapping[SessionId, SessionHistory]:
    return MappingProxyType(
        {name: seen.history() if isinstance(seen, SessionDraft) else seen for name, seen in sessions.items()}
    )
