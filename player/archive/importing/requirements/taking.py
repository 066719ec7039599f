"""A file with a provider's requirements, taken over as rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from player.archive.importing.letters import read_letters
from player.archive.importing.problems import NotTaken
from player.archive.importing.requirements.drafting import Draft, draft_of
from player.archive.importing.requirements.problems import NoRequirements, RulesThere
from player.archive.importing.requirements.writing import tables_of
from player.domain.requirement import Requirement
from player.proof.files import make_folder, read_file, write_whole

MOST_BYTES = 256 << 10
MOST_LINES = 2000
MOST_RULES = 500
_NO_LETTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRules:
    """`tables`: what belongs into course.toml; `look`: one line for each rule that a person should look at."""

    rules: tuple[Requirement, ...]
    tables: str
    look: tuple[str, ...]


def take_requirements(file: Path, *, to: Path | None = None) -> TakenRules:
    """The rules of a text file, written to `to` where it is given. Raises a `Problem`; then nothing is written."""
    text = _text(file)
    lines = text.count("\n")
    if lines > MOST_LINES:
        raise NoRequirements(name=file.name, reason=f"it has {lines} lines, and no page asks that much.")
    draft = draft_of(text)
    if not draft.rules:
        raise NoRequirements(name=file.name, reason="there is no sentence in it.")
    if len(draft.rules) > MOST_RULES:
        reason = f"it has {len(draft.rules)} sentences, and no page asks that much."
        raise NoRequirements(name=file.name, reason=reason)
    tables = tables_of(draft)
    if to is not None:
        if to.exists():
            raise RulesThere(name=to.name)
        make_folder(to.parent)
        write_whole(to, tables.encode())
    return TakenRules(rules=tuple(one.rule for one in draft.rules), tables=tables, look=look_lines(draft, text))


def look_lines(draft: Draft, text: str) -> tuple[str, ...]:
    """What a person should look at, a line for each: a rule's id, its words and why, or a heading that limits."""
    named = [" ".join(text[one.start : one.end].split()) for one in draft.headings if one.is_condition]
    lines = [f"“{heading}”: taken as when the rules below it are asked, and not as a rule itself" for heading in named]
    for one in draft.rules:
        why = [f"not recognised: {phrase}" for phrase in one.unread] + list(one.look)
        words = " ".join(one.rule.text.split())
        shown = words if len(words) <= 80 else f"{words[:79]}…"
        if why:
            lines.append(f"{one.rule.id}: “{shown}”: {'; '.join(why)}")
    return tuple(lines)


def _text(file: Path) -> str:
    data = read_file(file, most=MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NoRequirements(name=file.name, reason=f"it is larger than {MOST_BYTES >> 10} KiB.")
    try:
        text, _ = read_letters(data, name=file.name)
    except NotTaken:
        raise NoRequirements(name=file.name, reason="it is no text.") from None
    if len(_NO_LETTERS.findall(text)) * 20 > len(text):
        raise NoRequirements(name=file.name, reason="it is no text.")
    return text
