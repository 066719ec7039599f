"""The update: what a later version of a course keeps of the one before, in a value that can be put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from player.domain.carrying import Content
from player.domain.course import Availability, Course, Session
from player.domain.credit import Offer


class Change(StrEnum):
    """What became of one part. Of what is `KEPT` the learner's progress stays; `ABSENT`: neither version has it."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChange:
    """One session. `CHANGED`: the recording is another one, so what was watched of the old one does not count.

    `was` and `now` are the session in either version, perhaps under another name; None where it has none.
    """

    change: Change
    was: Session | None
    now: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferChange:
    """One offer of credit; `CHANGED`: its maximum. What was claimed of an offer that is not gone stays claimed."""

    change: Change
    was: Offer | None
    now: Offer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What is kept, changed, new and gone between two versions of a course.

    `told`: what comes before the start; changed, it is acknowledged anew. `days` and `rules` say whether the days on
    which credit is earned and what counts as watched (with what a recording asks) are the same; the later version's
    hold for everything.
    """

    was: int
    now: int
    told: Change
    sessions: tuple[SessionChange, ...]
    quiz: Change
    evaluation: Change
    offers: tuple[OfferChange, ...]
    days: Change
    rules: Change

    @property
    def keeps_all(self) -> bool:
        """Whether everything that the learner did counts as it did before, and nothing is to be done in addition."""
        parts = (self.told, self.quiz, self.evaluation, self.days, self.rules)
        whole = (*parts, *(s.change for s in self.sessions), *(o.change for o in self.offers))
        return all(change in (Change.KEPT, Change.ABSENT) for change in whole)


def update_between(old: Course, new: Course) -> Update:
    """`old` is the version in which something was recorded, `new` a later one of the same course."""
    one, other = Content(old), Content(new)
    sessions = tuple(_sessions(old, new, other))
    same_rules = old.watch == new.watch and old.credit.basis is new.credit.basis
    return Update(
        was=old.version,
        now=new.version,
        told=_kept(one.told == other.told),
        sessions=sessions,
        quiz=_quiz(one, other),
        evaluation=_kept(one.evaluation == other.evaluation),
        offers=tuple(_offers(old, new)),
        days=_kept(_days(old.availability) == _days(new.availability)),
        rules=_kept(same_rules and all(_asks_the_same(change) for change in sessions)),
    )


def _kept(same: bool) -> Change:
    return Change.KEPT if same else Change.CHANGED


def _sessions(old: Course, new: Course, there: Content) -> Iterator[SessionChange]:
    """In the order of the new version; what is gone comes last."""
    kept = [(was, there.counterpart(was)) for was in old.sessions]
    lost = {was.id: was for was, now in kept if now is None}
    for now in new.sessions:
        of = [was for was, found in kept if found is not None and found.id == now.id]
        if of:
            yield SessionChange(change=Change.KEPT, was=of[0], now=now)
        elif now.id in lost:
            yield SessionChange(change=Change.CHANGED, was=lost.pop(now.id), now=now)
        else:
            yield SessionChange(change=Change.NEW, was=None, now=now)
    for was in lost.values():
        yield SessionChange(change=Change.GONE, was=was, now=None)


def _asks_the_same(change: SessionChange) -> bool:
    """Whether every checkpoint of a session that is kept was there before, though perhaps at another time of it."""
    if change.change is not Change.KEPT or change.was is None or change.now is None:
        return True
    before = {replace(checkpoint, at_ms=0) for checkpoint in change.was.checkpoints}
    return before.issuperset(replace(checkpoint, at_ms=0) for checkpoint in change.now.checkpoints)


def _quiz(old: Content, new: Content) -> Change:
    if old.quiz is None:
        return Change.ABSENT if new.quiz is None else Change.NEW
    return Change.GONE if new.quiz is None else _kept(old.quiz == new.quiz)


def _offers(old: Course, new: Course) -> Iterator[OfferChange]:
    before = {offer.id: offer for offer in old.credit.offers}
    for now in new.credit.offers:
        was = before.pop(now.id, None)
        change = Change.NEW if was is None else _kept(was.maximum == now.maximum)
        yield OfferChange(change=change, was=was, now=now)
    for was in before.values():
        yield OfferChange(change=Change.GONE, was=was, now=None)


def _days(availability: Availability) -> tuple[object, ...]:
    return availability.opens, availability.last_day, availability.time_zone
