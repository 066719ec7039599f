"""Joins uploading to the desk: the store's client, the writer of statements and the key store, each when needed.

Nothing of it is loaded when the window opens: what speaks to networks takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from player.bootstrap.places import Places
from player.desk.uploading import Uploading
from player.domain.learner_completion import LearnerCompletion
from player.domain.problem import Problem
from player.domain.uploading import KeyTried, SetAside, Statement, StoreSettings, Uploaded, UploadStatus
from player.machine.clock import SystemClock

if TYPE_CHECKING:
    from player.desk.desk import Desk
    from player.exchange.lrs.journal import Journal
    from player.exchange.lrs.patience import Patience
    from player.machine.secrets import KeyStore


class SecretMissing(Problem):
    what_template = "The secret for the learning record store is not known."
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "Type it in; in a terminal --secret-from-env takes it from the variable CARREL_LRS_SECRET."


def uploading_over(places: Places, desk: Desk) -> Uploading:
    return Uploading(ProfileStores(places, now=desk.now), completions=desk.sending.completions)


def forget_uploads(places: Places) -> None:
    """Of a person who is forgotten: the store with name and secret, and what it confirmed. Whoever calls holds the
    profile. Raises a `Problem`; can be repeated."""
    from player.exchange.lrs.journal import forget_journals

    ProfileStores(places, now=lambda: SystemClock().stamp().moment).forget()
    forget_journals(places.profile)


def _system_key_store() -> KeyStore:
    from player.machine.secrets import system_key_store

    return system_key_store()


class ProfileStores:
    """Uploads from one profile. `patience` and `key_store` are other ones in tests."""

    def __init__(
        self,
        places: Places,
        *,
        now: Callable[[], datetime],
        key_store: Callable[[], KeyStore] = _system_key_store,
        patience: Callable[[], Patience] | None = None,
    ) -> None:
        self._profile = places.profile
        self._now = now
        self._key_store = key_store
        self._patience = patience

    # --- settings and secret -----------------------------------------------------------------------------

    def settings(self) -> StoreSettings | None:
        from player.exchange.lrs.settings import read_settings

        return read_settings(self._profile)

    def clean(self, settings: StoreSettings) -> StoreSettings:
        from player.exchange.lrs.settings import clean

        return clean(settings)

    def keep(self, settings: StoreSettings) -> None:
        """The secret of another store that was kept before goes: nobody would know of it any more."""
        from player.exchange.lrs.settings import write_settings

        before = self._kept()
        write_settings(self._profile, settings)
        if before is not None and (before.address, before.user) != (settings.address, settings.user):
            # A key store that is locked now keeps it, as locked as it was.
            with suppress(Problem):
                self._key_store().forget(_service(before), before.user)

    def forget(self) -> None:
        """The settings go also where they cannot be read; then nobody knows any more which secret was theirs."""
        from player.exchange.lrs.settings import forget_settings

        kept = self._kept()
        if kept is not None:
            self._key_store().forget(_service(kept), kept.user)
        forget_settings(self._profile)

    def _kept(self) -> StoreSettings | None:
        """None also where they cannot be read."""
        try:
            return self.settings()
        except Problem:
            return None

    def keeps_secrets(self) -> bool:
        return self._key_store().is_there

    def has_secret(self, settings: StoreSettings) -> bool:
        return self._key_store().secret(_service(settings), settings.user) is not None

    def keep_secret(self, settings: StoreSettings, secret: str) -> None:
        self._key_store().keep(_service(settings), settings.user, secret)

    def _secret(self, settings: StoreSettings, given: str | None) -> str:
        """The one that was given, else the one that is kept. Raises `SecretMissing`."""
        secret = given if given is not None else self._key_store().secret(_service(settings), settings.user)
        if secret is None:
            raise SecretMissing
        return secret

    # --- statements --------------------------------------------------------------------------------------

    def try_key(self, settings: StoreSettings, *, secret: str | None) -> KeyTried:
        from player.exchange.lrs.client import StoreClient
        from player.exchange.lrs.trying import LONGEST_MS, try_key

        quick = replace(settings, answer_ms=min(settings.answer_ms, LONGEST_MS))
        client = StoreClient(quick, secret=self._secret(settings, secret))
        try:
            return try_key(client)
        finally:
            client.close()

    def status(self, settings: StoreSettings, completions: Iterable[LearnerCompletion]) -> UploadStatus:
        journal, confirmed, count = self._journal(settings), 0, 0
        set_aside: list[SetAside] = []
        for statement in self._statements(completions):
            count += 1
            before = journal.set_aside_before(statement.id, statement.body)
            if journal.is_confirmed(statement.id):
                confirmed += 1
            elif before is not None:
                set_aside.append(before)
        return UploadStatus(statements=count, confirmed=confirmed, set_aside=tuple(set_aside))

    def upload(
        self,
        settings: StoreSettings,
        completions: Sequence[LearnerCompletion],
        *,
        secret: str | None,
        verify_all: bool,
        again: bool,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Uploaded:
        from player.exchange.lrs.client import StoreClient
        from player.exchange.lrs.patience import Patience
        from player.exchange.lrs.store import Store
        from player.exchange.lrs.uploader import Uploader, never

        client = StoreClient(settings, secret=self._secret(settings, secret))
        store = Store(client, (self._patience or Patience)())
        uploader = Uploader(store, self._journal(settings), verify_all=verify_all, again=again)
        try:
            return uploader.run(
                self._statements(completions),
                total=sum(1 for _ in self._statements(completions)) if on_progress else 0,
                on_progress=on_progress,
                is_cancelled=is_cancelled or never,
            )
        finally:
            client.close()

    def _statements(self, completions: Iterable[LearnerCompletion]) -> Iterator[Statement]:
        from player.exchange.xapi import statement_bytes, write_statements

        for told in write_statements(completions, now=self._now()):
            yield Statement(str(told["id"]), statement_bytes(told))

    def _journal(self, settings: StoreSettings) -> Journal:
        from player.exchange.lrs.journal import Journal

        return Journal(self._profile, address=settings.address, user=settings.user)


def _service(settings: StoreSettings) -> str:
    """A secret belongs to one address: it is never found under another."""
    return f"Carrel: {settings.address}"
