"""A face: one font file as HarfBuzz knows it: which characters it has, how it sets a text, and a subset of it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import uharfbuzz
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from player.paper.problems import FontsMissing

hb: Any = uharfbuzz
"""Untyped on purpose: the compiled module tells type checkers nothing about itself."""


class Direction(StrEnum):
    """Where the pen goes."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class SetGlyph:
    """One glyph in its place, in font units; `text` is what it stands for ("" for the second part of a cluster)."""

    id: int
    text: str
    advance: int
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What a PDF tells about a font, in thousandths of its size."""

    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]
    italic_angle: int
    weight: int


@dataclass(frozen=True, slots=True)
class Subset:
    """A font file with only some glyphs, and which glyph became which."""

    data: bytes
    renumbered: dict[int, int]


class Face:
    """Loaded once and shared: nothing in it belongs to one document."""

    def __init__(self, file: Path, number: int = 0) -> None:
        """`number`: which font of a collection. Raises `FontsMissing`."""
        if not file.is_file():
            raise FontsMissing(name=file.name)
        self.file = file
        self._face = hb.Face(hb.Blob.from_file_path(str(file)), number)
        self._font = hb.Font(self._face)
        self._characters = frozenset(self._face.unicodes)
        if not self._characters:
            raise FontsMissing(name=file.name)
        self.name = (self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or file.stem).replace(" ", "")
        self.is_cff = "CFF " in self._face.table_tags
        self.metrics = self._metrics()

    @property
    def may_be_embedded(self) -> bool:
        """Whether its maker permits a part of it within a document, and it is of a kind that PDF knows."""
        tables = set(self._face.table_tags)
        rights = self._face.reference_table("OS/2").data[8:10]
        if len(rights) < 2 or "fvar" in tables or not ("glyf" in tables or (self.is_cff and self._is_numbered)):
            return False
        told = int.from_bytes(rights, "big")
        return told & _USAGE != _RESTRICTED and not told & (_NO_SUBSETS | _BITMAPS_ONLY)

    @property
    def _is_numbered(self) -> bool:
        """Whether the glyphs of a CFF font have numbers: those of one with names cannot be shown by number."""
        return _NUMBERED in self._face.reference_table("CFF ").data[:_CFF_HEAD]

    def has(self, text: str) -> bool:
        """Whether it can print every character of `text`."""
        return self._characters.issuperset(map(ord, text))

    def width(self, glyph: int) -> int:
        """The advance of a glyph in thousandths of the size."""
        return self._thousandths(self._font.get_glyph_h_advance(glyph))

    @property
    def unit(self) -> float:
        """The size of a font unit when the font's size is 1."""
        return 1 / self._face.upem

    @lru_cache(maxsize=8192)  # noqa: B019 - a face lives as long as the program
    def set(self, text: str, direction: Direction) -> tuple[SetGlyph, ...]:
        """`text` as glyphs from left to right; kept until `forget_texts`."""
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = direction.value
        # Ligatures of Latin text would be read back as one glyph by simple readers; no script needs "liga".
        hb.shape(self._font, buffer, {"liga": False})
        parts = _clusters(text, [info.cluster for info in buffer.glyph_infos], direction)
        return tuple(
            SetGlyph(info.codepoint, part, place.x_advance, place.x_offset, place.y_offset)
            for info, place, part in zip(buffer.glyph_infos, buffer.glyph_positions, parts, strict=True)
        )

    def subset(self, glyphs: Iterable[int]) -> Subset:
        """A file with these glyphs (and the one for "missing") and without tables that paper does not need."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update({0, *glyphs})
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_DROPPED)
        wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        plan = hb.SubsetPlan(self._face, wanted)
        data = plan.execute().blob.data
        renumbered = dict(plan.old_to_new_glyph_mapping)
        return Subset(_cff(data, renumbered) if self.is_cff else data, renumbered)

    def _metrics(self) -> Metrics:
        head, hhea, os2, post = (self._face.reference_table(t).data for t in ("head", "hhea", "OS/2", "post"))
        ascent, descent = struct.unpack_from(">hh", hhea, 4)
        left, low, right, high = (self._thousandths(side) for side in struct.unpack_from(">hhhh", head, 36))
        cap_height = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else ascent
        return Metrics(
            ascent=self._thousandths(ascent),
            descent=self._thousandths(descent),
            cap_height=self._thousandths(cap_height),
            box=(left, low, right, high),
            italic_angle=struct.unpack_from(">i", post, 4)[0] >> 16,
            weight=struct.unpack_from(">H", os2, 4)[0],
        )

    def _thousandths(self, units: int) -> int:
        return round(units * 1000 / self._face.upem)


def forget_texts() -> None:
    """Lets go of every text that was set: among them are names of people."""
    Face.set.cache_clear()


@lru_cache(maxsize=64)
def face(file: Path, number: int = 0) -> Face:
    """The face in `file`, read once in the life of the program. Raises `FontsMissing`."""
    return Face(file, number)


_USAGE, _RESTRICTED, _NO_SUBSETS, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0100, 0x0200
"""The embedding rights in `fsType` of a font's OS/2 table."""


_DROPPED = [
    int.from_bytes(tag.encode(), "big")
    for tag in "GSUB GPOS GDEF BASE VORG vhea vmtx meta gasp name OS/2 cmap post".split()
]
"""Tables for shaping and for desktops; a PDF keeps shapes and widths."""


def _clusters(text: str, starts: list[int], direction: Direction) -> list[str]:
    """For each glyph the part of `text` that it stands for: the first letter's of a cluster has all, the others "".

    From right to left the marks of a letter come before it.
    """
    ordered = sorted({*starts, len(text)})
    ends = dict(pairwise(ordered))
    seen: set[int] = set()
    parts: list[str] = []
    for start in starts if direction is Direction.LTR else reversed(starts):
        parts.append("" if start in seen else text[start : ends[start]])
        seen.add(start)
    return parts if direction is Direction.LTR else parts[::-1]


def _cff(data: bytes, renumbered: dict[int, int]) -> bytes:
    """The bare CFF table of an OpenType file, which is what a PDF embeds; its glyphs are called by the font's numbers.

    A font may call them otherwise: regional ones have the numbers of the pan-regional font that they were cut from.
    """
    file = TTFont(io.BytesIO(data), recalcBBoxes=False)
    if file.reader is None:
        raise ValueError("a font made from bytes has a reader")
    table = file.reader["CFF "]
    fonts: Any = CFFFontSet()
    fonts.decompile(io.BytesIO(table), None)
    numbers = [".notdef", *(f"cid{glyph:05d}" for glyph in sorted(renumbered) if glyph)]
    if fonts[0].charset == numbers:
        return table
    fonts[0].charset = numbers
    fonts[0].CharStrings.charStrings = {name: place for place, name in enumerate(numbers)}
    out = io.BytesIO()
    fonts.compile(out, file, isCFF2=False)
    return out.getvalue()


_NUMBERED = b"\x0c\x1e"
"""The operator ROS, with which the top dictionary of a font with numbered glyphs begins."""
_CFF_HEAD = 256
