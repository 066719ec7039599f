"""The check before sending: every row that the receiver would refuse, why, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from player.domain.report_format import OF_EVENTS, Mend, NotForThisReceiver, Objection, ReportFormat
from player.domain.roster import RosterRow
from player.exchange.badges.credential import no_badge
from player.exchange.preflight.columns import against_columns
from player.exchange.preflight.problems import NeverReported, NoDeleting, ProvesNothing, TakenBack, ToldBefore
from player.exchange.preflight.receivers import NAMES, takes
from player.exchange.preflight.rows import against_amount, against_telling, against_time, doubts_of, objection
from player.exchange.tables.layout import Correction, Layout
from player.exchange.tables.layouts import WITH_LAYOUT, Layouts

_BADGES = frozenset({ReportFormat.BADGE, ReportFormat.BADGE_PNG, ReportFormat.BADGE_SVG})
_TELLS_ITSELF = OF_EVENTS | {ReportFormat.COMPLETION}
"""These say what they are and what was taken back: nothing of that keeps them from being written."""


def objections(
    form: ReportFormat, rows: Iterable[RosterRow], *, layouts: Layouts, now: datetime
) -> tuple[Objection, ...]:
    """In the order of the rows. Against a completion file all are warnings: it is the learner's own proof.

    Raises a `Problem` where the layout is broken.
    """
    layout, known = layouts.of(form) if form in WITH_LAYOUT else None, tuple(rows)
    check = _Check(
        form=form,
        layout=layout,
        receiver=layout.receiver if layout else NAMES[form],
        now=now,
        standing=frozenset(_credit(row) for row in known if not row.taken_back),
        reported=frozenset(_credit(row) for row in known if row.told or (row.taken_back and row.told is None)),
    )
    found = (one for row in known for one in check.against(row))
    if form is ReportFormat.COMPLETION:
        return tuple(replace(one, warning=True) for one in found)
    return tuple(found)


def _credit(row: RosterRow) -> tuple[str, str, str]:
    """The same before and after a correction, which changes number and amount."""
    return row.learner.id, row.course_hash, row.offer.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """`standing`: credit that counts; `reported`: of which the receiver may know, in whichever amount."""

    form: ReportFormat
    layout: Layout | None
    receiver: str
    now: datetime
    standing: frozenset[tuple[str, str, str]]
    reported: frozenset[tuple[str, str, str]]

    def against(self, row: RosterRow) -> Iterator[Objection]:
        layout, receiver = self.layout, self.receiver
        if layout and not takes(row.offer, layout.takes):
            yield objection(row, NotForThisReceiver(receiver=receiver, credit=row.offer.name), Mend.NOWHERE)
            return
        lacking = no_badge(row) if self.form in _BADGES and not row.taken_back else None
        if lacking is not None:
            yield objection(row, lacking, Mend.NOWHERE)
            return
        if row.specimen:
            problem = ProvesNothing(receiver=receiver)
            yield objection(row, problem, Mend.NOWHERE, warning=self.form in _TELLS_ITSELF)
        if row.taken_back:
            yield from self._against_deleting(row)
            return
        yield from against_telling(self.form, row, receiver)
        if self.form not in _BADGES:  # a wallet is the learner's own, and takes a badge in at any time
            yield from against_time(row, receiver, within_days=layout.within_days if layout else 0, now=self.now)
        yield from against_amount(row, receiver, layout.step if layout else None)
        if layout:
            yield from against_columns(self.form, row, layout)
        if layout and layout.once and _credit(row) in self.reported:
            yield objection(row, ToldBefore(receiver=receiver), Mend.NOWHERE, warning=True)
        yield from doubts_of(row, receiver)

    def _against_deleting(self, row: RosterRow) -> Iterator[Objection]:
        """Taking back needs no permission, and no window closes on it."""
        layout, about = self.layout, {"receiver": self.receiver, "number": row.number}
        if layout is None:
            if self.form not in _TELLS_ITSELF:
                yield objection(row, TakenBack(**about), Mend.NOWHERE)
        elif layout.correction is Correction.LISTED:
            return
        elif row.told is False:
            yield objection(row, NeverReported(**about), Mend.NOWHERE)
        elif layout.correction is Correction.ACTION:
            yield from against_columns(self.form, row, layout)
        elif layout.tells_credit or _credit(row) not in self.standing:
            yield objection(row, NoDeleting(**about), Mend.PROVIDER)
        # Else it was only corrected, and the line of what stands now says the same.
