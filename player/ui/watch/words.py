"""The player's sentences: what was earned so far, what comes next, and where watching earns nothing."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.course import Course, Session, Standing
from player.domain.credit import Basis
from player.domain.progress import Entitlement, Progress, SessionProgress, StepName, StepState
from player.domain.watch import is_watched
from player.proof.manifest import SignedCourse
from player.ui.host import Place, Route
from player.ui.language import amount_text, sentences, tr
from player.ui.watch.state import Hindrance, session_progress
from player.ui.widgets.tone import Tone
from player.ui.wording import minutes_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """What comes after this session: a sentence, the word on the button, and where it leads."""

    text: str
    action: str
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A short word beside the credit, where watching earns nothing."""

    text: str
    tone: Tone


def credit_line(course: Course, progress: Progress) -> str:
    """ "You can claim 0.75 now. 47 min left for the full 1.5." """
    left = left_ms(course, progress)
    if earns_nothing(progress):
        return tr("{percent} % watched.").format(percent=progress.seen_permille // 10)
    if not progress.entitlements:
        return tr("No credit is offered to your profession here.")
    first = progress.entitlements[0]
    if first.claim is not None:
        return tr("You claimed {amount}.").format(amount=amount_text(first.claim.credit.amount))
    full = amount_text(first.offer.maximum)
    if first.now >= first.offer.maximum and left > 0:
        return _full_already(progress, full)
    if left == 0:
        return tr("All of it is watched: enough for the full {full}.").format(full=full)
    rest = tr("{minutes} left for the full {full}.").format(minutes=left_text(left), full=full)
    return sentences(_so_far(first, progress), rest)


def _full_already(progress: Progress, full: str) -> str:
    """Rounding to the type's step can give all of it a little before the end."""
    if progress.step(StepName.CLAIM).state is StepState.OPEN:
        return tr("You can claim the full {full} now.").format(full=full)
    return tr("Watched so far: enough for the full {full}.").format(full=full)


def _so_far(entitlement: Entitlement, progress: Progress) -> str:
    if entitlement.now <= 0:
        return ""
    if progress.step(StepName.CLAIM).state is StepState.OPEN:
        return tr("You can claim {amount} now.").format(amount=amount_text(entitlement.now))
    return tr("Watched so far: enough for {amount}.").format(amount=amount_text(entitlement.now))


def left_ms(course: Course, progress: Progress) -> int:
    """What is left for the full credit: media time, or time spent playing where the course counts that."""
    engaged = sum(max(0, part.duration_ms - part.engaged_ms) for part in progress.sessions)
    by_basis = {
        Basis.CONTENT: progress.unseen_ms,
        Basis.ENGAGED: engaged,
        Basis.SMALLER: max(progress.unseen_ms, engaged),
    }
    return by_basis[course.credit.basis]


def left_text(left: int) -> str:
    """A rest is told in full minutes, rounded up: nobody is promised to be done too early."""
    return minutes_text(-(-left // 60_000) * 60_000 if left > 60_000 else left)


def earns_nothing(progress: Progress) -> bool:
    """After the last day, unless everything was completed before it."""
    claimable = progress.step(StepName.CLAIM).state is StepState.OPEN
    return progress.standing is Standing.EXPIRED and not claimable and not progress.claims


def remark_on(signed: SignedCourse, progress: Progress) -> Remark | None:
    """Why watching earns nothing real, or None."""
    if earns_nothing(progress):
        return Remark(text=tr("Expired: watching earns nothing"), tone=Tone.CAUTION)
    if signed.publisher is None:
        return Remark(text=tr("Unknown publisher: no credit"), tone=Tone.CAUTION)
    if signed.revocation:
        return Remark(text=tr("Revoked key: no credit"), tone=Tone.CAUTION)
    if signed.publisher.specimen:
        return Remark(text=tr("Specimen: no real credit"), tone=Tone.NEUTRAL)
    return None


def unsaved_remark() -> Remark:
    """While the ledger takes nothing."""
    return Remark(text=tr("Nothing can be saved: watching earns nothing now"), tone=Tone.CAUTION)


def hindered_remark(hindrances: frozenset[Hindrance]) -> Remark | None:
    """Why playing does not count just now, or None; the gravest reason first."""
    texts = {
        Hindrance.AWAY: tr("Screen locked: does not count"),
        Hindrance.HIDDEN: tr("Window hidden: does not count"),
        Hindrance.ABSENT: tr("Nobody there: does not count"),
        Hindrance.MUTED: tr("Muted: does not count here"),
    }
    text = next((text for why, text in texts.items() if why in hindrances), None)
    return Remark(text=text, tone=Tone.CAUTION) if text is not None else None


def session_status(part: SessionProgress) -> str:
    if part.watched:
        return tr("Watched")
    if part.seen_permille == 0:
        return tr("Not begun")
    return tr("{percent} % watched").format(percent=part.seen_permille // 10)


def onward_from(signed: SignedCourse, progress: Progress, session: Session) -> Onward | None:
    """Where to go once enough of this session is watched; None while it is not."""
    part = session_progress(progress, session)
    if not part.watched:
        return None
    whole = is_watched(part.coverage, part.duration_ms, 100)
    done = tr("Watched.") if whole else tr("Enough is watched.")
    unfinished = [other.id for other in progress.sessions if not other.watched]
    if unfinished:
        following = next(s for s in signed.course.sessions if s.id == unfinished[0])
        return Onward(
            text=tr("{done} Next: “{title}”.").format(done=done, title=following.title),
            action=tr("Next session"),
            route=Route(place=Place.WATCH, course=signed.hash, session=following.id),
        )
    return _after_watching(signed, progress, done)


def _after_watching(signed: SignedCourse, progress: Progress, done: str) -> Onward:
    step = progress.current
    place, following, action = _next_words(step.name if step is not None else None)
    text = tr("{done} Next: {step}.").format(done=done, step=following) if following else done
    return Onward(text=text, action=action, route=Route(place=place, course=signed.hash))


def _next_words(step: StepName | None) -> tuple[Place, str, str]:
    match step:
        case StepName.QUIZ:
            return Place.QUIZ, tr("Quiz"), tr("Go on to the quiz")
        case StepName.EVALUATION:
            return Place.EVALUATION, tr("Evaluation"), tr("Go on to the evaluation")
        case StepName.CLAIM:
            return Place.CLAIM, tr("Claim"), tr("Go on to the claim")
        case StepName.CERTIFICATE:
            return Place.CERTIFICATE, tr("Certificate"), tr("Go on to the certificate")
        case _:
            return Place.COURSE, "", tr("Back to the course")
