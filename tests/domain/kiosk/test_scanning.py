"""Scans and typing: no key is lost, none is taken for what it is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.key_codes import Codes, us_character
from player.domain.kiosk.scanning import Rhythm, Run, ScanReader, Stroke

VCARD = "BEGIN:VCARD\nVERSION:3.0\nN:O'Brien;Maeve\nEMAIL:m_o+1@example.org\nURL:https://x.org/?a=1&b=2#c\nEND:VCARD"
WHERE = {
    (us_character(Codes.X11, code, shift=shift)): (code, shift) for shift in (True, False) for code in range(9, 70)
}
PRINTABLE = "".join(chr(code) for code in range(33, 127))
GARBLED = {"1": "&", "2": "é", "3": '"', "4": "'", "5": "(", "a": "q", "q": "a", "m": ",", "z": "w", ":": "M"}
"""What some keys of a US keyboard write where the layout is a French one."""

badges = st.text(PRINTABLE + " ", min_size=5, max_size=40).filter(lambda text: text == text.strip() and text[0] != "]")
gaps = st.lists(st.integers(1, 50), min_size=1, max_size=20)
slow = st.integers(61, 400)


def strokes_of(text: str, at_ms: Iterable[int], *, codes: bool = True) -> list[Stroke]:
    """Each key pressed and let go of, as a scanner or a person would, Shift included."""
    made: list[Stroke] = []
    for character, now in zip(text, at_ms, strict=False):
        code, shift = WHERE[character]
        wrote = GARBLED.get(character, character).replace("\n", "\r")
        if shift:
            made.append(Stroke(code=50, text="", at_ms=now, modifier=True))
        for pressed in (True, False):
            made.append(
                Stroke(
                    code=code if codes else 0,
                    text=wrote if codes else character.replace("\n", "\r"),
                    at_ms=now,
                    shift=shift,
                    pressed=pressed,
                )
            )
        if shift:
            made.append(Stroke(code=50, text="", at_ms=now, shift=True, pressed=False, modifier=True))
    return made


def times(since: int, gaps: Sequence[int]) -> Iterable[int]:
    now = since
    for place in count():
        yield now
        now += gaps[place % len(gaps)]


def run_through(strokes: Iterable[Stroke], reader: ScanReader | None = None) -> list[Run]:
    """All runs, with the silence told whenever a timer would have rung."""
    reader, runs, last = reader or ScanReader(), list[Run](), 0
    for stroke in strokes:
        if reader.waits and stroke.at_ms - last > reader.rhythm.gap_ms + 5:
            runs += reader.silence()
        runs += reader.take(stroke)
        last = stroke.at_ms
    return runs + list(reader.silence())


def typed(runs: Iterable[Run]) -> list[Stroke]:
    return [stroke for run in runs if run.scanned is None for stroke in run.strokes]


def scans(runs: Iterable[Run]) -> list[str]:
    return [run.scanned for run in runs if run.scanned]


@given(badges, gaps, st.sampled_from(["", "\n", "\t", "\n\n"]))
def test_every_scan_comes_out_exactly_and_nothing_of_it_is_handed_on(text: str, gaps: list[int], end: str) -> None:
    runs = run_through(strokes_of(text + end, times(1000, gaps)))
    assert scans(runs) == [text]
    assert typed(runs) == []


@given(badges, gaps)
def test_where_no_scan_codes_are_told_what_the_keys_wrote_is_read(text: str, gaps: list[int]) -> None:
    assert scans(run_through(strokes_of(text, times(0, gaps), codes=False))) == [text]


@given(st.lists(st.tuples(st.sampled_from(PRINTABLE + " \n\t"), slow), max_size=30))
def test_what_a_person_types_comes_out_as_it_went_in(keys: list[tuple[str, int]]) -> None:
    strokes = strokes_of("".join(key for key, _ in keys), times(500, [gap for _, gap in keys] or [100]))
    runs = run_through(strokes)
    assert typed(runs) == strokes
    assert scans(runs) == []


@given(st.text(PRINTABLE, max_size=4), gaps)
def test_a_few_keys_in_a_hurry_are_a_persons(text: str, gaps: list[int]) -> None:
    strokes = strokes_of(text, times(0, gaps))
    assert typed(run_through(strokes)) == strokes


@given(st.lists(st.tuples(st.booleans(), badges, gaps, slow), min_size=1, max_size=6))
def test_in_a_mixture_each_has_its_own(parts: list[tuple[bool, str, list[int], int]]) -> None:
    strokes, meant, scanned, now = list[Stroke](), list[Stroke](), list[str](), 0
    for is_scan, text, fast, pause in parts:
        made = strokes_of(text, times(now, fast if is_scan else [pause]))
        strokes += made
        now = made[-1].at_ms + pause
        if is_scan:
            scanned.append(text)
        else:
            meant += made
    runs = run_through(strokes)
    assert scans(runs) == scanned
    assert typed(runs) == meant


codes = st.integers(0, 110)
anything = st.builds(
    Stroke,
    code=codes,
    text=st.sampled_from(["", "a", "é", "\r", "\t"]),
    at_ms=st.integers(0, 3000),
    shift=st.booleans(),
    control=st.booleans(),
    alt=st.booleans(),
    pressed=st.booleans(),
    repeated=st.booleans(),
    modifier=st.booleans(),
)


@given(st.lists(anything, max_size=60))
def test_no_stroke_is_lost_doubled_or_overtaken(strokes: list[Stroke]) -> None:
    strokes.sort(key=lambda stroke: stroke.at_ms)
    runs = run_through(strokes)
    came_out = [id(stroke) for run in runs for stroke in run.strokes]
    assert sorted(came_out) == sorted(id(stroke) for stroke in strokes)
    places = {id(stroke): place for place, stroke in enumerate(strokes)}
    order = [places[id(stroke)] for stroke in typed(runs)]
    assert order == sorted(order)


def test_a_card_of_addresses_has_returns_within_it() -> None:
    assert scans(run_through(strokes_of(VCARD + "\n", times(0, [9])))) == [VCARD]


def test_nothing_is_held_back_longer_than_the_silence_after_it() -> None:
    reader = ScanReader()
    assert reader.take(strokes_of("a", [0])[0]) == ()
    assert reader.waits
    assert len(typed(reader.silence())) == 1
    assert not reader.waits


@pytest.mark.parametrize("kind", ["]Q3", "]C1", "]d2", "]E0"])
def test_what_scanners_say_of_the_kind_of_a_code_is_taken_off(kind: str) -> None:
    assert scans(run_through(strokes_of(kind + "CRL-0042\n", times(0, [8])))) == ["CRL-0042"]


def test_what_the_scanners_of_a_hall_put_around_a_code_is_taken_off() -> None:
    reader = ScanReader(Rhythm(prefix="~", suffix="$"))
    assert scans(run_through(strokes_of("~CRL-0042$\n", times(0, [8])), reader)) == ["CRL-0042"]


def test_the_separator_of_gs1_comes_as_a_control_character() -> None:
    before, after = strokes_of("01234", times(0, [5])), strokes_of("56789", times(35, [5]))
    hold = Stroke(code=37, text="", at_ms=28, modifier=True)
    between = Stroke(code=35, text="\x1d", at_ms=30, control=True)
    assert scans(run_through([*before, hold, between, *after])) == ["01234\x1d56789"]


def test_a_command_is_never_held_back_and_ends_what_was() -> None:
    reader = ScanReader()
    letters = strokes_of("ab", [0, 10])
    for stroke in letters:
        assert reader.take(stroke) == ()
    quit_ = Stroke(code=24, text="", at_ms=20, alt=True)
    assert typed(reader.take(quit_)) == [*letters, quit_]
    assert typed(reader.take(Stroke(code=24, text="\x11", at_ms=300, control=True)))


def test_a_key_that_is_held_down_is_a_persons() -> None:
    strokes = [Stroke(code=38, text="a", at_ms=place * 30, repeated=place > 0) for place in range(12)]
    assert typed(run_through(strokes)) == strokes


def test_a_key_of_a_scan_that_is_let_go_of_late_is_not_handed_on() -> None:
    reader = ScanReader()
    *most, last = strokes_of("CRL-0042\n", times(0, [8]))
    assert scans(run_through(most, reader)) == ["CRL-0042"]
    assert reader.take(last) == (Run((last,), ""),)
    again = strokes_of("\n", [900])
    assert typed(run_through(again, reader)) == again


def test_a_key_that_a_person_lets_go_of_within_a_scan_is_still_theirs() -> None:
    first, up = strokes_of("x", [0])
    up = replace(up, at_ms=110)
    reader = ScanReader()
    assert typed([*reader.take(first), *reader.silence()]) == [first]
    scan = strokes_of("12345", times(100, [5]))
    runs = run_through([*scan[:4], up, *scan[4:]], reader)
    assert scans(runs) == ["12345"]
    assert typed(runs) == [up]


def test_the_clock_of_the_system_may_begin_anew_within_a_scan() -> None:
    edge = 1 << 32
    strokes = strokes_of("CRL-0042", (now % edge for now in times(edge - 20, [8])))
    reader = ScanReader()
    assert not [run for stroke in strokes for run in reader.take(stroke)]
    assert scans(reader.silence()) == ["CRL-0042"]


@pytest.mark.parametrize(
    ("codes", "code", "shift", "character"),
    [
        (Codes.X11, 10, False, "1"),
        (Codes.X11, 10, True, "!"),
        (Codes.X11, 24, True, "Q"),
        (Codes.X11, 47, True, ":"),
        (Codes.X11, 61, True, "?"),
        (Codes.X11, 21, False, "="),
        (Codes.X11, 16, True, "&"),
        (Codes.X11, 20, True, "_"),
        (Codes.X11, 36, False, "\n"),
        (Codes.X11, 104, False, "\n"),
        (Codes.X11, 106, False, "/"),
        (Codes.X11, 79, False, "7"),
        (Codes.SET_1, 2, False, "1"),
        (Codes.SET_1, 0x1C, False, "\n"),
        (Codes.SET_1, 0x11C, False, "\n"),
        (Codes.SET_1, 0x135, False, "/"),
        (Codes.SET_1, 0x29, True, "~"),
        (Codes.X11, 9, False, None),
        (Codes.X11, 67, False, None),
        (Codes.SET_1, 0x14B, False, None),
        (Codes.NONE, 10, False, None),
    ],
)
def test_keys_are_read_by_their_place(codes: Codes, code: int, shift: bool, character: str | None) -> None:
    assert us_character(codes, code, shift=shift) == character


def test_every_character_of_ascii_can_be_scanned() -> None:
    assert set(PRINTABLE + " \n\t") <= set(WHERE)


@pytest.mark.parametrize(("keys", "scanned"), [("1001\n", ["1001"]), ("101\t", ["101"]), ("1001", []), ("10\n", [])])
def test_a_short_number_is_a_scan_where_its_end_follows_as_quickly(keys: str, scanned: list[str]) -> None:
    """Small conferences number their badges from 1001 on."""
    assert scans(run_through(strokes_of(keys, count(0, 10)))) == scanned
