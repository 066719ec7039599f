"""Asks a store whether it takes name and secret, before anything is sent to it."""

from __future__ import annotations

from typing import Protocol, cast

from player.domain.phrase import Phrase, Worded
from player.domain.uploading import KeyTried
from player.exchange.lrs.answers import ending
from player.exchange.lrs.client import AnswerLost
from player.exchange.lrs.problems import NotAStore, StoreNotReady, StoreUnreachable
from player.exchange.lrs.replies import Reply, reason_in

LONGEST_MS = 20_000
"""Somebody sits before it and waits."""


class Client(Protocol):
    secrets: tuple[str, ...]

    @property
    def host(self) -> str: ...
    def newest(self) -> Reply: ...


def try_key(client: Client) -> KeyTried:
    """By asking for the latest statement. Once: who asks can ask again. Raises a `Problem`."""
    try:
        reply = client.newest()
    except AnswerLost:
        raise StoreUnreachable(host=client.host, reason=Phrase("it ended the connection without an answer.")) from None
    match reply.status:
        case 200:
            return _listed(reply, client.host)
        case 403 if reply.names_version:
            # It knows the name, or it would have said 401: some names may only hand statements over.
            return KeyTried.NOT_TOLD
        case 408 | 425 | 429 | 500 | 502 | 503 | 504 | 507:
            reason = reason_in(reply, secrets=client.secrets) or Worded("it answers {status}", status=reply.status)
            raise StoreNotReady(host=client.host, reason=reason)
        case _:
            raise ending(reply, client.host)


def _listed(reply: Reply, host: str) -> KeyTried:
    try:
        told = reply.json()
    except ValueError:
        told = None
    listed = cast("dict[str, object]", told).get("statements") if isinstance(told, dict) else None
    if reply.is_page or not isinstance(listed, list):
        raise NotAStore(host=host, reason=Phrase("its answer is none that a store gives."))
    return KeyTried.TAKEN
