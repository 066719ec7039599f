"""What must hold of a course's reporting part, whoever signed it: a key that is one, and lines of a sensible length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from player.domain.fault import Fault, Wording, twice
from player.domain.phrase import Phrase, Worded
from player.domain.reporting import Reporting

_KEY = re.compile(r"[0-9a-f]{64}")
_PRIME = 2**255 - 19
_LOW_ORDER = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    }
)
"""The points of Curve25519 with which everybody agrees on one known secret (RFC 7748, section 6.1)."""
_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST = 200
_MOST = 50
_READING_KEY, _STORE = Phrase("reporting.reading_key"), Phrase("reporting.store")
_IDENTIFIERS = Phrase("reporting.identifiers")


def faults_of_reporting(reporting: Reporting) -> Iterator[Fault]:
    if reporting.reading_key and not _KEY.fullmatch(reporting.reading_key):
        yield Fault(_READING_KEY, Phrase("it is 64 hexadecimal digits in small letters"))
    elif reporting.reading_key and _keeps_nothing_secret(reporting.reading_key):
        yield Fault(_READING_KEY, Phrase("it keeps nothing secret; make one with “carrel key reading”"))
    if reporting.store and not reporting.store.startswith("https://"):
        yield Fault(_STORE, Phrase("it is an address that begins with https://"))
    yield from faults_of_pairs(_IDENTIFIERS, reporting.identifiers)
    if len(reporting.store) > _LONGEST:
        yield Fault(_STORE, Phrase("it is far too long"))


def _keeps_nothing_secret(key: str) -> bool:
    """Whether what is sealed to it could be read by everybody. Of the last bit X25519 takes no notice."""
    return (int.from_bytes(bytes.fromhex(key), "little") & (2**255 - 1)) % _PRIME in _LOW_ORDER


def faults_of_pairs(place: Wording, pairs: tuple[tuple[str, str], ...]) -> Iterator[Fault]:
    """Names and values by which layouts know something: each name once, each a line."""
    yield from twice(place, (name for name, _ in pairs))
    if len(pairs) > _MOST:
        yield Fault(place, Worded("there are more than {most}", most=_MOST))
    for name, value in pairs:
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            yield Fault(place, Phrase("a name is made of small letters, digits and hyphens"))
        if not value.strip() or len(value) > _LONGEST or not value.isprintable():
            text = Worded("it is one line of at most {longest} characters", longest=_LONGEST)
            yield Fault(Worded("{place}.{name}", place=place, name=name), text)
