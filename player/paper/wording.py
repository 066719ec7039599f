"""Wording: a certificate's facts as the texts of a page, in reading order. A fact that is absent leaves no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from player.domain.certificate import HEADINGS, CertificateFacts, Run
from player.domain.credit import Document
from player.domain.phrase import Phrase
from player.paper.lines import Piece
from player.paper.tongues import Tongue, is_east_asian, tongue_of
from player.paper.typefaces import ITALIC_OF, Cut, Typefaces, clean

LANGUAGE = "en"
"""Of the words that are Carrel's own; a course's words may be in another language."""
SPECIMEN = "Specimen: gives no credit"
WATERMARK = "SPECIMEN"
"""Across the whole page of one."""


class Part(StrEnum):
    """What a text is on the page."""

    ISSUER = "issuer"
    ADDRESS = "address"
    SPECIMEN = "specimen"
    HEADING = "heading"
    REPLACES = "replaces"
    LEAD = "lead"
    NAME = "name"
    SENTENCE = "sentence"
    TITLE = "title"
    ALSO = "also"
    LABEL = "label"
    VALUE = "value"
    SESSIONS_LABEL = "sessions-label"
    SESSIONS = "sessions"
    STATEMENT_LABEL = "statement-label"
    STATEMENT = "statement"
    SIGNATORY = "signatory"
    SIGNATORY_TITLE = "signatory-title"
    NUMBER_LABEL = "number-label"
    NUMBER = "number"
    NOTE = "note"
    REMARK = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One paragraph. `where` names it to a person; `language` is None for Carrel's own words."""

    part: Part
    pieces: tuple[Piece, ...]
    where: str
    language: str | None = None

    @property
    def said(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text with its heading."""

    label: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All texts of the page, in the order in which every design has them read."""

    upper: tuple[Text, ...]
    facts: tuple[Labelled, ...]
    sessions: tuple[Labelled, ...]
    statements: tuple[Labelled, ...]
    signatory: tuple[Text, ...]
    number: tuple[Text, ...]
    notes: tuple[Text, ...]
    remark: tuple[Text, ...]

    def texts(self) -> Iterator[Text]:
        yield from self.upper
        for labelled in (*self.facts, *self.sessions, *self.statements):
            yield from (labelled.label, labelled.text)
        yield from (*self.signatory, *self.number, *self.notes, *self.remark)


def printed_words(facts: CertificateFacts) -> str:
    """Every word on the page of `facts`, in reading order, whatever its design: what its text layer must say.

    That of a course without template must never change: documents that were issued long ago are held against it.
    """
    across = (WATERMARK,) if facts.specimen else ()
    return "\n".join((*across, *(text.said for text in wording(facts).texts())))


def wording(facts: CertificateFacts) -> Wording:
    """The texts that say `facts`."""
    language = foreign(facts.language)
    kind = _kind(facts)
    return Wording(
        upper=tuple(_upper(facts, language)),
        facts=tuple(_facts(facts, language)),
        sessions=tuple(_sessions(facts, language)),
        statements=tuple(_statements(facts, language)),
        signatory=_present(
            _given(Part.SIGNATORY, facts.signatory, Phrase("The name of who signs"), Cut.SANS_BOLD, language),
            _given(Part.SIGNATORY_TITLE, facts.signatory_title, Phrase("The title of who signs"), Cut.SANS, language),
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
        remark=_present(
            _given(Part.REMARK, facts.template.note, Phrase("The note of the template"), Cut.SANS, language)
            if facts.template
            else None
        ),
    )


def require_glyphs(texts: Wording, typefaces: Typefaces) -> None:
    """Raises `NoGlyph` for the first character that cannot be printed."""
    for text in texts.texts():
        typefaces.require(text.said, text.where)


def _upper(facts: CertificateFacts, language: str | None) -> tuple[Text, ...]:
    is_default = facts.heading == HEADINGS[facts.document]
    return _present(
        _given(Part.ISSUER, facts.provider, Phrase("The name of the provider"), Cut.SANS_BOLD, language),
        _given(Part.ADDRESS, facts.provider_address, Phrase("The address of the provider"), Cut.SANS, language),
        _own(Part.SPECIMEN, SPECIMEN if facts.specimen else "", Cut.SANS_BOLD),
        _given(Part.HEADING, facts.heading, Phrase("The heading"), Cut.SERIF_BOLD, None if is_default else language),
        _own(Part.REPLACES, _replacing(facts), Cut.SANS_BOLD),
        _lead(facts, language),
        _given(Part.NAME, facts.name, Phrase("The name"), Cut.SERIF, None),
        _runs(Part.SENTENCE, facts.sentence, Phrase("The wording of the award"), language),
        _given(Part.TITLE, facts.title, Phrase("The title of the activity"), Cut.SERIF_BOLD, language),
        _runs(Part.ALSO, _also(facts.also), Phrase("Other credit of the activity"), None),
    )


def _kind(facts: CertificateFacts) -> str:
    return "Record" if facts.document is Document.PARTICIPATION_RECORD else "Certificate"


def _replacing(facts: CertificateFacts) -> str:
    if not facts.replaces:
        return ""
    *others, last = facts.replaces
    numbers = f"{', '.join(others)} and {last}" if others else last
    count = "count" if others else "counts"
    return f"This {_kind(facts).lower()} replaces {numbers}, which {count} no more."


def _lead(facts: CertificateFacts, language: str | None) -> Text | None:
    """A record certifies nothing, whatever the template has certificates say."""
    if facts.document is Document.PARTICIPATION_RECORD:
        return _own(Part.LEAD, "This records that", Cut.SERIF_ITALIC)
    if facts.template and clean(facts.template.lead):
        return _given(Part.LEAD, facts.template.lead, Phrase("The lead of the template"), Cut.SERIF_ITALIC, language)
    return _own(Part.LEAD, "This certifies that", Cut.SERIF_ITALIC)


def _also(also: Sequence[Sequence[Run]]) -> Iterator[Run]:
    for place, runs in enumerate(also):
        yield Run(text="; " if place else "Also claimed for this activity: ")
        yield from runs
    if also:
        yield Run(text=".")


def _sessions(facts: CertificateFacts, language: str | None) -> Iterator[Labelled]:
    titles = "; ".join(filter(None, map(clean, facts.sessions)))
    text = _given(Part.SESSIONS, titles, Phrase("The titles of the sessions"), Cut.SANS, language)
    yield from _labelled(Part.SESSIONS_LABEL, "Sessions", text)


def _facts(facts: CertificateFacts, language: str | None) -> Iterator[Labelled]:
    for label, value, where in (
        ("Learning format", facts.learning_format, Phrase("The learning format")),
        ("Place", facts.place, Phrase("The place")),
        (facts.date_label, facts.date, Phrase("The date")),
    ):
        yield from _labelled(Part.LABEL, label, _given(Part.VALUE, value, where, Cut.SANS_BOLD, language))


def _statements(facts: CertificateFacts, language: str | None) -> Iterator[Labelled]:
    accreditation = _given(
        Part.STATEMENT, facts.accreditation_statement, Phrase("The accreditation statement"), Cut.SANS, language
    )
    yield from _labelled(Part.STATEMENT_LABEL, "Accreditation", accreditation)
    designation = _runs(Part.STATEMENT, facts.designation_statement, Phrase("The designation statement"), language)
    yield from _labelled(Part.STATEMENT_LABEL, "Credit designation", designation)


def _labelled(part: Part, label: str, text: Text | None) -> Iterator[Labelled]:
    heading = _own(part, label, Cut.SANS if part is Part.LABEL else Cut.SANS_BOLD)
    if heading is not None and text is not None:
        yield Labelled(label=heading, text=text)


def _own(part: Part, text: str, cut: Cut) -> Text | None:
    return _given(part, text, Phrase("The document"), cut, None)


def _given(part: Part, text: str, where: str, cut: Cut, language: str | None) -> Text | None:
    printed = clean(text)
    if not printed:
        return None
    return Text(part=part, pieces=(Piece(printed, cut, _tongue(printed, language)),), where=where, language=language)


def _runs(part: Part, runs: Iterable[Run], where: str, language: str | None) -> Text | None:
    """Runs keep the spaces at their seams."""
    runs = tuple(runs)
    tongue = _tongue("".join(run.text for run in runs), language)
    pieces: list[Piece] = []
    for run in runs:
        printed = re.sub(r"\s+", " ", run.text)
        lead, tail = printed[:1].isspace() and pieces, printed[-1:].isspace()
        middle = clean(printed)
        if middle or lead or tail:
            text = (" " if lead else "") + middle + (" " if tail and middle else "")
            pieces.append(Piece(text, ITALIC_OF[Cut.SANS] if run.italic else Cut.SANS, tongue))
    if not any(piece.text.strip() for piece in pieces):
        return None
    return Text(part=part, pieces=tuple(pieces), where=where, language=language)


def _tongue(text: str, language: str | None) -> Tongue | None:
    """Of a text that has letters for it: the whole says more than each of its words."""
    return tongue_of(text, language) if is_east_asian(text) else None


def _present(*texts: Text | None) -> tuple[Text, ...]:
    return tuple(text for text in texts if text is not None)


def _moment(moment: datetime) -> str:
    """To the minute and with its zone: beside a date in the provider's zone a bare day could seem to contradict."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def foreign(tag: str) -> str | None:
    """The language of a course's words, where it is a sound tag and not that of Carrel's own."""
    is_tag = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) is not None
    return tag if is_tag and tag.lower() != LANGUAGE else None
