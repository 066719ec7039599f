"""How answers are printed: lines for people, one JSON value for programs, one sentence on stderr for a no."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from player.domain.problem import Problem
from player.proof.problems import NotGenuine

DONE, NO, WRONG_USAGE = 0, 1, 2
"""The exit codes."""


class OutputLost(Problem):
    what_template = "The answer could not be written to where it was sent."
    meaning_template = "What the command did is done and kept; no credit is affected."
    remedy_template = "Make room there, or send the answer elsewhere, and ask again."


def tell(line: str = "") -> None:
    """Prints a line of the answer. Raises `OutputLost` when it cannot be taken."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(details=str(error)) from None


def complain(problem: Problem, *, about: str = "") -> None:
    """Says why not, on stderr, in one line, which names what it is about."""
    sentence = " ".join(problem.sentence.split())
    print(sentence if about in sentence else f"{about}: {sentence}", file=sys.stderr)


def advise(line: str) -> None:
    """Says beside the answer what is worth a look, on stderr, in one line."""
    print(" ".join(line.split()), file=sys.stderr)


def print_json(value: object) -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    plain = as_plain(value)
    text = json.dumps(plain, ensure_ascii=encoding != "utf8", indent=2)
    # A file's name may have bytes in it that are no text: they stay to be found again.
    tell(text if _is_text(text) else json.dumps(plain, indent=2))


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def problem_facts(problem: Problem) -> dict[str, object]:
    """A problem for programs: a stable name, its three sentences, and the fault of a file that is not genuine."""
    told: dict[str, object] = {
        "problem": problem.code,
        "what": problem.what,
        "meaning": problem.meaning,
        "remedy": problem.remedy,
    }
    return {**told, "fault": problem.fault} if isinstance(problem, NotGenuine) else told


def as_plain(value: object) -> object:
    """`value` in JSON's types: dataclasses become objects, credit becomes text, moments ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): as_plain(item) for key, item in items}
    if isinstance(value, Sequence | frozenset) and not isinstance(value, str | bytes):
        return [as_plain(item) for item in cast("Sequence[object]", value)]
    return value


def clock_time(milliseconds: int) -> str:
    """1:02:03 or 2:03."""
    seconds = milliseconds // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def counted(number: int, one: str) -> str:
    """“no errors”, “1 error”, “2 errors”."""
    return f"{number or 'no'} {one}{'' if number == 1 else 's'}"


def table(rows: Iterable[tuple[str, ...]], *, indent: int = 2) -> tuple[str, ...]:
    """Rows as lines, each column as wide as its widest cell; the last may be as long as it likes."""
    all_rows = tuple(rows)
    columns = max((len(row) for row in all_rows), default=0) - 1
    widths = [max(len(row[n]) for row in all_rows if n < len(row)) for n in range(columns)]

    def line(row: tuple[str, ...]) -> str:
        cells = [cell.ljust(widths[n]) if n < columns else cell for n, cell in enumerate(row)]
        return (" " * indent + "  ".join(cells)).rstrip()

    return tuple(line(row) for row in all_rows)


def allow_any_terminal() -> None:
    """Letters that a terminal's encoding lacks are printed as “?” instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
