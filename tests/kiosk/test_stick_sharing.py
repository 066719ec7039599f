"""Sharing by a stick over real stations: what comes in, what goes onto it, and what a full or pulled stick does."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from player.bootstrap.uniting import HallFilesOnDisk
from player.kiosk.diary import Entry
from player.kiosk.ferry import ENDING
from player.kiosk.operator_problems import StillWorking
from player.kiosk.stick_sharing import Ferrying, SharedByStick
from tests.dying import dies_before
from tests.kiosk.exports import Stick, make_talks
from tests.kiosk.operators import KEY, Stand, make_key, standing
from tests.kiosk.test_exporting import mounted
from tests.ledger.conftest import SmallDisk, small_disk

__all__ = ["small_disk"]


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talks(tmp_path_factory.mktemp("talks"))[0]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("key"))


@pytest.fixture
def stands(tmp_path: Path, key_file: Path, talk: Path) -> Iterator[list[Stand]]:
    """Three stations that never meet, at each of which somebody was."""
    with ExitStack() as stack:
        found = [
            stack.enter_context(standing(tmp_path / name, key_file, station=f"Hall {name}")) for name in ("A", "B", "C")
        ]
        for stand in found:
            stand.somebody(talk)
        yield found


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    (tmp_path / "shared").mkdir()
    return Stick(root=tmp_path / "shared")


def share(stand: Stand, stick: Stick) -> SharedByStick:
    return stand.operator.share(stick, lambda _: None, lambda: False)


def learners(stand: Stand) -> set[str]:
    return {learner for learner, _ in stand.works.ledger.begun()}


def test_one_stick_carried_round_once_and_back_brings_everybody_to_every_station(
    stands: list[Stand], stick: Stick
) -> None:
    first, second, third = (share(stand, stick) for stand in stands)
    assert (first.taken, first.written) == ((), "hall-Hall A" + ENDING)
    assert [(one.file, one.cards) for one in second.taken] == [("hall-Hall A" + ENDING, 1)]
    assert second.events > 0
    assert third.cards == 2
    for stand in stands[:2]:
        assert share(stand, stick).problems == ()
    assert all(len(learners(stand)) == 3 for stand in stands)
    assert all(stand.works.cards.count() == 3 for stand in stands)
    again = share(stands[0], stick)
    assert (again.events, again.cards, again.stopped) == (0, 0, None)


def test_who_was_at_another_station_is_known_at_this_one_after_the_stick(stands: list[Stand], stick: Stick) -> None:
    station = stands[1].works.station
    (learner,) = learners(stands[0])
    card = stands[0].works.cards.card_of(next(iter(stands[0].works.ledger.begun()))[0])
    assert card is not None
    share(stands[0], stick)
    assert stands[1].works.cards.card_of(card.learner) is None
    share(stands[1], stick)
    assert stands[1].works.cards.card_of(card.learner) == card
    assert [word.station for word in station.words] == ["Hall B", "Hall A"]
    assert learner in learners(stands[1])


def test_a_file_that_is_cut_off_is_told_of_and_keeps_the_others_from_nothing(stands: list[Stand], stick: Stick) -> None:
    share(stands[0], stick)
    share(stands[1], stick)
    torn = stick.root / ("hall-Hall A" + ENDING)
    torn.write_bytes(torn.read_bytes()[:-20])
    done = share(stands[2], stick)
    assert [(one.problem is not None, one.events > 0) for one in done.taken] == [(True, False), (False, True)]
    assert "cut off" in str(done.problems[0].what)
    assert done.written
    assert {line.entry for line in stands[2].operator.diary()[:2]} == {Entry.SHARED_BY_STICK, Entry.PROBLEM}
    healed = share(stands[0], stick)
    assert healed.problems == (), "its own torn file is written anew, and nothing is said of it"


def test_the_diary_and_the_names_of_files_name_nobody(stands: list[Stand], stick: Stick) -> None:
    share(stands[0], stick)
    for file in stick.root.iterdir():
        assert b"Quirinius" not in file.read_bytes()
        assert "Quirinius" not in file.name


def test_a_full_stick_takes_in_all_the_same_and_keeps_the_older_part(
    stands: list[Stand], small_disk: SmallDisk
) -> None:
    stick = Stick(root=small_disk.folder)
    share(stands[0], stick)
    own = small_disk.folder / ("hall-Hall A" + ENDING)
    before = own.read_bytes()
    small_disk.remount(f"size={-(-own.stat().st_size // 4096) * 4}k")
    done = share(stands[1], stick)
    assert done.stopped is not None
    assert "it is full" in done.stopped.what
    assert done.events > 0
    assert own.read_bytes() == before
    assert [file.name for file in small_disk.folder.iterdir()] == [own.name], "nothing half written stays"


def test_a_stick_that_can_only_be_read_still_brings_what_is_on_it(stands: list[Stand], small_disk: SmallDisk) -> None:
    share(stands[0], Stick(root=small_disk.folder))
    small_disk.remount("ro")
    for writable in (True, False):
        done = share(stands[1], Stick(root=small_disk.folder, writable=writable))
        assert done.stopped is not None
        assert "it can only be read" in done.stopped.what
    assert len(learners(stands[1])) == 2


def test_a_pulled_stick_is_noticed_and_nothing_goes_onto_the_stations_own_disk(
    stands: list[Stand], tmp_path: Path
) -> None:
    with mounted(tmp_path / "stick-that-goes") as root:
        stick = Stick(root=root)
        share(stands[0], stick)

        def pull(step: Ferrying) -> None:
            if not step.file:
                subprocess.run(["umount", "-l", str(root)], check=True)

        done = stands[1].operator.share(stick, pull, lambda: False)
        assert done.stopped is not None
        assert "it cannot be reached any more" in done.stopped.what
        assert list(root.iterdir()) == [], "what was the stick is a folder of the station now"
        assert len(learners(stands[1])) == 2


def test_killed_before_any_of_its_steps_the_stick_keeps_whole_files_and_sharing_goes_on(
    tmp_path: Path, key_file: Path, talk: Path, stick: Stick
) -> None:
    for name in ("A", "B"):
        with standing(tmp_path / name, key_file, station=f"Hall {name}") as stand:
            stand.somebody(talk)
            if name == "B":
                share(stand, stick)

    def work() -> None:
        with standing(tmp_path / "A", key_file, station="Hall A") as stand:
            share(stand, stick)

    step, deaths = 1, 0
    while dies_before(step, work, within=str(stick.root)):
        step, deaths = step + 3, deaths + 1
        for file in stick.root.glob("*" + ENDING):
            assert list(HallFilesOnDisk(KEY).read(file))
    assert deaths > 1
    with standing(tmp_path / "B", key_file, station="Hall B") as stand:
        assert share(stand, stick).problems == ()
        assert len(learners(stand)) == 2
    assert not [file for file in stick.root.iterdir() if not file.name.endswith(ENDING)]


def test_only_one_long_work_is_under_way(stands: list[Stand], stick: Stick) -> None:
    with stands[0].works.station.interlock.working(), pytest.raises(StillWorking):
        share(stands[0], stick)


def test_stopping_between_two_files_writes_nothing(stands: list[Stand], stick: Stick) -> None:
    share(stands[0], stick)
    done = stands[1].operator.share(stick, lambda _: None, lambda: True)
    assert (done.cancelled, done.written, done.taken) == (True, "", ())
    assert len(list(stick.root.iterdir())) == 1


def test_another_halls_file_brings_nothing(stands: list[Stand], stick: Stick) -> None:
    (stick.root / ("hall-X" + ENDING)).write_bytes(b"Carrel hall 1\n" + bytes(36))
    done = share(stands[0], replace(stick))
    assert "another hall" in str(done.problems[0].what)
    assert done.written
