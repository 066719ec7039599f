"""The memory in which pictures come: the recording's own size, and buffers that stay good for two more pictures."""

from __future__ import annotations

import ctypes

import pytest

from player.media.canvas import BUFFERS, Canvas, visible_size

_Numbers = ctypes.c_uint * 6


def asked(width: int, height: int, visible: tuple[int, int]) -> tuple[object, object]:
    """As libVLC 3 asks: both pointers into one format, in which two offsets and the visible size follow."""
    numbers = _Numbers(width, height, 0, 0, *visible)
    ctypes_pointer = ctypes.POINTER(ctypes.c_uint)
    first = ctypes.cast(numbers, ctypes_pointer)
    second = ctypes.cast(ctypes.addressof(numbers) + ctypes.sizeof(ctypes.c_uint), ctypes_pointer)
    return first, second


@pytest.mark.parametrize(
    ("width", "height", "visible", "taken"),
    [
        (1920, 1090, (1920, 1080), (1920, 1080)),
        (1280, 738, (1280, 720), (1280, 720)),
        (1920, 1152, (1920, 1080), (1920, 1080)),
        (640, 360, (640, 360), (640, 360)),
        (640, 360, (0, 0), (640, 360)),
        (640, 360, (4_000_000_000, 7), (640, 360)),
        (1920, 1080, (640, 360), (1920, 1080)),
    ],
)
def test_a_recording_comes_in_its_own_size(
    width: int, height: int, visible: tuple[int, int], taken: tuple[int, int]
) -> None:
    assert visible_size(*asked(width, height, visible)) == taken


def test_numbers_that_do_not_lie_together_are_taken_as_they_are() -> None:
    one, other = ctypes.pointer(ctypes.c_uint(1920)), ctypes.pointer((ctypes.c_uint * 4)(0, 0, 0, 1090))
    assert visible_size(one, ctypes.cast(other, ctypes.POINTER(ctypes.c_uint)))[0] == 1920


def test_pixels_are_good_until_two_more_pictures_have_come() -> None:
    canvas, handed = Canvas(lambda _changed: None), list[memoryview]()
    canvas.listen(lambda _width, _height, _pitch, pixels: handed.append(pixels))
    width, height = asked(64, 32, (64, 32))
    canvas._format(None, ctypes.addressof(ctypes.create_string_buffer(8)), width, height, _Numbers(), _Numbers())
    for number in range(3 * BUFFERS):
        show(canvas, number)
        assert [pixels[0] for pixels in handed[-2:]] == [number - 1, number][-len(handed) :]


def show(canvas: Canvas, number: int) -> None:
    """libVLC takes a buffer, fills it, and shows it."""
    planes = (ctypes.c_void_p * 1)()
    picture = canvas._lock(None, planes)
    assert planes[0] is not None
    ctypes.memset(planes[0], number, 64 * 4 * 32)
    canvas._display(None, picture)
