"""The backups that Carrel makes by itself: when one is due, and which of them are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from player.domain.problem import Problem
from player.ledger.care.backup import ENDING, LEDGER, NAMES, manifest_of, read_backup, write_backup
from player.ledger.care.beside import Beside, digests_of
from player.ledger.care.survey import NO_CONTENT, content_of
from player.ledger.profile import make_folder

FOLDER = "backups"
DAYS_BETWEEN = 7


class Cause(StrEnum):
    """Why a backup was made; it is the beginning of its name."""

    WEEKLY = "weekly"
    UPGRADE = "upgrade"


KEPT: Mapping[Cause, int] = {Cause.WEEKLY: 4, Cause.UPGRADE: 3}
_NAME = re.compile(rf"(weekly|upgrade)-(\d{{4,}})-(\d{{4}}-\d{{2}}-\d{{2}}){re.escape(ENDING)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An automatic backup; `number` grows with each and is never told by a clock."""

    file: Path
    cause: Cause
    number: int
    day: date


def kept_in(profile: Path) -> tuple[Kept, ...]:
    """The automatic backups of a profile, the newest first."""
    found = (_kept(file) for file in (profile / FOLDER).glob(f"*{ENDING}"))
    return tuple(sorted((kept for kept in found if kept), key=lambda kept: kept.number, reverse=True))


def is_due(profile: Path, *, today: date, beside: Sequence[Beside] = ()) -> bool:
    """Whether a weekly backup should be made: the last one is a week old, and it lacks something.

    A last one of a day that has not come yet was made under a wrong clock, and does not count as recent.
    """
    if not (profile / LEDGER).exists():
        return False
    last = next((kept for kept in kept_in(profile) if kept.cause is Cause.WEEKLY), None)
    if last is not None and 0 <= (today - last.day).days < DAYS_BETWEEN:
        return False
    content = content_of([profile / name for name in NAMES])
    return content != NO_CONTENT and (last is None or _held(last) != (content, digests_of(beside)))


def back_up_weekly(profile: Path, *, today: date, beside: Sequence[Beside] = ()) -> Path | None:
    """Writes the weekly backup when it is due. Raises a `Problem`; then all backups are as they were."""
    if not is_due(profile, today=today, beside=beside):
        return None
    return back_up(profile, Cause.WEEKLY, today=today, beside=beside)


def back_up(profile: Path, cause: Cause, *, today: date, beside: Sequence[Beside] = ()) -> Path:
    """Writes one more automatic backup, and lets the oldest go. Raises a `Problem`; then all are as they were."""
    make_folder(profile / FOLDER)
    number = max((kept.number for kept in kept_in(profile)), default=0) + 1
    file = profile / FOLDER / f"{cause}-{number:04}-{today}{ENDING}"
    write_backup(profile, file, day=today, beside=beside)
    for old in _to_let_go([kept for kept in kept_in(profile) if kept.cause is cause], KEPT[cause]):
        old.file.unlink(missing_ok=True)
    return file


def _to_let_go(newest_first: list[Kept], keep: int) -> list[Kept]:
    """All beyond the newest `keep`, but for the newest good one where none of those is good."""
    old = newest_first[keep:]
    if not old or any(_is_good(kept) for kept in newest_first[:keep]):
        return old
    good = next((kept for kept in old if _is_good(kept)), None)
    return [kept for kept in old if kept is not good]


def _is_good(kept: Kept) -> bool:
    """Whole to the last byte, and of records that were sound."""
    try:
        return read_backup(kept.file).damaged == 0
    except Problem:
        return False


def _held(kept: Kept) -> tuple[str, Mapping[str, str]]:
    """The word for the records in it, and what it carries beside them."""
    try:
        manifest = manifest_of(kept.file)
    except Problem:
        return "", {}
    return manifest.content, {name: member.sha256 for name, member in manifest.files.items() if name not in NAMES}


def _kept(file: Path) -> Kept | None:
    match = _NAME.fullmatch(file.name)
    if match is None:
        return None
    cause, number, day = match.groups()
    try:
        return Kept(file=file, cause=Cause(cause), number=int(number), day=date.fromisoformat(day))
    except ValueError:
        return None
