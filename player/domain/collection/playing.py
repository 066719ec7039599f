"""Playing in many places: when each device of a learner played, and whether one person can have been there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from player.domain.clock import BootId
from player.domain.collection.account import Stretch
from player.domain.event import Event, StreamOpened, Watched
from player.domain.history import Correction

PAUSE_MS = 90_000
"""Playing that goes on after less than this is told as one stretch."""
AT_ONCE_MS = 120_000
"""Two devices' clocks may differ by so much without anybody having been in two places."""


def stretches(
    opening: StreamOpened, events: Iterable[Event], corrections: Mapping[BootId, Correction]
) -> Iterator[Stretch]:
    """When a strand's device played, in the order of its events."""
    began = ended = 0
    boot: BootId | None = None
    for event in events:
        if not isinstance(event.fact, Watched):
            continue
        stamp = event.stamp
        told = corrections.get(stamp.boot)
        until = stamp.wall_ms if told is None else told.wall_ms + stamp.mono_ms - told.mono_ms
        since = until - event.fact.engaged_ms
        if stamp.boot == boot and ended <= until and since - ended <= PAUSE_MS:
            ended = until
            continue
        if boot is not None:
            yield _stretch(opening, began, ended)
        began, ended, boot = since, until, stamp.boot
    if boot is not None:
        yield _stretch(opening, began, ended)


def _stretch(opening: StreamOpened, began: int, ended: int) -> Stretch:
    return Stretch(stream=opening.stream, device=opening.device, began_ms=began, ended_ms=max(began, ended))


def at_once_ms(ours: Iterable[Stretch], theirs: Iterable[Stretch]) -> int:
    """How long two lots of stretches, of which each device's own are left out, lie over each other, pair by pair.

    Every beginning and end is gone through once, in order: a file may tell tens of thousands of stretches, and none
    may keep the others waiting.
    """
    edges = sorted(
        (moment, side, opens, stretch.device, stretch.stream)
        for side, stretches in enumerate((ours, theirs))
        for stretch in stretches
        for moment, opens in ((stretch.began_ms, 1), (stretch.ended_ms, -1))
    )
    any_two, same_device, same_stream, same_both = _Pairs(), _Pairs(), _Pairs(), _Pairs()
    together = before = 0
    for moment, side, opens, device, stream in edges:
        apart = any_two.count - same_device.count - same_stream.count + same_both.count
        together += apart * (moment - before)
        before = moment
        any_two.step(side, "", opens)
        same_device.step(side, device, opens)
        same_stream.step(side, stream, opens)
        same_both.step(side, f"{device}/{stream}", opens)
    return together


class _Pairs:
    """How many pairs of a stretch of ours and one of theirs with the same key are open."""

    def __init__(self) -> None:
        self.count = 0
        self._open: tuple[dict[str, int], dict[str, int]] = ({}, {})

    def step(self, side: int, key: str, by: int) -> None:
        mine, others = self._open[side], self._open[1 - side]
        self.count += by * others.get(key, 0)
        mine[key] = mine.get(key, 0) + by
