"""What the course page says about the clock of this computer: what day it shows, and what it went through."""

from __future__ import annotations

from datetime import datetime, timedelta

from player.domain.course import Standing
from player.domain.timekeeping import ClockRemark, Happening
from player.ui.course.state import CourseState
from player.ui.language import counted, day_text, moment_text, sentences, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone

_MINUTE, _HOUR, _DAY, _YEAR = 60_000, 3_600_000, 86_400_000, 31_556_952_000
_SAME_MS = 60_000


def locked_by_day(state: CourseState) -> Message | None:
    """Why a course is locked on this day, what day that is by the clock, and the way out where the clock is wrong."""
    standing, days = state.progress.standing, state.course.availability
    if standing is Standing.OPEN:
        return None
    wrong = "" if state.progress.claims else tr("This computer's date is wrong…")
    if standing is Standing.NOT_YET_OPEN:
        what = tr("This course opens on {day}.").format(day=day_text(days.opens))
        return Message(what=what, meaning=_today_text(state), action=wrong, tone=Tone.NEUTRAL)
    what = tr("The last day for credit was {day}. You can watch it; it earns nothing.")
    what = what.format(day=day_text(days.last_day))
    return Message(what=what, meaning=_today_text(state), action=wrong, tone=Tone.CAUTION)


def is_corrected(state: CourseState) -> bool:
    """Whether the learner's word on the date counts now, and not the computer's clock."""
    return abs(state.today - state.now) >= timedelta(milliseconds=_SAME_MS)


def timekeeping_texts(state: CourseState) -> list[str]:
    """The sentences on a clock that moved or was corrected; what clocks do every day is not worth one."""
    jumped = [remark for remark in state.remarks if remark.happening is Happening.JUMPED]
    corrected = [remark for remark in state.remarks if remark.happening is Happening.CORRECTED]
    word = _in_force_text(state) if is_corrected(state) else _corrected_text(corrected)
    return [text for text in (word, _jumped_text(jumped)) if text]


def _in_force_text(state: CourseState) -> str:
    text = tr(
        "By your word it is {moment} now; this computer's clock says {clock}. "
        "Your word counts in this course until the computer is started again; the provider can see it."
    )
    return text.format(moment=moment_text(state.today), clock=moment_text(state.now))


def span_text(milliseconds: int) -> str:
    """A length of time in its largest unit: "54 years", "3 days", "1 hour", "20 s"."""
    length = abs(milliseconds)
    if length >= _YEAR:
        return counted("{count} year", "{count} years", round(length / _YEAR))
    if length >= _DAY:
        return counted("{count} day", "{count} days", round(length / _DAY))
    if length >= _HOUR:
        return counted("{count} hour", "{count} hours", round(length / _HOUR))
    if length >= _MINUTE:
        return counted("{count} minute", "{count} minutes", round(length / _MINUTE))
    return tr("{seconds} s").format(seconds=round(length / 1000))


def _today_text(state: CourseState) -> str:
    if is_corrected(state):
        return tr("By your word it is {moment} now.").format(moment=moment_text(state.today))
    return tr("By this computer's clock it is {moment} now.").format(moment=moment_text(state.now))


def _jumped_text(jumped: list[ClockRemark]) -> str:
    if not jumped:
        return ""
    last = jumped[-1]
    if len(jumped) > 1:
        text = counted(
            "The clock of this computer moved {count} time while you were in this course, last on {day}.",
            "The clock of this computer moved {count} times while you were in this course, last on {day}.",
            len(jumped),
            day=_day_of(last.moment),
        )
    else:
        forward = tr("On {day} the clock of this computer went forward by {span}.")
        back = tr("On {day} the clock of this computer went back by {span}.")
        text = (forward if last.by_ms > 0 else back).format(day=_day_of(last.moment), span=span_text(last.by_ms))
    return sentences(text, tr("Your time counts all the same; the provider can see it."))


def _corrected_text(corrected: list[ClockRemark]) -> str:
    if not corrected:
        return ""
    last = corrected[-1]
    said = last.moment + timedelta(milliseconds=last.by_ms)
    text = tr("You said that it was {moment} when this computer's clock showed {clock}; the provider can see it.")
    return text.format(moment=moment_text(said), clock=moment_text(last.moment))


def _day_of(moment: datetime) -> str:
    return day_text(moment.astimezone().date())
