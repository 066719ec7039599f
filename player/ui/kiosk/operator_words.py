"""What the operator's screen says of diary, stations, rosters and exports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QLocale, QTime

from player.domain.kiosk.roster import Outcome, Reason, RosterReport, RowReport
from player.kiosk.diary import Entry, Line
from player.kiosk.exporting import Step
from player.kiosk.operator import CourseLine
from player.kiosk.overview import StationRow
from player.ui.language import counted, sentences, told, tr
from player.ui.wording import size_text


def clock_text(moment: datetime) -> str:
    local = moment.astimezone()
    # The hour and its "AM" stay on one line.
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat).replace(" ", "\u00a0")


def age_text(seconds: int) -> str:
    if seconds < 60:
        return tr("now")
    if seconds < 7_200:
        return tr("{minutes} min ago").format(minutes=seconds // 60)
    return tr("{hours} h ago").format(hours=seconds // 3_600)


def room_text(mib: int) -> str:
    """In the units in which the sticks are told."""
    return size_text(mib << 20)


def many_text(count: int) -> str:
    """Beyond what any event needs nobody wants the figure."""
    most = 10_000
    return tr("more than {most}").format(most=QLocale().toString(most)) if count > most else QLocale().toString(count)


def clock_off_text(ms: int | None) -> str:
    if ms is None:
        return tr("not known")
    if abs(ms) < 1_000:
        return tr("right", "a clock that is not off")
    return (
        tr("{seconds} s ahead").format(seconds=ms // 1000)
        if ms > 0
        else tr("{seconds} s behind").format(seconds=-ms // 1000)
    )


def guest_text(row: StationRow) -> str:
    if not row.guest:
        return tr("free", "a station where nobody sits")
    return tr("{guest}… since {time}").format(guest=row.guest, time=clock_text(row.since))


def step_text(step: Step) -> str:
    done = tr("Completions: {done} of {all}").format(done=step.done, all=step.of)
    if step.left_s is None:
        return done
    left = (
        tr("less than a minute left")
        if step.left_s < 60
        else tr("{minutes} min left").format(minutes=step.left_s // 60 + 1)
    )
    return f"{done} · {left}"


def course_text(line: CourseLine) -> tuple[str, str]:
    """What it is, and what became of it."""
    if line.problem is not None:
        return line.file, told(line.problem).what
    added = tr("It was here already.") if line.known else tr("Added.")
    if line.not_offered is not None:
        away = tr("The other stations cannot fetch it: {why} Add it again once the hub is there.")
        return line.title, sentences(added, away.format(why=told(line.not_offered).what))
    return line.title, added


def entry_text(line: Line) -> str:
    words = _entries().get(line.entry, line.entry.value)
    if line.count is not None:
        words = tr("{what} ({count})").format(what=words, count=line.count)
    return f"{words} · {line.problem}" if line.problem else words


def roster_text(report: RosterReport) -> str:
    new, changed = report.count(Outcome.TAKEN), report.count(Outcome.CHANGED)
    same, refused = report.count(Outcome.UNCHANGED), report.count(Outcome.REFUSED)
    texts = (
        counted("{count} new", "{count} new", new) if new else "",
        counted("{count} changed", "{count} changed", changed) if changed else "",
        counted("{count} as before", "{count} as before", same) if same else "",
        counted("{count} refused", "{count} refused", refused) if refused else "",
    )
    return " · ".join(text for text in texts if text) or tr("There is nobody in it.")


def row_text(row: RowReport) -> tuple[str, str]:
    """Which row it is, and what there is to be said of it."""
    reasons = _reasons()
    remarks = "; ".join(_remark_text(reasons[remark.reason], remark.other) for remark in row.remarks)
    refused = tr("refused") if row.outcome is Outcome.REFUSED else tr("taken")
    return tr("Row {row}, {outcome}").format(row=row.row, outcome=refused), remarks


def _remark_text(reason: str, other: int | None) -> str:
    return reason if other is None else tr("{reason} (row {other})").format(reason=reason, other=other)


def _reasons() -> Mapping[Reason, str]:
    return {
        Reason.UNREADABLE: tr("its cells cannot be told apart"),
        Reason.TOO_LONG: tr("a cell is far too long"),
        Reason.NO_NAME: tr("a given or family name is missing"),
        Reason.NO_IDENTITY: tr("there is no registration number, badge or e-mail address"),
        Reason.FORMULA: tr("a name begins as a formula does"),
        Reason.NUMBER_TWICE: tr("the same number under another name"),
        Reason.REPEATED: tr("the same attendee once more"),
        Reason.SAME_NAME: tr("the same name as somebody else, and nothing tells them apart"),
        Reason.BADGE_TWICE: tr("the same badge as somebody else"),
        Reason.CODE_TWICE: tr("the same code as somebody else"),
        Reason.PROFESSION_UNKNOWN: tr("its profession is not known; they will be asked"),
        Reason.EMAIL_UNUSABLE: tr("its e-mail address was left out"),
        Reason.BIRTHDAY_UNUSABLE: tr("its birthday was left out"),
        Reason.IDENTIFIER_UNUSABLE: tr("an NPI or NABP number was left out"),
    }


def _entries() -> Mapping[Entry, str]:
    return {
        Entry.STARTED: tr("Started"),
        Entry.OPENED: tr("Opened by the operator"),
        Entry.ARRIVED: tr("Somebody sat down"),
        Entry.REGISTERED: tr("Somebody registered"),
        Entry.NOT_RECOGNISED: tr("Somebody was not recognised"),
        Entry.LEFT: tr("Left"),
        Entry.LEFT_IDLE: tr("Walked away, and was signed out"),
        Entry.LEFT_FOR_NEXT: tr("Made room for the next"),
        Entry.WENT_ON_ELSEWHERE: tr("Went on at another station"),
        Entry.WIPED: tr("The screen was wiped"),
        Entry.SAVED_TO_STICK: tr("A certificate went onto a stick"),
        Entry.PRINTED: tr("A certificate was printed"),
        Entry.SHOWN_AS_QR: tr("Credit was shown as a QR code"),
        Entry.OPERATOR_CAME: tr("The operator came"),
        Entry.OPERATOR_LEFT: tr("The operator left"),
        Entry.WRONG_CODE: tr("A wrong operator's code"),
        Entry.EXPORTED: tr("Completions exported"),
        Entry.COURSE_ADDED: tr("A course was added"),
        Entry.ROSTER_TAKEN_IN: tr("An attendee roster was taken in"),
        Entry.CLEARED: tr("The station was cleared"),
        Entry.MEETS_AGAIN: tr("Meets the other stations again, after it was cleared"),
        Entry.SHARED_BY_STICK: tr("Shared by stick; new acts taken in"),
        Entry.UNION_AWAY: tr("The other stations are out of reach"),
        Entry.UNION_BACK: tr("The other stations are back"),
        Entry.CLOCK_OFF: tr("The clock is off, by so many seconds"),
        Entry.CLOCK_RIGHT: tr("The clock is right again, to so many seconds"),
        Entry.PROBLEM: tr("Problem"),
        Entry.CLOSED: tr("Closed"),
    }
