"""Who may be told what: the wording rules of the AMA, the ACCME and the ACPE."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.certificate import (
    CertificateFacts,
    Run,
    award_sentence,
    certificate_facts,
    emphasised,
    long_date,
    name_digest,
    replacement_of,
    shown_date,
    written_date,
)
from player.domain.course import Course, LearningFormat, Occasion
from player.domain.credit import CreditPlan, DateRule, Document, Offer
from player.domain.event import CreditClaimed, Purpose, StreamId, TakenBackFor
from player.domain.history import Claim, History
from player.domain.learner import Profession
from player.domain.template import CertificateTemplate
from tests.builders import ACPE, AMA, ANCC, COP, COURSE, PHYSICIAN, SHORT_COURSE, opening_for
from tests.worlds import World, world

COMPLETED = datetime(2024, 6, 4, 2, 30, tzinfo=UTC)
"""Half past two at night in Greenwich: still June 3 in New York."""
ISSUED = datetime(2024, 6, 5, 9, 0, tzinfo=UTC)


def facts_for(
    offer: Offer,
    amount: str,
    profession: Profession,
    *,
    course: Course = COURSE,
    purpose: Purpose = Purpose.CREDIT,
) -> CertificateFacts:
    credit = CreditClaimed(offer=offer.id, amount=Decimal(amount), profession=profession)
    claim = Claim(credit=credit, moment=ISSUED, stream=StreamId("0" * 32))
    history = History(opening=opening_for(course, purpose=purpose), completed=COMPLETED, claims=(claim,))
    learner = replace(PHYSICIAN, profession=profession)
    return certificate_facts(course=course, history=history, claim=claim, learner=learner)


def text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def italics(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs if run.italic]


def test_a_physician_is_awarded_credit() -> None:
    facts = facts_for(AMA, "0.75", Profession.PHYSICIAN)
    assert facts.document is Document.CME_CERTIFICATE
    assert facts.heading == "Certificate of Continuing Medical Education"
    assert text(facts.sentence) == (
        "has successfully completed this activity and is awarded 0.75 AMA PRA Category 1 Credit™."
    )


@pytest.mark.parametrize("profession", [p for p in Profession if p is not Profession.PHYSICIAN])
def test_nobody_but_a_physician_is_awarded_the_physicians_credit(profession: Profession) -> None:
    sentence = text(award_sentence(Document.CME_CERTIFICATE, AMA, Decimal("0.5"), profession))
    assert "awarded" not in sentence
    assert sentence == (
        "has participated in this activity. The activity was designated for 1.5 AMA PRA Category 1 Credits™."
    )


def test_others_hold_a_certificate_of_participation() -> None:
    facts = facts_for(ANCC, "1.25", Profession.NURSE)
    assert facts.document is Document.PARTICIPATION_CERTIFICATE
    assert facts.heading == "Certificate of Participation"
    assert "awarded" not in text(facts.sentence)
    assert "1.25 contact hours" in text(facts.sentence)


@pytest.mark.parametrize(
    ("amount", "phrase"),
    [
        ("0.25", "0.25 AMA PRA Category 1 Credit™"),
        ("1", "1 AMA PRA Category 1 Credit™"),
        ("1.00", "1 AMA PRA Category 1 Credit™"),
        ("1.25", "1.25 AMA PRA Category 1 Credits™"),
        ("1.50", "1.5 AMA PRA Category 1 Credits™"),
        ("10", "10 AMA PRA Category 1 Credits™"),
    ],
)
def test_the_phrase_is_plural_above_one(amount: str, phrase: str) -> None:
    sentence = text(award_sentence(Document.CME_CERTIFICATE, AMA, Decimal(amount), Profession.PHYSICIAN))
    assert f"is awarded {phrase}." in sentence


def test_the_whole_phrase_and_nothing_else_is_in_italics() -> None:
    facts = facts_for(AMA, "1.5", Profession.PHYSICIAN)
    assert italics(facts.sentence) == ["AMA PRA Category 1 Credits"]
    assert "Credits™." in text(facts.sentence)


def test_a_participant_is_told_for_how_much_the_activity_was_designated_never_that_it_is_awarded() -> None:
    facts = facts_for(COP, "0.5", Profession.OTHER)
    assert text(facts.sentence) == (
        "has participated in this activity, recorded as 0.5 hour of participation."
        " The activity was designated for 1.5 AMA PRA Category 1 Credits™."
    )
    assert italics(facts.sentence) == ["AMA PRA Category 1 Credits"]


def test_the_designation_statement_is_word_for_word_with_the_phrase_in_italics() -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN)
    assert text(facts.designation_statement) == AMA.designation
    assert italics(facts.designation_statement) == ["AMA PRA Category 1 Credits"]


@given(st.text(max_size=80))
def test_emphasis_never_changes_a_word(words: str) -> None:
    assert text(emphasised(AMA, words)) == words
    assert text(emphasised(COP, words)) == words


def test_the_provider_s_wording_comes_first() -> None:
    offer = replace(
        AMA,
        award_wording="earned {amount} {credit}, being {amount} of 1.5 {credit}.",
        participation_wording="sat through an activity designated for 1.5 AMA PRA Category 1 Credits™.",
    )
    awarded = award_sentence(Document.CME_CERTIFICATE, offer, Decimal("0.5"), Profession.PHYSICIAN)
    assert text(awarded) == "earned 0.5 AMA PRA Category 1 Credit™, being 0.5 of 1.5 AMA PRA Category 1 Credit™."
    assert italics(awarded) == ["AMA PRA Category 1 Credit"] * 2
    took_part = award_sentence(Document.CME_CERTIFICATE, offer, Decimal("0.5"), Profession.NURSE)
    assert text(took_part) == "sat through an activity designated for 1.5 AMA PRA Category 1 Credits™."
    assert italics(took_part) == ["AMA PRA Category 1 Credits"]


@given(st.sampled_from(["0.25", "0.5", "0.75", "1", "1.25"]))
def test_what_is_printed_is_what_was_claimed_and_never_the_maximum(amount: str) -> None:
    facts = facts_for(AMA, amount, Profession.PHYSICIAN)
    assert facts.amount == Decimal(amount)
    assert f" {amount} " in text(facts.sentence)
    assert "1.5" not in text(facts.sentence)


def test_a_pharmacist_s_record_is_no_statement_of_credit() -> None:
    facts = facts_for(ACPE, "1.5", Profession.PHARMACIST)
    assert facts.document is Document.PARTICIPATION_RECORD
    assert facts.heading == "Record of Participation"
    assert text(facts.sentence) == "has participated in this activity. This record is not a statement of credit."


def test_a_record_says_no_amount_whatever_the_provider_s_wording() -> None:
    offer = replace(ACPE, award_wording="is awarded {amount} {credit}.", participation_wording="has {amount} {credit}.")
    sentence = text(award_sentence(Document.PARTICIPATION_RECORD, offer, Decimal("1.5"), Profession.PHARMACIST))
    assert "1.5" not in sentence
    assert "not a statement of credit" in sentence


def test_without_a_grant_even_a_physician_gets_a_record_and_nobody_signs() -> None:
    facts = facts_for(AMA, "1.5", Profession.PHYSICIAN, course=replace(COURSE, grant=None))
    assert facts.document is Document.PARTICIPATION_RECORD
    assert "not a statement of credit" in text(facts.sentence)
    assert (facts.signatory, facts.signatory_title, facts.signature) == ("", "", None)


def test_the_date_of_completion_is_the_day_where_the_provider_is() -> None:
    assert shown_date(COURSE, History(completed=COMPLETED)) == ("Completion date", "June 3, 2024")


@pytest.mark.parametrize(
    ("when", "shown"),
    [("2023-05-20", "May 20, 2023"), ("2023-05", "May 2023"), ("2023", "2023"), ("2023-13", "2023-13")],
)
def test_the_date_of_the_event_is_as_exact_as_it_is_known(when: str, shown: str) -> None:
    course = replace(COURSE, occasion=Occasion(name="Annual Meeting", when=when), credit=by_event(COURSE.credit))
    assert shown_date(course, History(completed=COMPLETED)) == ("Event date", shown)


def test_the_event_rule_without_a_date_falls_back_to_the_completion() -> None:
    for occasion in (None, Occasion(name="Annual Meeting")):
        course = replace(COURSE, occasion=occasion, credit=by_event(COURSE.credit))
        assert shown_date(course, History(completed=COMPLETED)) == ("Completion date", "June 3, 2024")


def test_the_completion_rule_ignores_the_event() -> None:
    course = replace(COURSE, occasion=Occasion(name="Annual Meeting", when="2023-05-20"))
    assert shown_date(course, History(completed=COMPLETED))[0] == "Completion date"


def by_event(plan: CreditPlan) -> CreditPlan:
    return replace(plan, date_rule=DateRule.EVENT)


def test_what_is_not_finished_has_no_date() -> None:
    assert shown_date(COURSE, History()) == ("Completion date", "")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_written_date_is_the_same_date(day: date) -> None:
    assert written_date(day.isoformat()) == long_date(day)
    month, of_month, year = long_date(day).replace(",", "").split()
    assert (month[:3], int(of_month), int(year)) == (day.strftime("%b"), day.day, day.year)


def test_everything_that_boards_ask_for_is_there() -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN)
    assert facts.name == "Ana María Núñez, MD"
    assert facts.title == COURSE.title
    assert facts.provider == COURSE.provider.name
    assert facts.provider_address == COURSE.provider.address
    assert facts.learning_format == "Enduring material"
    assert facts.accreditation_statement == COURSE.provider.accreditation.statement
    assert facts.date == "June 3, 2024"
    assert facts.signatory == "Ada Example, MD"
    assert facts.issued == ISSUED


def test_the_learning_format_is_the_most_exact_that_is_known() -> None:
    def shown(form: LearningFormat) -> str:
        return facts_for(AMA, "0.5", Profession.PHYSICIAN, course=replace(COURSE, format=form)).learning_format

    assert shown(LearningFormat(kind="on demand")) == "on demand"
    assert shown(LearningFormat(kind="on demand", medium="recorded webinar")) == "recorded webinar"
    assert shown(LearningFormat(kind="a", medium="b", credit_format="Enduring material")) == "Enduring material"


def test_a_course_without_a_place_shows_none() -> None:
    ama = SHORT_COURSE.credit.offers[0]
    assert facts_for(ama, "0.5", Profession.PHYSICIAN, course=SHORT_COURSE).place == ""
    there = replace(SHORT_COURSE, occasion=Occasion(name="Meeting", when="2023", place="Chicago"))
    assert facts_for(ama, "0.5", Profession.PHYSICIAN, course=there).place == "Chicago"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_only_a_stream_for_credit_is_not_a_specimen(purpose: Purpose) -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN, purpose=purpose)
    assert facts.specimen is (purpose is not Purpose.CREDIT)


def test_the_number_follows_from_the_claim() -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN)
    credit = CreditClaimed(offer=AMA.id, amount=Decimal("1"), profession=Profession.PHYSICIAN)
    assert facts.number == Claim(credit=credit, moment=COMPLETED, stream=StreamId("0" * 32)).number
    assert facts.number != facts_for(ANCC, "0.5", Profession.NURSE).number


def test_the_digest_binds_every_fact() -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN)
    assert facts.digest == facts_for(AMA, "0.5", Profession.PHYSICIAN).digest
    changed = (
        replace(facts, name="Somebody Else"),
        replace(facts, amount=Decimal("1.5")),
        replace(facts, title="Another"),
        replace(facts, specimen=True),
        replace(facts, sentence=(Run(text="is awarded everything."),)),
        replace(facts, signature=None),
        replace(facts, issued=COMPLETED),
    )
    assert len({facts.digest, *(other.digest for other in changed)}) == len(changed) + 1


SINCE_TEMPLATES = ("also", "paper", "replaces", "sessions", "template")


def told(facts: CertificateFacts, *, without: tuple[str, ...] = ()) -> str:
    """The digest as the document on evidence has it, of facts without these."""
    kept = {name: value for name, value in asdict(facts).items() if name not in without}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_course_from_before_there_were_templates_keeps_the_digests_of_its_certificates() -> None:
    facts = facts_for(AMA, "0.5", Profession.PHYSICIAN)
    assert facts.digest == told(facts, without=SINCE_TEMPLATES)
    templated = facts_for(AMA, "0.5", Profession.PHYSICIAN, course=replace(COURSE, certificate=CertificateTemplate()))
    assert templated.digest == told(templated) != facts.digest


def corrected(course: Course = COURSE) -> World:
    """A physician who had claimed as a nurse and got a certificate, a minute before."""
    here = world(course)
    here.finish()
    here.claim("ancc", profession=Profession.NURSE)
    here.journey.issue_certificate(here.certificate("ancc"))
    here.clock.advance(60_000)
    here.journey.correct_claim(
        "ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN, reason=TakenBackFor.WRONG_PROFESSION
    )
    return here


def test_what_stands_in_the_place_of_a_revoked_document_says_so() -> None:
    here = corrected()
    (gone,) = here.journey.history.revocations
    facts = here.facts()
    assert facts.replaces == (gone.number,)
    assert facts.digest == told(facts), "also where the course has no template"
    assert replacement_of(here.journey.history, gone.number) is None, "it is not issued yet"
    here.journey.issue_certificate(here.certificate())
    assert replacement_of(here.journey.history, gone.number) == facts.number


def test_a_claim_that_was_withdrawn_before_anything_was_issued_is_replaced_by_nothing() -> None:
    here = world()
    here.finish()
    here.claim(amount="1")
    here.journey.correct_claim(
        "ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN, reason=TakenBackFor.WRONG_AMOUNT
    )
    assert here.facts().replaces == ()


def test_a_document_in_the_place_of_another_is_dated_by_the_day_that_was_revoked() -> None:
    here = world()
    old = here.earn()
    claimed = here.facts().issued
    here.clock.advance(86_400_000)
    assert here.facts().issued == claimed, "whenever it is made"
    here.journey.revoke_certificate(old.number, reason=TakenBackFor.WRONG_NAME)
    revoked = here.clock.moment
    here.clock.advance(86_400_000)
    assert here.facts().issued == revoked
    assert here.facts().number != old.number


def test_the_name_s_digest_needs_the_salt() -> None:
    assert name_digest("a", "Ana") == name_digest("a", "Ana")
    assert len({name_digest("a", "Ana"), name_digest("b", "Ana"), name_digest("a", "Ann")}) == 3
