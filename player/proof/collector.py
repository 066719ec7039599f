"""Collectors: keys that a publisher allows to sign receipts in its place, on the computer where completions arrive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from player.domain.phrase import Phrase
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import KeyId, PublicKey, Signer
from player.proof.problems import NewerFormat, NotReadable
from player.proof.roots import is_text

FORMAT = 1
KIND = "application/vnd.carrel.collector+json"
ENDING = ".collector.json"
MOST_BYTES = 1 << 16
_CALLED = Phrase("a word on who takes completions in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """A publisher's word: `key` (public, in hex) may sign receipts until `last_day`, UTC; None: without end."""

    format: int = FORMAT
    key: str
    name: str
    last_day: date | None = None

    @property
    def public(self) -> PublicKey:
        return PublicKey.from_hex(self.key)


class _Version(msgspec.Struct, frozen=True):
    format: int


def appoint(key: PublicKey, *, name: str, last_day: date | None, signer: Signer) -> bytes:
    """The bytes of a collector's file, signed by a key of the publisher's courses."""
    written = Collector(key=key.raw.hex(), name=name, last_day=last_day)
    return seal(msgspec.json.encode(written), KIND, signer).to_json()


def collector_in(data: bytes, keys: Iterable[PublicKey], *, name: str) -> tuple[Collector, KeyId]:
    """The collector in these bytes and which of these keys signed it. Raises `NotReadable`, `NewerFormat`, `NotSigned`.

    Read before it is believed, so that a newer one, whose signature may be made otherwise, is told as such.
    """
    if len(data) > MOST_BYTES:
        raise NotReadable(name=name, kind=_CALLED, reason=Phrase("it is far too large."))
    envelope = Envelope.from_json(data, name=name)
    collector = _read(envelope.payload, name)
    known = {key.id: key for key in keys}
    key = next((known[signer] for signer in envelope.signers if signer in known), None)
    if key is None:
        reason = Phrase("no key of this publisher's courses signed it.")
        raise NotReadable(name=name, kind=_CALLED, reason=reason)
    check(envelope, KIND, key, name=name)
    return collector, key.id


def _read(payload: bytes, name: str) -> Collector:
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        collector = msgspec.json.decode(payload, type=Collector)
        same = msgspec.json.encode(collector) == payload and found == FORMAT
        if not same or collector.public.raw.hex() != collector.key or not is_text(collector.name):
            raise ValueError("it is not written as Carrel writes it")
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise NotReadable(name=name, kind=_CALLED, reason=Phrase("it is damaged."), details=str(error)) from None
    return collector
