"""The supervisor's policy: dead stations start at once, those that die often wait longer, hung ones are ended."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.kiosk.supervision import (
    LONGEST_PAUSE_MS,
    OFTEN,
    SILENT_MS,
    SOON_MS,
    STARTING_MS,
    Said,
    Supervision,
    Word,
    key_in,
    key_line,
    said,
)
from player.kiosk.trouble import harmless


def dying(lives_ms: list[int]) -> list[int]:
    """The pauses after stations that lived so long, one after the other."""
    now, watch, pauses = 0, Supervision(), []
    for life in lives_ms:
        watch = watch.started(now)
        now += life
        watch = watch.ended(now)
        pauses.append(watch.pause_ms)
        now += watch.pause_ms
    return pauses


def test_a_station_that_dies_now_and_then_is_started_at_once() -> None:
    assert dying([3_600_000, 10, 10, 10, 7_200_000, 10]) == [0] * 6


def test_the_fifth_death_within_a_minute_is_followed_by_a_pause_and_each_later_one_by_a_longer() -> None:
    assert dying([100] * 12) == [0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]


def test_pauses_go_on_where_deaths_are_further_apart_because_of_them() -> None:
    assert dying([100] * 10 + [59_000] * 3)[-3:] == [30_000] * 3


def test_a_station_that_lived_for_a_minute_begins_anew() -> None:
    assert dying([100] * 7 + [SOON_MS] + [100] * 4) == [0] * 4 + [1_000, 2_000, 4_000] + [0] * 4 + [1_000]


def test_four_deaths_a_minute_for_hours_are_not_often() -> None:
    assert dying([20_000] * 200) == [0] * 200


@given(lives=st.lists(st.integers(min_value=0, max_value=120_000), max_size=60))
def test_it_never_gives_up_and_never_waits_longer_than_half_a_minute(lives: list[int]) -> None:
    pauses = dying(lives)
    assert all(0 <= pause <= LONGEST_PAUSE_MS for pause in pauses)
    assert pauses[: OFTEN - 1] == [0] * len(pauses[: OFTEN - 1])


def test_a_silent_station_is_hung_once_it_was_ready() -> None:
    watch = Supervision().started(1_000).told(Word.READY, 3_000)
    assert not watch.is_hung(3_000 + SILENT_MS - 1)
    assert watch.is_hung(3_000 + SILENT_MS)
    assert not watch.told(Word.ALIVE, 20_000).is_hung(3_000 + SILENT_MS)


def test_a_station_may_take_its_time_to_start_and_no_more() -> None:
    watch = Supervision().started(1_000).told(Word.ALIVE, 2_000)
    assert not watch.is_hung(1_000 + STARTING_MS - 1)
    assert watch.is_hung(1_000 + STARTING_MS)


def test_the_station_after_a_hung_one_has_its_own_time() -> None:
    watch = Supervision().started(0).told(Word.READY, 1_000).ended(SILENT_MS + 1_000).started(SILENT_MS + 1_000)
    assert watch.hung_at == SILENT_MS + 1_000 + STARTING_MS


def test_only_a_station_that_said_so_leaves_for_good() -> None:
    watch = Supervision().started(0).told(Word.READY, 10)
    assert not watch.ended(20).is_leaving
    assert not watch.told(Word.RESTART, 15).ended(20).is_leaving
    leaving = watch.told(Word.LEAVING, 15).told(Word.ALIVE, 16).ended(20)
    assert leaving.is_leaving
    assert not leaving.started(30).is_leaving


@given(key=st.binary(min_size=1, max_size=1024))
def test_a_key_that_is_handed_over_arrives(key: bytes) -> None:
    assert key_in(f"{key_line(key)}\n") == key
    assert said(f"{key_line(key)}\n") == Said(word=Word.KEY, key=key)


@pytest.mark.parametrize(
    "line",
    [
        *("", "hello", "ready now", "key", "key ", "key ?", "key AAA", "READY", "no-key", "[00007f] libvlc: ready"),
        f"key {base64.b64encode(b'x' * 1025).decode()}",
    ],
)
def test_what_a_library_prints_means_nothing(line: str) -> None:
    assert said(line) is None


@given(line=st.text(max_size=80))
def test_whatever_comes_is_a_word_or_nothing(line: str) -> None:
    found = said(line)
    assert found is None or found.word in Word


# --- what is kept of error output ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Traceback (most recent call last):\n", "Traceback (most recent call last):"),
        ('  File "/home/ada/carrel/player/ui/a.py", line 12, in render\n', "  player/ui/a.py:12 in render"),
        ('  File "C:\\Users\\Ada\\player\\ui\\a.py", line 12 in render\n', "  player/ui/a.py:12 in render"),
        ("KeyError: 'Ada Lovelace'", "KeyError"),
        ("sqlalchemy.exc.OperationalError: (sqlite3) Ada", "sqlalchemy.exc.OperationalError"),
        ("player.kiosk.problems.NotOpen: Ada", "player.kiosk.problems.NotOpen"),
        ("Fatal Python error: Segmentation fault", "Fatal Python error: Segmentation fault"),
        ("Thread 0x00007f2a (most recent call first):", "Thread 0x00007f2a (most recent call first):"),
        ("    raise ValueError(name)", ""),
        ("a bug at visit.py:120: KeyError", "a bug at visit.py:120: KeyError"),
        ("a bug at visit.py:120: KeyError: Ada", ""),
        ("Lovelace: 12345", ""),
        ("Ada", ""),
        ("Fatal Python error: Ada", ""),
        ("qt.text: Ada Lovelace", ""),
    ],
)
def test_of_errors_the_place_is_kept_and_never_the_words(line: str, kept: str) -> None:
    assert harmless(line) == kept


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_words_of_an_error_are_kept(before: str, after: str) -> None:
    assert "Lovelace 4711" not in harmless(f"{before}Lovelace 4711{after}")
    assert "Lovelace 4711" not in harmless(f"ValueError: {before}Lovelace 4711{after}")
