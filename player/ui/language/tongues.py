"""The languages of the window, and which of them somebody's computer asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """`code` as in BCP 47; `name` in the language itself; `locale`: whose dates and numbers it comes with, where the
    computer's own are of another language; `mirrored`: it is read from right to left."""

    code: str
    name: str
    locale: str
    mirrored: bool = False

    @property
    def catalogue(self) -> str:
        """The name of its catalogue among the resources, as translators' tools want it."""
        return self.code.replace("-", "_")


ENGLISH = Tongue("en", "English", "en_US")
TONGUES = (
    ENGLISH,
    Tongue("es", "Español", "es_ES"),
    Tongue("de", "Deutsch", "de_DE"),
    Tongue("fr", "Français", "fr_FR"),
    # With the digits that credit is written with on certificates and in completion files.
    Tongue("ar", "العربية", "ar_AE", mirrored=True),
    Tongue("zh-CN", "简体中文", "zh_CN"),
)
PSEUDO = Tongue("en-XA", "Ƥšéûðö", "en_US")
"""English with accents, brackets and a third more room: no language of the program, but what shows a word that cannot
be translated."""
_SIMPLIFIED = ("zh", "zh-cn", "zh-sg", "zh-hans")


def tongue_for(wanted: str, system: Iterable[str] = ()) -> Tongue:
    """The language with that code; where none is wanted, the first of `system` (codes, the most wanted first) that
    the window can speak, else English."""
    for code in (wanted, *system) if not wanted else (wanted,):
        found = _spoken(code.replace("_", "-").lower())
        if found is not None:
            return found
    return ENGLISH


def _spoken(code: str) -> Tongue | None:
    if code == PSEUDO.code.lower():
        return PSEUDO
    language = code.partition("-")[0]
    if language == "zh" and not code.startswith(_SIMPLIFIED[1:]) and code != "zh":
        # Who reads traditional characters is not given the others unasked.
        return None
    return next((tongue for tongue in TONGUES if tongue.code.partition("-")[0] == language), None)
