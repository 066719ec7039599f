"""Keeps the catalogues: merges what the code says into each language's file, judges what is there, and compiles it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from gathering import Said

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%n")
FORMAT = "1"
_TAG = re.compile(r"</?\w+[^<>]*>")


_HEADER = """# {language} words of Carrel's window.
# Free to use, change and share under the licence of Carrel itself."""
_NOBODY = {"project": "Carrel", "msgid_bugs_address": "", "last_translator": "", "language_team": ""}


def template(sentences: list[Said]) -> Catalog:
    """The catalogue without a language that all others follow."""
    catalogue = Catalog(**_NOBODY, version=FORMAT, header_comment=_HEADER.format(language="All"), fuzzy=False)
    for said in sentences:
        text = (said.text, said.plural) if said.plural else said.text
        catalogue.add(text, context=said.meaning or None, auto_comments=[f"player/{said.room}"])
    return catalogue


def merged(file: Path, language: str, sentences: list[Said]) -> Catalog:
    """The language's catalogue with every sentence of the code, translated where it was, and no other."""
    catalogue = read(file, language)
    doubtful = {_key(message) for message in catalogue if message.fuzzy}
    catalogue.update(template(sentences), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    for message in catalogue:
        if message.id and message.fuzzy and _key(message) not in doubtful:
            # It is counted from now on, or no more: what was said is not half of what is wanted.
            message.flags.discard("fuzzy")
            message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
    return catalogue


def read(file: Path, language: str) -> Catalog:
    """What the file holds; an empty catalogue where there is none."""
    if not file.is_file():
        return _named(Catalog(locale=language, fuzzy=False))
    with file.open("rb") as source:
        return _named(read_po(source, locale=language))


def _named(catalogue: Catalog) -> Catalog:
    """With a head that names no person and no moment."""
    for name, value in _NOBODY.items():
        setattr(catalogue, name, value)
    catalogue.version = FORMAT
    language = catalogue.locale.english_name if catalogue.locale is not None else "All"
    catalogue.header_comment = _HEADER.format(language=language)
    return catalogue


def text_of(catalogue: Catalog) -> bytes:
    """The catalogue as translators' tools read it; the same bytes for the same sentences."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, omit_header=False, sort_output=False, no_location=True)
    return _without_dates(written.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return _without_dates(written.getvalue(), in_binary=True)


def faults(catalogue: Catalog) -> Iterator[str]:
    """What a translator has still to do or to mend, one line each."""
    for message in catalogue:
        if message.id:
            yield from (f"{_first(message)!r}: {fault}" for fault in _faults_of(message, catalogue.num_plurals))


def _faults_of(message: Message, forms: int) -> Iterator[str]:
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        yield "is marked as doubtful"
    if not all(said) or (message.pluralizable and len(said) != forms):
        yield "is not translated"
        return
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = [set(_PLACEHOLDER.findall(source)) for source in sources]
    for text in filter(None, said):
        there = set(_PLACEHOLDER.findall(text))
        # A form for exactly one thing, or two, may say the number in words.
        fits = any(there in (placeholders, placeholders - {"{count}"}) for placeholders in wanted)
        if not (fits if message.pluralizable else there == wanted[0]):
            yield f"has other placeholders: {text!r}"
        if sorted(_TAG.findall(text)) != sorted(_TAG.findall(sources[-1])):
            yield f"has other marks: {text!r}"
        if text != text.strip() and sources[-1] == sources[-1].strip():
            yield f"begins or ends with a space: {text!r}"


def _key(message: Message) -> tuple[str, str | None]:
    return _first(message), message.context


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _without_dates(written: bytes, *, in_binary: bool = False) -> bytes:
    """Without the moments of writing, which would make every run another file."""
    mark = rb"(POT-Creation-Date|PO-Revision-Date): [^\\\n]*"
    if in_binary:
        return re.sub(mark, lambda found: found[1] + b": " + b"0" * (len(found[0]) - len(found[1]) - 2), written)
    return re.sub(rb'"' + mark + rb'\\n"\n', b"", written)
