"""Tells the keys of a badge scanner, which types like a keyboard, from those of a person."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from player.domain.kiosk.key_codes import Codes, us_character

_SYMBOLOGY = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
"""What many scanners put before a code to tell its kind: "]Q3", "]C1" (ISO/IEC 15424)."""
_WITHIN = "\n\t\x1d"
"""What is no letter and yet may stand in a code; the last one parts the fields of GS1."""
_CLOCK = 1 << 32
"""Systems stamp keys in ms with 32 bits, which begin anew after 49 days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A key that was pressed, or let go of where `pressed` is False.

    `code` is the system's own for the key's place, 0 where it tells none; `text` what the key wrote; `at_ms` by any
    clock that only runs forward. `alt`: Alt, AltGr or Meta is held or is the key itself, so that it is no scanner's.
    `modifier`: the key is Shift or Control itself. `repeated`: it came because the key is held down.
    """

    code: int
    text: str
    at_ms: int
    shift: bool = False
    control: bool = False
    alt: bool = False
    pressed: bool = True
    repeated: bool = False
    modifier: bool = False

    @property
    def key(self) -> tuple[int, str]:
        """By which a key that is let go of is known as the one that was pressed."""
        return (self.code, "" if self.code else self.text.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How scanners type.

    `gap_ms`: the longest time between two of their keys; `least`: the fewest characters of a code that has no end, so
    that a syllable typed in a rush is none; `least_ended`: of one behind which Return or Tab follows as quickly.
    `prefix` and `suffix` are what the scanners of a hall were set up to send around each code. `codes`: how this system
    counts its keys; NONE as well where the scanners were set up for the computer's own layout, so that what they write
    is right as it is.
    """

    gap_ms: int = 60
    least: int = 5
    least_ended: int = 3
    prefix: str = ""
    suffix: str = ""
    codes: Codes = Codes.X11


@dataclass(frozen=True, slots=True)
class Run:
    """Strokes that belong together, decided upon. `scanned`: what a scanner read; None where they are a person's.

    An empty `scanned` stands for what is left of a scan that was told already: it is nobody's.
    """

    strokes: tuple[Stroke, ...]
    scanned: str | None = None


@dataclass(slots=True)
class ScanReader:
    """Takes strokes as they come and gives runs: each stroke exactly once, a person's in the order in which they came.

    While a run may still become a scan its strokes are held back: until no other came for `gap_ms`. A Return does not
    end a scan by itself, as cards of addresses have many within.
    """

    rhythm: Rhythm = field(default_factory=Rhythm)
    _held: list[Stroke] = field(default_factory=list[Stroke])
    _last_ms: int = 0
    _swallowed: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    """Keys of a scan that were not let go of when it was told."""

    @property
    def waits(self) -> bool:
        """Whether strokes are held back; then `silence` is to be called after `gap_ms` without a stroke."""
        return bool(self._held)

    def would_hold(self, stroke: Stroke) -> bool:
        """Whether this stroke would be held back, were it taken now."""
        return stroke.pressed and not stroke.repeated and self._may_be_a_scanners(stroke)

    def take(self, stroke: Stroke) -> tuple[Run, ...]:
        """The runs that this stroke decides upon; none while it may belong to a scan."""
        if not stroke.pressed:
            return self._let_go(stroke)
        self._swallowed.discard(stroke.key)
        if stroke.repeated:
            # Who holds a key down is a person, and so was who pressed it.
            return (*self._as_typed(), Run((stroke,)))
        if not self._may_be_a_scanners(stroke):
            return (*self.silence(), Run((stroke,)))
        late = (stroke.at_ms - self._last_ms) % _CLOCK > self.rhythm.gap_ms
        before = self.silence() if late else ()
        self._held.append(stroke)
        self._last_ms = stroke.at_ms
        return before

    def silence(self) -> tuple[Run, ...]:
        """No stroke came for `gap_ms`: what is held back is a scan or a person's."""
        text = self._text()
        if text is None:
            return self._as_typed()
        strokes, self._held = self._held, []
        own, others = list[Stroke](), list[Stroke]()
        down = set[tuple[int, str]]()
        for stroke in strokes:
            if stroke.pressed:
                down.add(stroke.key)
            (own if stroke.pressed or stroke.key in down else others).append(stroke)
            if not stroke.pressed:
                down.discard(stroke.key)
        self._swallowed |= down
        scan = Run(tuple(own), text)
        return (scan, Run(tuple(others))) if others else (scan,)

    def _let_go(self, stroke: Stroke) -> tuple[Run, ...]:
        if stroke.key in self._swallowed:
            self._swallowed.discard(stroke.key)
            return (Run((stroke,), ""),)
        if self._held:
            self._held.append(stroke)
            return ()
        return (Run((stroke,)),)

    def _as_typed(self) -> tuple[Run, ...]:
        strokes, self._held = tuple(self._held), []
        return (Run(strokes),) if strokes else ()

    def _may_be_a_scanners(self, stroke: Stroke) -> bool:
        if stroke.alt or (stroke.control and not self._held and not stroke.modifier):
            return False
        return stroke.modifier or self._character(stroke) is not None

    def _character(self, stroke: Stroke) -> str | None:
        codes = self.rhythm.codes
        if stroke.code and codes is not Codes.NONE:
            return us_character(codes, stroke.code, shift=stroke.shift, control=stroke.control)
        text = "\n" if stroke.text == "\r" else stroke.text
        return text if len(text) == 1 and (text.isprintable() or text in _WITHIN) else None

    def _text(self) -> str | None:
        """What a scanner read, if the strokes held back were its; None for a person's."""
        keys = (stroke for stroke in self._held if stroke.pressed and not stroke.modifier)
        whole = "".join(self._character(stroke) or "" for stroke in keys)
        bare = whole.strip("\n\t")
        if len(bare) < (self.rhythm.least_ended if whole.endswith(("\n", "\t")) else self.rhythm.least):
            return None
        bare = bare.removeprefix(self.rhythm.prefix).removesuffix(self.rhythm.suffix)
        return _SYMBOLOGY.sub("", bare)
