"""What is said of a package to its provider: sessions, credit, quiz, files and the signature, in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from player.cli.progress import size_words
from player.cli.show import clock_time, counted, table
from player.cli.words import offer_words
from player.domain.course import Course, Session
from player.domain.credit import Offer, plain
from player.domain.policy import Seeking, WatchPolicy
from player.domain.quiz import Quiz
from player.proof.manifest import SignedCourse


def package_lines(signed: SignedCourse) -> Iterator[str]:
    course = signed.course
    yield from _session_lines(course)
    yield ""
    yield from _watch_lines(course.watch)
    yield ""
    yield "Credit"
    yield from table(_offer_row(offer) for offer in course.credit.offers)
    yield ""
    yield from _quiz_lines(course.quiz)
    yield ""
    members = signed.manifest.members
    yield f"{counted(len(members), 'file').capitalize()}, {size_words(sum(m.size for m in members))} in all"
    yield from table((size_words(member.size).rjust(10), member.path, member.content[:16]) for member in members)
    yield ""
    yield "Signature"
    yield from table(_signature_rows(signed))


def _session_lines(course: Course) -> Iterator[str]:
    yield f"{counted(len(course.sessions), 'session').capitalize()}, {clock_time(course.duration_ms)} in all"
    yield from table(_session_row(session) for session in course.sessions)


def _session_row(session: Session) -> tuple[str, ...]:
    languages = ", ".join(captions.language for captions in session.captions)
    beside = (
        f"captions {languages}" if languages else "no captions",
        counted(len(session.chapters), "chapter"),
        counted(len(session.handouts), "handout"),
        *([counted(len(session.checkpoints), "checkpoint")] if session.checkpoints else []),
    )
    codecs = " + ".join(session.codecs) or ("picture" if session.has_picture else "sound only")
    return clock_time(session.duration_ms), session.title, codecs, "; ".join(beside)


def _watch_lines(watch: WatchPolicy) -> Iterator[str]:
    """What counts as watched; of the rest, only what differs from what most courses ask."""
    fastest = f"{watch.counted_rate_percent / 100:g} times the speed"
    yield f"Watching: {watch.required_percent} % of each session, at up to {fastest}"
    yield from (f"  {words}" for words in _conditions(watch))


def _conditions(watch: WatchPolicy) -> Iterator[str]:
    if watch.seeking is Seeking.SEEN_ONLY:
        yield "no skipping ahead of what was played"
    if not watch.hidden_counts:
        yield "not while the window is hidden"
    if not watch.muted_counts:
        yield "not without sound, unless captions are shown"
    if watch.away_counts:
        yield "also while the screen is locked"
    checks = watch.presence
    if checks is not None:
        yield (
            f"somebody says that they are there every {checks.least_minutes} to {checks.most_minutes} min, "
            f"within {checks.patience_seconds} s"
        )


def _offer_row(offer: Offer) -> tuple[str, ...]:
    who = ", ".join(offer.professions) or "everyone else"
    return f"up to {plain(offer.maximum)}", offer_words(offer), f"in steps of {plain(offer.step)}", who


def _quiz_lines(quiz: Quiz | None) -> Iterator[str]:
    if quiz is None:
        yield "No quiz"
        return
    attempts = "as often as one likes" if quiz.attempts is None else counted(quiz.attempts, "attempt")
    yield f"Quiz: {counted(len(quiz.questions), 'question')}, {quiz.passing_percent} % to pass, {attempts}"
    kinds = Counter(question.kind for question in quiz.questions)
    yield from table((str(count).rjust(4), kind.replace("-", " ")) for kind, count in kinds.items())
    for draw in quiz.draws:
        held = sum(question.bank == draw.bank for question in quiz.questions)
        yield f"  {draw.count} of the {held} in “{draw.bank}” are drawn for each attempt"


def _signature_rows(signed: SignedCourse) -> Iterator[tuple[str, ...]]:
    yield "publisher", signed.publisher.name if signed.publisher else "not known here"
    yield "key", signed.key.id
    yield "roots", str(len(signed.manifest.roots)) if signed.manifest.roots else "none"
    yield "course", signed.hash
    yield "format", str(signed.manifest.format)
