"""What a store's answer to a batch means: taken, refused, at odds with what it holds, or not now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import cast
from urllib.parse import urlsplit

from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.exchange.lrs.comparing import same_statement
from player.exchange.lrs.problems import CredentialsRefused, NotAStore, ProxyRefused, StoreMoved, StoreNotBelieved
from player.exchange.lrs.replies import Reply, plain, reason_in

_LONGEST_WAIT = timedelta(days=7)
_PAGE = Phrase("it answers with a page for people.")


class Verdict(Enum):
    TAKEN = auto()
    REFUSED = auto()
    """Something in the batch is wrong; nothing of it was taken."""
    CLASH = auto()
    """The store holds another statement under an id of the batch."""
    LATER = auto()
    FAILED = auto()
    """The store failed: by itself, or over what it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`named`: the ids, in lower case, that the store says it took (None: it named none, which means all); `is_proven`:
    only a store can have answered so; `wait`: how long it asks to be left alone."""

    verdict: Verdict
    reason: str = ""
    named: frozenset[str] | None = None
    is_proven: bool = False
    wait: timedelta | None = None


class Held(Enum):
    """What a store holds under an id."""

    SAME = auto()
    OTHER = auto()
    NOTHING = auto()
    UNTOLD = auto()
    """It does not let statements be read back."""
    LATER = auto()


def judge(reply: Reply, ids: Collection[str], *, host: str, now: datetime, secrets: tuple[str, ...]) -> Answer:
    """Of an answer to a batch with these ids. Raises the `Problem` that ends an upload."""
    reason = reason_in(reply, secrets=secrets)
    match reply.status:
        case 200:
            return _named(reply, ids, host)
        case 204:
            return Answer(verdict=Verdict.TAKEN, is_proven=reply.names_version)
        case 400 | 413 | 422:
            if reply.is_page and not reply.names_version and reply.status != 413:
                raise NotAStore(host=host, reason=_PAGE)
            return Answer(verdict=Verdict.REFUSED, reason=reason)
        case 409:
            return Answer(verdict=Verdict.CLASH, reason=reason)
        case 500:
            return Answer(verdict=Verdict.FAILED, reason=reason)
        case 408 | 425 | 429 | 502 | 503 | 504 | 507:
            return Answer(verdict=Verdict.LATER, reason=reason, wait=wait_of(reply, now))
        case _:
            raise ending(reply, host)


def held(reply: Reply, statement: str, body: bytes, *, host: str) -> Held:
    """Of an answer to being asked for a statement. Raises the `Problem` that ends an upload."""
    match reply.status:
        case 200:
            return _compared(reply, statement, body, host)
        case 404:
            return Held.NOTHING
        case 408 | 425 | 429 | 500 | 502 | 503 | 504 | 507:
            return Held.LATER
        case 400 | 401 | 403 | 405 | 501:
            return Held.UNTOLD
        case _:
            raise ending(reply, host)


def wait_of(reply: Reply, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone: in seconds, or until a moment. None where it does not say."""
    told = reply.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=int(told[:9])), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return None
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return min(max(until - now, timedelta()), _LONGEST_WAIT)


def _named(reply: Reply, ids: Collection[str], host: str) -> Answer:
    if reply.is_page:
        raise NotAStore(host=host, reason=_PAGE)
    try:
        told = reply.json()
    except ValueError:
        raise NotAStore(host=host, reason=Phrase("its answer is none that a store gives.")) from None
    listed = cast("list[object]", told) if isinstance(told, list) else None
    if listed is None or not all(isinstance(one, str) for one in listed):
        raise NotAStore(host=host, reason=Phrase("its answer is none that a store gives."))
    named = frozenset(str(one).lower() for one in listed)
    if named - {one.lower() for one in ids}:
        raise StoreNotBelieved(host=host, reason=Phrase("It named others than those that it was sent."))
    return Answer(verdict=Verdict.TAKEN, named=named, is_proven=True)


def _compared(reply: Reply, statement: str, body: bytes, host: str) -> Held:
    if reply.is_page:
        raise NotAStore(host=host, reason=_PAGE)
    try:
        told = reply.json()
    except ValueError:
        raise NotAStore(host=host, reason=Phrase("its answer is none that a store gives.")) from None
    facts = cast("dict[str, object]", told) if isinstance(told, dict) else {}
    listed = facts.get("statements")
    if isinstance(listed, list):
        # Some answer with a list of one, or of none.
        found = cast("list[object]", listed)
        if not found:
            return Held.NOTHING
        facts = cast("dict[str, object]", found[0]) if len(found) == 1 and isinstance(found[0], dict) else {}
    if str(facts.get("id", "")).lower() != statement.lower():
        raise NotAStore(host=host, reason=Phrase("asked for one statement, it answers with something else."))
    return Held.SAME if same_statement(body, facts) else Held.OTHER


def ending(reply: Reply, host: str) -> Problem:
    """What an answer means that no store gives to a request that is in order."""
    match reply.status:
        case 401 | 403:
            if reply.is_page and not reply.names_version and "www-authenticate" not in reply.headers:
                return NotAStore(
                    host=host, reason=Worded("it answers with a page for people ({status}).", status=reply.status)
                )
            return CredentialsRefused(host=host, status=reply.status)
        case 407:
            return ProxyRefused(host=host, status=reply.status)
        case 301 | 302 | 303 | 307 | 308:
            return StoreMoved(host=host, where=_where(reply))
        case status:
            return NotAStore(host=host, reason=Worded("it answers {status}.", status=status))


def _where(reply: Reply) -> str:
    """The host alone: the rest of such an address may carry what was typed somewhere."""
    try:
        parts = urlsplit(reply.headers.get("location", "")[:2000])
    except ValueError:
        return Phrase("it does not say well where")
    return (
        plain(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}") if parts.netloc else Phrase("another page there")
    )
