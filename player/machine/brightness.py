"""The brightness of the built-in screen: Linux tells and takes it in files; elsewhere it is not changed from here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from player.domain.problem import Problem

BACKLIGHTS = Path("/sys/class/backlight")
DIMMEST = 5
"""Percent: below it nobody could find the way back."""
_ANSWERS_WITHIN_S = 3
_KINDS = ("firmware", "platform", "raw")
"""Which of several to take, as the kernel's own rules have it: https://docs.kernel.org/gpu/backlight.html"""


class BrightnessFixed(Problem):
    what_template = "The brightness of this screen cannot be changed here."
    meaning_template = "Everything else works as it did; no credit is affected."
    remedy_template = "Use the screen's own buttons, or the computer's settings."


Runs = Callable[[Sequence[str]], bool]


def _run(command: Sequence[str]) -> bool:
    """Whether the command did what it was asked."""
    if shutil.which(command[0]) is None:
        return False
    try:
        done = subprocess.run(command, capture_output=True, timeout=_ANSWERS_WITHIN_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlight:
    """The screen's light. `folder`: where Linux lists those there are; elsewhere there is no such folder."""

    folder: Path = BACKLIGHTS
    run: Runs = _run

    def brightness(self) -> int | None:
        """In percent; None where it cannot be told, and so not be changed."""
        light = self._light()
        if light is None:
            return None
        now, most = _number(light / "brightness"), _number(light / "max_brightness")
        return round(now * 100 / most) if now is not None and most else None

    def set_brightness(self, percent: int) -> None:
        """At least `DIMMEST`. Raises `BrightnessFixed`."""
        light = self._light()
        most = _number(light / "max_brightness") if light is not None else None
        if light is None or not most:
            raise BrightnessFixed
        value = max(1, round(most * max(DIMMEST, min(100, percent)) / 100))
        try:
            (light / "brightness").write_text(str(value), encoding="ascii")
        except OSError:
            # The file is the administrator's as a rule; the session may ask the system to do it.
            self._ask_session(light.name, value)

    def _ask_session(self, light: str, value: int) -> None:
        session = ("org.freedesktop.login1", "/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session")
        call = ("busctl", "call", *session, "SetBrightness", "ssu", "backlight", light, str(value))
        if not self.run(call):
            raise BrightnessFixed

    def _light(self) -> Path | None:
        try:
            found = sorted(self.folder.iterdir())
        except OSError:
            return None
        return min(found, key=lambda light: (_rank(light), light.name), default=None)


def _rank(light: Path) -> int:
    kind = _text(light / "type")
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _number(file: Path) -> int | None:
    text = _text(file)
    return int(text) if text.isdecimal() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
