"""Removable drives on Linux: what is mounted from a stick, a card or a disk on a cable, as the kernel tells."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from player.machine.disk import BLOCK_DEVICES
from player.machine.drives import Plugged
from player.machine.linux_files import line_of

LABELS = Path("/dev/disk/by-label")
_SYSTEM_POINTS = frozenset(Path(point) for point in ("/", "/boot", "/boot/efi", "/home", "/usr", "/var"))
"""A computer may run from a stick: what it runs from is never taken out."""
_CABLE = re.compile(r"/usb\d+/|/mmc_host/|/ieee1394/|/thunderbolt/")
_NUMBER = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}|[0-9a-f-]{16,36}|disk|usb\d*", re.IGNORECASE)
"""A mount point that is called after the number of its file system, which nobody recognises."""


class Partition(Protocol):
    """A line of psutil.disk_partitions."""

    @property
    def device(self) -> str: ...
    @property
    def mountpoint(self) -> str: ...
    @property
    def opts(self) -> str: ...


class Partitions(Protocol):
    """psutil.disk_partitions, or a recording of it."""

    def __call__(self) -> Iterable[Partition]: ...


class DeviceNumber(Protocol):
    """The number of a device by its file. Raises OSError where there is none."""

    def __call__(self, device: str, /) -> int: ...


def number_of_device(device: str, /) -> int:
    """The node is asked and not what is mounted from it, which may not answer."""
    return Path(device).stat().st_rdev


@dataclass(frozen=True, slots=True, kw_only=True)
class LinuxListing:
    """`devices`: where the kernel lists block devices by number; `labels`: where udev links names to devices."""

    partitions: Partitions = psutil.disk_partitions
    number: DeviceNumber = number_of_device
    devices: Path = BLOCK_DEVICES
    labels: Path = LABELS

    def __call__(self) -> tuple[Plugged, ...]:
        mounted = [part for part in self.partitions() if part.device.startswith("/dev/")]
        disks = {part.device: frozenset(self._disks(part.device)) for part in mounted}
        system = {disk for part in mounted if Path(part.mountpoint) in _SYSTEM_POINTS for disk in disks[part.device]}
        named = self._names()
        found: dict[Path, Plugged] = {}
        for part in mounted:
            removable = any(is_removable(disk) for disk in disks[part.device])
            if removable and not disks[part.device] & system and Path(part.device) not in found:
                # One that is mounted twice is one drive.
                found[Path(part.device)] = Plugged(
                    root=Path(part.mountpoint),
                    name=named.get(Path(part.device).name) or _name_of(Path(part.mountpoint)),
                    read_only="ro" in part.opts.split(","),
                )
        return tuple(found.values())

    def _disks(self, device: str) -> Iterator[Path]:
        """The whole disks that a file system lies on, through encryption and the like."""
        try:
            number = self.number(device)
            here = (self.devices / f"{os.major(number)}:{os.minor(number)}").resolve(strict=True)
        except OSError:
            return
        yield from _whole(here)

    def _names(self) -> dict[str, str]:
        """By the device's own name ("sdb1"). Udev writes a blank as \\x20."""
        try:
            links = list(self.labels.iterdir())
        except OSError:
            return {}
        return {link.readlink().name: _unescaped(link.name) for link in links if link.is_symlink()}


def is_removable(disk: Path) -> bool:
    """Its medium can be taken out, or the disk itself hangs on a cable made for that. Discs (sr0) are not written."""
    if disk.name.startswith("sr"):
        return False
    return line_of(disk / "removable") == "1" or _CABLE.search(f"{disk}/") is not None


def _whole(place: Path) -> Iterator[Path]:
    below = place / "slaves"
    slaves = sorted(below.iterdir()) if below.is_dir() else []
    for slave in slaves:
        yield from _whole(slave.resolve())
    if not slaves:
        yield place.parent if (place / "partition").exists() else place


def _name_of(point: Path) -> str:
    return "" if _NUMBER.fullmatch(point.name) else point.name


def _unescaped(name: str) -> str:
    """Udev's \\x20 as the letter; several make up one letter that is not ASCII."""
    raw = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), os.fsencode(name))
    return raw.decode(errors="replace")
