"""The certificate: one landscape page, tagged, with the evidence inside, and the same bytes for the same facts."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from player.domain.certificate import CertificateFacts
from player.domain.phrase import Phrase
from player.domain.template import Design
from player.paper.designs import classic, modern, plain
from player.paper.designs.page import Figure, Ground, Lay, Matter, Page
from player.paper.drawing import Brush
from player.paper.job import Job
from player.paper.lines import Composer
from player.paper.looks import PAPERS, accent_of
from player.paper.metadata import Metadata
from player.paper.picture import LOGO, SIGNATURE, printable_picture
from player.paper.problems import TooMuchText
from player.paper.sheet import Sheet
from player.paper.typefaces import clean, typefaces
from player.paper.wording import LANGUAGE, Part, Wording, require_glyphs, wording

EVIDENCE_DESCRIPTION = "The signed evidence of this completion, for “carrel verify”"
ENROLMENT_NAME = "device.enrolment.json"
BADGE_NAME = "open-badge.json"
BADGE_DESCRIPTION = "The credit of this document as an Open Badge, for wallets"
ENROLMENT_DESCRIPTION = "The provider's signed word on the device that issued this document"
DESIGNS: dict[Design, Lay] = {Design.CLASSIC: classic.lay, Design.MODERN: modern.lay, Design.PLAIN: plain.lay}
DENSITIES = [step / 12 for step in range(15)]
"""Up to 1, which is as dense as can be read well; a little beyond it rather than no document at all."""
MOST_LETTERS = 8_000
MOST_LETTERS_SHRUNK = 1_000
"""On a page, and in a text that is shrunk to a few lines: more than can be read; trying more would take seconds."""
_SHRUNK = frozenset({Part.ISSUER, Part.HEADING, Part.NAME, Part.TITLE})


def render_certificate(job: Job, *, fonts: Path) -> bytes:
    """The document that says the job's facts, and nothing else, as PDF/A-3a and PDF/UA-1, not yet signed.

    The token of the job stands in the QR code and in the metadata.
    Raises `NoGlyph`, `TooMuchText`, `PictureUnusable` or `FontsMissing`.
    """
    facts, texts, faces = job.facts, wording(job.facts), typefaces(fonts)
    require_glyphs(texts, faces)
    composer = Composer(faces)
    ground = _ground(facts, composer, _logo(facts, job.logo_image))
    page = _fitted(texts, ground, _lay(facts))
    matter = Matter(
        specimen=facts.specimen,
        signature=_signature(facts, job.signature_image) if texts.signatory else None,
        token=job.token,
        code_alt=f"QR code for checking number {facts.number}",
    )
    paper = ground.paper
    sheet = Sheet(width=paper.width, height=paper.height, composer=composer, metadata=_metadata(facts, job.token))
    page.draw(Brush(sheet, composer), matter)
    _attach(sheet, job)
    return sheet.finished()


def require_printable(facts: CertificateFacts, *, fonts: Path) -> None:
    """Raises what `render_certificate` would raise for words: `NoGlyph`, `TooMuchText` or `FontsMissing`.

    A logo is taken to need all the room that it may have.
    """
    texts, faces = wording(facts), typefaces(fonts)
    require_glyphs(texts, faces)
    has_logo = facts.template is not None and facts.template.logo is not None
    logo = Figure(picture=Image.new("1", (130, 54)), alt="") if has_logo else None
    _fitted(texts, _ground(facts, Composer(faces), logo), _lay(facts))


def _ground(facts: CertificateFacts, composer: Composer, logo: Figure | None) -> Ground:
    return Ground(paper=PAPERS[facts.paper], composer=composer, accent=accent_of(facts.template), logo=logo)


def _lay(facts: CertificateFacts) -> Lay:
    return DESIGNS[facts.template.design if facts.template else Design.CLASSIC]


def _fitted(texts: Wording, ground: Ground, lay: Lay) -> Page:
    """The airiest page on which everything fits. Raises `TooMuchText`."""
    for density in DENSITIES if _may_fit(texts, ground, lay) else ():
        page = lay(texts, ground, density)
        if page.slack >= 0:
            return page
    longest = max(texts.texts(), key=lambda text: len(text.said))
    raise TooMuchText(longest=longest.where, length=len(longest.said))


def _may_fit(texts: Wording, ground: Ground, lay: Lay) -> bool:
    """Whether it is worth trying: the densest page comes near, and nobody waits for a text that fills a book."""
    lengths = [(text.part, len(text.said)) for text in texts.texts()]
    shrunk = max((length for part, length in lengths if part in _SHRUNK), default=0)
    if shrunk > MOST_LETTERS_SHRUNK or sum(length for _, length in lengths) > MOST_LETTERS:
        return False
    return lay(texts, ground, DENSITIES[-1]).slack > -ground.paper.height / 10


def _signature(facts: CertificateFacts, data: bytes | None) -> Figure | None:
    if not data:
        return None
    alt = facts.signature.alt if facts.signature else ""
    return Figure(picture=printable_picture(data, most=SIGNATURE, what=Phrase("the signature")), alt=alt)


def _logo(facts: CertificateFacts, data: bytes | None) -> Figure | None:
    """Only where the template has one: a picture that the facts do not know has no place on the page."""
    named = facts.template.logo if facts.template else None
    if named is None or not data:
        return None
    picture = printable_picture(data, most=LOGO, what=Phrase("the provider's logo"))
    return Figure(picture=picture, alt=named.alt or f"Logo of {clean(facts.provider)}")


def _attach(sheet: Sheet, job: Job) -> None:
    sheet.attach(job.evidence, name=job.evidence_name, description=EVIDENCE_DESCRIPTION)
    if job.enrolment is not None:
        sheet.attach(
            job.enrolment, name=ENROLMENT_NAME, description=ENROLMENT_DESCRIPTION, media_type="application/json"
        )
    if job.badge:
        sheet.attach(
            job.badge,
            name=BADGE_NAME,
            description=BADGE_DESCRIPTION,
            media_type="application/ld+json",
            relationship="Supplement",
        )


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
