"""What the page of taking along shows: what there is, which way was chosen, and how far that has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from player.desk.ports import Drive
from player.domain.kiosk.settings import KioskSettings, TakeAway
from player.domain.problem import Problem
from player.kiosk.taking_away import Saved, Takeable
from player.ui.kiosk.words import Way

Translate = Callable[[str], str]


class Side(StrEnum):
    """The ways of taking something along, and going on elsewhere."""

    STICK = "stick"
    PRINT = "print"
    QR = "qr"
    HOME = "home"


class Printing(StrEnum):
    """How far a print has come."""

    REST = "rest"
    SENT = "sent"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAwayState:
    """`chosen`: the number of the certificate that is printed or shown as a code; `sticks`: those plugged in now;
    `saving`: files saved and files in all, None while nothing is; `code`, `pass_`: what the QR codes say, empty while
    that is not known; `can_leave`: whether there is a way to be done from here."""

    certificates: tuple[Takeable, ...] = ()
    begun: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    side: Side | None = None
    chosen: str = ""
    sticks: tuple[Drive, ...] = ()
    saving: tuple[int, int] | None = None
    saved: Saved | None = None
    printing: Printing = Printing.REST
    code: str = ""
    pass_: str = ""
    problem: Problem | None = None

    @property
    def one(self) -> Takeable | None:
        return next((one for one in self.certificates if one.number == self.chosen), None)

    @property
    def next(self) -> Takeable | None:
        """The certificate after the chosen one, in a circle; None where there is no other."""
        numbers = [one.number for one in self.certificates]
        if self.chosen not in numbers or len(numbers) < 2:
            return None
        return self.certificates[(numbers.index(self.chosen) + 1) % len(numbers)]

    @property
    def files(self) -> int:
        """How many files go onto a stick."""
        return len(self.certificates) + len(self.begun)


def sides_of(settings: KioskSettings, certificates: Sequence[Takeable], begun: Sequence[str]) -> tuple[Side, ...]:
    """Paper and code need a certificate; a stick also takes what was only begun."""
    found = [
        (Side.STICK, settings.takes(TakeAway.STICK) and bool(certificates or begun)),
        (Side.PRINT, settings.takes(TakeAway.PRINT) and bool(certificates)),
        (Side.QR, settings.takes(TakeAway.QR) and bool(certificates)),
        (Side.HOME, bool(begun)),
    ]
    return tuple(side for side, there in found if there)


def way_of(side: Side, tr: Translate) -> Way:
    """In few words: four of them stand side by side."""
    return {
        Side.STICK: Way(word=tr("USB stick"), hint=tr("All certificates, and what you began"), icon="usb"),
        Side.PRINT: Way(word=tr("Print"), hint=tr("On paper, right here"), icon="printer"),
        Side.QR: Way(word=tr("QR code"), hint=tr("The signed credit, on your phone"), icon="qr-code"),
        Side.HOME: Way(word=tr("Elsewhere"), hint=tr("Go on at home, or at another station"), icon="history"),
    }[side]
