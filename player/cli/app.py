"""The command line as a whole: which commands there are, and how a problem ends one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from player.cli import learning, providing
from player.cli.window import open_window
from player.domain.problem import Problem

USAGE_ERROR = 2


def run(arguments: Sequence[str]) -> int:
    """Runs one command line. Returns the exit code: 0 done, 1 no (and why, on stderr), 2 wrong usage."""
    words, profile = _without_profile(list(arguments))
    try:
        if profile == "":
            print("carrel: --profile needs a folder.", file=sys.stderr)
            return USAGE_ERROR
        place = Path(profile) if profile else None
        if _is_for_window(words):
            return open_window(Path(words[0]) if words else None, profile=place)
        return _command(words, place)
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return 1


def _command(words: Sequence[str], profile: Path | None) -> int:
    command = typer.main.get_command(make_app())
    try:
        command.main(list(words), prog_name="carrel", obj=profile)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def make_app() -> typer.Typer:
    """All commands. The profile that was chosen travels as the context's object."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Continuing medical education without a network. `carrel [FILE.course]` opens the window.",
    )
    learning.add_to(app)
    providing.add_to(app)
    return app


def _without_profile(words: list[str]) -> tuple[list[str], str | None]:
    """The words without `--profile DIR`, which may stand anywhere, and the folder ("" when it is missing)."""
    profile: str | None = None
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--profile":
            profile = next(left, "")
        elif word.startswith("--profile="):
            profile = word.removeprefix("--profile=")
        else:
            rest.append(word)
    return rest, profile


def _is_for_window(words: Sequence[str]) -> bool:
    """No words, or one that is a file rather than a command."""
    if not words:
        return True
    word = words[0]
    return len(words) == 1 and (word.endswith(".course") or "/" in word) and not word.startswith("-")
