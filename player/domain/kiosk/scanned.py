"""What a scanner reads off a badge, and what in it may be the number of a registration or of the badge.

Understood: a plain number or code; an address (https://…) with the number as a parameter, its last part or behind #;
JSON with the number under a usual name; a vCard or MECARD (its UID, or X- field that is called after a badge; a name
with an e-mail address besides, for halls that ask for that); fields behind one another with | ^ ~ $ ; or a tab between,
of which the first is the number. In front of it the mark of the symbology (]C1, ]Q3 …) that some scanners add.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 4_296
"""Characters of the largest QR code."""
_NAMES = frozenset(
    "id uid uuid badge badgeid badgenumber badgeno barcode qr qrcode b bid reg regid regno registration registrationid"
    " registrationnumber registrationno r rid attendee attendeeid attendeenumber participant participantid delegate"
    " delegateid person personid contactid ticket ticketid ticketnumber number no num code token key ref reference"
    " confirmation confirmationnumber member memberid customerid guid a".split()
)
"""By which conference systems call what they know an attendee by, without _ - and spaces."""
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_FIELDS = re.compile(r"[|^~$;\t]")
_DEEPEST = 3
_MOST_NUMBERS = 24
"""Each is looked for: nobody waits for what a badge with hundreds would take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBadge:
    """`numbers`: what may be the attendee's number, the likeliest first; the name and address are a vCard's."""

    numbers: tuple[str, ...]
    given_name: str = ""
    family_name: str = ""
    email: str = ""


def on_badge(scanned: str) -> OnBadge:
    """What may be meant by what was scanned; nothing where it is far too long."""
    text = _SYMBOLOGY.sub("", scanned.strip("\x00\x02\x03\x04\x1d\x1e \r\n\t"))
    if not text or len(text) > LONGEST:
        return OnBadge(numbers=())
    card = _card_fields(text)
    found = (text, *_in_card(card), *_in_json(text), *_in_address(text), *_in_fields(text))
    family, given = _name_in(card)
    return OnBadge(
        numbers=tuple(dict.fromkeys(number.strip() for number in found if number.strip()))[:_MOST_NUMBERS],
        given_name=given,
        family_name=family,
        email=card.get("email", ""),
    )


# --- vCard and MECARD ----------------------------------------------------------------------------------------


def _card_fields(text: str) -> Mapping[str, str]:
    """The first of each kind of field, by its name in small letters, without parameters and groups."""
    upper = text[:16].upper()
    if upper.startswith("BEGIN:VCARD"):
        # Long lines go on behind a space; scanners may send each line break as something else.
        lines = re.split(r"\r\n|[\r\n\x0b\x1e]", re.sub(r"(\r\n|\n)[ \t]", "", text))
    elif upper.startswith("MECARD:"):
        lines = re.split(r"(?<!\\);", text[len("MECARD:") :])
    else:
        return {}
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.split(";")[0].split(".")[-1].strip().casefold(), _unescaped(value.strip()))
    return fields


def _in_card(fields: Mapping[str, str]) -> Iterator[str]:
    if "uid" in fields:
        yield fields["uid"].removeprefix("urn:uuid:")
    for name, value in fields.items():
        if name.startswith("x-") and _plain(name[2:]) in _NAMES:
            yield value
    yield from _in_address(fields.get("url", ""))


def _name_in(fields: Mapping[str, str]) -> tuple[str, str]:
    """Family and given name, as the field N has them: with ; between in a vCard, with a comma in a MECARD."""
    parts = re.split(r"[;,]", fields.get("n", ""))
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)


# --- JSON, addresses, fields ---------------------------------------------------------------------------------


def _in_json(text: str) -> Iterator[str]:
    if not text.startswith(("{", "[")):
        return
    try:
        yield from _named(json.loads(text), _DEEPEST)
    except (ValueError, RecursionError):
        return


def _named(found: Any, deep: int) -> Iterator[str]:
    if isinstance(found, list):
        for one in cast("list[Any]", found)[:8] if deep else ():
            yield from _named(one, deep - 1)
    elif isinstance(found, dict):
        entries = list(cast("dict[str, Any]", found).items())
        for name, value in entries:
            if _plain(name) in _NAMES and isinstance(value, str | int) and not isinstance(value, bool):
                yield str(value)
        for _, value in entries if deep else ():
            yield from _named(value, deep - 1)


def _in_address(text: str) -> Iterator[str]:
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        return
    try:
        address = urlsplit(text)
    except ValueError:
        return
    for name, value in (*parse_qsl(address.query), *parse_qsl(address.fragment)):
        if _plain(name) in _NAMES:
            yield value
    yield unquote(address.path.rstrip("/").rpartition("/")[2])
    yield unquote(address.fragment)


def _in_fields(text: str) -> Iterator[str]:
    parts = _FIELDS.split(text, maxsplit=2)
    if len(parts) > 1 and not text.startswith(("{", "[", "BEGIN:", "MECARD:")):
        yield parts[0]


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]", "", name).casefold()
