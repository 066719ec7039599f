"""The style sheet: the template `resources/theme/style.qss` filled from the tokens."""

from collections.abc import Mapping
from string import Template

from player.ui.theme.tokens import Scheme, Tokens

ARROW = 16
"""Pixels of the arrow in a box to choose from, at the usual size of text."""
_BESIDE_ARROW = 14


def style_sheet(template: str, tokens: Tokens, scheme: Scheme, text_percent: int, others: Mapping[str, str]) -> str:
    """The sheet of one scheme at one text size; `others`: what else it names. An unknown name raises KeyError."""
    names = dict(tokens.colours[scheme])
    names |= {f"size_{name}": str(scaled(size, text_percent)) for name, size in tokens.sizes.items()}
    names |= {name: str(pixels) for name, pixels in tokens.shape.items()}
    arrow = scaled(ARROW, text_percent)
    names |= {"arrow": str(arrow), "arrow_room": str(arrow + _BESIDE_ARROW)}
    names |= others
    return Template(template).substitute(names)


def scaled(pixels: int, percent: int) -> int:
    """Pixels at a text size in per cent, whole, never below one."""
    return max(1, (pixels * percent + 50) // 100)
