"""What a course counts as watching, in sentences, told before the start."""

from __future__ import annotations

from decimal import Decimal

from player.domain.course import Course
from player.domain.policy import PresenceChecks, Seeking, WatchPolicy
from player.ui.language import amount_text, counted, sentences, tr

WHOLE = 100


def policy_lines(course: Course) -> tuple[str, ...]:
    """A sentence for each rule; where nothing is asked beyond playing, that is said as well."""
    watch = course.watch
    asked = sum(len(session.checkpoints) for session in course.sessions)
    lines = (
        _share(watch),
        _speed(watch),
        _seeking(watch),
        *_attention(watch),
        _presence(watch.presence) if watch.presence else "",
        _questions(asked) if asked else "",
    )
    return tuple(line for line in lines if line)


def _share(watch: WatchPolicy) -> str:
    if watch.required_percent == WHOLE:
        return tr("Each recording is watched whole before the next step opens; a few seconds may be missing.")
    part = tr("At least {percent} % of each recording is watched before the next step opens.")
    return part.format(percent=watch.required_percent)


def _speed(watch: WatchPolicy) -> str:
    speed = tr("Playing counts up to {rate}× speed; skipping counts nothing, and a part seen twice counts once.")
    return speed.format(rate=amount_text(Decimal(watch.counted_rate_percent) / 100))


def _seeking(watch: WatchPolicy) -> str:
    if watch.seeking is Seeking.SEEN_ONLY:
        return tr("It is seen in order: you can go back as you like, and ahead no further than you have watched.")
    return tr("You can go to any place in any order.")


def _attention(watch: WatchPolicy) -> tuple[str, ...]:
    hidden = tr("While the window is hidden it waits: that does not count.")
    away = tr("While the screen is locked, or shows somebody else’s session, it waits: that does not count.")
    muted = tr("Without sound it counts only with captions on.")
    return tuple(
        line
        for line, counts in ((hidden, watch.hidden_counts), (away, watch.away_counts), (muted, watch.muted_counts))
        if not counts
    )


def _presence(checks: PresenceChecks) -> str:
    if checks.least_minutes == checks.most_minutes:
        asked = counted(
            "Every minute of playing it asks whether you are still there.",
            "Every {count} minutes of playing it asks whether you are still there.",
            checks.most_minutes,
        )
    else:
        asked = counted(
            "Every {least} to {count} minute of playing it asks whether you are still there.",
            "Every {least} to {count} minutes of playing it asks whether you are still there.",
            checks.most_minutes,
            least=checks.least_minutes,
        )
    waits = tr("Without an answer it waits; nothing is lost.")
    return sentences(asked, waits)


def _questions(asked: int) -> str:
    return counted(
        "One question or code comes up while you watch; it can be tried as often as it takes, also later.",
        "{count} questions or codes come up while you watch; each can be tried as often as it takes.",
        asked,
    )
