"""Sending: what is to be submitted, what is refused before it is written, permission, and receipts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from player.desk.every_form import write_every_form
from player.desk.outgoing import Standing
from player.desk.problems import NothingReady, ReceiptOfAnother
from player.desk.sending import RECEIPTS
from player.domain.event import ReceiptAccepted, ReportingDecided, TakenBackFor
from player.domain.learner import LearnerId, Profession
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import Mend, Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow
from player.proof.manifest import SignedCourse
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk

AMA, ANCC = "ama", "ancc"
NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


class NoNumber(Problem):
    what_template = "There is no number."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path / "profile", courses=(COURSE, SHORT_COURSE))
    yield desk
    desk.close()


@pytest.fixture
def course(desk: FakeDesk) -> SignedCourse:
    """The first course, with half a credit claimed."""
    course = desk.signed[0]
    desk.finish(course)
    desk.journey(course).claim(AMA, amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    return course


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def number_in(desk: FakeDesk, course: SignedCourse, offer: str = AMA) -> str:
    claim = desk.journey(course).history.claim_for(offer)
    assert claim is not None
    return claim.number


def receipt(desk: FakeDesk, course: SignedCourse, *credited: str, **facts: object) -> Callable[[SignedCourse], Receipt]:
    learner = facts.get("learner", desk.learner.id)
    outcome = facts.get("outcome", Outcome.ACCEPTED)
    taken_back = facts.get("taken_back", ())
    assert isinstance(learner, str)
    assert isinstance(outcome, Outcome)
    assert isinstance(taken_back, tuple)
    stream = desk.journey(course).stream
    return lambda known: Receipt(
        completion="ab" * 32,
        learner=LearnerId(learner),
        course_hash=course.hash,
        stream=stream.id,
        seq=len(stream.events) - 1,
        link="cd" * 32,
        provider=course.course.provider.name,
        received=NOON,
        outcome=outcome,
        credited=credited,
        taken_back=taken_back,
    )


def give(desk: FakeDesk, made: Callable[[SignedCourse], Receipt], folder: Path, name: str = "one.receipt") -> Receipt:
    file = folder / name
    file.write_bytes(name.encode())
    desk.reporter.receipts[name] = made
    return desk.sending.take_receipt(file)


def standing(desk: FakeDesk) -> list[Standing]:
    return [submission.standing for submission in desk.sending.submissions()]


def test_without_a_claim_there_is_nothing_to_submit(desk: FakeDesk) -> None:
    desk.watch(desk.signed[0])
    assert desk.sending.submissions() == ()


def test_a_claim_is_submitted_only_once_a_receipt_names_it(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    number = number_in(desk, course)
    assert standing(desk) == [Standing.NOT_WRITTEN]
    desk.export(course, out)
    assert standing(desk) == [Standing.WRITTEN]
    give(desk, receipt(desk, course, "CRL-another"), out, "other.receipt")
    assert standing(desk) == [Standing.WRITTEN]
    give(desk, receipt(desk, course, number), out)
    (submission,) = desk.sending.submissions()
    assert (submission.standing, submission.to_submit) == (Standing.SUBMITTED, frozenset())
    assert submission.confirmed is not None


def test_the_same_receipt_once_more_records_nothing(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    made = receipt(desk, course, number_in(desk, course))
    give(desk, made, out)
    count = desk.journey(course).history.count
    give(desk, made, out)
    assert desk.journey(course).history.count == count


def test_a_receipt_is_kept_and_recorded_by_its_digest(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    number = number_in(desk, course)
    give(desk, receipt(desk, course, number), out)
    digest = hashlib.sha256(b"one.receipt").hexdigest()
    assert (desk.profile / RECEIPTS / f"{digest}.receipt").read_bytes() == b"one.receipt"
    fact = desk.journey(course).stream.events[-1].fact
    assert fact == ReceiptAccepted(completion="ab" * 32, receipt=digest, credited=(number,), taken_back=())


def test_a_receipt_for_somebody_else_is_refused_and_leaves_no_trace(
    desk: FakeDesk, course: SignedCourse, out: Path
) -> None:
    before = desk.journey(course).history.count
    with pytest.raises(ReceiptOfAnother):
        give(desk, receipt(desk, course, number_in(desk, course), learner="99" * 16), out)
    assert desk.journey(course).history.count == before
    assert not (desk.profile / RECEIPTS).exists()


def test_a_receipt_that_refuses_confirms_nothing_and_is_kept(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    desk.export(course, out)
    said = give(desk, receipt(desk, course, outcome=Outcome.REFUSED), out)
    assert said.outcome is Outcome.REFUSED
    assert standing(desk) == [Standing.WRITTEN]
    assert len(list((desk.profile / RECEIPTS).iterdir())) == 1


def test_a_claim_that_is_corrected_after_the_receipt_is_to_be_submitted_again(
    desk: FakeDesk, course: SignedCourse, out: Path
) -> None:
    old = number_in(desk, course)
    desk.export(course, out)
    give(desk, receipt(desk, course, old), out)
    desk.journey(course).correct_claim(
        ANCC, amount=Decimal(1), profession=Profession.NURSE, reason=TakenBackFor.WRONG_PROFESSION
    )
    (submission,) = desk.sending.submissions()
    assert submission.to_submit == {old, number_in(desk, course, ANCC)}
    assert submission.standing is Standing.NOT_WRITTEN


def test_credit_that_was_withdrawn_is_still_shown_until_the_provider_knows(
    desk: FakeDesk, course: SignedCourse, out: Path
) -> None:
    number = number_in(desk, course)
    give(desk, receipt(desk, course, number), out)
    desk.journey(course).withdraw_claim(number, reason=TakenBackFor.OTHER)
    (submission,) = desk.sending.submissions()
    assert (submission.claims, submission.to_submit) == ((), {number})
    give(desk, receipt(desk, course, taken_back=(number,)), out, "gone.receipt")
    assert desk.sending.submissions() == ()


def test_what_was_withdrawn_before_anybody_had_it_is_no_row(desk: FakeDesk, course: SignedCourse) -> None:
    desk.journey(course).withdraw_claim(number_in(desk, course), reason=TakenBackFor.OTHER)
    assert desk.sending.check(ReportFormat.PARS, [course.hash]).rows == ()


def test_a_check_tells_each_row_and_records_nothing(desk: FakeDesk, course: SignedCourse) -> None:
    def object_to(_form: ReportFormat, row: RosterRow) -> list[Objection]:
        return [Objection(row=row, problem=NoNumber(), field="npi", mend=Mend.PROFILE)]

    desk.reporter.objecting = object_to
    before = desk.journey(course).history.count
    checked = desk.sending.check(ReportFormat.PARS, [course.hash])
    assert [row.number for row in checked.rows] == [number_in(desk, course)]
    assert checked.ready == ()
    assert [objection.mend for objection in checked.against(checked.rows[0])] == [Mend.PROFILE]
    assert desk.journey(course).history.count == before


def test_a_warning_keeps_nothing_from_being_written(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    desk.reporter.objecting = lambda _, row: [
        Objection(row=row, problem=NoNumber(), field="", mend=Mend.CLOCK, warning=True)
    ]
    written = desk.sending.write(ReportFormat.PARS, [course.hash], out)
    assert len(written.rows) == 1
    assert written.left_out == ()


def test_nothing_is_written_when_no_row_is_ready(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    desk.reporter.objecting = lambda _, row: [Objection(row=row, problem=NoNumber(), field="", mend=Mend.PROFILE)]
    with pytest.raises(NothingReady, match="There is no number"):
        desk.sending.write(ReportFormat.PARS, [course.hash], out)
    assert list(out.iterdir()) == []


def test_what_is_ready_is_written_and_what_is_not_is_told(desk: FakeDesk, course: SignedCourse, out: Path) -> None:
    other = desk.signed[1]
    desk.finish(other)
    desk.journey(other).claim(
        other.course.credit.offers[0].id,
        amount=other.course.credit.offers[0].maximum,
        profession=Profession.PHYSICIAN,
    )

    def object_to(_form: ReportFormat, row: RosterRow) -> list[Objection]:
        wrong = row.course.id == other.course.id
        return [Objection(row=row, problem=NoNumber(), field="", mend=Mend.PROFILE)] if wrong else []

    desk.reporter.objecting = object_to
    written = desk.sending.write(ReportFormat.COMPLETERS_CSV, [course.hash, other.hash], out)
    assert [row.course.id for row in written.rows] == [course.course.id]
    assert [objection.row.course.id for objection in written.left_out] == [other.course.id]
    (file,) = written.files
    assert file.read_bytes() == f"completers-csv {number_in(desk, course)}\n".encode()


@pytest.mark.parametrize("form", ReportFormat)
def test_each_form_is_written_and_only_a_completion_file_is_recorded(
    desk: FakeDesk, course: SignedCourse, out: Path, form: ReportFormat
) -> None:
    written = desk.sending.write(form, [course.hash], out)
    assert [file.exists() for file in written.files] == [True]
    assert desk.journey(course).history.exports == (1 if form is ReportFormat.COMPLETION else 0)


def test_permission_is_kept_for_all_courses_and_recorded_in_the_evidence(desk: FakeDesk, course: SignedCourse) -> None:
    assert desk.sending.reporting is None
    desk.sending.decide_reporting(permitted=True)
    assert desk.sending.reporting is True
    assert desk.journey(course).stream.events[-1].fact == ReportingDecided(permitted=True)
    (row,) = desk.sending.check(ReportFormat.PARS, [course.hash]).rows
    assert row.permitted is True


def test_permission_that_is_withdrawn_is_recorded_too(desk: FakeDesk, course: SignedCourse) -> None:
    desk.sending.decide_reporting(permitted=True)
    desk.sending.decide_reporting(permitted=False)
    (row,) = desk.sending.check(ReportFormat.PARS, [course.hash]).rows
    assert row.permitted is False


def test_what_was_decided_once_holds_for_a_course_that_comes_later(desk: FakeDesk, out: Path) -> None:
    desk.sending.decide_reporting(permitted=False)
    course = desk.signed[0]
    desk.finish(course)
    desk.journey(course).claim(AMA, amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    (row,) = desk.sending.check(ReportFormat.PARS, [course.hash]).rows
    assert row.permitted is False
    desk.export(course, out)
    assert desk.journey(course).history.reporting is False


def test_a_course_whose_record_is_damaged_is_left_to_the_troubles(
    desk: FakeDesk, course: SignedCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(signed: SignedCourse) -> object:
        raise NoNumber

    monkeypatch.setattr(desk._walks, "history", broken)
    assert desk.sending.submissions() == ()


def test_what_was_written_where_is_remembered_and_the_latest_is_first(
    desk: FakeDesk, course: SignedCourse, out: Path
) -> None:
    desk.export(course, out)
    (table,) = desk.sending.write(ReportFormat.MOODLE, [course.hash], out).files
    last, first = desk.sending.written()
    assert (first.form, last.form) == (ReportFormat.COMPLETION, ReportFormat.MOODLE)
    assert last.file == str(table)
    assert last.digest == hashlib.sha256(table.read_bytes()).hexdigest()
    assert last.numbers == first.numbers == (number_in(desk, course),)


def test_a_file_that_cannot_be_remembered_is_written_all_the_same(
    desk: FakeDesk, course: SignedCourse, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoNumber

    monkeypatch.setattr(desk.outbox, "keep", full)
    assert desk.export(course, out).exists()


def test_a_form_that_cannot_be_made_keeps_no_other_from_a_rehearsal(
    desk: FakeDesk, course: SignedCourse, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> bytes:
        raise NoNumber

    monkeypatch.setattr(desk.reporter, "badge", none)
    files, problems = desk.sending.write_unchecked(course, out)
    assert len(files) == len(ReportFormat) - 4
    assert [type(problem) for problem in problems] == [NoNumber] * 3


def test_a_form_that_cannot_be_written_keeps_no_other_back(
    desk: FakeDesk, course: SignedCourse, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> bytes:
        raise NoNumber

    monkeypatch.setattr(desk.reporter, "badge", none)
    written = write_every_form(desk.sending, [course.hash], out, xapi=XapiVersion.TWO)
    assert [form for form, _ in written.missing] == [ReportFormat.BADGE, ReportFormat.BADGE_PNG, ReportFormat.BADGE_SVG]
    assert len(written.reports) == len(ReportFormat) - 3
    statements = next(one for one in written.reports if one.form is ReportFormat.XAPI)
    assert b" 2.0.0 " in statements.files[0].read_bytes()


def test_a_provider_gets_the_numbers_for_which_its_course_asks_and_no_others(
    desk: FakeDesk, course: SignedCourse, out: Path
) -> None:
    asked = {name for offer in course.course.credit.offers for name in offer.identifiers}
    everything = (("nabp", "654321"), ("birth_mmdd", "0229"), ("npi", "1234567893"), ("email", "ana@example.org"))
    desk.save_learner(replace(desk.learner, identifiers=everything))
    packed = desk.courier.packed[desk.export(course, out).read_bytes()][1]
    assert packed.identifiers == tuple(pair for pair in everything if pair[0] in asked)
    assert 0 < len(packed.identifiers) < len(everything)
    assert packed.licences == desk.learner.licences
