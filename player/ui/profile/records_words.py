"""What the profile says about the records as a whole: whether they are sound, backed up, and what came of a backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt

from player.desk.ports import BackedUp, Examined, TakenBack
from player.domain.problem import Problem
from player.ui.language import counted, day_text, sentences, told, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message

_SAID_BESIDE = "NoBackupYet"
"""The card tells of backups in its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsState:
    """`found`: what the last examination brought; None while nobody asked for one. `troubles`: what is known to be
    wrong without one."""

    folder: Path
    last_backup: date | None
    troubles: tuple[Problem, ...] = ()
    found: tuple[Examined, ...] | None = None

    @property
    def wrong(self) -> tuple[Problem, ...]:
        found = (one.problem for one in self.found or () if one.outcome == "wrong" and one.problem is not None)
        problems = (*self.troubles, *found)
        return tuple({problem.sentence: problem for problem in problems}.values())

    @property
    def notes(self) -> tuple[Problem, ...]:
        notes = (one.problem for one in self.found or () if one.outcome == "note" and one.problem is not None)
        return tuple(note for note in notes if note.code != _SAID_BESIDE)


def health_text(state: RecordsState) -> tuple[str, Tone]:
    """The one sentence on how the records are."""
    count = len(state.wrong)
    if count:
        return counted("One thing is wrong", "{count} things are wrong", count), Tone.CAUTION
    if state.found is None:
        return tr("No trouble is known"), Tone.NEUTRAL
    return tr("Sound: everything is as it was recorded"), Tone.GOOD


def backup_text(state: RecordsState) -> str:
    if state.last_backup is None:
        return tr("Carrel backs them up every week by itself; that was not due yet.")
    return tr("Carrel backs them up every week by itself, last on {day}.").format(day=day_text(state.last_backup))


def problem_messages(state: RecordsState) -> list[Message]:
    """What is wrong in full, then what is only worth a word."""
    wrong = [problem_message(p) for p in state.wrong]
    return [*wrong, *(_note(p) for p in state.notes)]


def _note(problem: Problem) -> Message:
    telling = told(problem)
    return Message(what=telling.what, meaning=telling.meaning, tone=Tone.NEUTRAL)


def backed_up_message(file: Path, made: BackedUp) -> Message:
    what = tr("{name} is written, and read back: {events}.").format(name=file.name, events=_events(made.events))
    damaged = tr("Some of it was damaged before; check your records to see what.") if made.damaged else ""
    keep = tr("It holds your particulars, and no secret key. Keep it on another disk than this computer's.")
    return Message(what=what, meaning=damaged, remedy=keep, tone=Tone.GOOD, dismissible=True)


def taken_back_message(file: Path, taken: TakenBack) -> Message:
    """What came of a backup that was put back or merged."""
    if taken.events:
        what = tr("From {name} came {events} that were not here.")
        what = what.format(name=file.name, events=_events(taken.events))
    else:
        what = tr("Everything in {name} was here already.").format(name=file.name)
    meaning = tr("What was here stays, and nothing counts twice.")
    aside = tr("What was replaced is kept in {folder}.").format(folder=taken.aside) if taken.aside else ""
    refused = sentences(*(told(problem).sentence for problem in taken.problems))
    tone = Tone.CAUTION if refused else Tone.GOOD
    return Message(what=what, meaning=meaning, remedy=aside, details=refused, tone=tone, dismissible=True)


def proposed_name(day: QDate) -> str:
    return f"carrel-{day.toString(Qt.DateFormat.ISODate)}.carrel-backup"


def announced(messages: Sequence[Message], health: str) -> str:
    """What a screen reader says after a check."""
    return sentences(health, *(message.what for message in messages))


def _events(count: int) -> str:
    return counted("{count} event", "{count} events", count)
