"""Documents as programs read them: the words of their pages, and the elements of their structure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def letters_of(pdf: bytes) -> str:
    """All that is printed, without spaces: lines break anywhere."""
    return "".join("".join(pages_of(pdf)).split())


def elements_of(pdf: bytes) -> Iterator[Any]:
    """The elements of the structure, from the first to the last, each before what is in it."""

    def below(element: Any) -> Iterator[Any]:
        for kid in element["/K"]:
            inner = kid.get_object()
            if not isinstance(inner, int):
                yield inner
                yield from below(inner)

    root: Any = PdfReader(io.BytesIO(pdf)).root_object
    yield from below(root["/StructTreeRoot"]["/K"][0].get_object())


def kinds_in(element: Any) -> list[str]:
    return [str(kid.get_object()["/S"]) for kid in element["/K"] if not isinstance(kid.get_object(), int)]
