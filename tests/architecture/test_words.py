"""Every word that a person is shown is written so that it is found, and put into another language when it is shown.

What is said while a module is loaded stays in the first language; what is put together from pieces, or asked for by
anything but a literal, is in no catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

Rule = Callable[[ast.Module], list[int]]
PLAYER = Path(__file__).resolve().parents[2] / "player"
UI = PLAYER / "ui"
IN_ENGLISH = (
    "cli", "office", "archive/authoring", "archive/importing", "ledger/collection"
)  # fmt: skip
"""Only a terminal shows them."""
MODULES = [
    path for path in sorted(PLAYER.rglob("*.py")) if not path.relative_to(PLAYER).as_posix().startswith(IN_ENGLISH)
]
SCREENS = [path for path in MODULES if UI in path.parents and not path.name.startswith("gallery")]
SAYING = {"tr", "counted", "told", "said", "said_each"}
WRITING = {"tr": 2, "counted": 2, "Phrase": 1, "Worded": 1}
"""How many of its first arguments are words."""
NOT_LITERAL = {
    "domain/phrase.py": "it is what the others are made with",
    "domain/problem.py": "its subclasses' templates, which are found there",
    "desk/record_facts.py": "a problem's own template, without the folder",
    "media/selftest.py": "one of three phrases of the same file",
    "ui/language/telling.py": "it is what says what others wrote",
}
MADE_OF_PIECES = {
    "bug.py": "a report for whoever mends the program",
    "watch/report.py": "a report for the technical contact",
    "certificate/words.py": "a moment as it is printed",
    "certificate/page.py": "the ending of a file's name",
    "checkup/page.py": "the name of a fact",
    "checkup/reporting.py": "the address of a letter, the name of a file",
    "watch/reporting.py": "the address of a letter",
    "watch/noting.py": "the ending of a file's name",
    "table_saving.py": "the ending of a file's name",
    "profile/records_words.py": "the name of a file",
    "profile/screen.py": "the name of a fact",
    "pages.py": "told to programmers alone",
    "shell/shell.py": "a key",
    "widgets/markdown.py": "names of marks",
    "widgets/tone.py": "the name of a colour",
}
"""F-strings with letters that nobody has to translate, by file."""
NOT_SHOWN = ("captions", "desktop", "theme", "language")
"""Rooms that put together colours, style sheets and addresses, but no words."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MARK_UP = re.compile(r"px|[<>]|:\s*[\w#]+;|QLabel|QFrame|QPushButton|background|color|&nbsp;")


def _name(path: Path) -> str:
    return path.relative_to(PLAYER).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _called(node: ast.AST) -> str:
    """What is called: "tr" also for `self.tr`."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _broken(rule: Rule, paths: Iterable[Path]) -> list[str]:
    return [f"{_name(path)}:{line}" for path in paths for line in rule(_tree(path))]


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs while the module is loaded: all but the insides of functions; default arguments too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = (*child.args.defaults, *(one for one in child.args.kw_defaults if one is not None))
            decorators = () if isinstance(child, ast.Lambda) else child.decorator_list
            for part in (*defaults, *decorators):
                yield from ast.walk(part)
        else:
            yield child
            yield from _at_once(child)


def said_too_early(tree: ast.Module) -> list[int]:
    return [node.lineno for node in _at_once(tree) if isinstance(node, ast.Call) and _called(node) in SAYING]


def not_literal(tree: ast.Module) -> list[int]:
    found: list[int] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (count := WRITING.get(_called(node))):
            words = [] if _is_of_another_kind(node) else node.args[:count]
            if any(not (isinstance(one, ast.Constant) and isinstance(one.value, str)) for one in words):
                found.append(node.lineno)
    return found


def _is_of_another_kind(call: ast.Call) -> bool:
    """Rooms that keep records count, too: there only `Worded.counted` and a problem's own make words."""
    return _called(call) == "counted" and not any(isinstance(one, ast.Constant | ast.JoinedStr) for one in call.args)


def glued(tree: ast.Module) -> list[int]:
    """Where words are joined to what was said, by `+` or within an f-string."""
    found: list[int] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(_called(side) in SAYING for side in (node.left, node.right)):
                found.append(node.lineno)
        elif isinstance(node, ast.JoinedStr) and any(_called(part) in {"tr", "counted"} for part in ast.walk(node)):
            found.append(node.lineno)
    return found


def made_of_pieces(tree: ast.Module) -> list[int]:
    """F-strings with letters of their own."""
    found: list[int] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            own = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if _LETTERS.search(own) and not _MARK_UP.search(own):
                found.append(node.lineno)
    return found


def untold(tree: ast.Module) -> list[int]:
    """Where a problem's own English is taken, and not what the window tells of it."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("what", "meaning", "remedy") and _is_problem(node.value)
    ]


def _is_problem(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "problem"


def unfound_templates(tree: ast.Module) -> list[int]:
    """Sentences of problems that are neither a literal nor one of this room's phrases."""
    found: list[int] = []
    for klass in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for line in klass.body:
            target = line.targets[0] if isinstance(line, ast.Assign) else None
            is_template = isinstance(target, ast.Name) and target.id.endswith("_template")
            if is_template and not isinstance(getattr(line, "value", None), ast.Constant | ast.Name):
                found.append(line.lineno)
    return found


def test_nothing_is_said_while_a_module_is_loaded() -> None:
    assert _broken(said_too_early, SCREENS) == []


def test_what_is_to_be_translated_is_written_as_a_literal() -> None:
    assert _broken(not_literal, [path for path in MODULES if _name(path) not in NOT_LITERAL]) == []


def test_no_sentence_is_glued_from_pieces() -> None:
    assert _broken(glued, SCREENS) == []


def test_no_words_of_the_window_are_made_without_being_asked_for() -> None:
    rooms = {path: path.relative_to(UI) for path in SCREENS}
    asked = [path for path, room in rooms.items() if room.as_posix() not in MADE_OF_PIECES]
    assert _broken(made_of_pieces, [path for path in asked if rooms[path].parts[0] not in NOT_SHOWN]) == []


def test_a_problem_is_told_in_the_language_of_the_window() -> None:
    assert _broken(untold, [path for path in SCREENS if path.parent.name != "language"]) == []


def test_the_sentences_of_problems_can_be_found() -> None:
    assert _broken(unfound_templates, MODULES) == []


def test_every_exception_to_the_rules_is_still_one() -> None:
    assert all(not_literal(_tree(PLAYER / name)) for name in NOT_LITERAL)
    assert all(made_of_pieces(_tree(UI / name)) for name in MADE_OF_PIECES)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ('TITLE = tr("Library")', said_too_early),
        ('def open(title=tr("Library")): ...', said_too_early),
        ('class Page:\n    title = counted("{count} course", "{count} courses", 2)', said_too_early),
        ("def open(title): return tr(title)", not_literal),
        ('def open(n): return tr(f"{n} courses")', not_literal),
        ('reason = Phrase("a" + "b")', not_literal),
        ('def open(n): return tr("Library") + n', glued),
        ("def open(n): return f\"{tr('Library')}: {n}\"", glued),
        ('label = f"{count} courses"', made_of_pieces),
        ("def show(problem): return problem.what", untold),
        ("def show(left): return left.problem.remedy", untold),
        ('class Away(Problem):\n    what_template = f"{NAME} is away"', unfound_templates),
    ],
)
def test_the_rules_bite(code: str, rule: Rule) -> None:
    assert rule(ast.parse(code)) != []


def test_what_is_said_when_it_is_shown_is_right() -> None:
    code = (
        'def open(n):\n    return counted("{count} course", "{count} courses", n), tr("{name} is away").format(name=n)'
    )
    assert not any(rule(ast.parse(code)) for rule in (said_too_early, not_literal, glued, made_of_pieces))
