"""Embedding: the fonts of one document: which glyph has which code, and the PDF objects that carry them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fpdf.fonts import FontDescriptorFlags, PDFFontDescriptor
from fpdf.output import CIDSystemInfo, PDFFont, PDFFontStream
from fpdf.syntax import Name, PDFArray, PDFContentStream, PDFObject, PDFString

from player.paper.face import Face, SetGlyph

_Object = TypeVar("_Object", bound=PDFObject)
AddObject = Callable[[PDFObject], object]
"""Gives an object its number in the file."""


class EmbeddedFace:
    """The part of a face that one document uses.

    A glyph has one code for each text that it stands for, so that the text can be read back. In a CFF font the
    code must be the glyph's own number.
    """

    def __init__(self, face: Face, index: int) -> None:
        self.face = face
        self.index = index
        self._codes: dict[tuple[int, str], int] = {}
        self._said: dict[int, str] = {}

    def takes(self, glyphs: Iterable[SetGlyph]) -> bool:
        """Whether these can be read back: a second text for a glyph of a CFF font needs the face a second time."""
        return not self.face.is_cff or all(self._said.get(one.id, one.text) == one.text for one in glyphs)

    def code(self, glyph: SetGlyph) -> int:
        if self.face.is_cff:
            said = self._said.setdefault(glyph.id, glyph.text)
            return self._codes.setdefault((glyph.id, said), glyph.id)
        return self._codes.setdefault((glyph.id, glyph.text), len(self._codes) + 1)

    def objects(self, add: AddObject) -> PDFFont:
        """The font, with all that it refers to, added to the file."""
        subset = self.face.subset(glyph for glyph, _ in self._codes)
        name = f"CARREL+{self.face.name}"
        font = PDFFont(subtype="Type0", base_font=name, encoding="Identity-H")
        add(font)
        descendant = PDFFont(
            subtype="CIDFontType0" if self.face.is_cff else "CIDFontType2",
            base_font=name,
            d_w=self.face.width(0),
            w=self._widths(),
        )
        add(descendant)
        font.descendant_fonts = PDFArray([descendant])
        font.to_unicode = _added(add, PDFContentStream(self._to_unicode(), compress=True))
        descendant.c_i_d_system_info = _added(add, _system_info())
        descendant.font_descriptor = _added(add, self._descriptor(name, subset.data, add))
        if not self.face.is_cff:
            glyphs = self._glyph_of_code(subset.renumbered)
            descendant.c_i_d_to_g_i_d_map = _added(add, PDFContentStream(glyphs, compress=True))
        return font

    def _widths(self) -> str:
        return "[" + " ".join(f"{code} [{self.face.width(g)}]" for (g, _), code in self._codes.items()) + "]"

    def _glyph_of_code(self, renumbered: dict[int, int]) -> bytes:
        """Two bytes for each code from 0 on."""
        return b"\0\0" + b"".join(renumbered[glyph].to_bytes(2, "big") for glyph, _ in self._codes)

    def _to_unicode(self) -> bytes:
        # A glyph that stands for nothing of its own (the second part of a cluster) is an empty space: PDF/A
        # asks that every glyph stands for something.
        rows = [
            f"<{code:04X}> <{(text or _NOTHING).encode('utf-16-be').hex().upper()}>"
            for (_, text), code in self._codes.items()
        ]
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return f"{_CMAP_HEAD}\n{mapped}\n{_CMAP_FOOT}".encode("ascii")

    def _descriptor(self, name: str, data: bytes, add: AddObject) -> PDFFontDescriptor:
        metrics = self.face.metrics
        descriptor = PDFFontDescriptor(
            ascent=metrics.ascent,
            descent=metrics.descent,
            cap_height=metrics.cap_height,
            flags=FontDescriptorFlags.SYMBOLIC,
            font_b_box="[" + " ".join(str(side) for side in metrics.box) + "]",
            italic_angle=metrics.italic_angle,
            stem_v=50 + (metrics.weight // 65) ** 2,
            missing_width=self.face.width(0),
        )
        descriptor.font_name = Name(name)
        # Without these keys in fpdf2's own classes; it writes any attribute as a key.
        stream: Any = PDFFontStream(contents=data)
        embedded: Any = descriptor
        if self.face.is_cff:
            stream.subtype = Name("CIDFontType0C")
            embedded.font_file3 = stream
        else:
            embedded.font_file2 = stream
        add(stream)
        return descriptor


_NOTHING = "\u200b"
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _added(add: AddObject, item: _Object) -> _Object:
    add(item)
    return item


def _system_info() -> CIDSystemInfo:
    info = CIDSystemInfo()
    info.ordering = PDFString("Identity")
    return info
