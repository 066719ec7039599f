"""`course.toml` of a course that was taken over: the template's, with what was found in place of its examples.

What no package states (dates, credit, accreditation, disclosures) is left as the template words it, or left out, so
that the check names it; comments with TODO say so where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tomli_w

_HEADER = re.compile(r"(?:# )?\[\[?([a-z_.]+)\]\]?")
_EXAMPLE = re.compile(r"# [a-z_]+ = ")
_GONE = ("cover", "grant", "people", "talk", "disclosure.by", "session", "quiz")
"""Tables of the template, with those below them, that are examples and not needed."""
_KEYS_GONE: Mapping[str, Sequence[str]] = {
    "availability": ("released", "reviewed"),
    "provider.accreditation": ("statement",),
    "disclosure": ("statement", "all_mitigated"),
    "credit.offer": ("designation",),
}
_OWN_WORDS: Mapping[str, str] = {
    "provider.accreditation": 'statement = "Put your accreditation statement here, word for word."\n',
    "disclosure": 'statement = "Put your statement on disclosures here, word for word."\n',
}
_TODO: Mapping[str, str] = {
    "format": "say how this course is taken.",
    "availability": "give its days, with “released” and “reviewed”; what stands here is an example.",
    "provider": "say who you are; what stands here is an example.",
    "provider.accreditation": "say who accredits you, and in which words.",
    "disclosure": "name the [people.…], each [[talk]] and each [[disclosure.by]], and say whether all was mitigated.",
    "evaluation": "look through these questions; they are examples.",
    "credit": "say what is offered, with your own designation; what stands here is an example.",
    "contact": "put your own contacts here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionText:
    """Paths in the course folder. `captions`: file and language; `handouts`: file and title."""

    id: str
    title: str
    media: str
    captions: tuple[tuple[str, str], ...] = ()
    handouts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseText:
    """What was found. `quiz`: the lines that name its question files, none where there are no questions."""

    source: str
    id: str
    title: str
    language: str
    summary: str
    estimated_minutes: int
    sessions: tuple[SessionText, ...]
    quiz: Sequence[str] = ()
    passing_percent: int | None = None
    attempts: int | None = None
    shuffle: bool = False


def course_text(template: str, found: CourseText) -> str:
    """`template`: the text of the template's course.toml."""
    head, tables = _tables(template)
    pieces = [_start(found), _head(head, found)]
    told: set[str] = set()
    for name, text in tables:
        if name == "watch":
            pieces.append(_sessions(found))
        if name == "evaluation":
            pieces.append(_quiz(found))
        if name not in _GONE and not name.startswith(tuple(f"{gone}." for gone in _GONE)):
            todo = f"# TODO: {_TODO[name]}\n" if name in _TODO and name not in told else ""
            told.add(name)
            kept = _without(text, _KEYS_GONE.get(name, ())).rstrip("\n")
            pieces.append(f"{todo}{kept}\n{_OWN_WORDS.get(name, '')}")
    return "\n".join(piece.strip("\n") + "\n" for piece in pieces if piece.strip())


def _tables(template: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first table, and each table with its name, also those that are commented out."""
    tables: list[tuple[str, list[str]]] = [("", [])]
    for line in template.splitlines():
        found = _HEADER.match(line)
        if found:
            tables.append((found[1], []))
        tables[-1][1].append(line)
    texts = [(name, "\n".join(lines) + "\n") for name, lines in tables]
    return texts[0][1], texts[1:]


def _start(found: CourseText) -> str:
    return (
        f"# Taken over from a {found.source} package; import-report.txt says what came of each of its parts.\n"
        "# Look for TODO: what follows it, no package states. Then: carrel course check DIR\n"
    )


def _head(head: str, found: CourseText) -> str:
    values: Mapping[str, str | int] = {
        "id": found.id,
        "version": 1,
        "language": found.language,
        "title": found.title,
        **({"summary": found.summary} if found.summary else {}),
        "estimated_minutes": found.estimated_minutes,
    }
    todo = (
        "# TODO: choose the id for good, and give objectives, audience, copyright and privacy_policy;\n"
        "# is the language right, and estimated_minutes?\n"
    )
    comments = "\n".join(line for line in head.splitlines() if line.startswith("#") and not _EXAMPLE.match(line))
    return f"{comments}\n\n{todo}{tomli_w.dumps(values)}"


def _without(text: str, keys: Sequence[str]) -> str:
    """Without some keys, also where their values go on over lines."""
    for key in keys:
        text = re.sub(rf'^{key} = (?:"""(?:[^"]|"(?!""))*"""|\[[^\]]*\]|[^\n]*)[^\n]*\n', "", text, flags=re.MULTILINE)
    return text


def _sessions(found: CourseText) -> str:
    if not found.sessions:
        return (
            "# TODO: no recording was found in the package; put yours there.\n"
            '[[session]]\nid = "lecture"\ntitle = "Lecture"\nmedia = "media/recording.mp4"\n'
        )
    return "\n".join(map(_session, found.sessions))


def _session(session: SessionText) -> str:
    parts = ["[[session]]\n", tomli_w.dumps({"id": session.id, "title": session.title, "media": session.media})]
    if not session.captions:
        parts.append("# TODO: no captions were found for this recording.\n")
    for file, language in session.captions:
        parts += ["\n[[session.captions]]\n", tomli_w.dumps({"file": file, "language": language})]
    for file, title in session.handouts:
        parts += ["\n[[session.handout]]\n", tomli_w.dumps({"file": file, "title": title})]
    return "".join(parts)


def _quiz(found: CourseText) -> str:
    if not found.quiz:
        return "# TODO: no questions were found that can be read; see [quiz] in the provider guide.\n"
    stated = found.passing_percent is not None
    settings: dict[str, str | int | bool] = {"passing_percent": 80}
    if found.passing_percent is not None:
        settings["passing_percent"] = found.passing_percent
    if found.attempts is not None:
        settings["attempts"] = found.attempts
    if found.shuffle:
        settings["shuffle"] = True
    settings["feedback"] = "after-submission"
    todo = "" if stated else "# TODO: the package does not state a passing score; 80 is an example.\n"
    return f"{todo}[quiz]\n{tomli_w.dumps(settings)}\n" + "\n".join(found.quiz) + "\n"
