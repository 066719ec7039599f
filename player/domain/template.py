"""The template: how a provider's certificates look, and which words of its own it puts on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from player.domain.picture import Picture


class Design(StrEnum):
    """The layouts: a framed diploma; a clear page with a coloured margin; a sober page that spares ink."""

    CLASSIC = "classic"
    MODERN = "modern"
    PLAIN = "plain"


class PaperSize(StrEnum):
    LETTER = "letter"
    A4 = "a4"


LETTER_COUNTRIES = frozenset({"", "US", "CA", "MX", "CL", "CO", "CR", "DO", "GT", "PA", "PH", "PR", "SV", "VE"})
"""Where printers hold Letter; a provider that names no country gets it too, as the first ones were American."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTemplate:
    """What a provider chooses; everything left empty has a good default.

    `paper` None: that of the provider's country. `accent`: a colour as `#rrggbb`, dark enough to be read on white.
    `cme_heading` and `participation_heading` stand in place of "Certificate of Continuing Medical Education" and
    "Certificate of Participation"; a record of participation is always called that. `lead` stands before the name
    ("This certifies that"); `note` at the foot.
    """

    design: Design = Design.CLASSIC
    paper: PaperSize | None = None
    accent: str = ""
    logo: Picture | None = None
    cme_heading: str = ""
    participation_heading: str = ""
    lead: str = ""
    note: str = ""


def paper_for(template: CertificateTemplate, country: str) -> PaperSize:
    """`country`: that of the provider, as ISO 3166 has it ("US")."""
    if template.paper is not None:
        return template.paper
    return PaperSize.LETTER if country.strip().upper() in LETTER_COUNTRIES else PaperSize.A4
