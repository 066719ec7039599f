"""What a key means on a US keyboard, by where it lies: scanners type as such a keyboard, whatever the computer's is.

The places of the keys are those of the first scan code set of the PC (IBM's, as Windows gives them; Linux counts the
same keys alike and X11 adds 8).
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (86, "<", ">"),
)
"""The first place of a row, and its characters without and with Shift; from 71 on the number pad."""
_ENDS = {15: "\t", 28: "\n"}
_X11_ABOVE = 8
_CONTROL = 0x1F


class Codes(Enum):
    """How a system counts its keys. What lies outside the main block differs between them."""

    X11 = "x11"
    SET_1 = "set-1"
    NONE = "none"
    """It tells nothing of where keys lie: what they wrote is all there is."""


_BEYOND = {
    Codes.X11: {96: "\n", 98: "/"},
    Codes.SET_1: {0x11C: "\n", 0x135: "/"},
    Codes.NONE: dict[int, str](),
}
"""Enter and the stroke of the number pad."""


def _row(first: int, plain: str, shifted: str) -> dict[int, tuple[str, str]]:
    return {first + place: pair for place, pair in enumerate(zip(plain, shifted, strict=True))}


_KEYS = MappingProxyType({code: pair for row in _ROWS for code, pair in _row(*row).items()})


def us_character(codes: Codes, code: int, *, shift: bool = False, control: bool = False) -> str | None:
    """The character of the key with this native code; "\\n" for Return, None for a key that writes nothing.

    With Control it is the control character, as scanners send those within a code: `Ctrl+]` is the separator of GS1.
    """
    place = code - _X11_ABOVE if codes is Codes.X11 else code
    beyond = _BEYOND[codes].get(place) or _ENDS.get(place)
    if codes is Codes.NONE or place <= 0:
        return None
    if beyond is not None:
        return beyond
    pair = _KEYS.get(place)
    if pair is None:
        return None
    return _control(pair[0]) if control else pair[shift]


def _control(plain: str) -> str | None:
    """Ctrl+J and Ctrl+M both end a line."""
    made = chr(ord(plain.upper()) & _CONTROL)
    if not "@" <= plain.upper() <= "_":
        return None
    return "\n" if made in "\r\n" else made
