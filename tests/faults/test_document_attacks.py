"""Attacks on documents: a flipped byte, a later edit, a forged authority, exchanged evidence; all of them are found."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from player.domain.course import Course, Issuers
from player.domain.credit import CreditPlan
from player.domain.event import TakenBackFor
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.template import Design
from player.exchange.completion import write_completion
from player.paper.reading import read_certificate
from player.paper.seal import signer_of
from player.proof.keys import PrivateKey
from player.proof.token import Token
from player.proof.token import write as write_token
from player.proof.trust import Grade, enrol
from tests.builders import AMA, COP, COURSE, PHYSICIAN
from tests.faults.court import NAMESAKE, Court
from tests.faults.forging import (
    OTHER_DEVICE,
    PAIN,
    SLEEP,
    SOMEBODY,
    STRANGER,
    Life,
    changed,
    in_design,
    life,
    life_of,
    printed_with,
    signed,
)
from tests.worlds import DEVICE, PUBLISHER, World, key, world

DESIGNS = [in_design(design) for design in Design]
OTHER_PUBLISHER = key(21)


@pytest.mark.parametrize("course", DESIGNS, ids=list(Design))
def test_a_genuine_document_is_accepted_and_looks_as_it_should(court: Court, course: Course) -> None:
    found = court.genuine(life(course).pdf)
    assert (found["grade"], found["page_as_drawn"]) == ("B", True)


# --- bytes -----------------------------------------------------------------------------------------------------


def turned(pdf: bytes, place: int, bit: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def is_intact(pdf: bytes) -> bool:
    try:
        return read_certificate(pdf).intact
    except Problem:
        return False


@pytest.mark.parametrize("course", DESIGNS, ids=list(Design))
def test_a_flipped_bit_anywhere_is_found(court: Court, course: Course) -> None:
    pdf = life(course).pdf
    assert is_intact(pdf)
    places = [place + 7 * n for n, place in enumerate(range(0, len(pdf) - 2_100, 311))]
    assert not any(signer_of(turned(pdf, place, 1 << place % 8)) for place in places)
    court.refused(turned(pdf, places[len(places) // 2], 1))


def test_bits_of_all_of_the_signature_mean_something() -> None:
    one = life()
    assert not [
        (place, bit)
        for place in range(len(one.unsigned), len(one.pdf), 5)
        for bit in (place % 8, (place + 5) % 8)
        if signer_of(turned(one.pdf, place, 1 << bit))
    ]


@pytest.mark.long
@pytest.mark.parametrize("course", DESIGNS, ids=list(Design))
def test_every_byte_of_a_document_means_something(course: Course) -> None:
    """Each byte by one bit, and each bit of all that the signature added."""
    one = life(course)
    for place in range(len(one.pdf)):
        assert signer_of(turned(one.pdf, place, 1 << place % 8)) is None, place
    for place in range(len(one.unsigned), len(one.pdf)):
        for bit in range(8):
            assert signer_of(turned(one.pdf, place, 1 << bit)) is None, (place, bit)


@pytest.mark.long
def test_a_flipped_bit_never_breaks_the_reader() -> None:
    one = life()
    for place in random.Random(7).sample(range(len(one.pdf)), 1_000):
        assert not is_intact(turned(one.pdf, place, 1 << place % 8)), place


def test_a_cut_document_is_found(court: Court) -> None:
    pdf = life().pdf
    assert not any(signer_of(pdf[:length]) for length in range(0, len(pdf), 97))
    for length in (0, 1, 5, 1_000, len(life().unsigned), len(life().unsigned) + 800, len(pdf) - 1):
        court.refused(pdf[:length])


ADDED = (b"\n", b"\0", b" ", b"%x\n", b"%%EOF\n", b"1 0 obj<<>>endobj\n", b"/ByteRange [0 1 2 3]", bytes(100_000))


@pytest.mark.parametrize("added", ADDED, ids=range(len(ADDED)))
def test_bytes_put_in_anywhere_are_found(court: Court, added: bytes) -> None:
    pdf = life().pdf
    places = (0, 9, 5_000, len(life().unsigned), len(pdf) - 900, len(pdf))
    assert not any(signer_of(pdf[:place] + added + pdf[place:]) for place in places)
    court.refused(pdf + added)


def test_a_document_twice_in_one_file_is_found(court: Court) -> None:
    one, other = life(), life(PAIN, stream="6")
    court.refused(one.pdf + one.pdf)
    court.refused(one.pdf + other.pdf)
    court.refused(one.unsigned + other.pdf[len(other.unsigned) :])


# --- later edits -------------------------------------------------------------------------------------------------


def updated(pdf: bytes, change: Callable[[Any], object]) -> bytes:
    """Changed by the book: an update that only adds to the file."""

    class Update(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            pass

    writer, out = Update(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    return out.getvalue()


def _page(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def with_other_drawing(writer: Any) -> None:
    page = _page(writer)
    data = page["/Contents"].data + b"\nq 1 1 1 rg 0 0 800 700 re f Q\n"
    page[generic.NameObject("/Contents")] = writer.add_object(generic.StreamObject(stream_data=data))
    writer.update_container(page)


def turned_round(writer: Any) -> None:
    _page(writer)[generic.NameObject("/Rotate")] = generic.NumberObject(90)
    writer.update_container(_page(writer))


def with_a_note(writer: Any) -> None:
    note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Contents": "/Much"}
    written = generic.DictionaryObject({key: generic.NameObject(value) for key, value in note.items()})
    written[generic.NameObject("/Rect")] = generic.ArrayObject([generic.NumberObject(n) for n in (9, 9, 400, 400)])
    _page(writer)[generic.NameObject("/Annots")] = generic.ArrayObject([writer.add_object(written)])
    writer.update_container(_page(writer))


def with_other_metadata(writer: Any) -> None:
    stream = writer.root["/Metadata"]
    stream._data = stream.data.replace(b"Sleep", b"Pains")
    stream._encoded_data = None
    writer.update_container(stream)


def with_glyphs_turned_round(writer: Any) -> None:
    for font in _page(writer)["/Resources"]["/Font"].values():
        places = font.get_object()["/DescendantFonts"][0].get("/CIDToGIDMap")
        stream = places.get_object()
        stream._data = stream.data[:2] + stream.data[:1:-1]
        stream._encoded_data = None
        writer.update_container(stream)


def with_a_script(writer: Any) -> None:
    action = generic.DictionaryObject({generic.NameObject("/S"): generic.NameObject("/JavaScript")})
    action[generic.NameObject("/JS")] = generic.TextStringObject("app.alert(1)")
    writer.root[generic.NameObject("/OpenAction")] = action
    writer.update_root()


UPDATES = (with_other_drawing, turned_round, with_a_note, with_other_metadata, with_glyphs_turned_round, with_a_script)


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__)
def test_a_later_update_is_found(court: Court, change: Callable[[Any], object]) -> None:
    court.refused(updated(life().pdf, change), "no whole signature")


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__)
def test_an_update_before_the_device_signs_is_found(court: Court, change: Callable[[Any], object]) -> None:
    """The file begins as the genuine one does, to the last byte."""
    assert court.finds(signed(updated(life().unsigned, change)))


def test_a_second_signature_on_top_is_found(court: Court) -> None:
    for by in (DEVICE, STRANGER):
        writer, out = IncrementalPdfFileWriter(io.BytesIO(life().pdf)), io.BytesIO()
        del writer.root["/Perms"], writer.root["/AcroForm"]
        writer.update_root()
        writer.write(out)
        assert court.finds(signed(out.getvalue(), by=by))


def test_a_page_by_another_program_signed_with_another_key_is_found(court: Court) -> None:
    court.refused(signed(changed(life().unsigned, lambda pdf: None), by=STRANGER), "another device")
    court.refused(signed(life().unsigned, by=STRANGER), "another device")


def test_edits_with_common_programs_are_found(court: Court) -> None:
    for add in (
        lambda writer: writer.add_annotation(0, FreeText(text="100 credits", rect=(9, 9, 400, 400))),
        lambda writer: writer.add_blank_page(),
        lambda writer: writer.add_metadata({"/Title": "100 credits"}),
        lambda writer: writer.add_attachment("a.completion", b"other"),
        lambda writer: writer.add_uri(0, "https://evil.example", (9, 9, 90, 90)),
    ):
        writer, out = PdfWriter(clone_from=io.BytesIO(life().pdf)), io.BytesIO()
        add(writer)
        writer.write(out)
        court.refused(out.getvalue())
    court.refused(changed(life().pdf, lambda pdf: pdf.pages[0].rotate(90, relative=False)))
    court.refused(changed(life().pdf, lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user="")))


# --- authority ---------------------------------------------------------------------------------------------------


def earned(here: World) -> World:
    """Up to the claim."""
    here.finish()
    here.claim()
    return here


CLOSED = replace(SLEEP, grant=replace(COURSE.grant, issuers=Issuers.ENROLLED)) if COURSE.grant else SLEEP


def word(*, device: PrivateKey = DEVICE, by: PrivateKey = PUBLISHER, grade: Grade = Grade.A) -> bytes:
    return enrol(device.public, grade=grade, name="Kiosk 4", signer=by)


@pytest.mark.parametrize(
    "said",
    [
        word(by=STRANGER),
        word(by=OTHER_PUBLISHER),
        word(by=NAMESAKE),
        word(by=DEVICE),
        word(device=OTHER_DEVICE),
        word()[:-40],
        word().replace(b'"keyid":"', b'"keyid":"0'),
        word().replace(b"enrolment+json", b"enrolment+xml"),
        b"{}",
        b" ",
        b"[" * 100_000,
    ],
    ids=range(11),
)
def test_a_word_that_the_provider_did_not_give_this_device_is_refused(court: Court, said: bytes) -> None:
    court.refused(printed_with(life(), enrolment=said), "authority inside it")


def test_where_only_enrolled_devices_issue_no_other_document_is_accepted(court: Court) -> None:
    court.genuine(life(CLOSED, stream="8").pdf)
    court.refused(life(CLOSED, stream="8", enrolled=False).pdf, "only devices that it enrolled")
    court.refused(printed_with(life(CLOSED, stream="8"), enrolment=word(by=OTHER_PUBLISHER)), "authority inside it")


def published(course: Course, by: PrivateKey) -> Life:
    return life_of(earned(world(course, publisher=by)))


@pytest.mark.parametrize("by", [STRANGER, NAMESAKE, DEVICE])
def test_a_course_that_somebody_else_signed_gives_no_credit(court: Court, by: PrivateKey) -> None:
    """Also of the same name and text, and where its grant was widened to let anybody issue."""
    assert COURSE.grant is not None
    widened = replace(CLOSED, grant=replace(COURSE.grant, signatory="Anybody, MD", issuers=Issuers.ANY))
    for course in (SLEEP, widened):
        found = court.refused(published(course, by).pdf)
        assert "not known here" in found["what"] or "authority" in found["what"]


def test_a_course_by_another_known_publisher_is_not_taken_for_the_providers_own(court: Court) -> None:
    """It is that publisher's credit; the word of the other counts for nothing."""
    court.refused(published(SLEEP, OTHER_PUBLISHER).pdf, "authority inside it")


def test_a_certificate_of_the_device_that_claims_to_be_the_provider_says_nothing(court: Court) -> None:
    """Any name may be on the key's own certificate; who gave authority is told by the evidence."""
    court.refused(signed(life().unsigned, by=STRANGER, name="Example Medical College"), "another device")


# --- exchanged parts ---------------------------------------------------------------------------------------------

COLLEAGUE = life(PAIN, learner=SOMEBODY, stream="6")
OTHER_COURSE = life(PAIN, stream="6")
OTHERS = {"another course": OTHER_COURSE, "another learner": COLLEAGUE}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("part", ["evidence", "token", "facts"])
def test_parts_exchanged_between_certificates_are_found(court: Court, part: str, other: str) -> None:
    court.refused(printed_with(life(), **{part: getattr(OTHERS[other].job, part)}))


@pytest.mark.parametrize("other", OTHERS)
def test_all_but_the_page_exchanged_is_found(court: Court, other: str) -> None:
    there = OTHERS[other].job
    court.refused(printed_with(life(), evidence=there.evidence, token=there.token))


def two_offers() -> tuple[Life, Life]:
    """Both certificates of one learner in one course."""
    both = CreditPlan(offers=(AMA, replace(COP, professions=(Profession.PHYSICIAN,))))
    here = world(replace(SLEEP, credit=both))
    here.finish()
    here.claim("ama")
    first = life_of(here, "ama")
    here.claim("cop", amount="1")
    return first, life_of(here, "cop")


def test_parts_exchanged_between_two_certificates_of_one_course_are_found(court: Court) -> None:
    first, second = two_offers()
    court.genuine(first.pdf)
    court.genuine(second.pdf)
    for one, other in ((first, second), (second, first)):
        court.refused(printed_with(one, evidence=other.job.evidence))
        court.refused(printed_with(one, token=other.job.token))
        court.refused(printed_with(one, facts=other.facts))
        court.refused(printed_with(one, evidence=other.job.evidence, token=other.job.token))


def test_evidence_of_another_device_is_found(court: Court) -> None:
    one = life()
    court.refused(signed(one.unsigned, by=OTHER_DEVICE), "another device")
    token = Token(number=one.issued.number, facts=one.issued.facts, head="ab" * 32)
    court.refused(printed_with(one, token=write_token(token, DEVICE)), "other evidence")
    court.refused(printed_with(one, token=write_token(token, OTHER_DEVICE)), "signed by another device")
    stolen = write_completion(one.world.evidence(), learner=PHYSICIAN, signer=OTHER_DEVICE)
    court.refused(printed_with(one, evidence=stolen))


def test_a_revoked_certificate_is_genuine_alone_and_taken_back_beside_what_came_later(court: Court) -> None:
    here = earned(world(SLEEP))
    old = life_of(here)
    court.genuine(old.pdf)
    here.journey.revoke_certificate(old.issued.number, reason=TakenBackFor.WRONG_NAME)
    new = life_of(here)
    later = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    for beside in (later, new.pdf):
        found, _ = court.judged(old.pdf, beside)
        assert not found["accepted"] and not found["proves_credit"]
        assert found["revoked"] and found["replaced_by"] == new.issued.number
    assert court.genuine(new.pdf)["certificate"] == new.issued.number


def test_a_certificate_printed_anew_after_it_was_revoked_is_refused(court: Court) -> None:
    """Old page and old code with the evidence of now, or the old number on the new page."""
    here = earned(world(SLEEP))
    old = life_of(here)
    here.journey.revoke_certificate(old.issued.number, reason=TakenBackFor.WRONG_NAME)
    new = life_of(here)
    court.refused(printed_with(old, evidence=new.job.evidence))
    court.refused(printed_with(old, evidence=new.job.evidence, token=here.token(old.issued)))
    court.refused(printed_with(new, token=here.token(old.issued)))
    court.refused(printed_with(new, facts=replace(new.facts, number=old.issued.number)))


def test_a_withdrawn_claim_is_refused_whatever_its_page_says(court: Court) -> None:
    here = earned(world(SLEEP))
    old = life_of(here)
    here.journey.withdraw_claim(old.issued.number, reason=TakenBackFor.WRONG_AMOUNT)
    here.journey.claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    late = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    court.refused(printed_with(old, evidence=late, token=here.token(old.issued)), "taken back")
