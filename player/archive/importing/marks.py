"""Plain words as Markdown: what Markdown would take for a sign of its own is marked as meant literally."""

from __future__ import annotations

import re
import unicodedata

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private letters, so that no word of a source is taken for the place of a blank."""
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_RUNS = tuple(re.compile(re.escape(sign) + "+") for sign in "*_~^")
_LINE_START = re.compile(r"(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|={1,}\s*$|(?:[-_*]\s*){3,}$|[|]|(?:`{3}|~{3}))")
_NUMBERED = re.compile(r"(\d{1,9})([.)](?=\s|$))")
_SUPERSCRIPT = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def mark_of(blank: str) -> str:
    """What stands for a blank in a source's text until `placed` writes it as `[[id]]`."""
    return f"{_OPEN}{blank}{_CLOSE}"


def without_marks(text: str) -> str:
    """A source's text with nothing in it that could be taken for a blank's place."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def placed(text: str) -> str:
    return without_marks(_MARK.sub(r"[[\1]]", text))


def printable(text: str) -> str:
    """Without letters that are none: control characters, halves of letters. Line ends are `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


def literal(line: str, *, beside_marks: bool = False) -> str:
    """One line of plain words as Markdown. `beside_marks`: it stands in a paragraph that has marks of its own."""
    line = re.sub(r"\\(?=[!-/:-@\[-`{-~]|$)", r"\\\\", line)
    if beside_marks or line.count("`") > 1:
        line = line.replace("`", r"\`")
    for runs in _RUNS:
        line = _runs_escaped(line, runs, least=1 if beside_marks else 2)
    line = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", line)
    line = re.sub(r"&(?=#?\w+;)", r"\\&", line)
    if re.search(r"\][(\[:]", line):
        return line.replace("[", r"\[")
    return line.replace("[[", r"\[\[")


def at_line_start(line: str) -> str:
    """A line of Markdown that is meant as a paragraph, though it may begin like a list or a heading."""
    line = _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    return "\\" + line if _LINE_START.match(line) else line


def raised(text: str) -> str:
    """x<sup>2</sup>: as Unicode has it, else as people type it."""
    return _scripted(text, _SUPERSCRIPT, "^")


def lowered(text: str) -> str:
    return _scripted(text, _SUBSCRIPT, "_")


def _scripted(text: str, letters: dict[int, int], sign: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    if all(ord(letter) in letters for letter in bare):
        return text.translate(letters)
    return f"{sign}{bare}" if len(bare) == 1 else f"{sign}({bare})"


def _runs_escaped(line: str, runs: re.Pattern[str], *, least: int) -> str:
    """Emphasis needs a sign that touches a word, and a second one to end it: only then anything is marked."""
    edges = "x" if least == 1 else " "
    found = [run for run in runs.finditer(line) if _touches(line, run, edges)]
    if len(found) < least:
        return line
    for run in reversed(found):
        line = line[: run.start()] + "".join(f"\\{sign}" for sign in run[0]) + line[run.end() :]
    return line


def _touches(line: str, run: re.Match[str], edges: str) -> bool:
    """`edges`: what may stand before and behind the line."""
    before, after = line[run.start() - 1 : run.start()] or edges, line[run.end() : run.end() + 1] or edges
    if run[0][0] == "_" and before.isalnum() and after.isalnum() and edges == " ":
        return False
    return bool(before.strip() or after.strip())
