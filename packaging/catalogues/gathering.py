"""Finds every sentence of the code that a person can be shown: the literals that are said, counted or templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = ("what_template", "meaning_template", "remedy_template")
IN_ENGLISH = (
    "cli", "office", "archive/authoring", "archive/importing", "ledger/collection"
)  # fmt: skip
"""Rooms that only a terminal shows: those of whoever makes courses and collects completions."""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """A sentence: its plural where it is counted, what it means where English alone would not tell, and its room."""

    text: str
    plural: str = ""
    meaning: str = ""
    room: str = ""


def gather(player: Path) -> list[Said]:
    """Every sentence below the folder, each once for each meaning."""
    found: dict[tuple[str, str], Said] = {}
    for file in sorted(player.rglob("*.py")):
        room = file.relative_to(player).parent.as_posix()
        if room.startswith(IN_ENGLISH):
            continue
        for said in sentences(ast.parse(file.read_text(encoding="utf-8")), room):
            before = found.setdefault((said.text, said.meaning), said)
            if said.plural and not before.plural:
                found[said.text, said.meaning] = said
    return sorted(found.values(), key=lambda said: (said.room, said.text, said.meaning))


def sentences(tree: ast.Module, room: str = "") -> Iterator[Said]:
    """What one file says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _called(node, room)
        elif isinstance(node, ast.ClassDef):
            yield from _templates(node, room)


def _called(call: ast.Call, room: str) -> Iterator[Said]:
    name = _name(call.func)
    texts = [argument.value if _is_text(argument) else None for argument in call.args]
    match name, texts:
        case "tr" | "Phrase" | "Worded", [str(text)] if text:
            yield Said(text, room=room)
        case "tr", [str(text), str(meaning)]:
            yield Said(text, meaning=meaning, room=room)
        case "translate", [str(), str(text)]:
            yield Said(text, room=room)
        case "counted", [str(one), str(many), *_]:
            yield Said(one, plural=many, room=room)
        case _:
            pass


def _templates(klass: ast.ClassDef, room: str) -> Iterator[Said]:
    for statement in klass.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and target.id in TEMPLATES and _is_text(value) and value.value:
            yield Said(value.value, room=room)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
