"""Tongues: which of the languages that share Chinese characters a text is in; some look different in each."""

from __future__ import annotations

import re
from enum import Enum


class Tongue(Enum):
    """Simplified and traditional Chinese, Japanese and Korean."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    JAPANESE = "ja"
    KOREAN = "ko"


_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_BOPOMOFO = re.compile("[\u3100-\u312f\u31a0-\u31bf]")
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


def is_east_asian(text: str) -> bool:
    """Whether anything in it is written in China, Japan or Korea alone."""
    return _EAST_ASIAN.search(text) is not None


def tongue_of(text: str, language: str | None = None) -> Tongue:
    """By its own letters; where they are Chinese characters alone, by the language of the text, if that is known."""
    for letters, tongue in ((_KANA, Tongue.JAPANESE), (_HANGUL, Tongue.KOREAN), (_BOPOMOFO, Tongue.TRADITIONAL)):
        if letters.search(text):
            return tongue
    return _by_language(language or "")


def _by_language(tag: str) -> Tongue:
    primary, *others = tag.lower().split("-")
    if primary == "zh" and {"hant", "tw", "hk", "mo"} & set(others) and "hans" not in others:
        return Tongue.TRADITIONAL
    return {"ja": Tongue.JAPANESE, "ko": Tongue.KOREAN}.get(primary, Tongue.SIMPLIFIED)
