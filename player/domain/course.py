"""The course: every fact that a provider publishes, each in a place of its own.

A fact that a provider does not state is None or empty and is shown as absent; nothing is ever made up for it.
Which course is which, and what must be shown before it starts, follows the ACCME's and AMA's rules for
enduring materials.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo

from player.domain.credit import CreditPlan
from player.domain.evaluation import Evaluation
from player.domain.picture import Picture
from player.domain.policy import Checkpoint, WatchPolicy
from player.domain.quiz import Quiz
from player.domain.reporting import Reporting
from player.domain.requirement import Requirement
from player.domain.template import CertificateTemplate

CourseId = NewType("CourseId", str)
"""Chosen once by the provider: reverse-domain style, `org.example.ketamine-2024`."""
SessionId = NewType("SessionId", str)
PersonId = NewType("PersonId", str)
DAY_MS = 86_400_000
ContentHash = NewType("ContentHash", str)
"""BLAKE3 of a file's bytes, in hex."""


class Standing(StrEnum):
    """Where a course stands in its life on a given day."""

    NOT_YET_OPEN = "not-yet-open"
    OPEN = "open"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When the course may be seen, bought and earned; `last_day` is the last valid day in `time_zone`."""

    opens: date
    last_day: date
    time_zone: str
    purchase_opens: date | None = None
    released: date | None = None
    reviewed: date | None = None

    def day_of(self, moment: datetime) -> date:
        """The calendar day of `moment` (which knows its zone) where the provider is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def standing(self, moment: datetime) -> Standing:
        today = self.day_of(moment)
        if today < self.opens:
            return Standing.NOT_YET_OPEN
        return Standing.EXPIRED if today > self.last_day else Standing.OPEN

    def open_in_every_zone(self) -> tuple[int, int]:
        """From when until when (ms since 1970 UTC) it is an open day wherever one stands.

        Zones differ from UTC by less than a day, and clocks put back at midnight play no part this far inside.
        """
        return _inside(self.opens, self.last_day)

    def purchase_is_open(self, moment: datetime) -> bool:
        today = self.day_of(moment)
        return (self.purchase_opens or self.opens) <= today <= self.last_day


@lru_cache(maxsize=256)
def _inside(opens: date, last_day: date) -> tuple[int, int]:
    return _utc_ms(opens) + 2 * DAY_MS, _utc_ms(last_day) - DAY_MS


def _utc_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one membership class pays, in the currency's smallest unit (1875 is 18.75)."""

    membership: str
    label: str
    minor_units: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningFormat:
    """How the course is delivered and taken part in (both are told before the start: ACCME).

    `kind` as the provider lists it ("on demand"); `medium` ("recorded webinar"); `participation`
    ("non-interactive, self-paced distance learning"); `credit_format` is printed on certificates.
    """

    kind: str
    medium: str = ""
    participation: str = ""
    credit_format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where and when the content was recorded; `when` is an ISO date cut to what is known ("2023")."""

    name: str
    verb: str = "recorded at"
    when: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks, plans or reviews; `position`: what they are there."""

    id: PersonId
    name: str
    credentials: str = ""
    affiliation: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What one speaker speaks about."""

    person: PersonId
    topic: str


class Role(StrEnum):
    PRESENTER = "presenter"
    PLANNER = "planner"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A financial relationship with an ineligible company: its name only, never a logo or a product."""

    company: str
    nature: str
    mitigated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What one person in control of content discloses; no relationships means "none to disclose"."""

    person: PersonId
    role: Role
    relationships: tuple[Relationship, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """A source of money or support: a grant with its statement, or commercial support with its nature."""

    source: str
    grant: str = ""
    nature: str = ""
    statement: str = ""
    in_force_since: date | None = None
    commercial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """Who accredits the provider, whether jointly, and for whom; `statement` is printed word for word."""

    bodies: tuple[str, ...]
    joint: bool
    audience: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The accredited provider in whose name credit is given."""

    id: str
    name: str
    accreditation: Accreditation
    address: str = ""
    country: str = ""


class Issuers(StrEnum):
    """Whose devices may issue the provider's certificates."""

    ANY = "any"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The provider's authority for this player to issue its certificates: who signs, and on which devices.

    `issuers` ENROLLED: only under the key of a device that the provider itself enrolled.
    """

    signatory: str
    signatory_title: str
    signature: Picture | None = None
    issuers: Issuers = Issuers.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask about what; `purpose` is one of `activity`, `technical`, `accessibility`, `privacy`."""

    purpose: str
    label: str
    telephone: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message shown only from `since` until `until` (both inclusive, with their zones).

    `kind` as the provider calls it ("maintenance"); `follow_up` is what comes after ("a new site"), from the
    day `follow_up_on`.
    """

    text: str
    since: datetime
    until: datetime
    kind: str = ""
    follow_up: str = ""
    follow_up_on: date | None = None

    def is_shown(self, moment: datetime) -> bool:
        return self.since <= moment <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """`path`: their file in the package; `language`: a tag of BCP 47; `label`: what a menu calls them."""

    path: str
    language: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a session, from `at_ms` on until the next."""

    at_ms: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A document to take along; `path`: its file in the package."""

    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One recording. `content` is the hash of its media file: progress belongs to it, not to the course's version.

    `codecs`: what a player must know to play it, by the four letters that libVLC uses, the picture's first.
    `checkpoints`: what is asked while it plays, in the order of their times.
    """

    id: SessionId
    title: str
    media: str
    content: ContentHash
    duration_ms: int
    has_picture: bool = True
    captions: tuple[Captions, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    handouts: tuple[Handout, ...] = ()
    poster: Picture | None = None
    codecs: tuple[str, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()

    def checkpoint(self, checkpoint_id: str) -> Checkpoint | None:
        return next((one for one in self.checkpoints if one.id == checkpoint_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Everything about one course in one version. Shapes and absences are described at each field's type.

    `audience` None: the provider has no such heading; empty: the heading stands with nothing under it.
    `preview`: the provider shows the page before the course is taken. `disclosure_standard` names the standards
    that disclosure follows; `relationships_mitigated`: the provider states that all relevant relationships were.
    `certificate` None: the course was made before there were templates; its certificates look as they did then.
    `reporting` None: the provider says nothing of how completions reach it.
    `requirements_source`: the text out of which the requirements were made, whole, as the provider publishes it.
    """

    id: CourseId
    version: int
    language: str
    title: str
    summary: str
    format: LearningFormat
    availability: Availability
    provider: Provider
    sessions: tuple[Session, ...]
    evaluation: Evaluation
    credit: CreditPlan
    estimated_minutes: int
    disclosure_statement: str
    disclosure_standard: str = ""
    relationships_mitigated: bool = False
    quiz: Quiz | None = None
    watch: WatchPolicy = field(default_factory=WatchPolicy)
    grant: Grant | None = None
    cover: Picture | None = None
    preview: bool = False
    prices: tuple[Price, ...] = ()
    occasion: Occasion | None = None
    objectives: tuple[str, ...] = ()
    audience: tuple[str, ...] | None = None
    off_label: str = ""
    people: tuple[Person, ...] = ()
    talks: tuple[Talk, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    funding: tuple[Funding, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    requirements_source: str = ""
    certificate: CertificateTemplate | None = None
    reporting: Reporting | None = None
    contacts: tuple[Contact, ...] = ()
    notices: tuple[Notice, ...] = ()
    powered_by: str = ""
    copyright: str = ""
    privacy_policy: str = ""

    @property
    def duration_ms(self) -> int:
        """Running time of all sessions together."""
        return sum(session.duration_ms for session in self.sessions)

    def session(self, session_id: SessionId) -> Session | None:
        # A loop: it is asked for every stretch that was played, and a generator takes three times as long.
        for session in self.sessions:
            if session.id == session_id:
                return session
        return None

    def person(self, person_id: PersonId) -> Person:
        return next(person for person in self.people if person.id == person_id)

    def price_for(self, membership: str) -> Price | None:
        return next((price for price in self.prices if price.membership == membership), None)
