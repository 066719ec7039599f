"""Letting go of a stick: exactly the one that was meant, and only what the system confirmed is confirmed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from player.machine.ejecting import LinuxEjector, device_at, ejector_of

LINES = r"""21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 21 0:33 / /proc rw - proc proc rw
98 21 8:17 / /media/ana/ANAS\040STICK rw,nosuid shared:2 - vfat /dev/sdb1 rw,uid=1000
99 21 8:17 / /media/ana/TWICE rw - vfat /dev/sdb1 rw
100 21 8:33 / /media/ana/TWICE rw - exfat /dev/sdc1 rw
101 21 0:50 / /media/ana/NET rw - fuse.sshfs host:/home rw
"""
STICK = Path("/media/ana/ANAS STICK")


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(LINES)
    return file


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole path: what is not put there is missing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    command(folder, "sync", "exit 0")
    command(folder, "umount", "exit 1")
    command(folder, "udisksctl", "exit 1")
    return folder


def command(folder: Path, name: str, does: str) -> None:
    script = folder / name
    script.write_text(f'#!/bin/sh\necho "{name} $@" >> "{folder}/said"\n{does}\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


def said(folder: Path) -> list[str]:
    return (folder / "said").read_text().splitlines()


def test_the_device_is_that_of_the_very_place(mounts: Path) -> None:
    assert device_at(STICK, mounts) == "/dev/sdb1"
    assert device_at(Path("/media/ana/TWICE"), mounts) == "/dev/sdc1"
    for nothing in ("/media/ana", "/media/ana/NET", "/media/ana/ANAS STICK/folder", "/proc"):
        assert device_at(Path(nothing), mounts) is None


def test_the_desktop_is_asked_first_and_what_it_confirms_is_confirmed(mounts: Path, commands: Path) -> None:
    command(commands, "udisksctl", "exit 0")
    assert LinuxEjector(mounts=mounts)(STICK)
    assert said(commands) == [
        f"sync -f {STICK}",
        "udisksctl unmount --no-user-interaction --block-device /dev/sdb1",
    ]


def test_without_a_desktop_it_is_unmounted_where_that_is_allowed(mounts: Path, commands: Path) -> None:
    command(commands, "umount", "exit 0")
    assert LinuxEjector(mounts=mounts)(STICK)
    assert said(commands)[-1] == f"umount {STICK}"


def test_what_nobody_could_unmount_is_synced_and_not_confirmed(mounts: Path, commands: Path) -> None:
    assert not LinuxEjector(mounts=mounts)(STICK)
    assert said(commands)[0] == f"sync -f {STICK}"


def test_a_stick_that_is_gone_by_itself_counts_as_let_go(mounts: Path, commands: Path) -> None:
    command(commands, "umount", f'sed -i "/ANAS/d" "{mounts}"; exit 1')
    assert LinuxEjector(mounts=mounts)(STICK)


def test_what_is_no_mounted_stick_is_never_touched(mounts: Path, commands: Path, tmp_path: Path) -> None:
    assert not LinuxEjector(mounts=mounts)(tmp_path)
    assert not LinuxEjector(mounts=tmp_path / "nowhere")(STICK)
    assert not (commands / "said").exists()


def test_a_system_that_nobody_knows_confirms_nothing(tmp_path: Path) -> None:
    assert not ejector_of("plan9")(tmp_path)
