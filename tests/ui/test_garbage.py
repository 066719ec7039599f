"""What Python frees by itself it frees on the thread that draws: widgets must not die on another."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.garbage import BUSY_MS, MANY, SWEEP_MS, Sweeper


class Circle:
    """Refers to itself, so that only the collector frees it; tells on which thread it did."""

    def __init__(self, freed_on: list[int]) -> None:
        self._freed_on = freed_on
        self._itself = self

    def __del__(self) -> None:
        self._freed_on.append(threading.get_ident())


@pytest.fixture
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    gc.enable()
    parent = QObject()
    yield Sweeper(parent)
    parent.deleteLater()


def test_what_a_worker_makes_frees_nothing_on_its_thread(sweeper: Sweeper, qtbot: QtBot) -> None:
    freed_on: list[int] = []
    made: list[list[int]] = []
    Circle(freed_on)
    worker = threading.Thread(target=lambda: made.extend(many_objects()))
    worker.start()
    worker.join()
    assert not freed_on
    qtbot.waitUntil(lambda: bool(freed_on), timeout=10 * SWEEP_MS)
    assert freed_on == [threading.get_ident()]


def test_what_has_grown_old_is_swept_in_its_turn(sweeper: Sweeper) -> None:
    freed_on: list[int] = []
    old = Circle(freed_on)
    gc.collect()
    del old
    made: list[list[int]] = []
    _, middle, oldest = gc.get_threshold()
    for _ in range(middle * oldest * 3):
        made += many_objects()
        sweeper.sweep()
    assert freed_on == [threading.get_ident()]


def test_while_a_worker_makes_a_lot_it_is_swept_more_often_and_as_before_afterwards(sweeper: Sweeper) -> None:
    gc.collect()
    made = [[number] for number in range(gc.get_threshold()[0] * MANY * 2)]
    sweeper.sweep()
    assert sweeper._timer.interval() == BUSY_MS
    sweeper.sweep()
    assert sweeper._timer.interval() == SWEEP_MS
    del made


def test_everything_is_looked_through_only_when_there_is_nothing_to_do(sweeper: Sweeper) -> None:
    sweeps: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            sweeps.append(told["generation"])

    gc.callbacks.append(note)
    try:
        for _ in range(4 * gc.get_threshold()[2]):
            made = [[number] for number in range(gc.get_threshold()[0] * MANY * 2)]
            sweeper.sweep()
            del made
        assert set(sweeps) == {1}
    finally:
        gc.callbacks.remove(note)


def test_what_the_window_is_built_from_is_looked_through_no_more(sweeper: Sweeper) -> None:
    built = [object(), []]
    sweeper.set_aside()
    try:
        assert not any(one is built for one in gc.get_objects(generation=2))
        assert gc.get_freeze_count() > len(built)
    finally:
        gc.unfreeze()
        gc.collect()
        gc.freeze()  # what was collected, as before (see `tests/conftest.py`)


def many_objects() -> list[list[int]]:
    """Far more than the collector lets pass, as long as they are kept: others are freed meanwhile."""
    return [[number] for number in range(gc.get_threshold()[0] * 5)]
