"""What limits a sentence: "for programs with video", and words after which an amount no longer says what is enough."""

from __future__ import annotations

import re

from player.domain.requirement import Need

_CONTENT = (
    r"(?:programs?|courses?|activit(?:y|ies)|sessions?|modules?|presentations?|content|lectures?"
    r"|webcasts?|those|titles?)"
)
_VIDEO = re.compile(
    rf"\bfor (?:\w+ )?{_CONTENT} (?:with|containing|that (?:have|has|contain|include|use)s?|including"
    rf"|using|in which there is) (?:\w+ )?video\b"
    rf"|\bfor video {_CONTENT}\b|\bto (?:watch|view|play) (?:the )?videos?\b|\bfor (?:viewing "
    rf"|watching |playing )?videos?\b(?! (?:card|memory))",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:not|no longer|cannot|never|neither|nor|unsupported|except|excluding|without|no|incompatible)\b|n['’]t\b",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    r"\b(?:through|thru|up to|until|less than|fewer than|under|older than|prior|before|at most"
    r"|maximum|max|only|if|unless|when"
    r"|depend(?:s|ing)|between|per|each|exactly)\b|\bor (?:earlier|lower|below|older|less|fewer|under)\b"
    r"|(?<=[\d.])\s?[–—-]\s?(?=\d)|(?<=\d)\s?(?:to|[–—-])\s(?=Windows|Mac|OS|\d)",
    re.IGNORECASE,
)


def condition_in(text: str) -> Need | None:
    """When it is asked at all, as far as that can be told of a course."""
    return Need(fact="course.has-video", value="yes") if _VIDEO.search(text) else None


def obstacle_in(text: str) -> str:
    """Why what a sentence names must not be read as the least that is enough; empty where it may."""
    left = _VIDEO.sub("", text)
    if refused := _REFUSED.search(left):
        return f"it says “{' '.join(refused[0].split())}”"
    if bounded := _BOUNDED.search(left):
        return f"it sets a limit or a condition (“{' '.join(bounded[0].split()) or '–'}”)"
    return ""
