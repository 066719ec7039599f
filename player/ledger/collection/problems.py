"""What the world does to a collection, said to those who collect: theirs are no learner's records."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from player.domain.problem import Problem
from player.ledger.problems import (
    DiskFails,
    DiskFull,
    NewerRecords,
    ReadOnlyRecords,
    RecordsBusy,
    RecordsDamaged,
    RecordsGone,
)

_KEPT = "What was taken in before is kept and counts; the last batch was not."
_AGAIN = "and collect the same again: it goes on where it stopped."


class CollectionFull(Problem):
    what_template = "There is no room left on the disk that holds the collection ({folder})."
    meaning_template = _KEPT
    remedy_template = f"Make some room there, {_AGAIN}"


class CollectionReadOnly(Problem):
    what_template = "The collection in {folder} can be read but not written."
    meaning_template = _KEPT
    remedy_template = f"Allow writing there, or name another place with --into, {_AGAIN}"


class CollectionGone(Problem):
    what_template = "The collection in {folder} cannot be reached; perhaps the disk was taken out or the folder moved."
    meaning_template = _KEPT
    remedy_template = f"Plug the disk in or put the folder back, {_AGAIN}"


class CollectionFails(Problem):
    what_template = "The disk that holds the collection ({folder}) did not take what was to be written."
    meaning_template = _KEPT
    remedy_template = f"Have the disk looked at, {_AGAIN}"


class CollectionBusy(Problem):
    what_template = "The collection in {folder} is held by another program."
    meaning_template = _KEPT
    remedy_template = f"Wait until that program is done, {_AGAIN}"


class CollectionDamaged(Problem):
    what_template = "The collection in {folder} is damaged, or is none of Carrel's."
    meaning_template = "Nothing was changed in it; the learners' own records and certificates are not affected."
    remedy_template = "Put a copy of it back, or collect all files anew into another place with --into."


class CollectionNewer(Problem):
    what_template = "The collection in {folder} was written by a newer Carrel."
    meaning_template = "It was not opened or changed, and everything in it stands."
    remedy_template = "Install the newest Carrel and collect again."


_TOLD: Mapping[type[Problem], type[Problem]] = {
    DiskFull: CollectionFull,
    ReadOnlyRecords: CollectionReadOnly,
    RecordsGone: CollectionGone,
    DiskFails: CollectionFails,
    RecordsBusy: CollectionBusy,
    RecordsDamaged: CollectionDamaged,
    NewerRecords: CollectionNewer,
}


@contextmanager
def told_of_collection(place: str) -> Generator[None]:
    """Turns what is said of records into what is so of the collection at `place`; a server's words fit both."""
    try:
        yield
    except Problem as problem:
        kind = _TOLD.get(type(problem))
        if kind is None:
            raise
        raise kind(folder=place, details=problem.details or problem.what) from problem
