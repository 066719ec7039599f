"""Which machine this is, as far as a profile has to know: the same number after each start, another one on a clone.

The number is a hash: it does not tell which machine it is, and two profiles' numbers cannot be held against each other
to find out whose they are without knowing the machine's own secrets.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

from player.machine.disk import disk_number, mount_of
from player.proof.device import MachineId

MACHINE_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_STEADY_SYSTEMS = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "apfs", "hfs"})
"""File systems on which a folder keeps its number for life; a stick's FAT numbers them anew each time."""


def machine_id(profile: Path) -> MachineId:
    """Made of the system's own id, the number of the disk under `profile`, and the folder's number on it.

    So a cloned disk, a profile carried to another machine and a copy beside the original are all told apart.
    """
    parts = (system_id(), disk_number(profile), _folder_number(profile))
    return MachineId(hashlib.sha256("\n".join(("carrel machine", *parts)).encode()).hexdigest()[:32])


def system_id(files: Sequence[Path] = MACHINE_ID_FILES) -> str:
    """What this system was called when it was installed; the network card's number where it has no name."""
    if sys.platform == "win32":
        return _windows_id()
    if sys.platform == "darwin":
        return _mac_id()
    return next((text for file in files if (text := _read(file))), _card_number())


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    # Freshly made images hold this word instead of an id.
    return "" if text == "uninitialized" else text


def _windows_id() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - this module exists on Windows alone

        place = r"SOFTWARE\Microsoft\Cryptography"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""


def _mac_id() -> str:
    """The machine's IOPlatformUUID, as gethostuuid(3) gives it."""
    number = (ctypes.c_ubyte * 16)()
    patience = (ctypes.c_long * 2)(1, 0)
    failed = ctypes.CDLL(None).gethostuuid(number, patience)
    return _card_number() if failed else bytes(number).hex()


def _card_number() -> str:
    """The network card's; without one Python makes a number up, which would be another one at each start."""
    number = uuid.getnode()
    return "" if number >> 40 & 1 else f"{number:x}"


def _folder_number(folder: Path) -> str:
    mount = mount_of(folder)
    steady = sys.platform == "win32" or (mount is not None and mount.kind in _STEADY_SYSTEMS)
    return str(folder.stat().st_ino) if steady else ""
