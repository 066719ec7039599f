"""The brightness is changed where the system lets it be, never down to nothing, and told of where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from player.machine.brightness import Backlight, BrightnessFixed


def light(folder: Path, name: str, *, kind: str = "raw", now: int = 600, most: int = 1_200) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    for file, text in (("type", kind), ("brightness", str(now)), ("max_brightness", str(most))):
        (place / file).write_text(f"{text}\n")
    return place


def test_it_is_told_in_percent_and_set_so(tmp_path: Path) -> None:
    place = light(tmp_path, "intel_backlight")
    screen = Backlight(folder=tmp_path)
    assert screen.brightness() == 50
    screen.set_brightness(80)
    assert (place / "brightness").read_text() == "960"


def test_it_never_goes_so_low_that_nobody_finds_the_way_back(tmp_path: Path) -> None:
    place = light(tmp_path, "intel_backlight")
    Backlight(folder=tmp_path).set_brightness(0)
    assert (place / "brightness").read_text() == "60"


def test_of_several_the_one_that_the_firmware_knows_is_taken(tmp_path: Path) -> None:
    light(tmp_path, "a_raw", now=0)
    light(tmp_path, "b_firmware", kind="firmware", now=1_200)
    assert Backlight(folder=tmp_path).brightness() == 100


def test_where_the_file_is_the_administrators_the_session_is_asked(tmp_path: Path) -> None:
    place = light(tmp_path, "intel_backlight")
    (place / "brightness").unlink()
    (place / "brightness").mkdir()
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> bool:
        asked.append(command)
        return True

    Backlight(folder=tmp_path, run=run).set_brightness(50)
    assert list(asked[0][-4:]) == ["ssu", "backlight", "intel_backlight", "600"]
    with pytest.raises(BrightnessFixed):
        Backlight(folder=tmp_path, run=lambda _: False).set_brightness(50)


def test_without_such_a_screen_it_is_said_that_it_cannot_be_changed(tmp_path: Path) -> None:
    screen = Backlight(folder=tmp_path / "none")
    assert screen.brightness() is None
    with pytest.raises(BrightnessFixed):
        screen.set_brightness(50)


def test_nonsense_in_the_files_is_not_believed(tmp_path: Path) -> None:
    place = light(tmp_path, "odd", most=0)
    (place / "brightness").write_text("bright\n")
    assert Backlight(folder=tmp_path).brightness() is None
    with pytest.raises(BrightnessFixed):
        Backlight(folder=tmp_path).set_brightness(50)
