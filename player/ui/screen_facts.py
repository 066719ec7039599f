"""What a window tells a check-up: it knows the screen that it is on better than the machine does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from player.domain.phrase import Phrase
from player.domain.requirement import Fact


def screen_facts(widget: QWidget) -> tuple[Fact, ...]:
    """The size of the screen that the widget's window is on, in the pixels that it has: a course that asks for 1024
    of them does not ask how large the system draws what stands on them."""
    screen = widget.screen()
    size, ratio = screen.size(), screen.devicePixelRatio()
    how = Phrase("the screen this window is on")
    return (
        Fact(name="screen.width", value=f"{round(size.width() * ratio)} px", how=how),
        Fact(name="screen.height", value=f"{round(size.height() * ratio)} px", how=how),
    )
