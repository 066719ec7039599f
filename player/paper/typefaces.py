"""Typefaces: the cuts that a document is set in, and which font prints a character that they do not have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from player.domain.phrase import Phrase
from player.paper.face import Face, face
from player.paper.problems import NoGlyph
from player.paper.system_fonts import SystemFonts
from player.paper.tongues import Tongue, is_east_asian, tongue_of


class Cut(StrEnum):
    """A typeface of the document; the value is its font file's name."""

    SERIF = "NotoSerif-Regular"
    SERIF_BOLD = "NotoSerif-Bold"
    SERIF_ITALIC = "NotoSerif-Italic"
    SANS = "NotoSans-Regular"
    SANS_BOLD = "NotoSans-Bold"
    SANS_ITALIC = "NotoSans-Italic"


REPLACEMENT = "\ufffd"
"""A question mark in a lozenge: every cut has it."""
ITALIC_OF = {Cut.SERIF: Cut.SERIF_ITALIC, Cut.SANS: Cut.SANS_ITALIC}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text that one face prints."""

    face: Face
    text: str


class Typefaces:
    """The fonts in a folder (and of the system): base cuts first, then whichever fallback has the character."""

    def __init__(self, folder: Path, system: SystemFonts | None = None) -> None:
        """`system`: for Chinese, Japanese and Korean; None: those of this computer."""
        self._folder = folder
        base = {f"{cut}.ttf" for cut in Cut}
        self._shipped = sorted(file for file in folder.glob("Noto*.ttf") if file.name not in base)
        self._system = SystemFonts() if system is None else system
        self._cuts: dict[Cut, Face] = {}

    def face(self, cut: Cut) -> Face:
        """Raises `FontsMissing`."""
        known = self._cuts.get(cut)
        if known is None:
            known = self._cuts[cut] = face(self._folder / f"{cut}.ttf")
        return known

    def require(self, text: str, where: str) -> None:
        """Raises `NoGlyph` when `text` (cleaned) has a character that no font has."""
        for cluster in self.lacking(text):
            lacking = next((c for c in cluster if self._choose(c, Cut.SANS) is None), cluster)
            raise NoGlyph(where=where, character=described(lacking))

    def lacking(self, text: str) -> tuple[str, ...]:
        """The characters of `text` (cleaned), with their marks, that no font has: those that `require` refuses."""
        if self.face(Cut.SANS).has(text):
            return ()
        tongue = tongue_of(text)
        return tuple(cluster for cluster in clusters(text) if self._choose(cluster, Cut.SANS, tongue) is None)

    def printable(self, text: str) -> str:
        """`text` with a sign in place of each character that no font has, for papers that must come out."""
        if not self.lacking(text):
            return text
        return "".join(c if self._choose(c, Cut.SANS) else REPLACEMENT for c in clusters(text))

    def stretches(self, text: str, cut: Cut, tongue: Tongue | None = None) -> Iterator[Stretch]:
        """`text` cut where another face must take over; `tongue` None: by its letters. Raises `NoGlyph`."""
        if self.face(cut).has(text):
            yield Stretch(self.face(cut), text)
            return
        current: Face | None = None
        collected = ""
        for cluster in clusters(text):
            chosen = self._choose(cluster, cut, tongue or tongue_of(text))
            if chosen is None:
                raise NoGlyph(where=Phrase("The document"), character=described(cluster))
            if current is not None and chosen is not current:
                yield Stretch(current, collected)
                collected = ""
            current, collected = chosen, collected + cluster
        if current is not None:
            yield Stretch(current, collected)

    def _choose(self, cluster: str, cut: Cut, tongue: Tongue = Tongue.SIMPLIFIED) -> Face | None:
        letters = "".join(char for char in cluster if not _is_joiner(char))
        if self.face(cut).has(letters):
            return self.face(cut)
        return next((other for other in self._fallbacks(letters, tongue) if other.has(letters)), None)

    def _fallbacks(self, letters: str, tongue: Tongue) -> Iterator[Face]:
        """No shipped font has what is written in East Asia alone, nor is there another for what all write."""
        if is_east_asian(letters):
            yield from self._system.faces(tongue)
        else:
            yield from map(face, self._shipped)
            yield from self._system.faces(tongue)


@lru_cache(maxsize=4)
def typefaces(folder: Path) -> Typefaces:
    """The typefaces in `folder`, looked up once."""
    return Typefaces(folder)


def lacking(name: str, *, fonts: Path) -> int:
    """How many letters of a name no font here can print: with one, no certificate is made. Raises `FontsMissing`."""
    return len(typefaces(fonts).lacking(clean(name)))


def clean(text: str) -> str:
    """`text` as it is printed: composed, in single spaces, without invisible marks that could reorder it."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", _UNPRINTED.sub("", composed)).strip()


def clusters(text: str) -> list[str]:
    """`text` cut into characters with the marks that belong to them."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.category(char)[0] == "M" or _is_joiner(char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def described(cluster: str) -> str:
    """A character so that a person finds it: itself, its number and its name."""
    char = cluster[0]
    shown = f"“{cluster}” " if cluster.isprintable() else ""
    return f"{shown}(U+{ord(char):04X} {unicodedata.name(char, 'without a name')})"


_UNPRINTED = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, empty spaces, and embeddings or overrides of direction, with which a name could be disguised."""


def _is_joiner(char: str) -> bool:
    return char in "\u200c\u200d" or "\ufe00" <= char <= "\ufe0f"
