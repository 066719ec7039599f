"""Attacks on transcripts: entries, sums and pages that say more than the evidence proves; all are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from player.domain.cycle import LicenceCycle
from player.domain.event import TakenBackFor
from player.domain.transcript import Entry, Selection, Transcript, proven_entry, transcript_of
from player.exchange.completion import write_completion
from player.paper.signature import sign_pdf
from player.paper.transcript import REASON, SIGNER, unsigned_transcript
from player.proof import transcript as statement
from player.proof.keys import PrivateKey
from tests.builders import PHYSICIAN
from tests.faults.court import Court
from tests.faults.forging import FONTS, OTHER_DEVICE, PAIN, SLEEP, SOMEBODY, STRANGER, Life, changed, life
from tests.faults.hostile.documents import bomb
from tests.faults.page_forgeries import in_helvetica, page_says, with_more_files, with_stamp, written_over
from tests.faults.test_document_attacks import UPDATES, updated
from tests.worlds import DEVICE, World, world

DAY = date(2026, 11, 22)
REPORTED = Entry(day=date(2023, 2, 5), title="Workshop", provider="", kind="CE credits", amount=Decimal(2))
CYCLES = (LicenceCycle(name="A state", first=date(2020, 1, 1), last=date(2030, 1, 1), required=Decimal(2)),)
Evidence = Sequence[tuple[str, bytes]]


def entry_of(here: World) -> Entry:
    history = here.journey.history
    return proven_entry(here.course, history, history.claims[0])


def drawn_up(*entries: Entry, name: str = PHYSICIAN.printed_name) -> Transcript:
    issued_to = [PHYSICIAN.printed_name] if any(entry.number for entry in entries) else []
    return transcript_of(entries, name=name, day=DAY, selection=Selection(), cycles=CYCLES, issued_to=issued_to)


@cache
def lives() -> tuple[Life, Life]:
    return life(SLEEP), life(PAIN, stream="6")


@cache
def entries() -> tuple[Entry, Entry]:
    first, second = lives()
    return entry_of(first.world), entry_of(second.world)


@cache
def evidence() -> Evidence:
    return tuple((f"{place}.completion", one.job.evidence) for place, one in enumerate(lives()))


@cache
def transcript() -> Transcript:
    return drawn_up(*entries(), REPORTED)


def unsigned(shown: Transcript, inside: Evidence) -> bytes:
    return unsigned_transcript(shown, evidence=inside, fonts=FONTS)


def signed(page: bytes, *, by: PrivateKey = DEVICE) -> bytes:
    return sign_pdf(page, key=by, name=SIGNER, reason=REASON)


def printed(shown: Transcript, inside: Evidence | None = None) -> bytes:
    return signed(unsigned(shown, evidence() if inside is None else inside))


@cache
def genuine() -> bytes:
    return printed(transcript())


def test_a_genuine_transcript_is_accepted_and_looks_as_it_should(court: Court) -> None:
    assert court.genuine(genuine())["page_as_drawn"] is True


# --- bytes and later edits ---------------------------------------------------------------------------------------


def test_flipped_cut_and_added_bytes_are_found(court: Court) -> None:
    pdf = genuine()
    for place in range(50, len(pdf), len(pdf) // 6):
        court.refused(pdf[:place] + bytes([pdf[place] ^ 4]) + pdf[place + 1 :])
        court.refused(pdf[:place])
    court.refused(pdf + b"\n")
    court.refused(signed(unsigned(transcript(), evidence()), by=STRANGER), "another device")


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__)
def test_updates_before_and_after_the_signature_are_found(court: Court, change: Any) -> None:
    court.refused(updated(genuine(), change))
    (found,) = court.judged(signed(updated(unsigned(transcript(), evidence()), change)))
    assert not found["accepted"] or found["page_as_drawn"] is not True


# --- entries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("1.75")},
        {"title": "Sleep before Shift Work"},
        {"provider": "Another College"},
        {"kind": "AAPA Category 1 CME Credits"},
        {"day": date(2020, 1, 1)},
        {"note": "it was more"},
        {"number": "CRL-0000-0000-0000"},
    ],
)
def test_an_entry_that_its_evidence_does_not_prove_is_refused(court: Court, change: dict[str, Any]) -> None:
    first, second = entries()
    court.refused(printed(drawn_up(replace(first, **change), second, REPORTED)))


def test_an_entry_more_or_twice_is_refused(court: Court) -> None:
    first, second = entries()
    court.refused(printed(drawn_up(first, second, replace(second, number="CRL-1111-1111-1111"))), "no evidence")
    court.refused(printed(drawn_up(first, first, second)), "twice")
    court.refused(printed(drawn_up(first, second), evidence()[:1]), "no evidence")


def test_what_is_reported_cannot_be_made_to_look_proven(court: Court) -> None:
    first, second = entries()
    proven = replace(REPORTED, document=first.document, number="CRL-0000-0000-0000")
    court.refused(printed(drawn_up(first, second, proven)), "no evidence")
    court.refused(printed(drawn_up(first, second, replace(proven, number=second.number))), "twice")


def with_data_of(shown: Transcript, data: Transcript, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Pages that show one transcript, with the data and number of another."""
    written = statement.write(data)
    with monkeypatch.context() as lying:
        lying.setattr(statement, "write", lambda _: written)
        return printed(shown)


def test_pages_that_show_another_transcript_are_refused(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = entries()
    for shown in (
        drawn_up(first, second),
        drawn_up(first, second, replace(REPORTED, amount=Decimal(20))),
        drawn_up(replace(first, amount=Decimal(15)), second, REPORTED),
        drawn_up(first, second, replace(REPORTED, number="CRL-1", document=first.document)),
        replace(transcript(), name="Somebody Else, MD"),
        replace(transcript(), day=date(2030, 1, 1)),
    ):
        court.refused(with_data_of(shown, transcript(), monkeypatch))


def test_sums_changed_on_the_page_alone_are_refused(court: Court) -> None:
    court.refused(signed(changed(unsigned(transcript(), evidence()), exchanged_digits)))


def exchanged_digits(pdf: Any) -> None:
    """A glyph for “3” that is read as “8”, and a page that says so."""
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0033>", b"<0038>"))


def test_data_exchanged_between_two_transcripts_is_refused(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = entries()
    one, other = drawn_up(first), drawn_up(second)
    court.refused(with_data_of(one, other, monkeypatch))
    court.refused(printed(one, evidence()[1:]), "no evidence")


# --- evidence ----------------------------------------------------------------------------------------------------


def test_evidence_of_another_learner_or_device_is_refused(court: Court) -> None:
    theirs = life(PAIN, learner=SOMEBODY, stream="6")
    both = (evidence()[0], ("1.completion", theirs.job.evidence))
    court.refused(printed(drawn_up(entries()[0], entry_of(theirs.world)), both), "several learners")
    court.refused(printed(drawn_up(entry_of(theirs.world)), both[1:]), "names on it")
    court.refused(signed(unsigned(transcript(), evidence()), by=OTHER_DEVICE), "another device")


def test_a_course_that_somebody_else_signed_proves_nothing(court: Court) -> None:
    here = world(SLEEP, publisher=STRANGER)
    here.earn()
    inside = [("0.completion", write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE))]
    court.refused(printed(drawn_up(entry_of(here)), inside))


def test_what_was_taken_back_proves_nothing(court: Court) -> None:
    here = world(SLEEP)
    issued, before = here.earn(), entry_of(here)
    early = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    here.journey.withdraw_claim(issued.number, reason=TakenBackFor.WRONG_AMOUNT)
    late = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    court.refused(printed(drawn_up(before), [("0.completion", late)]), "taken back")
    old = printed(drawn_up(before), [("0.completion", early)])
    court.genuine(old)
    found, _ = court.judged(old, late)
    assert not found["accepted"], "beside what came later"


# --- pages -------------------------------------------------------------------------------------------------------

FORGERIES = {
    "more text": in_helvetica("BT /H 20 Tf 100 100 Td (and 100 more credits) Tj ET"),
    "more text that is not drawn": in_helvetica("BT 3 Tr /H 20 Tf 100 100 Td (100 more) Tj ET"),
    "a stamp": with_stamp,
    "a page more": lambda pdf: pdf.add_blank_page(),
    "white over everything": written_over,
    "turned by a quarter": page_says("/Rotate", lambda pdf: 90),
    "cut down to its middle": page_says("/CropBox", lambda pdf: [200, 200, 400, 400]),
    "a file more": with_more_files("100 credits.pdf", b"%PDF-1.7"),
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_forged_pages_are_refused_or_not_taken_for_carrels_own(court: Court, kind: str) -> None:
    (found,) = court.judged(signed(changed(unsigned(transcript(), evidence()), FORGERIES[kind])))
    assert not found["accepted"] or found["page_as_drawn"] is not True


def test_a_bomb_or_thousands_of_files_inside_are_refused(court: Court) -> None:
    page = unsigned(transcript(), evidence())
    court.refused(signed(changed(page, with_more_files("a.completion", bytes(200 << 20), compress=True))))
    court.refused(signed(changed(page, with_many_files)))
    assert len(bomb(1)) < 2_000


def with_many_files(pdf: Any) -> None:
    for number in range(1_000):
        pdf.attachments[f"{number}.completion"] = b"{}"
