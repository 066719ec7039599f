"""Drafted rules as tables for course.toml, with a remark above each that needs a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tomli_w

from player.archive.importing.requirements.drafting import Draft, Drafted
from player.domain.requirement import Need, Operator

_LONGEST_LINE = 110
_HEAD = """\
# Drafted rules: they go to the end of course.toml. Their text goes above its first table, in the same folder:
# requirements_source = { file = "FILE" }. Look at what was “not recognised”, then: carrel course check
"""


def tables_of(draft: Draft) -> str:
    """The text of the tables; it ends with a line's end."""
    return "\n".join((_HEAD, *("\n".join(_table(one)) + "\n" for one in draft.rules)))


def _table(drafted: Drafted) -> Iterator[str]:
    rule = drafted.rule
    yield "[[requirement]]"
    yield f"id = {_string(rule.id)}"
    yield f"level = {_string(rule.level.value)}"
    if rule.platforms:
        yield f"platforms = [{', '.join(map(_string, rule.platforms))}]"
    yield f"subject = {_string(rule.subject)}"
    yield f"text = {_string(rule.text)}"
    for key in ("superseded", "interpretation"):
        value = str(getattr(rule, key))
        if value:
            yield f"{key} = {_string(value)}"
    if rule.only_if:
        yield from _need_lines("only_if", rule.only_if)
    if rule.need:
        yield from _need_lines("need", rule.need)
    yield from (f"# not recognised: {_plain(phrase)}" for phrase in drafted.unread)


def _need_lines(key: str, need: Need) -> Iterator[str]:
    """In one line where it is short; else each part in its own, as the list of a table may be broken."""
    line = f"{key} = {_inline(need)}"
    parts = need.any_of or need.all_of
    if len(line) <= _LONGEST_LINE or not parts:
        yield line
        return
    yield f"{key}.{'any_of' if need.any_of else 'all_of'} = ["
    for part in parts:
        yield f"  {_inline(part)},"
    yield "]"


def _inline(need: Need) -> str:
    parts = need.any_of or need.all_of
    if parts:
        return f"{{ {'any_of' if need.any_of else 'all_of'} = [{', '.join(map(_inline, parts))}] }}"
    is_named = need.operator in (Operator.SYSTEM, Operator.PROCESSOR, Operator.NOTED)
    keys = [] if is_named else [f"fact = {_string(need.fact)}"]
    keys += [] if need.operator == Operator.EQUALS else [f"is = {_string(need.operator)}"]
    value = need.value if need.operator in (Operator.NEWEST,) or need.fact in _COUNTS else _string(need.value)
    return f"{{ {', '.join((*keys, f'value = {value}'))} }}"


_COUNTS = frozenset({"os.bits", "sound.outputs"})
"""Facts whose values are plain numbers."""


def _string(text: str) -> str:
    return tomli_w.dumps({"v": text}).removeprefix("v = ").rstrip("\n")


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text)
