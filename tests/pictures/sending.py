"""Sending in pictures: what waits, what would be refused and why, other receivers, receipts, and the upload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from player.desk.uploading import Uploading
from player.domain.learner import Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import TO_AUTHORITIES, Mend, Objection, ReportFormat
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow
from player.domain.uploading import Cause, KeyTried, SetAside, StoreSettings, Uploaded, UploadStatus
from player.proof.manifest import SignedCourse
from player.ui.host import Place, Route
from player.ui.language import counted, tr
from player.ui.profile.reporting import ReportingCard
from player.ui.send.page import SendPage
from player.ui.send.upload import UploadPanel
from player.ui.shell.shell import Shell
from tests.builders import COURSE, PHYSICIAN, SHORT_COURSE
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer
from tests.ui.fake_host import FakeDesk, FakeDrive
from tests.ui.filled import LONG_TITLE, twin

STORE = "https://lrs.example.org/xapi"
RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


class NoPermission(Problem):
    what_template = "You were not asked yet whether your credit may be reported."
    meaning_template = "Without your permission nothing goes to {receiver}."
    remedy_template = "Decide on it; your answer holds for all courses."


class NoNabp(Problem):
    what_template = "The NABP e-Profile ID is missing."
    meaning_template = "CPE Monitor files credit under this number alone, and would refuse the row."
    remedy_template = "Enter it in your profile, with the month and day of your birthday."


class NoNumber(Problem):
    what_template = "The course states no activity number of the ACCME."
    meaning_template = "PARS would refuse the row."
    remedy_template = "Only the provider can mend that; the completion file is not affected."


class ClockDoubt(Problem):
    what_template = "The clock of this computer moved by 3 days while you were in this course."
    meaning_template = "An auditor may ask about the day of completion."
    remedy_template = "Say on the course’s page what day it was, if you know."


class Stores:
    """A learning record store that takes all but two statements."""

    def settings(self) -> StoreSettings | None:
        return StoreSettings(address=STORE, user="carrel-learners")

    def clean(self, settings: StoreSettings) -> StoreSettings:
        return settings

    def keep(self, settings: StoreSettings) -> None:
        """Nowhere."""

    def forget(self) -> None:
        """Nothing is kept."""

    def keeps_secrets(self) -> bool:
        return True

    def has_secret(self, settings: StoreSettings) -> bool:
        return True

    def keep_secret(self, settings: StoreSettings, secret: str) -> None:
        """Nowhere."""

    def status(self, settings: StoreSettings, completions: object) -> UploadStatus:
        return UploadStatus(statements=50, confirmed=0)

    def try_key(self, settings: StoreSettings, *, secret: str | None) -> KeyTried:
        return KeyTried.TAKEN

    def upload(
        self,
        settings: StoreSettings,
        completions: Sequence[LearnerCompletion],
        *,
        secret: str | None,
        verify_all: bool,
        again: bool,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Uploaded:
        aside = (SetAside(id="7c9e6679", cause=Cause.REFUSED, reason="“duration” is not an ISO 8601 duration"),) * 2
        return Uploaded(sent=48, known=0, set_aside=aside)


def desk_for_sending(profile: Path) -> FakeDesk:
    """Four courses: one submitted, one written, two not; one of them with a long name and a store."""
    reporting = Reporting(store=STORE)
    long = replace(twin("long", LONG_TITLE), reporting=reporting)
    courses = (COURSE, SHORT_COURSE, twin("delirium", "Delirium on the ward"), long)
    desk = FakeDesk(profile / "desk", courses=courses, learner=PHYSICIAN)
    for signed in desk.signed:
        desk.finish(signed)
        desk.journey(signed).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    desk.export(desk.signed[1], _made(profile / "sent"))
    desk.plugged.append(FakeDrive(root=_made(profile / "ANAS-STICK")))
    desk.reporter.objecting = _objecting
    file = profile / "first.receipt"
    file.write_bytes(b"a receipt")
    desk.reporter.receipts[file.name] = lambda signed: receipt_of(desk, desk.signed[2])
    desk.sending.take_receipt(file)
    return desk


def receipt_of(desk: FakeDesk, signed: SignedCourse, *, refused: str = "") -> Receipt:
    journey = desk.journey(signed)
    numbers = tuple(claim.number for claim in journey.history.claims)
    return Receipt(
        completion="ab" * 32,
        learner=desk.learner.id,
        course_hash=signed.hash,
        stream=journey.stream.id,
        seq=9,
        link="cd" * 32,
        provider="Example Medical College",
        received=RECEIVED,
        outcome=Outcome.REFUSED if refused else Outcome.ACCEPTED,
        credited=() if refused else numbers,
        reason=refused,
    )


def sending(photographer: Photographer, hands: Hands, shell: Shell, desk: FakeDesk, folder: Path) -> None:
    """Every state of the page, and where permission is asked for and taken back."""
    photographer.visit("send-waiting", Route(place=Place.SEND))
    (page,) = shell.findChildren(SendPage)
    screen = page._screen
    write = counted("Write the completion file", "Write {count} completion files", 3)
    hands.press(write)
    photographer.take("send-written", at=hands.button(write))
    hands.press("For somebody else…")
    photographer.take("send-receivers", at=screen.chooser)
    hands.press("CPE Monitor")
    photographer.take("send-refused", at=screen.preflight)
    hands.press("Decide on reporting")
    photographer.take("send-permission", at=screen.permission)
    hands.press("PARS")
    photographer.take("send-pars", at=screen.chooser)
    photographer.take(
        "send-pars-rows", at=hands.button(tr("Write the file for {receiver}").format(receiver=tr("PARS")))
    )
    hands.press("Mend it in the profile")
    photographer.take("send-mending")
    hands.press(tr("Back to {place}").format(place=tr("Send")))
    for name, refused in (
        ("accepted", ""),
        ("refused", "The course had closed before this file came."),
    ):
        file = folder / f"{name}.receipt"
        file.write_bytes(name.encode())
        desk.reporter.receipts[file.name] = _bringing(desk, refused)
        page.take_files([file])
        photographer.settle()
        photographer.take(f"send-receipt-{name}", at=screen.receipt)
    bad = folder / "not a receipt.receipt"
    bad.write_bytes(b"")
    desk.reporter.receipts[bad.name] = _bringing(desk, "The course had closed before this file came.")
    page.take_files([folder / "accepted.receipt", folder / "refused.receipt", bad])
    photographer.settle()
    photographer.take("send-receipts", at=screen.receipt)
    (upload,) = shell.findChildren(UploadPanel)
    photographer.take("send-upload", at=upload)
    hands.press("Test")
    photographer.take("send-tested", at=upload)
    hands.press("Upload")
    photographer.take("send-uploaded", at=upload)
    hands.press("Files written")
    photographer.take("send-files", at=screen.files)
    photographer.visit("profile-reporting", Route(place=Place.PROFILE))
    (card,) = shell.findChildren(ReportingCard)
    photographer.take("profile-permission", at=card)


def asking(photographer: Photographer, desk: FakeDesk) -> None:
    """The question before the first claim."""
    photographer.visit("claim-permission", Route(place=Place.CLAIM, course=desk.signed[0].hash))


def desk_before_claim(profile: Path) -> FakeDesk:
    desk = FakeDesk(profile / "desk")
    desk.finish(desk.signed[0])
    return desk


def stores_of(desk: FakeDesk) -> Uploading:
    return Uploading(Stores(), completions=desk.sending.completions)


def _bringing(desk: FakeDesk, refused: str) -> Callable[[SignedCourse], Receipt]:
    return lambda signed: receipt_of(desk, desk.signed[0], refused=refused)


def _objecting(form: ReportFormat, row: RosterRow) -> list[Objection]:
    """Something of each kind."""
    found: list[Objection] = []
    if form in TO_AUTHORITIES and row.permitted is None and form is ReportFormat.CPE_MONITOR:
        problem = NoPermission(receiver="CPE Monitor")
        found.append(Objection(row=row, problem=problem, field="", mend=Mend.PERMISSION))
    if form is ReportFormat.CPE_MONITOR and row.course.title == COURSE.title:
        found.append(Objection(row=row, problem=NoNabp(), field="nabp", mend=Mend.PROFILE, source="identifier.nabp"))
    if form is ReportFormat.PARS and row.course.title == COURSE.title:
        found.append(Objection(row=row, problem=NoNabp(), field="npi", mend=Mend.PROFILE, source="identifier.nabp"))
        found.append(Objection(row=row, problem=ClockDoubt(), field="", mend=Mend.CLOCK, warning=True))
    if form is ReportFormat.PARS and row.course.title == SHORT_COURSE.title:
        found.append(Objection(row=row, problem=NoNumber(), field="activity_id", mend=Mend.PROVIDER))
    if form is ReportFormat.PARS and row.course.title == LONG_TITLE:
        found.append(Objection(row=row, problem=ClockDoubt(), field="", mend=Mend.CLOCK, warning=True))
    return found


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
