from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from player.domain.event import StreamId
from player.ledger.problems import ProfileInUse
from player.ledger.profile import lock_profile
from player.proof.chain import read_events
from tests.ledger.conftest import Home
from tests.ledger.making import KEY, ledger_in, opening
from tests.ledger.processes import append_many, append_under_a_limit, context, hold_lock

COUNT = 150


def start(home: Home, folder: Path, *, own: bool) -> tuple[BaseProcess, Connection]:
    here, there = context().Pipe()
    arguments = (home.address, str(folder / "key.pem"), COUNT, own, there)
    process = context().Process(target=append_many, args=arguments)
    process.start()
    there.close()
    return process, here


def run_two_writers(home: Home, folder: Path, *, own: bool) -> list[tuple[StreamId, list[int]]]:
    KEY.write(folder / "key.pem")
    ledger = home.open()
    ledger.open(opening())
    ledger.close()
    writers = [start(home, folder, own=own) for _ in range(2)]
    assert [pipe.recv() for _, pipe in writers] == ["ready", "ready"]
    for _, pipe in writers:
        pipe.send("go")
    answers = [pipe.recv() for _, pipe in writers]
    for process, _ in writers:
        process.join()
        assert process.exitcode == 0
    return answers


def test_two_processes_on_one_stream_leave_one_chain(home: Home, tmp_path: Path) -> None:
    (stream, one), (same, two) = run_two_writers(home, tmp_path, own=False)
    assert stream == same
    assert sorted(one + two) == list(range(1, 2 * COUNT + 1))
    ledger = home.open()
    assert ledger.damaged() == ()
    assert len(read_events(ledger.bodies(stream))) == 2 * COUNT + 1
    ledger.close()


def test_two_processes_on_two_streams_do_not_disturb_each_other(home: Home, tmp_path: Path) -> None:
    answers = run_two_writers(home, tmp_path, own=True)
    ledger = home.open()
    assert ledger.damaged() == ()
    assert {stream.id: len(stream.events) for stream in ledger.streams()[1:]} == {
        stream: COUNT + 1 for stream, _ in answers
    }
    assert all(seqs == list(range(1, COUNT + 1)) for _, seqs in answers)
    ledger.close()


def test_two_processes_may_make_the_ledger_at_the_same_moment(home: Home, tmp_path: Path) -> None:
    KEY.write(tmp_path / "key.pem")
    writers = [start(home, tmp_path, own=True) for _ in range(2)]
    assert [pipe.recv() for _, pipe in writers] == ["ready", "ready"]
    for process, pipe in writers:
        pipe.send("go")
        pipe.recv()
        process.join()
    ledger = home.open()
    assert len(ledger.streams()) == 2
    ledger.close()


def test_a_disk_that_takes_no_more_loses_nothing_and_is_used_again_when_it_does(tmp_path: Path) -> None:
    KEY.write(tmp_path / "key.pem")
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    ledger.close()
    here, there = context().Pipe()
    child = context().Process(target=append_under_a_limit, args=(str(tmp_path), str(tmp_path / "key.pem"), there))
    child.start()
    there.close()
    problem, acknowledged, next_one = here.recv()
    child.join()
    # A limit on the size of files is not a full disk, but the same to whoever writes.
    assert problem in {"DiskFull", "DiskFails"}
    assert acknowledged > 0
    assert next_one == acknowledged + 1
    again = ledger_in(tmp_path)
    assert len(read_events(again.bodies(stream.id))) == next_one + 1
    again.close()


def test_a_second_process_is_kept_out_of_the_profile(tmp_path: Path) -> None:
    here, there = context().Pipe()
    child = context().Process(target=hold_lock, args=(str(tmp_path / "profile"), there))
    with lock_profile(tmp_path / "profile"):
        child.start()
        there.close()
        assert here.recv() == "ProfileInUse"
    child.join()


def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    here, there = context().Pipe()
    child = context().Process(target=hold_lock, args=(str(tmp_path), there))
    child.start()
    there.close()
    assert here.recv() == "locked"
    with pytest.raises(ProfileInUse):
        lock_profile(tmp_path)
    child.kill()
    child.join()
    lock_profile(tmp_path).release()
