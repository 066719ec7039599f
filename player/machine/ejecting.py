"""Lets go of a stick: what was written is on it, and the system has taken its hands off."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOUNT_INFO = Path("/proc/self/mountinfo")
WITHIN_S = 8
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinuxEjector:
    """`mounts`: where the kernel lists what hangs where.

    The stick is unmounted and not powered off: a card reader would be off for the next one too.
    """

    mounts: Path = MOUNT_INFO

    def __call__(self, root: Path) -> bool:
        device = device_at(root, self.mounts)
        if device is None:
            return False
        # Also where nobody may unmount it: what this stick still has to write is written when this returns.
        _done(["sync", "-f", str(root)])
        by_desktop = ["udisksctl", "unmount", "--no-user-interaction", "--block-device", device]
        if _done(by_desktop) or _done(["umount", str(root)]):
            return True
        # Perhaps somebody pulled it meanwhile, or a file manager was quicker.
        return device_at(root, self.mounts) is None


def eject_on_windows(root: Path) -> bool:
    """Asks the shell to eject the drive, as a user would from the tray. Not tried on a real machine yet."""
    verb = f"(New-Object -ComObject Shell.Application).NameSpace(17).ParseName('{root.drive}').InvokeVerb('Eject')"
    asked = _done(["powershell", "-NoProfile", "-NonInteractive", "-Command", f"{verb}; Start-Sleep -Seconds 2"])
    return asked and not root.exists()


def eject_on_macos(root: Path) -> bool:
    """Not tried on a real machine yet."""
    return _done(["diskutil", "unmount", str(root)])


def ejector_of(system: str = sys.platform) -> Callable[[Path], bool]:
    """What lets go of a stick here; a system that nobody here knows confirms nothing."""
    known: dict[str, Callable[[Path], bool]] = {
        "linux": LinuxEjector(),
        "win32": eject_on_windows,
        "darwin": eject_on_macos,
    }
    return known.get(system, _nobody)


def device_at(root: Path, mounts: Path = MOUNT_INFO) -> str | None:
    """The device whose file system hangs at exactly this place; None where none does: then nothing is unmounted."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found: str | None = None
    for line in lines:
        # 36 35 98:0 / /media/ana/STICK rw,noatime shared:1 - vfat /dev/sdb1 rw  (proc_pid_mountinfo(5))
        before, _, after = line.partition(" - ")
        places, kinds = before.split(" "), after.split(" ")
        if len(places) > 4 and len(kinds) > 1 and _plain(places[4]) == str(root):
            # Of two at one point the later one is what is seen.
            found = _plain(kinds[1]) if kinds[1].startswith("/dev/") else None
    return found


def _plain(text: str) -> str:
    r"""The kernel writes blanks and the like as \040."""
    return _OCTAL.sub(lambda code: chr(int(code[1], 8)), text)


def _nobody(root: Path) -> bool:  # noqa: ARG001 - an ejector is asked about a stick
    return False


def _done(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=False)
        return done.returncode == 0
    return False
