"""Lines: texts in several cuts broken to a width, and each line put into the order in which it is seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

from player.paper.face import Direction, Face, SetGlyph
from player.paper.typefaces import Cut, Typefaces, clusters


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in one cut."""

    text: str
    cut: Cut


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face, from left to right, that say `text`."""

    face: Face
    glyphs: tuple[SetGlyph, ...]
    text: str
    direction: Direction

    @property
    def is_spelled(self) -> bool:
        """Whether readers get the text from the glyphs: not where several glyphs stand for a cluster of letters.

        Right-to-left text counts as spelled: PDF readers turn it round themselves, also what they were told.
        """
        return self.direction is Direction.RTL or all(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph; `width` is for a size of 1."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Word:
    pieces: tuple[Piece, ...]
    after_space: bool
    width: float


class Composer:
    """Breaks and measures texts in the given typefaces."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self._widths: dict[Piece, float] = {}

    def broken(self, pieces: Sequence[Piece], width: float) -> tuple[Line, ...]:
        """The lines of a paragraph, none wider than `width` (for a size of 1). Raises `NoGlyph`."""
        return tuple(self._line(words) for words in self._filled(self._words(pieces, width), width))

    def balanced(self, pieces: Sequence[Piece], width: float) -> tuple[Line, ...]:
        """As `broken`, with lines of about the same length: for what stands in the middle of a page."""
        words = list(self._words(pieces, width))
        lines = self._filled(words, width)
        narrow, wide = width / max(len(lines), 1), width
        for _ in range(8 if len(lines) > 1 else 0):
            middle = (narrow + wide) / 2
            if len(tried := self._filled(words, middle)) <= len(lines):
                lines, wide = tried, middle
            else:
                narrow = middle
        return tuple(self._line(words) for words in lines)

    def width(self, pieces: Iterable[Piece]) -> float:
        """The width of a line at a size of 1."""
        return sum(self._width(piece) for piece in pieces)

    def runs(self, pieces: Sequence[Piece]) -> Iterator[Run]:
        """The line as it is seen, from left to right. Raises `NoGlyph`."""
        for piece, direction in _seen_order(pieces):
            stretches = list(self._typefaces.stretches(piece.text, piece.cut))
            for stretch in reversed(stretches) if direction is Direction.RTL else stretches:
                glyphs = stretch.face.set(stretch.text, direction)
                yield Run(stretch.face, glyphs, stretch.text, direction)

    def _width(self, piece: Piece) -> float:
        known = self._widths.get(piece)
        if known is None:
            runs = self.runs([piece])
            known = sum(run.face.unit * sum(glyph.advance for glyph in run.glyphs) for run in runs)
            self._widths[piece] = known
        return known

    def _filled(self, words: Iterable[_Word], width: float) -> list[list[_Word]]:
        """Words put on lines until a line is full."""
        lines: list[list[_Word]] = []
        used = 0.0
        for word in words:
            gap = self._space(word) if word.after_space else 0
            if lines and used + gap + word.width <= width:
                lines[-1].append(word)
                used += gap + word.width
            else:
                lines.append([word])
                used = word.width
        return lines

    def _line(self, words: Sequence[_Word]) -> Line:
        pieces: tuple[Piece, ...] = ()
        for word in words:
            pieces = _joined(pieces, word.pieces, space=word.after_space)
        return Line(pieces, self.width(pieces))

    def _space(self, word: _Word) -> float:
        return self._width(Piece(" ", word.pieces[0].cut))

    def _words(self, pieces: Sequence[Piece], width: float) -> Iterator[_Word]:
        for parts, after_space in _words(pieces):
            word = _Word(parts, after_space, self.width(parts))
            if word.width <= width:
                yield word
            else:
                yield from self._cut_up(word, width)

    def _cut_up(self, word: _Word, width: float) -> Iterator[_Word]:
        """A word too wide for any line (or a script that has no spaces), cut between characters."""
        part: tuple[Piece, ...] = ()
        after_space = word.after_space
        for piece in word.pieces:
            for cluster in clusters(piece.text):
                longer = _joined(part, (Piece(cluster, piece.cut),), space=False)
                if part and self.width(longer) > width:
                    yield _Word(part, after_space, self.width(part))
                    after_space, longer = False, (Piece(cluster, piece.cut),)
                part = longer
        yield _Word(part, after_space, self.width(part))


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph begins at the right."""
    return auto_detect_base_direction(text) is TextDirection.RTL


_IDEOGRAPH = "[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_WORD = re.compile(f" |{_IDEOGRAPH}|(?:(?! |{_IDEOGRAPH}).)+")


def _words(pieces: Sequence[Piece]) -> Iterator[tuple[tuple[Piece, ...], bool]]:
    """Words, and whether a space stands before each. Between two words a line may break.

    A word may change its cut: "*Credit*™" is one.
    """
    current: tuple[Piece, ...] = ()
    after_space = False
    breaks = True
    for piece in pieces:
        for part in _WORD.findall(piece.text):
            is_alone = re.fullmatch(_IDEOGRAPH, part) is not None
            if current and (part == " " or breaks or is_alone):
                yield current, after_space
                current, after_space = (), False
            after_space = after_space or part == " "
            breaks = is_alone or part == " "
            current = current if part == " " else _joined(current, (Piece(part, piece.cut),), space=False)
    if current:
        yield current, after_space


def _joined(first: tuple[Piece, ...], second: tuple[Piece, ...], *, space: bool) -> tuple[Piece, ...]:
    """Both, as few pieces as possible, so that letters of one cut are kerned across the seam."""
    if not first:
        return second
    last, following = first[-1], second[0]
    gap = " " if space else ""
    if last.cut is following.cut:
        return (*first[:-1], Piece(last.text + gap + following.text, last.cut), *second[1:])
    return (*first[:-1], Piece(last.text + gap, last.cut), *second)


def _seen_order(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Direction]]:
    """Pieces from left to right by the Unicode bidirectional algorithm."""
    text = "".join(piece.text for piece in pieces)
    if not any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text):
        yield from ((piece, Direction.LTR) for piece in pieces)
        return
    cuts = [piece.cut for piece in pieces for _ in piece.text]
    characters = BidiParagraph(text=text, preserve_bn_chars=True).characters
    runs = [
        (level, Piece("".join(char.character for char, _ in group), cut))
        for (level, cut), group in (
            (key, list(group))
            for key, group in groupby(
                zip(characters, cuts, strict=True), key=lambda each: (each[0].embedding_level, each[1])
            )
        )
    ]
    for level, piece in _reordered(runs):
        yield piece, Direction.RTL if level % 2 else Direction.LTR


def _reordered(runs: list[tuple[int, Piece]]) -> list[tuple[int, Piece]]:
    """Rule L2: from the highest level down to 1, what stands at that level or above is turned round."""
    for level in range(max(level for level, _ in runs), 0, -1):
        turned: list[tuple[int, Piece]] = []
        for high, group in groupby(runs, key=lambda run: run[0] >= level):
            stretch = list(group)
            turned += stretch[::-1] if high else stretch
        runs = turned
    return runs
