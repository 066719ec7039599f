"""How the window is dressed for pictures: colours, size of the window, size of the text; and in which languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QSize

NARROW, SMALL, LARGE = QSize(1024, 720), QSize(1280, 800), QSize(1920, 1080)
SCHEMES = ("light", "dark", "contrast")
SIZES = (SMALL, LARGE, NARROW)
PERCENTS = (100, 200)
LANGUAGES = ("en", "ar", "en-XA")
"""The one that everything is written in, one from right to left, and none at all: a third longer, and marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    scheme: str = "light"
    size: QSize = SMALL
    percent: int = 100

    @property
    def name(self) -> str:
        return f"{self.scheme}-{self.size.width()}-{self.percent}"


USUAL = (
    Look(),
    Look(scheme="dark"),
    Look(scheme="contrast"),
    Look(size=LARGE),
    Look(percent=200),
)
"""What is looked at after a change."""


def every_look() -> tuple[Look, ...]:
    """All of them: eighteen for each language."""
    found = product(SCHEMES, SIZES, PERCENTS)
    return tuple(Look(scheme=scheme, size=size, percent=percent) for scheme, size, percent in found)


def covering(language: str) -> tuple[Look, ...]:
    """Three for each language, so that over all languages every two of colours, size, text and language are seen
    together once at least (an orthogonal array)."""
    number = LANGUAGES.index(language) if language in LANGUAGES else 0
    return tuple(
        Look(
            scheme=scheme,
            size=SIZES[(colours + number) % len(SIZES)],
            percent=PERCENTS[(colours + 2 * number) % 3 % 2],
        )
        for colours, scheme in enumerate(SCHEMES)
    )


LOOKS = {"usual": lambda _language: USUAL, "covering": covering, "all": lambda _language: every_look()}


def pairs(looks: Sequence[tuple[str, Look]]) -> set[frozenset[tuple[str, str]]]:
    """Which two properties are seen together in these looks, each with its language."""
    found: set[frozenset[tuple[str, str]]] = set()
    for language, look in looks:
        has = [
            ("language", language),
            ("scheme", look.scheme),
            ("size", str(look.size.width())),
            ("percent", str(look.percent)),
        ]
        found |= {frozenset((one, other)) for one in has for other in has if one < other}
    return found
