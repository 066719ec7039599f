"""A station is killed while somebody sits there: what was acknowledged stands, and of the person nothing is left."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from player.bootstrap.kiosk import station_over
from player.kiosk.settings_file import read_settings
from player.machine.guarding import overwriting
from tests.fakes import FakeClock
from tests.faults.kiosk.memory import EVIDENT, files_with, kiosk_of, new_guest, prepared
from tests.faults.kiosk.plans import CODE, NOW

FOLDERS = ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")


@pytest.mark.parametrize("moment", ["while they look at it", "while it goes onto the stick"])
def test_after_a_kill_what_was_claimed_stands_and_no_file_of_the_guest_is_left(tmp_path: Path, moment: str) -> None:
    guest = new_guest()
    plan = prepared(tmp_path, guest)
    places = {
        name: tmp_path / name.lower() for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    }
    for folder in places.values():
        folder.mkdir(mode=0o700)
    with kiosk_of(plan, tmp_path, {**overwriting(), **{name: str(folder) for name, folder in places.items()}}) as kiosk:
        for place in ("before", "learned", "claimed"):
            kiosk.come_to(place)
        kiosk.kill(after_s=random.uniform(0.02, 1.0) if "stick" in moment else 0)
    with station_over(read_settings(plan.settings), clock=FakeClock(NOW)) as works:
        assert not works.seats.folder.exists()
        searched = [tmp_path / "profile", *places.values(), *Path("/dev/shm").glob(f"{works.seats.folder.name}*")]
        held = files_with(guest.words, searched)
        assert all(words <= set(EVIDENT) for words in held.values()), held
        works.station.open(CODE)
        desk = works.station.seat(works.station.by_scan(guest.badge))
        (row,) = desk.library()
        assert row.signed is not None and row.progress is not None
        assert len(row.progress.claims) == 1
        assert desk.documents.read(row.signed, row.progress.claims[0].credit.offer).startswith(b"%PDF")
    for file in plan.stick.glob("*.pdf"):
        assert file.read_bytes().rstrip().endswith(b"%%EOF"), "a file with its name is whole"
