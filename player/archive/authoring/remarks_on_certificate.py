"""Certificates for the linter: their colour, headings and paper, and who may issue them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from player.archive.authoring.notes import Note
from player.archive.authoring.pictures import contrast_on_white
from player.domain.course import Course, Issuers
from player.domain.template import CertificateTemplate, paper_for

LONGEST_HEADING = 60
"""Characters that can be set on one line in the size of a heading."""
_LEAST_CONTRAST_PERCENT = 450
"""WCAG 2.2, 1.4.3: text, also small text, has 4.5 : 1 to what it stands on."""
_COLOUR = re.compile(r"#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_OF_CREDIT = re.compile(r"\b(credits?|award(s|ed)?)\b", re.IGNORECASE)
_OF_DEVICES = re.compile(r"\b(devices?|kiosks?|enrol(l|led|ls)?)\b", re.IGNORECASE)


def accent_too_light(course: Course) -> Iterator[Note]:
    """A colour that is none is a fault of soundness."""
    colour = _COLOUR.fullmatch(_template(course).accent)
    if colour is None:
        return
    contrast = contrast_on_white(*(int(part, 16) for part in colour.groups()))
    if contrast < _LEAST_CONTRAST_PERCENT:
        text = f"{colour[0]} on white has a contrast of {contrast / 100:.1f} : 1; what is to be read needs 4.5 : 1."
        yield Note("certificate-accent", "certificate.accent", text)


def headings_too_long(course: Course) -> Iterator[Note]:
    template = _template(course)
    for name in ("cme_heading", "participation_heading"):
        length = len(getattr(template, name))
        if length > LONGEST_HEADING:
            text = f"A heading of {length} letters takes more than one line; {LONGEST_HEADING} fit."
            yield Note("certificate-heading", f"certificate.{name}", text)


def participation_called_credit(course: Course) -> Iterator[Note]:
    """AMA: only physicians are awarded its credit; everybody else took part."""
    word = _OF_CREDIT.search(_template(course).participation_heading)
    if word:
        text = f"A certificate of participation is headed with “{word[0]}”, which says that credit was awarded."
        yield Note("participation-heading", "certificate.participation_heading", text)


def paper_of_elsewhere(course: Course) -> Iterator[Note]:
    template, country = _template(course), course.provider.country.strip()
    if template.paper is None or not country:
        return
    usual = paper_for(CertificateTemplate(), country)
    if template.paper is not usual:
        text = f"Printers in {country} hold {usual}, and the certificates are made for {template.paper}."
        yield Note("certificate-paper", "certificate.paper", text)


def issuers_untold(course: Course) -> Iterator[Note]:
    """Whoever takes the course on a computer of their own should know before that it prints them nothing."""
    if course.grant is None or course.grant.issuers is not Issuers.ENROLLED:
        return
    if not any(_OF_DEVICES.search(step) for step in course.credit.how_earned):
        text = "Devices that you did not enrol print no certificate, and how_earned does not say so."
        yield Note("certificate-issuers", "grant.issuers", text)


def _template(course: Course) -> CertificateTemplate:
    return course.certificate or CertificateTemplate()
