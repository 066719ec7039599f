"""Trust as it lies in folders: files of publishers, roots and devices, of which no bad one stops anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.files import CannotRead, write_whole
from player.proof.roots import (
    ROOT_ENDING,
    RootForked,
    SignedRoot,
    fault_of_change,
    fault_of_step,
    misstep,
    read_root_file,
)
from player.proof.trust import (
    ENROLMENT_ENDING,
    PUBLISHER_ENDING,
    Trust,
    publisher_of_root,
    read_enrolment,
    read_publisher,
)

_T = TypeVar("_T")


def read_trust(folders: Iterable[Path]) -> Trust:
    """All publishers and enrolments whose files lie in these folders; a folder that is missing holds none.

    A file that does not hold need stop nobody: it is passed over, and told of in `problems`.
    """
    places, problems = tuple(folders), list[Problem]()
    plain = _each(_files(places, f"*{PUBLISHER_ENDING}"), read_publisher, problems)
    rooted = _each(_files(places, f"*{ROOT_ENDING}"), lambda file: (file, read_root_file(file)), problems)
    roots = _newest(rooted, problems)
    publishers = (*plain, *(publisher_of_root(root) for root in roots))
    enrolments = _each(_files(places, f"*{ENROLMENT_ENDING}"), lambda file: read_enrolment(file, publishers), problems)
    return Trust(publishers, enrolments, tuple(problems))


def keep_roots(folder: Path, roots: Iterable[str], trust: Trust) -> Trust:
    """Writes what of these roots renews a known one into a folder of trust, and returns what is known then.

    Raises `CannotWrite`. The steps between are kept as well: whoever knows an older root can follow them.
    """
    taken, _ = trust.steps_by(roots)
    for found in taken:
        write_whole(folder / root_file_name(found), found.envelope.to_json())
    return trust.with_roots(found.envelope.to_json().decode() for found in taken)


def root_file_name(found: SignedRoot) -> str:
    return f"{found.root.publisher}.{found.root.version}{ROOT_ENDING}"


def _newest(files: Iterable[tuple[Path, SignedRoot]], problems: list[Problem]) -> Iterable[SignedRoot]:
    """Of each publisher the highest version that agrees with the lower ones at hand.

    Where versions between are missing the file is believed for itself: it lies among the files that were shipped or
    added by hand, with its fingerprint compared. What was revoked stays revoked even so.
    """
    newest: dict[str, SignedRoot] = {}
    for file, new in sorted(files, key=lambda pair: pair[1].root.version):
        known = newest.setdefault(new.root.publisher, new)
        if new.hash == known.hash:
            continue
        is_next = new.root.version == known.root.version + 1
        reason = fault_of_step(known, new) if is_next else fault_of_change(known.root, new.root)
        if new.root.version == known.root.version:
            problems.append(RootForked(name=file.name, publisher=known.root.name, known=known.root.version))
        elif reason:
            problems.append(misstep(known, reason, name=file.name))
        else:
            newest[new.root.publisher] = new
    return newest.values()


def _each(files: Iterable[Path], read: Callable[[Path], _T], problems: list[Problem]) -> tuple[_T, ...]:
    """What could be read; what could not is added to `problems`."""
    found: list[_T] = []
    for file in files:
        try:
            _refuse_what_is_no_file(file)
            found.append(read(file))
        except Problem as problem:
            problems.append(problem)
    return tuple(found)


def _refuse_what_is_no_file(file: Path) -> None:
    """A pipe would keep the reader waiting for ever."""
    try:
        is_file = file.is_file()
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None
    if not is_file:
        raise CannotRead(name=file.name, reason=Phrase("it is no file."))


def _files(folders: Iterable[Path], pattern: str) -> Sequence[Path]:
    return [file for folder in folders for file in sorted(folder.glob(pattern))]
