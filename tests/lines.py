"""The bytes of events taken apart and put together again by hand, for tests that forge them."""

from __future__ import annotations

import json
from typing import Any

FIELDS = ("v", "seq", "kind", "wall", "zone", "mono", "boot", "fact")


def fields_of(line: bytes | str) -> dict[str, Any]:
    """The eight parts of an event, by their names."""
    return dict(zip(FIELDS, json.loads(line), strict=True))


def line_of(fields: dict[str, Any]) -> str:
    """The event with these parts, in the one form."""
    return json.dumps([fields[name] for name in FIELDS], separators=(",", ":"), ensure_ascii=False)
