"""A text file from anywhere: its letters, whatever they were encoded in, and a note where that had to be guessed."""

from __future__ import annotations

import codecs
from pathlib import Path

from player.archive.importing.problems import NotTaken
from player.archive.problems import reason_of

MOST_BYTES = 32 << 20
GUESSED = "The file is not written in UTF-8; it was read as Western European letters. Look at accents and signs."
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(path: Path) -> bytes:
    """Raises `NotTaken`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, ValueError):
        # A ValueError is a name with a NUL in it.
        raise NotTaken(name=path.name, reason="there is no such file.") from None
    except OSError as error:
        raise NotTaken(name=path.name, reason=reason_of(error), details=str(error)) from None
    if len(data) > MOST_BYTES:
        raise NotTaken(name=path.name, reason=f"it is larger than {MOST_BYTES >> 20} MB.")
    return data


def read_letters(data: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    """The text with `\\n` for line ends, and notes on it. Raises `NotTaken` for what is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _unified(data[len(bom) :].decode(encoding, errors="replace")), ()
    if b"\0" in data:
        raise NotTaken(name=name, reason="it is no text.")
    try:
        return _unified(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        # Windows writes its own letters where Latin-1 has none; five bytes are letters in neither.
        return _unified(data.decode("cp1252", errors="replace")), (GUESSED,)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
