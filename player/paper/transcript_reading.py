"""Reading a transcript: whether it is as it was signed, by which key, what it carries, and what its pages say."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from player.domain.phrase import Phrase
from player.paper.problems import NotATranscript
from player.paper.seal import signer_of
from player.proof.keys import PublicKey
from player.proof.transcript import FILE_NAME

MOST_BYTES = 24 << 20
"""Of the file: one with 400 courses has some 8 million. One text of 50 million letters takes the parser ten seconds."""
MOST_UNPACKED = 64 << 20
"""Of all that is attached to it."""
MOST_ATTACHED = 4_000
MOST_PAGES = 400
MOST_CONTENT = 8 << 20
"""Of all pages' drawing operators: 400 entries make one million bytes, which take a second to read."""
EVIDENCE_ENDING = ".completion"
_MARK = f"/F ({FILE_NAME})".encode()
_EMPTY = "\u200b"
"""Stands for the further glyphs of a cluster of letters: see `embedding`."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTranscript:
    """What a file says of itself.

    `intact`: one valid signature covers every byte. `signer`: the key that made it, whoever that is; None when not
    intact. `contents`: the transcript as data; `evidence`: the completion files inside, by name; `text`: what is
    printed on all pages, as extracted; `overlaid`: how many pages bear pictures, or anything else than letters and
    lines. Of a file that is not intact all but these first two prove nothing.
    """

    intact: bool
    signer: PublicKey | None
    contents: bytes | None
    evidence: tuple[tuple[str, bytes], ...]
    text: str
    pages: int
    overlaid: int


def is_transcript(pdf: bytes) -> bool:
    """Whether a PDF is to be judged as a transcript rather than as a certificate; nothing of it is parsed."""
    return _MARK in pdf


def read_transcript(pdf: bytes) -> ReadTranscript:
    """Reads what may be a transcript, from anybody, in bounded memory and time. Raises `NotATranscript`."""
    if len(pdf) > MOST_BYTES:
        raise NotATranscript(reason=Phrase("it is far too large."))
    if not pdf.startswith(b"%PDF-"):
        raise NotATranscript(reason=Phrase("it is not a PDF document."))
    signer = signer_of(pdf)
    try:
        return _read(pdf, signer)
    except NotATranscript:
        raise
    except Exception as error:  # noqa: BLE001 - a parser of hostile files may fail in any way; none is our bug
        raise NotATranscript(reason=Phrase("it is damaged."), details=repr(error)) from None


def _read(pdf: bytes, signer: PublicKey | None) -> ReadTranscript:
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    if reader.is_encrypted:
        raise NotATranscript(reason=Phrase("it is encrypted."))
    attached = list(_attached(reader))
    contents = [data for name, data in attached if name == FILE_NAME]
    pages = _pages(reader)
    return ReadTranscript(
        intact=signer is not None,
        signer=signer,
        contents=contents[0] if len(contents) == 1 else None,
        evidence=tuple((name, data) for name, data in attached if name.endswith(EVIDENCE_ENDING)),
        text="\n".join(page.extract_text() for page in pages).replace(_EMPTY, ""),
        pages=len(pages),
        overlaid=sum(_is_overlaid(page) for page in pages),
    )


def _attached(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    room = MOST_UNPACKED
    for count, file in enumerate(reader.attachment_list):
        data = file.content
        room -= len(data)
        if count >= MOST_ATTACHED or room < 0:
            raise NotATranscript(reason=Phrase("more is attached to it than to any transcript."))
        yield file.name, data


def _pages(reader: PdfReader) -> list[PageObject]:
    """The pages, none of which draws more than can be read."""
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise NotATranscript(reason=Phrase("it has no pages, or more than any transcript."))
    pages, room = list(reader.pages), MOST_CONTENT
    for page in pages:
        content = page.get_contents()
        room -= len(content.get_data()) if content is not None else 0
        if room < 0:
            raise NotATranscript(reason=Phrase("more is drawn on its pages than on those of any transcript."))
    return pages


def _is_overlaid(page: PageObject) -> bool:
    resources = page.get("/Resources")
    names = resources.get_object() if resources is not None else DictionaryObject()
    drawable = any(names.get(kind) for kind in ("/XObject", "/Shading", "/Pattern"))
    content = page.get_contents()
    return drawable or (content is not None and b"\nBI" in content.get_data()) or _has_seen_notes(page)


def _has_seen_notes(page: PageObject) -> bool:
    """Annotations that are seen: the signature's own is not."""
    boxes = ([float(side) for side in note.get_object()["/Rect"]] for note in page.get("/Annots", ()))
    return any(left != right and low != high for left, low, right, high in boxes)
