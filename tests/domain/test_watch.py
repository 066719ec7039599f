"""Coverage is a union: adding in any order, any number of times, is the same."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.watch import Coverage, Covering, Interval, is_watched

intervals = st.tuples(st.integers(0, 1000), st.integers(1, 300)).map(lambda p: Interval(p[0], p[0] + p[1]))


@given(st.lists(intervals, max_size=12), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing_of_a_coverage(parts: list[Interval], chance: Random) -> None:
    shuffled = [*parts, *parts]
    chance.shuffle(shuffled)
    assert Coverage.of(shuffled) == Coverage.of(parts)


@given(st.lists(intervals, max_size=12))
def test_a_coverage_is_sorted_disjoint_and_counts_each_ms_once(parts: list[Interval]) -> None:
    coverage = Coverage.of(parts)
    edges = [edge for i in coverage.intervals for edge in (i.start_ms, i.end_ms)]
    assert edges == sorted(set(edges))
    assert coverage.length_ms == len({ms for i in parts for ms in range(i.start_ms, i.end_ms)})


@given(st.lists(intervals, max_size=8), intervals)
def test_adding_is_a_union(parts: list[Interval], more: Interval) -> None:
    assert Coverage.of(parts).plus(more) == Coverage.of(parts).union(Coverage.of([more]))


@given(st.lists(intervals, max_size=12))
def test_one_interval_at_a_time_comes_to_the_same_as_all_at_once(parts: list[Interval]) -> None:
    coverage = Coverage()
    for part in [*parts, *reversed(parts)]:
        coverage = coverage.plus(part)
        assert coverage.plus(part) == coverage
    assert coverage == Coverage.of(parts)


def test_intervals_that_touch_are_one() -> None:
    coverage = Coverage.of([Interval(0, 10), Interval(20, 30), Interval(41, 50)])
    assert coverage.plus(Interval(10, 20)) == Coverage((Interval(0, 30), Interval(41, 50)))
    assert coverage.plus(Interval(11, 40)) == Coverage((Interval(0, 10), Interval(11, 40), Interval(41, 50)))


@given(st.lists(intervals, max_size=12), st.integers(0, 1500))
def test_the_part_within_a_recording_is_what_lies_before_its_end(parts: list[Interval], duration_ms: int) -> None:
    seen = {ms for i in parts for ms in range(i.start_ms, i.end_ms) if ms < duration_ms}
    within = Coverage.of(parts).within(duration_ms)
    assert {ms for i in within.intervals for ms in range(i.start_ms, i.end_ms)} == seen
    assert within == Coverage.of(within.intervals)


def test_what_lies_beyond_the_recording_is_cut_off() -> None:
    coverage = Coverage.of([Interval(0, 10), Interval(50, 200), Interval(300, 400)])
    assert coverage.within(100) == Coverage((Interval(0, 10), Interval(50, 100)))


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3)])
def test_an_interval_is_never_empty_nor_before_the_beginning(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval(start, end)


@pytest.mark.parametrize(
    ("seen_ms", "percent", "watched"),
    [
        (600_000, 100, True),
        (594_000, 100, True),
        (593_999, 100, False),
        (480_000, 80, True),
        (479_999, 80, False),
        (0, 0, False),
    ],
)
def test_all_of_it_leaves_one_percent_of_room_and_any_other_share_none(
    seen_ms: int, percent: int, watched: bool
) -> None:
    coverage = Coverage.of([Interval(0, seen_ms)] if seen_ms else [])
    assert is_watched(coverage, 600_000, percent) is watched


@given(st.lists(intervals, max_size=16), st.integers(0, 16), st.integers(0, 1500))
def test_what_is_written_in_place_is_the_same_union(parts: list[Interval], cut: int, duration_ms: int) -> None:
    covering, early = Covering(Coverage.of(parts[:cut])), Covering(Coverage.of(parts[:cut]))
    copied = covering.copy()
    for part in parts[cut:]:
        covering.add(part.start_ms, part.end_ms)
    expected = Coverage.of(parts)
    assert covering.coverage() == expected
    assert covering.furthest_ms == expected.furthest_ms
    assert covering.length_within(duration_ms) == expected.length_within(duration_ms)
    assert copied.coverage() == early.coverage() == Coverage.of(parts[:cut])


@pytest.mark.parametrize(("start_ms", "end_ms"), [(5, 5), (6, 5), (-1, 5)])
def test_what_is_no_interval_is_not_added(start_ms: int, end_ms: int) -> None:
    covering = Covering()
    with pytest.raises(ValueError, match="not an interval"):
        covering.add(start_ms, end_ms)
    assert covering.coverage() == Coverage()
