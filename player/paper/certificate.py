"""The certificate: one landscape page, tagged, with the evidence inside, and the same bytes for the same facts."""

from __future__ import annotations

from pathlib import Path

from player.domain.certificate import CertificateFacts
from player.paper.drawing import Drawing
from player.paper.layout import fitted
from player.paper.lines import Composer
from player.paper.looks import Paper
from player.paper.metadata import Metadata
from player.paper.picture import signature_picture
from player.paper.sheet import Sheet
from player.paper.typefaces import clean, typefaces
from player.paper.wording import LANGUAGE, require_glyphs, wording

EVIDENCE_DESCRIPTION = "The signed evidence of this completion, for “carrel verify”"


def render_certificate(
    facts: CertificateFacts,
    *,
    evidence: bytes,
    evidence_name: str,
    token: str,
    fonts: Path,
    signature_image: bytes | None = None,
    paper: Paper = Paper.LETTER,
) -> bytes:
    """The document that says `facts`, and nothing else, as PDF/A-3a and PDF/UA-1, not yet signed.

    `evidence` is attached under `evidence_name`; `token` is what the QR code says, and stands in the metadata too.
    Raises `NoGlyph`, `TooMuchText`, `PictureUnusable` or `FontsMissing`.
    """
    texts = wording(facts)
    faces = typefaces(fonts)
    require_glyphs(texts, faces)
    composer = Composer(faces)
    layout = fitted(texts, paper, composer)
    picture = signature_picture(signature_image) if signature_image and texts.signatory else None
    sheet = Sheet(width=paper.width, height=paper.height, composer=composer, metadata=_metadata(facts, token))
    drawing = Drawing(sheet, layout, paper, composer)
    drawing.ornaments(specimen=facts.specimen)
    drawing.texts()
    if texts.signatory:
        drawing.signature(picture, alt=facts.signature.alt if facts.signature else "")
    drawing.number(token, f"QR code for checking number {facts.number}")
    sheet.attach(evidence, name=evidence_name, description=EVIDENCE_DESCRIPTION)
    return sheet.finished()


def _metadata(facts: CertificateFacts, token: str) -> Metadata:
    title = clean(f"{facts.heading}: {facts.title}")
    return Metadata(
        title=f"{title} (specimen)" if facts.specimen else title,
        language=LANGUAGE,
        creator=clean(facts.provider),
        number=facts.number,
        token=token,
        created=facts.issued,
    )
