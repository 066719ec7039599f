"""Redrawing: a certificate drawn again from its facts, and held against the page in the file.

The text of a page can be read, but not whether its letters look like what they say, nor what was drawn beside them.
A page that is, byte by byte, what this program draws of the same facts cannot say anything else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from player.domain.certificate import CertificateFacts
from player.domain.problem import Problem
from player.paper.picture import LOGO, SIGNATURE
from player.paper.press import unsigned
from player.paper.problems import FontsMissing, NoGlyph
from player.paper.reading import BADGE_ENDING, ENROLMENT_ENDING, EVIDENCE_ENDING, attached_to, token_of
from player.paper.signature import is_nothing_but_signed
from player.paper.unpacked import END, is_the_same

_FACE = re.compile(rb"/BaseFont /CARREL\+([\w.-]+)")
_MOST_PIXELS = max(width * height for width, height in (SIGNATURE, LOGO))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What the file itself gives to the drawing."""

    facts: CertificateFacts
    evidence: bytes
    evidence_name: str
    token: str
    signature_image: bytes | None
    logo_image: bytes | None
    enrolment: bytes | None
    badge: bytes


def is_as_drawn(pdf: bytes, facts: CertificateFacts, *, fonts: Path) -> bool | None:
    """Whether the document is what is drawn here of these facts, and then signed and nothing else.

    `pdf` was judged genuine. None where it cannot be told: the facts have letters that are not in `fonts`; what the
    file says of its own fonts is not asked. The pictures of the provider's are taken from the file.
    """
    page, drawn = pdf[: pdf.find(END) + len(END)], b""
    try:
        for job in _jobs(PdfReader(io.BytesIO(pdf)), facts):
            drawn = unsigned(job, fonts=fonts)
            if is_the_same(page, drawn):
                return is_nothing_but_signed(pdf, page)
    except (NoGlyph, FontsMissing):
        return None
    except Problem:
        return False
    except Exception:  # noqa: BLE001 - a parser of hostile files may fail in any way; then it is not as it is drawn
        return False
    return False if uses_only(drawn, fonts) else None


def uses_only(drawn: bytes, fonts: Path) -> bool:
    """Whether a document that was drawn here has letters from the fonts of this folder alone."""
    return {face.decode() for face in _FACE.findall(drawn)} <= {file.stem for file in fonts.glob("*.ttf")}


def _jobs(reader: PdfReader, facts: CertificateFacts) -> Iterator[_Job]:
    """Which picture on the page is the logo shows when it is tried."""
    names = [file.name for file in reader.attachment_list if file.name.endswith(EVIDENCE_ENDING)]
    evidence, token = attached_to(reader, EVIDENCE_ENDING), token_of(reader)
    if evidence is None or token is None or not _has_small_pictures(reader):
        return
    for signature, logo in _pictures(reader, facts):
        yield _Job(
            facts=facts,
            evidence=evidence,
            evidence_name=names[0],
            token=token,
            signature_image=signature,
            logo_image=logo,
            enrolment=attached_to(reader, ENROLMENT_ENDING),
            badge=attached_to(reader, BADGE_ENDING) or b"",
        )


def _has_small_pictures(reader: PdfReader) -> bool:
    """None larger than any is printed: unpacking could take all memory."""
    resources = cast("DictionaryObject", reader.pages[0]["/Resources"].get_object())
    objects = cast("DictionaryObject", resources.get("/XObject", DictionaryObject()).get_object())
    sizes = [int(one.get_object()["/Width"]) * int(one.get_object()["/Height"]) for one in objects.values()]
    return len(sizes) <= 2 and all(size <= _MOST_PIXELS for size in sizes)


def _pictures(reader: PdfReader, facts: CertificateFacts) -> Iterator[tuple[bytes | None, bytes | None]]:
    """What may be signature and logo, as PNG: one picture may be both, and either may have been left out."""
    found = [_png(image.image) for image in reader.pages[0].images]
    has_logo = facts.template is not None and facts.template.logo is not None
    signatures = [*found, None] if facts.signature else [None]
    yield from product(signatures, [*found, None] if has_logo else [None])


def _png(picture: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
