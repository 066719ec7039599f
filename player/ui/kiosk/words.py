"""How the kiosk says things: codes in groups, names in their own direction, what is asked beside a name."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.kiosk.settings import Identification, SecondFactor
from player.ui.language import TONGUES, tr
from player.ui.language.isolating import apart

GROUP = 4


def grouped(code: str) -> str:
    """ "ABCD EFGH": as it is read, told and typed."""
    plain = plain_code(code)
    return " ".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def plain_code(text: str) -> str:
    """Letters and digits only, the letters large: whatever stands between them was for the eye."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def name_within(name: str, most: int = 120) -> str:
    """The name for within a sentence: its direction turns nothing around it, and it has `most` letters at most."""
    return apart(name if len(name) <= most else f"{name[: most - 1].rstrip()}…")


def language_name(language: str) -> str:
    """The language's own name for itself: "Deutsch"."""
    return next((tongue.name for tongue in TONGUES if tongue.code == language), language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: its label, an example, where to find it, and what is said when it is missing."""

    label: str
    example: str
    why: str
    missing: str


def second_factor(factor: SecondFactor) -> Asked:
    return {
        SecondFactor.NUMBER: Asked(
            label=tr("Registration number"),
            example=tr("for example 10482"),
            why=tr("It is in the confirmation of your registration."),
            missing=tr("Please enter your registration number."),
        ),
        SecondFactor.EMAIL: Asked(
            label=tr("E-mail address"),
            example=tr("for example ana@example.org"),
            why=tr("The one with which you registered."),
            missing=tr("Please enter your e-mail address."),
        ),
        SecondFactor.POSTCODE: Asked(
            label=tr("Postcode"),
            example=tr("for example 8091"),
            why=tr("Of the address with which you registered."),
            missing=tr("Please enter your postcode."),
        ),
        SecondFactor.BIRTHDAY: Asked(
            label=tr("Month and day of birth"),
            example=tr("for example 0423"),
            why=tr("Four digits, the month first: 0423 is 23 April. No year."),
            missing=tr("Please enter four digits, the month first."),
        ),
    }[factor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to say who one is, as a button says it."""

    word: str
    hint: str
    icon: str


def way_of(way: Identification) -> Way:
    """BADGE is no button: one scans."""
    return {
        Identification.BADGE: Way(word=tr("Scan your badge"), hint="", icon="scan-line"),
        Identification.CODE: Way(
            word=tr("Type your code"), hint=tr("From your badge or confirmation"), icon="keyboard"
        ),
        Identification.NAME: Way(word=tr("Find me by name"), hint=tr("If you are registered"), icon="search"),
        Identification.WALK_IN: Way(word=tr("I am new here"), hint=tr("Register in a minute"), icon="plus"),
    }[way]
