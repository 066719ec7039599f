"""The token in a certificate's QR code: number, digest of what is printed, head of the chain; signed by the device."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from player.domain.phrase import Phrase
from player.proof.keys import PublicKey, Signer
from player.proof.problems import NotReadable, NotSigned

PREFIX = "CARREL1"
_NAME = Phrase("The code on the certificate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`facts` and `head` are SHA-256 hashes in hex."""

    number: str
    facts: str
    head: str


def write(token: Token, signer: Signer) -> str:
    """Five fields and a signature, joined by dots; binary parts in base64url without padding."""
    body = ".".join(
        (
            PREFIX,
            token.number,
            _b64(bytes.fromhex(token.facts)),
            _b64(bytes.fromhex(token.head)),
            _b64(signer.public.raw),
        )
    )
    return f"{body}.{_b64(signer.sign(body.encode()))}"


def read(text: str) -> tuple[Token, PublicKey]:
    """The token and the key that signed it. Raises `NotReadable` or `NotSigned`."""
    try:
        prefix, number, facts, head, key, signature = text.split(".")
        token = Token(number=number, facts=_unb64(facts, 32).hex(), head=_unb64(head, 32).hex())
        public = PublicKey(_unb64(key, 32))
        signed = _unb64(signature, 64)
        body = text.rpartition(".")[0].encode("ascii")
    except (ValueError, binascii.Error):
        raise NotReadable(name=_NAME, kind=Phrase("a token"), reason=Phrase("it is not complete.")) from None
    if prefix != PREFIX:
        raise NotReadable(name=_NAME, kind=Phrase("a token"), reason=Phrase("it is of another kind."))
    try:
        public.crypto.verify(signed, body)
    except InvalidSignature:
        raise NotSigned(name=_NAME, reason=Phrase("it was changed after it was signed.")) from None
    return token, public


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str, length: int) -> bytes:
    """Raises ValueError unless `text` is so many bytes, in the one way in which they are written."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if len(data) != length or _b64(data) != text:
        raise ValueError("not the bytes that belong here")
    return data
