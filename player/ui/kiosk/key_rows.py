"""Which key lies where on the keyboard on the screen, for each of its layouts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Layout(StrEnum):
    """As people know them from the keyboards of their countries; PIN has digits only."""

    QWERTY = "qwerty"
    QWERTZ = "qwertz"
    AZERTY = "azerty"
    PIN = "pin"


class Act(StrEnum):
    """What a key does that writes nothing of its own."""

    BACKSPACE = "backspace"
    ENTER = "enter"
    SHIFT = "shift"
    ACCENTS = "accents"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Cap:
    """A key: what it writes or does, and how many columns it takes; one with neither is a gap."""

    text: str = ""
    act: Act | None = None
    span: int = 2


Rows = tuple[tuple[Cap, ...], ...]
COLUMNS = 24
PIN_COLUMNS = 6
_LAYOUTS = {"de": Layout.QWERTZ, "cs": Layout.QWERTZ, "hu": Layout.QWERTZ, "sk": Layout.QWERTZ, "fr": Layout.AZERTY}


def layout_for(language: str) -> Layout:
    """The layout that people of a language expect: "fr-BE" is AZERTY."""
    return _LAYOUTS.get(language.replace("_", "-").split("-")[0].lower(), Layout.QWERTY)


def rows_of(layout: Layout, *, accents: bool = False) -> Rows:
    """From the top; each row fills all columns. `accents`: the page with the letters that English lacks."""
    if layout is Layout.PIN:
        return _PIN
    return (*_ACCENTS, _foot(layout)) if accents else (*_LETTERS[layout], _foot(layout))


def _keys(letters: str) -> tuple[Cap, ...]:
    return tuple(Cap(letter) for letter in letters)


def _foot(layout: Layout) -> tuple[Cap, ...]:
    at = (Cap("@"),) if layout is Layout.QWERTZ else ()
    room = COLUMNS - 4 - 4 - 2 - 2 * len(at)
    return (Cap(act=Act.ACCENTS, span=4), *at, Cap("_"), Cap(" ", span=room), Cap(act=Act.HIDE, span=4))


_SHIFT = Cap(act=Act.SHIFT, span=3)
_BACK = Cap(act=Act.BACKSPACE, span=4)
_FIGURES = (*_keys("1234567890"), _BACK)
_LETTERS: dict[Layout, Rows] = {
    Layout.QWERTY: (
        _FIGURES,
        _keys("qwertyuiop'+"),
        (Cap(span=1), *_keys("asdfghjkl@"), Cap(act=Act.ENTER, span=3)),
        (_SHIFT, *_keys("zxcvbnm.-"), _SHIFT),
    ),
    Layout.QWERTZ: (
        _FIGURES,
        _keys("qwertzuiopü'"),
        (*_keys("asdfghjklöä"), Cap(act=Act.ENTER)),
        (_SHIFT, *_keys("yxcvbnm.-"), _SHIFT),
    ),
    Layout.AZERTY: (
        _FIGURES,
        _keys("azertyuiopéè"),
        (*_keys("qsdfghjklm@"), Cap(act=Act.ENTER)),
        (_SHIFT, *_keys("wxcvbn'.-"), _SHIFT),
    ),
}
_ACCENTS: Rows = (
    (*_keys("śşžźżłğđőű"), _BACK),
    _keys("àáâäãåæçčèéê"),
    (*_keys("ëìíîïñńòóôö"), Cap(act=Act.ENTER)),
    (_SHIFT, *_keys("øœßšùúûüý"), _SHIFT),
)
_PIN: Rows = (
    _keys("123"),
    _keys("456"),
    _keys("789"),
    (Cap(act=Act.BACKSPACE), Cap("0"), Cap(act=Act.ENTER)),
)
