"""Which machine this is: steady, different on a clone, and told to nobody."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from player.machine.disk import Mount, disk_number, mount_of, network_of, told_by
from player.machine.identity import machine_id, system_id

ROOT_DISK = Mount(point=Path("/"), device="/dev/sda1", kind="ext4")


def test_the_same_machine_and_profile_always_have_the_same_number(tmp_path: Path) -> None:
    first = machine_id(tmp_path)
    (tmp_path / "more").write_text("x")
    assert machine_id(tmp_path) == first
    assert len(first) == 32


def test_the_number_does_not_tell_which_machine_it_is(tmp_path: Path) -> None:
    assert system_id() not in machine_id(tmp_path)


@pytest.mark.skipif(mount_of(Path.cwd()) is None, reason="this system lists no mounts")
def test_a_copy_beside_the_original_has_a_number_of_its_own(tmp_path: Path) -> None:
    mount = mount_of(tmp_path)
    if mount is None or mount.kind != "ext4":
        pytest.skip("only some file systems number their folders for life")
    (tmp_path / "profile").mkdir()
    shutil.copytree(tmp_path / "profile", tmp_path / "copy")
    assert machine_id(tmp_path / "profile") != machine_id(tmp_path / "copy")
    (tmp_path / "profile").rename(tmp_path / "renamed")
    moved = machine_id(tmp_path / "renamed")
    assert moved != machine_id(tmp_path / "copy")


def test_the_system_s_own_name_is_taken_from_the_first_file_that_has_one(tmp_path: Path) -> None:
    (tmp_path / "fresh").write_text("uninitialized\n")
    (tmp_path / "one").write_text("f00d\n")
    assert system_id([tmp_path / "none", tmp_path / "fresh", tmp_path / "one"]) == "f00d"
    assert isinstance(system_id([tmp_path / "none"]), str)


@pytest.mark.skipif(not hasattr(os, "major"), reason="Linux' own list of disks")
def test_a_disk_is_known_by_its_own_number_its_whole_s_or_that_of_what_it_is_built_on(tmp_path: Path) -> None:
    number, name, devices = os.makedev(8, 1), "8:1", tmp_path / "block"
    disk = tmp_path / "devices" / "sda"
    (disk / "sda1").mkdir(parents=True)
    devices.mkdir()
    (devices / name).symlink_to(disk / "sda1")
    assert told_by(number, devices) == ""
    (disk / "wwid").write_text("naa.5000\n")
    assert told_by(number, devices) == "naa.5000"
    mapped = tmp_path / "devices" / "virtual" / "dm-0"
    (mapped / "slaves").mkdir(parents=True)
    (mapped / "slaves" / "sda1").symlink_to(disk / "sda1")
    (devices / name).unlink()
    (devices / name).symlink_to(mapped)
    assert told_by(number, devices) == "naa.5000"


def test_a_disk_that_tells_nothing_has_no_number(tmp_path: Path) -> None:
    assert disk_number(tmp_path, tmp_path / "nowhere") == ""
    assert disk_number(tmp_path / "gone") == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows says of a drive itself whether it is remote")
@pytest.mark.parametrize(
    ("kind", "refused"),
    [("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("ext4", False), ("9p", False), ("vfat", False)],
)
def test_a_network_folder_is_told_from_a_disk_of_this_computer(kind: str, refused: bool) -> None:
    among = [ROOT_DISK, Mount(point=Path("/mnt/share"), device="server:/home", kind=kind)]
    assert (network_of(Path("/mnt/share/me/profile"), among) is not None) is refused
    assert network_of(Path("/mnt/shared"), among) is None


@pytest.mark.skipif(os.name == "nt", reason="mounts are told otherwise there")
def test_of_two_mounts_at_one_place_the_later_one_counts() -> None:
    over = Mount(point=Path("/"), device="tmpfs", kind="tmpfs")
    assert mount_of(Path("/home"), [ROOT_DISK, over]) == over
    assert mount_of(Path("/home"), []) is None
