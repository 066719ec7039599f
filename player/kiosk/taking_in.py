"""A roster's rows become cards: who is new, who changed, and what in the rows stands against each other.

What the roster said last stands on each card, so that a row counts only where it says something else than it did: what
an attendee corrected at a station is not undone by the same row, read again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.card import Card
from player.domain.kiosk.folding import folded_code, folded_factor, folded_name, folded_number, given_names
from player.domain.kiosk.roster import ListedRow, Outcome, Reason, Remark, RowReport
from player.domain.kiosk.settings import SecondFactor
from player.domain.learner import Learner, LearnerId
from player.kiosk.card_file import CardFile, Found, Weight, factors_of, name_way
from player.proof.cards import CardUnreadable, Held
from player.proof.operator_key import OperatorKey

T = TypeVar("T")


@dataclass(slots=True)
class _Entry:
    """One attendee of the roster; `row`: the first that names them."""

    row: int
    attendee: Attendee
    remarks: list[Remark]
    outcome: Outcome = Outcome.UNCHANGED

    @property
    def id(self) -> LearnerId:
        return self.attendee.learner.id

    @property
    def name(self) -> tuple[str, str]:
        learner = self.attendee.learner
        return folded_name(learner.given_name), folded_name(learner.family_name)


@dataclass(slots=True)
class TakingIn:
    """One roster, taken in once. `factor`: what stations ask beside a name."""

    cards: CardFile
    key: OperatorKey
    factor: SecondFactor
    _entries: dict[LearnerId, _Entry] = field(default_factory=dict[LearnerId, _Entry])
    _reports: list[RowReport] = field(default_factory=list[RowReport])

    def take_in(self, rows: Iterable[ListedRow], *, writing: bool) -> Sequence[RowReport]:
        """All rows or none; the reports in the order of the rows."""
        for row in rows:
            self._gather(row)
        self._remark_on_twins()
        known = {card.learner: card for card in self.cards.everything()}
        marks = {mark for learner, card in known.items() if learner not in self._entries for mark in card.marks}
        for entry in self._entries.values():
            self._remark_on_others(entry, marks)
        cards = (self._card(entry, known.get(entry.id)) for entry in self._entries.values())
        changed = [card for card in cards if card is not None]
        if writing:
            self.cards.keep(changed)
        taken = (
            RowReport(row=entry.row, outcome=entry.outcome, remarks=tuple(dict.fromkeys(entry.remarks)))
            for entry in self._entries.values()
        )
        return tuple(sorted((*self._reports, *taken), key=lambda report: report.row))

    # --- the rows among themselves -----------------------------------------------------------------------

    def _gather(self, row: ListedRow) -> None:
        if row.attendee is None:
            self._reports.append(RowReport(row=row.row, outcome=Outcome.REFUSED, remarks=row.remarks))
            return
        attendee = _with_id(row.attendee, self.key)
        entry = _Entry(row.row, attendee, list(row.remarks))
        first = self._entries.setdefault(entry.id, entry)
        if first is entry:
            return
        if first.name != entry.name:
            remarks = (Remark(reason=Reason.NUMBER_TWICE, other=first.row),)
            self._reports.append(RowReport(row=row.row, outcome=Outcome.REFUSED, remarks=remarks))
            return
        # One line for each ticket or session is how many lists are made.
        badges = tuple(dict.fromkeys((*first.attendee.badges, *attendee.badges)))
        first.attendee = replace(first.attendee, badges=badges)
        remarks = (Remark(reason=Reason.REPEATED, other=first.row),)
        self._reports.append(RowReport(row=row.row, outcome=Outcome.UNCHANGED, remarks=remarks))

    def _remark_on_twins(self) -> None:
        seen: dict[tuple[Reason, tuple[str, ...]], _Entry] = {}
        for entry in self._entries.values():
            for reason, what in self._distinctions(entry):
                first = seen.setdefault((reason, what), entry)
                if first is not entry:
                    first.remarks.append(Remark(reason=reason, other=entry.row))
                    entry.remarks.append(Remark(reason=reason, other=first.row))

    def _distinctions(self, entry: _Entry) -> Iterable[tuple[Reason, tuple[str, ...]]]:
        """What no two attendees should have alike."""
        for badge in entry.attendee.badges:
            yield Reason.BADGE_TWICE, (folded_number(badge),)
        if entry.attendee.code:
            yield Reason.CODE_TWICE, (folded_code(entry.attendee.code),)
        yield Reason.SAME_NAME, (*entry.name, self._second_of(entry.attendee))

    def _second_of(self, attendee: Attendee) -> str:
        return dict(factors_of(attendee)).get(self.factor, "")

    # --- the rows and who is known -----------------------------------------------------------------------

    def _remark_on_others(self, entry: _Entry, marks: Container[str]) -> None:
        """Who is known from elsewhere with the same badge, code, or name and second factor; `marks`: theirs. Whom this
        roster names too, it says itself: a badge may just have gone from one to the other."""
        attendee, learner = entry.attendee, entry.attendee.learner
        ways = [(Reason.BADGE_TWICE, "badge", folded_number(badge)) for badge in attendee.badges]
        ways.append((Reason.CODE_TWICE, "code", folded_code(attendee.code)))
        second = folded_factor(self.factor, self._second_of(attendee))
        if second:
            whole = given_names(learner.given_name)[0]
            ways.append((Reason.SAME_NAME, "name", name_way(whole, learner.family_name, self.factor, second)))
        found = (reason for reason, kind, text in ways if text and self.cards.mark(kind, text) in marks)
        entry.remarks.extend(Remark(reason=reason) for reason in found)

    def _card(self, entry: _Entry, card: Card | None) -> Card | None:
        """The card to be kept for an entry; None where the roster says what it said before."""
        found = None if card is None else self._opened(card)
        if isinstance(found, Found) and found.held.listed == entry.attendee:
            return None
        if not isinstance(found, Found):
            entry.outcome = Outcome.TAKEN if found is None else Outcome.CHANGED
            return self.cards.card(Held(attendee=entry.attendee, listed=entry.attendee), Weight.LISTED, found)
        entry.outcome = Outcome.CHANGED
        before = found.held.listed or Attendee(learner=Learner(id=entry.id))
        attendee = _corrected(found.held.attendee, before, entry.attendee)
        held = replace(found.held, attendee=attendee, listed=entry.attendee)
        return self.cards.card(held, Weight.LISTED, found.card)

    def _opened(self, card: Card) -> Found | Card:
        """What it holds, or the card alone where it cannot be read."""
        try:
            return self.cards.opened(card)
        except CardUnreadable:
            return card


def _with_id(attendee: Attendee, key: OperatorKey) -> Attendee:
    """With the learner id that follows from the registration number; for who has none from the badge, else from the
    e-mail address."""
    email = dict(attendee.learner.identifiers).get("email", "")
    ways = (
        folded_number(attendee.number),
        *(f"badge\0{folded_number(badge)}" for badge in attendee.badges),
        f"email\0{folded_factor(SecondFactor.EMAIL, email)}",
    )
    learner = replace(attendee.learner, id=key.learner_id(next(filter(None, ways))))
    return replace(attendee, learner=learner)


def _corrected(now: Attendee, before: Attendee, listed: Attendee) -> Attendee:
    """`now`, with what the roster says otherwise than it did `before`."""
    present, said, says = now.learner, before.learner, listed.learner
    learner = replace(
        present,
        name=_newer(present.name, said.name, says.name),
        degrees=_newer(present.degrees, said.degrees, says.degrees),
        profession=_newer(present.profession, said.profession, says.profession),
        membership=_newer(present.membership, said.membership, says.membership),
        licences=_newer(present.licences, said.licences, says.licences),
        identifiers=_identifiers(dict(present.identifiers), dict(said.identifiers), dict(says.identifiers)),
        given_name=_newer(present.given_name, said.given_name, says.given_name),
        family_name=_newer(present.family_name, said.family_name, says.family_name),
    )
    return replace(
        now,
        learner=learner,
        number=_newer(now.number, before.number, listed.number),
        badges=_newer(now.badges, before.badges, listed.badges),
        code=_newer(now.code, before.code, listed.code),
        postcode=_newer(now.postcode, before.postcode, listed.postcode),
        birthday=_newer(now.birthday, before.birthday, listed.birthday),
    )


def _newer(present: T, said: T, says: T) -> T:
    return present if says == said else says


def _identifiers(
    present: Mapping[str, str], said: Mapping[str, str], says: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys((*present, *says))
    found = {name: _newer(present.get(name, ""), said.get(name, ""), says.get(name, "")) for name in names}
    return tuple((name, value) for name, value in found.items() if value)
