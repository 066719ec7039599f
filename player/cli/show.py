"""How facts are printed: plain lines for people, one JSON value for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast


def print_json(value: object) -> None:
    print(json.dumps(as_plain(value), ensure_ascii=False, indent=2))


def as_plain(value: object) -> object:
    """`value` in JSON's types: dataclasses become objects, credit becomes text, moments ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): as_plain(item) for key, item in items}
    if isinstance(value, Sequence | frozenset) and not isinstance(value, str | bytes):
        return [as_plain(item) for item in cast("Sequence[object]", value)]
    return value


def clock_time(milliseconds: int) -> str:
    """1:02:03 or 2:03."""
    seconds = milliseconds // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
