"""What comes from the engine's threads to the thread that draws: in order, in time, and without copies."""

from __future__ import annotations

import gc

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from player.domain.engine import Observation, Sign
from player.ui.playback.senses import PATIENCE_MS, Ear, Eye

RED = QColor(255, 0, 0)


def seen(sign: Sign, mono_ms: int) -> Observation:
    return Observation(sign=sign, mono_ms=mono_ms)


def listening() -> tuple[Ear, list[int]]:
    ear, rung = Ear(), list[int]()
    ear.heard.connect(lambda: rung.append(1))
    return ear, rung


def test_pictures_alone_are_told_after_a_while_and_then_all_of_them(qapp: QApplication) -> None:
    ear, rung = listening()
    for mono_ms in range(0, PATIENCE_MS, 40):
        ear.listen(seen(Sign.FRAME, mono_ms))
    assert not rung
    ear.listen(seen(Sign.FRAME, PATIENCE_MS))
    assert len(rung) == 1
    assert [one.mono_ms for one in ear.take_all()] == [*range(0, PATIENCE_MS, 40), PATIENCE_MS]


def test_everything_else_is_told_at_once_behind_what_waited(qapp: QApplication) -> None:
    for sign in set(Sign) - {Sign.FRAME, Sign.ALIVE}:
        ear, rung = listening()
        ear.listen(seen(Sign.FRAME, 1))
        ear.listen(seen(sign, 2))
        assert len(rung) == 1, sign
        assert [one.sign for one in ear.take_all()] == [Sign.FRAME, sign]


def test_it_is_told_once_for_all_that_wait(qapp: QApplication) -> None:
    ear, rung = listening()
    for mono_ms in range(5):
        ear.listen(seen(Sign.TIME, mono_ms))
    assert len(rung) == 1
    assert len(ear.take_all()) == 5
    ear.listen(seen(Sign.TIME, 9))
    assert len(rung) == 2


def test_a_frame_lies_over_the_pixels_and_keeps_them_alive(qapp: QApplication) -> None:
    eye, room = Eye(), bytearray(b"\x10\x20\x30\xff" * 64 * 4)
    eye.look(64, 4, 256, memoryview(room))
    frame = eye.take()
    assert frame is not None
    room[0:3] = b"\x00\x00\xff"
    assert frame.pixelColor(0, 0) == RED, "it was copied"
    del room
    gc.collect()
    other = [bytearray(64 * 4 * 4) for _ in range(200)]
    assert frame.pixelColor(0, 0) == RED, f"gone, {len(other)} others later"
    assert eye.take() is None
