"""How this installation looks and sounds: a small versioned file in the profile, never anything that earns credit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from player.proof.files import write_whole
from player.ui.captions.look import GROUNDS, INKS, LARGEST, SMALLEST, CaptionLook, CaptionPlace, Edge, Tint

FORMAT = 1
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{0,35}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`language`: of the window, its code; "" for the computer's own. `scheme`: system, light, dark or contrast.
    `description`: with audio description, where a recording has one.
    `welcomed`: whoever is here was shown around, or did not want to be. `character_keys`: keys of a single character
    (K, ?) do something by themselves; who speaks to the computer, or trembles, may not want that.

    A value that makes no sense is replaced by its default.
    """

    format: int = FORMAT
    language: str = ""
    welcomed: bool = False
    scheme: str = "system"
    text_percent: int = 100
    still: bool = False
    character_keys: bool = True
    volume_percent: int = 80
    muted: bool = False
    description: bool = False
    captions: bool = True
    play_on: bool = True
    captions_size: int = 100
    captions_ink: str = "course"
    captions_ground: str = "course"
    captions_opacity: int = 75
    captions_edge: str = "none"
    captions_place: str = "course"
    captions_language: str = ""

    @property
    def caption_look(self) -> CaptionLook:
        """How captions look, as what draws them takes it."""
        return CaptionLook(
            size_percent=self.captions_size,
            ink=Tint(self.captions_ink),
            ground=Tint(self.captions_ground),
            opacity_percent=self.captions_opacity,
            edge=Edge(self.captions_edge),
            place=CaptionPlace(self.captions_place),
        )

    def with_caption_look(self, look: CaptionLook) -> Settings:
        """The same settings with another look of captions."""
        return replace(
            self,
            captions_size=look.size_percent,
            captions_ink=look.ink.value,
            captions_ground=look.ground.value,
            captions_opacity=look.opacity_percent,
            captions_edge=look.edge.value,
            captions_place=look.place.value,
        )


def _is_percent(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_switch(value: object) -> bool:
    return type(value) is bool


_FITS: Mapping[str, Callable[[object], bool]] = {
    "language": lambda value: isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None,
    "welcomed": _is_switch,
    "scheme": lambda value: value in ("system", "light", "dark", "contrast"),
    "text_percent": _is_percent(100, 200),
    "still": _is_switch,
    "character_keys": _is_switch,
    "volume_percent": _is_percent(0, 100),
    "muted": _is_switch,
    "description": _is_switch,
    "captions": _is_switch,
    "play_on": _is_switch,
    "captions_size": _is_percent(SMALLEST, LARGEST),
    "captions_ink": lambda value: value in INKS,
    "captions_ground": lambda value: value in GROUNDS,
    "captions_opacity": _is_percent(0, 100),
    "captions_edge": lambda value: value in tuple(Edge),
    "captions_place": lambda value: value in tuple(CaptionPlace),
    "captions_language": lambda value: isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None,
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
