"""The screens of Linux computers: those that are connected, the display that programs draw on, and none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.machine.linux_screens import (
    ASKED_LATER,
    CONNECTED,
    NO_ANSWER,
    NONE,
    OF_DISPLAY,
    ScreensOfLinux,
    display_size,
)
from player.machine.screens import Size, largest, size_readings


def outputs(root: Path, modes: Mapping[str, str]) -> Path:
    """What the kernel shows of connected outputs, by their names."""
    for name, text in modes.items():
        folder = root / "sys/class/drm" / name
        folder.mkdir(parents=True)
        (folder / "status").write_text("connected\n")
        (folder / "modes").write_text(text)
    return root


def never() -> Size | None:
    raise AssertionError("asked")


def test_the_largest_screen_is_told_whole_and_not_the_best_side_of_each(tmp_path: Path) -> None:
    outputs(tmp_path, {"card0-DP-1": "1080x1920\n", "card0-DP-2": "1600x900\n", "card1-VGA-1": "1024x768\n"})
    here = ScreensOfLinux(root=tmp_path, environment={}, display=never)
    assert here.at_once() == (("1080 px", CONNECTED), ("1920 px", CONNECTED))


@pytest.mark.parametrize("modes", ["", "\n", "preferred", "x", "1920", "-1x5", "0x0", "9999999x9999999"])
def test_an_output_without_a_mode_that_can_be_read_is_no_screen(tmp_path: Path, modes: str) -> None:
    here = ScreensOfLinux(root=outputs(tmp_path, {"card0-DP-1": modes}), environment={}, display=never)
    assert here.at_once() == ((None, NONE), (None, NONE))


def test_a_display_is_not_asked_where_the_kernel_shows_a_screen(tmp_path: Path) -> None:
    """Over two screens it is as wide as both: no window is shown so large to anybody."""
    outputs(tmp_path, {"card0-DP-1": "1920x1080\n"})
    here = ScreensOfLinux(root=tmp_path, environment={"DISPLAY": ":0"}, display=never)
    assert here.with_display() == here.at_once() == (("1920 px", CONNECTED), ("1080 px", CONNECTED))


@pytest.mark.parametrize(
    ("size", "width"), [((1366, 768), ("1366 px", OF_DISPLAY)), (None, (None, NO_ANSWER)), ((0, 0), (None, NO_ANSWER))]
)
def test_without_a_screen_of_the_kernel_s_the_display_is_asked(
    tmp_path: Path, size: Size | None, width: tuple[str | None, str]
) -> None:
    here = ScreensOfLinux(root=tmp_path, environment={"DISPLAY": ":0"}, display=lambda: size)
    assert here.at_once() == ((None, ASKED_LATER), (None, ASKED_LATER))
    assert here.with_display()[0] == width


@given(st.lists(st.tuples(st.integers(-2, 9), st.integers(-2, 9))))
def test_a_size_is_of_one_screen_or_there_is_none(sizes: list[Size]) -> None:
    found = largest(sizes)
    assert found in sizes if sizes else found is None
    for value, how in size_readings(found, "seen", "Nothing is seen."):
        assert (value is None) == (how != "seen") == (found is None or min(found) < 1)


# ------------------------------------------------------------------ a real display


@pytest.fixture
def display() -> Iterator[str]:
    """A display in memory, of a size that no screen has."""
    program = shutil.which("Xvfb")
    if sys.platform != "linux" or program is None:
        pytest.skip("there is no Xvfb here")
    reading, writing = os.pipe()
    command = (program, "-screen", "0", "1234x567x24", "-nolisten", "tcp", "-displayfd", str(writing))
    server = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def test_a_display_tells_its_size(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert display_size() == (1234, 567)


def test_a_display_that_is_not_there_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "nowhere at all")
    assert display_size() is None
