"""How completions reach accreditors and boards, for the linter: numbers that nobody would know, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from player.archive.authoring.notes import Note
from player.domain.course import Course
from player.domain.identifiers import GRAMMARS, OF_OFFERS, OF_PROVIDERS
from player.domain.reporting import Reporting

_WANTED: Mapping[str, str] = {
    "pars-provider": "seven digits, with the leading zeros",
    "acpe-provider": "four digits, with the leading zeros",
    "ce-broker-provider": "digits only, with or without the 50-",
    "ce-broker-course": "digits only, with or without the 20-",
    "plain": "letters, digits and . _ ~ - only",
}


def numbers_nobody_knows(course: Course) -> Iterator[Note]:
    """A line with such a number would be refused for every learner."""
    for place, name, value, grammars in _stated(course):
        grammar = grammars.get(name, "")
        if grammar and not GRAMMARS[grammar](value):
            yield Note("reporting-number", place, f"{name} is “{value}”: {_WANTED[grammar]} are expected.")


def names_unknown(course: Course) -> Iterator[Note]:
    """Layouts of the provider's own may use other names; most often it is a slip."""
    for place, name, _, grammars in _stated(course):
        if name not in grammars:
            known = ", ".join(grammars)
            yield Note("reporting-name", place, f"Nothing that comes with Carrel knows {name}; known are {known}.")


def window_closes_early(course: Course) -> Iterator[Note]:
    last_day = course.reporting.last_day if course.reporting else None
    if last_day is not None and last_day < course.availability.last_day:
        text = f"Completions are taken in until {last_day}, and earned until {course.availability.last_day}."
        yield Note("reporting-window", "reporting.last_day", text)


def particulars_unsealed(course: Course) -> Iterator[Note]:
    """Completion files travel by mail and on sticks."""
    if course.reporting and not course.reporting.reading_key:
        text = "Without reading_key, names and numbers of learners can be read by whoever finds a completion file."
        yield Note("reporting-unsealed", "reporting", text)


def ce_broker_incomplete(course: Course) -> Iterator[Note]:
    """Its lines need the provider's number, the course's and the profession's code."""
    reporting = course.reporting or Reporting()
    for offer in course.credit.offers:
        named = dict(offer.reporting)
        if not named.keys() & {"ce-broker-course", "ce-broker-own-course"}:
            continue
        missing = [] if reporting.identifier("ce-broker-provider") else ["ce-broker-provider"]
        missing += [] if "profession-code" in named else ["profession-code"]
        if missing:
            text = f"CE Broker also asks for {' and '.join(missing)}."
            yield Note("reporting-incomplete", f"credit {offer.id}", text)


def _stated(course: Course) -> Iterator[tuple[str, str, str, Mapping[str, str]]]:
    """Place, name and value of each pair, with the names that are known there and their grammars."""
    reporting = course.reporting or Reporting()
    for name, value in reporting.identifiers:
        yield f"reporting.identifiers.{name}", name, value, OF_PROVIDERS
    for offer in course.credit.offers:
        for name, value in offer.reporting:
            yield f"credit {offer.id}", name, value, OF_OFFERS
