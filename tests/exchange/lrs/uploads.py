"""Statements, settings and uploads over a fake store, for the tests of this room."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from player.domain.uploading import ProxyUse, Statement, StoreSettings, Uploaded
from player.exchange.lrs.client import StoreClient
from player.exchange.lrs.journal import Journal
from player.exchange.lrs.patience import Patience
from player.exchange.lrs.store import Store
from player.exchange.lrs.uploader import Uploader, never
from tests.exchange.lrs.fake_store import KEY, SECRET, FakeStore

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def statement(number: int, **more: object) -> Statement:
    name = str(UUID(int=number, version=4))
    told = {
        "id": name,
        "actor": {"account": {"homePage": "https://example.org", "name": "learner-1"}},
        "verb": {"id": "https://w3id.org/xapi/video/verbs/played", "display": {"en-US": "played"}},
        "object": {"id": f"https://example.org/{number}"},
        "timestamp": "2024-06-03T12:00:00.000Z",
        **more,
    }
    return Statement(name, json.dumps(told).encode())


def statements(count: int, first: int = 1) -> list[Statement]:
    return [statement(number) for number in range(first, first + count)]


@dataclass(slots=True)
class Times:
    """A clock that goes on only while somebody waits by it."""

    now: datetime = NOW
    slept: float = 0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class Learner:
    """Somebody who uploads from one profile to one store."""

    profile: Path
    store: FakeStore
    times: Times = field(default_factory=Times)
    settings: StoreSettings = field(default_factory=lambda: StoreSettings(address="", user=KEY, connect_ms=2000))
    secret: str = SECRET

    def upload(
        self,
        what: Iterable[Statement],
        *,
        verify_all: bool = False,
        again: bool = False,
        is_cancelled: Callable[[], bool] = never,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Uploaded:
        settings = replace(self.settings, address=self.settings.address or self.store.address)
        client = StoreClient(settings, secret=self.secret)
        patience = Patience(now=lambda: self.times.now, sleep=self.times.sleep, share=lambda: 0.5)
        try:
            return Uploader(
                Store(client, patience),
                self.journal(),
                verify_all=verify_all,
                again=again,
                choose=lambda batch: batch[-1],
            ).run(what, is_cancelled=is_cancelled, on_progress=on_progress)
        finally:
            client.close()

    def journal(self) -> Journal:
        address = self.settings.address or self.store.address
        return Journal(self.profile, address=address, user=self.settings.user)

    def patient(self, milliseconds: int) -> Learner:
        """The same, who waits so long for an answer."""
        settings = replace(self.settings, pause_ms=milliseconds, answer_ms=2 * milliseconds)
        return replace(self, settings=settings)

    def by_proxy(self, use: ProxyUse, proxy: str, address: str) -> Learner:
        return replace(self, settings=replace(self.settings, proxy_use=use, proxy=proxy, address=address))


def ids(of: Sequence[Statement]) -> list[str]:
    return [one.id for one in of]
