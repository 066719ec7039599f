"""A learner's life without disk, window or engine: a really signed course, a journey over it, and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from player.domain.certificate import CertificateFacts, certificate_facts, name_digest
from player.domain.course import ContentHash, Course, Session
from player.domain.event import CertificateIssued, DeviceId, Purpose, StreamId
from player.domain.journey import Journey
from player.domain.key import right_answer_at
from player.domain.learner import Learner, Profession
from player.domain.permit import document_for
from player.domain.watch import Interval, Span
from player.proof import manifest, token
from player.proof.chain import Head, head_of, sign_head
from player.proof.envelope import Envelope
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey
from player.proof.manifest import Manifest, Member, SignedCourse
from player.proof.trust import Publisher, Trust
from tests.builders import COURSE, PHYSICIAN, RESPONSES, RIGHT, opening_for
from tests.fakes import FakeClock, FakeStream


def key(number: int) -> PrivateKey:
    """The same key for the same number (0 to 255), in every run."""
    return PrivateKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


PUBLISHER: Final = key(1)
DEVICE: Final = key(2)
TRUST: Final = Trust((Publisher(name="Example Medical College", keys=(PUBLISHER.public,), specimen=False),))
NOBODY: Final = Trust(())


def manifest_of(course: Course, *, publisher: PrivateKey = PUBLISHER) -> Manifest:
    empty = Member(path="blocks", size=0, content=ContentHash("0" * 64))
    return Manifest(
        format=manifest.FORMAT, publisher_key=publisher.public.raw.hex(), course=course, blocks=empty, members=()
    )


def signed(course: Course = COURSE, *, publisher: PrivateKey = PUBLISHER, trust: Trust = TRUST) -> SignedCourse:
    """The course as it comes out of a package: its manifest really signed."""
    return manifest.read(manifest.sign(manifest_of(course, publisher=publisher), publisher), trust, name="The course")


@dataclass(slots=True, kw_only=True)
class World:
    """One learner before one course."""

    signed: SignedCourse
    clock: FakeClock
    stream: FakeStream
    journey: Journey
    learner: Learner

    @property
    def course(self) -> Course:
        return self.signed.course

    def evidence(self, *, heads: tuple[int, ...] = ()) -> Evidence:
        """What is stored by now, with signed heads after these events and after the last."""
        bodies = self.stream.bodies
        places = sorted({*heads, len(bodies) - 1})
        return Evidence(
            course=self.signed.envelope,
            bodies=bodies,
            heads=tuple(head_after(self.stream.id, bodies, place) for place in places),
            device=DEVICE.public,
        )

    def watch(self, session: Session, *, upto_ms: int | None = None, rate_percent: int = 100) -> None:
        """Plays a session from its beginning, in spans of a minute of real time; answers whoever asks meanwhile."""
        end_ms = session.duration_ms if upto_ms is None else upto_ms
        self.journey.start_watching(session.id, position_ms=0)
        position = 0
        while position < end_ms:
            engaged = min(60_000, -(-(end_ms - position) * 100 // rate_percent))
            end = min(end_ms, position + engaged * rate_percent // 100)
            self.clock.advance(engaged)
            span = Span(interval=Interval(position, end), engaged_ms=engaged, rate_percent=rate_percent)
            self.confirm_presence(session, position)
            self.journey.watched(session.id, span)
            position = end

    def confirm_presence(self, session: Session, position_ms: int) -> None:
        """Says that somebody is there, where the course may have asked by now."""
        checks = self.course.watch.presence
        if checks is not None and self.journey.progress().unconfirmed_ms >= checks.least_minutes * 60_000:
            self.journey.confirm_presence(session.id, position_ms=position_ms)

    def answer_checkpoints(self) -> None:
        """Each rightly."""
        for session in self.journey.progress().sessions:
            for checkpoint in session.open_checkpoints:
                self.journey.answer_checkpoint(session.id, checkpoint.id, right_answer_at(checkpoint))

    def watch_all(self) -> None:
        for session in self.course.sessions:
            self.watch(session)
        self.answer_checkpoints()

    def finish(self) -> None:
        """Everything up to the claim: disclosures, watching, quiz, evaluation."""
        self.journey.acknowledge_disclosures()
        self.watch_all()
        if self.course.quiz is not None:
            self.journey.submit_quiz(RIGHT)
        self.journey.submit_evaluation(RESPONSES)

    def claim(self, offer: str = "ama", amount: str = "1.5", profession: Profession = Profession.PHYSICIAN) -> None:
        self.journey.claim(offer, amount=Decimal(amount), profession=profession)

    def facts(self, offer: str = "ama") -> CertificateFacts:
        """What the document of a claim says."""
        claim = self.journey.history.claim_for(offer)
        assert claim is not None
        return certificate_facts(
            course=self.course,
            history=self.journey.history,
            claim=claim,
            learner=self.learner,
        )

    def certificate(self, offer: str = "ama") -> CertificateIssued:
        """The event that issues the document of a claim, not yet recorded."""
        facts, claim = self.facts(offer), self.journey.history.claim_for(offer)
        assert claim is not None
        return CertificateIssued(
            number=facts.number,
            offer=offer,
            document=document_for(self.course, claim),
            facts=facts.digest,
            salt="5a17",
            name=name_digest("5a17", facts.name),
            signer=DEVICE.public.id,
        )

    def earn(self, offer: str = "ama") -> CertificateIssued:
        """The whole way, from the disclosures to the certificate."""
        self.finish()
        self.claim(offer)
        issued = self.certificate(offer)
        self.journey.issue_certificate(issued)
        return issued

    def token(self, issued: CertificateIssued) -> str:
        """What the QR code of a certificate says."""
        head = head_of(self.stream.bodies).hex()
        return token.write(token.Token(number=issued.number, facts=issued.facts, head=head), DEVICE)


def head_after(stream: StreamId, bodies: tuple[bytes, ...], place: int, *, signer: PrivateKey = DEVICE) -> Envelope:
    """The signed head after event `place`."""
    return sign_head(Head(stream=stream, seq=place, hash=head_of(bodies[: place + 1]).hex()), signer)


def world(
    course: Course = COURSE,
    *,
    learner: Learner = PHYSICIAN,
    publisher: PrivateKey = PUBLISHER,
    trust: Trust = TRUST,
    purpose: Purpose = Purpose.CREDIT,
    stream: StreamId = StreamId("5" * 32),
) -> World:
    """A learner who has just opened a course, at noon of an ordinary day."""
    signed_course = signed(course, publisher=publisher, trust=trust)
    clock = FakeClock()
    opening = opening_for(
        course,
        course_hash=signed_course.hash,
        device=DeviceId(DEVICE.public.id),
        learner=learner.id,
        purpose=purpose,
        stream=stream,
    )
    events = FakeStream(opening, clock)
    journey = Journey(course=course, stream=events, clock=clock, profession=learner.profession)
    return World(signed=signed_course, clock=clock, stream=events, journey=journey, learner=learner)
