"""Joins the publisher's safe: keys made and used, roots made, signed and renewed, devices vouched for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from player.domain.problem import Problem
from player.proof.collector import ENDING as COLLECTOR_ENDING
from player.proof.collector import Collector, appoint
from player.proof.files import read_file, write_whole
from player.proof.keys import KeyId, KeyLocked, PrivateKey, PublicKey, read_public_key
from player.proof.renewing import Changes, first_root, renewed, sign_root
from player.proof.roots import MOST_BYTES, ROOT_ENDING, Revocation, SignedRoot, is_text, read_draft, read_root_file
from player.proof.sealing import PrivateReadingKey, PublicReadingKey
from player.proof.trust import Enrolment, Grade, enrol

PASSPHRASE_VARIABLE = "CARREL_KEY_PASSPHRASE"
Ask = Callable[[str], str]
"""Asks a person for the passphrase of the key with this name."""


class NoPassphrase(Problem):
    what_template = "No passphrase was given for {name}."
    meaning_template = "No key was made."
    remedy_template = "Make the key at a terminal, which asks for one, or set {variable}."


class RootExists(Problem):
    what_template = "{name} is there already, and another root at that."
    meaning_template = "It was kept as it is, and no root was made."
    remedy_template = "Name a new file, ending in .root.dsse."


class NoRootName(Problem):
    what_template = "{name} is no name for a root."
    meaning_template = "No root was made."
    remedy_template = "Name a file that ends in .root.dsse."


class NoCollectorName(Problem):
    what_template = "{name} is no name for a word on who takes completions in."
    meaning_template = "Nobody was appointed, and nothing was written."
    remedy_template = "Name a file that ends in .collector.json, and give the collector a name of one line."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFiles:
    """Public keys as the files (`.pub`) in which they lie, for the next version of a root."""

    add_root: Sequence[Path] = ()
    drop_root: Sequence[Path] = ()
    add_course: Sequence[Path] = ()
    revoke: Sequence[Path] = ()


def new_key(file: Path, *, passphrase: str = "") -> tuple[Path, KeyId]:
    """Makes a key pair. Returns the public half's file and the key's id."""
    key = PrivateKey.generate()
    return key.write(file, passphrase=passphrase), key.public.id


def new_reading_key(file: Path, *, passphrase: str = "") -> PublicReadingKey:
    """Makes the key for which learners' particulars are sealed; its public half goes into courses."""
    key = PrivateReadingKey.generate()
    key.write(file, passphrase=passphrase)
    return key.public


def reading_key(file: Path, ask: Ask | None = None) -> PrivateReadingKey:
    """The key in a file; its passphrase as for `signing_key`. Raises `CannotRead` or `KeyUnusable`."""
    try:
        return PrivateReadingKey.read(file)
    except KeyLocked:
        return PrivateReadingKey.read(file, passphrase=_passphrase_of(file, ask))


def new_passphrase(name: str, ask: Ask) -> str:
    """From the environment, or from whoever is asked. Raises `NoPassphrase`."""
    passphrase = os.environ.get(PASSPHRASE_VARIABLE) or ask(name)
    if not passphrase:
        raise NoPassphrase(name=name, variable=PASSPHRASE_VARIABLE)
    return passphrase


def signing_key(file: Path, ask: Ask | None = None) -> PrivateKey:
    """The key in a file; its passphrase, if it has one, from the environment or from `ask`. Raises `KeyUnusable`."""
    try:
        return PrivateKey.read(file)
    except KeyLocked:
        return PrivateKey.read(file, passphrase=_passphrase_of(file, ask))


def _passphrase_of(file: Path, ask: Ask | None) -> str:
    """Raises `KeyLocked` where nobody gives one."""
    passphrase = os.environ.get(PASSPHRASE_VARIABLE) or (ask(file.name) if ask else "")
    if not passphrase:
        raise KeyLocked(name=file.name)
    return passphrase


def new_root(
    file: Path,
    *,
    name: str,
    threshold: int,
    root_keys: Iterable[Path],
    course_keys: Iterable[Path],
    expires: date | None,
    specimen: bool,
) -> SignedRoot:
    """Writes version 1 of a root, which its keys have yet to sign."""
    found = first_root(
        name=name,
        threshold=threshold,
        root_keys=_keys(root_keys),
        course_keys=_keys(course_keys),
        expires=expires,
        specimen=specimen,
    )
    return _write_new(file, found)


def renew_root(
    old: Path,
    out: Path,
    files: KeyFiles,
    *,
    threshold: int | None = None,
    expires: date | None = None,
    reason: str = "",
    today: date,
) -> SignedRoot:
    """Writes the next version of a root, which the keys of both have yet to sign."""
    changes = Changes(
        threshold=threshold,
        add_root_keys=_keys(files.add_root),
        drop_root_keys=_keys(files.drop_root),
        add_course_keys=_keys(files.add_course),
        revoke=tuple(Revocation(key=key.raw.hex(), on=today, reason=reason) for key in _keys(files.revoke)),
        expires=expires,
    )
    return _write_new(out, renewed(read_root_file(old), changes))


def sign_root_file(file: Path, keys: Iterable[Path], ask: Ask | None = None) -> SignedRoot:
    """Adds the signatures of these keys to a root, in its file."""
    found = read_draft_file(file)
    for key in keys:
        found = sign_root(found, signing_key(key, ask), name=key.name)
    write_whole(file, found.envelope.to_json())
    return found


def read_draft_file(file: Path) -> SignedRoot:
    """A root that may still lack signatures."""
    return read_draft(read_file(file, most=MOST_BYTES), name=file.name)


def enrol_device(device: Path, *, key: Path, grade: Grade, name: str, out: Path, ask: Ask | None = None) -> Enrolment:
    """Writes the provider's signed word on a device, whose public key is in the file `device`."""
    public = read_public_key(device)
    write_whole(out, enrol(public, grade=grade, name=name, signer=signing_key(key, ask)))
    return Enrolment(device=public.raw.hex(), grade=grade, name=name)


def appoint_collector(
    collector: Path, *, key: Path, name: str, last_day: date | None, out: Path, ask: Ask | None = None
) -> Collector:
    """Writes the publisher's signed word that the public key in the file `collector` may sign receipts.

    Raises `NoCollectorName`, or the `Problem` of a key or the disk.
    """
    if not out.name.endswith(COLLECTOR_ENDING) or not is_text(name):
        raise NoCollectorName(name=out.name)
    public = read_public_key(collector)
    write_whole(out, appoint(public, name=name, last_day=last_day, signer=signing_key(key, ask)))
    return Collector(key=public.raw.hex(), name=name, last_day=last_day)


def _keys(files: Iterable[Path]) -> tuple[PublicKey, ...]:
    return tuple(read_public_key(file) for file in files)


def _write_new(file: Path, found: SignedRoot) -> SignedRoot:
    if not file.name.endswith(ROOT_ENDING):
        raise NoRootName(name=file.name)
    if os.path.lexists(file):
        raise RootExists(name=file.name)
    write_whole(file, found.envelope.to_json())
    return found
