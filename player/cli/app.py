"""The command line as a whole: what a line of words asks for, and how a problem ends it.

Only what every call needs is imported here: the window needs no commands, and `--version` needs nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from player import __version__
from player.cli.show import (
    DONE,
    NO,
    WRONG_USAGE,
    OutputLost,
    allow_any_terminal,
    complain,
    print_json,
    problem_facts,
    tell,
)
from player.domain.problem import Problem

PROFILE = "--profile"
STOPPED = 130
"""As shells say of a program that was stopped from the keyboard."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command line. Returns the exit code: 0 done, 1 no (and why, on stderr), 2 wrong usage, 130 stopped."""
    allow_any_terminal()
    words, profile = _without_profile(list(arguments))
    if profile == "":
        print("carrel: --profile needs a folder.", file=sys.stderr)
        return WRONG_USAGE
    try:
        return _do(words, Path(profile) if profile else None)
    except Problem as problem:
        if isinstance(problem, OutputLost):
            _let_go_of_output()
        _refuse(problem, as_json="--json" in words)
        return NO
    except KeyboardInterrupt:
        # Commands end so by themselves; before they are there, this is what says it.
        return STOPPED
    except BrokenPipeError:
        # Whoever read the answer has read enough.
        _let_go_of_output()
        return NO


def _do(words: Sequence[str], profile: Path | None) -> int:
    if list(words) == ["--version"]:
        tell(f"carrel {__version__}")
        return DONE
    if _is_for_window(words):
        return _open_window(Path(words[0]) if words else None, profile)
    if _is_plain_watch(words):
        return _open_window(None, profile, (words[1], words[3] if len(words) == 4 else None))
    if (station := _station_meant(words)) is not None:
        return _open_station(*station)
    # Imported here because the window, which many open many times a day, needs none of the commands.
    from player.cli.commands import run_command  # noqa: PLC0415

    return run_command(words, profile)


def _open_window(file: Path | None, profile: Path | None, play: tuple[str, str | None] | None = None) -> int:
    from player.cli.window import open_window  # noqa: PLC0415 - see there

    return open_window(file, profile=profile, play=play)


def _open_station(settings: str, windowed: bool) -> int:
    from player.cli.window import open_station  # noqa: PLC0415

    return open_station(Path(settings), windowed=windowed)


def _let_go_of_output() -> None:
    """Python would write what is left once more when it closes the stream, and complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(problem: Problem, *, as_json: bool) -> None:
    complain(problem)
    if as_json and not isinstance(problem, OutputLost):
        print_json(problem_facts(problem))


def _without_profile(words: list[str]) -> tuple[list[str], str | None]:
    """The words without `--profile DIR`, which may stand anywhere, and the folder ("" when it is missing)."""
    profile: str | None = None
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            return [*rest, word, *left], profile
        if word == PROFILE:
            profile = next(left, "")
        elif word.startswith(f"{PROFILE}="):
            profile = word.removeprefix(f"{PROFILE}=")
        else:
            rest.append(word)
    return rest, profile


def _is_for_window(words: Sequence[str]) -> bool:
    """No words, or one that means a file rather than a command."""
    if not words:
        return True
    word = words[0]
    is_path = word.lower().endswith((".course", ".receipt", ".completion")) or os.sep in word
    return len(words) == 1 and is_path and not word.startswith("-")


def _is_plain_watch(words: Sequence[str]) -> bool:
    """`watch COURSE` or `watch COURSE --session ID`: understood here, as whoever wants to watch waits for the picture.

    Every other way to write it, and what is wrong with it, is left to the commands.
    """
    match words:
        case ["watch", course]:
            return not course.startswith("-")
        case ["watch", course, "--session", session]:
            return not course.startswith("-") and not session.startswith("-")
        case _:
            return False


def _station_meant(words: Sequence[str]) -> tuple[str, bool] | None:
    """What a kiosk's supervisor starts: understood here, as a queue may wait before a station that died."""
    match words:
        case ["kiosk", "--config", settings, "--station"]:
            return settings, False
        case ["kiosk", "--config", settings, "--station", "--windowed"]:
            return settings, True
        case _:
            return None
