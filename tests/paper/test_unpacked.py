"""Documents compared with their streams unpacked, and what a signature adds to one: nothing else passes."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from player.paper.signature import is_nothing_but_signed, sign_pdf
from player.paper.unpacked import is_the_same, unpacked
from tests.paper.samples import KEY, OTHER_KEY, PHYSICIAN, rendered, signature_png

PAGE = rendered(PHYSICIAN, signature=signature_png())


def test_the_same_page_is_the_same_however_it_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = zlib.compress
    with monkeypatch.context() as another:
        another.setattr(zlib, "compress", lambda data, *_, **__: packs(data, 1))
        other = rendered(PHYSICIAN, signature=signature_png())
    assert other != PAGE
    assert unpacked(other) == unpacked(PAGE) is not None
    assert is_the_same(other, PAGE)


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (b"/Type /Page\n", b"/Type /Page \n"),
        (b"/MediaBox [0 0", b"/MediaBox [9 0"),
        (b"00000 n \n", b"00001 n \n"),
        (b"startxref\n", b"startxref\n1"),
        (b"endstream", b"endstreem"),
        (b"/Root 3 0 R", b"/Root 4 0 R"),
        (b"/Length ", b"/Length 1"),
        (b"\nxref\n", b"\n%\nxref\n"),
    ],
)
def test_whatever_is_written_otherwise_is_another_page(there: bytes, instead: bytes) -> None:
    assert there in PAGE
    assert not is_the_same(PAGE.replace(there, instead, 1), PAGE)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", PAGE[:-1], PAGE[:9_000], PAGE + b"\n", PAGE + PAGE])
def test_what_is_no_document_of_ours_is_no_page_of_ours(junk: bytes) -> None:
    assert not is_the_same(junk, PAGE)


@pytest.mark.parametrize("key", [KEY, OTHER_KEY])
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-3)), timezone(timedelta(hours=5, minutes=45))])
def test_a_signature_and_nothing_else_is_known_at_any_time_and_by_any_key(key: object, zone: timezone) -> None:
    signer = KEY if key is KEY else OTHER_KEY
    pdf = sign_pdf(PAGE, key=signer, name="Anybody", moment=datetime(2024, 2, 3, 4, 5, 6, tzinfo=zone))
    assert is_nothing_but_signed(pdf, PAGE)
    assert not is_nothing_but_signed(pdf, PAGE[:-1])
    assert not is_nothing_but_signed(pdf, PAGE, reason="Another reason")
    assert not is_nothing_but_signed(PAGE, PAGE)


def test_an_update_that_is_signed_with_it_is_more_than_a_signature() -> None:
    writer, out = IncrementalPdfFileWriter(io.BytesIO(PAGE)), io.BytesIO()
    writer.root["/PageMode"] = writer.root["/PageLayout"]
    writer.update_root()
    writer.write(out)
    pdf = sign_pdf(out.getvalue(), key=KEY, name="Anybody")
    assert pdf.startswith(PAGE)
    assert is_nothing_but_signed(pdf, out.getvalue())
    assert not is_nothing_but_signed(pdf, PAGE)
