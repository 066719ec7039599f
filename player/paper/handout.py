"""Handouts as a provider brings them: whether a PDF opens, what keeps it shut, and what in it would act on its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

MOST_BYTES = 64 << 20
MOST_PAGES = 2_000
MOST_OBJECTS = 200_000
_LONGEST_TRAILER = 1024
_PATIENCE_S = 5.0
_ACTS = {"/JavaScript": "JavaScript", "/Launch": "a command to start another program"}
_EXTRAS = {"/SubmitForm": "a form to send"}
_TRICKS = ("Circular", "Root found", "Possible root")
"""What the PDF library says when it found its way through tables that no honest program writes."""


class HandoutFault(StrEnum):
    """BROKEN and LOCKED ones cannot be shown; ACTIVE ones would do something where a learner saves and opens them.

    EXTRA: holds what nobody needs in a handout, and what does nothing here.
    """

    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class HandoutFinding:
    """`text` ends a sentence about the file."""

    fault: HandoutFault
    text: str


def inspect_handout(data: bytes) -> tuple[HandoutFinding, ...]:
    """What is wrong with the bytes of a PDF file; empty when nothing is. Never raises."""
    outside = _outside(data)
    if outside:
        return (HandoutFinding(HandoutFault.BROKEN, outside),)
    try:
        with _listening() as said:
            found = tuple(_inside(data))
    except (PyPdfError, DependencyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        # A reader of broken tables stumbles in as many ways as there are tables.
        return (HandoutFinding(HandoutFault.BROKEN, f"it does not open ({type(error).__name__})."),)
    except (RecursionError, MemoryError, OverflowError, NotImplementedError):
        return (HandoutFinding(HandoutFault.BROKEN, "it is nested or sized beyond reason."),)
    if any(word.startswith(_TRICKS) for word in said):
        return (HandoutFinding(HandoutFault.BROKEN, "its tables lead nowhere or in a circle."),)
    return found


@contextmanager
def _listening() -> Generator[list[str]]:
    """What the PDF library says of a file meanwhile; its words are for nobody's terminal."""
    log, said = logging.getLogger("pypdf"), list[str]()
    listener = _Listener(said)
    log.addHandler(listener)
    propagated, log.propagate = log.propagate, False
    try:
        yield said
    finally:
        log.propagate = propagated
        log.removeHandler(listener)


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


def _outside(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        return "it is larger than 64 MiB."
    if not data.startswith(b"%PDF-"):
        return "it does not begin like a PDF file."
    if b"%%EOF" not in data[-_LONGEST_TRAILER:]:
        return "it breaks off before its end."
    return ""


def _inside(data: bytes) -> Iterator[HandoutFinding]:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        yield HandoutFinding(HandoutFault.LOCKED, "it opens with a password only.")
        return
    objects = sum(len(part) for part in reader.xref.values()) + len(reader.xref_objStm)
    pages = _page_count(reader)
    if not 0 < pages <= MOST_PAGES or objects > MOST_OBJECTS:
        yield HandoutFinding(HandoutFault.BROKEN, f"it has {pages} pages; a handout has 1 to {MOST_PAGES}.")
        return
    reader.pages[0].mediabox  # noqa: B018 - the first page must really be there
    found = _acts(reader)
    for act in sorted(found & set(_ACTS.values())):
        yield HandoutFinding(HandoutFault.ACTIVE, f"it holds {act}.")
    for extra in sorted(found - set(_ACTS.values())):
        yield HandoutFinding(HandoutFault.EXTRA, f"it holds {extra}, which will do nothing here.")


def _page_count(reader: PdfReader) -> int:
    """As the tree of pages states it; walking a hostile one could take for ever."""
    tree = reader.root_object["/Pages"].get_object()
    count = cast("DictionaryObject", tree).get("/Count", 0).get_object()
    return int(cast("int", count))


def _acts(reader: PdfReader) -> set[str]:
    """What acts by itself, looked for in every object once, without following any."""
    found = {"attached files"} if _has_attachments(reader) else set[str]()
    until = time.monotonic() + _PATIENCE_S
    numbers = [(n, g) for g, part in reader.xref.items() for n in part] + [(n, 0) for n in reader.xref_objStm]
    for number, generation in numbers[:MOST_OBJECTS]:
        if time.monotonic() > until:
            return {*found, "more than can be looked through in 5 seconds"}
        thing = reader.get_object(IndirectObject(number, generation, reader))
        if isinstance(thing, DictionaryObject):
            found |= _acts_in(thing, depth=4)
    return found


def _acts_in(thing: DictionaryObject, *, depth: int) -> set[str]:
    kind = thing.raw_get("/S") if "/S" in thing else None
    named = _ACTS | _EXTRAS
    found = {named[str(kind)]} if str(kind) in named else set[str]()
    for value in thing.values() if depth else ():
        if isinstance(value, DictionaryObject):
            found |= _acts_in(value, depth=depth - 1)
    return found


def _has_attachments(reader: PdfReader) -> bool:
    names = reader.root_object.get("/Names")
    inner = names.get_object() if names is not None else None
    return isinstance(inner, DictionaryObject) and "/EmbeddedFiles" in inner
