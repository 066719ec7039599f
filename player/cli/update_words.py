"""What is said of a course that is a later version of one in which the learner did something."""

from __future__ import annotations

from collections.abc import Iterator

from player.cli.show import clock_time
from player.domain.credit import plain
from player.domain.update import Change, OfferChange, SessionChange, Update

_PARTS = {
    "told": {Change.CHANGED: "What comes before the start changed: acknowledge it anew."},
    "quiz": {
        Change.CHANGED: "The quiz changed: take it anew.",
        Change.NEW: "There is a quiz now.",
        Change.GONE: "There is no quiz any more.",
    },
    "evaluation": {Change.CHANGED: "The evaluation changed: fill it in anew, unless your credit is claimed."},
    "rules": {Change.CHANGED: "What counts as watched changed: what you watched counts by the new rules."},
    "days": {Change.CHANGED: "The days changed on which credit is earned; the new ones hold for everything you did."},
}


def update_lines(update: Update) -> Iterator[str]:
    """What of the earlier version counts in this one, and what is to be done anew and why."""
    yield f"An update of version {update.was}, in which you began"
    if update.keeps_all:
        yield "  Everything that you did there counts here."
        return
    for session in update.sessions:
        yield f"  {session_words(session)}"
    for part, words in _PARTS.items():
        if text := words.get(getattr(update, part)):
            yield f"  {text}"
    for offer in update.offers:
        if text := offer_words(offer):
            yield f"  {text}"


def update_mark(update: Update) -> str:
    """The same in a few words."""
    whole = "keeps all that you did" if update.keeps_all else "keeps what did not change"
    return f"update of version {update.was}: {whole}"


def session_words(session: SessionChange) -> str:
    known = session.now or session.was
    title = f"“{known.title}”" if known else ""
    return {
        Change.KEPT: f"{title} is the same recording: what you watched counts.",
        Change.CHANGED: f"{title} was recorded anew: watch it again; what you watched before does not count here.",
        Change.NEW: f"{title} is new ({clock_time(known.duration_ms) if known else ''}).",
        Change.GONE: f"{title} is not part of it any more.",
        Change.ABSENT: "",
    }[session.change]


def offer_words(offer: OfferChange) -> str:
    """Nothing where the credit is what it was."""
    was, now = offer.was, offer.now
    if was is not None and now is not None and offer.change is Change.CHANGED:
        return (
            f"{now.name}: up to {plain(now.maximum)} now, {plain(was.maximum)} before; what is claimed stays claimed."
        )
    if now is not None and offer.change is Change.NEW:
        return f"{now.name}: new, up to {plain(now.maximum)}."
    if was is not None and offer.change is Change.GONE:
        return f"{was.name}: not offered any more; what you claimed of it stands in the version before."
    return ""


def update_facts(update: Update) -> dict[str, object]:
    """The same for programs: names that stay as they are."""
    return {
        "from_version": update.was,
        "keeps_all": update.keeps_all,
        "told": update.told,
        "quiz": update.quiz,
        "evaluation": update.evaluation,
        "days": update.days,
        "rules": update.rules,
        "sessions": [
            {
                "change": session.change,
                "session": session.now.id if session.now else None,
                "before": session.was.id if session.was else None,
            }
            for session in update.sessions
        ],
        "offers": [
            {
                "change": offer.change,
                "offer": known.id,
                "maximum": offer.now.maximum if offer.now else None,
                "before": offer.was.maximum if offer.was else None,
            }
            for offer in update.offers
            if (known := offer.now or offer.was) is not None
        ],
    }
