"""The text of a GIFT file as its items, with signs that are escaped kept apart from those that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from player.archive.importing.collecting import LeftOut

_SIGNS = ":#={}~\\"
_BASE = 0xE100
_ESCAPED = {ord(sign): _BASE + number for number, sign in enumerate(_SIGNS)}
_LITERAL = {code: sign for sign, code in _ESCAPED.items()} | {_BASE + len(_SIGNS): "\n"}
_PRIVATE = re.compile(f"[{chr(_BASE)}-{chr(_BASE + len(_SIGNS))}]")
FORMATS = ("html", "markdown", "moodle", "plain")


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of the file: a category or an item. `line` counts from 1."""

    line: int
    text: str

    @property
    def category(self) -> str:
        found = re.match(r"\s*\$CATEGORY:(.*)", self.text)
        return unescaped(found[1]).strip() if found else ""


@dataclass(frozen=True, slots=True)
class Parts:
    """An item in its parts, still with escaped signs and with the spaces around its braces.

    `answers` is None where it has no braces.
    """

    title: str
    before: str
    answers: str | None
    after: str


def entries(text: str) -> Iterator[Entry]:
    """Items are set apart by empty lines. Empty lines within braces do no harm; comments go."""
    lines: list[str] = []
    first, depth = 1, 0
    for number, line in enumerate(_escaped(text).split("\n"), 1):
        bare = line.strip()
        is_comment = bare.startswith("//")
        # A brace that opens after an empty line within braces: the item before it was never closed.
        reopens = depth > 0 and "{" in bare and lines[-1:] == [""]
        begins = reopens or bare.startswith(("::", "$CATEGORY:"))
        ends = not bare and depth == 0
        if lines and (ends or (begins and "".join(lines).strip())):
            yield from _entry(first, lines)
            lines, depth = [], 0
        if bare and not is_comment and not lines:
            first = number
        if is_comment:
            # A comment within an item leaves its line, so that the words around it are not joined.
            lines += [""] if lines else []
            continue
        if bare or lines:
            lines.append(line if bare else "")
            depth = max(0, depth + line.count("{") - line.count("}"))
        if bare.startswith("$CATEGORY:"):
            yield from _entry(first, lines)
            lines, depth = [], 0
    yield from _entry(first, lines)


def _entry(first: int, lines: list[str]) -> Iterator[Entry]:
    text = "\n".join(lines).strip()
    if text:
        yield Entry(first, text)


def parts_of(text: str) -> Parts:
    """Raises `LeftOut` where braces do not pair."""
    title = ""
    if text.startswith("::") and "::" in text[2:]:
        title, _, text = text[2:].partition("::")
    opens, closes = text.find("{"), text.find("}")
    if opens < 0 and closes < 0:
        return Parts(unescaped(title), text.strip(), None, "")
    if opens < 0 or closes < opens:
        raise LeftOut("A brace { or } stands alone; with a backslash before it, it is meant as a sign.")
    after = text[closes + 1 :]
    if "{" in after or "}" in after:
        raise LeftOut("It has more than one pair of braces; a question has one place for its answer.")
    return Parts(unescaped(title), text[:opens].lstrip(), text[opens + 1 : closes].strip(), after.rstrip())


def split_format(text: str, inherited: str) -> tuple[str, str]:
    """`[html]words`: the format and the words."""
    text = text.strip()
    found = re.match(r"\[(\w+)\]", text)
    if found and found[1] in FORMATS:
        return found[1], unescaped(text[found.end() :]).strip()
    return inherited, unescaped(text).strip()


def unescaped(text: str) -> str:
    return text.translate(_LITERAL)


def _escaped(text: str) -> str:
    """Each escaped sign as one private letter."""
    text = _PRIVATE.sub("", text)
    line_end = chr(_BASE + len(_SIGNS))
    return re.sub(r"\\([:#={}~\\n])", lambda found: line_end if found[1] == "n" else chr(_ESCAPED[ord(found[1])]), text)
