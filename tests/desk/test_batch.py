"""Batches: everybody's documents, each with its own name and evidence, whole, once, and told in a manifest."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course
from player.desk.batch import PATIENCE, UNFINISHED, Batched, Order, Step
from player.desk.batch_choice import Choice, NoSuchLearner
from player.desk.batch_manifest import CSV, JSON, Outcome, Row, csv_bytes, rows_before
from player.desk.ports import PrintJob
from player.domain.cell import harmless
from player.domain.event import CertificateIssued
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.exchange.completion import read_completion
from player.proof.keys import PrivateKey
from tests.crowds import FIRST_DAY, batch_at, gather, person
from tests.faults.desks import make_talk
from tests.ledger.making import tamper
from tests.ui.fake_host import FakePress

TODAY = FIRST_DAY.date()
NAMES = ("Ana María Núñez", "محمد علي", "Bea Brown", "Bea Brown", "../../etc/passwd", "CON")
PEOPLE = tuple(person(number, name) for number, name in enumerate(NAMES, 1))


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talk(tmp_path_factory.mktemp("talk"))


@pytest.fixture
def crowd(talk: Path, tmp_path: Path) -> Path:
    """The profile of six people who claimed."""
    gather(tmp_path / "profile", talk, PEOPLE)
    return tmp_path / "profile"


class Queue:
    """A print queue that takes what it is given; `problem`, once set, is raised instead."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.asked = 0
        self.problem: Problem | None = None

    def require(self) -> None: ...

    def hand_over(self, pdf: bytes, *, name: str, copies: int, title: str) -> None:
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        self.taken.append((name, pdf))


class PaperJam(Problem):
    what_template = "The paper is stuck."


class Refusing(FakePress):
    """Cannot print whoever's name is in `refused`."""

    def __init__(self, *refused: str) -> None:
        super().__init__()
        self.refused = refused

    def certificate(self, job: PrintJob, *, key: PrivateKey) -> bytes:
        if job.facts.name in self.refused:
            raise PaperJam
        return super().certificate(job, key=key)

    def certificates(self, jobs: Iterable[PrintJob], *, key: PrivateKey, processes: int) -> Generator[bytes | Problem]:
        for job in jobs:
            try:
                yield self.certificate(job, key=key)
            except Problem as problem:
                yield problem


def run(profile: Path, to: Path, choice: Choice | None = None, **hands: Any) -> Batched:
    """One batch with a press that is quick."""
    printer = hands.pop("printer", "")
    hands.setdefault("press", FakePress())
    with batch_at(profile, **hands) as batch:
        return batch.run(Order(to=to, choice=choice or Choice(), printer=printer))


def manifest(folder: Path) -> Any:
    return json.loads((folder / JSON).read_bytes())


def pdfs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.pdf")}


def issued(profile: Path, learner: Learner) -> list[str]:
    """The numbers of the certificates that are recorded of somebody."""
    with desk_over(find_places(profile)) as desk:
        events = [event for stream in desk._parts.ledger.streams() for event in stream.events if _of(stream, learner)]
    return [event.fact.number for event in events if isinstance(event.fact, CertificateIssued)]


def _of(stream: Any, learner: Learner) -> bool:
    return stream.events[0].fact.learner == learner.id


# --- everybody -------------------------------------------------------------------------------------------------


def test_everybody_gets_a_document_with_their_own_name_and_evidence(crowd: Path, tmp_path: Path) -> None:
    press = FakePress()
    done = run(crowd, tmp_path / "out", press=press)
    assert done.all_well
    assert sorted(facts.name for facts in press.printed) == sorted(NAMES)
    for person_ in PEOPLE:
        (row,) = [row for row in done.rows if row.learner == person_.id]
        assert row.name == person_.name
        pdf = (tmp_path / "out" / row.file).read_bytes()
        completion = read_completion(pdf[pdf.index(b"\n%{") + 2 :], name=row.file)
        assert (completion.learner.id, completion.evidence.bodies[0].count(person_.id.encode())) == (person_.id, 1)


def test_what_is_saved_is_what_the_profile_keeps_and_the_manifest_tells(crowd: Path, tmp_path: Path) -> None:
    done = run(crowd, tmp_path / "out")
    saved = pdfs(tmp_path / "out")
    assert set(saved) == {row.file for row in done.rows}
    for row in done.rows:
        assert (crowd / "certificates" / f"{row.number}.pdf").read_bytes() == saved[row.file]
    told = manifest(tmp_path / "out")
    assert (told["complete"], told["totals"]["written"], told["totals"]["issued"]) == (True, 6, 6)
    assert {document["sha256"] for document in told["documents"]} == {row.sha256 for row in done.rows}
    assert not (crowd / UNFINISHED).exists()


def test_two_people_of_one_name_have_a_file_each_and_no_name_leads_out_of_the_folder(
    crowd: Path, tmp_path: Path
) -> None:
    done = run(crowd, tmp_path / "out")
    files = [row.file for row in done.rows]
    assert len({file for file in files if file.startswith("Bea Brown - ")}) == 2
    assert all(Path(file).name == file for file in files)
    assert len(pdfs(tmp_path / "out")) == 6
    assert any(file.startswith("محمد علي - ") for file in files)


def test_who_sits_at_the_desk_afterwards_is_who_sat_there_before(crowd: Path, tmp_path: Path) -> None:
    with desk_over(find_places(crowd)) as desk:
        before = desk.learner.id
    run(crowd, tmp_path / "out")
    with desk_over(find_places(crowd)) as desk:
        assert desk.learner.id == before
        assert desk.learner.printed_as, "and knows what was printed"


def test_an_empty_profile_is_told_and_is_well(tmp_path: Path) -> None:
    done = run(tmp_path / "profile", tmp_path / "out")
    assert (done.rows, done.all_well) == ((), True)


def test_what_was_claimed_on_another_machine_is_made_here_as_well(crowd: Path, tmp_path: Path) -> None:
    # A copy of a profile is another device: it signs with a key of its own.
    copy = Path(shutil.copytree(crowd, tmp_path / "copy"))
    done = run(copy, tmp_path / "out")
    assert done.all_well
    assert sorted(row.name for row in done.rows) == sorted(NAMES)


# --- again -----------------------------------------------------------------------------------------------------


def test_run_again_nothing_is_issued_made_or_written_twice(crowd: Path, tmp_path: Path) -> None:
    run(crowd, tmp_path / "out")
    before = {file: (tmp_path / "out" / file).stat().st_mtime_ns for file in pdfs(tmp_path / "out")}
    press = FakePress()
    again = run(crowd, tmp_path / "out", press=press)
    assert press.printed == []
    assert {row.outcome for row in again.rows} == {Outcome.THERE}
    assert {file: (tmp_path / "out" / file).stat().st_mtime_ns for file in pdfs(tmp_path / "out")} == before
    assert [len(issued(crowd, one)) for one in PEOPLE] == [1] * 6


def test_what_the_disk_damaged_since_is_made_again(crowd: Path, tmp_path: Path) -> None:
    (row, *_) = run(crowd, tmp_path / "out").rows
    kept, press = crowd / "certificates" / f"{row.number}.pdf", FakePress()
    kept.write_bytes(b"damaged")
    press.damaged = {b"damaged"}
    done = run(crowd, tmp_path / "out", press=press)
    assert done.all_well
    assert [facts.number for facts in press.printed] == [row.number]
    assert (tmp_path / "out" / done.rows[0].file).read_bytes() == kept.read_bytes() != b"damaged"


def test_what_was_taken_out_of_the_folder_is_put_there_again(crowd: Path, tmp_path: Path) -> None:
    (row, *_) = run(crowd, tmp_path / "out").rows
    (tmp_path / "out" / row.file).unlink()
    press = FakePress()
    done = run(crowd, tmp_path / "out", press=press)
    assert [one.outcome for one in done.rows] == [Outcome.WRITTEN, *[Outcome.THERE] * 5]
    assert press.printed == []


def test_a_different_file_of_the_same_name_is_left_as_it_is(crowd: Path, tmp_path: Path) -> None:
    (row, *_) = run(crowd, tmp_path / "out").rows
    file = tmp_path / "out" / row.file
    right = file.read_bytes()
    file.write_bytes(b"something else")
    for _ in range(2):
        (again, *_) = run(crowd, tmp_path / "out").rows
        assert file.read_bytes() == b"something else"
        assert (tmp_path / "out" / again.file).read_bytes() == right
    assert len(pdfs(tmp_path / "out")) == 7


def test_a_batch_that_is_called_off_says_how_far_it_came_and_the_next_makes_the_rest(
    crowd: Path, tmp_path: Path
) -> None:
    steps: list[Step] = []
    with batch_at(crowd, press=FakePress()) as batch:
        order = Order(to=tmp_path / "out", choice=Choice(new_only=True))
        first = batch.run(order, steps.append, lambda: len(steps) > 0 and steps[-1].made >= 2)
    assert not first.complete
    assert manifest(tmp_path / "out")["complete"] is False
    assert manifest(tmp_path / "out")["totals"]["documents"] == len(pdfs(tmp_path / "out")) == 2
    again = run(crowd, tmp_path / "out", Choice(new_only=True))
    assert again.all_well
    assert len(pdfs(tmp_path / "out")) == 6
    assert len(manifest(tmp_path / "out")["documents"]) == 6
    assert run(crowd, tmp_path / "out", Choice(new_only=True)).rows == ()


def test_a_batch_of_some_does_not_finish_one_of_all(crowd: Path, tmp_path: Path) -> None:
    with batch_at(crowd, press=FakePress()) as batch:
        batch.run(Order(to=tmp_path / "out", choice=Choice()), is_cancelled=lambda: True)
        batch.run(Order(to=tmp_path / "some", choice=Choice(learner=PEOPLE[0].id)))
        assert len(batch.run(Order(to=tmp_path / "out", choice=Choice(new_only=True))).rows) == 6
        assert batch.run(Order(to=tmp_path / "out", choice=Choice(new_only=True))).rows == ()


def test_progress_counts_everybody_once(crowd: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    with batch_at(crowd, press=FakePress()) as batch:
        batch.run(Order(to=tmp_path / "out", choice=Choice()), steps.append)
    assert steps[-1] == Step(done=6, of=6, made=6, failed=0)
    assert [step.done for step in steps] == sorted(step.done for step in steps)


# --- what is chosen --------------------------------------------------------------------------------------------


def test_only_what_was_claimed_in_these_days_is_made(crowd: Path, talk: Path, tmp_path: Path) -> None:
    gather(crowd, talk, [person(7, "Late Lee")], day=1)
    day = timedelta(days=1)
    choices = {
        Choice(since=TODAY, until=TODAY): 6,
        Choice(since=TODAY + day): 1,
        Choice(until=TODAY - day): 0,
        Choice(): 7,
    }
    for number, (choice, count) in enumerate(choices.items()):
        assert len(run(crowd, tmp_path / str(number), choice).rows) == count


def test_new_only_leaves_out_what_was_made_before_in_whatever_folder(crowd: Path, talk: Path, tmp_path: Path) -> None:
    run(crowd, tmp_path / "first")
    gather(crowd, talk, [person(7, "Late Lee")], day=1)
    second = run(crowd, tmp_path / "second", Choice(new_only=True))
    assert [row.name for row in second.rows] == ["Late Lee"]


def test_one_learner_and_one_course_can_be_chosen_by_the_beginning_of_their_ids(crowd: Path, tmp_path: Path) -> None:
    with batch_at(crowd, press=FakePress()) as batch:
        with pytest.raises(NoSuchLearner):
            batch.learner("0")
        whose = batch.learner(PEOPLE[0].id)
        course = batch.courses("org.example.my-course")
        done = batch.run(Order(to=tmp_path / "out", choice=Choice(learner=whose, courses=course)))
        assert [row.learner for row in done.rows] == [PEOPLE[0].id]
        assert batch.run(Order(to=tmp_path / "out", choice=Choice(courses=frozenset()))).rows == ()


def test_specimens_are_made_only_when_they_are_asked_for(talk: Path, tmp_path: Path) -> None:
    gather(tmp_path / "profile", talk, PEOPLE[:1], credit=False)
    assert run(tmp_path / "profile", tmp_path / "out").rows == ()
    assert len(run(tmp_path / "profile", tmp_path / "out", Choice(specimens=True)).rows) == 1


# --- what goes wrong with one ----------------------------------------------------------------------------------


def forget_name(crowd: Path, learner: Learner) -> None:
    tamper(crowd, "DELETE FROM person WHERE learner = ?", learner.id, file="people.sqlite")


def damage_stream(crowd: Path, learner: Learner) -> None:
    tamper(
        crowd,
        "UPDATE event SET body = x'7b7d' WHERE seq = 3 AND stream = (SELECT number FROM stream WHERE learner = ?)",
        learner.id,
    )


@pytest.mark.parametrize(
    ("harm", "code"), [(forget_name, "NoName"), (damage_stream, "StreamDamaged")], ids=["no name", "damaged"]
)
def test_what_is_wrong_with_one_is_told_in_its_row_and_the_others_go_on(
    harm: Callable[[Path, Learner], None], code: str, crowd: Path, tmp_path: Path
) -> None:
    harm(crowd, PEOPLE[0])
    done = run(crowd, tmp_path / "out")
    (wrong,) = [row for row in done.rows if row.outcome is Outcome.FAILED]
    assert (wrong.learner, wrong.code) == (PEOPLE[0].id, code)
    assert done.complete and not done.all_well
    assert len(pdfs(tmp_path / "out")) == 5
    (told,) = [one for one in manifest(tmp_path / "out")["documents"] if one["outcome"] == "failed"]
    assert told["problem"] == wrong.problem != ""


def test_a_name_that_cannot_be_printed_keeps_no_other_from_being_printed(crowd: Path, tmp_path: Path) -> None:
    done = run(crowd, tmp_path / "out", press=Refusing("Bea Brown"))
    assert [row.code for row in done.rows if row.outcome is Outcome.FAILED] == ["PaperJam", "PaperJam"]
    assert len(pdfs(tmp_path / "out")) == 4
    again = run(crowd, tmp_path / "out", Choice(new_only=True))
    assert [row.name for row in again.rows] == ["Bea Brown", "Bea Brown"], "they were not made yet"


def test_a_document_that_was_printed_keeps_its_name_when_the_person_is_called_otherwise(
    crowd: Path, tmp_path: Path
) -> None:
    run(crowd, tmp_path / "out")
    with desk_over(find_places(crowd)) as desk:
        mine = next(one for one in desk._parts.people.everybody() if one.id == PEOPLE[0].id)
        desk._parts.people.amend(replace(mine, name="Ana Otherwise"))
    again = run(crowd, tmp_path / "out")
    assert next(row.name for row in again.rows if row.learner == PEOPLE[0].id) == "Ana María Núñez"


def test_a_device_that_may_not_issue_is_told_for_each_and_nothing_is_issued(talk: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(talk.with_suffix(""), tmp_path / "talk"))
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace('# issuers = "enrolled"', 'issuers = "enrolled"'))
    shutil.copy(talk.with_suffix(".key"), tmp_path / "talk.key")
    strict = tmp_path / "talk.course"
    build_course(folder, key=tmp_path / "talk.key", out=strict, quick=True)
    gather(tmp_path / "profile", strict, PEOPLE[:2])
    done = run(tmp_path / "profile", tmp_path / "out")
    assert [row.code for row in done.rows] == ["NotEnrolled"] * 2
    assert issued(tmp_path / "profile", PEOPLE[0]) == []


# --- printing --------------------------------------------------------------------------------------------------


def test_each_document_is_given_to_the_printer_once_in_the_order_of_the_names(crowd: Path, tmp_path: Path) -> None:
    queue = Queue()
    done = run(crowd, tmp_path / "out", queue=queue, printer="Office")
    assert [row.printer for row in done.rows] == ["Office"] * 6
    assert [pdf for _, pdf in queue.taken] == [(tmp_path / "out" / row.file).read_bytes() for row in done.rows]
    run(crowd, tmp_path / "out", queue=queue, printer="Office")
    assert len(queue.taken) == 6, "a second run prints nothing again"
    run(crowd, tmp_path / "out", queue=queue, printer="Upstairs")
    assert len(queue.taken) == 12


def test_a_queue_that_takes_nothing_is_left_alone_soon_and_the_next_run_prints_the_rest(
    crowd: Path, tmp_path: Path
) -> None:
    queue = Queue()
    queue.problem = PaperJam()
    done = run(crowd, tmp_path / "out", queue=queue, printer="Office")
    assert queue.asked == PATIENCE
    assert isinstance(done.stopped, PaperJam)
    queue.problem = None
    assert run(crowd, tmp_path / "out", queue=queue, printer="Office").all_well
    assert len(queue.taken) == 6


# --- the manifest ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_no_cell_makes_a_spreadsheet_calculate(name: str) -> None:
    data = csv_bytes([Row(outcome=Outcome.WRITTEN, learner="1f", name=name, course="Sleep")])
    assert data.startswith("\ufeff".encode())
    (_, cells) = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert cells[3] == f"'{name}" == harmless(name)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b'{"documents": 3}', b'{"documents": [3, {"file": "../x"}]}', b"\xff"]
)
def test_whatever_lies_there_as_a_manifest_of_before_is_read_or_left(text: bytes, tmp_path: Path) -> None:
    (tmp_path / JSON).write_bytes(text)
    assert rows_before(tmp_path) == ()


def test_the_manifest_goes_on_from_the_day_before(crowd: Path, talk: Path, tmp_path: Path) -> None:
    run(crowd, tmp_path / "out")
    gather(crowd, talk, [person(7, "Late Lee")], day=1)
    run(crowd, tmp_path / "out", Choice(new_only=True))
    told = manifest(tmp_path / "out")["documents"]
    assert len(told) == 7
    table = list(csv.DictReader(io.StringIO((tmp_path / "out" / CSV).read_text("utf-8-sig"))))
    assert [line["File"] for line in table] == [document["file"] for document in told]
