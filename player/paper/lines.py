"""Lines: texts in several cuts broken to a width, and each line put into the order in which it is seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

from player.paper.face import Direction, Face, SetGlyph
from player.paper.tongues import Tongue
from player.paper.typefaces import Cut, Typefaces, clusters


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in one cut. `tongue`: which of those that share Chinese characters; None: by the text's own letters."""

    text: str
    cut: Cut
    tongue: Tongue | None = None

    def saying(self, text: str) -> Piece:
        """Another text, set as this one is."""
        return Piece(text, self.cut, self.tongue)


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

        Text from right to left is told in its logical order, as the standard asks. Some readers turn round what they
        are told; only letters with vowel marks are, which they could not have put in order from the glyphs either.
        """
        return all(glyph.text for glyph in self.glyphs)

    def parts(self) -> Iterator[Run]:
        """Cut where a glyph stands for another text than before: in a CFF font each can be read back as one only."""
        if not self.face.is_cff or self.direction is Direction.RTL:
            yield self
            return
        said: dict[int, str] = {}
        part: list[SetGlyph] = []
        for glyph in self.glyphs:
            if said.setdefault(glyph.id, glyph.text) != glyph.text:
                yield self._of(part)
                said, part = {glyph.id: glyph.text}, []
            part.append(glyph)
        yield self._of(part)

    def _of(self, glyphs: Sequence[SetGlyph]) -> Run:
        return replace(self, glyphs=tuple(glyphs), text="".join(glyph.text for glyph in glyphs))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph. It is measured when it is asked for: most lines are broken anew before they are drawn."""

    pieces: tuple[Piece, ...]
    composer: Composer = field(repr=False, compare=False)

    @property
    def width(self) -> float:
        """For a size of 1."""
        return self.composer.width(self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Word:
    pieces: tuple[Piece, ...]
    after_space: bool
    width: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that stay on one line where a line has room for them; `whole`: all of them as one."""

    whole: _Word
    words: tuple[_Word, ...]


class Composer:
    """Breaks and measures texts in the given typefaces."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self._widths: dict[Piece, float] = {}
        self._split: dict[tuple[Piece, ...], tuple[_Phrase, ...]] = {}

    def broken(self, pieces: Sequence[Piece], width: float) -> tuple[Line, ...]:
        """The lines of a paragraph, none wider than `width` (for a size of 1). Raises `NoGlyph`.

        Where the last would be very short, the others give it some of their words.
        """
        words = list(self._words(pieces, width))
        lines = self._filled(words, width)
        if len(lines) > 1 and self._length(lines[-1]) < width * SHORT:
            narrower = (self._filled(words, width * hundredths / 100) for hundredths in range(96, 50, -4))
            longer = (tried for tried in narrower if self._length(tried[-1]) >= width * ENOUGH)
            found = next(longer, lines)
            lines = found if len(found) == len(lines) else lines
        return tuple(map(self._line, lines))

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

    def count(self, pieces: Sequence[Piece], width: float) -> int:
        """How many lines `broken` would give."""
        return len(self._filled(self._words(pieces, width), width))

    def width(self, pieces: Iterable[Piece]) -> float:
        """The width of a line at a size of 1."""
        return sum(self._width(piece) for piece in pieces)

    def covers(self, text: str, cut: Cut) -> bool:
        """Whether this typeface alone can print all of `text`."""
        return self._typefaces.face(cut).has(text)

    def runs(self, pieces: Sequence[Piece]) -> Iterator[Run]:
        """The line as it is seen, from left to right. Raises `NoGlyph`."""
        for piece, direction in _seen_order(pieces):
            stretches = list(self._typefaces.stretches(piece.text, piece.cut, piece.tongue))
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
        return Line(pieces, self)

    def _space(self, word: _Word) -> float:
        return self._width(Piece(" ", word.pieces[0].cut))

    def _words(self, pieces: Sequence[Piece], width: float) -> Iterator[_Word]:
        for phrase in self._measured(tuple(pieces)):
            for word in (phrase.whole,) if phrase.whole.width <= width else phrase.words:
                if word.width <= width:
                    yield word
                else:
                    yield from self._cut_up(word, width)

    def _measured(self, pieces: tuple[Piece, ...]) -> tuple[_Phrase, ...]:
        known = self._split.get(pieces)
        if known is None:
            measured = (_Word(parts, after_space, self.width(parts)) for parts, after_space in _words(pieces))
            known = self._split[pieces] = tuple(map(self._phrase, _phrases(measured)))
        return known

    def _phrase(self, words: Sequence[_Word]) -> _Phrase:
        """Of one word mostly."""
        whole = words[0]
        if len(words) > 1:
            whole = _Word(self._line(words).pieces, whole.after_space, self._length(words))
        return _Phrase(whole, tuple(words))

    def _length(self, words: Sequence[_Word]) -> float:
        return words[0].width + sum((self._space(word) if word.after_space else 0) + word.width for word in words[1:])

    def _cut_up(self, word: _Word, width: float) -> Iterator[_Word]:
        """A word too wide for any line (or a script that has no spaces), cut between characters."""
        cuts = _cuts(word.pieces)
        after_space, first = word.after_space, 0
        while first < len(cuts) - 1:
            last = self._fitting(word.pieces, cuts, first, width)
            line = _between(word.pieces, cuts[first], cuts[last])
            yield _Word(line, after_space, self.width(line))
            after_space, first = False, last

    def _fitting(self, pieces: Sequence[Piece], cuts: Sequence[_Cut], first: int, width: float) -> int:
        """The last cut up to which a line may go: to measure at each of them would take seconds for a long title."""

        def fits(last: int) -> bool:
            return self.width(_between(pieces, cuts[first], cuts[last])) <= width

        near, step = first + 1, 8
        while near + step < len(cuts) and fits(near + step):
            near, step = near + step, step * 2
        far = min(near + step, len(cuts))
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (middle, far) if fits(middle) else (near, middle)
        return near


SHORT, ENOUGH = 0.2, 0.33
"""Shares of the measure: a paragraph's last line that takes less than the first is given as much as the second."""


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph begins at the right."""
    return auto_detect_base_direction(text) is TextDirection.RTL


_IDEOGRAPH = "[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_OPENING = "（［｛「『【〈《〔〖"
_CLOSING = "）］｝」』】〉》〕〗、。，．：；！？…・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_WORD = re.compile(
    f" |[{_OPENING}]*(?:(?![{_OPENING}]){_IDEOGRAPH}|(?:(?! |{_IDEOGRAPH}).)+)[{_CLOSING}]*|{_IDEOGRAPH}"
)
_BEGINS, _ENDS = re.compile(_IDEOGRAPH), re.compile(f"{_IDEOGRAPH}$")


def _words(pieces: Sequence[Piece]) -> Iterator[tuple[tuple[Piece, ...], bool]]:
    """Words, and whether a space stands before each. Between two words a line may break.

    A word may change its cut: "*Credit*™" is one. Signs that close stay with what is before them, those that open
    with what follows.
    """
    current: tuple[Piece, ...] = ()
    after_space = False
    breaks = True
    for piece in pieces:
        for part in _WORD.findall(piece.text):
            if current and (part == " " or breaks or _BEGINS.match(part)):
                yield current, after_space
                current, after_space = (), False
            after_space = after_space or part == " "
            breaks = part == " " or _ENDS.search(part) is not None
            current = current if part == " " else _joined(current, (piece.saying(part),), space=False)
    if current:
        yield current, after_space


_Cut = tuple[int, int]
"""A place between two characters: in which piece, and after how many of its letters."""


def _cuts(pieces: Sequence[Piece]) -> list[_Cut]:
    """Where a word may be cut, its ends included."""
    found = [(0, 0)]
    for place, piece in enumerate(pieces):
        found += [(place, end) for end in accumulate(map(len, clusters(piece.text)))]
    return found


def _between(pieces: Sequence[Piece], first: _Cut, last: _Cut) -> tuple[Piece, ...]:
    (start, begin), (stop, end) = first, last
    texts = [piece.text for piece in pieces[start : stop + 1]]
    texts[-1] = texts[-1][:end]
    texts[0] = texts[0][begin:]
    return tuple(piece.saying(text) for piece, text in zip(pieces[start:], texts, strict=False) if text)


_NUMBER = re.compile(r"\d+([.,]\d+)*")


def _phrases(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """A number stays with the word after it, and a name in italics (that of a credit) with all of itself."""
    phrase: list[_Word] = []
    for word in words:
        if phrase and not (word.after_space and _stay_together(phrase[-1].pieces[-1], word.pieces[0])):
            yield phrase
            phrase = []
        phrase.append(word)
    if phrase:
        yield phrase


def _stay_together(last: Piece, following: Piece) -> bool:
    is_name = last.cut is following.cut is Cut.SANS_ITALIC
    return is_name or _NUMBER.fullmatch(last.text) is not None


def _joined(first: tuple[Piece, ...], second: tuple[Piece, ...], *, space: bool) -> tuple[Piece, ...]:
    """Both, as few pieces as possible, so that letters of one cut are kerned across the seam."""
    if not first:
        return second
    last, following = first[-1], second[0]
    gap = " " if space else ""
    if last.cut is following.cut:
        return (*first[:-1], last.saying(last.text + gap + following.text), *second[1:])
    return (*first[:-1], last.saying(last.text + gap), *second)


def _seen_order(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Direction]]:
    """Pieces from left to right by the Unicode bidirectional algorithm."""
    text = "".join(piece.text for piece in pieces)
    if not any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text):
        yield from ((piece, Direction.LTR) for piece in pieces)
        return
    styles = [piece.saying("") for piece in pieces for _ in piece.text]
    characters = BidiParagraph(text=text, preserve_bn_chars=True).characters
    runs = [
        (level, style.saying("".join(char.character for char, _ in group)))
        for (level, style), group in (
            (key, list(group))
            for key, group in groupby(
                zip(characters, styles, strict=True), key=lambda each: (each[0].embedding_level, each[1])
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
