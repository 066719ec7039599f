"""A backup comes back: merged into sound records, or in the place of damaged ones, which are kept; nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from player.domain.learner import Learner
from player.domain.note import NoteId
from player.domain.problem import Problem
from player.ledger.care.backup import copy_database, write_backup
from player.ledger.care.placing import finish, is_under_way, put_in_place
from player.ledger.care.restore import Restored, restore
from player.ledger.care.survey import survey
from player.ledger.notes import Notebook
from player.ledger.people import open_people
from player.ledger.store import SqlLedger, open_ledger
from player.proof.device import MachineId, device_key, own_keys
from player.proof.files import write_whole
from tests.dying import dies_before
from tests.ledger.conftest import SmallDisk
from tests.ledger.making import LEARNER, TickingClock, opening, tamper, watched
from tests.ledger.test_backup import repacked
from tests.ledger.test_notes import NOTE

HERE, THERE = MachineId("a" * 32), MachineId("b" * 32)
DAY = date(2026, 11, 21)
CLOCK = TickingClock()


def ledger_of(profile: Path, machine: MachineId = HERE) -> SqlLedger:
    return open_ledger(profile, signer=device_key(profile, machine), clock=CLOCK)


def record(profile: Path, count: int, *, machine: MachineId = HERE, new: bool = False) -> None:
    """Adds events to the first own stream, or to a new one."""
    key = device_key(profile, machine)
    ledger = ledger_of(profile, machine)
    stream = ledger.open(opening(signer=key)) if new else ledger.streams()[0]
    for _ in range(count):
        stream.append(watched(len(stream.events)))
    ledger.close()


def name(profile: Path, text: str) -> None:
    people = open_people(profile)
    people.save(Learner(id=LEARNER, name=text))
    people.close()


def named(profile: Path) -> str:
    people = open_people(profile)
    learner = people.load()
    people.close()
    return learner.name if learner else ""


def bodies(profile: Path, machine: MachineId = HERE) -> set[bytes]:
    ledger = ledger_of(profile, machine)
    found = {body for strand in ledger.strands() for body in strand.bodies}
    assert ledger.damaged() == ()
    ledger.close()
    return found


def back(profile: Path, file: Path, machine: MachineId = HERE) -> Restored:
    return restore(profile, file, machine=machine, clock=CLOCK)


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A profile with two streams of 4 and 91 events, and a person."""
    profile = tmp_path / "profile"
    profile.mkdir()
    record(profile, 3, new=True)
    record(profile, 90, new=True)
    name(profile, "Ana")
    return profile


@pytest.fixture
def file(lived: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    write_backup(lived, tmp_path / "b.carrel-backup", day=DAY)
    return tmp_path / "b.carrel-backup"


def test_into_a_sound_profile_nothing_new_comes_and_nothing_goes(lived: Path, file: Path) -> None:
    record(lived, 5)
    before, key = bodies(lived), device_key(lived, HERE).public
    assert back(lived, file) == Restored(events=0)
    assert bodies(lived) == before
    assert device_key(lived, HERE).public == key


def test_into_an_empty_profile_everything_comes_back(lived: Path, file: Path, tmp_path: Path) -> None:
    restored = back(tmp_path / "new", file, THERE)
    assert (restored.events, restored.particulars, restored.aside) == (95, True, None)
    assert bodies(tmp_path / "new", THERE) == bodies(lived)
    assert named(tmp_path / "new") == "Ana"
    assert back(tmp_path / "new", file, THERE).events == 0


def test_a_profile_that_forgot_what_its_key_signed_gets_another_key(lived: Path, file: Path) -> None:
    key = device_key(lived, HERE).public
    for gone in lived.glob("ledger.sqlite*"):
        gone.unlink()
    restored = back(lived, file)
    assert (restored.events, restored.key_retired) == (95, True)
    assert device_key(lived, HERE).public != key


def test_what_is_particular_stays_as_it_is_now(lived: Path, file: Path) -> None:
    name(lived, "Ana María")
    assert not back(lived, file).particulars
    assert named(lived) == "Ana María"


def test_particulars_that_cannot_be_read_come_from_the_backup_and_are_kept(lived: Path, file: Path) -> None:
    (lived / "people.sqlite").write_bytes(b"not a database " * 500)
    restored = back(lived, file)
    assert restored.particulars
    assert restored.aside == lived / "damaged-1"
    assert named(lived) == "Ana"
    assert (lived / "damaged-1" / "people.sqlite").read_bytes().startswith(b"not a database")


# --- damaged records -----------------------------------------------------------------------------------------------


def ruin(profile: Path) -> None:
    (profile / "ledger.sqlite").write_bytes(b"not a database " * 1000)


def zero_a_page(profile: Path) -> None:
    data = bytearray((profile / "ledger.sqlite").read_bytes())
    data[-8192:-4096] = bytes(4096)
    (profile / "ledger.sqlite").write_bytes(data)


def change_an_event(profile: Path) -> None:
    tamper(profile, "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 2 AND seq = 40")


def cut_a_tail(profile: Path) -> None:
    tamper(profile, "DELETE FROM event WHERE stream = 2 AND seq > 40")


DAMAGES = [ruin, zero_a_page, change_an_event, cut_a_tail]


@pytest.mark.parametrize("damage", DAMAGES)
def test_in_the_place_of_damaged_records_the_backup_comes_and_they_are_kept(
    lived: Path, file: Path, damage: Callable[[Path], None]
) -> None:
    before, key = bodies(lived), device_key(lived, HERE).public
    damage(lived)
    broken = (lived / "ledger.sqlite").read_bytes()
    restored = back(lived, file)
    assert bodies(lived) == before
    assert (restored.events, restored.key_retired, restored.aside) == (95, True, lived / "damaged-1")
    assert survey(lived / "ledger.sqlite").damaged == ()
    if damage is ruin:
        assert (lived / "damaged-1" / "ledger.sqlite").read_bytes() == broken
    assert device_key(lived, HERE).public != key
    assert key in {kept.public for kept in own_keys(lived)}
    assert named(lived) == "Ana"
    assert list(lived.glob(".carrel-*")) == []


def test_what_is_readable_of_damaged_records_and_not_in_the_backup_is_rescued(lived: Path, file: Path) -> None:
    record(lived, 7)
    record(lived, 2, new=True)
    before = bodies(lived)
    change_an_event(lived)
    restored = back(lived, file)
    assert restored.rescued == 10
    assert bodies(lived) == before


def test_of_a_stream_that_the_backup_lacks_what_lies_before_the_damage_is_rescued(lived: Path, file: Path) -> None:
    record(lived, 9, new=True)
    tamper(lived, "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 3 AND seq = 6")
    assert back(lived, file).rescued == 6


def test_damaged_records_can_be_restored_again_and_again(lived: Path, file: Path) -> None:
    for number in (1, 2, 3):
        ruin(lived)
        assert back(lived, file).aside == lived / f"damaged-{number}"
    assert len(bodies(lived)) == 95


def test_a_log_of_the_damaged_file_never_meets_the_new_one(lived: Path, tmp_path: Path) -> None:
    staged = lived / ".carrel-0.part"
    staged.mkdir()
    copy_database(lived / "ledger.sqlite", staged / "ledger.sqlite")
    for log in ("-wal", "-shm"):
        (lived / f"ledger.sqlite{log}").write_bytes(b"an old log")
    aside = lived / "damaged-1"
    assert put_in_place(lived, staged) == aside
    assert sorted(file.name for file in lived.glob("ledger.sqlite*")) == ["ledger.sqlite"]
    assert (aside / "ledger.sqlite-wal").read_bytes() == b"an old log"
    assert len(bodies(lived)) == 95


def test_a_damaged_key_is_no_reason_not_to_restore(lived: Path, file: Path) -> None:
    (lived / "device.key").write_bytes(b"-----BEGIN")
    ruin(lived)
    assert back(lived, file).key_retired
    assert len(bodies(lived)) == 95


# --- what is no backup ---------------------------------------------------------------------------------------------


def test_a_damaged_or_newer_backup_changes_nothing(lived: Path, file: Path) -> None:
    before, key = bodies(lived), device_key(lived, HERE).public
    whole = file.read_bytes()
    file.write_bytes(whole[:-3000])
    with pytest.raises(Problem, match="is not a whole backup"):
        back(lived, file)
    file.write_bytes(whole)
    repacked(file, lambda members: members.update({"manifest.json": b'{"format": 99}'}))
    with pytest.raises(Problem, match="newer Carrel"):
        back(lived, file)
    assert (bodies(lived), device_key(lived, HERE).public) == (before, key)
    assert list(lived.glob(".carrel-*")) == []


def test_a_backup_whose_ledger_is_of_a_newer_program_is_refused_by_its_own_name(lived: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(lived, other)
    tamper(other, "UPDATE meta SET value = 99 WHERE name = 'format'")
    write_backup(other, tmp_path / "newer.carrel-backup", day=DAY)
    with pytest.raises(Problem, match=r"newer\.carrel-backup was made for a newer Carrel"):
        back(lived, tmp_path / "newer.carrel-backup")


def test_a_backup_of_an_older_format_comes_back_in_the_present_one(tmp_path: Path, root: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(root / "tests" / "ledger" / "kept" / "format-1", old)
    write_backup(old, tmp_path / "old.carrel-backup", day=DAY)
    assert back(tmp_path / "new", tmp_path / "old.carrel-backup").events == 150
    assert len(bodies(tmp_path / "new")) == 150


def test_a_backup_of_the_first_format_comes_back(tmp_path: Path, root: Path) -> None:
    restored = back(tmp_path / "new", root / "tests" / "ledger" / "kept" / "format-1.carrel-backup")
    assert (restored.events, restored.particulars, restored.problems) == (150, True, ())


# --- what lies beside the records ----------------------------------------------------------------------------------


class LeftOut(Problem):
    what_template = "Something was left out."


class Taker:
    """Takes what lies beside the records; keeps what it was told and saw."""

    def __init__(self, raising: bool = False) -> None:
        self.seen: list[tuple[list[str], bool]] = []
        self._raising = raising

    def __call__(self, unpacked: Path, is_new: bool) -> tuple[Problem, ...]:
        names = [file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*.dsse")]
        self.seen.append((names, is_new))
        if self._raising:
            raise LeftOut
        return (LeftOut(),)


FACTS = f"courses/known/{'ab' * 32}.dsse"


@pytest.fixture
def carrying(lived: Path, tmp_path: Path) -> Path:
    (tmp_path / "facts").write_bytes(b"signed")
    write_backup(lived, tmp_path / "c.carrel-backup", day=DAY, beside=[(FACTS, tmp_path / "facts")])
    return tmp_path / "c.carrel-backup"


def nothing(profile: Path) -> None:
    """It is sound and in use."""


def begin_anew(profile: Path) -> None:
    """Only opened: as the window leaves it that somebody started on a new computer."""
    for file in profile.glob("ledger.sqlite*"):
        file.unlink()
    ledger_of(profile).close()


@pytest.mark.parametrize(("before", "is_new"), [(nothing, False), (ruin, False), (begin_anew, True)])
def test_what_lies_beside_is_handed_on_with_word_whether_anything_was_recorded_here(
    lived: Path, carrying: Path, before: Callable[[Path], None], is_new: bool
) -> None:
    before(lived)
    taker = Taker()
    restored = restore(lived, carrying, machine=HERE, clock=CLOCK, bring_back=taker)
    assert taker.seen == [([FACTS], is_new)]
    assert [problem.code for problem in restored.problems] == ["LeftOut"]
    assert len(bodies(lived)) == 95
    assert list(lived.glob(".carrel-*")) == []


def test_where_what_lies_beside_finds_no_place_the_records_are_as_they_were(lived: Path, carrying: Path) -> None:
    ruin(lived)
    before = (lived / "ledger.sqlite").read_bytes()
    with pytest.raises(LeftOut):
        restore(lived, carrying, machine=HERE, clock=CLOCK, bring_back=Taker(raising=True))
    assert (lived / "ledger.sqlite").read_bytes() == before
    assert list(lived.glob(".carrel-*")) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_killed_at_any_step_what_lies_beside_comes_with_the_records_or_again_before_them(
    carrying: Path, tmp_path: Path
) -> None:
    """Never are there records whose facts were in the same backup and are not here."""

    def take(unpacked: Path, is_new: bool) -> tuple[Problem, ...]:
        assert is_new, "what was only begun is not in use"
        write_whole(unpacked.parent / "facts", (unpacked / FACTS).read_bytes())
        return ()

    step, died, seen = 0, True, set[bool]()
    while died:
        profile = tmp_path / f"{step}"
        profile.mkdir()

        def put_back(profile: Path = profile) -> None:
            restore(profile, carrying, machine=HERE, clock=CLOCK, bring_back=take)

        died = dies_before(step, put_back, within=str(profile))
        finish(profile)
        is_recorded = (profile / "ledger.sqlite").exists() and len(bodies(profile)) > 0
        assert (profile / "facts").exists() or not is_recorded
        seen.add(is_recorded)
        if not is_recorded:
            put_back()
        assert len(bodies(profile)) == 95
        shutil.rmtree(profile)
        step += 5
    assert seen == {True, False}


def test_a_damaged_backup_hands_nothing_on(lived: Path, carrying: Path) -> None:
    carrying.write_bytes(carrying.read_bytes().replace(b"signed", b"sinned"))
    taker = Taker()
    with pytest.raises(Problem, match="is not a whole backup"):
        restore(lived, carrying, machine=HERE, clock=CLOCK, bring_back=taker)
    assert taker.seen == []


def test_on_a_full_disk_nothing_is_restored_and_nothing_is_touched(
    lived: Path, file: Path, small_disk: SmallDisk
) -> None:
    profile = small_disk.folder / "profile"
    shutil.copytree(lived, profile)
    ruin(profile)
    (profile / "filler").write_bytes(bytes(shutil.disk_usage(profile).free - 60_000))
    before = (profile / "ledger.sqlite").read_bytes()
    with pytest.raises(Problem, match="no room left"):
        back(profile, file)
    assert (profile / "ledger.sqlite").read_bytes() == before
    assert not (profile / "damaged-1").exists()
    assert list(profile.rglob(".carrel-*")) == []
    (profile / "filler").unlink()
    back(profile, file)
    assert len(bodies(profile)) == 95


# --- killed --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
@pytest.mark.parametrize(
    ("damage", "stride"),
    [
        pytest.param(ruin, 4, id="ruined"),
        pytest.param(ruin, 1, id="ruined, each step", marks=pytest.mark.long),
        pytest.param(change_an_event, 1, id="changed, each step", marks=pytest.mark.long),
    ],
)
def test_killed_at_any_step_the_records_are_as_before_or_restored(
    lived: Path, file: Path, tmp_path: Path, damage: Callable[[Path], None], stride: int
) -> None:
    before = bodies(lived)
    damage(lived)
    step, died, seen = 0, True, set[str]()
    while died:
        profile = tmp_path / f"{step}"
        shutil.copytree(lived, profile)
        died = dies_before(step, lambda: back(profile, file), within=str(profile))  # noqa: B023 - called at once
        was_under_way = is_under_way(profile)
        finish(profile)
        assert not is_under_way(profile)
        assert (profile / "ledger.sqlite").exists()
        assert named(profile) == "Ana"
        if (profile / "damaged-1").exists():
            seen.add("finished" if was_under_way else "restored")
        else:
            seen.add("as before")
            assert back(profile, file).aside == profile / "damaged-1"
        assert bodies(profile) == before
        shutil.rmtree(profile)
        step += stride
    assert seen == {"as before", "finished", "restored"}
    assert step > 15


def test_notes_of_a_backup_come_in_though_the_particulars_of_the_profile_stay(lived: Path, tmp_path: Path) -> None:
    one, two = replace(NOTE, id=NoteId("1")), replace(NOTE, id=NoteId("2"))
    name(lived, "Ana")
    with notebook(lived) as book:
        book.keep(LEARNER, one)
    file = tmp_path / "noted.carrel-backup"
    write_backup(lived, file, day=DAY)
    name(lived, "Ana Now")
    with notebook(lived) as book:
        book.remove(one.id)
        book.keep(LEARNER, two)
    back(lived, file)
    with notebook(lived) as book:
        assert sorted(note.id for note in book.notes(LEARNER, NOTE.course)) == ["1", "2"]
    assert named(lived) == "Ana Now"


@contextmanager
def notebook(profile: Path) -> Generator[Notebook]:
    people = open_people(profile)
    yield Notebook(people.database)
    people.close()
