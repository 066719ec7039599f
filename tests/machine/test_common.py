"""What every computer can be asked in the same way: memory, disks, the folder of the records, VLC's library."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from player import __version__
from player.domain.requirement import Fact
from player.machine import common
from player.machine.asking import answers
from player.machine.common import bits, common_probes, decoder, free, memory, writable
from player.proof.files import Obstacle


def asked(profile: Path, courses: Path) -> dict[str, Fact]:
    probes = common_probes(profile, lambda: courses)
    return {name: fact for probe in probes for name, fact in answers(probe.names, probe.read).items()}


def test_a_computer_tells_what_all_computers_tell(tmp_path: Path) -> None:
    found = asked(tmp_path, tmp_path)
    assert found["program.version"].value == __version__
    assert found["viewer.pdf"].value == "builtin"
    assert found["profile.writable"].value == "yes"
    assert all(found[name].value for name in ("os.platform", "os.bits", "memory.total", "disk.free", "disk.courses"))
    assert found["decoder.library"].value in ("yes", "no")
    assert list(tmp_path.iterdir()) == []


def test_amounts_carry_their_units() -> None:
    assert memory(2_074_345_472) == ("1978 MB", "the memory that the system sees")
    assert str(free(Path("/"))[0]).endswith(" MB")


@pytest.mark.parametrize(
    ("machine", "expected"),
    [("x86_64", "64"), ("AMD64", "64"), ("arm64", "64"), ("aarch64", "64"), ("i686", "32"), ("x86", "32")],
)
def test_the_kind_of_a_system_is_what_it_is_made_for(machine: str, expected: str) -> None:
    assert bits(machine)[0] == expected


def test_a_system_made_for_something_unknown_is_as_wide_as_this_program() -> None:
    assert bits("vax")[0] == str((sys.maxsize + 1).bit_length())
    assert bits("") == (bits("vax")[0], "this program's own")


def test_a_system_that_courses_do_not_name_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "haiku1")
    fact = asked(tmp_path, tmp_path)["os.platform"]
    assert fact.value is None
    assert "haiku1" in fact.how


def test_the_space_for_folders_that_are_not_there_yet_is_that_of_the_folder_above(tmp_path: Path) -> None:
    found = asked(tmp_path / "not" / "yet", tmp_path / "nor" / "this")
    assert found["disk.free"].value is not None
    assert found["disk.courses"].value is not None
    assert list(tmp_path.iterdir()) == []


def test_where_courses_are_kept_is_asked_each_time_as_a_person_may_change_it(tmp_path: Path) -> None:
    places = iter([tmp_path, Path("/proc/self/no such place")])
    seen: list[Path] = []

    def courses() -> Path:
        seen.append(next(places))
        return seen[-1]

    probe = next(probe for probe in common_probes(tmp_path, courses) if probe.names == ("disk.courses",))
    probe.read()
    probe.read()
    assert len(seen) == 2


@pytest.mark.parametrize("obstacle", Obstacle)
def test_a_profile_that_takes_no_file_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, obstacle: Obstacle
) -> None:
    monkeypatch.setattr(common, "obstacle_at", lambda folder: obstacle)
    value, how = writable(tmp_path)
    assert value == "no"
    assert how.startswith("tried by writing a small file: ")


def test_a_profile_that_has_gone_is_none_that_can_be_made_anew(tmp_path: Path) -> None:
    assert writable(tmp_path / "gone") == ("no", "tried by writing a small file: it cannot be reached")


def nothing_installed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(common, "_LIBRARIES", ())
    monkeypatch.setattr(sys, "executable", str(folder / "carrel"))
    monkeypatch.setenv("ProgramFiles", str(folder / "programs"))


def test_where_there_is_no_vlc_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_installed(monkeypatch, tmp_path)
    assert decoder() == ("no", "libVLC was looked for and not found")


@pytest.mark.parametrize("place", ["programs/VideoLAN/VLC/libvlc.dll", "vlc/libvlc.dll", "vlc/lib/libvlc.dylib"])
def test_a_vlc_in_a_folder_of_its_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    nothing_installed(monkeypatch, tmp_path)
    library = tmp_path / place
    library.parent.mkdir(parents=True)
    library.touch()
    assert decoder() == ("yes", library.name)
