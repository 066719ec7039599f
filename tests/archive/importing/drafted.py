"""Drafted rules in one line each, as tests expect them."""

from __future__ import annotations

from player.archive.importing.requirements.drafting import Drafted, draft_of
from player.domain.requirement import Need


def said(need: Need | None) -> str:
    """A condition in a line: "(a or b)", "(a and b)", "memory.total nominal 2 GB"."""
    if need is None:
        return "-"
    parts = need.any_of or need.all_of
    if parts:
        return f"({(' or ' if need.any_of else ' and ').join(map(said, parts))})"
    if need.operator == "noted":
        return "noted"
    named = need.operator in ("system", "processor")
    return " ".join((*(() if named else (need.fact,)), need.operator, need.value))


def told(drafted: Drafted) -> str:
    """The id, the words and what is asked; "superseded" and "unread" where it is."""
    rule = drafted.rule
    marks = [f"if {said(rule.only_if)}"] if rule.only_if else []
    marks += ["superseded"] if rule.superseded else []
    marks += ["unread"] if drafted.unread else []
    marks += ["slip"] if "can only mean" in rule.interpretation else []
    return " | ".join((rule.id, rule.text, said(rule.need), *marks))


def lines(text: str) -> list[str]:
    return [told(one) for one in draft_of(text).rules]
