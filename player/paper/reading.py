"""Reading a certificate: whether it is as it was signed, by which key, and what it carries."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from player.domain.phrase import Phrase
from player.paper.metadata import token_in
from player.paper.problems import NotACertificate
from player.paper.seal import signer_of
from player.proof.keys import PublicKey

MOST_BYTES = 16 << 20
"""Of a file; a certificate has some 50 kB, and one text of 50 million letters takes the parser ten seconds."""
MOST_CONTENT = 512 << 10
"""Of a page's drawing operators; a certificate has some 30 kB."""
EVIDENCE_ENDING = ".completion"
ENROLMENT_ENDING = ".enrolment.json"
BADGE_ENDING = "open-badge.json"
_EMPTY = "\u200b"
"""Stands for the further glyphs of a cluster of letters: see `embedding`."""

# pypdf complains of what is wrong in a file by logging; a person is told by one Problem, not by its lines on stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCertificate:
    """What a file says of itself.

    `intact`: one valid signature covers every byte. `signer`: the key that made it, whoever that is; None when not
    intact. `evidence`: the completion file inside; `enrolment`: the provider's word on the device, None also where
    there are two; `badge`: the Open Badge, likewise; `text`: what is printed, as extracted; `images`: how many
    pictures are on the page, and anything else that is laid over it; `token`: the QR code's.
    Of a file that is not intact the latter six prove nothing.
    """

    intact: bool
    signer: PublicKey | None
    evidence: bytes | None
    text: str
    token: str | None
    enrolment: bytes | None = None
    images: int = 0
    badge: bytes | None = None


def read_certificate(pdf: bytes) -> ReadCertificate:
    """Reads what may be a certificate, from anybody. Raises `NotACertificate`."""
    if len(pdf) > MOST_BYTES:
        raise NotACertificate(reason=Phrase("it is far larger than any certificate."))
    if not pdf.startswith(b"%PDF-"):
        raise NotACertificate(reason=Phrase("it is not a PDF document."))
    signer = signer_of(pdf)
    try:
        return _contents(pdf, signer)
    except NotACertificate:
        raise
    except Exception as error:  # noqa: BLE001 - a parser of hostile files may fail in any way; none is our bug
        raise NotACertificate(reason=Phrase("it is damaged."), details=repr(error)) from None


def _contents(pdf: bytes, signer: PublicKey | None) -> ReadCertificate:
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    if reader.is_encrypted:
        raise NotACertificate(reason=Phrase("it is encrypted."))
    if len(reader.pages) != 1:
        raise NotACertificate(reason=Phrase("a certificate has one page."))
    return ReadCertificate(
        intact=signer is not None,
        signer=signer,
        evidence=attached_to(reader, EVIDENCE_ENDING),
        enrolment=attached_to(reader, ENROLMENT_ENDING),
        badge=attached_to(reader, BADGE_ENDING),
        text=_text(reader),
        images=_images(reader),
        token=token_of(reader),
    )


def attached_to(reader: PdfReader, ending: str) -> bytes | None:
    """The one file inside whose name ends so; None also where there are several."""
    found = [file for file in reader.attachment_list if file.name.endswith(ending)]
    return found[0].content if len(found) == 1 else None


def token_of(reader: PdfReader) -> str | None:
    """What the QR code says, as the metadata tell it."""
    packet = reader.root_object.get("/Metadata")
    stream = packet.get_object() if packet is not None else None
    return token_in(stream.get_data()) if isinstance(stream, StreamObject) else None


def _text(reader: PdfReader) -> str:
    """The text of the page; a certificate has no drawing within its drawing."""
    page = reader.pages[0]
    content = page.get_contents()
    if content is None or len(content.get_data()) > MOST_CONTENT or _has_forms(page):
        return ""
    return page.extract_text().replace(_EMPTY, "")


def _has_forms(page: DictionaryObject) -> bool:
    return "/Form" in _kinds(page)


def _images(reader: PdfReader) -> int:
    """Pictures, in the page's words or of their own, and annotations that are seen: the signature's is not."""
    page = reader.pages[0]
    content = page.get_contents()
    if content is None or len(content.get_data()) > MOST_CONTENT:
        return 0
    drawn = sum(operator in _PICTURES for _, operator in content.operations)
    return max(drawn, _kinds(page).count("/Image")) + sum(_is_seen(one) for one in page.get("/Annots", ()))


_PICTURES = (b"Do", b"INLINE IMAGE", b"sh")


def _is_seen(annotation: Any) -> bool:
    left, low, right, high = (float(side) for side in annotation.get_object()["/Rect"])
    return left != right and low != high


def _kinds(page: DictionaryObject) -> list[str]:
    """What kinds of objects the page may draw."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return []
    return [str(item.get_object().get("/Subtype")) for item in objects.get_object().values()]
