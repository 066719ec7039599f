"""Ways to spoil a good document so that it breaks a standard: what a validator says nothing of would prove nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Spoil = Callable[[Any], None]
"""Changes an opened document (`Any`: a PDF's objects have whatever keys they have)."""


class Good(StrEnum):
    """The good document that is spoiled: a certificate, the same signed, or pages with a table."""

    CERTIFICATE = "certificate"
    SIGNED = "signed"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """`breaks`: for each profile a rule that must be among the broken ones, as its clause and the test's number."""

    spoil: Spoil
    breaks: dict[str, str]
    good: Good = Good.CERTIFICATE
    saved: dict[str, Any] = field(default_factory=dict[str, Any])


def spoiled(pdf: bytes, control: Control) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        control.spoil(opened)
        opened.save(out, **control.saved)
    return out.getvalue()


def saved_again(pdf: bytes) -> bytes:
    """As it comes out when nothing is spoiled: what fails below then fails for what was done to it."""
    return spoiled(pdf, Control(spoil=lambda pdf: None, breaks={}))


def elements(pdf: Any) -> Iterator[Any]:
    """The elements of the structure."""

    def below(element: Any) -> Iterator[Any]:
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot)


def first(pdf: Any, kind: str) -> Any:
    return next(element for element in elements(pdf) if str(element.S) == kind)


def fonts(pdf: Any) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.Resources.Font.values()


def replaced_in_metadata(pdf: Any, old: bytes, new: bytes) -> None:
    metadata = pdf.Root.Metadata.read_bytes()
    assert old in metadata
    pdf.Root.Metadata.write(metadata.replace(old, new))


def without(*names: str) -> Spoil:
    def spoil(pdf: Any) -> None:
        for name in names:
            del pdf.Root[name]

    return spoil


def without_alternative_text(pdf: Any) -> None:
    del first(pdf, "/Figure").Alt


def without_font_file(pdf: Any) -> None:
    descriptor = next(fonts(pdf)).DescendantFonts[0].FontDescriptor
    del descriptor.FontFile2


def without_unicode(pdf: Any) -> None:
    for font in fonts(pdf):
        del font.ToUnicode


def without_title_shown(pdf: Any) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def with_script(pdf: Any) -> None:
    pdf.Root.OpenAction = Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert('hello')")


def with_untagged_text(pdf: Any) -> None:
    page = pdf.pages[0]
    font = next(iter(page.Resources.Font.keys()))
    page.contents_add(f"BT {font} 9 Tf 20 20 Td <0001> Tj ET".encode(), prepend=False)


def with_cells_outside_rows(pdf: Any) -> None:
    row = next(element for element in elements(pdf) if str(element.S) == "/TR" and str(element.K[-1].S) == "/TD")
    row.S = Name.Sect


def with_a_level_of_heading_left_out(pdf: Any) -> None:
    first(pdf, "/H2").S = Name.H3


def without_relation_of_the_attachment(pdf: Any) -> None:
    del pdf.Root.AF[0].AFRelationship


def without_order_of_tabs(pdf: Any) -> None:
    del pdf.pages[0].Tabs


def with_private_kind_of_element(pdf: Any) -> None:
    first(pdf, "/H1").S = Name.Banner


def with_invisible_language(pdf: Any) -> None:
    pdf.Root.Lang = pikepdf.String("a language")


def nothing(pdf: Any) -> None:
    pass


CONTROLS: dict[str, Control] = {
    "no language": Control(spoil=without("/Lang"), breaks={"ua1": "7.2-34"}),
    "no language that there is": Control(spoil=with_invisible_language, breaks={"3a": "6.7.4-1", "ua1": "7.2-29"}),
    "not marked as tagged": Control(spoil=without("/MarkInfo"), breaks={"3a": "6.7.2.2-1", "ua1": "6.2-1"}),
    "no metadata": Control(spoil=without("/Metadata"), breaks={"3a": "6.6.2.1-1", "ua1": "7.1-8"}),
    "no structure": Control(spoil=without("/StructTreeRoot"), breaks={"3a": "6.7.3.3-1", "ua1": "7.1-11"}),
    "no alternative text of the code": Control(spoil=without_alternative_text, breaks={"ua1": "7.3-1"}),
    "no meaning of colours": Control(spoil=without("/OutputIntents"), breaks={"3a": "6.2.4.3-2"}),
    "no font file": Control(spoil=without_font_file, breaks={"3a": "6.2.11.4.1-1", "ua1": "7.21.4.1-1"}),
    "no letters for glyphs": Control(spoil=without_unicode, breaks={"3a": "6.2.11.7.2-1", "ua1": "7.21.7-1"}),
    "title not shown": Control(spoil=without_title_shown, breaks={"ua1": "7.1-10"}),
    "script": Control(spoil=with_script, breaks={"3a": "6.5.1-1"}),
    "encrypted": Control(
        spoil=nothing, saved={"encryption": pikepdf.Encryption(owner="owner", user="")}, breaks={"3a": "6.1.3-2"}
    ),
    "untagged text": Control(spoil=with_untagged_text, breaks={"ua1": "7.1-3"}),
    "cells outside rows": Control(spoil=with_cells_outside_rows, breaks={"ua1": "7.2-9"}, good=Good.TABLE),
    "a level of heading left out": Control(
        spoil=with_a_level_of_heading_left_out, breaks={"ua1": "7.4.2-1"}, good=Good.TABLE
    ),
    "an element nobody knows": Control(spoil=with_private_kind_of_element, breaks={"3a": "6.7.3.4-1", "ua1": "7.1-5"}),
    "attachment without relation": Control(spoil=without_relation_of_the_attachment, breaks={"3a": "6.8-3"}),
    "no order of tabs": Control(spoil=without_order_of_tabs, breaks={"ua1": "7.18.3-1"}, good=Good.SIGNED),
    "no claim of PDF/UA": Control(
        spoil=lambda pdf: replaced_in_metadata(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b""), breaks={"ua1": "5-1"}
    ),
    "claim of a lower level": Control(
        spoil=lambda pdf: replaced_in_metadata(pdf, b"conformance>A<", b"conformance>B<"), breaks={"3a": "6.6.4-3"}
    ),
    "no title": Control(
        spoil=lambda pdf: replaced_in_metadata(pdf, b"dc:title>", b"dc:label>"), breaks={"ua1": "7.1-9"}
    ),
}
