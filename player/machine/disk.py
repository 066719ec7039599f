"""The disk on which a folder lies: how it is mounted, whether it is another computer's, and its own number."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

BLOCK_DEVICES = Path("/sys/dev/block")
NETWORK_SYSTEMS = frozenset(
    """
    nfs nfs4 cifs smb3 smbfs afs afpfs ncpfs coda webdav davfs ceph lustre beegfs
    fuse.sshfs fuse.davfs fuse.rclone fuse.gvfsd-fuse fuse.smbnetfs fuse.glusterfs fuse.ceph-fuse fuse.s3fs
    fuse.curlftpfs macfuse_sshfs osxfuse_sshfs
    """.split()
)
"""Not 9p and virtiofs: they share a folder of the machine itself with one that runs inside it."""
_DRIVE_REMOTE = 4
"""What Windows' GetDriveType says of another computer's disk."""
_NUMBERS = ("wwid", "device/wwid", "serial", "device/serial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A place where a file system hangs: `device` is what is mounted, `kind` the file system's name."""

    point: Path
    device: str
    kind: str


def mounts() -> tuple[Mount, ...]:
    """As the system lists them; later ones may lie over earlier ones. None where it keeps the list to itself."""
    try:
        listed = psutil.disk_partitions(all=True)
    except OSError:
        return ()
    return tuple(Mount(point=Path(part.mountpoint), device=part.device, kind=part.fstype) for part in listed)


def mount_of(folder: Path, among: Sequence[Mount] | None = None) -> Mount | None:
    """The mount that holds `folder`, which need not exist yet."""
    place = folder.resolve()
    holding = [mount for mount in (mounts() if among is None else among) if place.is_relative_to(mount.point)]
    # Of two at one point the later one is what is seen.
    return max(reversed(holding), key=lambda mount: len(mount.point.parts), default=None)


def network_of(folder: Path, among: Sequence[Mount] | None = None) -> str | None:
    """The name of the network file system on which `folder` lies; None for a disk of this computer."""
    if sys.platform == "win32":
        anchor = folder.resolve().anchor
        remote = anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        return "network drive" if remote else None
    mount = mount_of(folder, among)
    return mount.kind if mount is not None and mount.kind.lower() in NETWORK_SYSTEMS else None


def disk_number(folder: Path, devices: Path = BLOCK_DEVICES) -> str:
    """What the disk under `folder` calls itself, where that can be read without special rights; else nothing."""
    try:
        number = folder.stat().st_dev
        if sys.platform == "win32":
            return f"{number:x}"
        if os.major(number) == 0:
            # Some file systems (btrfs) stand for a device of their own; what is mounted tells the real one.
            mount = mount_of(folder)
            number = Path(mount.device).stat().st_rdev if mount else 0
        return told_by(number, devices)
    except OSError:
        return ""


def told_by(device: int, devices: Path) -> str:
    """What the disk with this device number calls itself; nothing if it does not. Raises OSError for no such disk."""
    if sys.platform == "win32":
        raise OSError("only Linux lists its disks by number")
    disk = devices / f"{os.major(device)}:{os.minor(device)}"
    return next(_numbers(disk.resolve(strict=True)), "")


def _numbers(disk: Path) -> Iterator[str]:
    """Of the device itself, of the disk of which it is a part, then of the disks on which it is built."""
    for place in (disk, disk.parent):
        for name in _NUMBERS:
            if text := _text(place / name):
                yield text
    below = disk / "slaves"
    for part in sorted(below.iterdir()) if below.is_dir() else ():
        yield from _numbers(part.resolve())


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip(" \0\n")
    except OSError:
        return ""
