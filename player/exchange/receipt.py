"""Receipts as files: the provider's signed word on a completion file, written where it arrives, judged by learners."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from player.domain.event import CourseHash, StreamId
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase, Worded
from player.domain.receipt import Outcome, Receipt
from player.exchange.problems import NotAReceipt, ReceiptNotBelieved, ReceiptOfAnotherCourse
from player.proof.collector import Collector, collector_in
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.manifest import SignedCourse
from player.proof.problems import NewerFormat
from player.proof.trust import Publisher, Trust

FORMAT = 1
KIND = "application/vnd.carrel.receipt+json"
ENDING = ".receipt"
MOST_BYTES = 1 << 20
_LONGEST = 1000
"""Of the provider's name and of a reason, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """A receipt as this format writes it, apart from `Receipt`, so that the two can change apart.

    `authority`: the publisher's word on who signs (a collector's file), empty where the publisher's own key signs.
    """

    format: int
    completion: str
    learner: LearnerId
    course: CourseHash
    stream: StreamId
    seq: int
    link: str
    provider: str
    received: datetime
    outcome: Outcome
    credited: tuple[str, ...]
    taken_back: tuple[str, ...]
    reason: str
    authority: str


class _Version(msgspec.Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReceipt:
    """What a receipt's file holds, not yet judged; `name` is the file's, `digest` the SHA-256 of its bytes in hex."""

    receipt: Receipt
    envelope: Envelope
    authority: bytes | None
    digest: str
    name: str


def write_receipt(receipt: Receipt, *, signer: Signer, authority: bytes | None) -> bytes:
    """The file's bytes; the same receipt and key always give the same.

    `signer`: a key of the publisher's courses, or a collector's, with the publisher's word on it as `authority`.
    """
    return seal(msgspec.json.encode(_written(receipt, authority or b"")), KIND, signer).to_json()


def read_receipt(data: bytes, *, name: str) -> SignedReceipt:
    """What the file says; nothing of it is believed yet. Raises `NotAReceipt`, `NotSigned` or `NewerFormat`."""
    if len(data) > MOST_BYTES:
        raise NotAReceipt(name=name, reason=Phrase("it is far too large."))
    if not data.startswith(b"{"):
        raise NotAReceipt(name=name, reason=Phrase("it is another kind of file, or damaged."))
    envelope = Envelope.from_json(data, name=name)
    if envelope.kind != KIND:
        raise NotAReceipt(name=name, reason=Phrase("it is another kind of file."))
    contents = _contents(envelope.payload, name)
    return SignedReceipt(
        receipt=_receipt(contents),
        envelope=envelope,
        authority=contents.authority.encode() or None,
        digest=hashlib.sha256(data).hexdigest(),
        name=name,
    )


def judge_receipt(signed: SignedReceipt, course: SignedCourse, trust: Trust) -> Receipt:
    """The receipt, when it is about this course, and its publisher (or whom that named) signed it.

    Raises `ReceiptOfAnotherCourse`, `ReceiptNotBelieved`, `NotSigned`, `NotReadable` or `NewerFormat`.
    """
    if signed.receipt.course_hash != course.hash:
        raise ReceiptOfAnotherCourse(name=signed.name, title=course.course.title)
    publisher = trust.with_roots(course.manifest.roots).publisher_of(course.key.id)
    _refuse_revoked(signed, publisher)
    keys = _keys_of(course, publisher)
    signer = next((key for key in keys if key.id in signed.envelope.signers), None)
    if signer is None and signed.authority is not None:
        signer = _collector(signed, keys).public
    if signer is None or signer.id not in signed.envelope.signers:
        raise ReceiptNotBelieved(name=signed.name, reason=Phrase("who signed it has no say in this course."))
    check(signed.envelope, KIND, signer, name=signed.name)
    return signed.receipt


def _refuse_revoked(signed: SignedReceipt, publisher: Publisher | None) -> None:
    """Says of a key that had a say once that it has none any more, and why."""
    for signer in signed.envelope.signers:
        revoked = publisher.revocation_of(signer) if publisher else None
        if revoked is not None:
            raise ReceiptNotBelieved(
                name=signed.name,
                reason=Worded("the key was revoked on {on} ({reason}).", on=revoked.on, reason=revoked.reason),
            )


def _keys_of(course: SignedCourse, publisher: Publisher | None) -> list[PublicKey]:
    """The keys that speak for the publisher of the course: those that are known of it, and that of the course itself.

    Of a publisher who is not known here, the key that signed the course is all there is to go by.
    """
    if publisher is None:
        return [course.key]
    return [key for key in (course.key, *publisher.keys) if publisher.revocation_of(key.id) is None]


def _collector(signed: SignedReceipt, keys: list[PublicKey]) -> Collector:
    """Whom the publisher named, by its word inside the receipt, on the day on which it was signed."""
    collector, _ = collector_in(
        signed.authority or b"", keys, name=Worded("What {name} says of who signed it", name=signed.name)
    )
    if collector.last_day is not None and signed.receipt.received.date() > collector.last_day:
        reason = Worded(
            "{name} might sign receipts until {last_day}, and this one is later.",
            name=collector.name,
            last_day=collector.last_day,
        )
        raise ReceiptNotBelieved(name=signed.name, reason=reason)
    return collector


def _written(receipt: Receipt, authority: bytes) -> _Contents:
    return _Contents(
        format=FORMAT,
        completion=receipt.completion,
        learner=receipt.learner,
        course=receipt.course_hash,
        stream=receipt.stream,
        seq=receipt.seq,
        link=receipt.link,
        provider=_line(receipt.provider),
        received=receipt.received.astimezone(UTC),
        outcome=receipt.outcome,
        credited=receipt.credited,
        taken_back=receipt.taken_back,
        reason=_line(receipt.reason),
        authority=authority.decode(),
    )


def _contents(payload: bytes, name: str) -> _Contents:
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        contents = msgspec.json.decode(payload, type=_Contents)
        same = msgspec.json.encode(contents) == payload and found == FORMAT
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotAReceipt(name=name, reason=Phrase("its contents are damaged."), details=str(error)) from None
    lines = all(_line(text) == text for text in (contents.provider, contents.reason))
    if not same or not lines or contents.received.utcoffset() != timedelta(0):
        raise NotAReceipt(name=name, reason=Phrase("it is not written as Carrel writes it."))
    return contents


def _line(text: str) -> str:
    """Without signs that move the cursor or turn the writing: a receipt is shown, also in terminals."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:_LONGEST]


def _receipt(contents: _Contents) -> Receipt:
    return Receipt(
        completion=contents.completion,
        learner=contents.learner,
        course_hash=contents.course,
        stream=contents.stream,
        seq=contents.seq,
        link=contents.link,
        provider=contents.provider,
        received=contents.received,
        outcome=contents.outcome,
        credited=contents.credited,
        taken_back=contents.taken_back,
        reason=contents.reason,
    )
