"""Which of a recording's sounds is an audio description: libVLC hands on no mark for it, so its name has to say it."""

from __future__ import annotations

import re
import unicodedata

_NAMES = re.compile(
    r"""\b(?:
        audio[ -]?descri(?:ption|bed|ptive)? | described\ (?:video|audio) | descriptive\ (?:audio|video|video\ service)
        | descriptions? | video\ description | visual(?:ly)?[ -]impaired | AD | DVS
        | audiodescripcion | audio\ descripcion | audiodeskription | bildbeschreibung | horfilm(?:fassung)?
        | audiodescrizione | audiodescricao
    )\b | وصف\ صوتي | الوصف\ الصوتي | 口述影像 | 旁白描述 | 音频描述 | 音声解説""",
    re.VERBOSE,
)
_TURNED = re.compile(r"^(?:ad|dvs)$", re.IGNORECASE)
"""What stands alone means it in small letters, too; within a name it may be a year or an advertisement."""


def is_description(label: str) -> bool:
    """Whether a sound calls itself so, as encoders, broadcasters and archives do, in the languages of the window."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", label) if not unicodedata.combining(letter))
    return bool(_NAMES.search(bare) or _NAMES.search(bare.lower()) or _TURNED.fullmatch(bare.strip()))
