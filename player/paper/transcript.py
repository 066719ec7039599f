"""The transcript: all credit that a learner chose to show, on tagged pages, with what proves it inside; signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path, PurePath

from player.domain import transcript_wording as wording
from player.domain.phrase import Phrase
from player.domain.template import PaperSize
from player.domain.transcript import Transcript
from player.paper.flow import Flow
from player.paper.lines import Composer
from player.paper.looks import PAPERS
from player.paper.metadata import Metadata
from player.paper.sheet import Sheet
from player.paper.signature import is_nothing_but_signed, sign_pdf
from player.paper.transcript_pages import FOOT_ROOM, TOP, Pages
from player.paper.typefaces import clean, typefaces
from player.paper.unpacked import END as _END
from player.paper.unpacked import is_the_same
from player.paper.wording import LANGUAGE
from player.proof import transcript as statement
from player.proof.keys import PrivateKey

SIGNER = "Carrel"
REASON = "Credit transcript drawn up"
STATEMENT_DESCRIPTION = "The entries of this transcript, for “carrel verify”"
EVIDENCE_DESCRIPTION = "The signed evidence of one course, for “carrel verify”"

Evidence = Sequence[tuple[str, bytes]]
"""Names and bytes of completion files."""


def render_transcript(
    transcript: Transcript,
    *,
    evidence: Evidence,
    key: PrivateKey,
    fonts: Path,
    paper: PaperSize = PaperSize.LETTER,
) -> bytes:
    """The signed document; the same transcript, evidence and key always give the same bytes.

    A character that no font has is replaced, but not in the name. Raises `NoGlyph`, `FontsMissing` or `NotSignable`.
    """
    page = unsigned_transcript(transcript, evidence=evidence, fonts=fonts, paper=paper)
    return sign_pdf(page, key=key, name=SIGNER, reason=REASON, moment=_moment(transcript))


def unsigned_transcript(
    transcript: Transcript, *, evidence: Evidence, fonts: Path, paper: PaperSize = PaperSize.LETTER
) -> bytes:
    """The document as PDF/A-3a and PDF/UA-1. Raises as `render_transcript`."""
    faces = typefaces(fonts)
    faces.require(clean(transcript.name), Phrase("The name"))
    composer = Composer(faces)
    written = statement.write(transcript)
    number = statement.number_of(written)
    width, height = PAPERS[paper].height, PAPERS[paper].width  # on its short side
    sheet = Sheet(width=width, height=height, composer=composer, metadata=_metadata(transcript, number))
    flow = Flow(sheet, faces, composer, top=TOP, floor=height - FOOT_ROOM)
    pages = Pages(transcript, number, sheet, flow, width=width, height=height)
    pages.draw()
    for page in range(1, sheet.pages + 1):
        sheet.turn_to(page)
        pages.foot(page, sheet.pages)
    sheet.attach(written, name=statement.FILE_NAME, description=STATEMENT_DESCRIPTION)
    for name, data in _told_apart(evidence):
        sheet.attach(data, name=name, description=EVIDENCE_DESCRIPTION)
    return sheet.finished()


def is_drawn_as(pdf: bytes, transcript: Transcript, *, evidence: Evidence, fonts: Path) -> bool:
    """Whether a file is, byte for byte, what this program draws and then signs: its pages then say nothing else."""
    pages = pdf[: pdf.find(_END) + len(_END)]
    drawn = (unsigned_transcript(transcript, evidence=evidence, fonts=fonts, paper=paper) for paper in PaperSize)
    return any(is_the_same(pages, one) for one in drawn) and is_nothing_but_signed(pdf, pages, reason=REASON)


def _metadata(transcript: Transcript, number: str) -> Metadata:
    return Metadata(
        title=clean(f"{wording.TITLE}: {transcript.name}"),
        language=LANGUAGE,
        creator="Carrel",
        number=number,
        created=_moment(transcript),
    )


def _moment(transcript: Transcript) -> datetime:
    """The beginning of its day: a transcript that is drawn up twice on one day is one transcript."""
    return datetime.combine(transcript.day, time(), UTC)


def _told_apart(evidence: Evidence) -> list[tuple[str, bytes]]:
    """Two files of one name would be one to whoever saves them."""
    taken: set[str] = set()
    found: list[tuple[str, bytes]] = []
    for name, data in evidence:
        path, count, unique = PurePath(name), 1, name
        while unique in taken:
            count += 1
            unique = f"{path.stem}-{count}{path.suffix}"
        taken.add(unique)
        found.append((unique, data))
    return found
