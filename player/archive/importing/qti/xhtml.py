"""Our Markdown as the XHTML of QTI 3.0."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt

from player.archive.importing.marks import mark_of, without_marks
from player.archive.importing.qti.xml import clean, letters
from player.domain.quiz import MARKER

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_START, _END = mark_of("|").split("|")
_MARK = re.compile(f"{_START}([^{_START}{_END}]*){_END}")
_BEFORE_BLOCK = re.compile(r"(?<=>)\s+(?=</?(?:p|ul|ol|li|pre|blockquote|hr|h[1-6])\b)")


def blocks(markdown: str, gaps: Mapping[str, str] | None = None) -> str:
    """Paragraphs and lists. `gaps`: the XML that stands for `[[id]]`; other double brackets are letters."""
    text = without_marks(clean(markdown))
    if gaps:
        text = MARKER.sub(lambda found: mark_of(found[1]) if found[1] in gaps else found[0], text)
    html = _BEFORE_BLOCK.sub("", str(_markdown().render(text)).strip())
    return _MARK.sub(lambda found: (gaps or {}).get(found[1], letters(found[1])), html)


def line(markdown: str) -> str:
    """Without a paragraph around it, where there is one only."""
    html = blocks(markdown)
    found = _ONE_PARAGRAPH.fullmatch(html)
    return found[1] if found else html


def is_line(markdown: str) -> bool:
    return _ONE_PARAGRAPH.fullmatch(blocks(markdown)) is not None


def plain_words(markdown: str, most: int = 60) -> str:
    """The first words, for a title."""
    words = " ".join(re.sub(r"<[^>]*>", " ", blocks(MARKER.sub("…", markdown))).split())
    shown = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def _markdown() -> MarkdownIt:
    """HTML within a text is text, and pictures stand beside it: neither is read."""
    return MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("image")
