"""Taking in: what a provider keeps, in a file and on a server, and how often whatever happens counts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from player.bootstrap.collecting import CompletionJudge
from player.domain.collection.account import Outcome
from player.domain.collection.kept import RosterChoice
from player.domain.course import CourseId
from player.domain.event import DeviceId, Purpose, TakenBackFor
from player.domain.problem import Problem
from player.domain.receipt import Outcome as Answer
from player.domain.receipt import Receipt
from player.domain.report_format import ReportFormat
from player.domain.reporting import Reporting
from player.domain.roster import roster_rows
from player.exchange.receipt import judge_receipt, read_receipt
from player.ledger.collection.store import open_collection
from player.ledger.collection.tables import CONTENT, CREDIT, FILE
from player.ledger.problems import NewerRecords
from player.ledger.upgrade import META
from player.office.accounting import completion_of
from player.office.intake import Intake, Taken
from player.office.people import merge, merge_certain, proposals
from player.office.ports import Collection
from player.office.walking import files_in, in_batches
from player.proof.trust import Publisher, Trust
from tests.builders import COURSE
from tests.fakes import NOON
from tests.ledger.conftest import Home
from tests.office.lives import NOW, earned, intake, lay, learner, life, ordinary, sent
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, key, signed

ANA = learner(1)
OTHER_DEVICE = key(9)


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.completion"
    file.write_bytes(data)
    return file


def outcomes(taken: list[Taken]) -> list[Outcome]:
    return [one.outcome for one in taken]


def take(place: Intake, *files: Path) -> list[Taken]:
    return list(place.take(files))


def test_what_was_taken_in_counts_once_and_is_known_again(home: Home, tmp_path: Path) -> None:
    files = lay(tmp_path / "in", 1, 2, 3)
    office = intake(home.address)
    first = take(office, *files)
    assert outcomes(first) == [Outcome.NEW] * 3
    assert outcomes(take(office, *files)) == [Outcome.KNOWN] * 3
    office.collection.close()
    again = intake(home.address, now=lambda: NOW + timedelta(days=1))
    assert [one.receipt for one in take(again, *files)] == [one.receipt for one in first]
    figures = again.collection.figures()
    assert (figures.files, figures.credits, figures.learners, figures.older) == (3, 3, 3, 0)
    again.collection.close()


def test_the_same_file_twice_in_one_batch_counts_once(home: Home, tmp_path: Path) -> None:
    one = put(tmp_path / "a", "x", ordinary(1))
    other = put(tmp_path / "b", "y", ordinary(1))
    office = intake(home.address)
    assert outcomes(take(office, one, other)) == [Outcome.NEW, Outcome.KNOWN]
    assert office.collection.figures().credits == 1
    office.collection.close()


def test_a_receipt_is_believed_by_the_learner_s_own_program(home: Home, tmp_path: Path) -> None:
    here = earned(ANA, stream=1)
    office = intake(home.address)
    (taken,) = take(office, put(tmp_path, "a", sent(here)))
    receipt = judge_receipt(read_receipt(taken.receipt, name="a.receipt"), signed(COURSE), TRUST)
    assert receipt.outcome is Answer.ACCEPTED
    assert receipt.credited == tuple(claim.number for claim in here.journey.history.claims)
    assert (receipt.stream, receipt.seq) == (here.stream.id, len(here.stream.events) - 1)
    office.collection.close()


def test_what_was_taken_back_is_confirmed_as_taken_back(home: Home, tmp_path: Path) -> None:
    here = earned(ANA, stream=1)
    office = intake(home.address)
    take(office, put(tmp_path, "a", sent(here)))
    number = here.journey.history.claims[0].number
    here.journey.withdraw_claim(number, reason=TakenBackFor.OTHER)
    (taken,) = take(office, put(tmp_path, "b", sent(here)))
    receipt = read_receipt(taken.receipt, name="b").receipt
    assert (receipt.credited, receipt.taken_back) == ((), (number,))
    figures = office.collection.figures()
    assert (figures.credits, figures.taken_back, figures.files) == (0, 1, 2)
    office.collection.close()


def test_an_older_state_is_kept_and_adds_nothing(home: Home, tmp_path: Path) -> None:
    here = earned(ANA, stream=1)
    office = intake(home.address)
    newest, older = put(tmp_path, "a", sent(here)), put(tmp_path, "b", sent(here, events=30))
    assert outcomes(take(office, newest)) == [Outcome.NEW]
    assert outcomes(take(office, older)) == [Outcome.OLDER]
    with office.collection.contents(RosterChoice(), one_each=False) as found:
        assert [data for _, data in found] == [newest.read_bytes()]
    office.collection.close()


def test_a_fork_that_is_shorter_than_what_is_known_is_found(home: Home, tmp_path: Path) -> None:
    """The links of what is known are read from the file that told them."""
    office = intake(home.address)
    take(office, put(tmp_path, "a", sent(earned(ANA, stream=1))))
    clone = life(ANA, stream=1)
    clone.clock.advance(7)
    clone.journey.acknowledge_disclosures()
    take(office, put(tmp_path, "b", sent(clone)))
    assert "forked-stream" in [flag.kind for flag in office.collection.flags()]
    office.collection.close()


# --- refused -------------------------------------------------------------------------------------------------


def altered(data: bytes) -> bytes:
    return data[:400] + bytes([data[400] ^ 1]) + data[401:]


def test_what_is_refused_is_listed_with_its_reason_and_answered_where_it_can_be(home: Home, tmp_path: Path) -> None:
    specimen = life(ANA, stream=5, purpose=Purpose.REHEARSAL)
    files = [
        put(tmp_path, "altered", altered(ordinary(1))),
        put(tmp_path, "cut", ordinary(1)[:500]),
        put(tmp_path, "specimen", sent(specimen)),
        put(tmp_path, "stranger", sent(life(ANA, stream=6, publisher=key(77)))),
        put(tmp_path, "empty", b""),
    ]
    office = intake(home.address)
    taken = take(office, *files)
    assert outcomes(taken) == [Outcome.REFUSED] * 5
    listed = {one.name: one for one in office.collection.refusals()}
    assert {listed[file.name].code for file in files[2:4]} == {"SpecimenFile", "UnknownPublisher"}
    assert all(one.reason.startswith(name) or name in one.reason for name, one in listed.items() if "spec" in name)
    assert [bool(one.receipt) for one in taken] == [False, False, True, True, False]
    answer = read_receipt(taken[2].receipt, name="x").receipt
    assert answer.outcome is Answer.REFUSED and answer.reason
    assert office.collection.figures().files == 0
    office.collection.close()


def test_a_file_is_tried_again_once_its_publisher_is_believed(home: Home, tmp_path: Path) -> None:
    file = put(tmp_path, "a", ordinary(1))
    before = intake(home.address, trust=NOBODY)
    first = take(before, file)
    assert outcomes(first) == [Outcome.REFUSED]
    assert [one.receipt for one in take(before, file)] == [one.receipt for one in first]
    before.collection.close()
    after = intake(home.address)
    assert outcomes(take(after, file)) == [Outcome.NEW]
    assert list(after.collection.refusals()) == []
    assert outcomes(take(after, file)) == [Outcome.KNOWN]
    after.collection.close()


def test_a_publisher_who_signs_specimens_only_gives_no_credit(home: Home, tmp_path: Path) -> None:
    trust = Trust((Publisher(name="Example", keys=(PUBLISHER.public,), specimen=True),))
    office = intake(home.address, trust=trust)
    assert outcomes(take(office, put(tmp_path, "a", ordinary(1)))) == [Outcome.REFUSED]
    office.collection.close()


def test_what_comes_after_the_last_day_is_refused(home: Home, tmp_path: Path) -> None:
    course = replace(COURSE, reporting=Reporting(last_day=date(2024, 8, 31)))
    file = put(tmp_path, "a", sent(life(ANA, stream=1, course=course)))
    office = intake(home.address)
    assert outcomes(take(office, file)) == [Outcome.REFUSED]
    assert "2024-08-31" in next(iter(office.collection.refusals())).reason
    office.collection.close()


def test_on_the_last_day_itself_where_the_provider_is_a_file_is_taken_in(home: Home, tmp_path: Path) -> None:
    course = replace(COURSE, reporting=Reporting(last_day=date(2024, 8, 31)))
    file = put(tmp_path, "a", sent(life(ANA, stream=1, course=course)))
    # Three in the morning of 1 September in UTC: still August in New York.
    office = intake(home.address, now=lambda: NOW.replace(hour=3))
    assert outcomes(take(office, file)) == [Outcome.NEW]
    office.collection.close()


def test_what_was_recorded_on_a_revoked_device_is_refused_and_may_be_let_in_again(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    office.collection.revoke_device(DeviceId(DEVICE.public.id), "It was stolen.", NOW)
    file = put(tmp_path, "a", ordinary(1))
    (taken,) = take(office, file)
    assert taken.outcome is Outcome.REFUSED
    assert "It was stolen." in taken.reason
    office.collection.close()


def test_a_record_under_another_name_is_listed_as_refused(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    take(office, put(tmp_path, "a", sent(earned(learner(1), stream=1))))
    (taken,) = take(office, put(tmp_path, "b", sent(earned(learner(2), stream=1))))
    assert taken.outcome is Outcome.REFUSED
    assert [one.code for one in office.collection.refusals()] == ["RecordOfAnother"]
    assert office.collection.figures().credits == 1
    office.collection.close()


def test_a_file_that_cannot_be_read_is_left_for_the_next_time(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    (taken,) = take(office, tmp_path / "gone.completion")
    assert taken.outcome is Outcome.UNREAD
    assert list(office.collection.refusals()) == []
    office.collection.close()


def test_who_gets_a_key_later_answers_what_came_before(home: Home, tmp_path: Path) -> None:
    file = put(tmp_path, "a", ordinary(1))
    silent = intake(home.address, signed_by=None)
    assert [one.receipt for one in take(silent, file)] == [b""]
    assert outcomes(take(silent, file)) == [Outcome.KNOWN]
    silent.collection.close()
    office = intake(home.address)
    (taken,) = take(office, file)
    assert taken.receipt and taken.outcome is Outcome.KNOWN
    assert office.collection.figures().older == 0
    assert take(office, file)[0].receipt == taken.receipt
    office.collection.close()


# --- people --------------------------------------------------------------------------------------------------


def two_ids(place: Intake, folder: Path, **marks: str) -> None:
    one, other = learner(1, **marks), learner(2, **marks)
    take(
        place,
        put(folder, "one", sent(earned(one, stream=1))),
        put(folder, "other", sent(earned(other, stream=2, device=OTHER_DEVICE), device=OTHER_DEVICE)),
    )


def test_ids_with_the_same_national_number_become_one_person_only_when_asked(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    two_ids(office, tmp_path, npi="1234567893")
    assert office.collection.figures().credits == 2
    assert len(proposals(office.collection)) == 1
    assert merge_certain(office.collection, NOW) == 1
    figures = office.collection.figures()
    assert (figures.credits, figures.persons, figures.learners) == (1, 1, 2)
    assert proposals(office.collection) == []
    office.collection.close()


def test_what_one_of_them_sends_later_counts_for_the_person(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    one = earned(learner(1, npi="1234567893"), stream=1)
    late = life(learner(2, npi="1234567893"), stream=2, device=OTHER_DEVICE)
    take(office, put(tmp_path, "a", sent(one)), put(tmp_path, "b", sent(late, device=OTHER_DEVICE)))
    merge_certain(office.collection, NOW)
    late.finish()
    late.claim()
    (taken,) = take(office, put(tmp_path, "c", sent(late, device=OTHER_DEVICE)))
    assert office.collection.figures().credits == 1
    assert read_receipt(taken.receipt, name="c").receipt.credited == (late.journey.history.claims[0].number,)
    office.collection.close()


@pytest.mark.parametrize("marks", [{"licence": "123456"}, {"name": "Ana", "email": "ana@example.org"}])
def test_weaker_evidence_never_brings_two_ids_together_by_itself(
    home: Home, tmp_path: Path, marks: dict[str, str]
) -> None:
    office = intake(home.address)
    two_ids(office, tmp_path, **marks)
    assert merge_certain(office.collection, NOW) == 0
    assert office.collection.figures().credits == 2
    assert "same-person" in [flag.kind for flag in office.collection.flags()]
    assert len(proposals(office.collection)) == ("email" in marks)
    merge(office.collection, [learner(2).id, learner(1).id], NOW)
    assert office.collection.figures().credits == 1
    office.collection.close()


def test_a_device_that_serves_many_and_that_nobody_enrolled_is_flagged(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    take(office, *lay(tmp_path, 1, 2, 3))
    assert "shared-device" not in [flag.kind for flag in office.collection.flags()]
    take(office, *lay(tmp_path, 4))
    assert "shared-device" in [flag.kind for flag in office.collection.flags()]
    office.collection.close()


# --- rosters -------------------------------------------------------------------------------------------------


def numbers(collection: Collection, choice: RosterChoice) -> list[tuple[str, bool]]:
    with collection.rows(choice) as rows:
        return [(row.number, row.taken_back is not None) for row in rows]


def test_a_row_of_the_roster_is_the_one_that_the_learner_s_own_report_has(home: Home, tmp_path: Path) -> None:
    data = ordinary(1)
    office = intake(home.address)
    take(office, put(tmp_path, "a", data))
    (own,) = roster_rows(completion_of(CompletionJudge(TRUST).judge(data, name="a")))
    with office.collection.rows(RosterChoice()) as rows:
        assert list(rows) == [replace(own, told=None)]
    office.collection.close()


def test_nobody_is_told_twice_and_what_was_told_is_taken_out_again(home: Home, tmp_path: Path) -> None:
    form = ReportFormat.PARS
    choice = RosterChoice(form=form, only_new=True)
    here = earned(ANA, stream=1)
    office = intake(home.address)
    take(office, put(tmp_path, "a", sent(here)))
    ((number, gone),) = numbers(office.collection, choice)
    assert not gone
    office.collection.tell(form, {number: False}, NOW)
    assert numbers(office.collection, choice) == []
    here.journey.withdraw_claim(number, reason=TakenBackFor.WRONG_AMOUNT)
    here.claim(amount="1.25")
    take(office, put(tmp_path, "b", sent(here)))
    new = here.journey.history.claims[0].number
    assert numbers(office.collection, choice) == [(number, True), (new, False)]
    assert numbers(office.collection, replace(choice, form=ReportFormat.CE_BROKER)) == [(new, False)]
    office.collection.tell(form, {new: False, number: True}, NOW)
    assert numbers(office.collection, choice) == []
    office.collection.close()


def test_of_two_ids_that_became_one_person_the_second_credit_is_taken_out_again(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    two_ids(office, tmp_path, npi="1234567893")
    choice = RosterChoice(form=ReportFormat.PARS, only_new=True)
    told = dict(numbers(office.collection, choice))
    office.collection.tell(ReportFormat.PARS, told, NOW)
    merge_certain(office.collection, NOW)
    assert [gone for _, gone in numbers(office.collection, choice)] == [True]
    office.collection.close()


def test_a_roster_can_be_had_of_one_course_and_since_a_day(home: Home, tmp_path: Path) -> None:
    office = intake(home.address)
    take(office, *lay(tmp_path, 1))
    assert numbers(office.collection, RosterChoice(course=CourseId("org.example.other"))) == []
    assert len(numbers(office.collection, RosterChoice(course=COURSE.id))) == 1
    assert numbers(office.collection, RosterChoice(since=NOON.replace(year=2999))) == []
    office.collection.close()


# --- the place -----------------------------------------------------------------------------------------------


def test_a_newer_collection_is_refused_politely(home: Home) -> None:
    with closing(open_collection(home.address)) as collection:
        collection.database.write(lambda connection: connection.execute(update(META).values(value=99)))
    with pytest.raises(NewerRecords):
        open_collection(home.address)


def test_a_batch_that_cannot_be_written_is_not_there_at_all(home: Home, tmp_path: Path) -> None:
    class Full(Problem):
        what_template = "There is no room."

    class Refusing:
        def write(self, receipt: Receipt) -> bytes:
            raise Full

    office = intake(home.address)
    files = lay(tmp_path, 1, 2)
    with pytest.raises(Full):
        Intake(judge=office.judge, collection=office.collection, signer=Refusing(), now=office.now).take(files)
    assert office.collection.figures().files == 0
    assert outcomes(take(office, *files)) == [Outcome.NEW] * 2
    office.collection.close()


class Slow:
    """Signs once somebody else was met here, or nobody came for a while; says whether somebody was."""

    def __init__(self, here: threading.Event, other: threading.Event, wait_s: float) -> None:
        self._here, self._other, self._wait_s = here, other, wait_s
        self.met = False

    def write(self, receipt: Receipt) -> bytes:
        self._here.set()
        self.met = self._other.wait(self._wait_s)
        return receipt.stream.encode()


def test_nobody_else_counts_for_a_learner_while_somebody_does(home: Home, tmp_path: Path) -> None:
    """The second waits for the first to end, and then sees what it did: what counts goes on to count."""
    first, second = threading.Event(), threading.Event()
    one, other = intake(home.address), intake(home.address)
    one.signer, other.signer = Slow(first, second, 0.7), Slow(second, first, 20)
    here = put(tmp_path, "a", sent(earned(ANA, stream=1)))
    late = earned(ANA, stream=2, device=OTHER_DEVICE, at=NOON - timedelta(days=2))
    there = put(tmp_path, "b", sent(late, device=OTHER_DEVICE))
    thread = threading.Thread(target=one.take, args=([here],))
    thread.start()
    assert first.wait(20)
    other.take([there])
    thread.join()
    assert not one.signer.met
    with one.collection.rows(RosterChoice()) as rows:
        assert [row.stream for row in rows] == [f"{1:032x}"]
    one.collection.close()
    other.collection.close()


# --- side by side --------------------------------------------------------------------------------------------


def work(place: str, folders: list[Path]) -> None:
    office = intake(place)
    for batch in in_batches(files_in(folders), 3):
        office.take(batch)
    office.collection.close()


def test_programs_side_by_side_count_nothing_twice_though_one_is_killed(home: Home, tmp_path: Path) -> None:
    lay(tmp_path / "a", *range(1, 13))
    lay(tmp_path / "b", *range(9, 19))
    # The same learners from other devices, in the other folder: whoever comes first counts.
    for number in range(1, 4):
        here = earned(learner(number), stream=100 + number, device=OTHER_DEVICE, at=NOON + timedelta(days=2))
        put(tmp_path / "b", f"x{number}", sent(here, device=OTHER_DEVICE))
    intake(home.address).collection.close()
    context = multiprocessing.get_context("spawn")
    folders = ([tmp_path / "a"], [tmp_path / "a", tmp_path / "b"], [tmp_path / "b"], [tmp_path / "b", tmp_path / "a"])
    crew = [context.Process(target=work, args=(home.address, some)) for some in folders]
    for one in crew:
        one.start()
    office = intake(home.address)
    while office.collection.figures().files < 4:
        time.sleep(0.02)
    os.kill(crew[1].pid or 0, signal.SIGKILL)
    for one in crew:
        one.join(60)
    assert [one.exitcode for one in crew if one is not crew[1]] == [0, 0, 0]
    for batch in in_batches(files_in([tmp_path])):
        office.take(batch)
    figures = office.collection.figures()
    assert (figures.files, figures.learners, figures.credits, figures.streams) == (21, 18, 18, 21)
    office.collection.close()
    with closing(open_collection(home.address)) as collection, collection.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(CONTENT)) == 21
        assert connection.scalar(select(func.count(FILE.c.digest.distinct()))) == 21
        assert connection.scalar(select(func.count(CREDIT.c.number.distinct()))) == 18
