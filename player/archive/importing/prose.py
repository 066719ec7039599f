"""The prose of other systems, which is HTML, as our Markdown; whatever cannot be kept is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from player.archive.importing.html_reader import HtmlReader, with_breaks
from player.archive.importing.marks import at_line_start, literal, placed, printable

LONGEST = 200_000
"""Letters of one text; no question is that long, and time must be bounded."""

_DATA = re.compile(r"data:image/[a-zA-Z0-9.+-]+;base64,[A-Za-z0-9+/=%\s]*")
_NO_TAG = re.compile(r"""<(?!/?[A-Za-z](?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}')*+>)""")
_INLINE = re.compile(r"data:picture-(\d+);")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """`text` in Markdown; `pictures`: address and alternative text of each, in order; `lost`: what is not as it was."""

    text: str
    pictures: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


def to_markdown(html: str) -> Prose:
    """HTML or XHTML, also with `marks.mark_of` in it for blanks, as Markdown. Raises nothing, whatever comes in."""
    data: list[str] = []

    def kept(found: re.Match[str]) -> str:
        data.append("".join(found[0].split()))
        return f"data:picture-{len(data) - 1};"

    html = _DATA.sub(kept, printable(html))
    writer = HtmlReader()
    if len(html) > LONGEST:
        writer.lose(f"what comes after the first {LONGEST} letters")
    writer.feed(_tidied(html[:LONGEST]))
    writer.close()
    pictures = tuple((_restored(src, data), alt) for src, alt in writer.pictures)
    return Prose(text=placed(writer.markdown()), pictures=pictures, lost=tuple(writer.lost))


def from_plain(text: str) -> Prose:
    """Plain words, whose line ends count, as Markdown."""
    lines = printable(text)[:LONGEST].strip().split("\n")
    written = [at_line_start(literal(line.strip())) for line in lines]
    return Prose(text=placed("\n".join(with_breaks(written))))


def from_moodle(text: str) -> Prose:
    """Moodle's own mixture: plain words, whose line ends count, or HTML."""
    text = text[:LONGEST]
    if re.search(r"</?[a-zA-Z][^<>]*>|&#?\w{1,30};", text):
        return to_markdown(re.sub(r"\n(?![ \t]*+<(?:/?(?:p|div|ul|ol|li|table|tr|td|h\d)\b))", "<br>\n", text.strip()))
    return from_plain(text)


def from_markdown(text: str) -> Prose:
    """Somebody else's Markdown: its pictures are taken out of the text, since a question keeps them beside it."""
    pictures: list[tuple[str, str]] = []

    def taken(found: re.Match[str]) -> str:
        pictures.append((found[2], found[1]))
        return ""

    text = re.sub(r"!\[([^\[\]\n]*)\]\(\s*+<?([^\s()<>]*+)>?[^()\n]*+\)", taken, printable(text)[:LONGEST])
    lost = ("HTML within Markdown",) if re.search(r"<[a-zA-Z/][^<>]*>", text) else ()
    return Prose(text=placed(text.replace("[[", r"\[\[").strip()), pictures=tuple(pictures), lost=lost)


def _tidied(html: str) -> str:
    """Without comments and declarations, and with every `<` that opens no tag as a letter.

    What is left, `html.parser` reads in a time that grows with its length; else broken tags would take minutes.
    """
    first, *rest = html.split("<!--")
    html = first + "".join(part.partition("-->")[2] for part in rest)
    first, *rest = html.split("<![CDATA[")
    inside = (part.partition("]]>") for part in rest)
    html = first + "".join(escape(text) + after for text, _, after in inside)
    html = re.sub(r"<[!?][^<>]*+>", "", html)
    return _NO_TAG.sub("&lt;", html)


def _restored(src: str, data: list[str]) -> str:
    found = _INLINE.fullmatch(src)
    return data[int(found[1])] if found and int(found[1]) < len(data) else src
