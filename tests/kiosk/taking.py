"""What the tests of taking along share: a station's hardware that does what it is told, and its diary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from player.domain.problem import Problem
from player.kiosk.diary import Diary
from player.kiosk.taking_away import OnPrinted


class Jam(Problem):
    what_template = "The printer is jammed."


@dataclass
class Hands:
    """What the station's hardware does, and what was asked of it."""

    confirms: bool = True
    jammed: bool = False
    ends: Problem | None = None
    takes: bool = True
    ejected: list[Path] = field(default_factory=list[Path])
    printed: list[tuple[bytes, str, str, str]] = field(default_factory=list[tuple[bytes, str, str, str]])

    def eject(self, root: Path) -> bool:
        self.ejected.append(root)
        return self.confirms

    def takes_pdf(self) -> bool:
        return self.takes

    def print_pdf(self, pdf: bytes, *, printer: str, media: str, title: str, ended: OnPrinted) -> None:
        if self.jammed:
            raise Jam
        self.printed.append((pdf, printer, media, title))
        ended(self.ends)


def diary_in(folder: Path) -> Diary:
    return Diary(folder / "kiosk.log", lambda: datetime.now(UTC))
