from __future__ import annotations

import io
import random
from typing import Any

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from player.domain.problem import Problem
from player.paper import reading
from player.paper.problems import NotACertificate, NotSignable
from player.paper.reading import ReadCertificate, read_certificate
from player.paper.seal import signer_of
from player.paper.signature import device_certificate, sign_pdf
from tests.paper.samples import EVIDENCE, KEY, OTHER_KEY, PHYSICIAN, TOKEN, rendered

UNSIGNED = rendered(PHYSICIAN)
DEVICE = "Carrel on ward 7"
SIGNED = sign_pdf(UNSIGNED, key=KEY, name=DEVICE)
SEEN = ("Ana María Núñez, MD", "0.75 AMA PRA Category 1 Credit™", "CRL-7KQ2-M9XA-4TZB", "Sleep after Shift Work")


def root_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).root_object


def read_or_problem(pdf: bytes) -> ReadCertificate | None:
    """What was read, or None when it was refused with a problem."""
    try:
        return read_certificate(pdf)
    except Problem as problem:
        assert problem.what
        assert problem.remedy
        return None


def test_a_signed_certificate_is_intact_and_names_its_key() -> None:
    read = read_certificate(SIGNED)
    assert read.intact
    assert read.signer == KEY.public
    assert read.evidence == EVIDENCE
    assert read.token == TOKEN
    text = " ".join(read.text.split())
    assert all(said in text for said in SEEN)


def test_signing_only_adds_to_the_file() -> None:
    assert SIGNED.startswith(UNSIGNED)


def test_an_independent_validator_agrees() -> None:
    reader = PdfFileReader(io.BytesIO(SIGNED))
    (signature,) = reader.embedded_signatures
    root = asn1_x509.Certificate.load(device_certificate(KEY, name=DEVICE))
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok


def test_the_certificate_of_a_device_is_always_the_same() -> None:
    first = device_certificate(KEY, name=DEVICE)
    assert first == device_certificate(KEY, name=DEVICE)
    assert first != device_certificate(OTHER_KEY, name=DEVICE)
    loaded = x509.load_der_x509_certificate(first)
    assert loaded.subject.rfc4514_string() == f"CN={DEVICE}"
    assert loaded.issuer == loaded.subject
    assert loaded.public_key() == KEY.crypto.public_key()


@pytest.mark.parametrize("name", ["", "  ", "x" * 300, "Büro\n3", "王"])
def test_any_name_of_a_device_will_do(name: str) -> None:
    assert read_certificate(sign_pdf(UNSIGNED, key=KEY, name=name)).intact


def test_form_field_order_follows_the_structure() -> None:
    assert PdfReader(io.BytesIO(SIGNED)).pages[0]["/Tabs"] == "/S"


def test_signing_leaves_version_and_metadata_as_they_were() -> None:
    before, after = (root_of(pdf) for pdf in (UNSIGNED, SIGNED))
    assert before["/Metadata"].get_object().get_data() == after["/Metadata"].get_object().get_data()
    assert "/Version" not in after


def test_another_key_is_another_signer() -> None:
    read = read_certificate(sign_pdf(UNSIGNED, key=OTHER_KEY, name=DEVICE))
    assert read.intact
    assert read.signer == OTHER_KEY.public


def test_an_unsigned_certificate_is_read_and_not_intact() -> None:
    read = read_certificate(UNSIGNED)
    assert not read.intact
    assert read.signer is None
    assert read.token == TOKEN


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_a_flipped_bit_anywhere_is_noticed(bit: int) -> None:
    places = random.Random(bit).sample(range(len(SIGNED)), 300)
    for count, place in enumerate(places):
        altered = bytearray(SIGNED)
        altered[place] ^= bit
        assert signer_of(bytes(altered)) is None, place
        if count % 30 == 0:
            read = read_or_problem(bytes(altered))
            assert read is None or not read.intact, place


def test_every_byte_of_the_signature_itself_means_something() -> None:
    for place in range(len(UNSIGNED) + 1500, len(SIGNED), 7):
        for bit in (0x01, 0x20):
            altered = bytearray(SIGNED)
            altered[place] ^= bit
            assert signer_of(bytes(altered)) is None, place


@pytest.mark.parametrize("added", [b"\n", b"\0", b"%x\n", b"1 0 obj<<>>endobj\n"])
def test_anything_appended_is_noticed(added: bytes) -> None:
    read = read_or_problem(SIGNED + added)
    assert read is None or not read.intact


def test_a_later_change_by_the_book_is_noticed() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(SIGNED))
    writer.root["/PageMode"] = writer.root["/PageLayout"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert not read_certificate(out.getvalue()).intact


def test_a_cut_file_is_not_intact() -> None:
    for length in (0, 4, 5, 100, len(SIGNED) // 2, len(UNSIGNED), len(UNSIGNED) + 700, len(SIGNED) - 1):
        read = read_or_problem(SIGNED[:length])
        assert read is None or not read.intact


def test_a_signature_cannot_be_carried_to_another_document() -> None:
    other = rendered(PHYSICIAN).replace(b"%PDF-1.7", b"%PDF-1.6")
    assert signer_of(other + SIGNED[len(UNSIGNED) :]) is None


def test_an_encrypted_document_is_a_problem() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(UNSIGNED)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NotACertificate, match="encrypted"):
        read_certificate(out.getvalue())


@pytest.mark.parametrize("junk", [b"", b"hello", b"PK\3\4", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\0" * 1000])
def test_what_is_no_document_is_a_problem(junk: bytes) -> None:
    with pytest.raises(NotACertificate):
        read_certificate(junk)


def test_a_file_too_large_for_a_certificate_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", len(SIGNED) - 1)
    with pytest.raises(NotACertificate, match="larger"):
        read_certificate(SIGNED)


def test_a_page_with_far_too_much_drawing_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CONTENT", 100)
    assert read_certificate(SIGNED).text == ""


def test_two_files_inside_are_no_evidence() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(UNSIGNED)))
    writer.add_attachment("second.completion", b"other")
    out = io.BytesIO()
    writer.write(out)
    assert read_certificate(out.getvalue()).evidence is None


@given(st.binary(max_size=400), st.integers(0, len(SIGNED)))
def test_no_input_breaks_the_reader(junk: bytes, place: int) -> None:
    read_or_problem(b"%PDF-1.7\n" + junk)
    mixed = SIGNED[:place] + junk + SIGNED[place + 3 :]
    read = read_or_problem(mixed)
    assert mixed == SIGNED or read is None or not read.intact


@pytest.mark.parametrize("junk", [b"", b"hello", UNSIGNED[:500]])
def test_what_is_no_document_cannot_be_signed(junk: bytes) -> None:
    with pytest.raises(NotSignable):
        sign_pdf(junk, key=KEY, name=DEVICE)
