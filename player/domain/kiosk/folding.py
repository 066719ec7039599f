"""Names, numbers and second factors as they are compared: two writings of one thing come to the same letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from player.domain.identifiers import is_month_and_day
from player.domain.kiosk.settings import SecondFactor

LONGEST = 200
"""Characters of one particular; nobody has a longer name, and a longer cell is a mistake or an attack."""

_ALONE: Mapping[int, str] = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        # Arabic: the lengthening stroke is no letter, and two letters are written in either way at a name's end.
        "ـ": "",
        "ى": "ي",
        "ة": "ه",
    }
)
"""Letters that Unicode does not take apart into a plain one and its mark."""
_SPELLED_OUT = re.compile(r"(a)[ae]+|([ou])e+")
"""Müller is also written Mueller and Muller, Århus Aarhus: on both sides alike, so that any of them is found."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LOOKALIKES: Mapping[int, str] = str.maketrans({"O": "0", "I": "1", "L": "1"})


def folded_name(text: str) -> str:
    """Letters and digits only, small, without their marks: "Núñez-O’Neill" and "NUNEZ ONEILL" are one."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_ALONE)
    plain = "".join(letter for letter in small if letter.isalnum())
    return _SPELLED_OUT.sub(lambda found: found[1] or found[2], plain)


def given_names(text: str) -> tuple[str, ...]:
    """A given name as it may be typed, folded: all of it, and its first part alone: "Ana María", "Ana"."""
    whole = folded_name(text)
    first = next(iter(re.split(r"[\s\-‐‑]+", text.strip())), "")
    parts = (whole, folded_name(first))
    # An initial is nobody's name; a name of one Chinese letter has no second part.
    return tuple(dict.fromkeys(part for part in parts if len(part) > 1 or (part and part == whole)))


def folded_number(text: str) -> str:
    """A registration or badge number: size of letters, spaces and hyphens do not matter; zeros in front do."""
    small = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in small if letter.isprintable() and not _is_gap(letter))


def folded_code(text: str) -> str:
    """A code as it was typed: as a number, and letters that look like digits are those digits."""
    return folded_number(text).upper().translate(_LOOKALIKES)


def folded_factor(factor: SecondFactor, text: str) -> str:
    """A second factor, however it is written; empty where `text` is none."""
    match factor:
        case SecondFactor.NUMBER | SecondFactor.POSTCODE:
            return folded_number(text)
        case SecondFactor.EMAIL:
            small = unicodedata.normalize("NFKC", text).casefold()
            return "".join(letter for letter in small if letter.isprintable() and not letter.isspace())
        case SecondFactor.BIRTHDAY:
            return month_and_day(text)


def month_and_day(text: str) -> str:
    """The MMDD in a birthday, without its year; empty where there is none.

    "0229", "2/29", "02-29-1980", "1980-02-29", "29.02.1980", "Feb 29", "29 February". With a point between, the day
    stands first; with anything else the month does, unless it cannot be one.
    """
    written = unicodedata.normalize("NFKC", text).casefold().strip()
    if re.fullmatch(r"[0-9]{4}", written):
        return written if is_month_and_day(written) else ""
    if re.fullmatch(r"(19|20)[0-9]{6}", written):
        return _checked(written[4:6], written[6:])
    parts = re.findall(r"[0-9]+|[a-z]+", re.sub(r"[t ][0-9]{1,2}:[0-9]{2}.*", "", written))
    months = [_MONTHS.index(part[:3]) + 1 for part in parts if part[:3] in _MONTHS]
    numbers = [part for part in parts if part.isdecimal() and len(part) <= 2]
    if months:
        return _checked(str(months[0]), numbers[0]) if numbers else ""
    if len(numbers) < 2 or not all(part.isdecimal() for part in parts):
        return ""
    first, second = numbers[:2]
    by_day = "." in written or int(first) > 12
    return _checked(second, first) if by_day else _checked(first, second)


def tidy(text: str) -> str:
    """What somebody typed or a cell holds, as it is kept: one line, single spaces, no marks that cannot be seen."""
    seen = (" " if _is_break(letter) else letter for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(letter for letter in seen if not _is_unseen(letter)).split())


def _checked(month: str, day: str) -> str:
    found = f"{int(month):02}{int(day):02}"
    return found if is_month_and_day(found) else ""


def _is_gap(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) == "Pd"


def _is_break(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp")


def _is_unseen(letter: str) -> bool:
    """Marks of direction, joiners that no script here needs, halves of letters, and what is no character."""
    return letter not in "\u200c\u200d" and unicodedata.category(letter) in ("Cf", "Cs", "Cn", "Co")
