"""What the check-up asks about the records: the clock beside them, backups, and whether a name can be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

from player.desk.ports import Question, Reading
from player.domain.certificate import long_date
from player.domain.phrase import Dated, Phrase, Worded
from player.domain.problem import Problem
from player.domain.requirement import Fact

FIRST_YEAR, LAST_YEAR = 2026, 2100
"""Carrel is not older than the first; and nobody's certificate is of a time after the last."""
CLOCKS_DIFFER = timedelta(minutes=5)


class Records:
    """What the check-up asks about the records, and how to ask. `last` None: nothing was recorded yet."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        last: Callable[[], datetime | None],
        last_backup: Callable[[], date | None],
        printed_name: Callable[[], str],
        lacking_letters: Callable[[str], int],
    ) -> None:
        self.now = now
        self._last = last
        self._last_backup = last_backup
        self._printed_name = printed_name
        self._lacking_letters = lacking_letters

    def facts(self) -> Iterable[Fact]:
        """Each is there; records that cannot be read say so instead of an answer."""
        now = self.now()
        yield from _or_why(("clock.sane", "records.kept"), lambda: _of_records(now, self._last()))
        yield from _or_why(("backup.made", "backup.age"), lambda: _of_backup(now, self._last_backup()))
        yield _yes_no("name.given", bool(self._printed_name()), Phrase("the page Profile"))

    def name_question(self) -> Question:
        """Whether the name can be printed; to be asked on another thread, as fonts are read for that."""
        name = self._printed_name()

        def question() -> Reading:
            if not name:
                return None, Phrase("No name was given yet.")
            lacking = self._lacking_letters(name)
            if not lacking:
                return "yes", Phrase("the fonts that came with Carrel, and those of this computer")
            return "no", Worded("no font has {count} of its letters", count=lacking)

        return question


def or_reason(question: Question) -> Question:
    """The question, or what is wrong with the files that it is about: a stick is away, fonts are missing."""

    def careful() -> Reading:
        try:
            return question()
        except Problem as problem:
            return None, _what_of(problem)

    return careful


def _or_why(names: tuple[str, ...], read: Callable[[], Iterable[Fact]]) -> Iterable[Fact]:
    try:
        return tuple(read())
    except Problem as problem:
        return tuple(Fact(name=name, value=None, how=_what_of(problem)) for name in names)


def _what_of(problem: Problem) -> str:
    """What is wrong, but not in which folder: a report is sent to others, and folders are called after people."""
    told = {name: "…" if _is_folder(value) else value for name, value in problem.data.items()}
    return Worded(problem.what_template, **told)


def _is_folder(value: object) -> bool:
    return isinstance(value, str | Path) and (
        PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()
    )


def _of_records(now: datetime, last: datetime | None) -> Iterable[Fact]:
    yield _clock(now, last)
    yield _yes_no("records.kept", last is not None, Phrase("the records on this computer"))


def _of_backup(now: datetime, backup: date | None) -> Iterable[Fact]:
    yield _yes_no("backup.made", backup is not None, Phrase("the backups beside the records"))
    if backup is None:
        yield Fact(name="backup.age", value=None, how=Phrase("There is no backup yet."))
        return
    days = (now.date() - backup).days
    how = Worded("the backup of {day}", day=_dated(backup))
    # Whoever lives ahead of Greenwich may have made it “tomorrow”.
    if days >= -1:
        yield Fact(name="backup.age", value=f"{max(0, days)} days", how=how)
    else:
        yield Fact(
            name="backup.age",
            value=None,
            how=Worded("By this computer's clock, {backup} is still to come.", backup=how),
        )


def _clock(now: datetime, last: datetime | None) -> Fact:
    name = "clock.sane"
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        return Fact(name=name, value="no", how=Worded("it shows {moment}", moment=_dated(now.date())))
    if last is not None and now + CLOCKS_DIFFER < last:
        return Fact(name=name, value="no", how=Worded("it shows {moment}, before your last record", moment=_shown(now)))
    return Fact(name=name, value="yes", how=Worded("it shows {moment}", moment=_shown(now)))


def _yes_no(name: str, truth: bool, how: str) -> Fact:
    return Fact(name=name, value="yes" if truth else "no", how=how)


def _shown(now: datetime) -> str:
    utc = now.astimezone(UTC)
    return Worded("{day}, {time} UTC", day=_dated(utc.date()), time=f"{utc:%H:%M}")


def _dated(day: date) -> Dated:
    return Dated(long_date(day), day)
