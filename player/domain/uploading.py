"""Uploading: what is handed to a learning record store, how it is reached, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from player.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Statement:
    """One xAPI statement: `id` is a UUID, the same wherever it is written; `body` the JSON that bears it."""

    id: str
    body: bytes


class ProxyUse(StrEnum):
    """By which way a store is reached."""

    SYSTEM = "system"
    """As this computer's settings say."""
    NONE = "none"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """How a learning record store is reached. The secret is never in here: it lies in the system's key store.

    `address`: to which `/statements` is added; `proxy`: an address without a password, only where the use is given;
    `authority`: a file with the certificate authority of a store that the system does not know (PEM). Times in
    milliseconds: to be connected, between two pieces of an answer, and for an answer as a whole.
    """

    address: str
    user: str = ""
    proxy_use: ProxyUse = ProxyUse.SYSTEM
    proxy: str = ""
    authority: Path | None = None
    connect_ms: int = 10_000
    pause_ms: int = 30_000
    answer_ms: int = 120_000


class KeyTried(StrEnum):
    """What a store said when it was only asked whether it takes name and secret."""

    TAKEN = "taken"
    NOT_TOLD = "not-told"
    """It lets nothing be read; whether it takes statements shows when they are sent."""


class Cause(StrEnum):
    """Why a statement was set aside."""

    REFUSED = "refused"
    CONFLICT = "conflict"
    """The store holds another statement under the same id."""
    TOO_LARGE = "too-large"
    STORE_FAILED = "store-failed"
    """The store takes others, and fails over this one; it is tried again at the next upload."""
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A statement that is not at the store; `reason`: in the store's own words, as far as it said any."""

    id: str
    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What an upload came to, in statements.

    `sent`: taken by the store now; `known`: it held them already; `left`: not there yet, for the next upload.
    `by_word`: how many of those that were sent rest on the store's word alone, since it lets nothing be read back.
    `problem`: what ended it early; `again_at`: when the store may be asked again, where that is known.
    """

    sent: int
    known: int
    set_aside: tuple[SetAside, ...] = ()
    left: int = 0
    by_word: int = 0
    problem: Problem | None = None
    again_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        return not self.left and not self.set_aside and self.problem is None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadStatus:
    """How many statements there are, how many of them the store has confirmed, and which were set aside."""

    statements: int
    confirmed: int
    set_aside: tuple[SetAside, ...] = field(default=())

    @property
    def waiting(self) -> int:
        return self.statements - self.confirmed - len(self.set_aside)
