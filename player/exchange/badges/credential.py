"""The badge: one claim as an Open Badges 3.0 credential, signed by the device that issued its certificate.

What goes in is what anybody may see who is shown the badge: no name and no licence, but digests of what the learner
can show beside it. Every byte follows from the claim, the completion file and the key.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from player.domain.course import Course
from player.domain.credit import Document, phrase, plain
from player.domain.phrase import Phrase
from player.domain.report_format import NotForThisReceiver
from player.domain.roster import RosterRow
from player.exchange.badges.integrity import Json, address_of, canonical, secured
from player.proof.keys import PrivateKey, PublicKey

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SPECIMEN = "Specimen"
_NAMESPACE = UUID("6d1c3f1e-6e0b-5d0e-9d55-0c4be1a4c7a1")
"""Of the names that badges, achievements and providers have here."""


class NoBadge(NotForThisReceiver):
    """No fault either: a wallet is shown statements of credit that stand."""

    what_template = "There is no badge for {number}: {reason}"
    meaning_template = "The credit itself is not affected, and the other formats have it."
    remedy_template = "Send the completion file, or the document that was issued for it."


def badge(
    row: RosterRow, *, evidence: bytes, key: PrivateKey, enrolment: bytes | None = None, with_licence: bool = False
) -> bytes:
    """The credential as JSON (RFC 8785). The same arguments always give the same bytes.

    `evidence`: the completion file that it names by its digest; `enrolment`: the provider's signed word on the device.
    `with_licence`: says the learner's first licence too, which no wallet needs. Raises `NoBadge`.
    """
    problem = no_badge(row)
    if problem is not None:
        raise problem
    told = credential(row, evidence=evidence, issuer=key.public, enrolment=enrolment, with_licence=with_licence)
    return canonical(secured(told, signer=key, created=moment(row.claimed)))


def no_badge(row: RosterRow) -> NoBadge | None:
    """What to say where a badge would say more than the document of the claim; None where there is a badge."""
    reason = _lacks(row)
    return NoBadge(number=row.number, reason=reason) if reason else None


def _lacks(row: RosterRow) -> str:
    if row.taken_back is not None:
        return Phrase("the claim was taken back.")
    if row.document is Document.PARTICIPATION_RECORD:
        return Phrase("a record of participation is no statement of credit, and a badge would be one.")
    return ""


def credential(
    row: RosterRow, *, evidence: bytes, issuer: PublicKey, enrolment: bytes | None, with_licence: bool = False
) -> Json:
    """All that the badge says, before it is signed."""
    return {
        "@context": list(CONTEXTS),
        "id": _name(f"badge/{row.number}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _titled(row),
        "issuer": _issuer(row.course, issuer),
        "validFrom": moment(row.claimed),
        "credentialSubject": _subject(row, with_licence=with_licence),
        "evidence": _evidence(row, evidence, enrolment),
    }


def moment(when: datetime) -> str:
    """UTC, whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def salt_of(row: RosterRow) -> str:
    """Of each badge another, so that nobody sees by two badges that they are one person's; told in the badge itself."""
    return hashlib.sha256(f"badge salt/{row.number}".encode()).hexdigest()[:32]


def hashed(identity: str, salt: str) -> str:
    return f"sha256${hashlib.sha256((identity + salt).encode()).hexdigest()}"


def is_credit_awarded(row: RosterRow) -> bool:
    """Whether the document says that the learner was awarded this much, and not only that they took part."""
    if row.specimen:
        return False
    return row.document is not Document.CME_CERTIFICATE or row.profession in row.offer.professions


def _name(of: str) -> str:
    return f"urn:uuid:{uuid5(_NAMESPACE, of)}"


def _digest_name(data: bytes) -> str:
    """A file by its SHA-256 (RFC 6920)."""
    return _by_digest(hashlib.sha256(data).digest())


def _by_digest(digest: bytes) -> str:
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"


def _titled(row: RosterRow) -> str:
    return f"{SPECIMEN}: {row.course.title}" if row.specimen else row.course.title


def _issuer(course: Course, key: PublicKey) -> Json:
    """The device signs, as the provider's agent: so its key is the issuer's address, and the provider the one that it
    belongs to."""
    provider = course.provider
    return {
        "id": address_of(key),
        "type": ["Profile"],
        "name": provider.name,
        "description": (
            f"Signed by a learner's device on behalf of {provider.name}, whose signed course permits it. "
            "Whether the provider enrolled the device shows when the evidence is verified."
        ),
        "parentOrg": {"id": _name(f"provider/{provider.id}"), "type": ["Profile"], "name": provider.name},
    }


def _subject(row: RosterRow, *, with_licence: bool) -> Json:
    salt = salt_of(row)
    identities = [_identity("name", row.learner.name_on(row.number), salt)]
    email = dict(row.learner.identifiers).get("email", "").strip()
    if email:
        identities.append(_identity("emailAddress", email, salt))
    subject: Json = {
        "type": ["AchievementSubject"],
        "identifier": identities,
        "activityEndDate": moment(row.completed),
        "achievement": _achievement(row),
    }
    if is_credit_awarded(row):
        subject["creditsEarned"] = _number(row.amount)
    if with_licence and row.learner.licences:
        subject["licenseNumber"] = row.learner.licences[0].number
    return subject


def _identity(kind: str, value: str, salt: str) -> Json:
    """Shows to whoever knows the value that it is the one; to nobody else."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed(value, salt),
        "identityType": kind,
        "salt": salt,
    }


def _achievement(row: RosterRow) -> Json:
    course, offer = row.course, row.offer
    achievement: Json = {
        "id": _name(f"achievement/{row.course_hash}/{offer.id}"),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion" if is_credit_awarded(row) else "Course",
        "name": _titled(row),
        "description": _description(row),
        "criteria": {"narrative": criteria(course)},
        "creator": {"id": _name(f"provider/{course.provider.id}"), "type": ["Profile"], "name": course.provider.name},
        "creditsAvailable": _number(offer.maximum),
        "inLanguage": course.language,
        "version": str(course.version),
    }
    if offer.activity_number:
        achievement["humanCode"] = offer.activity_number
    if row.specimen:
        achievement["tag"] = ["specimen"]
    return achievement


def _description(row: RosterRow) -> str:
    offer, provider = row.offer, row.course.provider.name
    if row.specimen:
        return f"A specimen of a badge for “{row.course.title}”: it proves no credit."
    designated = f"designated for a maximum of {plain(offer.maximum)} {phrase(offer, offer.maximum)}"
    if not is_credit_awarded(row):
        return f"Took part in “{row.course.title}” by {provider}, which was {designated}."
    earned = f"{plain(row.amount)} {phrase(offer, row.amount)}"
    return f"{earned} for “{row.course.title}” by {provider}, {designated}."


def criteria(course: Course) -> str:
    """What had to be done: in the provider's words, or by the course's rules."""
    if course.credit.how_earned:
        return "\n".join(f"- {line}" for line in course.credit.how_earned)
    done = [f"{course.watch.required_percent} % of each session watched"]
    if course.quiz is not None:
        done.append(f"the quiz passed with {course.quiz.passing_percent} % or more")
    done += ["the evaluation sent", "the credit claimed, as far as the watching supports it"]
    return "\n".join(f"- {line}" for line in done)


def _evidence(row: RosterRow, evidence: bytes, enrolment: bytes | None) -> list[Json]:
    """By what each can be recognised that shows it beside the badge."""
    found: list[Json] = [
        {
            "id": _digest_name(evidence),
            "type": ["Evidence"],
            "name": "Completion file",
            "genre": "completion file",
            "narrative": "The learner's signed records, from which “carrel verify” recomputes the credit.",
        },
        {
            "id": _by_digest(bytes.fromhex(row.course_hash)),
            "type": ["Evidence"],
            "name": "Course",
            "genre": "signed course",
            "narrative": "The course as its provider signed it, with the grant by which credit is given in its name.",
        },
    ]
    if enrolment is not None:
        found.append(
            {
                "id": _digest_name(enrolment),
                "type": ["Evidence"],
                "name": "Enrolment",
                "genre": "enrolment",
                "narrative": "The provider's signed word on the device that signed this badge.",
            }
        )
    return found


def _number(amount: Decimal) -> int | float:
    """As JSON has numbers: the vocabulary asks for one, and RFC 8785 writes 0.75 as 0.75."""
    return int(amount) if amount == int(amount) else float(amount)
