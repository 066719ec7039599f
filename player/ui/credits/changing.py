"""What is asked of the desk: all credit, and what the learner adds to it, changes and removes. On the desk's lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from player.desk.desk import Desk
from player.desk.transcripts import reported_entry
from player.domain.cycle import LicenceCycle
from player.domain.reported import ReportedCredit
from player.domain.transcript import Entry
from player.ui.credits.state import CreditsState, lines_of
from player.ui.language import tr

Undo = Callable[[Desk], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was changed: how all stands now, the entry that was `kept`, or what to say of what was `removed` and how
    to undo that."""

    state: CreditsState
    kept: Entry | None = None
    removed: str = ""
    undo: Undo | None = None


def load(desk: Desk) -> CreditsState:
    return CreditsState(
        today=desk.now().date(),
        name=desk.learner.printed_name,
        lines=lines_of(desk.credits(), desk.transcripts.reported()),
        cycles=desk.learner.cycles,
    )


def keep_credit(desk: Desk, credit: ReportedCredit) -> Done:
    """Raises a `Problem`."""
    kept = credit if credit.id else replace(credit, id=desk.transcripts.new_id())
    desk.transcripts.report(kept)
    return Done(state=load(desk), kept=reported_entry(kept))


def remove_credit(desk: Desk, credit: ReportedCredit) -> Done:
    desk.transcripts.take_out(credit.id)
    removed = tr("Removed: {title}").format(title=credit.title)
    return Done(state=load(desk), removed=removed, undo=partial(_report, credit))


def keep_cycle(desk: Desk, cycle: LicenceCycle, before: LicenceCycle | None) -> Done:
    """In the place of the one `before` it, or as one more."""
    known = desk.learner.cycles
    others = tuple(cycle if one == before else one for one in known)
    _save_cycles(others if before in known else (*known, cycle), desk)
    return Done(state=load(desk))


def remove_cycle(desk: Desk, cycle: LicenceCycle) -> Done:
    before = desk.learner.cycles
    _save_cycles(tuple(one for one in before if one != cycle), desk)
    removed = tr("Removed: {title}").format(title=cycle.name)
    return Done(state=load(desk), removed=removed, undo=partial(_save_cycles, before))


def undone(desk: Desk, undo: Undo) -> Done:
    undo(desk)
    return Done(state=load(desk))


def _report(credit: ReportedCredit, desk: Desk) -> None:
    desk.transcripts.report(credit)


def _save_cycles(cycles: tuple[LicenceCycle, ...], desk: Desk) -> None:
    desk.save_learner(replace(desk.learner, cycles=cycles))
