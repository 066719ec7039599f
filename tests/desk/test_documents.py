"""Documents: issued once, reprinted as they were, corrected by new ones; what is refused leaves no trace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.places import Places
from player.bootstrap.reporting import FileReporter
from player.desk.problems import NoName, NotEnrolled
from player.domain.course import Issuers
from player.domain.event import TakenBackFor
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.refusals import ClaimNotSupported
from player.domain.reporting import Reporting
from player.domain.template import CertificateTemplate
from player.exchange.completion import verify_completion
from player.paper.problems import NoGlyph
from player.paper.reading import read_certificate
from player.proof.manifest import SignedCourse
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import RESOURCES, TRUST, FakeDesk

AMA, ANCC = "ama", "ancc"
TEMPLATED = replace(COURSE, certificate=CertificateTemplate())


class Unprintable(Problem):
    what_template = "No font has this letter."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path, courses=(TEMPLATED, SHORT_COURSE))
    yield desk
    desk.close()


@pytest.fixture
def printing(desk: FakeDesk) -> FakeDesk:
    """Real documents, with real evidence inside."""
    desk.print_for_real()
    return desk


def claimed(desk: FakeDesk, *, amount: str = "0.5") -> SignedCourse:
    course = desk.signed[0]
    desk.finish(course)
    desk.journey(course).claim(AMA, amount=Decimal(amount), profession=Profession.PHYSICIAN)
    return course


def correct_profession(desk: FakeDesk, course: SignedCourse, *, amount: str = "0.5") -> Path:
    return desk.documents.correct_claim(
        course,
        ANCC,
        amount=Decimal(amount),
        profession=Profession.NURSE,
        reason=TakenBackFor.WRONG_PROFESSION,
    )


# --- corrections ---------------------------------------------------------------------------------------------


def test_a_wrong_profession_is_corrected_by_a_new_document_that_names_the_old(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    new = correct_profession(desk, course)
    history = desk.journey(course).history
    assert [claim.credit.offer for claim in history.claims] == [ANCC]
    assert desk.documents.facts(course, ANCC).replaces == (old.stem,)
    assert new.stem != old.stem and old.exists()
    assert desk.learner.profession is Profession.NURSE
    assert [row.offer.id for row in desk.credits()] == [ANCC]


def test_a_wrong_name_is_corrected_and_the_claim_stands(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    new = desk.documents.correct_name(course, AMA, name="Ana Maria Nuñez", degrees="MD, PhD")
    facts = desk.documents.facts(course, AMA)
    assert (facts.name, facts.number, facts.replaces) == ("Ana Maria Nuñez, MD, PhD", new.stem, (old.stem,))
    assert desk.journey(course).history.claims[0].credit.amount == Decimal("0.5")
    assert desk.progress(course).step(StepName.CERTIFICATE).state is StepState.DONE


def test_a_wrong_amount_is_corrected(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    desk.documents.correct_claim(
        course,
        AMA,
        amount=Decimal("0.25"),
        profession=Profession.PHYSICIAN,
        reason=TakenBackFor.WRONG_AMOUNT,
    )
    assert [(row.amount, row.number == old.stem) for row in desk.credits()] == [(Decimal("0.25"), False)]


def test_what_was_revoked_is_seen_in_the_history_with_what_replaced_it(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    new = correct_profession(desk, course)
    latest, first = desk.documents.history(course)
    assert (latest.number, latest.revocation, latest.file) == (new.stem, None, new)
    assert (first.number, first.replaced_by, first.file) == (old.stem, new.stem, old)
    assert first.revocation is not None and first.revocation.reason is TakenBackFor.WRONG_PROFESSION
    assert (first.offer, first.amount) == (AMA, Decimal("0.5"))


def test_a_correction_that_the_evidence_does_not_support_changes_nothing(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    events = len(desk.journey(course).stream.events)
    with pytest.raises(ClaimNotSupported):
        correct_profession(desk, course, amount="9")
    assert len(desk.journey(course).stream.events) == events
    assert desk.documents.issue(course, AMA) == old
    assert desk.learner.profession is not Profession.NURSE


@pytest.mark.parametrize(("name", "problem"), [("", NoName), ("Ana", Unprintable)])
def test_a_name_that_cannot_be_printed_revokes_nothing(desk: FakeDesk, name: str, problem: type[Problem]) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    desk.press.unprintable = Unprintable()
    with pytest.raises(problem):
        desk.documents.correct_name(course, AMA, name=name, degrees="")
    assert desk.documents.issue(course, AMA) == old
    assert desk.documents.history(course)[0].revocation is None
    assert desk.learner.name != name


def test_what_cannot_be_printed_is_not_issued(desk: FakeDesk) -> None:
    course = claimed(desk)
    desk.press.unprintable = Unprintable()
    with pytest.raises(Unprintable):
        desk.documents.issue(course, AMA)
    assert desk.progress(course).issues == ()


def test_a_withdrawn_claim_can_be_made_anew_under_another_number(desk: FakeDesk) -> None:
    course = claimed(desk)
    old = desk.documents.issue(course, AMA)
    desk.documents.withdraw(course, AMA, reason=TakenBackFor.OTHER)
    assert desk.credits() == ()
    desk.journey(course).claim(AMA, amount=Decimal("0.25"), profession=Profession.PHYSICIAN)
    assert desk.documents.issue(course, AMA).stem != old.stem


def test_only_an_enrolled_device_issues_where_the_grant_says_so(tmp_path: Path) -> None:
    assert COURSE.grant is not None
    closed = replace(COURSE, grant=replace(COURSE.grant, issuers=Issuers.ENROLLED))
    desk = FakeDesk(tmp_path, courses=(closed,))
    course = claimed(desk)
    with pytest.raises(NotEnrolled):
        desk.documents.issue(course, AMA)
    assert desk.progress(course).claims and not desk.progress(course).issues
    desk.close()


def on_another_second(last: int) -> None:
    """A clock that is looked at while signing shows another time."""
    while int(time.time()) == last:
        time.sleep(0.02)


# --- the same again ------------------------------------------------------------------------------------------


def test_a_lost_document_is_made_again_byte_for_byte_whatever_happened_since(
    printing: FakeDesk, tmp_path: Path
) -> None:
    course = claimed(printing)
    file = printing.documents.issue(course, AMA)
    before = file.read_bytes()
    printing.export(course, tmp_path)
    printing.save_learner(replace(printing.learner, degrees="DO", identifiers=(("npi", "1234567893"),)))
    file.unlink()
    on_another_second(int(time.time()))
    assert printing.documents.issue(course, AMA).read_bytes() == before


@pytest.mark.parametrize("place", [100, 20_000, -3])
def test_a_damaged_document_is_made_again(printing: FakeDesk, place: int) -> None:
    course = claimed(printing)
    file = printing.documents.issue(course, AMA)
    before = file.read_bytes()
    damaged = bytearray(before)
    damaged[place] ^= 1
    file.write_bytes(damaged)
    assert printing.documents.read(course, AMA) == before


def test_a_certificate_tells_nothing_of_the_learner_but_the_name_on_it(printing: FakeDesk) -> None:
    private = replace(printing.learner, identifiers=(("npi", "1234567893"), ("birth_mmdd", "0412")))
    printing.save_learner(private)
    course = claimed(printing)
    read = read_certificate(printing.documents.issue(course, AMA).read_bytes())
    assert read.evidence is not None
    told = verify_completion(read.evidence, TRUST, name="x").learner
    assert (told.identifiers, told.licences, told.profession) == ((), (), None)
    assert told.printed_as == ((printing.documents.facts(course, AMA).number, private.printed_name),)


def test_a_name_that_was_given_up_is_not_in_the_new_document(printing: FakeDesk) -> None:
    course = claimed(printing)
    before = printing.learner.printed_name
    printing.documents.issue(course, AMA)
    new = printing.documents.correct_name(course, AMA, name="Somebody New", degrees="MD")
    read = read_certificate(new.read_bytes())
    assert read.evidence is not None
    told = verify_completion(read.evidence, TRUST, name="x").learner
    assert before not in repr(told) and "Somebody New, MD" in repr(told)


def test_a_revoked_certificate_is_genuine_and_known_to_count_no_more(printing: FakeDesk) -> None:
    course = claimed(printing)
    old = printing.documents.issue(course, AMA)
    assert printing.verify(old).revocation is None
    new = correct_profession(printing, course)
    found = printing.verify(old)
    assert found.revocation is not None and found.replaced_by == new.stem
    assert printing.verify(new).revocation is None


def test_a_letter_that_no_font_has_is_named_before_anything_is_recorded(printing: FakeDesk) -> None:
    course = claimed(printing)
    printing.save_learner(replace(printing.learner, name="Ana \U00012000"))
    with pytest.raises(NoGlyph, match="CUNEIFORM"):
        printing.documents.issue(course, AMA)
    assert printing.progress(course).issues == ()


def test_a_certificate_of_a_course_that_says_how_it_is_reported_has_its_badge_inside(tmp_path: Path) -> None:
    reported = replace(TEMPLATED, reporting=Reporting())
    desk = FakeDesk(tmp_path, courses=(reported,))
    desk.print_for_real()
    places = Places(profile=tmp_path, resources=RESOURCES)
    desk._sit_down(replace(desk._parts, reporter=FileReporter(places, now=lambda: desk.clock.moment)))
    course = claimed(desk)
    file = desk.documents.issue(course, AMA)
    made = file.read_bytes()
    badge = read_certificate(made).badge
    assert badge is not None and b'"creditsEarned":0.5' in badge
    assert desk.verify(file).certificate_number == file.stem
    file.unlink()
    assert desk.documents.issue(course, AMA).read_bytes() == made
    desk.documents.correct_name(course, AMA, name="Ana Maria Nuñez", degrees="MD, PhD")
    assert read_certificate(desk.documents.file(file.stem).read_bytes()).badge == badge
    desk.close()


def test_a_certificate_of_any_other_course_has_none(printing: FakeDesk) -> None:
    course = claimed(printing)
    assert read_certificate(printing.documents.issue(course, AMA).read_bytes()).badge is None
