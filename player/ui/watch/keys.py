"""The keys that people know from other players, and what each of them does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from player.ui.language import tr


class Gesture(StrEnum):
    """What a key asks for."""

    TOGGLE = "toggle"
    PAUSE = "pause"
    SESSION = "session"
    SEEK_BY = "seek-by"
    SEEK_TENTH = "seek-tenth"
    LOUDER = "louder"
    SOFTER = "softer"
    MUTE = "mute"
    CAPTIONS = "captions"
    DESCRIPTION = "description"
    FULL_SCREEN = "full-screen"
    LEAVE_FULL_SCREEN = "leave-full-screen"
    FASTER = "faster"
    SLOWER = "slower"
    STEP = "step"
    UNSEEN = "unseen"
    ONLY_UNSEEN = "only-unseen"
    NOTE = "note"
    BOOKMARK = "bookmark"
    SMALL_PICTURE = "small-picture"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Wish:
    """A gesture and, for seeking, how far (ms) or to which tenth; 1 or -1 for the next or the one before."""

    gesture: Gesture
    amount: int = 0


_BY_KEY: dict[int, Wish] = {
    Qt.Key.Key_Space: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaTogglePlayPause: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaPlay: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaPause: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaStop: Wish(Gesture.PAUSE),
    Qt.Key.Key_MediaNext: Wish(Gesture.SESSION, 1),
    Qt.Key.Key_MediaPrevious: Wish(Gesture.SESSION, -1),
    Qt.Key.Key_Left: Wish(Gesture.SEEK_BY, -5_000),
    Qt.Key.Key_Right: Wish(Gesture.SEEK_BY, 5_000),
    Qt.Key.Key_Up: Wish(Gesture.LOUDER),
    Qt.Key.Key_Down: Wish(Gesture.SOFTER),
    Qt.Key.Key_Escape: Wish(Gesture.LEAVE_FULL_SCREEN),
}
_BY_TEXT = {
    "k": Wish(Gesture.TOGGLE),
    "j": Wish(Gesture.SEEK_BY, -10_000),
    "l": Wish(Gesture.SEEK_BY, 10_000),
    "m": Wish(Gesture.MUTE),
    "c": Wish(Gesture.CAPTIONS),
    "d": Wish(Gesture.DESCRIPTION),
    "f": Wish(Gesture.FULL_SCREEN),
    ">": Wish(Gesture.FASTER),
    "<": Wish(Gesture.SLOWER),
    ".": Wish(Gesture.STEP, 1),
    ",": Wish(Gesture.STEP, -1),
    "]": Wish(Gesture.UNSEEN, 1),
    "[": Wish(Gesture.UNSEEN, -1),
    "o": Wish(Gesture.ONLY_UNSEEN),
    "n": Wish(Gesture.NOTE),
    "b": Wish(Gesture.BOOKMARK),
    "i": Wish(Gesture.SMALL_PICTURE),
    "?": Wish(Gesture.HELP),
}
_REPEATED = frozenset({Gesture.SEEK_BY, Gesture.LOUDER, Gesture.SOFTER, Gesture.STEP})
"""What a key that is held down goes on doing."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def wish_of(event: QKeyEvent, *, characters: bool = True) -> Wish | None:
    """What this key asks of the player; None for every other key and whenever Ctrl, Alt or Meta is held.

    `characters`: keys of a single character count, too.
    """
    if event.modifiers() & _COMMANDS:
        return None
    text = event.text().lower() if characters else ""
    if len(text) == 1 and text in "0123456789":
        return Wish(Gesture.SEEK_TENTH, int(text))
    wish = _BY_TEXT.get(text) or _BY_KEY.get(event.key())
    if wish is not None and event.isAutoRepeat() and wish.gesture not in _REPEATED:
        return None
    return wish


def key_words() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What every key does, by what it is about. Keys that do one thing, or two opposite things, share a line."""
    return (
        (
            tr("Playing"),
            (
                (tr("Space K"), tr("Play or pause")),
                ("J L", tr("10 seconds back or forward")),
                ("← →", tr("5 seconds back or forward")),
                ("< >", tr("Slower or faster")),
                (", .", tr("One picture back or forward")),
                ("0–9", tr("Go to a tenth of the recording")),
            ),
        ),
        (
            tr("What is unseen"),
            (
                ("[ ]", tr("The unseen part before or after")),
                ("O", tr("Play only what is unseen")),
            ),
        ),
        (
            tr("Sound and picture"),
            (
                ("↑ ↓", tr("Louder or softer")),
                ("M", tr("Mute")),
                ("C", tr("Captions")),
                ("D", tr("Audio description, where the recording has one")),
                ("F", tr("Full screen")),
                ("Esc", tr("Leave full screen")),
                ("I", tr("Small picture on top")),
            ),
        ),
        (
            tr("Notes and help"),
            (
                ("N", tr("Write a note")),
                ("B", tr("Set a bookmark")),
                ("?", tr("Show these keys")),
            ),
        ),
    )
