"""The export: whole files on the stick, read back from it, goes on where it was stopped, and tells nobody's name."""

from __future__ import annotations

import hashlib
import json
import lzma
import shutil
import subprocess
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from player.bootstrap.collecting import Terms, collect
from player.bootstrap.places import find_places
from player.domain.collection.account import Outcome
from player.office.walking import files_in
from player.proof.envelope import Envelope
from player.proof.export_receipt import read_export_receipt
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.problems import NotSigned
from player.proof.sealed_file import FileSealed, is_sealed, open_file
from player.proof.sealing import PrivateReadingKey
from tests.dying import dies_before
from tests.kiosk.exports import COLLEGE, OPERATOR, PROVIDER, Records, Stick, make_talks, records_at
from tests.ledger.conftest import SmallDisk, small_disk

__all__ = ["small_disk"]


@pytest.fixture(scope="session")
def talks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_talks(tmp_path_factory.mktemp("talks"))


@pytest.fixture(scope="session")
def busy(talks: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of a station at which six people watched; the first of them claimed, in both courses."""
    profile = tmp_path_factory.mktemp("busy") / "profile"
    with records_at(profile) as here:
        sealed, plain = (here.parts.shelf.add(file).signed for file in talks)
        here.claim(here.attendee(1), sealed)
        here.claim(here.attendee(1), plain)
        for number in range(2, 7):
            here.watch(here.attendee(number), sealed)
    return profile


@pytest.fixture
def here(busy: Path, tmp_path: Path) -> Iterator[Records]:
    with records_at(Path(shutil.copytree(busy, tmp_path / "profile"))) as records:
        records.clock.advance(60_000)
        for number in range(1, 7):
            records.attendee(number)
        yield records


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    (tmp_path / "stick").mkdir()
    return Stick(root=tmp_path / "stick")


def course(here: Records, name: str) -> SignedCourse:
    return next(one for one in here.parts.shelf.known() if one.course.id == f"org.example.{name}")


def folder_of(stick: Stick) -> Path:
    (folder,) = stick.root.iterdir()
    return folder


def files_on(stick: Stick) -> dict[str, tuple[int, str]]:
    """When each completion file was last written, and what it holds."""
    folder = folder_of(stick)
    found = sorted(folder.rglob("*.completion"))
    return {file.name: (file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest()) for file in found}


# --- what lies on the stick ----------------------------------------------------------------------------------------


def test_everything_that_is_recorded_lies_on_the_stick_with_a_receipt_that_lists_it(
    here: Records, stick: Stick
) -> None:
    done = here.export(stick)
    assert done.is_complete
    assert (done.written, done.there, done.of, done.left_out) == (7, 0, 7, ())
    folder = folder_of(stick)
    assert folder.name == "Carrel Hall B left 7 2026-06-03"
    receipt = read_export_receipt((folder / "receipt.json").read_bytes(), name="receipt.json")
    assert (receipt.station, receipt.device) == ("Hall B: left/7", here.parts.key.public)
    listed = {file.name: (file.size, file.sha256) for file in receipt.files}
    assert listed == {
        file.name: (file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
        for file in folder.glob("*.completion")
    }
    assert "7 completion files" in (folder / "READ ME.txt").read_text()
    assert [step.done for step in here.steps] == list(range(1, 8))


def test_a_receipt_that_was_changed_is_not_believed(here: Records, stick: Stick) -> None:
    here.export(stick)
    data = (folder_of(stick) / "receipt.json").read_bytes()
    envelope = Envelope.from_json(data, name="receipt.json")
    other = replace(envelope, payload=envelope.payload.replace(b'"count":7', b'"count":6'))
    with pytest.raises(NotSigned):
        read_export_receipt(other.to_json(), name="receipt.json")


def test_nothing_of_anybody_can_be_read_on_the_stick(here: Records, stick: Stick) -> None:
    here.export(stick)
    told = 0
    for file in folder_of(stick).rglob("*"):
        for text in (file.name.encode(), *(everything_in(file.read_bytes()))):
            told += len(text)
            for word in (b"Zacharias", b"Quirinius", b"example.org"):
                if word == b"example.org" and b"org.example" in text:
                    continue
                assert word.lower() not in text.lower(), file.name
    assert told > 10_000


def everything_in(data: bytes) -> Iterator[bytes]:
    """The bytes, and what anybody can unpack of them without a key."""
    yield data
    if data.startswith(b'{"payload"'):
        payload = Envelope.from_json(data, name="a file").payload
        yield lzma.decompress(payload) if payload.startswith(b"\xfd7zXZ") else payload


def test_of_a_course_without_a_reading_key_the_whole_file_is_sealed_to_operator_and_provider(
    here: Records, stick: Stick
) -> None:
    here.export(stick)
    (file,) = (path for path in folder_of(stick).glob("*.completion") if is_sealed(path.read_bytes()))
    data = file.read_bytes()
    assert open_file(data, [OPERATOR], name=file.name) == open_file(data, [PROVIDER], name=file.name)
    with pytest.raises(FileSealed):
        open_file(data, [PrivateReadingKey.generate()], name=file.name)


def test_collecting_takes_the_folder_in_and_answers_every_file(here: Records, stick: Stick, tmp_path: Path) -> None:
    here.export(stick)
    terms = Terms(
        place=str(tmp_path / "collection"),
        profile=here.profile,
        resources=find_places().resources,
        key=COLLEGE.crypto.private_bytes_raw(),
        reading_keys=(PROVIDER.secret,),
    )
    taken = [one for batch in collect(terms, files_in([stick.root])) for one in batch]
    assert Counter(one.outcome for one in taken) == {Outcome.NEW: 7}, [one.reason for one in taken]
    assert all(one.receipt for one in taken)
    again = [one for batch in collect(terms, files_in([stick.root])) for one in batch]
    assert Counter(one.outcome for one in again) == {Outcome.KNOWN: 7}


def test_without_the_right_key_a_sealed_file_is_refused_in_a_sentence(
    here: Records, stick: Stick, tmp_path: Path
) -> None:
    here.export(stick)
    terms = Terms(place=str(tmp_path / "collection"), profile=here.profile, resources=find_places().resources)
    taken = [one for batch in collect(terms, files_in([stick.root])) for one in batch]
    assert {one.outcome for one in taken} == {Outcome.REFUSED}
    assert any("sealed, and none of the reading keys at hand opens it" in one.reason for one in taken)


# --- again ---------------------------------------------------------------------------------------------------------


def test_what_is_there_is_not_written_again_and_what_grew_gets_its_old_name(here: Records, stick: Stick) -> None:
    here.export(stick)
    before = files_on(stick)
    assert here.export(stick).written == 0
    assert files_on(stick) == before
    here.watch(here.attendee(2), course(here, "sealed"), second=1)
    done = here.export(stick)
    assert (done.written, done.there) == (1, 6)
    after = files_on(stick)
    assert after.keys() == before.keys()
    assert sum(before[name] != after[name] for name in before) == 1


def test_changed_particulars_are_exported_again(here: Records, stick: Stick) -> None:
    here.export(stick)
    known = here.cards[here.attendee(1).id]
    here.cards[known.learner.id] = replace(known, changed=known.changed + 1)
    assert here.export(stick).written == 2


def test_a_file_that_was_damaged_on_the_stick_is_written_again(here: Records, stick: Stick) -> None:
    here.export(stick)
    file = next(folder_of(stick).glob("*.completion"))
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    next(other for other in folder_of(stick).glob("*.completion") if other != file).unlink()
    assert here.export(stick).written == 2


def test_a_cancelled_export_goes_on_where_it_was_and_has_a_receipt_only_at_its_end(here: Records, stick: Stick) -> None:
    done = here.export(stick, cancel_after=3)
    assert done.cancelled
    assert done.written == 3
    assert not (folder_of(stick) / "receipt.json").exists()
    before = files_on(stick)
    done = here.export(stick)
    assert (done.written, done.there) == (4, 3)
    after = files_on(stick)
    assert {name: after[name] for name in before} == before, "nothing was written twice"
    assert (folder_of(stick) / "receipt.json").exists()


def test_the_next_day_an_unfinished_export_goes_on_in_its_folder_and_a_finished_one_is_left_alone(
    here: Records, stick: Stick
) -> None:
    here.export(stick, cancel_after=3)
    here.clock.advance(86_400_000)
    assert here.export(stick).there == 3
    assert folder_of(stick).name.endswith("2026-06-03")
    here.export(stick)
    assert sorted(folder.name[-10:] for folder in stick.root.iterdir()) == ["2026-06-03", "2026-06-04"]


def test_another_station_of_the_same_name_gets_a_folder_of_its_own(here: Records, stick: Stick) -> None:
    here.export(stick, cancel_after=3)
    folder = folder_of(stick)
    lines = (folder / "journal.jsonl").read_text().splitlines(keepends=True)
    (folder / "journal.jsonl").write_text("".join((json.dumps({"device": "another"}) + "\n", *lines[1:])))
    assert here.export(stick).written == 7
    assert sorted(one.name for one in stick.root.iterdir()) == [folder.name, f"{folder.name} (2)"]


def test_killed_before_any_of_its_steps_it_goes_on_and_ends_with_everything_whole(
    here: Records, busy: Path, tmp_path: Path, stick: Stick
) -> None:
    here.parts.ledger.close()
    here.parts.people.close()

    def work() -> None:
        with records_at(tmp_path / "mortal") as records:
            for number in range(1, 7):
                records.attendee(number)
            records.export(stick)

    shutil.copytree(busy, tmp_path / "mortal")
    deaths, step, before = 0, 3, dict[str, tuple[int, str]]()
    while dies_before(step, work, within=str(stick.root)):
        deaths += 1
        step += 9
        if not any(stick.root.iterdir()):
            continue
        after = files_on(stick)
        noted = {json.loads(line).get("name") for line in journal_of(stick)}
        kept = {name for name in before if name in noted}
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}, "nothing twice"
        before = {name: after[name] for name in after if name in noted}
    assert deaths > 3
    folder = folder_of(stick)
    receipt = read_export_receipt((folder / "receipt.json").read_bytes(), name="receipt.json")
    assert {file.name for file in receipt.files} == set(files_on(stick))
    assert len(receipt.files) == 7
    for file in receipt.files:
        assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256


def journal_of(stick: Stick) -> list[str]:
    file = folder_of(stick) / "journal.jsonl"
    return [line for line in file.read_text().splitlines() if line.endswith("}")] if file.exists() else []


# --- who has no stream here ----------------------------------------------------------------------------------------


def test_what_was_recorded_at_another_station_is_exported_from_here_signed_by_both(
    here: Records, talks: tuple[Path, Path], stick: Stick, tmp_path: Path
) -> None:
    with records_at(tmp_path / "other", key=PrivateKey.generate()) as other:
        talk = other.parts.shelf.add(talks[0]).signed
        elsewhere = other.attendee(9)
        other.watch(elsewhere, talk)
        other.ledger.sign_heads()
        here.ledger.take_from(other.ledger)
    here.attendee(9)
    assert here.export(stick, hall=False).of == 7
    done = here.export(stick)
    assert (done.written, done.there, done.of) == (1, 7, 8)
    assert here.export(stick).written == 0


def test_whose_card_is_not_here_is_left_out_and_told_of_by_the_beginning_of_the_id(here: Records, stick: Stick) -> None:
    gone = here.attendee(3).id
    del here.cards[gone]
    done = here.export(stick)
    assert (done.written, done.is_complete) == (6, True)
    (left,) = done.left_out
    assert (left.learner, left.problem.code) == (gone[:8], "CardMissing")
    assert "1 could not be exported" in (folder_of(stick) / "READ ME.txt").read_text()


# --- what is on a stick is remembered --------------------------------------------------------------------------------


def test_the_station_remembers_what_is_on_a_stick_and_what_grew_since(here: Records, stick: Stick) -> None:
    assert here.unsaved() == 7
    here.export(stick, cancel_after=3)
    assert here.unsaved() == 4
    here.export(stick)
    assert here.unsaved() == 0
    here.watch(here.attendee(2), course(here, "sealed"), second=1)
    assert here.unsaved() == 1


def test_a_memory_of_sticks_that_is_damaged_only_means_that_all_is_looked_at_again(here: Records, stick: Stick) -> None:
    here.export(stick)
    (here.profile / "on-sticks.json").write_text('["what"]')
    assert here.unsaved() == 7
    assert here.export(stick).written == 0
    assert here.unsaved() == 0


# --- sticks as they are ----------------------------------------------------------------------------------------------


def test_a_full_stick_is_told_of_and_a_larger_one_takes_the_rest(here: Records, small_disk: SmallDisk) -> None:
    drive = Stick(root=small_disk.folder)
    fill = small_disk.folder / "fill"
    small_disk.remount("size=256k")
    fill.write_bytes(bytes(216 << 10))
    done = here.export(drive)
    assert done.stopped is not None
    assert done.stopped.code == "StickFull"
    assert 0 < done.written < 7
    assert f"{done.written} of 7" in done.stopped.what
    assert not list(small_disk.folder.rglob("*.part"))
    assert here.unsaved() == 7 - done.written
    small_disk.remount("size=4m")
    again = here.export(drive)
    assert (again.there, again.stopped) == (done.written, None)


def test_a_stick_that_can_only_be_read_is_told_of(here: Records, small_disk: SmallDisk) -> None:
    small_disk.remount("ro")
    done = here.export(Stick(root=small_disk.folder))
    assert done.stopped is not None
    assert done.stopped.code == "StickReadOnly"
    with pytest.raises(Exception, match="can only be read"):
        here.export(Stick(root=small_disk.folder, writable=False))


def test_a_pulled_stick_is_noticed_and_nothing_goes_onto_the_stations_own_disk(here: Records, tmp_path: Path) -> None:
    with mounted(tmp_path / "stick-that-goes") as root:
        here.steps.clear()

        def pull() -> bool:
            if len(here.steps) == 3:
                subprocess.run(["umount", "-l", str(root)], check=True)
                here.steps.append(here.steps[-1])
            return False

        done = here.exporter().export(Stick(root=root), here.steps.append, pull)
        assert done.stopped is not None
        assert done.stopped.code == "StickPulled"
        assert "3 of 7" in done.stopped.what
        assert list(root.iterdir()) == [], "what was the stick is a folder of the station now"


@contextmanager
def mounted(folder: Path) -> Generator[Path]:
    folder.mkdir()
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if tried.returncode != 0:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def test_a_slow_stick_is_told_of_while_it_goes_on(here: Records, stick: Stick) -> None:
    ticks = iter(range(0, 1_000_000, 400))
    exporter = here.exporter(seconds=lambda: float(next(ticks)))
    exporter.export(stick, here.steps.append, lambda: False)
    assert here.steps[0].slow is not None
    assert "This stick is slow" in here.steps[0].slow.what
    assert here.steps[-1].slow is None


def test_names_on_the_stick_fit_every_file_system(here: Records, stick: Stick) -> None:
    here.export(stick)
    for path in stick.root.rglob("*"):
        assert path.name.isascii()
        assert not set(path.name) & set('<>:"/\\|?*')
        assert len(path.name) < 100


@pytest.mark.parametrize("options", ["-F 32 -S 512", "-F 16"])
def test_a_real_fat_stick_takes_everything_and_gives_it_back(here: Records, tmp_path: Path, options: str) -> None:
    with fat_stick(tmp_path, options) as root:
        assert here.export(Stick(root=root), cancel_after=2).written == 2
        done = here.export(Stick(root=root))
        assert (done.written, done.there, done.stopped) == (5, 2, None)
        folder = next(root.iterdir())
        receipt = read_export_receipt((folder / "receipt.json").read_bytes(), name="receipt.json")
        for file in receipt.files:
            assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256


@contextmanager
def fat_stick(tmp_path: Path, options: str) -> Generator[Path]:
    """A file with a FAT file system in it, mounted as a stick is."""
    image, root = tmp_path / "stick.img", tmp_path / "fat"
    root.mkdir()
    with image.open("wb") as stream:
        stream.truncate(40 << 20)
    if shutil.which("mkfs.vfat") is None:
        pytest.skip("needs mkfs.vfat (dosfstools)")
    subprocess.run(["mkfs.vfat", *options.split(), str(image)], check=True, capture_output=True)
    tried = subprocess.run(["mount", "-o", "loop", str(image), str(root)], check=False, capture_output=True)
    if tried.returncode != 0:
        pytest.skip("only root can mount, and not everywhere")
    try:
        yield root
    finally:
        subprocess.run(["umount", str(root)], check=True)
