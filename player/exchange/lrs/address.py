"""The address of a learning record store: always encrypted, but on this very computer."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from player.domain.phrase import Phrase
from player.exchange.lrs.problems import AddressUnfit, ProxyUnfit

_LONGEST = 2000
_STATEMENTS = "/statements"


def clean_address(written: str) -> str:
    """The address in its one form, without `/statements` and the last slash. Raises `AddressUnfit`.

    A secret in it would end up in a plain file; a question or a mark in it would be cut off by what follows.
    """
    text = written.strip()
    parts = _parts(text)
    if isinstance(parts, str):
        raise AddressUnfit(address=_told(text), reason=parts)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise AddressUnfit(address=_told(text), reason=Phrase("it is not encrypted."))
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise AddressUnfit(address=_told(text), reason=Phrase("it has a “?” or a “#” in it."))
    path = parts.path.rstrip("/").removesuffix(_STATEMENTS).rstrip("/")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def clean_proxy(written: str) -> str:
    """A proxy's address in its one form. Raises `ProxyUnfit`: also for one with a password, which would be kept."""
    parts = _parts(written.strip())
    if isinstance(parts, str):
        raise ProxyUnfit(reason=parts)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ProxyUnfit(reason=Phrase("there is something after its port."))
    return f"{parts.scheme}://{parts.netloc.lower()}"


def host_of(address: str) -> str:
    """What people call the place: its name, and its port where that is told."""
    return urlsplit(address).netloc.rpartition("@")[2]


def is_loopback(host: str) -> bool:
    """Whether this is this very computer, which nobody can listen in on."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parts(text: str) -> SplitResult | str:
    """The address taken apart, or what is wrong with it."""
    if len(text) > _LONGEST or not text.isprintable() or " " in text or "\\" in text:
        return Phrase("it has letters in it that no address has, or far too many.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return Phrase("it is written in a way that no address is.")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return Phrase("it does not begin with https:// and a name.")
    if parts.username is not None or "@" in parts.netloc:
        return Phrase("there is a name or a password in it.")
    if port == 0:
        return Phrase("its port is none.")
    return parts


def _told(text: str) -> str:
    """What was written, without a password that may be in it."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[:120])
    head, at, rest = shown.rpartition("@")
    return f"…@{rest}" if at else head + rest
