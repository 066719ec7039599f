"""The few marks of Markdown that a course's prose may have: emphasis, lists, code, raised and lowered letters.

Nothing else is read: no HTML, no picture is ever fetched, no link opens (it shows its words and its address). A sign
that might be one of medicine (“> 60 ml/min”, “+ 2 dpt”) stays a sign, and a text of one line is never a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LONGEST = 20_000
"""Characters of a text whose marks are read; a longer one is shown with its marks, so that no text takes seconds."""
DEEPEST = 12
_INLINE = ("emphasis", "backticks", "escape", "newline", "link", "autolink", "image", "entity")
_SCRIPTS = {"^": "sup", "~": "sub"}
_SCRIPT = re.compile(r"([\^~])([\w+\u2212-]{1,16})\1")
_SIGNS = re.compile(r"^[ ]*(?=\+[ \t])|(?<=\d)(?=\*\d)", re.MULTILINE)
"""“+ 2 dpt” at the start of a line is no list, and 2*3*4 has no slanted three."""
_RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_OPENED = {
    "em_open": "<i>", "em_close": "</i>", "strong_open": "<b>", "strong_close": "</b>",
    "sup_open": "<sup>", "sup_close": "</sup>", "sub_open": "<sub>", "sub_close": "</sub>",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A paragraph (`depth` 0), or a line of a list with its `marker`, "•" or "2."; `html` has harmless tags only."""

    html: str
    plain: str
    depth: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text with its marks read. `is_plain`: it has none, and `plain` says all."""

    items: tuple[Item, ...]
    is_plain: bool

    @property
    def plain(self) -> str:
        """The words without marks, a line for each paragraph and each item of a list."""
        return "\n".join(_lead(item) + item.plain for item in self.items)

    @property
    def has_list(self) -> bool:
        return any(item.depth for item in self.items)

    def html(self, *, indent: int, gap: int, rightwards: bool = True) -> str:
        """For Qt's labels; `indent` and `gap` in pixels: of lists, and between paragraphs."""
        side, towards = ("left", "ltr") if rightwards else ("right", "rtl")
        parts: list[str] = []
        for number, item in enumerate(self.items):
            close = number > 0 and item.depth > 0 and self.items[number - 1].depth > 0
            top = 0 if number == 0 else gap // 3 if close else gap
            lead = f"{item.marker}&nbsp;&nbsp;" if item.marker else ""
            style = f"margin-top:{top}px; margin-bottom:0px; margin-{side}:{indent * item.depth}px"
            # A hanging indent: the marker stands before the lines of its item.
            style += f"; text-indent:{-indent}px" if item.marker else ""
            parts.append(f'<p dir="{towards}" style="{style}">{lead}{item.html}</p>')
        return "".join(parts)


def _lead(item: Item) -> str:
    return "  " * max(0, item.depth - 1) + (f"{item.marker} " if item.marker else "")


def plain_words(text: str) -> str:
    """A text without its marks, on one line: for names that are read aloud, and for boxes that hold one line."""
    return " ".join(read_markdown(text).plain.split())


@lru_cache(maxsize=256)
def read_markdown(text: str) -> Marked:
    """Reads the marks of a text, whatever comes in; one that is too long or too deep is shown as it was written."""
    if len(text) > LONGEST:
        return _as_written(text)
    written = text.strip("\n")
    written = _SIGNS.sub(lambda found: found[0] + "\\", written)
    tokens = _reader().parse(written) if "\n" in written else _reader().parseInline(written.strip())
    if any(token.level > DEEPEST * 2 for token in tokens):
        return _as_written(text)
    items = tuple(_items(tokens))
    is_plain = all(item.html == _safe(item.plain) and not item.depth for item in items) and len(items) < 2
    return Marked(items=items, is_plain=is_plain)


def _as_written(text: str) -> Marked:
    return Marked(items=(Item(html=_safe(text), plain=text),), is_plain=True)


def _safe(text: str) -> str:
    return escape(text).replace("\n", "<br>")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"maxNesting": DEEPEST * 4}).enable(["list", "fence", *_INLINE])
    reader.inline.ruler.after("escape", "script", _script)
    return reader


def _script(state: StateInline, silent: bool) -> bool:
    """CO~2~ and 10^9^: a short word that stands right behind a letter, a digit or a bracket."""
    found = _SCRIPT.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if found is None or not (before.isalnum() or before in (")", "]")):
        return False
    if not silent:
        tag = _SCRIPTS[found[1]]
        state.push(f"{tag}_open", tag, 1)
        words = state.push("text", "", 0)
        words.content, words.markup = found[2], found[1]
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True


def _items(tokens: Sequence[Token]) -> Iterator[Item]:
    """A line for each paragraph; the first one of a list's item has its marker."""
    markers: list[str] = []
    waiting = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            markers.append("•")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            markers.pop()
        elif token.type == "list_item_open":
            waiting = f"{token.info}{token.markup}" if token.info else "•"
        elif token.type == "inline":
            html, plain = _line(token.children or ())
            yield Item(html=html, plain=plain, depth=len(markers), marker=waiting)
            waiting = ""
        elif token.type == "fence":
            code = token.content.rstrip("\n")
            html = "<code>" + escape(code).replace(" ", "&nbsp;").replace("\n", "<br>") + "</code>"
            yield Item(html=html, plain=code, depth=len(markers), marker=waiting)
            waiting = ""


def _line(tokens: Iterable[Token]) -> tuple[str, str]:
    """The same line twice: with tags, and as plain words."""
    html: list[str] = []
    plain: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        words = _words(token)
        if token.type == "link_open":
            addresses.append("" if token.info == "auto" else str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            address = addresses.pop()
            words = f" ({address})" if address else ""
        tag = _OPENED.get(token.type, "")
        html.append(tag or (f"<code>{_safe(words)}</code>" if token.type == "code_inline" else _safe(words)))
        plain.append(_scripted(words, token))
    return "".join(html), "".join(plain)


def _scripted(words: str, token: Token) -> str:
    """10⁹ must not be heard or copied as 109."""
    return words.translate({"^": _RAISED, "~": _LOWERED}.get(token.markup, {})) if token.type == "text" else words


def _words(token: Token) -> str:
    match token.type:
        case "hardbreak":
            return "\n"
        case "softbreak":
            return " "
        case "image":
            # Only its words: where it lies is never looked up.
            return _line(token.children or ())[1]
        case _:
            return token.content
