"""Words and numbers for the linter: accreditation wording, activity numbers, prices, contacts, titles and notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from player.archive.authoring.notes import Note
from player.domain.course import Course, Price
from player.domain.credit import Offer
from player.domain.identifiers import fault_of_uan, is_pars_activity

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_URL = re.compile(r"https?://[^\s/]+(?:/\S*)?")
_ACCME = ("accme", "accreditation council for continuing medical education")
_DEAREST = 500_000
"""In the currency's smallest unit: more is most likely an amount in the wrong unit."""


def accreditation_wording(course: Course) -> Iterator[Note]:
    """ACCME's statements: “… is accredited by the … (ACCME) to provide …”, and “… is jointly accredited by …”."""
    accreditation = course.provider.accreditation
    words = " ".join(accreditation.statement.lower().split())
    if not words or not any(body.strip().lower() in _ACCME for body in accreditation.bodies):
        return
    phrase = "jointly accredited by" if accreditation.joint else "accredited by"
    for wanted in (phrase, _ACCME[1]):
        if wanted not in words:
            text = f"The accreditation statement does not say “{wanted}”; print it word for word."
            yield Note("accreditation-wording", "provider.accreditation.statement", text)


def activity_number_wrong(course: Course) -> Iterator[Note]:
    """A number that the accreditor does not know makes credit that cannot be reported."""
    for offer in course.credit.offers:
        number, fault = offer.activity_number, ""
        if number and _is_acpe(offer):
            fault = fault_of_uan(number)
        elif number and offer.name.startswith("AMA PRA") and not is_pars_activity(number):
            fault = "is no number of PARS: it has nine digits."
        if fault:
            yield Note("activity-number", f"credit {offer.id}", f"“{number}” {fault}")


def activity_number_missing(course: Course) -> Iterator[Note]:
    for offer in course.credit.offers:
        if _is_acpe(offer) and not offer.activity_number:
            text = "Pharmacy credit is reported under a UAN (activity_number), and there is none."
            yield Note("number-missing", f"credit {offer.id}", text)


def _is_acpe(offer: Offer) -> bool:
    return "ACPE" in offer.name


def prices_odd(course: Course) -> Iterator[Note]:
    by_class = {price.membership.lower().replace("-", "").replace(" ", ""): price for price in course.prices}
    currencies = {price.currency for price in course.prices}
    for price in course.prices:
        if price.minor_units > _DEAREST:
            yield _odd(price, f"{Decimal(price.minor_units) / 100} {price.currency} is a great deal for a course.")
    member, other = by_class.get("member"), by_class.get("nonmember")
    if member and other and len(currencies) == 1 and member.minor_units > other.minor_units:
        yield _odd(member, "Members pay more than non-members.")
    if len(currencies) > 1:
        yield Note("price", "price 1", f"The prices are in several currencies: {', '.join(sorted(currencies))}.")


def _odd(price: Price, text: str) -> Note:
    return Note("price", f"price {price.membership}", text)


def contacts_malformed(course: Course) -> Iterator[Note]:
    for number, contact in enumerate(course.contacts, 1):
        if contact.email and not _EMAIL.fullmatch(contact.email):
            yield Note("contact-form", f"contact {number}", f"“{contact.email}” is no e-mail address.")
        if contact.url and not _URL.fullmatch(contact.url):
            yield Note("contact-form", f"contact {number}", f"“{contact.url}” is no address that begins with https://.")
        if contact.telephone and sum(c.isdecimal() for c in contact.telephone) < 3:
            yield Note("contact-form", f"contact {number}", f"“{contact.telephone}” is no telephone number.")


def titles_empty(course: Course) -> Iterator[Note]:
    for session in course.sessions:
        place = f"session {session.id}"
        named = [(place, session.title)]
        named += [(f"{place}, chapter {n}", chapter.title) for n, chapter in enumerate(session.chapters, 1)]
        named += [(f"{place}, handout {n}", handout.title) for n, handout in enumerate(session.handouts, 1)]
        for where, title in named:
            if not title.strip():
                yield Note("empty-title", where, "Its title is empty.")


def funding_untold(course: Course) -> Iterator[Note]:
    """ACCME: every source of commercial support is told, and its nature where it was in kind."""
    for number, funding in enumerate(course.funding, 1):
        if not funding.source.strip():
            yield Note("funding", f"funding {number}", "The source of the funding is not named.")
        elif funding.commercial and not (funding.statement.strip() or funding.nature.strip()):
            yield Note("funding", f"funding {number}", "What the commercial support is, is not said.")


def over_today(course: Course, today: date) -> Iterator[Note]:
    """What is over on the day of the check."""
    if course.availability.last_day < today:
        yield Note("closed", "availability.last_day", f"Its last day, {course.availability.last_day}, is over.")
    for number, notice in enumerate(course.notices, 1):
        if notice.until.date() < today:
            yield Note("notice-past", f"notice {number}", f"It was shown until {notice.until.date()} and is over.")
