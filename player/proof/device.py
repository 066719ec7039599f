"""The key of this device: one for each machine on which a profile is used, and never one that was put away for good.

`device.key` is the key in use, and `device.json` says for which machine; `keys/` holds those of other machines (and a
copy of this one's), named by machine, and the ones put away, named `retired-…`. Whatever moment the program is killed
at, the next call finds its way: a key is in `keys/` before `device.key` changes, and `device.json` changes last.

Whoever calls holds the profile's lock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

import msgspec

from player.domain.problem import Problem
from player.proof.files import CannotWrite, make_folder, obstacle_of, read_file, sync_folder, write_whole
from player.proof.keys import KeyId, PrivateKey
from player.proof.problems import KeyUnusable, NewerFormat

MachineId = NewType("MachineId", str)
"""32 hex digits that mean one machine and do not tell which."""


class DeviceKeyDamaged(Problem):
    what_template = "The key with which this device signs (device.key in the profile) cannot be read."
    meaning_template = "What was recorded and signed stands; nothing can be added as long as the key is like this."
    remedy_template = (
        "Put a copy of that file back; or rename it, and Carrel makes a new key with which you go on where you stopped."
    )


KEY, OWNER, KEYS = "device.key", "device.json", "keys"
FORMAT = 1
_HEX = re.compile("[0-9a-f]{32}")
_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """What `device.json` says: the key with the id `key` belongs to `machine`."""

    format: int = FORMAT
    machine: str
    key: str


class _Version(msgspec.Struct, frozen=True):
    format: int


_NOBODY = _Owner(machine="", key="")


def device_key(profile: Path, machine: MachineId) -> PrivateKey:
    """The key with which this machine signs in this profile; made, or taken from `keys/`, where it has none in use.

    A copied or moved profile thus signs with another key than the one it was copied from, and the two never write
    the same stream. Raises `KeyUnusable` for a damaged key, which is kept as it is, or `CannotWrite`.
    """
    file, owner = profile / KEY, _owner(profile)
    if not file.exists() and owner is None:
        return _begin(profile, machine, PrivateKey.generate())
    if not file.exists():
        return _settle(profile, machine)
    key = PrivateKey.read(file)
    if owner is None:
        # A profile of an earlier version of the program: its key is this machine's.
        return _own(profile, machine, key)
    if owner == _Owner(machine=machine, key=key.public.id) and not _is_retired(profile, key):
        return key
    _keep(profile, owner.machine if owner.key == key.public.id else "", key)
    return _settle(profile, machine)


def retire(profile: Path, machine: MachineId) -> PrivateKey:
    """Puts the key in use away for good, and gives the one made in its place.

    For records that may lack what this key signed already: going on with it could write a second version of it.
    A damaged key is set aside as it is.
    """
    if (profile / KEY).exists() and _readable(profile / KEY) is None:
        _set_aside(profile)
    key = device_key(profile, machine)
    make_folder(profile / KEYS)
    write_whole(_retired(profile, key.public.id), (profile / KEY).read_bytes(), secret=True)
    return device_key(profile, machine)


def own_keys(profile: Path) -> tuple[PrivateKey, ...]:
    """Every key that this profile signed with and that can be read, the present one and the retired ones among them."""
    files = (profile / KEY, *sorted((profile / KEYS).glob("*.key")))
    found = {key.public.id: key for file in files if (key := _readable(file)) is not None}
    return tuple(found.values())


def _readable(file: Path) -> PrivateKey | None:
    try:
        return PrivateKey.read(file)
    except KeyUnusable:
        return None


def _begin(profile: Path, machine: MachineId, key: PrivateKey) -> PrivateKey:
    key.write(profile / KEY)
    return _own(profile, machine, key)


def _own(profile: Path, machine: MachineId, key: PrivateKey) -> PrivateKey:
    owner = _Owner(machine=machine, key=key.public.id)
    write_whole(profile / OWNER, msgspec.json.format(msgspec.json.encode(owner), indent=2) + b"\n")
    return key


def _settle(profile: Path, machine: MachineId) -> PrivateKey:
    """Takes this machine's key out of `keys/`, where one is made first if need be, into use."""
    kept = profile / KEYS / f"{machine}.key"
    make_folder(kept.parent)
    if kept.exists() and _is_retired(profile, PrivateKey.read(kept)):
        # Its copy among the retired ones stays.
        kept.unlink()
    if not kept.exists():
        PrivateKey.generate().write(kept)
    key = PrivateKey.read(kept)
    write_whole(profile / KEY, kept.read_bytes(), secret=True)
    public = kept.with_name(f"{kept.name}.pub")
    if public.exists():
        write_whole(profile / f"{KEY}.pub", public.read_bytes())
    return _own(profile, machine, key)


def _keep(profile: Path, machine: str, key: PrivateKey) -> None:
    """Keeps the key in use under its machine's name, or under its own where the machine is not known."""
    if _is_retired(profile, key):
        return
    make_folder(profile / KEYS)
    data = (profile / KEY).read_bytes()
    for name in (machine, key.public.id):
        file = profile / KEYS / f"{name}.key"
        if name and not file.exists():
            write_whole(file, data, secret=True)
        if name and file.read_bytes() == data:
            return


def _set_aside(profile: Path) -> None:
    """Renames a key that cannot be read: perhaps somebody can read it one day."""
    make_folder(profile / KEYS)
    names = (f"damaged-{number}.txt" for number in range(1, 10_000))
    free = next(profile / KEYS / name for name in names if not (profile / KEYS / name).exists())
    try:
        (profile / KEY).replace(free)
        sync_folder(free.parent)
        sync_folder(profile)
    except OSError as error:
        raise CannotWrite(name=free.name, obstacle=obstacle_of(error), details=str(error)) from None


def _owner(profile: Path) -> _Owner | None:
    """None: nobody has written it yet. What cannot be read belongs to nobody, so that no key is used wrongly."""
    file = profile / OWNER
    if not file.exists():
        return _NOBODY if (profile / KEYS).exists() else None
    data = read_file(file, most=_MOST_BYTES)
    try:
        found = msgspec.json.decode(data, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=file.name, found=found, known=FORMAT)
        owner = msgspec.json.decode(data, type=_Owner)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _NOBODY
    return owner if _HEX.fullmatch(owner.machine) else _NOBODY


def _is_retired(profile: Path, key: PrivateKey) -> bool:
    return _retired(profile, key.public.id).exists()


def _retired(profile: Path, key: KeyId) -> Path:
    return profile / KEYS / f"retired-{key[:32]}.key"
