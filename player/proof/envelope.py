"""DSSE envelopes: bytes signed together with what kind of bytes they are."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec
from cryptography.exceptions import InvalidSignature

from player.domain.phrase import Phrase
from player.proof.keys import KeyId, PublicKey, Signer
from player.proof.problems import Fault, NotSigned


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signature: base64, and the fingerprint of the key that made it."""

    keyid: str
    sig: str


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    payload: str
    payload_type: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """`payload` with its `kind` and signatures; its JSON is that of the DSSE specification, version 1."""

    payload: bytes
    kind: str
    signatures: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """DSSE's pre-authentication encoding: what the signatures are really over."""
        # Written out here: the library of the specification loads the signers of four clouds with it.
        kind = self.kind.encode()
        return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(self.payload), self.payload)

    @property
    def signers(self) -> tuple[KeyId, ...]:
        return tuple(KeyId(signature.keyid) for signature in self.signatures)

    def to_json(self) -> bytes:
        payload = base64.b64encode(self.payload).decode()
        return msgspec.json.encode(_Wire(payload=payload, payload_type=self.kind, signatures=self.signatures))

    @classmethod
    def from_json(cls, data: bytes, *, name: str) -> Envelope:
        """Raises `NotSigned` when `data` is not exactly one envelope, in the one way in which Carrel writes it.

        JSON and base64 both have other ways to write the same: an altered file must not pass as one of them.
        """
        try:
            wire = msgspec.json.decode(data, type=_Wire)
            payload = base64.b64decode(wire.payload, validate=True)
        except (msgspec.DecodeError, binascii.Error, RecursionError, ValueError) as error:
            raise NotSigned(name=name, reason=Phrase("its signature part is damaged."), details=str(error)) from None
        envelope = cls(payload, wire.payload_type, wire.signatures)
        if envelope.to_json() != data:
            raise NotSigned(name=name, reason=Phrase("its signature part is not written in the one way allowed."))
        return envelope


def seal(payload: bytes, kind: str, signer: Signer) -> Envelope:
    """`payload` signed by one key."""
    return add_signature(Envelope(payload, kind, ()), signer)


def add_signature(envelope: Envelope, signer: Signer) -> Envelope:
    """The envelope with one more signature; in the order of their keys, so that who signed first leaves no trace."""
    made = Signature(signer.public.id, base64.b64encode(signer.sign(envelope.signed_bytes)).decode())
    others = (signature for signature in envelope.signatures if signature.keyid != made.keyid)
    return replace(envelope, signatures=tuple(sorted((*others, made), key=lambda signature: signature.keyid)))


def check(envelope: Envelope, kind: str, key: PublicKey, *, name: str) -> bytes:
    """The payload, when `key` signed it as `kind`. Raises `NotSigned`."""
    if envelope.kind != kind:
        raise NotSigned(name=name, reason=Phrase("it was signed as something else."))
    signature = next((s for s in envelope.signatures if s.keyid == key.id), None)
    if signature is None:
        raise NotSigned(name=name, reason=Phrase("it was signed with another key."), fault=Fault.WRONG_KEY)
    _check_signature(envelope, signature, key, name)
    return envelope.payload


def check_every(envelope: Envelope, kind: str, keys: Iterable[PublicKey], *, name: str) -> frozenset[KeyId]:
    """Who signed it as `kind`, when each signature is by another of these keys and holds. Raises `NotSigned`.

    The signatures stand in the order of their keys: for given bytes and signers there is one envelope.
    """
    if envelope.kind != kind:
        raise NotSigned(name=name, reason=Phrase("it was signed as something else."))
    known = {key.id: key for key in keys}
    if list(envelope.signers) != sorted(set(envelope.signers)):
        raise NotSigned(name=name, reason=Phrase("its signatures are not in the one order allowed."))
    for signature in envelope.signatures:
        key = known.get(KeyId(signature.keyid))
        if key is None:
            raise NotSigned(name=name, reason=Phrase("a key signed it that has no say in it."), fault=Fault.WRONG_KEY)
        _check_signature(envelope, signature, key, name)
    return frozenset(envelope.signers)


def _check_signature(envelope: Envelope, signature: Signature, key: PublicKey, name: str) -> None:
    try:
        signed = base64.b64decode(signature.sig, validate=True)
        if base64.b64encode(signed).decode() != signature.sig:
            raise ValueError("the signature is written otherwise than Carrel writes it")
        key.crypto.verify(signed, envelope.signed_bytes)
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotSigned(name=name, reason=Phrase("it was changed after it was signed.")) from None
