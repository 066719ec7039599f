"""A transcript as data: one form only, read strictly back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.credit import Document
from player.domain.cycle import LicenceCycle
from player.domain.transcript import Entry, Selection, Transcript, transcript_of
from player.proof.transcript import MOST_BYTES, MOST_ENTRIES, number_of, read, write

PROVEN = Entry(
    day=date(2024, 1, 5),
    title="Sleep",
    provider="Example Medical College",
    kind="AMA PRA Category 1 Credits™",
    italic=True,
    amount=Decimal("1.50"),
    document=Document.CME_CERTIFICATE,
    number="CRL-7KQ2-M9XA-4TZB",
)
REPORTED = Entry(day=date(2024, 2, 5), title="Workshop", provider="", kind="CE", amount=Decimal(10), note="on paper")
CYCLE = LicenceCycle(name="A state", first=date(2024, 1, 1), last=date(2025, 12, 31), required=Decimal("50"))


def drawn(*entries: Entry, selection: Selection | None = None) -> Transcript:
    return transcript_of(entries, name="Ana", day=date(2026, 1, 1), selection=selection or Selection(), cycles=(CYCLE,))


SOUND = write(drawn(PROVEN, REPORTED))


def changed(**changes: Any) -> bytes:
    """The same with other values in it, written as it should be but for these."""
    contents = json.loads(SOUND)
    contents.update(changes)
    return json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()


def entry(place: int = 0, **changes: Any) -> bytes:
    entries = json.loads(SOUND)["entries"]
    entries[place].update(changes)
    return changed(entries=entries)


def test_what_is_written_is_read_back() -> None:
    assert read(SOUND) == drawn(PROVEN, REPORTED)
    assert changed() == SOUND
    chosen = Selection(first=date(2024, 1, 1), kinds=frozenset({"CE", "b", "a"}), providers=frozenset({""}))
    assert read(write(drawn(PROVEN, REPORTED, selection=chosen))).selection == chosen


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        SOUND + b"\n",
        SOUND.replace(b'"1.5"', b'"1.50"'),
        SOUND.replace(b'"1.5"', b'"01.5"'),
        SOUND.replace(b'"1.5"', b'"1e9"'),
        SOUND.replace(b'"1.5"', b'"-1.5"'),
        SOUND.replace(b'"1.5"', b'"NaN"'),
        SOUND.replace(b'"1.5"', '"١.٥"'.encode()),
        SOUND.replace(b"Sleep", b"\\u0053leep"),
        changed(format=2),
        changed(more=1),
        changed(name=1),
        entry(number=""),
        entry(document=None),
        entry(1, number="CRL-1"),
        entry(day="2024-01-05T00:00:00"),
        entry(document="diploma"),
        changed(entries=json.loads(SOUND)["entries"][::-1]),
        changed(selection={"first": "2025-01-01", "last": None, "kinds": [], "providers": []}),
        changed(selection={"first": None, "last": None, "kinds": ["b", "CE"], "providers": []}),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        read(data)


def test_what_is_far_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(ValueError, match="large"):
        read(b" " * (MOST_BYTES + 1))


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_says_something_else(place: int, by: int) -> None:
    data = bytearray(SOUND)
    data[place] ^= by
    try:
        found = read(bytes(data))
    except ValueError:
        return
    assert found != drawn(PROVEN, REPORTED)
    assert write(found) == bytes(data)


def test_more_entries_than_anybody_has_are_refused() -> None:
    with pytest.raises(ValueError, match="more entries"):
        read(changed(entries=json.loads(SOUND)["entries"] * (MOST_ENTRIES // 2 + 1)))


def test_its_number_follows_from_all_that_is_in_it() -> None:
    assert number_of(SOUND) == number_of(write(drawn(REPORTED, PROVEN)))
    assert number_of(SOUND) != number_of(write(drawn(PROVEN)))
    assert number_of(SOUND).startswith("TRN-")
    assert len(number_of(SOUND)) == 18
