"""A backup is one whole file or none; the automatic ones come in time and never push out the only good one."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from player.domain.learner import Learner
from player.domain.problem import Problem
from player.ledger.care import backup, beside, rotation
from player.ledger.care.backup import read_backup, target_in, unpack, without_particulars, write_backup
from player.ledger.care.beside import Beside, copy_beside, digests_of
from player.ledger.care.rotation import KEPT, Cause, back_up, is_due, kept_in
from player.ledger.care.survey import content_of, survey
from player.ledger.people import open_people
from player.proof.files import CannotWrite
from tests.dying import dies_before
from tests.ledger.conftest import SmallDisk
from tests.ledger.making import LEARNER, ledger_in, opening, tamper, watched

DAY = date(2026, 11, 21)
NAME = "Ana María Núñez"


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A profile with two streams, a person, and a log that was not yet written into the file."""
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    for events in (3, 70):
        stream = ledger.open(opening())
        for number in range(events - 1):
            stream.append(watched(number))
    ledger.close()
    people = open_people(folder)
    people.save(Learner(id=LEARNER, name=NAME))
    people.close()
    return folder


def add_event(folder: Path) -> None:
    ledger = ledger_in(folder)
    ledger.streams()[0].append(watched(99))
    ledger.close()


def test_a_backup_holds_what_the_profile_held_and_no_secret_key(lived: Path, tmp_path: Path) -> None:
    (lived / "device.key").write_bytes(b"a secret")
    file = tmp_path / "one.carrel-backup"
    manifest = write_backup(lived, file, day=DAY)
    assert (manifest.streams, manifest.events, manifest.damaged, manifest.made) == (2, 73, 0, DAY)
    assert read_backup(file) == manifest
    assert zipfile.ZipFile(file).namelist() == ["manifest.json", "ledger.sqlite", "people.sqlite"]
    assert b"a secret" not in file.read_bytes()
    unpack(file, tmp_path / "out")
    assert survey(tmp_path / "out" / "ledger.sqlite") == survey(lived / "ledger.sqlite")
    assert sorted(part.name for part in lived.glob(".carrel-*")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_a_backup_is_for_its_owner_alone(lived: Path, tmp_path: Path) -> None:
    write_backup(lived, tmp_path / "b", day=DAY)
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_the_profile_is_in_use(lived: Path, tmp_path: Path) -> None:
    ledger = ledger_in(lived)
    ledger.streams()[0].append(watched(50))
    assert write_backup(lived, tmp_path / "b", day=DAY).events == 74
    ledger.close()


def test_a_folder_without_records_gives_no_backup(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no records"):
        write_backup(tmp_path, tmp_path / "b", day=DAY)
    assert list(tmp_path.iterdir()) == []


def test_on_a_full_disk_there_is_a_sentence_and_no_half_backup(lived: Path, small_disk: SmallDisk) -> None:
    (small_disk.folder / "filler").write_bytes(bytes((1 << 20) - 60_000))
    with pytest.raises(CannotWrite, match="no room left"):
        write_backup(lived, small_disk.folder / "b.carrel-backup", day=DAY)
    assert [file.name for file in small_disk.folder.iterdir()] == ["filler"]


def test_a_full_profile_disk_keeps_its_records_and_its_older_backups(lived: Path, small_disk: SmallDisk) -> None:
    profile = small_disk.folder / "profile"
    shutil.copytree(lived, profile)
    old = back_up(profile, Cause.WEEKLY, today=DAY)
    room = shutil.disk_usage(profile).free
    (profile / "filler").write_bytes(bytes(room - 30_000))
    with pytest.raises(Problem, match="no room left"):
        back_up(profile, Cause.WEEKLY, today=DAY)
    assert [kept.file for kept in kept_in(profile)] == [old]
    (profile / "filler").unlink()
    assert read_backup(old).events == survey(profile / "ledger.sqlite").events == 73
    assert list(profile.rglob(".carrel-*")) == []


def test_every_damaged_byte_of_a_backup_is_noticed(lived: Path, tmp_path: Path) -> None:
    file = tmp_path / "b"
    manifest = write_backup(lived, file, day=DAY)
    whole = file.read_bytes()
    taken = 0
    for place in range(0, len(whole), 997):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert read_backup(file).files == manifest.files
            taken += 1
        except Problem as problem:
            assert problem.code in ("NotABackup", "NewerFormat")
    # What stands in a ZIP's own headers (a date, a flag) may change without changing a record.
    assert taken < 4
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(Problem, match="is not a whole backup"):
            read_backup(file)


def repacked(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop("ledger.sqlite"),
        lambda members: members.pop("manifest.json"),
        lambda members: members.update({"../device.key": b"x"}),
        lambda members: members.update({"ledger.sqlite": b"x"}),
        lambda members: members.update({"ledger.sqlite": members["ledger.sqlite"].replace(b"main", b"mane")}),
        lambda members: members.update({"manifest.json": b"[]"}),
        lambda members: members.update(
            {"manifest.json": members["manifest.json"].replace(b"people.sqlite", b"device.key"), "device.key": b"x"}
        ),
    ],
)
def test_a_backup_that_holds_anything_else_than_it_says_is_refused(
    lived: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    write_backup(lived, tmp_path / "b", day=DAY)
    repacked(tmp_path / "b", change)
    with pytest.raises(Problem, match="is not a whole backup"):
        unpack(tmp_path / "b", tmp_path / "out")
    assert not (tmp_path / "device.key").exists()


def test_a_backup_of_a_newer_program_is_refused_politely(lived: Path, tmp_path: Path) -> None:
    write_backup(lived, tmp_path / "b", day=DAY)
    newer = f'{{"format": {backup.FORMAT + 1}, "novelty": true}}'.encode()
    repacked(tmp_path / "b", lambda members: members.update({"manifest.json": newer}))
    with pytest.raises(Problem, match="newer Carrel"):
        read_backup(tmp_path / "b")


# --- what lies beside the records ----------------------------------------------------------------------------------

FACTS, PICTURE = f"courses/known/{'ab' * 32}.dsse", f"courses/known/{'ab' * 32}.signature"
ROOT, PUBLISHER, DEVICE = f"trust/{'0a' * 16}.3.root.dsse", f"trust/{'0b' * 8}.publisher.json", "trust/" + "0c" * 8
CARRIED = (FACTS, PICTURE, ROOT, PUBLISHER, f"{DEVICE}.enrolment.json")
FOREIGN = (
    "device.key",
    "keys/0a.key",
    "trust/publisher.json",
    f"trust/{'0b' * 8}.key",
    f"trust/../{'0b' * 8}.publisher.json",
    f"/trust/{'0b' * 8}.publisher.json",
    f"trust/{'0B' * 8}.publisher.json",
    f"trust/{'0a' * 16}.0.root.dsse",
    f"courses/known/{'ab' * 32}.dsse\n",
    f"courses/known/{'ab' * 31}.dsse",
    f"courses\\known\\{'ab' * 32}.dsse",
    "courses/places.json",
)


def lying_beside(folder: Path, names: Iterable[str] = CARRIED) -> list[Beside]:
    """A file of its own for each of these names."""
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / f"{number}").write_bytes(name.encode() * 9)
    return [(name, folder / f"{number}") for number, name in enumerate(names)]


@pytest.fixture
def carrying(lived: Path, tmp_path: Path) -> Path:
    """A backup with a file of each kind beside the records."""
    file = tmp_path / "carrying.carrel-backup"
    write_backup(lived, file, day=DAY, beside=lying_beside(tmp_path / "beside"))
    return file


def test_what_belongs_to_the_records_is_carried_and_comes_out_where_it_lay(carrying: Path, tmp_path: Path) -> None:
    manifest = read_backup(carrying)
    assert list(manifest.files) == [*backup.NAMES, *sorted(CARRIED)]
    unpack(carrying, tmp_path / "out")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in CARRIED} == {
        name: name.encode() * 9 for name in CARRIED
    }


@pytest.mark.parametrize("name", FOREIGN)
def test_nothing_of_another_name_goes_into_a_backup_or_comes_out_of_one(
    name: str, lived: Path, carrying: Path, tmp_path: Path
) -> None:
    written = write_backup(lived, tmp_path / "b", day=DAY, beside=lying_beside(tmp_path / "more", [name]))
    assert list(written.files) == list(backup.NAMES)

    def rename(members: dict[str, bytes]) -> None:
        members[name] = members.pop(FACTS)
        manifest = msgspec.json.decode(members["manifest.json"])
        manifest["files"][name] = manifest["files"].pop(FACTS)
        members["manifest.json"] = msgspec.json.encode(manifest)

    repacked(carrying, rename)
    with pytest.raises(Problem, match="is not a whole backup"):
        unpack(carrying, tmp_path / "out")
    assert not [file for file in tmp_path.rglob("*.publisher.json") if "out" not in file.parts]


def test_a_file_of_an_older_format_carries_nothing_beside(carrying: Path) -> None:
    def date_back(members: dict[str, bytes]) -> None:
        members["manifest.json"] = members["manifest.json"].replace(b'"format": 2', b'"format": 1')

    repacked(carrying, date_back)
    with pytest.raises(Problem, match="files that are in no backup"):
        read_backup(carrying)


def test_members_that_share_their_bytes_do_not_fill_the_disk(lived: Path, tmp_path: Path) -> None:
    """A hundred names for one place in the file would come out as a hundred files."""
    one, many = tmp_path / "one", tmp_path / "many"
    (tmp_path / "large").write_bytes(os.urandom(1 << 20))
    write_backup(lived, one, day=DAY, beside=[(FACTS, tmp_path / "large")])
    names = [f"courses/known/{number:064x}.dsse" for number in range(100)]
    with zipfile.ZipFile(one) as packed, zipfile.ZipFile(many, "w") as target:
        manifest = msgspec.json.decode(packed.read("manifest.json"))
        whole = manifest["files"].pop(FACTS)
        manifest["files"].update(dict.fromkeys(names, whole))
        target.writestr("manifest.json", msgspec.json.encode(manifest))
        for name in backup.NAMES:
            target.writestr(name, packed.read(name))
        target.writestr(names[0], packed.read(FACTS))
        first = target.getinfo(names[0])
        for name in names[1:]:
            shared = copy(first)
            shared.filename = shared.orig_filename = name
            target.filelist.append(shared)
            target.NameToInfo[name] = shared
    assert many.stat().st_size < 2 << 20
    with pytest.raises(Problem, match="more than it does"):
        unpack(many, tmp_path / "out")


def test_what_is_too_large_or_cannot_be_read_stays_out_and_the_records_are_backed_up(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = lying_beside(tmp_path / "beside")
    monkeypatch.setattr(beside, "MOST_BYTES", 1000)
    (tmp_path / "beside" / "0").write_bytes(bytes(1001))
    (tmp_path / "beside" / "1").unlink()
    (tmp_path / "beside" / "2").unlink()
    (tmp_path / "beside" / "2").mkdir()
    manifest = write_backup(lived, tmp_path / "b", day=DAY, beside=found)
    assert list(manifest.files) == [*backup.NAMES, *sorted(CARRIED[3:])]


def test_so_many_files_are_carried_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lying_beside(tmp_path / "beside")
    assert copy_beside(found, tmp_path / "copies") == tuple(digests_of(found)) == tuple(sorted(CARRIED))
    monkeypatch.setattr(beside, "MOST_FILES", 2)
    assert copy_beside(found, tmp_path / "fewer") == tuple(sorted(CARRIED))[:2]


def test_without_the_particulars_what_lies_beside_stays(carrying: Path) -> None:
    without_particulars(carrying)
    assert list(read_backup(carrying).files) == ["ledger.sqlite", *sorted(CARRIED)]
    assert NAME.encode() not in carrying.read_bytes()


def test_a_backup_of_the_first_format_is_read(root: Path, tmp_path: Path) -> None:
    kept = root / "tests" / "ledger" / "kept" / "format-1.carrel-backup"
    assert (read_backup(kept).format, read_backup(kept).events) == (1, 150)
    shutil.copyfile(kept, tmp_path / "b")
    without_particulars(tmp_path / "b")
    assert (read_backup(tmp_path / "b").format, read_backup(tmp_path / "b").events) == (backup.FORMAT, 150)


def test_a_backup_tells_how_many_streams_were_damaged_already(lived: Path, tmp_path: Path) -> None:
    tamper(lived, "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 2 AND seq = 5")
    assert write_backup(lived, tmp_path / "b", day=DAY).damaged == 1


def test_a_name_means_a_file_a_folder_or_an_earlier_backup_but_nothing_else(lived: Path, tmp_path: Path) -> None:
    first = target_in(tmp_path, DAY)
    assert first == tmp_path / "carrel-2026-11-21.carrel-backup"
    write_backup(lived, first, day=DAY)
    assert target_in(tmp_path, DAY) == tmp_path / "carrel-2026-11-21-2.carrel-backup"
    assert target_in(first, DAY) == first
    (tmp_path / "thesis.pdf").write_bytes(b"years of work")
    with pytest.raises(Problem, match="is not a backup"):
        target_in(tmp_path / "thesis.pdf", DAY)


def test_particulars_can_be_taken_out_and_the_evidence_stays(lived: Path, tmp_path: Path) -> None:
    file = tmp_path / "b"
    write_backup(lived, file, day=DAY)
    assert NAME.encode() in file.read_bytes()
    without_particulars(file)
    assert NAME.encode() not in file.read_bytes()
    assert list(read_backup(file).files) == ["ledger.sqlite"]
    assert read_backup(file).events == 73
    without_particulars(file)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_killed_at_any_step_there_is_a_whole_backup_or_none(lived: Path) -> None:
    step, died = 0, True
    while died:
        died = dies_before(step, lambda: back_up(lived, Cause.WEEKLY, today=DAY), within=str(lived))
        for kept in kept_in(lived):
            assert read_backup(kept.file).events == 73
            kept.file.unlink()
        assert survey(lived / "ledger.sqlite").events == 73
        step += 1
    assert step > 10


# --- the automatic ones --------------------------------------------------------------------------------------------


def test_content_is_another_word_as_soon_as_anything_is_recorded(lived: Path) -> None:
    files = [lived / name for name in backup.NAMES]
    before = content_of(files)
    assert content_of(files) == before
    add_event(lived)
    assert content_of(files) != before


def test_a_weekly_backup_is_due_after_a_week_in_which_something_was_recorded(lived: Path, tmp_path: Path) -> None:
    assert not is_due(tmp_path / "empty", today=DAY)
    assert is_due(lived, today=DAY)
    back_up(lived, Cause.WEEKLY, today=DAY)
    assert not is_due(lived, today=DAY + timedelta(days=7))
    add_event(lived)
    assert not is_due(lived, today=DAY + timedelta(days=6))
    assert is_due(lived, today=DAY + timedelta(days=7))


def test_a_clock_that_was_wrong_once_does_not_stop_the_backups(lived: Path) -> None:
    back_up(lived, Cause.WEEKLY, today=date(2099, 1, 1))
    add_event(lived)
    assert is_due(lived, today=DAY)
    back_up(lived, Cause.WEEKLY, today=DAY)
    add_event(lived)
    assert not is_due(lived, today=DAY + timedelta(days=1))
    assert is_due(lived, today=DAY + timedelta(days=8))


def test_a_weekly_backup_is_due_when_the_last_one_lacks_what_lies_beside(lived: Path, tmp_path: Path) -> None:
    found, later = lying_beside(tmp_path / "beside"), DAY + timedelta(days=7)
    back_up(lived, Cause.WEEKLY, today=DAY, beside=found[:1])
    assert not is_due(lived, today=later, beside=found[:1])
    assert is_due(lived, today=later, beside=found)
    assert rotation.back_up_weekly(lived, today=later, beside=found)
    assert not is_due(lived, today=later + timedelta(days=7), beside=found)


def test_a_backup_before_an_upgrade_does_not_stand_for_the_weekly_one(lived: Path) -> None:
    back_up(lived, Cause.UPGRADE, today=DAY)
    assert is_due(lived, today=DAY)


def test_a_sensible_few_are_kept_the_newest(lived: Path) -> None:
    for day in range(8):
        back_up(lived, Cause.WEEKLY, today=DAY + timedelta(days=day))
        back_up(lived, Cause.UPGRADE, today=DAY)
    numbers = {cause: [kept.number for kept in kept_in(lived) if kept.cause is cause] for cause in Cause}
    assert numbers == {Cause.WEEKLY: [15, 13, 11, 9], Cause.UPGRADE: [16, 14, 12]}


def test_the_only_good_backup_is_never_let_go(lived: Path) -> None:
    good = back_up(lived, Cause.WEEKLY, today=DAY)
    tamper(lived, "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 2 AND seq = 5")
    for _ in range(KEPT[Cause.WEEKLY] + 3):
        back_up(lived, Cause.WEEKLY, today=DAY)
    files = [kept.file for kept in kept_in(lived)]
    assert files[-1] == good
    assert len(files) == KEPT[Cause.WEEKLY] + 1
    assert read_backup(good).damaged == 0


def test_a_backup_that_was_damaged_later_counts_for_no_good_one(lived: Path) -> None:
    good = back_up(lived, Cause.WEEKLY, today=DAY)
    for _ in range(KEPT[Cause.WEEKLY] - 1):
        file = back_up(lived, Cause.WEEKLY, today=DAY)
        file.write_bytes(file.read_bytes()[:-5000])
    tamper(lived, "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 2 AND seq = 5")
    back_up(lived, Cause.WEEKLY, today=DAY)
    assert good.exists()


def test_files_of_other_names_are_no_automatic_backups_and_stay(lived: Path) -> None:
    mine = lived / rotation.FOLDER / "before-the-move.carrel-backup"
    mine.parent.mkdir()
    write_backup(lived, mine, day=DAY)
    (mine.parent / "weekly-0001-2026-99-99.carrel-backup").write_bytes(b"")
    for _ in range(6):
        back_up(lived, Cause.WEEKLY, today=DAY)
    assert mine.exists()
    assert len(kept_in(lived)) == KEPT[Cause.WEEKLY]
