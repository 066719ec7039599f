"""XML from strangers: read as it is meant, and refused in bounded time where it means harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from player.archive.importing.markup import DEEPEST, MOST_ELEMENTS, local, parse
from player.archive.importing.problems import NotTaken

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]><a>&l9;</a>'.encode()
EXTERNAL_ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
PARAMETER_ENTITY = b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>'
HARM = {
    "billion laughs": BILLION_LAUGHS,
    "an external entity": EXTERNAL_ENTITY,
    "a parameter entity": PARAMETER_ENTITY,
    "an entity that is only declared": b'<!DOCTYPE a [<!ENTITY x "y">]><a/>',
    "an entity that is not declared": b"<a>&x;</a>",
    "an external entity without a parser": b'<!DOCTYPE a [<!ENTITY x SYSTEM "p.gif" NDATA gif>]><a/>',
    "depth 100,000": b"<a>" * 100_000,
    "depth 100,000, closed": b"<a>" * 100_000 + b"</a>" * 100_000,
    "a million elements": b"<a>" + b"<b/>" * 1_000_000 + b"</a>",
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b+AD4-</a>',
    "UTF-16 that is not": b'<?xml version="1.0" encoding="UTF-16"?><a/>',
    "UTF-8 that is not": b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>',
    "UTF-16 cut in a letter": "<a>x</a>".encode("utf-16")[:-1],
    "a null": b"<a>\0</a>",
    "nothing": b"",
    "two roots": b"<a/><b/>",
    "an attribute twice": b'<a x="1" x="2"/>',
    "a prefix that stands for nothing": b"<x:a/>",
    "33 MB": b"<a>" + b" " * (33 << 20) + b"</a>",
}


@pytest.mark.parametrize("data", HARM.values(), ids=HARM.keys())
def test_hostile_xml_is_refused_in_one_sentence_and_in_no_time(data: bytes) -> None:
    started = time.process_time()

    with pytest.raises(NotTaken) as refused:
        parse(data, name="quiz.xml")

    assert "quiz.xml" in refused.value.what
    assert time.process_time() - started < 10


def test_a_document_type_elsewhere_is_named_and_never_fetched(tmp_path: Path) -> None:
    stated = tmp_path / "ims.dtd"
    stated.write_text('<!ENTITY hello "fetched">')

    root = parse(f'<!DOCTYPE a SYSTEM "{stated.as_uri()}"><a>quiet</a>'.encode(), name="quiz.xml")

    assert root.text == "quiet"
    with pytest.raises(NotTaken):
        parse(f'<!DOCTYPE a SYSTEM "{stated.as_uri()}"><a>&hello;</a>'.encode(), name="quiz.xml")


def test_declarations_of_elements_within_a_document_are_harmless() -> None:
    data = b'<!DOCTYPE a [<!ELEMENT a (#PCDATA)><!ATTLIST a x (y|n) "n">]><a>text</a>'

    assert parse(data, name="quiz.xml").text == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_exporters_use_are_read(encoding: str) -> None:
    stated = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{stated}"?><a>naïve</a>'.encode(encoding)

    assert parse(data, name="quiz.xml").text == "naïve"


def test_what_is_just_within_bounds_is_read() -> None:
    deep = parse(b"<a>" * DEEPEST + b"</a>" * DEEPEST, name="quiz.xml")
    wide = parse(b"<a>" + b"<b/>" * (MOST_ELEMENTS - 1) + b"</a>", name="quiz.xml")

    assert local(deep) == "a"
    assert len(wide) == MOST_ELEMENTS - 1


def test_the_name_of_an_element_is_known_without_its_namespace() -> None:
    assert local(parse(b'<x:a xmlns:x="urn:x"/>', name="quiz.xml")) == "a"
