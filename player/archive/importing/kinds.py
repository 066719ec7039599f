"""What kind of quiz a file is: told by what stands in it, never by its name."""

from __future__ import annotations

import codecs
import re

from player.archive.importing.aiken import is_aiken, take_aiken
from player.archive.importing.gift import is_gift, take_gift
from player.archive.importing.letters import read_letters
from player.archive.importing.moodle import ROOT
from player.archive.importing.problems import NotTaken
from player.archive.importing.report import TakenQuiz

KINDS = "QTI 1.2, 2.1, 2.2 or 3.0, Moodle XML, GIFT or Aiken"


def take_text(data: bytes, *, name: str, bank: str = "") -> TakenQuiz:
    """GIFT or Aiken. Raises `NotTaken`."""
    text, _ = read_letters(data, name=name)
    if is_aiken(text) and not ("{" in text and "}" in text and "::" in text):
        return take_aiken(data, name=name, bank=bank)
    if is_gift(text):
        return take_gift(data, name=name, bank=bank)
    raise NotTaken(name=name, reason=f"it is none of {KINDS}.")


def is_markup(data: bytes) -> bool:
    """Whether it begins as XML does, in any of its encodings."""
    for bom in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        data = data.removeprefix(bom) if data.startswith(bom) else data
    return data[:200].replace(b"\0", b"").lstrip().startswith(b"<")


def is_moodle(data: bytes) -> bool:
    """Whether the XML's outermost element is Moodle's; broken XML counts, so that the reason for it is told."""
    return re.search(rf"<{ROOT}[\s/>]".encode(), data[:8000].replace(b"\0", b"")) is not None
