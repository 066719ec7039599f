"""Judging a transcript: signature, data, evidence and print must all say the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from player.domain.course import Course, CourseId
from player.domain.cycle import LicenceCycle
from player.domain.event import Purpose, StreamId, TakenBackFor
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem
from player.domain.transcript import Entry, Selection, Transcript, proven_entry, transcript_of
from player.domain.transcript_print import printed_words, repeated_heads
from player.exchange.completion import write_completion
from player.exchange.problems import NotACompletionFile, TranscriptAltered
from player.exchange.transcript_check import check_transcript
from player.proof import transcript as statement
from player.proof.keys import PublicKey
from player.proof.trust import Grade
from tests.builders import COURSE, PHYSICIAN
from tests.worlds import DEVICE, NOBODY, TRUST, World, key, world

DAY = date(2026, 11, 22)
OTHER_COURSE = replace(COURSE, id=CourseId("pain"), title="Pain, and What Helps")
REPORTED = Entry(
    day=date(2024, 2, 5), title="تدريب (workshop)", provider="", kind="CE credits", amount=Decimal(2), note="on paper"
)
CYCLES = (LicenceCycle(name="A state", first=date(2020, 1, 1), last=date(2030, 1, 1), required=Decimal(2)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the paper room reads out of a file."""

    intact: bool = True
    signer: PublicKey | None = DEVICE.public
    contents: bytes | None
    evidence: tuple[tuple[str, bytes], ...]
    text: str
    pages: int = 2
    overlaid: int = 0


def earned(course: Course = COURSE, *, learner: Learner = PHYSICIAN, purpose: Purpose = Purpose.CREDIT) -> World:
    stream = StreamId(("5" if course == COURSE else "6") * 32)
    here = world(course, learner=learner, purpose=purpose, stream=stream)
    here.earn()
    return here


def completion(here: World) -> bytes:
    return write_completion(here.evidence(), learner=here.learner, signer=DEVICE)


def line(here: World) -> Entry:
    """The entry of the one claim."""
    history = here.journey.history
    return proven_entry(here.course, history, history.claims[0])


def drawn(*entries: Entry, name: str = PHYSICIAN.printed_name, issued_to: str = PHYSICIAN.printed_name) -> Transcript:
    names = [issued_to] if any(entry.number for entry in entries) else []
    return transcript_of(entries, name=name, day=DAY, selection=Selection(), cycles=CYCLES, issued_to=names)


def printed(transcript: Transcript, *, pages: int = 2) -> str:
    """What comes out of a PDF: in another order, with headings once more on the second page."""
    number = statement.number_of(statement.write(transcript))
    heads = repeated_heads(transcript)[-1:] * (pages - 1)
    return "\n".join((*heads, *reversed(list(printed_words(transcript, number=number, pages=pages)))))


def read_of(transcript: Transcript, *worlds: World) -> Read:
    evidence = tuple((f"{place}.completion", completion(here)) for place, here in enumerate(worlds))
    return Read(contents=statement.write(transcript), evidence=evidence, text=printed(transcript))


SLEEP, PAIN = earned(), earned(OTHER_COURSE)
TRANSCRIPT = drawn(line(SLEEP), line(PAIN), REPORTED)
GENUINE = read_of(TRANSCRIPT, SLEEP, PAIN)


def refused(read: Read, reason: str, kind: type[Problem] = TranscriptAltered) -> None:
    with pytest.raises(kind, match=reason):
        check_transcript(read, TRUST, name="transcript.pdf")


def saying(transcript: Transcript) -> Read:
    """A transcript with the genuine evidence, as the owner of the device's key could draw it up."""
    return replace(GENUINE, contents=statement.write(transcript), text=printed(transcript))


def test_a_genuine_transcript_is_accepted_and_says_what_is_proven() -> None:
    verdict = check_transcript(GENUINE, TRUST, name="transcript.pdf")
    assert verdict.transcript == TRANSCRIPT
    assert {entry.title for entry in verdict.proven} == {COURSE.title, OTHER_COURSE.title}
    assert verdict.reported == (REPORTED,)
    assert verdict.names == {PHYSICIAN.printed_name}
    assert verdict.learner == PHYSICIAN.id
    assert verdict.grade is Grade.C
    assert verdict.number == statement.number_of(statement.write(TRANSCRIPT))


def test_one_without_evidence_proves_nothing_and_is_no_forgery() -> None:
    verdict = check_transcript(read_of(drawn(REPORTED, name="Anybody")), TRUST, name="x")
    assert (verdict.proven, verdict.names, verdict.learner, verdict.grade) == ((), frozenset(), None, None)


def test_evidence_of_which_nothing_is_listed_does_no_harm() -> None:
    assert check_transcript(read_of(drawn(line(SLEEP)), SLEEP, PAIN), TRUST, name="x").proven == (line(SLEEP),)


def test_a_file_that_is_not_whole_is_refused() -> None:
    refused(replace(GENUINE, intact=False), "no whole signature")
    refused(replace(GENUINE, signer=None), "no whole signature")


def test_data_that_is_missing_or_damaged_is_refused() -> None:
    refused(replace(GENUINE, contents=None), "not inside it as data")
    refused(replace(GENUINE, contents=b"{}"), "damaged")
    refused(replace(GENUINE, contents=(GENUINE.contents or b"") + b" "), "damaged")
    refused(replace(GENUINE, contents=b"[" * 100_000), "damaged")


def test_evidence_that_is_missing_or_altered_is_refused() -> None:
    first, second = GENUINE.evidence
    refused(replace(GENUINE, evidence=(first,)), "no evidence inside it proves the entry")
    refused(replace(GENUINE, evidence=()), "no evidence inside it proves the entry")
    damaged = (second[0], second[1][:-20] + b"}")
    refused(replace(GENUINE, evidence=(first, damaged)), "1.completion in transcript.pdf", Problem)
    refused(replace(GENUINE, evidence=(first, ("1.completion", b"nothing"))), "1.completion", NotACompletionFile)


def test_an_unknown_publisher_is_no_forger_and_is_told_of_with_the_evidence() -> None:
    verdict = check_transcript(GENUINE, NOBODY, name="x")
    assert verdict.transcript == TRANSCRIPT
    assert [one.verdict.signed.publisher for one in verdict.completions] == [None, None]
    here = earned(purpose=Purpose.REHEARSAL)
    with pytest.raises(TranscriptAltered):
        check_transcript(read_of(drawn(line(here)), here), NOBODY, name="x")


def test_a_file_signed_by_another_device_is_refused() -> None:
    refused(replace(GENUINE, signer=key(9).public), "another device")


def test_evidence_of_two_learners_is_refused() -> None:
    somebody = replace(PHYSICIAN, id=LearnerId("ee" * 16), name="Somebody Else")
    here = earned(OTHER_COURSE, learner=somebody)
    refused(read_of(drawn(line(SLEEP), line(here)), SLEEP, here), "several learners")


def test_the_transcript_of_somebody_else_is_refused_unless_it_bears_the_name_on_the_certificates() -> None:
    refused(saying(replace(TRANSCRIPT, name="Somebody Else, MD")), "names on it")
    refused(saying(replace(TRANSCRIPT, name="")), "names on it")
    refused(saying(drawn(line(SLEEP), issued_to="Somebody Else, MD")), "names on it")


def test_a_name_that_changed_since_stands_beside_the_one_on_the_certificates() -> None:
    renamed = drawn(line(SLEEP), line(PAIN), name="Ana María Smith, MD, PhD")
    verdict = check_transcript(saying(renamed), TRUST, name="x")
    assert (verdict.names, verdict.is_named) == ({PHYSICIAN.printed_name}, False)
    assert PHYSICIAN.printed_name in printed(renamed)
    assert check_transcript(GENUINE, TRUST, name="x").is_named


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("1.75")},
        {"title": "Sleep before Shift Work"},
        {"provider": "Another College"},
        {"kind": "AAPA Category 1 CME Credits"},
        {"day": date(2020, 1, 1)},
        {"italic": False},
        {"note": "it was more"},
    ],
)
def test_an_entry_that_is_not_what_its_evidence_says_is_refused(change: dict[str, Any]) -> None:
    refused(saying(drawn(replace(line(SLEEP), **change), line(PAIN))), "not what its evidence says")


def test_an_entry_that_nobody_earned_is_refused() -> None:
    invented = replace(line(SLEEP), number="CRL-0000-0000-0000")
    refused(saying(drawn(line(SLEEP), invented)), "no evidence inside it proves the entry")


def test_an_entry_that_is_listed_twice_is_refused() -> None:
    refused(saying(drawn(line(SLEEP), line(SLEEP))), "twice")


def test_a_number_without_a_document_is_no_form_in_which_a_transcript_is_written() -> None:
    contents = json.loads(GENUINE.contents or b"")
    contents["entries"][1]["document"] = None
    data = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    refused(replace(GENUINE, contents=data), "damaged")


def test_a_specimen_proves_no_entry() -> None:
    here = earned(OTHER_COURSE, purpose=Purpose.SPECIMEN)
    refused(read_of(drawn(line(SLEEP), line(here)), SLEEP, here), "no evidence inside it proves the entry")


def test_a_claim_that_was_withdrawn_proves_no_entry() -> None:
    here = earned()
    before = line(here)
    here.journey.withdraw_claim(before.number, reason=TakenBackFor.WRONG_AMOUNT)
    refused(read_of(drawn(before), here), "taken back")


def test_a_certificate_that_was_revoked_proves_no_entry_and_the_new_one_does() -> None:
    here = earned()
    before = line(here)
    here.journey.revoke_certificate(before.number, reason=TakenBackFor.WRONG_NAME)
    refused(read_of(drawn(before), here), "taken back")
    after = line(here)
    assert after.number != before.number
    assert check_transcript(read_of(drawn(after), here), TRUST, name="x").proven == (after,)


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (COURSE.title, "Sleep"),
        ("1.5", "15"),
        ("self-reported", "proven"),
        ("on paper", "on pap\ufffd"),
        ("Page 2 of 2", "Page 2 of 2 Awarded 100 credits"),
        ("certificate", "certificates"),
    ],
)
def test_pages_that_say_less_or_more_are_refused(there: str, instead: str) -> None:
    assert there in GENUINE.text
    refused(replace(GENUINE, text=GENUINE.text.replace(there, instead, 1)), "something else")


def test_headings_may_stand_once_more_on_each_page_and_not_more_often() -> None:
    head = repeated_heads(TRANSCRIPT)[1]
    check_transcript(replace(GENUINE, text=GENUINE.text + head), TRUST, name="x")
    refused(replace(GENUINE, text=GENUINE.text + head * 3), "something else")


def test_pictures_on_its_pages_are_refused() -> None:
    refused(replace(GENUINE, overlaid=1), "pictures")


def test_a_letter_that_no_font_had_may_be_missing_where_its_sign_stands() -> None:
    odd = replace(REPORTED, title="\U0001f5a5 needed")
    transcript = drawn(line(SLEEP), odd)
    read = read_of(transcript, SLEEP)
    check_transcript(replace(read, text=read.text.replace("\U0001f5a5", "\ufffd")), TRUST, name="x")
    check_transcript(replace(read, text=read.text.replace("\U0001f5a5 n", "\ufffd\ufffd")), TRUST, name="x")
    refused(replace(read, text=read.text.replace("\U0001f5a5", "")), "something else")
    refused(replace(read, text=read.text.replace("\U0001f5a5 need", "\ufffd")), "something else")


def test_print_is_compared_whatever_spaces_forms_and_directions_a_pdf_makes_of_it() -> None:
    text = " ".join(GENUINE.text).replace("é", "e\u0301").replace("(", ")")
    check_transcript(replace(GENUINE, text=text), TRUST, name="x")
