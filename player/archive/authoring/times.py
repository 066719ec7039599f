"""Times as an author writes them: "0:42", "1:30:00", "12:07.5"."""

from __future__ import annotations

import re

_TIME = re.compile(r"(?:(?P<h>\d{1,3}):(?=\d\d:))?(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?:\.(?P<f>\d{1,3}))?")


def milliseconds(text: str) -> int:
    """Raises ValueError with the end of a sentence."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a time such as 0:42 or 1:02:03")
    hours, minutes, seconds = int(match["h"] or 0), int(match["m"]), int(match["s"])
    if match["h"] and minutes > 59:
        raise ValueError(f"“{text}” has more than 59 minutes beside its hours")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match["f"] or "0").ljust(3, "0"))


def clock(duration_ms: int) -> str:
    """ "1:02:03", or "0:42" below an hour."""
    minutes, seconds = divmod(duration_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
