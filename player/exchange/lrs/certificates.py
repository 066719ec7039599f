"""Whom an encrypted connection is made to: by the system's certificates, and by one that the learner was given."""

from __future__ import annotations

import ssl
from pathlib import Path

import truststore

from player.exchange.lrs.problems import AuthorityUnreadable, NotTrusted, StoreNotTrusted

_SELF_SIGNED = {18, 19, 20, 21}
"""OpenSSL's numbers: signed by itself, an unknown authority in the chain or at its end."""
_EXPIRED = {9, 10}
_OTHER_NAME = {62, 63, 64}


def trusted_by(authority: Path | None) -> ssl.SSLContext:
    """Raises `AuthorityUnreadable`."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority is not None:
        try:
            context.load_verify_locations(cafile=str(authority))
        except (OSError, ValueError) as error:
            raise AuthorityUnreadable(name=authority.name, details=str(error)) from None
    return context


def not_trusted(host: str, error: BaseException) -> StoreNotTrusted:
    """What a failed handshake means for people."""
    inner = next((one for one in chain_of(error) if isinstance(one, ssl.SSLCertVerificationError)), None)
    number = inner.verify_code if inner is not None else 0
    words = str(error).lower()
    if number in _EXPIRED or "expired" in words:
        reason, way = NotTrusted.EXPIRED
    elif number in _OTHER_NAME or "doesn't match" in words or "mismatch" in words:
        reason, way = NotTrusted.OTHER_NAME
    elif number in _SELF_SIGNED or inner is not None:
        reason, way = NotTrusted.SELF_SIGNED
    else:
        reason, way = NotTrusted.OTHERWISE
    return StoreNotTrusted(host=host, reason=reason, way=way, details=str(error))


def chain_of(error: BaseException) -> tuple[BaseException, ...]:
    """An error with all that led to it: libraries wrap what the system said several times over."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        inner: object = getattr(one, "reason", None)
        waiting += [
            part for part in (*one.args, inner, one.__cause__, one.__context__) if isinstance(part, BaseException)
        ]
    return tuple(found)
