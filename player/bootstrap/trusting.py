"""Joins what trust needs: publishers and devices introduced to a profile, or taken out of it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from player.bootstrap.places import Places, trust_of
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.proof.files import CannotWrite, make_folder, obstacle_of, read_file, write_whole
from player.proof.gathering import keep_roots, read_trust, root_file_name
from player.proof.keys import KeyId, read_public_key
from player.proof.problems import NotReadable
from player.proof.roots import (
    ROOT_ENDING,
    RootDoesNotFollow,
    RootForked,
    SignedRoot,
    fault_of_change,
    fault_of_step,
    is_text,
    read_root_file,
)
from player.proof.trust import (
    ENROLMENT_ENDING,
    PUBLISHER_ENDING,
    Publisher,
    SignedEnrolment,
    Trust,
    publisher_of_root,
    read_enrolment,
    read_publisher,
    write_publisher,
)

SHORTEST_FINGERPRINT = 16
"""Digits of a fingerprint that must be given: nobody makes a second key that agrees in 64 bits."""


class FingerprintNeeded(Problem):
    what_template = "{name} was not added: nobody said that its fingerprint is right. It is {groups}."
    meaning_template = "Anybody can write a name into a file; believing a wrong one would give credit in that name."
    remedy_template = (
        "Compare it with what {publisher} told you another way (on paper, by telephone), "
        "then give it with --fingerprint; its first 16 digits are enough."
    )


class WrongFingerprint(Problem):
    what_template = "{name} was not added: its fingerprint is {groups}, and not the one that you gave."
    meaning_template = "It may come from somebody else than you think; nothing was changed."
    remedy_template = "Ask {publisher} for the file and its fingerprint again."


class KeyIsRevoked(Problem):
    what_template = "{name} was not added: {publisher} revoked that key on {on}."
    meaning_template = "What it signs gives no credit here; nothing was changed."
    remedy_template = "Ask {publisher} for its newest root (a file ending in .root.dsse) and add that."


class OlderRoot(Problem):
    what_template = "{name} is version {found} of the root of {publisher}, and version {known} is known here."
    meaning_template = "It was not taken: an older root could bring back keys that were revoked."
    remedy_template = "There is nothing to do; the newer one goes on to count."


class NoSuchPublisher(Problem):
    what_template = "No publisher called “{name}” was added here."
    meaning_template = "Nothing was changed."
    remedy_template = "Look at “carrel trust list” for the names; what came with Carrel itself cannot be removed."


class SeveralPublishers(Problem):
    what_template = "Several publishers are called “{name}”."
    meaning_template = "Nothing was changed."
    remedy_template = "Say which one by the first 16 digits of one of its keys, from “carrel trust list”."


class Sort(StrEnum):
    """What a file of trust is."""

    KEY = "public key"
    PUBLISHER = "publisher's file"
    ROOT = "root"
    ENROLMENT = "device's enrolment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What a file would bring. `proven`: what is known here already vouches for it, so nobody need compare anything."""

    file: Path
    sort: Sort
    name: str
    fingerprint: str
    change: str
    proven: bool
    brings: Publisher | SignedEnrolment

    @property
    def groups(self) -> str:
        return in_groups(self.fingerprint)


def in_groups(fingerprint: str) -> str:
    """In fours, as one reads it aloud."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4))


def fingerprint_of(publisher: Publisher) -> str:
    """That of its root or of its only key; of several keys in a plain file, the SHA-256 of them all, sorted."""
    if publisher.root:
        return publisher.root.hash
    if len(publisher.keys) == 1:
        return publisher.keys[0].id
    return hashlib.sha256(b"".join(sorted(key.raw for key in publisher.keys))).hexdigest()


# --- introducing ---------------------------------------------------------------------------------------------


def describe(places: Places, file: Path, *, name: str = "") -> Introduction:
    """What a file would bring and change here; `name` is for a public key, which has none of its own.

    Raises a `Problem` for what is no such file, and for what may not be added here.
    """
    trust = trust_of(places)
    if file.name.endswith(ENROLMENT_ENDING):
        return _describe_enrolment(file, trust)
    publisher = read_publisher_in(file, name=name)
    root = publisher.root
    if root:
        sort, proven, change = Sort.ROOT, *_change_by_root(file, trust, root)
    else:
        sort = Sort.PUBLISHER if file.name.endswith(PUBLISHER_ENDING) else Sort.KEY
        proven, change = _change_by_keys(file, trust, publisher)
    return Introduction(
        file=file,
        sort=sort,
        name=publisher.name,
        fingerprint=fingerprint_of(publisher),
        change=change,
        proven=proven,
        brings=publisher,
    )


def introduce(places: Places, file: Path, *, fingerprint: str = "", name: str = "") -> Introduction:
    """Keeps what a file brings in the profile's folder of trust, once its fingerprint (or its beginning) was given.

    Raises `FingerprintNeeded` or `WrongFingerprint` unless what is known here vouches for it, or another `Problem`.
    """
    found = describe(places, file, name=name)
    _refuse_unless_compared(found, fingerprint)
    folder = places.own_trust
    make_folder(folder)
    brings = found.brings
    if isinstance(brings, SignedEnrolment):
        write_whole(folder / f"{brings.enrolment.device_id[:16]}{ENROLMENT_ENDING}", read_file(file))
    elif brings.root:
        write_whole(folder / root_file_name(brings.root), brings.root.envelope.to_json())
    else:
        write_publisher(folder / f"{brings.keys[0].id[:16]}{PUBLISHER_ENDING}", brings)
    return found


def _refuse_unless_compared(found: Introduction, fingerprint: str) -> None:
    given = "".join(sign for sign in fingerprint.lower() if sign not in " :-\t")
    told = {"name": found.file.name, "groups": found.groups, "publisher": found.name}
    if given and not (len(given) >= SHORTEST_FINGERPRINT and found.fingerprint.startswith(given)):
        raise WrongFingerprint(**told)
    if not given and not found.proven:
        raise FingerprintNeeded(**told)


def read_publisher_in(file: Path, *, name: str = "") -> Publisher:
    """The publisher in a root, a publisher's file or a public key's file. Raises a `Problem`."""
    if file.name.endswith(ROOT_ENDING):
        return publisher_of_root(read_root_file(file))
    if not file.name.endswith(PUBLISHER_ENDING):
        called = name or file.stem
        if not is_text(called):
            raise NotReadable(
                name=file.name, kind=Phrase("a publisher's key"), reason=Phrase("that name cannot be shown.")
            )
        return Publisher(name=called, keys=(read_public_key(file),), specimen=False)
    publisher = read_publisher(file)
    if not publisher.keys:
        raise NotReadable(name=file.name, kind=Phrase("a publisher's key file"), reason=Phrase("it holds no key."))
    return publisher


def _change_by_root(file: Path, trust: Trust, new: SignedRoot) -> tuple[bool, str]:
    """Whether a known root vouches for it, and what it changes."""
    known = trust.root_of(new.root.publisher)
    if known is None:
        return False, worth(publisher_of_root(new))
    name, publisher, version = file.name, known.root.name, known.root.version
    if new.hash == known.hash:
        return True, Worded("{publisher} is known here by this very root; nothing changes.", publisher=new.root.name)
    if new.root.version < known.root.version:
        raise OlderRoot(name=name, publisher=publisher, known=version, found=new.root.version)
    if new.root.version == known.root.version:
        raise RootForked(name=name, publisher=publisher, known=version)
    is_next = new.root.version == known.root.version + 1
    reason = fault_of_step(known, new) if is_next else fault_of_change(known.root, new.root)
    if reason:
        raise RootDoesNotFollow(name=name, publisher=publisher, known=version, reason=reason)
    change = Worded(
        "Version {new} of the root of {publisher} takes the place of version {old}.",
        new=new.root.version,
        publisher=new.root.name,
        old=known.root.version,
    )
    return is_next, change


def _change_by_keys(file: Path, trust: Trust, new: Publisher) -> tuple[bool, str]:
    for key in new.keys:
        holder = trust.publisher_of(key.id)
        revoked = holder.revocation_of(key.id) if holder else None
        if holder and revoked:
            raise KeyIsRevoked(name=file.name, publisher=holder.name, on=revoked.on)
    if new in trust.publishers:
        return True, Worded("{publisher} is known here already; nothing changes.", publisher=new.name)
    return False, worth(new)


def worth(publisher: Publisher) -> str:
    if publisher.specimen:
        return Worded("{publisher} signs specimens, which are shown here and give no credit.", publisher=publisher.name)
    return Worded("Courses signed by {publisher} give credit here.", publisher=publisher.name)


def _describe_enrolment(file: Path, trust: Trust) -> Introduction:
    signed = read_enrolment(file, trust.publishers)
    enrolment = signed.enrolment
    return Introduction(
        file=file,
        sort=Sort.ENROLMENT,
        name=enrolment.name,
        fingerprint=enrolment.device_id,
        change=Worded("That device has grade {grade} in its publisher's courses.", grade=enrolment.grade),
        proven=True,
        brings=signed,
    )


# --- taking out, renewing ------------------------------------------------------------------------------------


def withdraw(places: Places, name: str) -> tuple[Path, ...]:
    """Takes a publisher, or a file by its name, out of the profile's folder of trust. Returns the files removed.

    `name`: the publisher's name, or the beginning (16 digits or more) of a key's or root's fingerprint.
    """
    folder = places.own_trust
    files = [folder / name] if Path(name).name == name and (folder / name).is_file() else _files_of(folder, name)
    if not files:
        raise NoSuchPublisher(name=name)
    for file in files:
        try:
            file.unlink()
        except OSError as error:
            raise CannotWrite(name=file.name, obstacle=obstacle_of(error), details=str(error)) from None
    return tuple(files)


def _files_of(folder: Path, name: str) -> list[Path]:
    known = read_trust((folder,)).publishers
    meant = [publisher for publisher in known if _is_meant(publisher, name)]
    if len({publisher.identity for publisher in meant if publisher.root}) > 1:
        raise SeveralPublishers(name=name)
    identities = {publisher.identity for publisher in meant if publisher.root}
    keys = {key.id for publisher in meant for key in publisher.keys if not publisher.root}
    roots = [file for file in folder.glob(f"*{ROOT_ENDING}") if file.name.split(".")[0] in identities]
    plain = [file for file in folder.glob(f"*{PUBLISHER_ENDING}") if any(_holds(file, key) for key in keys)]
    return sorted((*roots, *plain))


def _is_meant(publisher: Publisher, name: str) -> bool:
    if publisher.name.casefold() == name.casefold():
        return True
    ids: Iterable[str] = (fingerprint_of(publisher), publisher.identity, *(key.id for key in publisher.keys))
    return len(name) >= SHORTEST_FINGERPRINT and any(one.startswith(name.lower()) for one in ids)


def _holds(file: Path, key: KeyId) -> bool:
    try:
        return read_publisher(file).signs_with(key)
    except Problem:
        return False


def keep_roots_of(places: Places, roots: Iterable[str]) -> Trust:
    """Keeps what a course's roots renew of the known ones, and returns what is known here then."""
    brought = tuple(roots)
    if not trust_of(places).steps_by(brought)[0]:
        return trust_of(places)
    make_folder(places.own_trust)
    keep_roots(places.own_trust, brought, trust_of(places))
    # Read anew: a device that a new key enrolled counts from now on.
    return trust_of(places)
