"""`course.toml` as an author writes it: every key there is, with what it may hold. Paths are relative to the folder."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from player.archive.authoring.quiz_tables import QuizTable
from player.archive.authoring.table import PictureTable, Table
from player.archive.authoring.watch_tables import CheckpointTable, WatchTable
from player.domain.course import Issuers, Role
from player.domain.credit import Basis, DateRule, Document, Rounding
from player.domain.evaluation import ItemKind
from player.domain.learner import Profession
from player.domain.requirement import Level, Operator
from player.domain.template import Design, PaperSize


class FormatTable(Table, frozen=True, kw_only=True):
    kind: str
    medium: str = ""
    participation: str = ""
    credit_format: str = ""


class AvailabilityTable(Table, frozen=True, kw_only=True):
    opens: date
    last_day: date
    time_zone: str
    purchase_opens: date | None = None
    released: date | None = None
    reviewed: date | None = None


class PriceTable(Table, frozen=True, kw_only=True):
    """`amount` in whole currency, with the decimals that the currency has: "18.75"."""

    membership: str
    label: str
    amount: Decimal
    currency: str = "USD"


class OccasionTable(Table, frozen=True, kw_only=True):
    name: str
    verb: str = "recorded at"
    when: str = ""
    place: str = ""
    note: str = ""


class AccreditationTable(Table, frozen=True, kw_only=True):
    bodies: tuple[str, ...]
    audience: str
    statement: str
    joint: bool = False


class ProviderTable(Table, frozen=True, kw_only=True):
    id: str
    name: str
    accreditation: AccreditationTable
    address: str = ""
    country: str = ""


class GrantTable(Table, frozen=True, kw_only=True):
    signatory: str
    signatory_title: str
    signature: PictureTable | None = None
    issuers: Issuers = Issuers.ANY


class CertificateTable(Table, frozen=True, kw_only=True):
    """How certificates look, and which words of the provider's own stand on them."""

    design: Design = Design.CLASSIC
    paper: PaperSize | None = None
    accent: str = ""
    logo: PictureTable | None = None
    cme_heading: str = ""
    participation_heading: str = ""
    lead: str = ""
    note: str = ""


class ReportingTable(Table, frozen=True, kw_only=True):
    """How completions reach the provider; `reading_key` as “carrel key reading” prints it."""

    reading_key: str = ""
    last_day: date | None = None
    identifiers: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    store: str = ""


class PersonTable(Table, frozen=True, kw_only=True):
    name: str
    credentials: str = ""
    affiliation: str = ""
    position: str = ""


class TalkTable(Table, frozen=True, kw_only=True):
    person: str
    topic: str


class RelationshipTable(Table, frozen=True, kw_only=True):
    company: str
    nature: str
    mitigated: bool = False


class DiscloserTable(Table, frozen=True, kw_only=True):
    person: str
    role: Role
    relationships: tuple[RelationshipTable, ...] = ()


class DisclosureTable(Table, frozen=True, kw_only=True):
    statement: str
    standard: str = ""
    all_mitigated: bool = False
    by: tuple[DiscloserTable, ...] = ()


class FundingTable(Table, frozen=True, kw_only=True):
    source: str
    grant: str = ""
    nature: str = ""
    statement: str = ""
    in_force_since: date | None = None
    commercial: bool = False


class CaptionsTable(Table, frozen=True, kw_only=True):
    file: str
    language: str
    label: str = ""


class ChapterTable(Table, frozen=True, kw_only=True):
    at: str
    title: str


class HandoutTable(Table, frozen=True, kw_only=True):
    file: str
    title: str


class SessionTable(Table, frozen=True, kw_only=True):
    """`duration` is only a check: what counts is measured from the recording."""

    id: str
    title: str
    media: str
    duration: str = ""
    captions: tuple[CaptionsTable, ...] = ()
    chapter: tuple[ChapterTable, ...] = ()
    handout: tuple[HandoutTable, ...] = ()
    checkpoint: tuple[CheckpointTable, ...] = ()
    poster: PictureTable | None = None


class OptionTable(Table, frozen=True, kw_only=True):
    id: str
    text: str


class ItemTable(Table, frozen=True, kw_only=True):
    """`rows` and `options` are texts, or tables with an id of their own."""

    id: str
    kind: ItemKind
    text: str
    required: bool = True
    rows: tuple[str | OptionTable, ...] = ()
    options: tuple[str | OptionTable, ...] = ()
    about_bias: bool = False


class EvaluationTable(Table, frozen=True, kw_only=True):
    item: tuple[ItemTable, ...]
    introduction: str = ""


class OfferTable(Table, frozen=True, kw_only=True):
    """`plural` left out is the name with an s."""

    id: str
    name: str
    maximum: Decimal
    plural: str = ""
    step: Decimal = Decimal("0.25")
    rounding: Rounding = Rounding.NEAREST
    whole_only: bool = False
    professions: tuple[Profession, ...] = ()
    document: Document = Document.CME_CERTIFICATE
    mark: str = ""
    italic: bool = False
    unit: str = "credit"
    designation: str = ""
    award_wording: str = ""
    participation_wording: str = ""
    identifiers: tuple[str, ...] = ()
    activity_number: str = ""
    reporting: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class CreditTable(Table, frozen=True, kw_only=True):
    offer: tuple[OfferTable, ...]
    basis: Basis = Basis.CONTENT
    date_rule: DateRule = DateRule.COMPLETION
    how_earned: tuple[str, ...] = ()
    claim_rule: str = ""
    attestation: str = ""


class NeedTable(Table, frozen=True, kw_only=True):
    """Either `fact`, `is` and `value`, or a list of further needs in `any_of` or `all_of`.

    `is` is a plain text: a comparison that this Carrel does not know is remarked on, and leaves the answer open.
    `fact` may be left out where the comparison says of what it is.
    """

    fact: str = ""
    operator: str = msgspec.field(default=Operator.EQUALS.value, name="is")
    value: str | int = ""
    any_of: tuple[NeedTable, ...] = ()
    all_of: tuple[NeedTable, ...] = ()


class RequirementTable(Table, frozen=True, kw_only=True):
    id: str
    level: Level
    subject: str
    text: str
    platforms: tuple[str, ...] = ()
    need: NeedTable | None = None
    only_if: NeedTable | None = None
    superseded: str = ""
    interpretation: str = ""
    remedy: str = ""
    group: str = ""


class ContactTable(Table, frozen=True, kw_only=True):
    purpose: str
    label: str
    telephone: str = ""
    email: str = ""
    url: str = ""


class NoticeTable(Table, frozen=True, kw_only=True):
    text: str
    since: datetime
    until: datetime
    kind: str = ""
    follow_up: str = ""
    follow_up_on: date | None = None


class CourseFile(Table, frozen=True, kw_only=True):
    """The whole file. `audience` left out: no such heading; empty: the heading with nothing under it."""

    id: str
    version: int
    language: str
    title: str
    estimated_minutes: int
    format: FormatTable
    availability: AvailabilityTable
    provider: ProviderTable
    disclosure: DisclosureTable
    session: tuple[SessionTable, ...]
    evaluation: EvaluationTable
    credit: CreditTable
    summary: str = ""
    preview: bool = False
    objectives: tuple[str, ...] = ()
    audience: tuple[str, ...] | None = None
    off_label: str = ""
    powered_by: str = ""
    copyright: str = ""
    privacy_policy: str = ""
    cover: PictureTable | None = None
    price: tuple[PriceTable, ...] = ()
    occasion: OccasionTable | None = None
    grant: GrantTable | None = None
    certificate: CertificateTable = CertificateTable()
    reporting: ReportingTable | None = None
    people: dict[str, PersonTable] = msgspec.field(default_factory=dict[str, PersonTable])
    talk: tuple[TalkTable, ...] = ()
    funding: tuple[FundingTable, ...] = ()
    watch: WatchTable = WatchTable()
    quiz: QuizTable | None = None
    requirement: tuple[RequirementTable, ...] = ()
    requirements_source: str = ""
    contact: tuple[ContactTable, ...] = ()
    notice: tuple[NoticeTable, ...] = ()
