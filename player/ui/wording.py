"""How the field's figures are said: running times, credit, days, and the one status of a course."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLocale

from player.domain.course import Course, Notice, Standing
from player.domain.credit import Offer, phrase
from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Lock, Progress, StepName, StepState
from player.ui.language import TONGUES, amount_text, day_text, said, sentences, told, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone


def minutes_text(milliseconds: int) -> str:
    """A running time for people: "3 min", "1 h 30 min", "40 s"."""
    seconds = round(milliseconds / 1000)
    whole_minutes = round(seconds / 60) if seconds >= 60 else 0
    hours, minutes = divmod(whole_minutes, 60)
    if hours and minutes:
        return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if hours:
        return tr("{hours} h").format(hours=hours)
    return tr("{minutes} min").format(minutes=minutes) if minutes else tr("{seconds} s").format(seconds=seconds)


def size_text(size: int) -> str:
    """Bytes for people: "1.3 GB", "412 MB", in the language of the window."""
    form = QLocale.DataSizeFormat.DataSizeSIFormat
    thousands = 1000 ** ((len(str(size)) - 1) // 3)
    return QLocale().formattedDataSize(size, 1 if size < 10 * thousands else 0, form)


def offer_text(offer: Offer) -> str:
    """ "up to 1.5 AMA PRA Category 1 Credits™"."""
    words = phrase(offer, offer.maximum)
    return tr("up to {amount} {credit}").format(amount=amount_text(offer.maximum), credit=words)


def foreign_text(course: Course) -> str:
    """ "English": the language of a course in its own word, where the window speaks another one."""
    locale, window = QLocale(course.language), QLocale()
    if QLocale.Language.C in (locale.language(), window.language()) or locale.language() == window.language():
        return ""
    spoken = (tongue.name for tongue in TONGUES if QLocale(tongue.code).language() == locale.language())
    return next(spoken, locale.nativeLanguageName())


def best_offer(course: Course) -> Offer:
    """The offer that is named first on cards: the course's own first one."""
    return course.credit.offers[0]


@dataclass(frozen=True, slots=True)
class Status:
    """The one word on a card: what the learner can do next, or why there is nothing to do."""

    text: str
    tone: Tone
    icon: str | None = None


def status_of(course: Course, progress: Progress) -> Status:
    """ "New", "43 % watched", "Quiz next", "Claim up to 0.75", "Certificate ready", "Expired …", "Opens …"."""
    if progress.issues:
        return Status(tr("Certificate ready"), Tone.GOOD, "award")
    if progress.standing is Standing.NOT_YET_OPEN:
        return Status(tr("Opens {day}").format(day=day_text(course.availability.opens)), Tone.NEUTRAL, "calendar-clock")
    claimable = progress.step(StepName.CLAIM).state is StepState.OPEN
    if progress.standing is Standing.EXPIRED and not claimable and not progress.claims:
        return Status(tr("Expired {day}").format(day=day_text(course.availability.last_day)), Tone.NEUTRAL, "calendar")
    if progress.claims:
        return Status(tr("Print your certificate"), Tone.GOOD, "award")
    if claimable:
        most = most_claimable(progress)
        text = tr("Claim up to {amount}").format(amount=amount_text(most)) if most else tr("Claim next")
        return Status(text, Tone.GOOD, "award")
    return _status_on_the_way(progress)


def most_claimable(progress: Progress) -> Decimal:
    """The most that any offer for this profession comes to; 0 where there is none."""
    return max((entitlement.now for entitlement in progress.entitlements), default=Decimal(0))


def _status_on_the_way(progress: Progress) -> Status:
    if progress.step(StepName.EVALUATION).state is StepState.OPEN:
        return Status(tr("Evaluation next"), Tone.ACCENT, "notebook-pen")
    if progress.step(StepName.QUIZ).state is StepState.OPEN:
        return Status(tr("Quiz next"), Tone.ACCENT, "list-checks")
    if progress.seen_permille:
        return Status(tr("{percent} % watched").format(percent=progress.seen_permille // 10), Tone.ACCENT, "play")
    return Status(tr("New"), Tone.NEUTRAL, "star")


_BY_DAY = (Lock.NOT_YET_OPEN, Lock.EXPIRED)


def lock_words(lock: Lock) -> tuple[str, str]:
    """Why a step is locked and what opens it; where that is a matter of the day, what to do about a wrong clock."""
    reason, way = LOCK_WORDS[lock]
    clock = tr("If this computer's date is wrong, say so on the course page.") if lock in _BY_DAY else ""
    return said(reason), sentences(said(way), clock)


def problem_message(problem: Problem, *, action: str = "", dismissible: bool = False) -> Message:
    """A problem as a banner shows it: what happened, what it means, what to do, and the details for support."""
    telling = told(problem)
    return Message(
        what=telling.what,
        meaning=telling.meaning,
        remedy=telling.remedy,
        details=problem.details,
        action=action,
        dismissible=dismissible,
    )


def notice_text(notice: Notice) -> str:
    """A notice with what comes after it, and when."""
    if not notice.follow_up:
        return notice.text
    when = tr("from {day}").format(day=day_text(notice.follow_up_on)) if notice.follow_up_on else ""
    after = tr("{before}, {last}").format(before=notice.follow_up, last=when) if when else notice.follow_up
    return sentences(notice.text, tr("{text}.").format(text=after[:1].upper() + after[1:].rstrip(".")))
