"""Batches when the world fails in the middle: whatever happens, the next run makes the rest, once, and all is whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.printing import FEW, printed_by_many
from player.bootstrap.verifying import verifier_over
from player.desk.batch import Batched, Order, Step
from player.desk.batch_choice import Choice
from player.desk.batch_manifest import JSON, Outcome
from player.desk.batch_saving import SavingFolder
from player.desk.judged import of_one_course
from player.desk.ports import PrintJob
from player.domain.event import CertificateIssued
from player.domain.problem import Problem
from player.proof.files import CannotWrite, Obstacle
from tests.crowds import batch_at, gather, person
from tests.faults.terminal import ROOT
from tests.faults.test_full_disk import Filling
from tests.ledger.conftest import SmallDisk
from tests.ui.fake_host import FakePress
from tests.worlds import World, world

PEOPLE = tuple(person(number, f"Ana María Núñez {number}") for number in range(1, FEW + 5))
FONTS = find_places().fonts


@pytest.fixture
def crowd(talk: Path, tmp_path: Path) -> Path:
    gather(tmp_path / "profile", talk, PEOPLE)
    return tmp_path / "profile"


def run(profile: Path, to: Path, tell: Callable[[Step], None] = lambda _: None) -> Batched:
    with batch_at(profile, press=FakePress()) as batch:
        return batch.run(Order(to=to, choice=Choice(new_only=True)), tell)


def complete(profile: Path, folder: Path) -> None:
    """Everybody's document is in the folder, once, as the profile keeps it; everything was issued once."""
    saved = sorted(file.read_bytes() for file in folder.glob("*.pdf"))
    kept = sorted(file.read_bytes() for file in (profile / "certificates").glob("*.pdf"))
    assert saved == kept
    assert len(kept) == len(PEOPLE)
    assert not [file for file in (*folder.iterdir(), *(profile / "certificates").iterdir()) if ".part" in file.name]
    with desk_over(find_places(profile)) as desk:
        events = [event for stream in desk._parts.ledger.streams() for event in stream.events]
    assert sum(isinstance(event.fact, CertificateIssued) for event in events) == len(PEOPLE)


# --- the folder --------------------------------------------------------------------------------------------------


def test_a_full_disk_stops_the_batch_and_with_room_the_next_run_makes_the_rest(
    crowd: Path, small_disk: SmallDisk
) -> None:
    small_disk.remount("size=2m")
    folder, filling = small_disk.folder / "out", Filling(small_disk)

    def fill(step: Step) -> None:
        if step.made == 3 and not step.failed:
            filling.leave(0)

    done = run(crowd, folder, fill)
    assert isinstance(done.stopped, CannotWrite) and done.stopped.obstacle is Obstacle.FULL
    assert not done.all_well
    assert len(list(folder.glob("*.pdf"))) == 3
    assert not list(folder.glob(".carrel-*"))
    filling.go()
    assert run(crowd, folder).all_well
    complete(crowd, folder)


def test_a_folder_that_vanishes_stops_the_batch_and_nothing_is_written_in_its_place(
    crowd: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stick" / "out"

    def pull(step: Step) -> None:
        if step.made == 3 and folder.exists():
            shutil.rmtree(folder.parent)

    done = run(crowd, folder, pull)
    assert isinstance(done.stopped, CannotWrite) and done.stopped.obstacle is Obstacle.GONE
    assert done.manifest is None
    assert not folder.exists()
    assert run(crowd, folder).all_well
    complete(crowd, folder)


def test_the_empty_folder_under_a_stick_that_was_pulled_is_not_taken_for_the_stick(small_disk: SmallDisk) -> None:
    folder = SavingFolder(small_disk.folder)
    assert folder.save("a.pdf", b"a") == (small_disk.folder / "a.pdf", True)
    subprocess.run(["umount", "-l", str(small_disk.folder)], check=True)
    try:
        with pytest.raises(CannotWrite, match="taken out"):
            folder.save("b.pdf", b"b")
        assert list(small_disk.folder.iterdir()) == []
    finally:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(small_disk.folder)], check=True)


# --- the processes -----------------------------------------------------------------------------------------------


def jobs(count: int, *, unprintable: int = -1) -> list[PrintJob]:
    """Of one claim under many names; one of them has a letter that no font has."""
    there = world()
    issued = there.earn()
    names = [f"Ana {number}" if number != unprintable else "Ana \U00013000" for number in range(count)]
    return [job(there, there.token(issued), name) for name in names]


def job(there: World, token: str, name: str) -> PrintJob:
    return PrintJob(
        facts=replace(there.facts(), name=name, signature=None),
        evidence=name.encode(),
        evidence_name="proof.completion",
        token=token,
    )


def made(wanted: Iterable[PrintJob], processes: int) -> Generator[bytes | Problem]:
    return printed_by_many(wanted, key=None, fonts=FONTS, processes=processes)


def workers() -> list[psutil.Process]:
    """The processes of this one that make pages; the one that looks after shared memory is none."""
    children = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in children if any("spawn_main" in word for word in child.cmdline())]


def test_many_processes_make_the_same_bytes_as_one_in_the_same_order_with_the_same_problems() -> None:
    wanted = jobs(FEW + 4, unprintable=5)
    alone, together = list(made(wanted, 1)), list(made(wanted, 2))
    assert together[:5] + together[6:] == alone[:5] + alone[6:]
    here, there = alone[5], together[5]
    assert isinstance(here, Problem) and isinstance(there, Problem)
    assert (type(there), there.sentence, there.details) == (type(here), here.sentence, here.details)
    assert str(there) == str(here)


def test_no_process_is_begun_for_a_few_documents_and_none_is_left_over() -> None:
    before = workers()
    few = made(jobs(FEW), 2)
    next(few)
    assert workers() == before
    list(few)
    with closing(made(jobs(FEW + 4), 2)) as many:
        next(many)
        assert len(workers()) == len(before) + 2
    assert workers() == before


def test_a_process_that_makes_pages_loads_neither_records_nor_window() -> None:
    loaded = "import sys, player.bootstrap.printing; print(*{name.split('.')[0] for name in sys.modules})"
    said = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"sqlalchemy", "PySide6", "typer", "vlc"} & set(said.split())


def test_jobs_are_taken_a_few_at_a_time() -> None:
    taken = 0

    def taking() -> Generator[PrintJob]:
        nonlocal taken
        for one in jobs(40):
            taken += 1
            yield one

    with closing(made(taking(), 2)) as many:
        next(many)
        assert taken < 20


def test_what_a_killed_process_had_is_made_all_the_same_and_another_takes_its_place() -> None:
    wanted = jobs(FEW + 10)
    expected = list(made(wanted, 1))
    before = workers()
    answers: list[bytes | Problem] = []
    killed: list[int] = []
    for answer in made(wanted, 2):
        answers.append(answer)
        if len(answers) in (1, 5):
            victim = next(one for one in workers() if one not in before)
            killed.append(victim.pid)
            victim.kill()
    assert answers == expected
    assert len(set(killed)) == 2
    assert workers() == before


def test_when_the_program_is_killed_its_processes_go_and_the_next_run_makes_the_rest(
    crowd: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    children = kill_after(crowd, folder, 3)
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []
    with batch_at(crowd) as batch:
        done = batch.run(Order(to=folder, choice=Choice(new_only=True), processes=2))
    assert done.all_well
    complete(crowd, folder)
    told = json.loads((folder / JSON).read_bytes())["documents"]
    assert len({document["number"] for document in told}) == len(told) == len(PEOPLE)
    assert {row.outcome for row in done.rows} == {Outcome.WRITTEN, Outcome.THERE}
    verify = verifier_over(find_places(crowd))
    for document in told[:2]:
        assert of_one_course(verify(folder / document["file"])).learner.id == document["learner"]


def kill_after(profile: Path, folder: Path, documents: int) -> list[psutil.Process]:
    """Begins a batch and kills it once it has made so many. Returns the processes that it had begun."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.batching", str(profile), str(folder)],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line.split()[1]) >= documents:
            break
    children = psutil.Process(child.pid).children()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    return children
