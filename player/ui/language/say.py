"""How a sentence and a count are said in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from player.ui.language.isolating import isolated

BETWEEN = "\x1f"
"""Stands between the two English forms of a count on their way through Qt."""
_CONTEXT = "carrel"


def tr(text: str, meaning: str = "") -> str:
    """The sentence in the language of the window, its named placeholders as they are.

    `meaning` tells a translator which one it is where English has one word for two things: "Open", a command, and
    "Open", what a step is.
    """
    return QCoreApplication.translate(_CONTEXT, text, meaning or None)


def counted(one: str, many: str, count: int, /, **others: object) -> str:
    """The form of that count ("{count} course", "{count} courses"), filled with it and with `others`.

    A language may have other forms than two: Arabic has six.
    """
    found = QCoreApplication.translate(_CONTEXT, f"{one}{BETWEEN}{many}", None, count)
    if BETWEEN in found:
        found = one if count == 1 else many
    return found.format(count=count, **others)


def sentences(*parts: str) -> str:
    """One sentence after the other, without those that are empty, with what stands between two in the language of the
    window: Chinese has no space there."""
    first, *rest = [part for part in parts if part] or [""]
    for part in rest:
        first = tr("{before} {last}").format(before=first, last=part)
    return first


def bulleted(text: str) -> str:
    """A line of a list, its mark on the side from which the window is read, in whatever script the text is."""
    return (isolated("•  {text}") if QGuiApplication.isRightToLeft() else "•  {text}").format(text=text)
