"""A credit code: what was signed is what is read, in words and to the last bit; a phone reads it from a screen."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof import credit_code
from player.proof.credit_code import CreditCode, CreditCodeTooLong
from player.proof.keys import PrivateKey
from player.proof.problems import NotReadable, NotSigned
from player.proof.trust import Grade, enrol
from tests.telephone import codes_on
from tests.trying import tries
from tests.worlds import DEVICE, PUBLISHER, world

WORD = enrol(DEVICE.public, grade=Grade.A, name="Hall 3, station 7", signer=PUBLISHER)
CODE = CreditCode(
    lines=(
        "Ana María Núñez, MD",
        "has successfully completed this activity and is awarded 1.5 AMA PRA Category 1 Credits™.",
        "“Ketamine in emergency medicine: dissociation, airway and the agitated patient”",
        "Completion date: January 5, 2024",
        "No. CRL-ABCD-EFGH-JKMN",
        "Example Medical College",
    ),
    number="CRL-ABCD-EFGH-JKMN",
    offer="ama",
    amount=Decimal("1.5"),
    course=CourseHash("ab" * 32),
    facts="cd" * 32,
    head="ef" * 32,
    specimen=False,
    enrolment=WORD,
)
TEXT = credit_code.write(CODE, DEVICE)


def picture(text: str, *, scale: int = 6) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False).save(drawn, kind="png", scale=scale, border=4)
    return Image.open(drawn).convert("L")


def scanned(image: Image.Image) -> str:
    (found,) = codes_on(image)
    return found


def test_a_code_comes_back_with_the_key_that_signed_it() -> None:
    assert credit_code.read(TEXT) == (CODE, DEVICE.public)


def test_a_person_reads_name_credit_course_date_number_and_provider() -> None:
    assert TEXT.splitlines()[:-1] == list(CODE.lines)
    assert TEXT.splitlines()[-1].startswith("CARREL-CREDIT1.")


def test_it_fits_a_square_that_phones_read_from_a_screen() -> None:
    made = segno.make(TEXT, error="m", boost_error=False, micro=False)
    assert len(TEXT.encode()) <= 900
    assert int(made.version) <= 24


def test_it_is_read_off_a_screen_and_off_a_bad_photograph() -> None:
    sharp = picture(TEXT)
    photo = sharp.resize((round(sharp.width * 0.83), round(sharp.height * 0.83)), Image.Resampling.BILINEAR)
    photo = photo.rotate(5, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    photo = photo.filter(ImageFilter.GaussianBlur(1.3)).point([40 + level * 150 // 255 for level in range(256)])
    assert credit_code.read(scanned(sharp)) == (CODE, DEVICE.public)
    assert credit_code.read(scanned(photo)) == (CODE, DEVICE.public)


def test_line_ends_and_blanks_are_as_phones_and_mail_hand_them_on() -> None:
    changed = "\r\n".join(f"  {line} " for line in TEXT.splitlines()) + "\r\n\r\n"
    assert credit_code.read(changed) == (CODE, DEVICE.public)


def test_every_changed_letter_is_found() -> None:
    for place in range(len(TEXT)):
        for other in ("A", "7", "_", ".", "é"):
            changed = TEXT[:place] + other + TEXT[place + 1 :]
            if changed != TEXT:
                with pytest.raises((NotReadable, NotSigned)):
                    credit_code.read(changed)


def test_a_line_that_is_added_left_out_or_moved_is_found() -> None:
    lines = TEXT.splitlines()
    for changed in (
        [*lines[:2], "and 10 more", *lines[2:]],
        [lines[0], *lines[2:]],
        [lines[1], lines[0], *lines[2:]],
        lines[-1:],
    ):
        with pytest.raises((NotReadable, NotSigned)):
            credit_code.read("\n".join(changed))


def test_the_words_of_one_code_do_not_fit_the_signed_part_of_another() -> None:
    other = credit_code.write(replace(CODE, number="CRL-0000-0000-0000"), DEVICE)
    with pytest.raises(NotSigned):
        credit_code.read(other)
    mixed = "\n".join((*CODE.lines[:1], *other.splitlines()[1:]))
    with pytest.raises(NotSigned):
        credit_code.read(mixed)


def test_without_the_providers_word_it_is_shorter_and_says_so() -> None:
    bare = credit_code.write(replace(CODE, enrolment=None), DEVICE)
    assert credit_code.read(bare)[0].enrolment is None
    assert len(bare) < len(TEXT)


def test_a_word_that_could_not_be_made_again_byte_by_byte_is_left_out() -> None:
    assert credit_code.read(credit_code.write(replace(CODE, enrolment=WORD + b" "), DEVICE))[0].enrolment is None
    of_another = enrol(PrivateKey.generate().public, grade=Grade.A, name="Hall 3", signer=PUBLISHER)
    assert credit_code.read(credit_code.write(replace(CODE, enrolment=of_another), DEVICE))[0].enrolment is None


def test_what_would_be_too_small_squares_is_refused_kindly() -> None:
    with pytest.raises(CreditCodeTooLong):
        credit_code.write(replace(CODE, lines=(*CODE.lines, "x" * 1_600)), DEVICE)


def test_the_lines_are_the_very_words_of_the_document() -> None:
    life = world()
    life.earn()
    facts = life.facts()
    lines = credit_code.lines_of(facts)
    assert lines[0] == facts.name
    assert "is awarded 1.5" in lines[1]
    assert f"No. {facts.number}" in lines
    assert all(len(line) > 0 for line in lines)


@settings(max_examples=tries(60))
@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: f"CARREL-CREDIT1.{raw.hex()}.AAAA"))
def test_whatever_is_scanned_gets_a_problem_and_no_accident(text: str) -> None:
    with pytest.raises(Problem):
        credit_code.read(text)
