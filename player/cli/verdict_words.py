"""What is said to people of files that were handed in: what they prove, by which devices, and what their clocks did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from player.cli.facts import printed_names
from player.cli.show import counted, table
from player.cli.words import signature_words, watched_words
from player.desk.judged import Verified
from player.domain.course import Course
from player.domain.credit import phrase, plain
from player.domain.event import Purpose, TakenBackFor
from player.domain.permit import offer_of
from player.domain.progress import Progress
from player.domain.timekeeping import ClockRemark, Happening
from player.proof.evidence import Verdict
from player.proof.trust import Grade

_PURPOSES = {
    Purpose.CREDIT: "",
    Purpose.SPECIMEN: "A specimen: genuine, and it proves no credit.",
    Purpose.REHEARSAL: "A rehearsal: genuine, and it proves no credit.",
}
GRADES = {
    Grade.A: "grade A: the provider controls it",
    Grade.B: "grade B: the provider enrolled it",
    Grade.C: "grade C: nobody vouches for its key",
}
_REASONS = {
    TakenBackFor.WRONG_PROFESSION: "wrong profession",
    TakenBackFor.WRONG_AMOUNT: "wrong amount",
    TakenBackFor.WRONG_NAME: "wrong name",
    TakenBackFor.OTHER: "another reason",
}
_HAPPENINGS = {
    Happening.JUMPED: "moved by {by}",
    Happening.ZONE: "time zone moved by {by}",
    Happening.CORRECTED: "corrected by the learner, by {by},",
}


def _learner_words(verified: Verified) -> tuple[str, ...]:
    if not verified.particulars_read:
        return ("sealed: only the provider can read who it is",)
    return tuple(name or "no name given" for name in printed_names(verified))


def verified_lines(verified: Verified) -> Iterator[str]:
    verdict = verified.verdict
    signed, found = verdict.signed, verdict.progress
    yield f"{verified.file.name}: a genuine {verified.kind}"
    if purpose := _PURPOSES[verdict.opening.purpose]:
        yield f"  {purpose}"
    yield from table(
        (
            *(("Learner", words) for words in _learner_words(verified)),
            ("Course", f"{signed.course.title}, version {signed.course.version} · {signed.course.provider.name}"),
            ("", signature_words(signed)),
            *(("Watched", watched_words(session)) for session in found.sessions),
            *(("Claimed", claim) for claim in _claims(signed.course, found)),
            *(
                (f"Device {place}" if place > 1 else "Device", words)
                for place, words in enumerate(_devices(verdict), 1)
            ),
            *((("Page", page_words(verified.drawn)),) if verified.certificate_number else ()),
            *(("Taken back", words) for words in _taken_back(verdict)),
            *(("Claimed twice", words) for words in _repeated(verdict)),
            *(("Clock", words) for part in verdict.contributions for words in clock_words(part.clock)),
        )
    )


def page_words(drawn: bool | None) -> str:
    """What was found of the picture of a page whose words were found right."""
    if drawn is None:
        return "says what is inside; its picture cannot be compared here"
    return "drawn exactly as what is inside gives it" if drawn else "not drawn as what is inside gives it"


def _devices(verdict: Verdict) -> Iterator[str]:
    for part in verdict.contributions:
        words = f"{part.opening.device[:16]}, {counted(part.events, 'event')}, {GRADES[part.grade]}"
        earlier = part.opening.course_version != verdict.course.version
        yield words + (f", in version {part.opening.course_version}" if earlier else "")


def _taken_back(verdict: Verdict) -> Iterator[str]:
    for one in verdict.history.revocations:
        what = "the claim" if one.withdrawn else "the certificate"
        yield f"{what} {one.number} on {one.moment:%Y-%m-%d}: {reason_words(one.reason)}"


def reason_words(reason: TakenBackFor) -> str:
    return _REASONS[reason]


def _repeated(verdict: Verdict) -> Iterator[str]:
    for claim in verdict.history.repeated_claims:
        yield f"{plain(claim.credit.amount)} of “{claim.credit.offer}” on another device; it counts once"


def clock_words(remarks: Iterable[ClockRemark]) -> Iterator[str]:
    """What the clocks went through, a line each; restarts and suspends are every day's affair, and are summed up."""
    told = tuple(remarks)
    for remark in told:
        if words := _HAPPENINGS.get(remark.happening):
            when = f"before event {remark.seq} ({remark.moment:%Y-%m-%d %H:%M} UTC)"
            yield f"{words.format(by=_span(remark.by_ms))} {when}"
    quiet = [remark for remark in told if remark.happening not in _HAPPENINGS]
    if quiet:
        slept = sum(remark.by_ms for remark in quiet if remark.happening is Happening.SUSPENDED)
        restarts = sum(remark.happening is Happening.RESTARTED for remark in quiet)
        yield f"{counted(restarts, 'restart')}, {_span(slept)} asleep"


def _span(ms: int) -> str:
    """A length of time with its sign, in the two largest units that it has."""
    seconds = abs(ms) // 1000
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    units = (counted(days, "day"), counted(hours, "hour"), counted(minutes, "minute"), counted(seconds % 60, "second"))
    shown = [words for number, words in zip((days, hours, minutes, seconds % 60), units, strict=True) if number][:2]
    return ("−" if ms < 0 else "") + (" ".join(shown) or "0 seconds")


def _claims(course: Course, found: Progress) -> Iterator[str]:
    """Every claim, whatever the profession it was made for."""
    issued = {issue.certificate.number for issue in found.issues}
    for claim in found.claims:
        amount, number = claim.credit.amount, claim.number if claim.number in issued else ""
        words = f"{plain(amount)} {phrase(offer_of(course, claim), amount)} as {claim.credit.profession}"
        yield words + (f", certificate {number}" if number else "")
