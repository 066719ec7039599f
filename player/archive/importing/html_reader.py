"""Reads HTML that was tidied before, and writes Markdown: emphasis, lists, code, line ends and formulas are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from player.archive.importing.formula import DEEPEST, Formula
from player.archive.importing.marks import at_line_start, literal, lowered, raised

MOST_PICTURES = 100
DEEPEST_LIST = 8

_BLOCKS = frozenset(
    "p div section article header footer figure figcaption center address main aside nav form fieldset legend "
    "blockquote dl dt dd h1 h2 h3 h4 h5 h6 pre ul ol li table caption tr html body details summary "
    "prompt itembody rubricblock hr".split()
)
_EM, _STRONG = frozenset("i em var cite dfn".split()), frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
_CODE = frozenset("code kbd samp tt".split())
_SWALLOWED: Mapping[str, str] = {
    "script": "a script",
    "style": "",
    "head": "",
    "title": "",
    "template": "",
    "svg": "a drawing (SVG)",
    "audio": "a sound within the text",
    "video": "a film within the text",
    "object": "an embedded object",
    "embed": "an embedded object",
    "applet": "an embedded object",
    "iframe": "an embedded page",
    "canvas": "a drawing",
    "select": "a form field",
    "textarea": "a form field",
    "button": "a form field",
}
_EMPTY = frozenset("embed".split())
_FLATTENED: Mapping[str, str] = {
    "table": "a table (its cells follow each other as text)",
    "input": "a form field",
    "u": "underlining",
    "s": "struck-out words",
    "strike": "struck-out words",
    "del": "struck-out words",
    "blockquote": "the indent of a quotation",
    "ruby": "small letters above words",
    "marquee": "moving words",
    "map": "a picture's clickable areas",
}


def with_breaks(lines: list[str]) -> list[str]:
    """A backslash at the end of a line keeps the next one from joining it."""
    pairs = zip(lines, [*lines[1:], ""], strict=False)
    return [f"{line}\\" if line and following else line for line, following in pairs]


@dataclass(slots=True)
class _Span:
    """Letters of one look; `code` and `raw` letters are written as they are."""

    text: str
    look: str
    raw: bool = False


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0


@dataclass(slots=True)
class _Block:
    text: str
    is_item: bool = False


@dataclass(slots=True)
class _State:
    """What is open at this place of the text."""

    em: int = 0
    strong: int = 0
    code: int = 0
    pre: int = 0
    scripts: list[str] = field(default_factory=list[str])
    lists: list[_List] = field(default_factory=list[_List])
    links: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    swallowed: list[str] = field(default_factory=list[str])
    formula: list[Formula] = field(default_factory=list[Formula])
    cells: int = 0


class HtmlReader(HTMLParser):
    """Reads tag by tag and writes paragraph by paragraph; unbalanced tags do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[tuple[str, str]] = []
        self.lost: dict[str, None] = {}
        self._blocks: list[_Block] = []
        self._spans: list[_Span] = []
        self._item = ""
        self._at = _State()

    def lose(self, what: str) -> None:
        if what:
            self.lost[what] = None

    def markdown(self) -> str:
        self._end_block()
        parts: list[str] = []
        for number, block in enumerate(self._blocks):
            before = self._blocks[number - 1] if number else None
            parts.append("" if before is None else "\n" if before.is_item and block.is_item else "\n\n")
            parts.append(block.text)
        return "".join(parts).strip("\n")

    # ---- what html.parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        at = self._at
        if at.formula or tag == "math":
            self._open_formula(tag)
        elif at.swallowed:
            if tag == at.swallowed[0]:
                at.swallowed.append(tag)
        elif tag in _SWALLOWED:
            self.lose(_SWALLOWED[tag])
            if tag not in _EMPTY:
                at.swallowed.append(tag)
        else:
            self._open(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        at = self._at
        if at.formula:
            self._close_formula(tag)
        elif at.swallowed:
            if tag == at.swallowed[-1]:
                at.swallowed.pop()
        else:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        at = self._at
        if at.formula:
            at.formula[-1].parts.append(data)
        elif not at.swallowed:
            if at.scripts:
                data = raised(data) if at.scripts[-1] == "sup" else lowered(data)
            self._write(data)

    # ---- elements

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        at = self._at
        self.lose(_FLATTENED.get(tag, ""))
        if tag == "br":
            self._spans.append(_Span("\n", "", raw=True))
        elif tag == "img":
            self._picture(attributes)
        elif tag in ("td", "th"):
            self._spans += [_Span(" | ", "")] if at.cells else []
            at.cells += 1
        elif tag in ("sub", "sup"):
            at.scripts.append(tag)
        elif tag == "a":
            at.links.append((attributes.get("href", ""), len(self._spans)))
        elif tag == "q":
            self._write("“")
        elif tag in _BLOCKS:
            self._open_block(tag)
        self._count(tag, 1)

    def _close(self, tag: str) -> None:
        at = self._at
        self._count(tag, -1)
        if tag in ("sub", "sup"):
            del at.scripts[-1:]
        elif tag == "a" and at.links:
            self._address(*at.links.pop())
        elif tag == "q":
            self._write("”")
        elif tag in ("ul", "ol"):
            self._end_block()
            del at.lists[-1:]
        elif tag in _BLOCKS:
            self._end_block()

    def _open_block(self, tag: str) -> None:
        self._end_block()
        at = self._at
        if tag in ("ul", "ol"):
            self.lose("the depth of a list" if len(at.lists) >= DEEPEST_LIST else "")
            at.lists.append(_List(tag == "ol"))
        elif tag == "li":
            if not at.lists:
                at.lists.append(_List(ordered=False))
            at.lists[-1].count += 1
            self._item = f"{at.lists[-1].count}. " if at.lists[-1].ordered else "- "
        elif tag == "tr":
            at.cells = 0

    def _count(self, tag: str, step: int) -> None:
        at = self._at
        at.em = max(0, at.em + step * (tag in _EM))
        at.strong = max(0, at.strong + step * (tag in _STRONG))
        at.code = max(0, at.code + step * (tag in _CODE))
        at.pre = max(0, at.pre + step * (tag == "pre"))

    def _picture(self, attributes: Mapping[str, str]) -> None:
        src = attributes.get("src", "").strip()
        if not src:
            self.lose("a picture without a file")
        elif len(self.pictures) >= MOST_PICTURES:
            self.lose(f"pictures after the first {MOST_PICTURES}")
        else:
            self.pictures.append((src, " ".join(attributes.get("alt", "").split())))

    def _address(self, href: str, since: int) -> None:
        shown = "".join(span.text for span in self._spans[since:]).strip()
        if re.match(r"(https?|mailto):", href):
            self._write(f" ({href})" if href.removeprefix("mailto:") != shown else "")
        elif href and not href.startswith("#"):
            self.lose(f"a link to “{href[:80]}”")

    # ---- formulas

    def _open_formula(self, tag: str) -> None:
        if len(self._at.formula) < DEEPEST:
            self._at.formula.append(Formula(tag))
        else:
            self.lose("the depth of a formula")

    def _close_formula(self, tag: str) -> None:
        """Ends the innermost element of that name, with what was left open in it; `math` ends the formula."""
        open_ones = self._at.formula
        if tag not in [node.tag for node in open_ones]:
            return
        while len(open_ones) > 1:
            node = open_ones.pop()
            open_ones[-1].parts.append(node)
            if node.tag == tag != "math":
                return
        text = open_ones.pop().text
        self._write(f" {text} ")

    # ---- paragraphs

    def _write(self, text: str) -> None:
        at = self._at
        if at.pre:
            lines = text.strip("\n").split("\n")
            for number, line in enumerate(lines):
                self._spans += [_Span("\n", "", raw=True)] if number else []
                self._spans.append(_Span(line, ""))
            return
        look = "`" if at.code else "*" * (bool(at.em) + 2 * bool(at.strong))
        if self._spans and self._spans[-1].look == look and not self._spans[-1].raw:
            self._spans[-1].text += text
        else:
            self._spans.append(_Span(text, look))

    def _end_block(self) -> None:
        while self._at.formula:
            self._close_formula(self._at.formula[0].tag)
        self._at.links.clear()
        text = self._paragraph()
        self._spans.clear()
        if not text and not self._item:
            return
        depth = min(max(0, len(self._at.lists) - 1), DEEPEST_LIST)
        indent = "   " * depth
        lead = self._item or "   " * bool(self._at.lists)
        rest = "\n" + indent + " " * len(lead)
        self._blocks.append(_Block(indent + lead + text.replace("\n", rest), is_item=bool(self._item)))
        self._item = ""

    def _paragraph(self) -> str:
        spans = _joined(self._spans)
        beside = any(span.look for span in spans)
        written = "".join(self._styled(n, spans, beside) for n in range(len(spans)))
        lines = [at_line_start(line.strip()) for line in written.split("\n")]
        return "\n".join(with_breaks(_without_edges(lines)))

    def _styled(self, number: int, spans: list[_Span], beside: bool) -> str:
        span = spans[number]
        if span.raw:
            return span.text
        core = span.text.strip()
        if not core or not span.look:
            return literal(span.text, beside_marks=beside)
        lead, tail = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
        if span.look == "`":
            fence = "``" if "`" in core else "`"
            pad = " " if "`" in core else ""
            return f"{lead}{fence}{pad}{core}{pad}{fence}{tail}"
        if not _holds(core, self._beside(spans, number, -1, lead), self._beside(spans, number, 1, tail)):
            self.lose("emphasis within a word")
            return literal(span.text, beside_marks=True)
        return f"{lead}{span.look}{literal(core, beside_marks=True)}{span.look}{tail}"

    @staticmethod
    def _beside(spans: list[_Span], number: int, step: int, gap: str) -> str:
        """The letter next to a span on one side; a space where there is none."""
        if gap or not 0 <= number + step < len(spans):
            return " "
        beside = spans[number + step]
        if beside.look:
            return "*"
        return beside.text[-1:] if step < 0 else beside.text[:1]


def _holds(core: str, before: str, after: str) -> bool:
    """Whether Markdown sees emphasis there: its signs must not lean on a mark of punctuation from a word's side."""
    if "*" in (before, after):
        return False
    leans = (not core[0].isalnum() and before.isalnum()) or (not core[-1].isalnum() and after.isalnum())
    return not leans


def _joined(spans: list[_Span]) -> list[_Span]:
    """White space as HTML counts it: any amount is one blank, and none at the edges of lines."""
    joined: list[_Span] = []
    blank = True
    for span in spans:
        if span.raw:
            joined.append(span)
            blank = True
            continue
        text = re.sub(r"[ \t\n\f\u00a0]+", " ", span.text)
        text = text[1:] if blank and text.startswith(" ") else text
        if text:
            blank = text.endswith(" ")
            joined.append(_Span(text, span.look if text.strip() else ""))
    return joined


def _without_edges(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
