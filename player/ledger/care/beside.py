"""What a backup carries beside the records: small signed files that other rooms write and read; here they are bytes.

Only names of the shapes below go in or come out: they name no person, no secret and no place outside of a profile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from player.domain.problem import Problem
from player.ledger.profile import problem_of
from player.proof.files import make_folder, obstacle_of

Beside = tuple[str, Path]
"""The name in the backup, which is the place in a profile as well, and the file."""
BringBack = Callable[[Path, bool], tuple[Problem, ...]]
"""Told where an unpacked backup lies, and whether nothing was recorded in the profile yet; what was left out of it."""

MOST_FILES = 20_000
MOST_BYTES = 32 << 20
"""Of one file; signed facts are at most half as large."""
_SHAPES = re.compile(
    r"courses/known/[0-9a-f]{64}\.(?:dsse|signature)"
    r"|trust/(?:[0-9a-f]{16}\.(?:publisher|enrolment)\.json|[0-9a-f]{32}\.[1-9][0-9]{0,17}\.root\.dsse)"
)


def may_go_beside(name: str) -> bool:
    return _SHAPES.fullmatch(name) is not None


def copy_beside(beside: Iterable[Beside], folder: Path) -> tuple[str, ...]:
    """Copies what can be carried into `folder`, and returns its names. Raises a `Problem`.

    What cannot be read or is too large stays out: the records are worth more than what belongs to them.
    """
    names: list[str] = []
    for name, data in _carried(beside):
        make_folder((folder / name).parent)
        try:
            (folder / name).write_bytes(data)
        except OSError as error:
            raise problem_of(obstacle_of(error), folder, str(error)) from None
        names.append(name)
    return tuple(names)


def digests_of(beside: Iterable[Beside]) -> Mapping[str, str]:
    """The SHA-256, in hex, of each file that a backup would carry, by its name in it."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in _carried(beside)}


def _carried(beside: Iterable[Beside]) -> Iterator[tuple[str, bytes]]:
    wanted = ((name, file) for name, file in sorted(dict(beside).items()) if may_go_beside(name))
    for name, file in islice(wanted, MOST_FILES):
        data = _small(file)
        if data is not None:
            yield name, data


def _small(file: Path) -> bytes | None:
    try:
        # Of what is no file (a pipe), reading would never come to an end.
        data = file.read_bytes() if file.is_file() and file.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None
    return data if data is not None and len(data) <= MOST_BYTES else None
