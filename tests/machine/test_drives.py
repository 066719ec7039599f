"""Removable drives: which are found on each system, and that a sick one keeps nobody waiting."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.machine.choose import drives_of
from player.machine.drives import Drive, Drives, Plugged
from player.machine.linux_drives import LinuxListing
from player.machine.macos_drives import MacListing
from player.machine.windows_drives import READ_ONLY, REMOVABLE, RealDisks, WindowsListing, letters_of

FIXED, REMOTE = 3, 4


@dataclass(frozen=True)
class Part:
    device: str
    mountpoint: str
    fstype: str = "vfat"
    opts: str = "rw,relatime"


class Kernel:
    """A /sys and a /dev/disk/by-label in a folder; `add` plugs a disk in and gives its partition's device."""

    def __init__(self, folder: Path) -> None:
        self.devices, self.labels, self.sys = folder / "block", folder / "by-label", folder / "sys"
        self.devices.mkdir()
        self.labels.mkdir()
        self.numbers: dict[str, int] = {}
        self.parts: list[Part] = []

    def add(
        self, name: str, at: str, *, bus: str = "pci0", removable: bool = False, label: str = "", opts: str = "rw"
    ) -> None:
        disk = self.sys / bus / name
        part = disk / f"{name}1"
        part.mkdir(parents=True)
        (disk / "removable").write_text(f"{int(removable)}\n")
        (part / "partition").write_text("1\n")
        self._tell(f"{name}1", part, at, opts)
        if label:
            (self.labels / label).symlink_to(f"../../{name}1")

    def add_over(self, name: str, below: str, at: str) -> None:
        """Something that is made of a partition: an encrypted one, opened."""
        place = self.sys / "virtual" / name
        (place / "slaves").mkdir(parents=True)
        number = self.numbers[f"/dev/{below}"]
        link = self.devices / f"{os.major(number)}:{os.minor(number)}"
        (place / "slaves" / below).symlink_to(link.resolve())
        self._tell(name, place, at, "rw")

    def listing(self) -> LinuxListing:
        return LinuxListing(
            partitions=lambda: self.parts, number=self._number, devices=self.devices, labels=self.labels
        )

    def _tell(self, name: str, place: Path, at: str, opts: str) -> None:
        number = os.makedev(8, len(self.numbers))
        self.numbers[f"/dev/{name}"] = number
        (self.devices / f"8:{os.minor(number)}").symlink_to(place)
        self.parts.append(Part(f"/dev/{name}", at, opts=opts))

    def _number(self, device: str, /) -> int:
        if device not in self.numbers:
            raise FileNotFoundError(device)
        return self.numbers[device]


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    kernel = Kernel(tmp_path)
    kernel.add("nvme0", "/")
    return kernel


linux_only = pytest.mark.skipif(sys.platform == "win32", reason="device numbers of Linux")


@linux_only
def test_a_stick_is_found_by_its_name_and_the_disk_of_the_computer_is_not(kernel: Kernel) -> None:
    kernel.add("sda", "/data")
    kernel.add("sdb", "/media/ana/KONGRESS", removable=True, label="Kongre\\xc3\\x9f\\x202026")
    assert kernel.listing()() == (Plugged(root=Path("/media/ana/KONGRESS"), name="Kongreß 2026"),)


@linux_only
def test_a_disk_on_a_cable_and_a_card_are_found_though_their_medium_cannot_be_taken_out(kernel: Kernel) -> None:
    kernel.add("sdc", "/media/ana/Backup", bus="pci0/usb3/3-1")
    kernel.add("mmcblk0", "/media/ana/CARD", bus="pci0/mmc_host/mmc0")
    assert [one.name for one in kernel.listing()()] == ["Backup", "CARD"]


@linux_only
def test_what_the_computer_runs_from_is_never_offered_though_it_is_a_stick(kernel: Kernel) -> None:
    kernel.parts.clear()
    kernel.add("sdb", "/", removable=True)
    kernel.parts.append(Part("/dev/sdb1", "/mnt/also"))
    assert kernel.listing()() == ()


@linux_only
def test_an_encrypted_stick_is_one_too(kernel: Kernel) -> None:
    kernel.add("sdb", "/nowhere", removable=True)
    kernel.parts.pop()
    kernel.add_over("dm-0", "sdb1", "/media/ana/Secret")
    assert [one.name for one in kernel.listing()()] == ["Secret"]


@linux_only
def test_a_stick_without_a_name_has_none_and_one_that_can_only_be_read_says_so(kernel: Kernel) -> None:
    kernel.add("sdb", "/media/ana/3A1B-22FF", removable=True, opts="ro,nosuid")
    assert kernel.listing()() == (Plugged(root=Path("/media/ana/3A1B-22FF"), name="", read_only=True),)


@linux_only
def test_a_disc_is_no_stick_and_what_is_mounted_twice_is_one(kernel: Kernel) -> None:
    kernel.add("sr0", "/media/ana/DISC", removable=True)
    kernel.add("sdb", "/media/ana/STICK", removable=True)
    kernel.parts.append(Part("/dev/sdb1", "/mnt/again"))
    kernel.parts.append(Part("/dev/gone1", "/media/ana/GONE"))
    kernel.parts.append(Part("tmpfs", "/tmp"))
    assert [one.name for one in kernel.listing()()] == ["STICK"]


class Windows:
    """Drives by letter: what GetDriveType says, and the volume in it, if there is one."""

    def __init__(self, drives: dict[str, tuple[int, tuple[str, int] | None]]) -> None:
        self.drives = drives

    def letters(self) -> tuple[str, ...]:
        return tuple(self.drives)

    def kind(self, root: str) -> int:
        return self.drives[root[0]][0]

    def volume(self, root: str) -> tuple[str, int]:
        found = self.drives[root[0]][1]
        if found is None:
            raise OSError("not ready")
        return found


def test_windows_tells_sticks_from_disks_shares_and_empty_card_readers() -> None:
    windows = Windows(
        {
            "C": (FIXED, ("System", 0)),
            "E": (REMOVABLE, ("KONGRESS", 0)),
            "F": (REMOVABLE, None),
            "G": (REMOVABLE, ("", READ_ONLY)),
            "Z": (REMOTE, ("Share", 0)),
        }
    )
    assert WindowsListing(disks=windows)() == (
        Plugged(root=Path("E:\\"), name="KONGRESS"),
        Plugged(root=Path("G:\\"), name="G:", read_only=True),
    )


def test_the_lowest_bit_of_windows_answer_is_drive_a() -> None:
    assert letters_of(0b1_0100) == ("C", "E")
    assert letters_of(0) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is Windows that answers")
def test_elsewhere_windows_is_not_asked() -> None:
    disks = RealDisks()
    for question in (disks.letters, lambda: disks.kind("E:\\"), lambda: disks.volume("E:\\")):
        with pytest.raises(OSError, match="only Windows"):
            question()


def test_a_mac_offers_what_hangs_under_volumes_and_no_share_image_or_system() -> None:
    parts = (
        Part("/dev/disk1s1", "/", "apfs", "rw,local,rootfs"),
        Part("/dev/disk3s1", "/Volumes/KONGRESS", "msdos", "rw,local"),
        Part("/dev/disk4s1", "/Volumes/Installer", "hfs", "ro,local"),
        Part("//ana@server/share", "/Volumes/share", "smbfs", "rw"),
        Part("/dev/disk1s5", "/System/Volumes/VM", "apfs", "rw,nobrowse"),
    )
    assert MacListing(partitions=lambda: parts)() == (Plugged(root=Path("/Volumes/KONGRESS"), name="KONGRESS"),)


def test_a_drive_that_answers_is_told_with_its_room_and_whether_it_takes_anything(tmp_path: Path) -> None:
    plugged = (Plugged(root=tmp_path, name="A"), Plugged(root=tmp_path, name="B", read_only=True))
    first, second = Drives(lambda: plugged)()
    assert isinstance(first, Drive)
    assert (first.name, first.writable, second.writable) == ("A", True, False)
    assert first.free > 0


def test_a_drive_that_was_pulled_meanwhile_is_not_there(tmp_path: Path) -> None:
    assert Drives(lambda: (Plugged(root=tmp_path / "gone", name="A"),))() == ()


def test_a_system_that_keeps_its_list_to_itself_has_no_drives() -> None:
    def refuse() -> tuple[Plugged, ...]:
        raise PermissionError

    assert Drives(refuse)() == ()


def test_a_drive_that_does_not_answer_is_left_out_and_not_asked_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, asked = threading.Event(), []

    def hang(root: Path) -> object:
        asked.append(root)
        answer.wait(10)
        raise OSError("gone at last")

    monkeypatch.setattr("player.machine.drives.shutil.disk_usage", hang)
    drives = Drives(lambda: (Plugged(root=tmp_path, name="Sick"),), within_s=0.01)
    assert drives() == drives() == ()
    assert asked == [tmp_path]
    answer.set()


def test_no_system_raises_and_one_that_nobody_knows_has_no_drives() -> None:
    assert drives_of("plan9")() == ()
    assert isinstance(drives_of()(), tuple)
