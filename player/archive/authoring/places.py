"""Where a part of the course stands in `course.toml`: from the words of a finding to a line that an editor can open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from player.domain.course import Course

_HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=")
_NUMBERED = re.compile(r"(.*?) (\d+)")
_QUOTES = ('"""', "'''")
_LISTS: Mapping[str, str] = {"question": "quiz.question", "item": "evaluation.item", "credit": "credit.offer"}
"""How a finding calls a part of a list, and the table it stands in; any other word is the table's own name."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each key and table, lists counted from 1: "session 2.captions 1.file"."""

    at: Mapping[str, int]

    def line_of(self, key: str) -> int:
        """The line of `key`, or else of the nearest part around it that is known; 0 when nothing is."""
        stated = re.fullmatch(r"line (\d+)", key)
        if stated:
            return int(stated[1])
        while key:
            if key in self.at:
                return self.at[key]
            # An inline list has one line for all its parts: "choice 2" stands where "choice" does.
            whole = _NUMBERED.fullmatch(key)
            key = whole[1] if whole else key.rpartition(".")[0]
        return 0


def read_lines(text: str) -> Lines:
    """Never fails: what it cannot follow it leaves out."""
    at: dict[str, int] = {}
    seen: Counter[str] = Counter()
    table = ""
    for number, line in _outside(text):
        header = _HEADER.match(line)
        if header:
            table = _table(header[2], seen, is_list=bool(header[1]))
            at.setdefault(table, number)
        elif key := _KEY.match(line):
            name = re.sub(r"\s", "", key[1])
            at.setdefault(f"{table}.{name}" if table else name, number)
    return Lines(at)


def _table(name: str, seen: Counter[str], *, is_list: bool) -> str:
    """The table's name with the number of each list that it lies in."""
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path = ""
    for depth, part in enumerate(parts, 1):
        path = f"{path}.{part}" if path else part
        if is_list and depth == len(parts):
            seen[path] += 1
        if seen[path]:
            path = f"{path} {seen[path]}"
    return path


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not lie within a text or list of several lines."""
    open_quote, depth = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if not open_quote and depth <= 0:
            depth = 0
            yield number, line
            if _HEADER.match(line):
                continue
        rest = line
        while rest:
            rest, open_quote, depth = _walk(rest, open_quote, depth)


def _walk(rest: str, quote: str, depth: int) -> tuple[str, str, int]:
    """Goes on to the next mark that opens or closes a text or a list."""
    if quote:
        _, found, after = rest.partition(quote)
        return (after, "", depth) if found else ("", quote, depth)
    mark = re.search(r"\"\"\"|'''|\"(?:\\.|[^\"\\])*\"|'[^']*'|[\[\]{}#]", rest)
    if mark is None or mark[0] == "#":
        return "", "", depth
    after = rest[mark.end() :]
    if mark[0] in _QUOTES:
        return after, mark[0], depth
    return after, "", depth + (mark[0] in "[{") - (mark[0] in "]}")


def key_of(place: str, course: Course) -> str:
    """The key that a finding's place stands for: "session lecture, captions 1" is "session 1.captions 1"."""
    parts = [_key_of_part(part, course) for part in place.split(", ")]
    if len(parts) > 1 and parts[0] in ("quiz", "evaluation"):
        parts = parts[1:]
    return ".".join(parts)


def _key_of_part(part: str, course: Course) -> str:
    kind, _, name = part.partition(" ")
    if not name or name.isdecimal():
        return part
    table = _LISTS.get(kind, "disclosure.by" if kind == "disclosure" else kind)
    if kind == "person":
        return f"people.{name}"
    place = next((n for n, known in enumerate(_names(kind, course), 1) if known == name), 0)
    return f"{table} {place}" if place else table


def _names(kind: str, course: Course) -> Iterable[str]:
    names: Mapping[str, Iterable[str]] = {
        "session": (session.id for session in course.sessions),
        "question": (question.id for question in course.quiz.questions) if course.quiz else (),
        "item": (item.id for item in course.evaluation.items),
        "credit": (offer.id for offer in course.credit.offers),
        "requirement": (requirement.id for requirement in course.requirements),
        "price": (price.membership for price in course.prices),
        "contact": (contact.purpose for contact in course.contacts),
        "talk": (talk.person for talk in course.talks),
        "disclosure": (disclosure.person for disclosure in course.disclosures),
        "funding": (funding.source for funding in course.funding),
    }
    return names.get(kind, ())
