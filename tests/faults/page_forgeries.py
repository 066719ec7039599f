"""What whoever owns a device's key can do to a page before the device signs it: by name, each a change of the file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.faults.forging import Change

_BIG = "1 1 1 rg 0 0 800 700 re f"
"""White over everything."""
_DIGITS = "0 0 0 rg 300 300 4 40 re f 310 300 20 4 re f 310 336 20 4 re f"
"""Something like “10”, as paths."""


def _page(pdf: Any) -> Any:
    return pdf.pages[0].obj


def _drawn(operators: str, *, before: bool = False) -> Change:
    def change(pdf: Any) -> None:
        pdf.pages[0].contents_add(f"q {operators} Q".encode(), prepend=before)

    return change


def _rewritten(old: str, new: str, *, most: int = 0) -> Change:
    def change(pdf: Any) -> None:
        content = _page(pdf).Contents.read_bytes()
        altered = re.sub(old.encode(), new.encode(), content, count=most, flags=re.DOTALL)
        assert altered != content, "the page is no longer drawn as this forgery expects"
        _page(pdf).Contents.write(altered)

    return change


def page_says(name: str, value: Callable[[Any], Any]) -> Change:
    def change(pdf: Any) -> None:
        _page(pdf)[name] = value(pdf)

    return change


def _root_says(name: str, value: Callable[[Any], Any]) -> Change:
    def change(pdf: Any) -> None:
        pdf.Root[name] = value(pdf)

    return change


def _note(kind: str, *, rect: tuple[int, ...] = (100, 100, 400, 300), **more: Any) -> Change:
    def change(pdf: Any) -> None:
        keys: dict[str, Any] = {key: value(pdf) if callable(value) else value for key, value in more.items()}
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=list(rect), F=4, **keys)
        _page(pdf).Annots = pdf.make_indirect(Array([pdf.make_indirect(note)]))

    return change


def _form(pdf: Any, operators: bytes, **more: Any) -> Any:
    stream = pdf.make_stream(operators)
    for key, value in {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 800, 700], **more}.items():
        stream[f"/{key}"] = value
    return stream


def _looks(pdf: Any) -> Any:
    return Dictionary(N=_form(pdf, _DIGITS.encode()))


def _helvetica(pdf: Any) -> None:
    _page(pdf).Resources.Font.H = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def in_helvetica(operators: str) -> Change:
    def change(pdf: Any) -> None:
        _helvetica(pdf)
        _drawn(operators)(pdf)

    return change


def _second_page(pdf: Any) -> None:
    pdf.add_blank_page(page_size=(792, 612))


def _in_a_form(operators: bytes) -> Change:
    def change(pdf: Any) -> None:
        resources = Dictionary(Font=Dictionary(H=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)))
        _page(pdf).Resources.XObject.X = _form(pdf, operators, Resources=resources)
        _drawn("/X Do")(pdf)

    return change


def _form_in_place_of_the_signature(pdf: Any) -> None:
    objects = _page(pdf).Resources.XObject
    for name in list(objects.keys()):
        objects[name] = _form(pdf, _DIGITS.encode())


def _inherited_form(pdf: Any) -> None:
    """What the page may draw is told by what holds it."""
    page = _page(pdf)
    resources = page.Resources
    resources.XObject = Dictionary(X=_form(pdf, _DIGITS.encode()))
    del page.Resources
    page.Parent.Resources = resources
    content = re.sub(rb"/I\d+ Do|/Im?\w+ Do", b"/X Do", page.Contents.read_bytes())
    page.Contents.write(content)


def _larger_picture(pdf: Any) -> None:
    """The picture of the signature, as large as the page."""
    content = _page(pdf).Contents.read_bytes()
    assert b" Do" in content
    _page(pdf).Contents.write(re.sub(rb"q [\d. -]+ cm (/\w+ Do)", rb"q 780 0 0 600 0 0 cm \1", content))


def _another_picture(pdf: Any) -> None:
    (picture,) = _page(pdf).Resources.XObject.values()
    data = bytes(300)
    picture.write(data)
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = 10, 10, Name.DeviceRGB, 8


def _type_3(pdf: Any) -> None:
    glyph = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 750, 750],
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=[1000],
        Resources=Dictionary(),
    )
    _page(pdf).Resources.Font.T = pdf.make_indirect(font)
    _drawn("BT /T 20 Tf 100 100 Td (aaa) Tj ET")(pdf)


def _type_3_of_nothing(pdf: Any) -> None:
    """Glyphs that are seen and stand for a space."""
    _type_3(pdf)
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <0020> endbfchar"
    _page(pdf).Resources.Font.T.ToUnicode = pdf.make_stream(cmap)


def _layer(operators: str, *, shown: bool) -> Change:
    def change(pdf: Any) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
        state = Dictionary(ON=[layer], OFF=[]) if shown else Dictionary(ON=[], OFF=[layer])
        pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=state)
        _page(pdf).Resources.Properties = Dictionary(L=layer)
        _helvetica(pdf)
        _drawn(f"/OC /L BDC {operators} EMC")(pdf)

    return change


def _hidden_layer_of_all(pdf: Any) -> None:
    _layer("", shown=False)(pdf)
    page = _page(pdf)
    page.Contents = pdf.make_stream(b"/OC /L BDC\n" + b"".join(_contents(pdf)) + b"\nEMC\n" + _DIGITS.encode())


def _contents(pdf: Any) -> list[bytes]:
    contents = _page(pdf).Contents
    parts = contents if isinstance(contents, Array) else [contents]
    return [part.read_bytes() for part in parts]


def _glyphs_exchanged(pdf: Any) -> None:
    """Each font draws its glyphs in another order than they are read."""
    for font in _page(pdf).Resources.Font.values():
        places = font.DescendantFonts[0].get("/CIDToGIDMap")
        if isinstance(places, pikepdf.Stream):
            data = places.read_bytes()
            codes = [data[at : at + 2] for at in range(2, len(data), 2)]
            places.write(data[:2] + b"".join(reversed(codes)))


def _another_font(pdf: Any) -> None:
    """The outlines of one typeface under the name of another."""
    first, second = list(_page(pdf).Resources.Font.values())[:2]
    first.DescendantFonts[0].FontDescriptor.FontFile2 = second.DescendantFonts[0].FontDescriptor.FontFile2


def _other_widths(pdf: Any) -> None:
    for font in _page(pdf).Resources.Font.values():
        font.DescendantFonts[0].W = Array([])
        font.DescendantFonts[0].DW = 0


def _read_otherwise(pdf: Any) -> None:
    """A glyph for “4” that is read as “3”, and the other way round."""
    for font in _page(pdf).Resources.Font.values():
        cmap = font.ToUnicode.read_bytes()
        altered = cmap.replace(b"<0034>", b"<XXXX>").replace(b"<0033>", b"<0034>").replace(b"<XXXX>", b"<0033>")
        font.ToUnicode.write(altered)


def _pattern(pdf: Any) -> None:
    pattern = _form(pdf, _DIGITS.encode())
    del pattern["/Subtype"]
    tiles = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 900, "YStep": 900}
    for key, value in (tiles | {"Resources": Dictionary()}).items():
        pattern[f"/{key}"] = value
    _page(pdf).Resources.Pattern = Dictionary(P=pattern)
    _drawn("/Pattern cs /P scn 0 0 800 700 re f")(pdf)


def _shading(pdf: Any) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 800, 0], Function=function)
    _page(pdf).Resources.Shading = Dictionary(S=shading)
    _drawn("/S sh")(pdf)


def _soft_mask(pdf: Any) -> None:
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=_form(pdf, b"", Group=Dictionary(S=Name.Transparency)))
    _page(pdf).Resources.ExtGState.M = Dictionary(SMask=mask)
    contents = b"".join(_contents(pdf))
    _page(pdf).Contents = pdf.make_stream(b"/M gs\n" + contents)


def with_more_files(name: str, data: bytes = b"x", *, compress: bool = False) -> Change:
    def change(pdf: Any) -> None:
        pdf.attachments[name] = data
        if compress:
            stream = pdf.attachments[name].obj.EF.F
            stream.write(zlib.compress(data), filter=Name.FlateDecode)

    return change


def _script_by_name(pdf: Any) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('1')"))
    pdf.Root.Names.JavaScript = Dictionary(Names=[String("a"), script])


def _metadata(old: bytes, new: bytes) -> Change:
    def change(pdf: Any) -> None:
        metadata = pdf.Root.Metadata.read_bytes()
        assert re.search(old, metadata)
        pdf.Root.Metadata.write(re.sub(old, new, metadata))

    return change


def _spoken_otherwise(pdf: Any) -> None:
    """Those who listen to the page hear something else."""

    def below(element: Any) -> None:
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                kid.ActualText = String("100 credits")
                below(kid)

    below(pdf.Root.StructTreeRoot)


def _said_otherwise(pdf: Any) -> None:
    """Glyphs with a word for those who copy them that says the opposite."""
    _drawn("/Span <</ActualText (100)>> BDC EMC")(pdf)


def _outline(pdf: Any) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("100 credits", 0))


def _mixed_streams(pdf: Any) -> None:
    """Drawing in two streams, the second of which is seen by few."""
    _page(pdf).Contents = Array([_page(pdf).Contents, pdf.make_stream(_BIG.encode())])


def _javascript(pdf: Any) -> Any:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert('1')"))


with_stamp = _note("Stamp", Name=Name.Approved)
written_over = _drawn(_BIG)
TEXT = "BT /H 20 Tf 100 100 Td (and 100 more credits) Tj ET"
FOUND_BY_READING: Mapping[str, Change] = {
    "more text": in_helvetica(TEXT),
    "more text in white": in_helvetica(f"1 1 1 rg {TEXT}"),
    "more text that is not drawn": in_helvetica(f"3 Tr {TEXT}"),
    "more text too small to see": in_helvetica(TEXT.replace("20 Tf", "0.01 Tf")),
    "more text beside the page": in_helvetica(TEXT.replace("100 100", "-900 9000")),
    "more text upside down": in_helvetica(TEXT.replace("100 100 Td", "-1 0 0 -1 400 400 Tm")),
    "more text out of a clip": in_helvetica(f"0 0 1 1 re W n {TEXT}"),
    "more text in a layer that is shown": _layer(TEXT, shown=True),
    "more text in a layer that is not": _layer(TEXT, shown=False),
    "more text by another operator": in_helvetica("BT /H 20 Tf 14 TL 100 100 Td (100) ' 1 1 (100) \" ET"),
    "more text in a form": _in_a_form(b"BT /H 20 Tf 100 100 Td (100 credits) Tj ET"),
    "paths in a form": _in_a_form(_DIGITS.encode()),
    "a form in place of the signature": _form_in_place_of_the_signature,
    "a form that the page inherits": _inherited_form,
    "more text in a font of drawings": _type_3,
    "text left out": _rewritten(r"BT(?:(?!BT).)*ET", "", most=1),
    "all text left out": _rewritten(r"BT.*?ET", ""),
    "letters taken away": _rewritten(r"<0004>", "<0005>", most=1),
    "digits that are read otherwise": _read_otherwise,
    "a picture within the page": _drawn("BI /W 1 /H 1 /CS /RGB /BPC 8 ID \xff\xff\xff EI"),
    "a second picture": _drawn("500 0 0 500 0 0 cm /I1 Do"),
    "shading over the page": _shading,
    "a second page": _second_page,
    "a note over the page": _note("FreeText", Contents=String("100 credits"), DA=String("/Helv 12 Tf")),
    "a stamp": with_stamp,
    "a stamp with its looks": _note("Stamp", AP=_looks),
    "a link": _note("Link", A=Dictionary(S=Name.URI, URI=String("https://evil.example"))),
    "a button": _note("Widget", FT=Name.Btn, T=String("Pay")),
    "a field with text": _note("Widget", FT=Name.Tx, T=String("Amount"), V=String("100")),
    "ink": _note("Ink", InkList=[[100, 100, 400, 300]]),
    "another file of evidence": with_more_files("second.completion"),
    "another code in the metadata": _metadata(rb"(<carrel:token>CARREL1.CRL-.).", rb"\g<1>9"),
    "no code in the metadata": _metadata(rb"carrel:token", rb"carrel:taken"),
}
"""Forgeries that are found although nothing is known of how the page is drawn."""

ONLY_BY_DRAWING: Mapping[str, Change] = {
    "the same, saved by another program": lambda pdf: None,
    "white over everything": written_over,
    "an amount of paths": _drawn(f"{_BIG} {_DIGITS}"),
    "everything in white": _rewritten(r"[\d.]+ [\d.]+ [\d.]+ rg", "1 1 1 rg"),
    "nothing drawn, digits of paths": _rewritten(r"BT", "BT 3 Tr"),
    "everything beside the page": _drawn("1 0 0 1 5000 0 cm", before=True),
    "glyphs in another order": _glyphs_exchanged,
    "the outlines of another font": _another_font,
    "all letters on one place": _other_widths,
    "glyphs that are seen and read as spaces": _type_3_of_nothing,
    "everything in a layer that is not shown": _hidden_layer_of_all,
    "a pattern over the page": _pattern,
    "a mask over the page": _soft_mask,
    "a second stream of drawing": _mixed_streams,
    "another picture as the signature": _another_picture,
    "a signature as large as the page": _larger_picture,
    "turned by a quarter": page_says("/Rotate", lambda pdf: 90),
    "cut down to its middle": page_says("/CropBox", lambda pdf: [200, 200, 500, 400]),
    "a page of another size": page_says("/MediaBox", lambda pdf: [300, 300, 500, 400]),
    "a page beside itself": page_says("/MediaBox", lambda pdf: [5000, 5000, 5800, 5700]),
    "larger units": page_says("/UserUnit", lambda pdf: 75),
    "a script when it is opened": _root_says("/OpenAction", _javascript),
    "a script when the page is": page_says("/AA", lambda pdf: Dictionary(O=_javascript(pdf))),
    "a script by its name": _script_by_name,
    "a portfolio": _root_says("/Collection", lambda pdf: Dictionary(Type=Name.Collection, View=Name.D)),
    "another file inside": with_more_files("Certificate (100 credits).pdf"),
    "a program inside": with_more_files("verify.exe", b"MZ"),
    "two words of the provider": with_more_files("second.enrolment.json"),
    "another title": _metadata(rb'x-default">[^<]*', rb'x-default">100 credits'),
    "another author": _metadata(rb"<rdf:Seq><rdf:li>[^<]*", rb"<rdf:Seq><rdf:li>Another College"),
    "a title for programs": _root_says("/Lang", lambda pdf: String("xx")),
    "other words for those who listen": _spoken_otherwise,
    "other words for those who copy": _said_otherwise,
    "an outline": _outline,
    "a note of no size": _note("FreeText", rect=(0, 0, 0, 0), Contents=String("100 credits")),
    "a note that opens a window": _note("Popup", rect=(0, 0, 0, 0), Open=True),
    "a note without height": _note("Text", rect=(100, 100, 100, 100), Contents=String("100"), Open=True),
}
"""Forgeries that the letters on the page do not show."""
