"""The credit code: one claim as a short text that a QR code holds, signed by the device that issued its document.

Whoever scans it reads in words what was earned; the last line is for programs. Beside the device's signature it carries
the provider's word on that device, so that the provider's root alone is needed to judge it. It carries no evidence.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from cryptography.exceptions import InvalidSignature

from player.domain.certificate import CertificateFacts
from player.domain.credit import Document, plain
from player.domain.event import CourseHash
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.envelope import Envelope, Signature
from player.proof.keys import PublicKey, Signer
from player.proof.problems import NotReadable, NotSigned
from player.proof.trust import ENROLMENT_KIND, Enrolment

PREFIX = "CARREL-CREDIT1"
MOST_BYTES = 1_600
"""Of the whole text: above that the squares become too small for a phone that is held before a screen."""
MOST_READ_BYTES = 16_384
_TITLE, _PROVIDER = 90, 70
"""Letters of the title and the provider's name that are told: a phone shows a few lines."""
_NAME = Phrase("The credit code")
_KIND = Phrase("a credit code")


class CreditCodeTooLong(Problem):
    what_template = "The certificate {number} says too much for a code that a phone can read."
    meaning_template = "Your credit is kept, and nothing is missing from the certificate itself."
    remedy_template = "Take the certificate on a USB stick, or have it printed."


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCode:
    """`lines`: what a person reads, the printed name first; `course`, `facts`, `head`: SHA-256 in hex, the latter two
    as the certificate's own token has them; `enrolment`: the provider's word on the device, as in its file."""

    lines: tuple[str, ...]
    number: str
    offer: str
    amount: Decimal
    course: CourseHash
    facts: str
    head: str
    specimen: bool
    enrolment: bytes | None = None

    @property
    def name(self) -> str:
        """As it is printed on the certificate."""
        return self.lines[0]


class _Word(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The provider's word on the device, without what can be made again from the rest."""

    signer: bytes
    grade: str
    name: str
    signature: bytes


class _Body(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    number: str
    offer: str
    amount: str
    specimen: bool
    course: bytes
    facts: bytes
    head: bytes
    device: bytes
    word: _Word | None


def code_of(
    facts: CertificateFacts, *, course: CourseHash, offer: str, digest: str, head: str, enrolment: bytes | None
) -> CreditCode:
    """The code of the document with these facts. `digest`: of the facts, as it was bound when the document was issued;
    `head`: of the chain by then."""
    return CreditCode(
        lines=lines_of(facts),
        number=facts.number,
        offer=offer,
        amount=facts.amount,
        course=course,
        facts=digest,
        head=head,
        specimen=facts.specimen,
        enrolment=enrolment,
    )


def lines_of(facts: CertificateFacts) -> tuple[str, ...]:
    """Name, credit in the very words of the document, course, date, number, provider: a line each."""
    sentence = "".join(run.text for run in facts.sentence)
    heading = (facts.heading,) if facts.document is Document.PARTICIPATION_RECORD else ()
    told = (
        facts.name,
        *heading,
        sentence,
        f"“{_cut(facts.title, _TITLE)}”",
        f"{facts.date_label}: {facts.date}" if facts.date else "",
        f"No. {facts.number}",
        _cut(facts.provider, _PROVIDER),
        "SPECIMEN: proves no credit" if facts.specimen else "",
    )
    return tuple(line for text in told if (line := _line(text)))


def write(code: CreditCode, signer: Signer) -> str:
    """The text of the QR code. Raises `CreditCodeTooLong`."""
    body = _Body(
        number=code.number,
        offer=code.offer,
        amount=plain(code.amount),
        specimen=code.specimen,
        course=bytes.fromhex(code.course),
        facts=bytes.fromhex(code.facts),
        head=bytes.fromhex(code.head),
        device=signer.public.raw,
        word=_word(code.enrolment, signer.public) if code.enrolment else None,
    )
    signed = "\n".join((*code.lines, f"{PREFIX}.{_b64(msgspec.msgpack.encode(body))}"))
    text = f"{signed}.{_b64(signer.sign(signed.encode()))}"
    if len(text.encode()) > MOST_BYTES:
        raise CreditCodeTooLong(number=code.number)
    return text


def is_credit_code(data: bytes) -> bool:
    """Whether these bytes were meant to be the text of one."""
    return len(data) <= MOST_READ_BYTES and f"{PREFIX}.".encode() in data


def read(text: str, *, name: str = _NAME) -> tuple[CreditCode, PublicKey]:
    """The code and the key that signed it. Line ends and blanks around lines are as phones hand them on.

    Raises `NotReadable`, or `NotSigned` where a letter of it was changed.
    """
    lines = tuple(line for raw in text.splitlines() if (line := _line(raw)))
    try:
        prefix, packed, signature = lines[-1].split(".")
        signed = _unb64(signature)
        raw = _unb64(packed)
        body = msgspec.msgpack.decode(raw, type=_Body)
        code, public = _code(body, lines[:-1])
        whole = msgspec.msgpack.encode(body) == raw and len(signed) == 64
    except (ValueError, IndexError, ArithmeticError, msgspec.MsgspecError, binascii.Error, RecursionError) as error:
        raise NotReadable(name=name, kind=_KIND, reason=Phrase("it is not complete."), details=str(error)) from None
    if prefix != PREFIX or not whole or not code.lines:
        raise NotReadable(name=name, kind=_KIND, reason=Phrase("it is not written as Carrel writes it."))
    try:
        public.crypto.verify(signed, "\n".join((*lines[:-1], f"{prefix}.{packed}")).encode())
    except InvalidSignature:
        raise NotSigned(name=name, reason=Phrase("it was changed after it was signed.")) from None
    if f"No. {code.number}" not in code.lines:
        raise NotSigned(name=name, reason=Phrase("its lines are about another certificate than its signed part."))
    return code, public


def _code(body: _Body, lines: tuple[str, ...]) -> tuple[CreditCode, PublicKey]:
    """Raises ValueError or ArithmeticError."""
    if any(len(part) != 32 for part in (body.course, body.facts, body.head, body.device)):
        raise ValueError("not the bytes that belong here")
    amount = Decimal(body.amount)
    if not amount.is_finite() or amount < 0 or plain(amount) != body.amount:
        raise ValueError("the amount is written otherwise than Carrel writes it")
    public = PublicKey(body.device)
    code = CreditCode(
        lines=lines,
        number=body.number,
        offer=body.offer,
        amount=amount,
        course=CourseHash(body.course.hex()),
        facts=body.facts.hex(),
        head=body.head.hex(),
        specimen=body.specimen,
        enrolment=_enrolment(body.word, public) if body.word else None,
    )
    return code, public


def _word(enrolment: bytes, device: PublicKey) -> _Word | None:
    """What of an enrolment must be carried; None for one that could not be made again from that, byte by byte."""
    try:
        envelope = Envelope.from_json(enrolment, name=_NAME)
        found = msgspec.json.decode(envelope.payload, type=Enrolment)
        (signature,) = envelope.signatures
        word = _Word(
            signer=bytes.fromhex(signature.keyid),
            grade=found.grade.value,
            name=found.name,
            signature=base64.b64decode(signature.sig, validate=True),
        )
    except (Problem, ValueError, msgspec.MsgspecError):
        return None
    return word if _enrolment(word, device) == enrolment else None


def _enrolment(word: _Word, device: PublicKey) -> bytes:
    """The enrolment's file as its provider wrote it. Raises ValueError for a grade that there is not."""
    payload = {"format": 1, "device": device.raw.hex(), "grade": word.grade, "name": word.name}
    signature = Signature(word.signer.hex(), base64.b64encode(word.signature).decode())
    return Envelope(msgspec.json.encode(payload), ENROLMENT_KIND, (signature,)).to_json()


def _line(text: str) -> str:
    """One line of it, as phones and mail programs hand it on whole."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    """Raises ValueError unless `text` is written in the one way."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _b64(data) != text:
        raise ValueError("not written in the one way")
    return data
