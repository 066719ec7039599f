"""Soundness of a certificate's template: a colour that is one, and texts that can be set as the lines they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from player.domain.fault import Fault, Wording
from player.domain.phrase import Phrase, Worded
from player.domain.template import CertificateTemplate

LONGEST_TEXT = 200
LONGEST_NOTE = 400
"""Characters: more than one line, or the foot of a page, can hold."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_UNPRINTED = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
"""Categories of Unicode that stand for no letter and never change, so that every program judges alike."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: with them a line reads otherwise than it is written."""


def faults_of_certificate(template: CertificateTemplate) -> Iterator[Fault]:
    if template.accent and not _COLOUR.fullmatch(template.accent):
        yield Fault(Phrase("certificate.accent"), Phrase("it is a colour such as #1b5faa"))
    yield from _line(Phrase("certificate.cme_heading"), template.cme_heading, LONGEST_TEXT)
    yield from _line(Phrase("certificate.participation_heading"), template.participation_heading, LONGEST_TEXT)
    yield from _line(Phrase("certificate.lead"), template.lead, LONGEST_TEXT)
    yield from _line(Phrase("certificate.note"), template.note, LONGEST_NOTE)


def _line(place: Wording, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault(place, Worded("it is longer than {longest} characters", longest=longest))
    elif any(unicodedata.category(letter) in _UNPRINTED or letter in _TURNING for letter in text):
        why = Phrase("it is one line, without control characters and marks that turn the direction of writing")
        yield Fault(place, why)
