"""What the linter sees in pictures and handouts, hostile ones included, in bounded time; and in numbers."""

import struct
import time
import zlib
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from player.archive.authoring.pictures import NoPicture, look_at
from player.archive.authoring.remarks_on_wording import activity_number_wrong
from player.domain.credit import Offer
from player.paper.handout import HandoutFault, inspect_handout
from tests.archive.breaking import pdf, picture
from tests.builders import SHORT_COURSE


def png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def saved(form: str, mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, (64, 36), 1 if mode == "P" else None).save(out, form)
    return out.getvalue()


def test_size_and_contrast_are_those_of_the_picture() -> None:
    look = look_at(picture(640, 360, colours=("white", "black")))
    assert (look.width, look.height, look.contrast_percent) == (640, 360, 2100)
    assert look_at(picture(640, 360, colours=("white", "white"))).contrast_percent == 100


def test_a_picture_that_is_clear_is_judged_on_a_white_and_on_a_dark_card() -> None:
    """White letters on nothing are seen on one of them only."""
    image = Image.new("RGBA", (640, 360), (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (0, 0, 320, 360))
    out = BytesIO()
    image.save(out, "PNG")
    assert look_at(out.getvalue()).contrast_percent == 100


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_each_format_that_the_player_shows_is_taken(form: str, mode: str) -> None:
    assert look_at(saved(form, mode)).width == 64


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "neither PNG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither PNG"),
        (saved("GIF", "P"), "neither PNG"),
        (saved("TIFF"), "neither PNG"),
        (saved("PNG")[:60], "damaged"),
        (png(60_000, 60_000), "25 million"),
        (png(5_001, 5_000), "25 million"),
        (png(4_000, 4_000, zlib.compress(bytes(1000))), "damaged"),
        (bytes((32 << 20) + 1), "32 MiB"),
    ],
    ids=["empty", "svg", "gif", "tiff", "cut", "bomb", "large", "lying", "huge"],
)
def test_what_is_no_picture_is_refused_at_once(data: bytes, words: str) -> None:
    began = time.process_time()
    with pytest.raises(NoPicture, match=words):
        look_at(data)
    assert time.process_time() - began < 5


@given(st.binary(max_size=200), st.sampled_from([saved("PNG"), saved("JPEG"), saved("WEBP")]), st.integers(0, 300))
def test_no_bytes_break_the_look_at_a_picture(noise: bytes, whole: bytes, at: int) -> None:
    try:
        look_at(whole[:at] + noise + whole[at + len(noise) :])
    except NoPicture as refused:
        assert str(refused).endswith(".")


# ------------------------------------------------------------------ handouts


def test_a_handout_that_opens_has_no_finding() -> None:
    assert inspect_handout(pdf()) == ()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", HandoutFault.BROKEN),
        (b"%PDF-1.7\n%%EOF\n", HandoutFault.BROKEN),
        (pdf()[:-30], HandoutFault.BROKEN),
        (b"x" + pdf(), HandoutFault.BROKEN),
        (pdf().replace(b"/Count 1", b"/Count 9"), None),
        (pdf().replace(b"/Count 1", b"/Count 0"), HandoutFault.BROKEN),
        (pdf().replace(b"/Pages", b"/Sages"), HandoutFault.BROKEN),
        (b"%PDF-1.7\n" + b"[" * 100_000 + b"\n%%EOF\n", HandoutFault.BROKEN),
        (b"%PDF-1.7\n" + bytes(65 << 20) + b"\n%%EOF\n", HandoutFault.BROKEN),
        (pdf(password="secret"), HandoutFault.LOCKED),
        (pdf(script="app.alert(1)"), HandoutFault.ACTIVE),
        (pdf(attached=b"More."), HandoutFault.EXTRA),
    ],
)
def test_a_handout_that_does_not_open_or_acts_is_told(data: bytes, fault: HandoutFault | None) -> None:
    began = time.process_time()
    findings = inspect_handout(data)
    assert {finding.fault for finding in findings} == ({fault} if fault else set())
    assert all(finding.text.endswith(".") for finding in findings)
    assert time.process_time() - began < 10


WHOLE = pdf(script="x")


@given(st.binary(min_size=1, max_size=20), st.integers(0, len(WHOLE)))
def test_no_bytes_break_the_look_at_a_handout(noise: bytes, at: int) -> None:
    inspect_handout(WHOLE[:at] + noise + WHOLE[at + len(noise) :])


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("name", "number", "is_one"),
    [
        ("ACPE contact hour", "0798-9999-18-246-H04-P", True),
        ("ACPE contact hour", "0798-0000-26-001-H99-T", True),
        ("ACPE contact hour", "0798-9999-18-246-H4-P", False),
        ("ACPE contact hour", "0798-9999-18-246-H44-P", False),
        ("ACPE contact hour", "0798-9999-18-246-L04-P", False),
        ("ACPE contact hour", "0798-9999-18-246-H04-X", False),
        ("ACPE contact hour", "798-9999-18-246-H04-P", False),
        ("ACPE contact hour", "０798-9999-18-246-H04-P", False),
        ("AMA PRA Category 1 Credit", "202612345", True),
        ("AMA PRA Category 1 Credit", "20261234", False),
        ("hour of participation", "whatever", True),
        ("ACPE contact hour", "", True),
    ],
)
def test_an_activity_number_is_one_of_its_accreditor(name: str, number: str, is_one: bool) -> None:
    offer = Offer(id="o", name=name, plural=name, maximum=Decimal(1), activity_number=number)
    course = replace(SHORT_COURSE, credit=replace(SHORT_COURSE.credit, offers=(offer,)))
    assert (not list(activity_number_wrong(course))) is is_one
