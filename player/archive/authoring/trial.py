"""A trial print: each document of a course made once before anybody earns it, for a long name and for a common one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from typing import Protocol

from player.archive.authoring.notes import Note
from player.archive.authoring.remarks_on_files import Read
from player.domain.certificate import CertificateFacts, certificate_facts
from player.domain.course import Course
from player.domain.credit import Offer, offers_for
from player.domain.event import CourseHash, CreditClaimed, DeviceId, Purpose, StreamId, StreamOpened
from player.domain.history import Claim, History
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.problem import Problem
from player.domain.soundness import faults

LONG_NAME = "María de los Ángeles Fernández-Villavicencio y Ortiz de Montellano, MD, PhD, MPH, FACP"
COMMON_NAME = "Maria Fernandez, MD"
MOST_LETTERS = 20_000
"""In all texts of a document together: twice what a page can hold, however small it is set."""
_STREAM = StreamId("0" * 32)


class TrialPrint(Protocol):
    """Makes the document and throws it away. Raises the `Problem` that would keep it from being made."""

    def __call__(self, facts: CertificateFacts, *, signature: bytes | None, logo: bytes | None) -> None: ...


def printing_remarks(course: Course, read: Read, trial: TrialPrint) -> Iterator[Note]:
    """Of the documents of a sound course, each fault once. Raises the `Problem` of `read`."""
    if faults(course):
        return
    signature = course.grant.signature if course.grant else None
    logo = course.certificate.logo if course.certificate else None
    pictures = {
        "signature": read(signature.path) if signature else None,
        "logo": read(logo.path) if logo else None,
    }
    said: set[str] = set()
    for offer in course.credit.offers:
        found = _fault(course, offer, pictures, trial)
        if found is not None and found.text not in said:
            said.add(found.text)
            yield found


def _fault(course: Course, offer: Offer, pictures: dict[str, bytes | None], trial: TrialPrint) -> Note | None:
    long, common = (facts_of(course, offer, name) for name in (LONG_NAME, COMMON_NAME))
    if len(str(asdict(common))) > MOST_LETTERS:
        # Trying every size for so much text would take minutes, and none would do.
        text = "Its document cannot be made: its texts together are longer than any page."
        return Note("certificate-print", f"credit {offer.id}", text)
    crowded = _refused(replace(long, replaces=(long.number,)), pictures, trial)
    if crowded is None:
        return None
    never = _refused(common, pictures, trial)
    if never is not None:
        return Note("certificate-print", f"credit {offer.id}", f"Its document cannot be made: {never.what}")
    text = f"With a name of {len(long.name)} letters: {crowded.what}"
    return Note("certificate-long-name", f"credit {offer.id}", text)


def _refused(facts: CertificateFacts, pictures: dict[str, bytes | None], trial: TrialPrint) -> Problem | None:
    try:
        trial(facts, signature=pictures["signature"], logo=pictures["logo"])
    except Problem as problem:
        return problem
    return None


def facts_of(course: Course, offer: Offer, name: str) -> CertificateFacts:
    """What is printed for whoever claims the most of `offer`, and of all else that the same profession may claim."""
    profession = max(_claimants(course, offer), key=lambda one: len(offers_for(course.credit, one)))
    moment = datetime.combine(course.availability.last_day, time(12), UTC)
    claims = {
        one.id: Claim(
            credit=CreditClaimed(offer=one.id, amount=one.maximum, profession=profession),
            moment=moment,
            stream=_STREAM,
        )
        for one in (offer, *offers_for(course.credit, profession))
    }
    history = History(opening=_opening(course), completed=moment, claims=tuple(claims.values()))
    learner = Learner(id=LearnerId("0" * 32), name=name)
    return certificate_facts(course=course, history=history, claim=claims[offer.id], learner=learner)


def _claimants(course: Course, offer: Offer) -> tuple[Profession, ...]:
    """Who is offered it; where other offers name everybody, it is printed for somebody whom none names."""
    found = tuple(one for one in Profession if offer in offers_for(course.credit, one))
    return found or (Profession.OTHER,)


def _opening(course: Course) -> StreamOpened:
    return StreamOpened(
        stream=_STREAM,
        device=DeviceId("0" * 64),
        learner=LearnerId("0" * 32),
        course=course.id,
        course_version=course.version,
        course_hash=CourseHash("0" * 64),
        policy=course.watch.version,
        attempt=1,
        purpose=Purpose.CREDIT,
    )
