"""How the window stood when it was closed, and how its pages were arranged: a small file of its own in the profile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from player.proof.files import CannotWrite, write_whole

FORMAT = 1
FILE = "window.json"
MOST_BYTES = 64 << 10
MOST_NUMBERS = 64
Arranged = Mapping[str, tuple[int, ...]]
"""What one page remembers, by names of its own: widths of columns, which tab is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """`geometry`: as Qt writes down a window, with its screen; empty where nothing is known. `pages`: by place."""

    geometry: bytes = b""
    pages: Mapping[str, Arranged] = field(default_factory=lambda: MappingProxyType({}))


def read_arrangement(profile: Path) -> Arrangement:
    """What was remembered; a missing, damaged or newer file gives nothing."""
    try:
        with (profile / FILE).open("rb") as stream:
            found: Any = json.loads(stream.read(MOST_BYTES))
        if not isinstance(found, dict) or cast("dict[str, Any]", found).get("format") != FORMAT:
            return Arrangement()
        known = cast("dict[str, Any]", found)
        geometry = base64.b64decode(str(known.get("geometry", "")), validate=True)
        return Arrangement(geometry=geometry, pages=_pages_in(known.get("pages")))
    except (OSError, ValueError, RecursionError, binascii.Error):
        return Arrangement()


def write_arrangement(profile: Path, arrangement: Arrangement) -> None:
    """Where it cannot be written the window stands next time as it did the time before: nothing that anybody earned."""
    written = {
        "format": FORMAT,
        "geometry": base64.b64encode(arrangement.geometry).decode(),
        "pages": {place: {name: list(numbers) for name, numbers in page.items()} for place, page in _told(arrangement)},
    }
    with suppress(CannotWrite):
        write_whole(profile / FILE, json.dumps(written, indent=2).encode())


def _told(arrangement: Arrangement) -> list[tuple[str, Arranged]]:
    return [(place, page) for place, page in sorted(arrangement.pages.items()) if page]


def _pages_in(found: object) -> dict[str, Arranged]:
    """Whatever makes sense of it."""
    if not isinstance(found, dict):
        return {}
    pages = cast("dict[str, object]", found)
    return {
        place: _arranged(cast("dict[str, object]", page)) for place, page in pages.items() if isinstance(page, dict)
    }


def _arranged(page: dict[str, object]) -> Arranged:
    return {name: numbers for name, value in page.items() if (numbers := _numbers(value)) is not None}


def _numbers(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list):
        return None
    numbers = cast("list[object]", value)
    fits = len(numbers) <= MOST_NUMBERS and all(type(one) is int and 0 <= one < 1 << 16 for one in numbers)
    return tuple(cast("list[int]", numbers)) if fits else None
