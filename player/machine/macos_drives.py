"""Removable drives on a Mac: what is mounted under /Volumes and is neither the system nor another computer's disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from player.machine.disk import NETWORK_SYSTEMS
from player.machine.drives import Plugged

VOLUMES = Path("/Volumes")


class Partition(Protocol):
    """A line of psutil.disk_partitions."""

    @property
    def device(self) -> str: ...
    @property
    def mountpoint(self) -> str: ...
    @property
    def fstype(self) -> str: ...
    @property
    def opts(self) -> str: ...


class Partitions(Protocol):
    """psutil.disk_partitions, or a recording of it."""

    def __call__(self) -> Iterable[Partition]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MacListing:
    """What can only be read is left out: as a rule it is an installer's image, and no stick."""

    partitions: Partitions = psutil.disk_partitions

    def __call__(self) -> tuple[Plugged, ...]:
        mounted = ((part, Path(part.mountpoint)) for part in self.partitions())
        return tuple(
            Plugged(root=point, name=point.name)
            for part, point in mounted
            if point.parent == VOLUMES and part.device.startswith("/dev/") and _is_for_people(part)
        )


def _is_for_people(part: Partition) -> bool:
    hidden = {"ro", "nobrowse", "rootfs"} & set(part.opts.split(","))
    return not hidden and part.fstype.lower() not in NETWORK_SYSTEMS
