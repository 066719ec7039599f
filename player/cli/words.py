"""What is said to people of courses and progress."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from player.cli.show import clock_time, counted, table
from player.desk.desk import Listing
from player.domain.course import Course, Standing
from player.domain.credit import Offer, phrase, plain
from player.domain.progress import (
    LOCK_WORDS,
    Entitlement,
    Lock,
    Progress,
    SessionProgress,
    Step,
    StepName,
    StepState,
)
from player.domain.whereabouts import Whereabouts
from player.proof.manifest import SignedCourse

_STEPS = {
    StepName.BEFORE: "Before you start",
    StepName.WATCH: "Watch",
    StepName.QUIZ: "Quiz",
    StepName.EVALUATION: "Evaluation",
    StepName.CLAIM: "Claim credit",
    StepName.CERTIFICATE: "Certificate",
}
_STATES = {StepState.DONE: "done", StepState.OPEN: "next", StepState.LOCKED: "locked", StepState.ABSENT: "none"}


# --- courses ------------------------------------------------------------------------------------------------


def course_lines(signed: SignedCourse) -> Iterator[str]:
    """Title, provider, dates, and what the signature is worth here."""
    course = signed.course
    yield course.title
    yield f"  {course.provider.name} · {course.id}, version {course.version}"
    when = course.availability
    yield f"  Open from {when.opens} to {when.last_day} · about {counted(course.estimated_minutes, 'minute')}"
    yield f"  {signature_words(signed)}"
    for warning in signed.warnings(datetime.now(UTC).date()):
        yield f"  {warning}"


def signature_words(signed: SignedCourse) -> str:
    if signed.publisher is None:
        return f"Signed by a publisher that is not known here (key {signed.key.id[:16]}); it gives no credit."
    if signed.revocation:
        return str(signed.revocation)
    if signed.publisher.specimen:
        return f"Signed by {signed.publisher.name}, for specimens; it gives no credit."
    return f"Signed by {signed.publisher.name}."


def offer_words(offer: Offer) -> str:
    return phrase(offer, offer.maximum)


def listing_lines(listing: Listing) -> Iterator[str]:
    """A course in three lines, or a file and what is wrong with it."""
    if listing.signed is None or listing.progress is None:
        name = f"“{listing.signed.course.title}”" if listing.signed else listing.path.name
        yield f"{name} cannot be opened"
        yield f"  {listing.problem}"
        return
    signed, found = listing.signed, listing.progress
    yield f"{signed.course.title} · {signed.course.provider.name}"
    parts = [f"{found.seen_permille // 10} % watched", _next(found), _worth(signed)]
    parts.append("a newer version is here" if listing.superseded else "")
    yield "  " + " · ".join(part for part in parts if part)
    if listing.problem is not None:
        yield f"  {listing.problem}"
    elif listing.where is Whereabouts.IN_PLACE:
        yield f"  played from {listing.path}"
    yield f"  {signed.course.id}"


def _next(found: Progress) -> str:
    if found.standing is Standing.NOT_YET_OPEN:
        return "not open yet"
    claimed = [plain(claim.credit.amount) for claim in found.claims]
    if claimed and found.issues:
        return f"claimed {', '.join(claimed)}"
    if found.standing is Standing.EXPIRED and not claimed:
        return "closed: watching earns nothing"
    return f"next: {_STEPS[found.current.name]}" if found.current else ""


def _worth(signed: SignedCourse) -> str:
    if signed.publisher is None:
        return "publisher not known here: no credit"
    if signed.revocation:
        return "its key was revoked: no credit"
    return "specimen: no credit" if signed.publisher.specimen else ""


# --- progress -----------------------------------------------------------------------------------------------


def progress_lines(signed: SignedCourse, found: Progress) -> Iterator[str]:
    yield from course_lines(signed)
    yield ""
    yield from table(_step_rows(found))
    yield ""
    yield from session_lines(signed.course, found)
    yield "Credit"
    yield from table((offer_words(e.offer), entitlement_words(e)) for e in found.entitlements)


def _step_rows(found: Progress) -> Iterator[tuple[str, ...]]:
    """Each step; what several are locked by is said once, where it first stands."""
    said: set[Lock] = set()
    for step in found.steps:
        if step.state is not StepState.ABSENT:
            yield _STATES[step.state], _STEPS[step.name], _step_words(step, found, said)
        if step.lock:
            said.add(step.lock)


def _step_words(step: Step, found: Progress, said: set[Lock]) -> str:
    if step.lock:
        return "" if step.lock in said else " ".join(LOCK_WORDS[step.lock])
    if step.name is StepName.QUIZ and found.quiz_results:
        return f"{found.quiz_results[-1].percent} % at the last attempt"
    return ""


def session_lines(course: Course, found: Progress) -> Iterator[str]:
    titles = {session.id: session.title for session in course.sessions}
    yield "Watched"
    yield from table((titles[session.id], watched_words(session)) for session in found.sessions)


def watched_words(session: SessionProgress) -> str:
    seen = session.coverage.within(session.duration_ms).length_ms
    words = f"{clock_time(seen)} of {clock_time(session.duration_ms)}"
    words += f", in {clock_time(session.engaged_ms)} of playing" if session.engaged_ms else ""
    asked = len(session.open_checkpoints)
    words += f"; {counted(asked, 'question')} in it {'is' if asked == 1 else 'are'} not answered yet" if asked else ""
    return words + (f"; goes on at {clock_time(session.resume_ms)}" if session.resume_ms else "")


def entitlement_words(entitlement: Entitlement) -> str:
    if entitlement.claim is None:
        return f"{plain(entitlement.now)} of at most {plain(entitlement.offer.maximum)} by what was watched"
    claimed = f"{plain(entitlement.claim.credit.amount)} claimed as {entitlement.claim.credit.profession}"
    return claimed + (f", certificate {entitlement.issue.certificate.number}" if entitlement.issue else "")
