"""How an update is told: what of the version before counts here, what is to be done anew, and what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from player.domain.update import Change, OfferChange, SessionChange, Update
from player.ui.language import amount_text, tr
from player.ui.widgets.tone import Tone
from player.ui.wording import minutes_text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; its tone says whether something counts (good), is to be done anew (caution) or is just told."""

    text: str
    tone: Tone


def heading_text(update: Update) -> str:
    return tr("You began with version {was}; this is version {now}").format(was=update.was, now=update.now)


def update_lines(update: Update) -> tuple[Line, ...]:
    """What counts first, then what is to be done anew, then the rest."""
    if update.keeps_all:
        return (Line(tr("Everything that you did counts here."), Tone.GOOD),)
    return tuple(sorted(_lines(update), key=lambda line: _ORDER.index(line.tone)))


_ORDER = (Tone.GOOD, Tone.CAUTION, Tone.NEUTRAL)


def _lines(update: Update) -> Iterator[Line]:
    for session in update.sessions:
        yield from _session(session)
    if update.told is Change.CHANGED:
        yield Line(tr("What you are told before you start has changed. Please read it once more."), Tone.CAUTION)
    yield from _quiz(update.quiz)
    if update.evaluation is Change.CHANGED:
        yield Line(
            tr("The evaluation has changed. Please fill it in once more, unless you have claimed."), Tone.CAUTION
        )
    if update.rules is Change.CHANGED:
        yield Line(tr("What counts as watched has changed; the new rules hold for all that you watched."), Tone.NEUTRAL)
    if update.days is Change.CHANGED:
        yield Line(tr("The days on which credit is earned have changed; the new ones hold."), Tone.NEUTRAL)
    for offer in update.offers:
        yield from _offer(offer)


def _session(session: SessionChange) -> Iterator[Line]:
    if session.now is not None and session.change is Change.KEPT:
        yield Line(tr("What you watched of “{title}” counts here.").format(title=session.now.title), Tone.GOOD)
    elif session.now is not None and session.change is Change.CHANGED:
        text = tr("“{title}” was recorded anew; please watch it again.")
        yield Line(text.format(title=session.now.title), Tone.CAUTION)
    elif session.now is not None and session.change is Change.NEW:
        time = minutes_text(session.now.duration_ms)
        yield Line(tr("“{title}” is new, {time}.").format(title=session.now.title, time=time), Tone.NEUTRAL)
    elif session.was is not None and session.change is Change.GONE:
        yield Line(tr("“{title}” is no longer part of it.").format(title=session.was.title), Tone.NEUTRAL)


def _quiz(change: Change) -> Iterator[Line]:
    if change is Change.CHANGED:
        yield Line(tr("The quiz has changed; please take it again."), Tone.CAUTION)
    elif change is Change.NEW:
        yield Line(tr("There is a quiz now."), Tone.NEUTRAL)
    elif change is Change.GONE:
        yield Line(tr("There is no quiz any more."), Tone.NEUTRAL)
    elif change is Change.KEPT:
        yield Line(tr("Your quiz counts here."), Tone.GOOD)


def _offer(offer: OfferChange) -> Iterator[Line]:
    was, now = offer.was, offer.now
    if was is not None and now is not None and offer.change is Change.CHANGED:
        text = tr("{credit}: up to {now} instead of {was}; what you claimed stays as it is.")
        text = text.format(credit=now.name, now=amount_text(now.maximum), was=amount_text(was.maximum))
        yield Line(text, Tone.NEUTRAL)
    elif now is not None and offer.change is Change.NEW:
        text = tr("{credit} is new, up to {now}.")
        yield Line(text.format(credit=now.name, now=amount_text(now.maximum)), Tone.NEUTRAL)
    elif was is not None and offer.change is Change.GONE:
        yield Line(
            tr("{credit} is offered no more; what you claimed of it stays.").format(credit=was.name), Tone.NEUTRAL
        )
