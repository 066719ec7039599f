"""A formula in MathML as a line of text that can be read aloud: fractions as a/b, powers raised, roots as √."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from player.archive.importing.marks import lowered, raised

DEEPEST = 40
_SILENT = frozenset({"annotation", "annotation-xml", "mphantom", "maction"})


@dataclass(slots=True)
class Formula:
    """An element of a formula while it is read; its parts are texts and further elements."""

    tag: str
    parts: list[Formula | str] = field(default_factory=list["Formula | str"])

    @property
    def text(self) -> str:
        """On one line."""
        return " ".join(_said(self).split())


def _said(node: Formula | str) -> str:
    if isinstance(node, str):
        return node
    if node.tag in _SILENT:
        return ""
    elements = [part for part in node.parts if isinstance(part, Formula) and part.tag not in _SILENT]
    if node.tag in _PAIRS and len(elements) == 2:
        return _PAIRS[node.tag](_said(elements[0]), _said(elements[1]))
    if node.tag in _TRIPLES and len(elements) == 3:
        return _TRIPLES[node.tag](_said(elements[0]), _said(elements[1]), _said(elements[2]))
    if node.tag in ("mo", "mi", "mn", "mtext"):
        return _leaf(node)
    if node.tag == "msqrt":
        return f"√({''.join(map(_said, node.parts)).strip()})"
    if node.tag == "mtr":
        return "; ".join(map(_said, elements)) + " | "
    return "".join(map(_said, node.parts if node.tag != "math" else elements or node.parts))


def _leaf(node: Formula) -> str:
    text = " ".join("".join(map(_said, node.parts)).split())
    if node.tag == "mo" and text in ("=", "<", ">", "≤", "≥", "≠", "≈", "+", "−", "×", "→", "⇌", "⟶"):
        return f" {text} "
    return text.replace("\u2061", "").replace("\u2062", "")


def _simple(text: str) -> str:
    return text if text.strip().replace(".", "").isalnum() else f"({text.strip()})"


def _fraction(above: str, below: str) -> str:
    return f"{_simple(above)}/{_simple(below)}"


def _power(base: str, above: str) -> str:
    return f"{_simple(base)}{raised(above)}"


def _index(base: str, below: str) -> str:
    return f"{_simple(base)}{lowered(below)}"


def _under(base: str, below: str) -> str:
    return f"{base}({below})"


def _over(base: str, above: str) -> str:
    return f"{base}{above if len(above.strip()) == 1 else f'^({above})'}"


def _root(base: str, degree: str) -> str:
    return f"{raised(degree)}√({base.strip()})"


def _power_and_index(base: str, below: str, above: str) -> str:
    return f"{_simple(base)}{lowered(below)}{raised(above)}"


def _from_to(base: str, below: str, above: str) -> str:
    return f"{base}({below}…{above})"


_PAIRS: Mapping[str, Callable[[str, str], str]] = {
    "mfrac": _fraction,
    "msup": _power,
    "msub": _index,
    "munder": _under,
    "mover": _over,
    "mroot": _root,
}
_TRIPLES: Mapping[str, Callable[[str, str, str], str]] = {"msubsup": _power_and_index, "munderover": _from_to}
