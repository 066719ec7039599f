"""What a message or status means, and the colours and icon that say so (never the colour alone)."""

from enum import StrEnum


class Tone(StrEnum):
    """From indifferent to bad."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"

    @property
    def ink(self) -> str:
        """The colour role of words and icon."""
        return "muted" if self is Tone.NEUTRAL else self.value

    @property
    def ground(self) -> str:
        """The colour role behind them."""
        return f"{self.value}_soft"

    @property
    def icon(self) -> str:
        """The icon to use where none is given."""
        return _ICONS[self]


_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.GOOD: "circle-check",
    Tone.CAUTION: "triangle-alert",
    Tone.BAD: "circle-alert",
}
