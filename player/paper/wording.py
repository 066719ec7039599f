"""Wording: a certificate's facts as the texts of a page, in reading order. A fact that is absent leaves no text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from player.domain.certificate import CertificateFacts, Run
from player.domain.credit import Document
from player.paper.lines import Piece
from player.paper.typefaces import ITALIC_OF, Cut, Typefaces, clean

LANGUAGE = "en"
"""Of the words that are Carrel's own; a course's words may be in another language."""
SPECIMEN = "Specimen: gives no credit"


class Part(StrEnum):
    """What a text is on the page."""

    ISSUER = "issuer"
    ADDRESS = "address"
    SPECIMEN = "specimen"
    HEADING = "heading"
    LEAD = "lead"
    NAME = "name"
    SENTENCE = "sentence"
    TITLE = "title"
    LABEL = "label"
    VALUE = "value"
    STATEMENT_LABEL = "statement-label"
    STATEMENT = "statement"
    SIGNATORY = "signatory"
    SIGNATORY_TITLE = "signatory-title"
    NUMBER_LABEL = "number-label"
    NUMBER = "number"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One paragraph. `where` names it to a person; `language` is None for Carrel's own words."""

    part: Part
    pieces: tuple[Piece, ...]
    where: str
    language: str | None = None

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its heading."""

    label: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All texts of the page, from top to bottom."""

    upper: tuple[Text, ...]
    facts: tuple[Labelled, ...]
    statements: tuple[Labelled, ...]
    signatory: tuple[Text, ...]
    number: tuple[Text, ...]
    notes: tuple[Text, ...]

    def texts(self) -> Iterator[Text]:
        yield from self.upper
        for labelled in (*self.facts, *self.statements):
            yield from (labelled.label, labelled.text)
        yield from (*self.signatory, *self.number, *self.notes)


def wording(facts: CertificateFacts) -> Wording:
    """The texts that say `facts`."""
    language = foreign(facts.language)
    is_record = facts.document is Document.PARTICIPATION_RECORD
    kind = "Record" if is_record else "Certificate"
    return Wording(
        upper=_present(
            _given(Part.ISSUER, facts.provider, "The name of the provider", Cut.SANS_BOLD, language),
            _given(Part.ADDRESS, facts.provider_address, "The address of the provider", Cut.SANS, language),
            _own(Part.SPECIMEN, SPECIMEN if facts.specimen else "", Cut.SANS_BOLD),
            _own(Part.HEADING, facts.heading, Cut.SERIF_BOLD),
            _own(Part.LEAD, "This records that" if is_record else "This certifies that", Cut.SERIF_ITALIC),
            _given(Part.NAME, facts.name, "The name", Cut.SERIF, None),
            _runs(Part.SENTENCE, facts.sentence, "The wording of the award", language),
            _given(Part.TITLE, facts.title, "The title of the activity", Cut.SERIF_BOLD, language),
        ),
        facts=tuple(_facts(facts, language)),
        statements=tuple(_statements(facts, language)),
        signatory=_present(
            _given(Part.SIGNATORY, facts.signatory, "The name of who signs", Cut.SANS_BOLD, language),
            _given(Part.SIGNATORY_TITLE, facts.signatory_title, "The title of who signs", Cut.SANS, language),
        ),
        number=_present(
            _own(Part.NUMBER_LABEL, f"{kind} number", Cut.SANS),
            _own(Part.NUMBER, facts.number, Cut.SANS_BOLD),
            _own(Part.NOTE, f"Issued {_moment(facts.issued)}", Cut.SANS),
        ),
        notes=_present(
            _own(Part.NOTE, f"To check this {kind.lower()}, also without a network:", Cut.SANS),
            _own(Part.NOTE, "carrel verify FILE, or scan the code.", Cut.SANS),
        ),
    )


def require_glyphs(texts: Wording, typefaces: Typefaces) -> None:
    """Raises `NoGlyph` for the first character that cannot be printed."""
    for text in texts.texts():
        typefaces.require("".join(piece.text for piece in text.pieces), text.where)


def _facts(facts: CertificateFacts, language: str | None) -> Iterator[Labelled]:
    for label, value, where in (
        ("Learning format", facts.learning_format, "The learning format"),
        ("Place", facts.place, "The place"),
        (facts.date_label, facts.date, "The date"),
    ):
        yield from _labelled(Part.LABEL, label, _given(Part.VALUE, value, where, Cut.SANS_BOLD, language))


def _statements(facts: CertificateFacts, language: str | None) -> Iterator[Labelled]:
    accreditation = _given(
        Part.STATEMENT, facts.accreditation_statement, "The accreditation statement", Cut.SANS, language
    )
    yield from _labelled(Part.STATEMENT_LABEL, "Accreditation", accreditation)
    designation = _runs(Part.STATEMENT, facts.designation_statement, "The designation statement", language)
    yield from _labelled(Part.STATEMENT_LABEL, "Credit designation", designation)


def _labelled(part: Part, label: str, text: Text | None) -> Iterator[Labelled]:
    heading = _own(part, label, Cut.SANS_BOLD if part is Part.STATEMENT_LABEL else Cut.SANS)
    if heading is not None and text is not None:
        yield Labelled(label=heading, text=text)


def _own(part: Part, text: str, cut: Cut) -> Text | None:
    return _given(part, text, "The document", cut, None)


def _given(part: Part, text: str, where: str, cut: Cut, language: str | None) -> Text | None:
    printed = clean(text)
    if not printed:
        return None
    return Text(part=part, pieces=(Piece(printed, cut),), where=where, language=language)


def _runs(part: Part, runs: Sequence[Run], where: str, language: str | None) -> Text | None:
    """Runs keep the spaces at their seams."""
    pieces: list[Piece] = []
    for run in runs:
        printed = re.sub(r"\s+", " ", run.text)
        lead, tail = printed[:1].isspace() and pieces, printed[-1:].isspace()
        middle = clean(printed)
        if middle or lead or tail:
            text = (" " if lead else "") + middle + (" " if tail and middle else "")
            pieces.append(Piece(text, ITALIC_OF[Cut.SANS] if run.italic else Cut.SANS))
    if not any(piece.text.strip() for piece in pieces):
        return None
    return Text(part=part, pieces=tuple(pieces), where=where, language=language)


def _present(*texts: Text | None) -> tuple[Text, ...]:
    return tuple(text for text in texts if text is not None)


def _moment(moment: datetime) -> str:
    """To the minute and with its zone: beside a date in the provider's zone a bare day could seem to contradict."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def foreign(tag: str) -> str | None:
    """The language of a course's words, where it is a sound tag and not that of Carrel's own."""
    is_tag = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) is not None
    return tag if is_tag and tag.lower() != LANGUAGE else None
