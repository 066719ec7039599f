"""Another profile, or a bare copy of its ledger, opened for merging: a copy is read, the original never changes."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from player.domain.clock import Clock
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ledger.merging.merge import MergeReport
from player.ledger.problems import RecordsBusy
from player.ledger.profile import problem_of
from player.ledger.store import FILE, SqlLedger, open_ledger
from player.proof.device import own_keys
from player.proof.files import CannotRead, obstacle_of
from player.proof.keys import PrivateKey, PublicKey, Signer, read_public_key

_LOG = "-wal"
_ATTEMPTS = 5
_PUBLIC_KEYS = ("*.pub", "keys/*.pub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A ledger that was found, with the keys that lay beside it: secret ones, and those of which only the public half
    is there."""

    ledger: SqlLedger
    signers: tuple[Signer, ...]
    keys: tuple[PublicKey, ...]


def merge_ledgers(into: SqlLedger, other: Other | SqlLedger) -> MergeReport:
    """Takes in all that `other` holds. What it recorded last and never signed is signed, if its key is at hand."""
    if isinstance(other, SqlLedger):
        return into.take_from(other)
    return into.take_from(other.ledger, signers=other.signers, keys=other.keys)


@contextmanager
def open_other(place: Path, *, clock: Clock) -> Generator[Other]:
    """Opens the profile in the folder `place`, or the ledger file `place`, of this or an older format.

    Raises `CannotRead` where no ledger is, `RecordsBusy` while somebody writes to it without a pause, or the
    `Problem`s of opening a ledger.
    """
    file = place / FILE if place.is_dir() else place
    signers = own_keys(file.parent)
    with TemporaryDirectory(prefix="carrel-merge-") as folder:
        copy = Path(folder)
        _copy(file, copy / FILE)
        # Nothing is ever recorded in the copy, so whose key it is opened with does not matter.
        ledger = open_ledger(copy, signer=PrivateKey.generate(), clock=clock)
        try:
            yield Other(ledger=ledger, signers=signers, keys=_public_keys(file.parent))
        finally:
            ledger.close()


def _copy(file: Path, to: Path) -> None:
    """The file with its log, as of one moment."""
    for _ in range(_ATTEMPTS):
        try:
            if _copied(file, to):
                return
        except FileNotFoundError:
            if not file.exists():
                raise CannotRead(name=file.name, reason=Phrase("there is no such file.")) from None
            # The log goes away when whoever uses the file closes it: once more, without it.
        except OSError as error:
            raise problem_of(obstacle_of(error), file.parent, str(error)) from None
    raise RecordsBusy(folder=file.parent)


def _copied(file: Path, to: Path) -> bool:
    """Whether nobody wrote meanwhile."""
    log, log_copy = file.with_name(file.name + _LOG), to.with_name(to.name + _LOG)
    before = _state(file), _state(log)
    shutil.copyfile(file, to)
    log_copy.unlink(missing_ok=True)
    if before[1] is not None:
        shutil.copyfile(log, log_copy)
    return (_state(file), _state(log)) == before


def _state(file: Path) -> tuple[int, int] | None:
    """Changes with each writing to the file. None: it is not there."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _public_keys(folder: Path) -> tuple[PublicKey, ...]:
    found: list[PublicKey] = []
    for pattern in _PUBLIC_KEYS:
        for file in sorted(folder.glob(pattern)):
            try:
                found.append(read_public_key(file))
            except Problem:
                # Some other key, or a damaged one: it vouches for nothing.
                continue
    return tuple(found)
