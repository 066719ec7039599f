"""What is said to programs of courses, progress and verified files: names that stay as they are."""

from __future__ import annotations

from player.desk.desk import Listing
from player.desk.judged import Verified
from player.domain.history import Revocation
from player.domain.progress import Progress
from player.domain.timekeeping import in_doubt
from player.proof.evidence import Contribution
from player.proof.manifest import SignedCourse


def course_facts(signed: SignedCourse) -> dict[str, object]:
    course = signed.course
    return {
        "id": course.id,
        "version": course.version,
        "title": course.title,
        "provider": course.provider.name,
        "hash": signed.hash,
        "key": signed.key.id,
        "publisher": signed.publisher.name if signed.publisher else None,
        "gives_credit": signed.gives_credit,
        "key_standing": signed.standing,
        "minutes": course.estimated_minutes,
        "offers": {offer.id: offer.maximum for offer in course.credit.offers},
    }


def listing_facts(listing: Listing) -> dict[str, object]:
    """A course with its progress, or a file with what keeps it from being opened."""
    if listing.signed is None or listing.progress is None:
        problem = listing.problem
        return {"path": listing.path, "problem": problem.code if problem else "", "why": str(problem or "")}
    lies = {"path": listing.path, "where": listing.where, "superseded": listing.superseded, "bytes": listing.size}
    problem = {"problem": listing.problem.code, "why": str(listing.problem)} if listing.problem else {}
    return {**course_facts(listing.signed), **lies, **summary_facts(listing.progress), **problem}


def summary_facts(progress: Progress) -> dict[str, object]:
    step = progress.current
    return {
        "standing": progress.standing,
        "seen_permille": progress.seen_permille,
        "next_step": step.name if step else None,
    }


def progress_facts(signed: SignedCourse, found: Progress) -> dict[str, object]:
    return {
        **course_facts(signed),
        **summary_facts(found),
        "events": found.event_count,
        "steps": [{"step": step.name, "state": step.state, "lock": step.lock} for step in found.steps],
        "sessions": _sessions(found),
        "quiz": [{"percent": result.percent, "passed": result.passed} for result in found.quiz_results],
        "credit": _credit(found),
        "completed": found.completed,
    }


def printed_names(verified: Verified) -> tuple[str, ...]:
    """The name that this file is about, then any other under which a certificate of this evidence was printed."""
    issued = [issue.certificate.number for issue in verified.verdict.history.standing_issues]
    first = verified.certificate_number
    numbers = [first, *(n for n in issued if n != first)] if first else issued
    names = [verified.learner.name_on(number) for number in numbers] or [verified.learner.printed_name]
    return tuple(dict.fromkeys(names))


def verified_facts(verified: Verified, *, accepted: bool) -> dict[str, object]:
    verdict = verified.verdict
    return {
        "file": verified.file,
        "genuine": True,
        "accepted": accepted,
        "proves_credit": not verdict.is_specimen and verified.revocation is None,
        "kind": verified.kind,
        "specimen": verdict.is_specimen,
        "purpose": verdict.opening.purpose,
        "grade": verdict.grade,
        "device": verdict.opening.device,
        "stream": verdict.opening.stream,
        "contributions": [_contribution(part) for part in verdict.contributions],
        "clock_in_doubt": any(in_doubt(part.clock) for part in verdict.contributions),
        "repeated_claims": [claim.credit.offer for claim in verdict.history.repeated_claims],
        "learner": printed_names(verified)[0] if verified.particulars_read else None,
        "names_printed": printed_names(verified) if verified.particulars_read else None,
        "certificate": verified.certificate_number,
        "revoked": _revocation(verified.revocation) if verified.revocation else None,
        "replaced_by": verified.replaced_by,
        "page_as_drawn": verified.drawn,
        "taken_back": [_revocation(one) for one in verdict.history.revocations],
        **progress_facts(verdict.signed, verdict.progress),
    }


def _revocation(found: Revocation) -> dict[str, object]:
    return {
        "certificate": found.number,
        "offer": found.claim.credit.offer,
        "on": found.moment,
        "reason": found.reason,
        "claim_withdrawn": found.withdrawn,
    }


def _contribution(part: Contribution) -> dict[str, object]:
    return {
        "stream": part.opening.stream,
        "device": part.opening.device,
        "grade": part.grade,
        "events": part.events,
        "version": part.opening.course_version,
        "clock": [
            {"happening": r.happening, "before_event": r.seq, "at": r.moment, "by_ms": r.by_ms} for r in part.clock
        ],
    }


def _sessions(found: Progress) -> list[dict[str, object]]:
    return [
        {
            "session": session.id,
            "duration_ms": session.duration_ms,
            "covered_ms": session.coverage.within(session.duration_ms).length_ms,
            "engaged_ms": session.engaged_ms,
            "resume_ms": session.resume_ms,
            "watched": session.watched,
            "open_checkpoints": [checkpoint.id for checkpoint in session.open_checkpoints],
            "intervals": [[part.start_ms, part.end_ms] for part in session.coverage.intervals],
        }
        for session in found.sessions
    ]


def _credit(found: Progress) -> list[dict[str, object]]:
    return [
        {
            "offer": entitlement.offer.id,
            "claimable": entitlement.now,
            "maximum": entitlement.offer.maximum,
            "claimed": entitlement.claim.credit.amount if entitlement.claim else None,
            "certificate": entitlement.issue.certificate.number if entitlement.issue else None,
        }
        for entitlement in found.entitlements
    ]
