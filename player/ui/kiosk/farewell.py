"""What is said to who goes: what they took away and how, what is kept of their work, and the way to what is left."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from player.desk.desk import Desk
from player.domain.kiosk.settings import KioskSettings, TakeAway
from player.domain.problem import Problem
from player.ui.kiosk.thanks import Farewell, Taken
from player.ui.language import counted, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many courses were begun, at whichever station, and how many certificates were earned in them."""

    courses: int = 0
    certificates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAlong:
    """What leaves with the guest: files on sticks, pages at the printer, and the certificates shown as codes.

    Numbers and counts only: by the time these are said, nothing of the guest is left to say.
    """

    files: int = 0
    pages: int = 0
    codes: AbstractSet[str] = frozenset()

    def with_files(self, files: int) -> TakenAlong:
        """A second stick holds the same once more."""
        return replace(self, files=max(self.files, files))

    def with_pages(self, more: int) -> TakenAlong:
        return replace(self, pages=max(self.pages + more, 0))

    def with_code(self, number: str) -> TakenAlong:
        return replace(self, codes=self.codes | {number})


def kept_of(desk: Desk) -> Kept:
    """On the desk's lane. What cannot be read now is said nowhere, and keeps nobody from going."""
    try:
        return Kept(courses=len(desk.home_files.begun()), certificates=len(desk.credits()))
    except Problem:
        return Kept()


def farewell_of(along: TakenAlong, kept: Kept, settings: KioskSettings) -> Farewell:
    return Farewell(
        taken=tuple(_taken(along)),
        kept=tuple(_kept(kept)),
        hint=_hint(along, kept, settings),
        stays_s=settings.thanks_s,
    )


def _taken(along: TakenAlong) -> list[Taken]:
    found: list[Taken] = []
    if along.files:
        text = counted("{count} file is on your stick.", "{count} files are on your stick.", along.files)
        found.append(Taken(way=TakeAway.STICK, text=text))
    if along.pages:
        text = counted("{count} page went to the printer.", "{count} pages went to the printer.", along.pages)
        found.append(Taken(way=TakeAway.PRINT, text=text))
    if along.codes:
        text = counted(
            "{count} certificate was shown as a code.", "{count} certificates were shown as codes.", len(along.codes)
        )
        found.append(Taken(way=TakeAway.QR, text=text))
    return found


def _kept(kept: Kept) -> list[str]:
    found: list[str] = []
    if kept.courses:
        text = counted("Your progress is saved.", "Your progress in {count} courses is saved.", kept.courses)
        found.append(text)
    if kept.certificates:
        text = counted("Your certificate is on record.", "Your {count} certificates are on record.", kept.certificates)
        found.append(text)
    return found


def _hint(along: TakenAlong, kept: Kept, settings: KioskSettings) -> str:
    """Where stations share nothing, another one knows nothing."""
    shared = bool(settings.union)
    if kept.certificates and along == TakenAlong() and settings.take_away:
        if shared:
            return tr("You took nothing along. You can, at any station here: sign in again and touch “Take away”.")
        return tr("You took nothing along. You can, at this station: sign in again and touch “Take away”.")
    if kept.courses and not kept.certificates:
        if shared:
            return tr("You can go on at any station here: just sign in again.")
        return tr("You can go on at this station: just sign in again.")
    return ""
