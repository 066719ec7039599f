"""What a window tells a check-up: it knows the screen that it is on better than the machine does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from player.domain.phrase import Phrase
from player.domain.requirement import Fact


def screen_facts(widget: QWidget) -> tuple[Fact, ...]:
    """The size of the screen that the widget's window is on, in logical pixels."""
    size = widget.screen().size()
    how = Phrase("the screen this window is on")
    return (
        Fact(name="screen.width", value=f"{size.width()} px", how=how),
        Fact(name="screen.height", value=f"{size.height()} px", how=how),
    )
