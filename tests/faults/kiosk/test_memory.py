"""After a guest went nothing of them is left: not in any page of the kiosk's memory, nor on the disk outside the stick
and the sealed records."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from player.machine.guarding import overwriting
from tests.faults.kiosk.memory import EVIDENT, files_with, kiosk_of, new_guest, prepared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets its memory be searched")
FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR")


def test_all_that_a_guest_said_is_gone_from_memory_and_disk_when_they_are(tmp_path: Path) -> None:
    guest = new_guest()
    plan = prepared(tmp_path, guest)
    own = {name: tmp_path / name.lower() for name in FOLDERS}
    for folder in own.values():
        folder.mkdir(mode=0o700)
    with kiosk_of(plan, tmp_path, {**overwriting(), **{name: str(folder) for name, folder in own.items()}}) as kiosk:
        for place in ("before", "learned", "claimed", "taken"):
            kiosk.come_to(place)
        there = kiosk.holds(guest)
        assert {word.partition(" (")[0] for word in there} >= set(guest.words), "the search finds what is there"
        kiosk.come_to("gone")
        assert not kiosk.holds(guest)
        searched = [tmp_path / "profile", *own.values(), *memory_folders()]
        held = files_with(guest.words, searched)
        assert all(words <= set(EVIDENT) for words in held.values()), held
        assert {name for name in held if not name.endswith(".carrel-backup")} <= {"ledger.sqlite", "ledger.sqlite-wal"}
        kiosk.come_to("closed")


def memory_folders() -> list[Path]:
    """Where guests' files lie while they are there."""
    return list(Path("/dev/shm").glob("carrel*"))
