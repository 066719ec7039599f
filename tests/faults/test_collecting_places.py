"""What a bad world does to a provider who collects: what lies in folders, full disks, lost lines, kills. Each file is
told once, none is lost or counted twice, and afterwards the same command completes."""

from __future__ import annotations

import base64
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from player.bootstrap.collecting import terms_for
from player.bootstrap.places import find_places
from player.cli.collecting import _Clerk
from player.domain.collection.account import Outcome
from player.office.intake import Intake
from tests.cli.conftest import Carrel, carrel
from tests.dying import dies_before
from tests.faults.collecting import Collecting, believing, collect, put
from tests.figures import Figures
from tests.ledger.conftest import Home, SmallDisk, server
from tests.ledger.wire_cutter import WireCutter
from tests.office.lives import intake, lay, learner, ordinary
from tests.worlds import PUBLISHER

__all__ = ["believing", "carrel", "collect", "server"]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Intake]:
    """Whoever takes files in, by itself."""
    office = intake(tmp_path)
    with closing(office.collection):
        yield office


# --- what lies in folders ------------------------------------------------------------------------------------------


def junk(folder: Path, count: int) -> None:
    """Files of every kind that are called completions."""
    dice = random.Random(11)
    good = ordinary(1)
    kinds: Sequence[Callable[[], bytes]] = (
        lambda: b"",
        lambda: dice.randbytes(dice.randrange(1, 3_000)),
        lambda: b"{" + dice.randbytes(200),
        lambda: json.dumps({"payload": dice.randrange(10**9)}).encode(),
        lambda: good[: dice.randrange(len(good) - 1)],
        lambda: b"%PDF-1.7\n" + dice.randbytes(100),
        lambda: b"PK\x03\x04" + dice.randbytes(100),
        lambda: b"[" * 5_000 + bytes([dice.randrange(256)]),
        lambda: b"\xef\xbb\xbf" + good + dice.randbytes(2),
        lambda: good.replace(b"signatures", dice.randbytes(5).hex().encode()),
    )
    for number in range(count):
        put(folder, f"junk-{number:04}", kinds[number % len(kinds)]())


def test_a_thousand_files_of_every_other_kind_are_each_told_once_and_the_good_ones_count(collect: Collecting) -> None:
    junk(collect.folder, 1_000)
    lay(collect.folder, 1, 2, 3)
    answer = collect()
    assert answer.code == 1
    assert answer.out == "1003 files: 3 taken in, 1000 refused.\n"
    lines = answer.err.splitlines()
    assert Counter(line.split(" ")[0].rstrip(":") for line in lines) == {
        f"junk-{number:04}.completion": 1 for number in range(1_000)
    }
    assert collect().out == "1003 files: 3 known already, 1000 refused.\n"
    assert collect.figures()["credits"] == 3


def strangers_in(folder: Path) -> None:
    """What is no ordinary file."""
    os.mkfifo(folder / "pipe.completion")
    (folder / "loop.completion").symlink_to("loop.completion")
    (folder / "gone.completion").symlink_to("nowhere")
    (folder / "endless.completion").symlink_to("/dev/zero")
    (folder / "terminal.completion").symlink_to("/dev/tty")
    (folder / "broken.completion").symlink_to("/proc/self/mem")
    (folder / "round").symlink_to(folder)
    (folder / "folder.completion").mkdir()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that cannot be read is made with /proc")
def test_pipes_devices_and_loops_keep_nobody_waiting_and_are_told(collect: Collecting) -> None:
    lay(collect.folder, 1, 2)
    strangers_in(collect.folder)
    answer = collect()
    assert answer.out == "8 files: 2 taken in, 6 could not be read.\n"
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 6
    assert "pipe.completion cannot be read: it is no ordinary file." in answer.err
    assert collect("--json").json["unread"] == 6
    assert collect.carrel("collect", "refused").out == "Nothing was refused.\n", "nothing was decided about them"


def test_whoever_watches_is_told_once_of_what_cannot_be_read_and_looks_at_it_again(
    believing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.completion")
    clerk = _Clerk(terms_for(find_places(believing)), receipts=None, workers=1, quiet=False)
    for _ in range(3):
        assert clerk.take([tmp_path / "pipe.completion"]) == [tmp_path / "pipe.completion"]
    assert capsys.readouterr().err.count("pipe.completion") == 1


def test_a_folder_that_nobody_may_look_into_is_told(collect: Collecting, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(collect.folder, 1)
    closed = collect.folder / "closed"
    lay(closed, 2)
    scan = os.scandir

    def refusing(place: Any) -> Any:
        if os.fspath(place) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refusing)
    answer = collect()
    assert (answer.code, answer.out) == (1, "2 files: 1 taken in, 1 could not be read.\n")
    assert answer.err.startswith("closed cannot be read")


def test_a_name_that_no_disk_takes_is_told(collect: Collecting) -> None:
    answer = collect.carrel("collect", "x" * 300)
    assert answer.code == 1
    assert "cannot be read" in answer.err


def test_file_names_with_any_bytes_are_told_in_letters_and_keep_nobody_out(collect: Collecting) -> None:
    lay(collect.folder, 1)
    for number, name in enumerate((b"\xff\xfe", b"a\nb", b"\x1b[31m", "\u202etxt".encode(), b" ", b"-rf", b"$(id)")):
        for data, kind in ((ordinary(10 + number), b"good"), (b"junk %d" % number, b"bad")):
            Path(os.fsdecode(os.fsencode(collect.folder) + b"/" + name + kind + b".completion")).write_bytes(data)
    answer = collect()
    assert answer.out == "15 files: 8 taken in, 7 refused.\n"
    assert len(answer.err.splitlines()) == 7
    assert all(line.isprintable() for line in answer.err.splitlines())
    told = collect("--json").json
    assert (told["known"], told["refused"]) == (8, 7)
    listed = collect.carrel("collect", "refused", "--json").json
    assert all(one["file"].isprintable() for one in listed)
    assert collect.carrel("collect", "refused").code == 0


@pytest.mark.parametrize("then", [1, 2], ids=["it grew", "another lies there"])
def test_what_is_exchanged_while_it_is_read_is_left_for_the_next_time(here: Intake, tmp_path: Path, then: int) -> None:
    file = put(tmp_path / "in", "a", ordinary(1)[:-700])

    class Exchanged(type(file)):
        """What is looked at once more after it was read is something else."""

        def stat(self, **words: Any) -> os.stat_result:
            put(tmp_path, "new", ordinary(then)).replace(file)
            return super().stat(**words)

    (taken,) = here.take([Exchanged(file)])
    assert taken.outcome is Outcome.UNREAD
    assert "still being copied" in taken.reason
    assert here.collection.figures().files == 0
    assert [one.outcome for one in here.take([file])] == [Outcome.NEW]


# --- receipts ------------------------------------------------------------------------------------------------------


def test_where_receipts_cannot_be_laid_all_is_taken_in_and_told_once_and_they_are_laid_the_next_time(
    collect: Collecting, small_disk: SmallDisk, tmp_path: Path
) -> None:
    PUBLISHER.write(tmp_path / "key")
    lay(collect.folder, *range(1, 6))
    put(collect.folder, "0009", b"junk")
    small_disk.remount("ro")
    answer = collect("--key", tmp_path / "key", "--receipts", small_disk.folder)
    assert answer.code == 1
    assert answer.out == "6 files: 5 taken in, 1 refused.\n"
    first, last = answer.err.splitlines()
    assert first.startswith("0009.completion is not a completion file")
    assert "5 receipts could not be laid" in last and "can only be read" in last
    small_disk.remount("rw,size=1m")
    again = collect("--key", tmp_path / "key", "--receipts", small_disk.folder)
    assert again.out.splitlines()[-1] == "5 receipts written."
    assert sorted(file.name for file in small_disk.folder.iterdir()) == [f"000{n}.receipt" for n in range(1, 6)]


def test_on_a_full_disk_no_half_receipt_is_left_behind(
    collect: Collecting, small_disk: SmallDisk, tmp_path: Path
) -> None:
    PUBLISHER.write(tmp_path / "key")
    lay(collect.folder, *range(1, 21))
    with (small_disk.folder / "fill").open("wb") as stream:
        for _ in range(256 - 9):
            stream.write(bytes(4096))
    answer = collect("--key", tmp_path / "key", "--receipts", small_disk.folder)
    assert answer.code == 1
    assert "no room left" in answer.err
    there = [file for file in small_disk.folder.iterdir() if file.name != "fill"]
    assert 0 < len(there) < 20
    assert all(file.read_bytes().endswith(b"}") and file.suffix == ".receipt" for file in there)
    (small_disk.folder / "fill").unlink()
    assert collect("--key", tmp_path / "key", "--receipts", small_disk.folder).code == 0
    assert len(list(small_disk.folder.iterdir())) == 20


def test_two_files_of_one_name_both_have_their_receipt_and_a_third_run_writes_none(
    collect: Collecting, tmp_path: Path
) -> None:
    PUBLISHER.write(tmp_path / "key")
    put(collect.folder / "one", "mine", ordinary(1))
    put(collect.folder / "other", "mine", ordinary(2))
    words = ("--key", tmp_path / "key", "--receipts", tmp_path / "out")
    assert collect(*words).out.splitlines()[-1] == "2 receipts written."
    told = [json.loads(base64.b64decode(json.loads(file.read_bytes())["payload"])) for file in receipts(tmp_path)]
    assert {one["learner"] for one in told} == {learner(1).id, learner(2).id}
    assert collect(*words).out == "2 files: 2 known already.\n"
    assert len(receipts(tmp_path)) == 2


def receipts(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "out").iterdir())


# --- the world -----------------------------------------------------------------------------------------------------


def counted_once(office: Intake, files: Sequence[Path]) -> None:
    """The same once more completes; and once more after that changes nothing."""
    taken = office.take(files)
    assert {one.outcome for one in taken} <= {Outcome.NEW, Outcome.KNOWN, Outcome.REFUSED}
    figures = office.collection.figures()
    assert (figures.files, figures.credits, figures.refused) == (len(files) - 1, len(files) - 1, 1)
    again = office.take(files)
    assert [one.receipt for one in again] == [one.receipt for one in taken]
    assert office.collection.figures() == figures


@pytest.mark.parametrize("call", ["settle", "taken", "refuse", "refused"])
@pytest.mark.parametrize("number", [0, 3])
def test_whoever_is_killed_in_the_middle_of_a_batch_has_all_of_it_or_none_and_goes_on(
    tmp_path: Path, call: str, number: int
) -> None:
    files = [*lay(tmp_path / "in", *range(1, 6)), put(tmp_path / "in", "junk", b"junk")]
    child = os.fork()
    if child == 0:
        try:
            _take_and_die(tmp_path / "kept", files, call, number)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code == (0 if number and call != "settle" else 9)
    office = intake(tmp_path / "kept")
    with closing(office.collection):
        figures = office.collection.figures()
        assert figures.files in (0, 5)
        assert figures.credits == figures.files
        assert (figures.files == 5) == (code == 0 or call != "settle")
        counted_once(office, files)


def _take_and_die(kept: Path, files: Sequence[Path], call: str, number: int) -> None:
    """Takes a batch in, and is gone at the `number`th time that it comes to `call`."""
    kept.mkdir()
    office = intake(kept)
    left = number

    def dying(work: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
        def step(*words: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0 and not after:
                os._exit(9)
            done = work(*words)
            if left < 0:
                os._exit(9)
            return done

        return step

    collection: Any = office.collection
    settle = dying(office.settle, after=False) if call == "settle" else office.settle
    take, refuse = collection.take, collection.refuse
    collection.take = lambda accounts, _: (dying(take, after=True) if call == "taken" else take)(accounts, settle)
    if call.startswith("refuse"):
        collection.refuse = dying(refuse, after=call == "refused")
    office.take(files)
    os._exit(0)


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.long)])
def test_whoever_is_killed_before_any_file_is_opened_or_receipt_is_laid_goes_on(
    believing: Path, tmp_path: Path, stride: int, figures: Figures
) -> None:
    """With the command itself, receipts and all."""
    from player.cli.app import run

    PUBLISHER.write(tmp_path / "key")
    deaths, step, died = 0, 0, True
    while died:
        place = tmp_path / f"run-{step}"
        lay(place / "in", 1, 2, 3)
        words = ["collect", str(place / "in"), "--key", str(tmp_path / "key"), "--into", str(place / "kept")]
        died = dies_before(step, lambda words=words: run(words), within=str(place))
        assert run(words) == 0
        assert sorted(file.name for file in (place / "in").glob("*.receipt")) == [f"000{n}.receipt" for n in (1, 2, 3)]
        with closing(intake(place / "kept").collection) as collection:
            found = collection.figures()
            assert (found.files, found.credits) == (3, 3)
        deaths += died
        step += stride
    assert deaths > 1
    figures("killed while collecting", deaths=deaths, lost=0, doubled=0)


def test_a_disk_that_is_full_in_the_middle_keeps_what_was_told_and_the_same_completes_when_there_is_room(
    carrel: Carrel, believing: Path, small_disk: SmallDisk, tmp_path: Path
) -> None:
    lay(tmp_path / "in", *range(1, 100))
    words = ("collect", tmp_path / "in", "--into", small_disk.folder / "kept")
    answer = carrel(*words)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "no room" in answer.err or "full" in answer.err
    small_disk.remount("size=64m")
    again = carrel(*words)
    assert again.code == 0, again.err
    assert carrel("collect", "status", "--into", small_disk.folder / "kept", "--json").json["credits"] == 99


@pytest.mark.parametrize("word", [b"COMMIT", b"collected_content", b"collected_refusal"])
def test_a_server_that_goes_away_in_the_middle_is_told_and_the_same_completes_when_it_is_back(
    carrel: Carrel, believing: Path, server: Home, tmp_path: Path, word: bytes
) -> None:
    lay(tmp_path / "in", 1, 2, 3)
    put(tmp_path / "in", "junk", b"junk")
    url = make_url(server.address)
    with WireCutter(url.host or "", url.port or 5432) as line:
        into = url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        assert carrel("collect", "status", "--into", into).code == 0
        line.cut_after(word)
        answer = carrel("collect", tmp_path / "in", "--into", into)
        assert answer.code == 1
        assert "nothing is recorded twice by that" in answer.why
        again = carrel("collect", tmp_path / "in", "--into", into)
        assert again.code == 1, "one of them is refused"
        found = carrel("collect", "status", "--into", into, "--json").json
        assert (found["files"], found["credits"], found["refused"]) == (3, 3, 1)


def test_a_server_that_is_stopped_is_told_in_one_line_without_its_password(
    carrel: Carrel, believing: Path, tmp_path: Path
) -> None:
    lay(tmp_path / "in", 1)
    answer = carrel("collect", tmp_path / "in", "--into", "postgresql://carrel:hush@127.0.0.1:1/nothing")
    assert "cannot be reached" in answer.why
    assert "hush" not in answer.err
