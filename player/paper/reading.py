"""Reading a certificate: whether it is as it was signed, by which key, and what it carries."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from player.paper.metadata import token_in
from player.paper.problems import NotACertificate
from player.paper.seal import signer_of
from player.proof.keys import PublicKey

MOST_BYTES = 64 * 1024 * 1024
MOST_CONTENT = 4 * 1024 * 1024
"""Of a page's drawing operators; a certificate has some 30 kB."""
EVIDENCE_ENDING = ".completion"
_EMPTY = "\u200b"
"""Stands for the further glyphs of a cluster of letters: see `embedding`."""

# pypdf complains of what is wrong in a file by logging; a person is told by one Problem, not by its lines on stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCertificate:
    """What a file says of itself.

    `intact`: one valid signature covers every byte. `signer`: the key that made it, whoever that is; None when not
    intact. `evidence`: the completion file inside; `text`: what is printed, as extracted; `token`: the QR code's.
    Of a file that is not intact the latter three prove nothing.
    """

    intact: bool
    signer: PublicKey | None
    evidence: bytes | None
    text: str
    token: str | None


def read_certificate(pdf: bytes) -> ReadCertificate:
    """Reads what may be a certificate, from anybody. Raises `NotACertificate`."""
    if len(pdf) > MOST_BYTES:
        raise NotACertificate(reason="it is far larger than any certificate.")
    if not pdf.startswith(b"%PDF-"):
        raise NotACertificate(reason="it is not a PDF document.")
    signer = signer_of(pdf)
    try:
        evidence, text, token = _contents(pdf)
    except NotACertificate:
        raise
    except Exception as error:  # noqa: BLE001 - a parser of hostile files may fail in any way; none is our bug
        raise NotACertificate(reason="it is damaged.", details=repr(error)) from None
    return ReadCertificate(intact=signer is not None, signer=signer, evidence=evidence, text=text, token=token)


def _contents(pdf: bytes) -> tuple[bytes | None, str, str | None]:
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    if reader.is_encrypted:
        raise NotACertificate(reason="it is encrypted.")
    return _evidence(reader), _text(reader), _token(reader)


def _evidence(reader: PdfReader) -> bytes | None:
    found = [file for file in reader.attachment_list if file.name.endswith(EVIDENCE_ENDING)]
    return found[0].content if len(found) == 1 else None


def _token(reader: PdfReader) -> str | None:
    packet = reader.root_object.get("/Metadata")
    stream = packet.get_object() if packet is not None else None
    return token_in(stream.get_data()) if isinstance(stream, StreamObject) else None


def _text(reader: PdfReader) -> str:
    """The text of the first page; a certificate has no other, and no drawing within its drawing."""
    page = reader.pages[0]
    content = page.get_contents()
    if content is None or len(content.get_data()) > MOST_CONTENT or _has_forms(page):
        return ""
    return page.extract_text().replace(_EMPTY, "")


def _has_forms(page: DictionaryObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    return any(item.get_object().get("/Subtype") == "/Form" for item in objects.get_object().values())
