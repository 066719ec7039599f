"""What an item says: the XHTML, HTML and plain text within QTI as Markdown, with its pictures and its losses."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from player.archive.importing.marks import without_marks
from player.archive.importing.prose import Prose, from_plain, to_markdown

Placed = Callable[[Element], str | None]
"""The HTML that stands for an element; None where it is written as it is."""
_ISOLATES = {"rtl": "\u2067", "ltr": "\u2066"}
_END_OF_ISOLATE = "\u2069"
_INLINE = frozenset("span bdo bdi em strong b i q a cite code sub sup big small".split())
_HIDDEN = frozenset(("stylesheet", "templateInline", "templateBlock", "catalogInfo", "companionMaterialsInfo"))
_EMPTY = frozenset(("img", "br", "hr"))
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


@dataclass(slots=True)
class Words:
    """Reads texts one after the other and keeps what they name or lose. `pictures`: address and alternative text."""

    pictures: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    lost: dict[str, None] = field(default_factory=dict[str, None])

    def of_parts(self, parts: Iterable[Element], *, placed: Placed | None = None) -> str:
        """Elements with the text around them, as Markdown."""
        return self._kept(to_markdown("".join(written(part, placed) for part in parts)))

    def within(self, element: Element | None, *, placed: Placed | None = None) -> str:
        """The content of one element, as Markdown."""
        return "" if element is None else self._kept(to_markdown(inner(element, placed)))

    def of_html(self, text: str) -> str:
        return self._kept(to_markdown(without_marks(text)))

    def of_marked(self, text: str) -> str:
        """HTML in which the places of blanks are marked already."""
        return self._kept(to_markdown(text))

    def of_plain(self, text: str) -> str:
        return self._kept(from_plain(without_marks(text)))

    def own_pictures(self, since: int) -> list[tuple[str, str]]:
        """Takes back the pictures that were found after the first `since` ones: they belong to a part of the item."""
        own, self.pictures[since:] = self.pictures[since:], []
        return own

    def _kept(self, prose: Prose) -> str:
        self.pictures.extend(prose.pictures)
        self.lost.update(dict.fromkeys(prose.lost))
        return prose.text


def written(element: Element, placed: Placed | None = None) -> str:
    """An element and the text after it, as HTML."""
    return _element(element, placed) + _letters(element.tail)


def inner(element: Element, placed: Placed | None = None) -> str:
    content = _letters(element.text) + "".join(written(child, placed) for child in element)
    return _directed(element, content)


def _element(element: Element, placed: Placed | None) -> str:
    stands = placed(element) if placed else None
    if stands is not None:
        return stands
    if element.tag in _HIDDEN or is_hidden(element):
        return ""
    if element.tag == "object" and element.get("type", "").startswith("image/"):
        return _image(element.get("data", ""), "".join(element.itertext()))
    if element.tag == "img":
        return _image(element.get("src", ""), element.get("alt", ""))
    name = element.tag if element.tag.isalnum() else "div"
    attributes = f' href="{escape(element.get("href", ""))}"' if name == "a" else ""
    return f"<{name}{attributes}>" + ("" if name in _EMPTY else f"{inner(element, placed)}</{name}>")


def is_hidden(element: Element) -> bool:
    """As Inspera hides the other languages of a text."""
    return "display:none" in "".join(element.get("style", "").lower().split())


def _image(src: str, alt: str) -> str:
    return f'<img src="{escape(src)}" alt="{escape(" ".join(alt.split()))}">'


def _letters(text: str | None) -> str:
    return escape(without_marks(text or ""), quote=False)


def _directed(element: Element, content: str) -> str:
    """Isolated, where the direction that is stated is not the one that its letters have by themselves."""
    stated = element.get("dir", "").lower()
    if stated not in _ISOLATES or not content.strip():
        return content
    if element.tag not in _INLINE and stated == _direction("".join(element.itertext())):
        return content
    return f"{_ISOLATES[stated]}{content}{_END_OF_ISOLATE}"


def _direction(text: str) -> str:
    """As the first letter that has one says."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return "ltr"
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
    return ""
