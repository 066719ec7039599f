"""The commands that care for a profile: what they say, to people and to programs, and what they leave."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from player.bootstrap import holding
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.proof.device import MachineId, own_keys
from tests.cli.conftest import SAMPLE, Carrel, fingerprint
from tests.cli.test_learning import SAMPLE_ID, begin
from tests.ledger.processes import context, hold_lock
from tests.ledger.test_doctor import ruin

COMMANDS = [("doctor",), ("backup", "OUT"), ("restore", "FILE"), ("merge", "FILE"), ("forget", "--yes")]


@pytest.fixture
def begun(profile: Path, carrel: Carrel) -> Path:
    """A profile with a course begun, a name, and one automatic backup."""
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    with desk_over(find_places(profile)) as desk:
        desk.save_learner(replace(desk.learner, name="Ana María Núñez"))
    return profile


@pytest.fixture
def saved(begun: Path, carrel: Carrel, tmp_path: Path) -> Path:
    """A backup of it, elsewhere."""
    assert carrel("backup", tmp_path / "saved.carrel-backup").code == 0
    return tmp_path / "saved.carrel-backup"


def is_begun(carrel: Carrel, *words: str | Path) -> bool:
    """Whether the disclosures count as acknowledged."""
    first = carrel(*words, "progress", SAMPLE_ID, "--json").json["steps"][0]
    return first == {"step": "before-you-start", "state": "done", "lock": None}


# --- doctor --------------------------------------------------------------------------------------------------------


def test_the_doctor_says_a_line_of_each_thing_and_0_when_all_is_well(begun: Path, carrel: Carrel) -> None:
    answer = carrel("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert {line[:7].strip() for line in answer.out.splitlines()} == {"good"}
    found = carrel("doctor", "--json").json
    assert found["sound"] is True
    assert {one["outcome"] for one in found["findings"]} == {"sound"}


def test_the_doctor_says_what_is_wrong_in_three_parts_and_1(begun: Path, carrel: Carrel) -> None:
    ruin(begun)
    answer = carrel("doctor")
    assert "Something is wrong" in answer.why
    (line,) = [line for line in answer.out.splitlines() if line.startswith("WRONG")]
    assert "ledger.sqlite" in line
    assert "carrel restore" in line
    json = carrel("doctor", "--json")
    (one,) = [one for one in json.json["findings"] if one["outcome"] == "wrong"]
    assert one["problem"] == "RecordsDamaged"
    assert all((one["what"], one["meaning"], one["remedy"]))


def test_the_doctor_examines_a_profile_whose_key_is_damaged(begun: Path, carrel: Carrel) -> None:
    (begun / "device.key").write_bytes(b"-----BEGIN")
    answer = carrel("doctor")
    assert answer.code == 1
    assert "device.key" in answer.out
    (begun / "device.key").rename(begun / "device.key.old")
    assert carrel("doctor").code == 0
    assert is_begun(carrel)


def test_repairing_takes_away_what_is_half_written(begun: Path, carrel: Carrel) -> None:
    (begun / ".carrel-0.part").write_bytes(b"half")
    assert "note" in carrel("doctor").out
    assert "mended" in carrel("doctor", "--repair").out
    assert not (begun / ".carrel-0.part").exists()


def test_what_a_killed_program_left_half_written_goes_at_the_next_start(begun: Path, carrel: Carrel) -> None:
    (begun / ".carrel-0.part").mkdir()
    (begun / "backups" / ".carrel-1.part").write_bytes(b"half")
    carrel("list")
    assert list(begun.rglob(".carrel-*")) == []


# --- backup and restore --------------------------------------------------------------------------------------------


def test_a_backup_goes_into_a_file_a_folder_or_here(
    begun: Path, carrel: Carrel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = [Path(carrel("backup", *words, "--json").json["file"]) for words in ((), (tmp_path,), ("mine.backup",))]
    assert all((tmp_path / file).exists() for file in files)
    assert len({file.name for file in files}) == 3
    answer = carrel("backup", tmp_path)
    assert "2 events in 1 record" in answer.out
    assert "no secret key" in answer.out


def test_nothing_is_written_over_what_is_no_backup(begun: Path, carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "thesis").write_bytes(b"years")
    assert "is not a backup" in carrel("backup", tmp_path / "thesis").why
    assert (tmp_path / "thesis").read_bytes() == b"years"


def test_a_backup_brings_everything_to_a_new_profile(saved: Path, carrel: Carrel, tmp_path: Path) -> None:
    new = ("--profile", tmp_path / "new")
    answer = carrel(*new, "restore", saved)
    assert answer.out.splitlines()[0] == "2 events came back that were not here; what was here stays."
    assert "Your particulars" in answer.out
    carrel(*new, "add", SAMPLE)
    assert is_begun(carrel, *new)
    assert carrel(*new, "restore", saved, "--json").json["events"] == 0


def test_damaged_records_are_put_back_and_the_learner_goes_on(begun: Path, saved: Path, carrel: Carrel) -> None:
    ruin(begun)
    answer = carrel("restore", saved)
    assert answer.out.splitlines()[0] == "The records were put back: 2 events."
    assert str(begun / "damaged-1") in answer.out
    assert "new key" in answer.out
    assert carrel("doctor").code == 0
    assert is_begun(carrel)
    with desk_over(find_places(begun)) as desk:
        assert desk.learner.name == "Ana María Núñez"


def test_a_damaged_backup_is_refused_and_all_stays(begun: Path, saved: Path, carrel: Carrel) -> None:
    saved.write_bytes(saved.read_bytes()[:-1000])
    assert "is not a whole backup" in carrel("restore", saved).why
    assert is_begun(carrel)


@pytest.fixture
def believing(begun: Path, carrel: Carrel, bench: Path, tmp_path: Path) -> Path:
    """A backup of the same profile, in which the key of the bench counts."""
    public = f"{bench / 'key'}.pub"
    assert carrel("trust", "add", public, "--name", "Bench", "--fingerprint", fingerprint(public)).code == 0
    assert carrel("backup", tmp_path / "believing.carrel-backup").code == 0
    return tmp_path / "believing.carrel-backup"


def publishers(carrel: Carrel, *words: str | Path) -> set[str]:
    return {one["name"] for one in carrel(*words, "trust", "list", "--json").json}


def test_to_a_new_computer_whom_one_believes_comes_back_and_is_said(
    believing: Path, carrel: Carrel, tmp_path: Path
) -> None:
    new = ("--profile", tmp_path / "new")
    # Opened once, as whoever looks at the window first does.
    assert carrel(*new, "list").code == 0
    assert "came back with the backup: Bench." in carrel(*new, "restore", believing).out
    assert "Bench" in publishers(carrel, *new)


def test_who_was_removed_does_not_come_back_with_an_old_backup(believing: Path, carrel: Carrel) -> None:
    assert carrel("trust", "remove", "Bench").code == 0
    assert "do not count here: Bench." in carrel("restore", believing).out
    assert [one["problem"] for one in carrel("restore", believing, "--json").json["problems"]] == ["TrustLeftOut"]
    assert "Bench" not in publishers(carrel)


def test_with_the_records_of_others_nobody_is_believed(believing: Path, carrel: Carrel, tmp_path: Path) -> None:
    new = ("--profile", tmp_path / "new")
    (answer,) = carrel(*new, "merge", believing, "--json").json
    assert (answer["events"], [one["problem"] for one in answer["left_out"]]) == (2, ["TrustLeftOut"])
    assert "Bench" not in publishers(carrel, *new)
    assert "do not count here: Bench." in carrel(*new, "merge", believing).out


def test_no_secret_key_is_in_a_backup(believing: Path, begun: Path, bench: Path, carrel: Carrel) -> None:
    shutil.copyfile(bench / "key", begun / "trust" / f"{'0a' * 8}.publisher.json")
    file = Path(carrel("backup", believing, "--json").json["file"])
    for secret in (bench / "key", begun / "device.key"):
        assert secret.read_bytes().splitlines()[1] not in file.read_bytes()


# --- the automatic ones --------------------------------------------------------------------------------------------


def test_the_first_backup_is_made_when_something_was_recorded_and_not_again_that_week(
    profile: Path, carrel: Carrel
) -> None:
    carrel("list")
    assert not (profile / "backups").exists()
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    assert len(list((profile / "backups").iterdir())) == 1
    for _ in range(3):
        carrel("list")
    assert len(list((profile / "backups").iterdir())) == 1


def test_where_no_backup_can_be_written_the_program_goes_on(
    profile: Path, carrel: Carrel, caplog: pytest.LogCaptureFixture
) -> None:
    carrel("add", SAMPLE)
    (profile / "backups").write_bytes(b"a file in the way")
    begin(profile, SAMPLE_ID)
    assert is_begun(carrel)
    assert "no weekly backup" in caplog.text


def test_before_an_upgrade_the_records_are_kept_as_they_are(tmp_path: Path, root: Path, carrel: Carrel) -> None:
    old = tmp_path / "old"
    shutil.copytree(root / "tests" / "ledger" / "kept" / "format-1", old)
    assert carrel("--profile", old, "list").code == 0
    assert len(list((old / "backups").glob("upgrade-0001-*"))) == 1
    (file,) = (old / "backups").glob("upgrade-*")
    assert carrel("--profile", tmp_path / "new", "restore", file, "--json").json["events"] == 150


def test_an_upgrade_without_room_for_a_backup_is_not_begun(tmp_path: Path, root: Path, carrel: Carrel) -> None:
    old = tmp_path / "old"
    shutil.copytree(root / "tests" / "ledger" / "kept" / "format-1", old)
    before = (old / "ledger.sqlite").read_bytes()
    (old / "backups").write_bytes(b"a file in the way")
    assert carrel("--profile", old, "list").code == 1
    assert (old / "ledger.sqlite").read_bytes() == before


# --- merge ---------------------------------------------------------------------------------------------------------


def test_profiles_ledgers_and_backups_are_merged_in_any_order_and_again(
    begun: Path, saved: Path, carrel: Carrel, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    sources = (begun, saved, begun / "ledger.sqlite")
    answers = carrel("--profile", other, "merge", *sources, "--json").json
    assert [answer["events"] for answer in answers] == [2, 0, 0]
    assert "no new events in 1 record" in carrel("--profile", other, "merge", *reversed(sources)).out
    assert carrel("--profile", other, "doctor").code == 0


def test_what_cannot_be_merged_is_named_and_the_rest_is_taken(begun: Path, carrel: Carrel, tmp_path: Path) -> None:
    other = ("--profile", tmp_path / "other")
    answer = carrel(*other, "merge", tmp_path / "nothing", SAMPLE, begun)
    assert answer.code == 1
    assert "care" not in answer.err
    assert "2 of what was to be merged could not be read" in answer.err
    assert "2 new events" in answer.out


# --- forget --------------------------------------------------------------------------------------------------------


def test_only_who_types_the_word_forgets(begun: Path, carrel: Carrel, monkeypatch: pytest.MonkeyPatch) -> None:
    for typed in ("", "yes\n", "FORGE\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert "Nothing was forgotten" in carrel("forget").why
    with desk_over(find_places(begun)) as desk:
        assert desk.learner.name
    monkeypatch.setattr("sys.stdin", io.StringIO("forget\n"))
    assert carrel("forget").code == 0
    with desk_over(find_places(begun)) as desk:
        assert not desk.learner.name


def test_after_forgetting_the_records_are_sound_and_name_nobody(begun: Path, carrel: Carrel) -> None:
    assert carrel("forget", "--yes", "--json").json == {"certificates": 0, "backups": 1, "unreadable": []}
    assert carrel("doctor").code == 0
    files = [file for file in begun.rglob("*") if file.is_file() and "courses" not in file.parts]
    for needle in ("Núñez".encode(), "Núñez".encode("utf-16-le")):
        assert [file for file in files if needle in file.read_bytes()] == []
    # Whoever learns next is somebody else.
    assert not is_begun(carrel)


# --- whose profile it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_profile_that_is_open_elsewhere_is_left_alone(
    words: tuple[str, ...], begun: Path, saved: Path, carrel: Carrel, tmp_path: Path
) -> None:
    here, there = context().Pipe()
    holder = context().Process(target=hold_lock, args=(str(begun), there))
    holder.start()
    assert here.recv() == "locked"
    places = {"OUT": tmp_path / "out", "FILE": saved}
    assert "already open" in carrel(*(places.get(word, word) for word in words)).err
    here.send("end")
    holder.join()


@pytest.mark.parametrize("words", [("list",), *COMMANDS], ids=lambda words: words[0])
def test_a_profile_on_another_computer_is_refused_with_a_way_out(
    words: tuple[str, ...],
    begun: Path,
    saved: Path,
    carrel: Carrel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holding, "network_of", lambda _: "nfs4")
    places = {"OUT": tmp_path / "out", "FILE": saved}
    answer = carrel(*(places.get(word, word) for word in words))
    assert answer.code == 1
    assert "it lies on another computer (nfs4)" in answer.out + answer.err
    assert "Choose a profile folder on a disk of this computer" in answer.out + answer.err


def test_a_copied_profile_signs_with_a_key_of_its_own(
    begun: Path, carrel: Carrel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(begun, copy)
    monkeypatch.setattr(holding, "machine_id", lambda _: MachineId("b" * 32))
    mine = {key.public.id for key in own_keys(begun)}
    assert carrel("--profile", copy, "list").code == 0
    assert {key.public.id for key in own_keys(copy)} > mine


@pytest.mark.parametrize("make", [lambda file: None, lambda file: file.write_bytes(b"PK"), Path.mkdir])
def test_what_is_no_backup_is_told_in_one_line(
    begun: Path, carrel: Carrel, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "x.carrel-backup")
    assert "x.carrel-backup" in carrel("restore", tmp_path / "x.carrel-backup").why


# --- the device ------------------------------------------------------------------------------------------------


def test_a_device_says_its_key_and_a_provider_can_vouch_for_it(carrel: Carrel, tmp_path: Path) -> None:
    """As the guides tell it: the device's key goes to the provider, whose word comes back to whoever verifies."""
    key, public, word = tmp_path / "provider", tmp_path / "device.pub", tmp_path / "kiosk.enrolment.json"
    device = carrel("device", "--to", public, "--json").json["device"]
    assert device in carrel("device").out
    carrel("key", "new", key)
    carrel("trust", "add", f"{key}.pub", "--name", "Example Academy", "--fingerprint", fingerprint(f"{key}.pub"))
    enrolled = carrel(
        "trust", "enrol", public, "--key", key, "--grade", "A", "--name", "Kiosk 3", "--out", word, "--json"
    )
    assert enrolled.json == {"device": device, "grade": "A", "name": "Kiosk 3"}
    assert "grade A" in carrel("trust", "add", word).out
    assert "Kiosk 3" in carrel("trust", "list").out


def test_nobody_vouches_with_grade_c_or_into_a_file_of_another_kind(carrel: Carrel, tmp_path: Path) -> None:
    carrel("key", "new", tmp_path / "k")
    carrel("device", "--to", tmp_path / "d.pub")
    for grade, name in (("C", "a.enrolment.json"), ("A", "a.json")):
        words = (
            "trust",
            "enrol",
            tmp_path / "d.pub",
            "--key",
            tmp_path / "k",
            "--grade",
            grade,
            "--out",
            tmp_path / name,
        )
        assert carrel(*words).code == 2
        assert not (tmp_path / name).exists()


def test_a_word_by_a_publisher_that_is_not_known_here_is_refused(carrel: Carrel, tmp_path: Path) -> None:
    word = tmp_path / "a.enrolment.json"
    carrel("key", "new", tmp_path / "k")
    carrel("device", "--to", tmp_path / "d.pub")
    carrel("trust", "enrol", tmp_path / "d.pub", "--key", tmp_path / "k", "--grade", "B", "--out", word)
    assert "no publisher that is known here" in carrel("trust", "add", word).why
