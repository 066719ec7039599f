"""Holds a station's settings against its computer: what the file alone cannot tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from player.domain.kiosk.settings import KioskSettings, TakeAway, Unattended
from player.domain.problem import Problem


class Standing(StrEnum):
    """WARNING: the station runs, but somebody should look; BAD: it does not do what its settings say."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about one key of the settings."""

    key: str
    standing: Standing
    sentence: str


class Computer(Protocol):
    """What is asked of the computer that is to be a station."""

    @property
    def profile(self) -> Path:
        """The folder of the station's records, with its shelf."""
        ...

    def key_problem(self, file: Path) -> Problem | None:
        """Why the operator's key cannot be used."""
        ...

    def courses(self) -> Sequence[str]:
        """The ids of all courses that can be opened from the shelf. May raise a `Problem`."""
        ...

    def printers(self) -> Sequence[str] | None:
        """By their names, the system's own choice first; None where it cannot be told."""
        ...

    def union_problem(self, url: str) -> str:
        """Why nobody answers there, as a sentence; empty when somebody does. Waits a few seconds at most."""
        ...

    def free_mib(self) -> int: ...
    def has_key_store(self) -> bool: ...
    def is_read_by_others(self, file: Path) -> bool:
        """Whether other users of this computer may read the file; False where that cannot be told."""
        ...


def check_settings(settings: KioskSettings, file: Path, computer: Computer) -> tuple[Finding, ...]:
    """In the order of the settings. Raises nothing."""
    return tuple(
        finding
        for look in (_key, _courses, _take_away, _printer, _union, _password, _unattended, _room)
        for finding in look(settings, file, computer)
    )


def _ok(key: str, sentence: str) -> Finding:
    return Finding(key=key, standing=Standing.OK, sentence=sentence)


def _warning(key: str, sentence: str) -> Finding:
    return Finding(key=key, standing=Standing.WARNING, sentence=sentence)


def _bad(key: str, sentence: str) -> Finding:
    return Finding(key=key, standing=Standing.BAD, sentence=sentence)


def _key(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    problem = computer.key_problem(settings.operator_key)
    if problem is not None:
        yield _bad("operator_key", f"{problem.what} {problem.remedy}")
    else:
        yield _ok("operator_key", f"The operator key {settings.operator_key} can be read.")


def _courses(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    try:
        shelved = set(computer.courses())
    except Problem as problem:
        yield _bad("courses", f"{problem.what} {problem.remedy}")
        return
    if not shelved:
        yield _bad("courses", f"There is no course on this station's shelf; add one with {_add(computer)}.")
        return
    away = [course for course in settings.courses if course not in shelved]
    for course in away:
        yield _bad("courses", f"The course “{course}” is not on this station's shelf; add it with {_add(computer)}.")
    if not away:
        count = len(settings.courses or shelved)
        yield _ok("courses", f"{'One course is' if count == 1 else f'{count} courses are'} offered.")


def _add(computer: Computer) -> str:
    return f"“carrel --profile {computer.profile} add FILE”"


def _take_away(settings: KioskSettings, _file: Path, _computer: Computer) -> Iterator[Finding]:
    if not settings.take_away:
        yield _warning("take_away", "Attendees can take nothing away from this station.")


def _printer(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    if not settings.takes(TakeAway.PRINT):
        return
    names = computer.printers()
    if names is None:
        yield _warning("printer", "Which printers there are cannot be told here; print a page before the day begins.")
    elif not names:
        yield _bad("printer", "There is no printer; connect one, or take “print” out of “take_away”.")
    elif settings.printer and settings.printer not in names:
        known = ", ".join(f"“{name}”" for name in names)
        yield _bad("printer", f"There is no printer “{settings.printer}”; this computer knows {known}.")
    else:
        yield _ok("printer", f"The printer “{settings.printer or names[0]}” is there.")


def _union(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    if not settings.union:
        yield _ok("union", "This station shares with no other.")
        return
    where, why_not = without_password(settings.union), computer.union_problem(settings.union)
    if why_not:
        # It catches up by itself: a hub that is started later is no fault of the station.
        yield _warning("union", f"{where} does not answer yet: {why_not} Until it does, this station goes on alone.")
    else:
        yield _ok("union", f"{where} answers.")


def _password(settings: KioskSettings, file: Path, computer: Computer) -> Iterator[Finding]:
    if not has_password(settings.union):
        return
    if computer.is_read_by_others(file):
        sentence = (
            f"{file} holds a password, and other users of this computer may read it: take the password out of “union” "
            "and put it into ~/.pgpass or the variable PGPASSWORD, or let nobody else read the file (chmod 600)."
        )
        yield _warning("union", sentence)


def _unattended(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    if settings.unattended is not Unattended.KEY_STORE:
        return
    if computer.has_key_store():
        yield _warning("unattended", "Whoever starts this computer opens the station: watch over it.")
    else:
        yield _bad("unattended", "This computer has no key store; write “no”, and open the station with the code.")


def _room(settings: KioskSettings, _file: Path, computer: Computer) -> Iterator[Finding]:
    free = computer.free_mib()
    if free < settings.least_free_mib:
        yield _bad("least_free_mib", f"{free} MiB are free, so that this station takes in nobody.")
    elif free < 2 * settings.least_free_mib:
        yield _warning("least_free_mib", f"{free} MiB are free; below {settings.least_free_mib} nobody is taken in.")
    else:
        yield _ok("least_free_mib", f"{free} MiB are free.")


def has_password(url: str) -> bool:
    return bool(url) and urlsplit(url).password is not None


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}").geturl()
