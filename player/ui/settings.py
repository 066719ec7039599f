"""How this installation looks and sounds: a small versioned file in the profile, never anything that earns credit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from player.proof.files import write_whole

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`scheme`: system, light, dark or contrast. A value that makes no sense is replaced by its default."""

    format: int = FORMAT
    scheme: str = "system"
    text_percent: int = 100
    still: bool = False
    volume_percent: int = 80
    muted: bool = False
    captions: bool = True
    play_on: bool = True


def _is_percent(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_switch(value: object) -> bool:
    return type(value) is bool


_FITS: Mapping[str, Callable[[object], bool]] = {
    "scheme": lambda value: value in ("system", "light", "dark", "contrast"),
    "text_percent": _is_percent(100, 200),
    "still": _is_switch,
    "volume_percent": _is_percent(0, 100),
    "muted": _is_switch,
    "captions": _is_switch,
    "play_on": _is_switch,
}
"""What makes sense for each setting; a test holds this list against the fields."""


def read_settings(profile: Path) -> Settings:
    """The settings of a profile; a missing, damaged or newer file gives the defaults and is left as it is."""
    try:
        found: Any = json.loads((profile / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict) or cast("dict[str, Any]", found).get("format") != FORMAT:
        return Settings()
    known = cast("dict[str, Any]", found)
    return Settings(**{name: known[name] for name, fits in _FITS.items() if name in known and fits(known[name])})


def write_settings(profile: Path, settings: Settings) -> None:
    write_whole(profile / "settings.json", json.dumps(asdict(settings), indent=2).encode())
