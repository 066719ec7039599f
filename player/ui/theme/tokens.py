"""The design tokens as values: read once from `resources/theme/tokens.toml`, complete or refused."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROLES = frozenset(
    "bg surface sunken line edge text muted disabled accent accent_hover on_accent accent_soft focus "
    "good good_soft caution caution_soft bad bad_soft neutral_soft".split()
)
SIZES = ("caption", "body", "lead", "heading", "title", "kiosk", "kiosk_lead", "kiosk_heading", "kiosk_title")


class Scheme(StrEnum):
    """The three sets of colours a person can choose."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours are `#RRGGBB` by scheme and role; sizes and spaces are pixels at 100 %; motion is milliseconds."""

    colours: Mapping[Scheme, Mapping[str, str]]
    sizes: Mapping[str, int]
    space: Mapping[str, int]
    shape: Mapping[str, int]
    motion: Mapping[str, int]
    covers: tuple[tuple[str, str, str], ...]

    def colour(self, scheme: Scheme, role: str) -> str:
        """The colour of a role; an unknown role is a bug and raises KeyError."""
        return self.colours[scheme][role]


def load_tokens(path: Path) -> Tokens:
    """Read the tokens; ValueError names a role or size that is missing or too much."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Tokens(
        colours=MappingProxyType({scheme: _complete(scheme, data[scheme], ROLES) for scheme in Scheme}),
        sizes=_complete("type", data["type"], frozenset(SIZES)),
        space=MappingProxyType(data["space"]),
        shape=MappingProxyType(data["shape"]),
        motion=MappingProxyType(data["motion"]),
        covers=tuple((deep, middle, light) for deep, middle, light in data["covers"]["pairs"]),
    )


def _complete(table: str, values: dict[str, Any], names: frozenset[str]) -> Mapping[str, Any]:
    odd = names.symmetric_difference(values)
    if odd:
        raise ValueError(f"tokens: table {table} lacks or does not know {sorted(odd)}")
    return MappingProxyType(values)
