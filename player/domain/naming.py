"""A name for a saved document that every file system takes, in the script in which the learner writes."""

from __future__ import annotations

import re
import unicodedata

from player.domain.certificate import CertificateFacts

LONGEST_BYTES = 200
"""Most file systems take 255 bytes; some room is left for the suffix and for " (copy)"."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]+')
"""On Windows, and what is no character, which macOS refuses."""
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in "123456789¹²³")})


def suggested_name(facts: CertificateFacts) -> str:
    """ "Ana María Núñez, MD - Sleep after Shift Work - CRL-….pdf"."""
    tail = f" - {safe_name(facts.number, longest=40)}"
    head = safe_name(f"{facts.name} - {facts.title}", longest=LONGEST_BYTES - len(tail.encode()))
    return f"{head}{tail}.pdf"


def safe_name(text: str, *, longest: int = LONGEST_BYTES) -> str:
    """`text` as a file name (NFC, at most `longest` bytes of UTF-8), without what any system forbids or hides.

    Marks that turn the direction of writing are left out: they can make a file look like another kind of file.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = _FORBIDDEN.sub(" ", composed)
    shown = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    short = _cut(" ".join(shown.split()), longest).strip(" .")
    if not short:
        return "certificate"
    return f"_{short}" if short.split(".")[0].strip().upper() in _DEVICES else short


def _cut(text: str, longest: int) -> str:
    """The beginning of `text`, ending at a whole letter with its accents."""
    kept = text.encode()[:longest].decode(errors="ignore")
    if kept == text:
        return text
    while kept and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]
    return kept
