"""The texts of QTI 1.2, which are plain or HTML and may name pictures, as one piece of HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

from player.archive.importing.marks import without_marks

Placed = Callable[[Element], str | None]
_HTML = ("text/html", "html", "text/xhtml", "text/rtf", "smart_text")
_LOST = {"mataudio": "audio", "matvideo": "video", "matapplet": "applet", "matapplication": "object"}


def html_of(element: Element, placed: Placed | None = None) -> str:
    """All that is said within `element`. `placed`: the HTML that stands for an element, None where it is read."""
    stands = placed(element) if placed else None
    if stands is not None:
        return stands
    if element.tag in ("mattext", "matemtext", "mat_formattedtext"):
        return _text(element)
    if element.tag == "matimage":
        return _image(element)
    if element.tag == "matbreak":
        return "<br>"
    if element.tag in _LOST:
        return f"<{_LOST[element.tag]}></{_LOST[element.tag]}>"
    content = "".join(html_of(child, placed) for child in element)
    return f"<div>{content}</div>" if content and element.tag.startswith(("material", "flow", "response_")) else content


def _text(element: Element) -> str:
    """Some write HTML as text, some as elements."""
    kind = element.get("texttype", element.get("type", "text/plain")).lower()
    if len(element):
        return "".join(_markup(child) for child in element)
    text = without_marks(element.text or "")
    if kind in _HTML:
        return text
    return "<br>".join(escape(line, quote=False) for line in text.strip().split("\n"))


def _markup(element: Element) -> str:
    name = element.tag if element.tag.isalnum() else "span"
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in element.attrib.items() if key in ("src", "alt", "href")
    )
    inside = escape(element.text or "", quote=False) + "".join(map(_markup, element))
    return f"<{name}{attributes}>{inside}</{name}>{escape(element.tail or '', quote=False)}"


def _image(element: Element) -> str:
    return f'<img src="{escape(element.get("uri", ""))}" alt="{escape(element.get("label", ""))}">'
