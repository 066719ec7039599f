"""Soundness of a certificate's template: a colour that is one, and texts that can be set as the lines they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from player.domain.fault import Fault
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
        yield Fault("certificate.accent", "it is a colour such as #1b5faa")
    texts = {
        "cme_heading": (template.cme_heading, LONGEST_TEXT),
        "participation_heading": (template.participation_heading, LONGEST_TEXT),
        "lead": (template.lead, LONGEST_TEXT),
        "note": (template.note, LONGEST_NOTE),
    }
    for name, (text, longest) in texts.items():
        yield from _line(f"certificate.{name}", text, longest)


def _line(place: str, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault(place, f"it is longer than {longest} characters")
    elif any(unicodedata.category(letter) in _UNPRINTED or letter in _TURNING for letter in text):
        yield Fault(place, "it is one line, without control characters and marks that turn the direction of writing")
