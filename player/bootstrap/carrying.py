"""What a backup carries beside the records, and how it comes back: facts of courses, and whose word counts.

Facts are signed and name nobody: whatever is sound is taken, always. Trust is not of that kind. Into a profile in which
nothing was recorded yet, whom a backup trusts comes back whole, and is told of. In a profile that is in use, who is not
known may have been removed on purpose; such a publisher or device does not come back with an old backup, nor with
somebody else's records. There only those roots are taken that follow the ones known here, as with any course.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from player.bootstrap.acquainting import facts_in, know_courses_of
from player.bootstrap.places import Places, trust_of
from player.bootstrap.trusting import keep_roots_of
from player.domain.problem import Problem
from player.proof.envelope import Envelope
from player.proof.files import make_folder, read_file, write_whole
from player.proof.gathering import root_file_name
from player.proof.roots import ROOT_ENDING, SignedRoot, is_text, read_root_file
from player.proof.trust import (
    ENROLMENT_ENDING,
    PUBLISHER_ENDING,
    Trust,
    publisher_of_root,
    read_enrolment,
    read_publisher,
)

_TRUST = "trust"
_OWN_NAME = re.compile(r"[0-9a-f]{16}\.(?:publisher|enrolment)\.json")
_MOST_NAMES = 5
_MOST_BYTES = 1 << 20

_T = TypeVar("_T")


class FactsLeftOut(Problem):
    what_template = "The backup holds facts of courses that are damaged or not signed: {count} of them were left out."
    meaning_template = "What was recorded came back; in those courses it counts once they are added again."
    remedy_template = "Add those courses again from the provider's files."


class TrustLeftOut(Problem):
    what_template = "The backup names publishers or devices that do not count here: {names}."
    meaning_template = "They were left out, as somebody may have removed them on purpose; what was recorded came back."
    remedy_template = "Where they are to count, add their files with “carrel trust add”."


class TrustCameBack(Problem):
    what_template = "These publishers or devices came back with the backup: {names}."
    meaning_template = "They count here again, as they did where it was made."
    remedy_template = "If you do not know one of them, take it out with “carrel trust remove”."


def carried_by(profile: Path) -> tuple[tuple[str, Path], ...]:
    """The files that a backup of this profile carries, with their names in it; nothing secret is among them."""
    return (*facts_in(profile), *_trust_in(profile / _TRUST))


def bring_back(places: Places, unpacked: Path, whole: bool) -> tuple[Problem, ...]:
    """Takes over what an unpacked backup carries; `whole`: also whom it trusts and nobody here does.

    Returns what was left out, and who came. Nothing that is here is replaced. Raises `CannotWrite`.
    """
    trusted = _bring_back_trust(places, unpacked / _TRUST, whole=whole)
    left = know_courses_of(places, unpacked)
    told = [FactsLeftOut(count=len(left), details=left[0].sentence)] if left else []
    return (*trusted, *told)


# --- going out -----------------------------------------------------------------------------------------------


def _trust_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """What reads as a file of trust, under the name that Carrel gives it: people give them names of their own."""
    for file in sorted(folder.glob("*")):
        name = _name_for(file)
        if name:
            yield f"{_TRUST}/{name}", file


def _name_for(file: Path) -> str:
    """Empty for what is no file of trust; another program's secret may lie there under any name."""
    try:
        if not file.is_file():
            return ""
        if file.name.endswith(ROOT_ENDING):
            return root_file_name(read_root_file(file))
        if file.name.endswith(PUBLISHER_ENDING):
            read_publisher(file)
            return _plain_name(file, PUBLISHER_ENDING)
        if file.name.endswith(ENROLMENT_ENDING):
            Envelope.from_json(read_file(file, most=_MOST_BYTES), name=file.name)
            return _plain_name(file, ENROLMENT_ENDING)
    except (Problem, OSError):
        return ""
    return ""


def _plain_name(file: Path, ending: str) -> str:
    if _OWN_NAME.fullmatch(file.name):
        return file.name
    return hashlib.sha256(read_file(file, most=_MOST_BYTES)).hexdigest()[:16] + ending


# --- coming back ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stranger:
    """Who does not count here: what they are called, the file that would have them count, and its name in a profile."""

    called: str
    file: Path
    name: str


def _bring_back_trust(places: Places, folder: Path, *, whole: bool) -> tuple[Problem, ...]:
    roots = tuple(_each(folder, ROOT_ENDING, read_root_file))
    texts = [found.envelope.to_json().decode() for _, found in roots]
    refused = trust_of(places).steps_by(texts)[1]
    strangers = _strangers(folder, roots, keep_roots_of(places, texts))
    came = [one for one in strangers if whole and _place(places.own_trust, one)]
    left = [one for one in strangers if one not in came]
    told = [TrustCameBack(names=_listed(came))] if came else []
    told += [TrustLeftOut(names=_listed(left))] if left else []
    return (*refused, *told)


def _strangers(folder: Path, roots: Iterable[tuple[Path, SignedRoot]], trust: Trust) -> list[_Stranger]:
    """Never a root of a publisher whose root is known: lower or beside it, it could undo what the known one revoked."""
    new = [(file, found) for file, found in roots if trust.root_of(found.root.publisher) is None]
    plain = tuple(_each(folder, PUBLISHER_ENDING, read_publisher))
    believed = (*trust.publishers, *(publisher_of_root(found) for _, found in new), *(found for _, found in plain))
    devices = _each(folder, ENROLMENT_ENDING, lambda file: read_enrolment(file, believed))
    return [
        *(_stranger(found.root.name, file, root_file_name(found)) for file, found in new),
        *(_stranger(found.name, file) for file, found in plain if found not in trust.publishers),
        *(_stranger(found.enrolment.name, file) for file, found in devices if found not in trust.enrolments),
    ]


def _stranger(called: str, file: Path, name: str = "") -> _Stranger:
    return _Stranger(called=called if is_text(called) else file.name, file=file, name=name or file.name)


def _each(folder: Path, ending: str, read: Callable[[Path], _T]) -> Iterator[tuple[Path, _T]]:
    """What can be read; the rest was damaged when the backup was made, or comes from nobody who counts in it."""
    for file in sorted(folder.glob(f"*{ending}")):
        with suppress(Problem):
            yield file, read(file)


def _place(target: Path, stranger: _Stranger) -> bool:
    """Whether it is there now. Another file of its name stays as it is."""
    data, place = read_file(stranger.file, most=_MOST_BYTES), target / stranger.name
    if place.exists():
        return read_file(place, most=_MOST_BYTES) == data
    make_folder(target)
    write_whole(place, data)
    return True


def _listed(strangers: Iterable[_Stranger]) -> str:
    names = sorted({stranger.called for stranger in strangers})
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
