"""The check-up: what is known at once comes first, the rest as it comes, and whatever does not come is said so."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from player.desk.checkup import (
    BUSY,
    DECODER,
    END,
    MOST_AT_ONCE,
    MOST_TRIED,
    NAME,
    NOT_YET,
    CheckingUp,
    CheckUps,
)
from player.desk.ports import Question, Reading
from player.desk.record_facts import Records
from player.domain.checkup.report import CheckUp, Outcome, identifier, record_of
from player.domain.checkup.wording import text_of
from player.domain.course import SessionId
from player.domain.engine import MediaSource
from player.domain.event import MachineChecked
from player.domain.requirement import Fact, Facts, Finding, Level, Need, Operator, Requirement, Verdict
from player.ledger.problems import RecordsGone
from player.proof.problems import NotReadable
from tests.builders import COURSE, FIRST, PHYSICIAN, SECOND
from tests.ui.fake_host import FakeDesk, FakePackage, signed

TODAY = datetime(2027, 3, 8, 9, 30, tzinfo=UTC)
LONGEST_S = 20
LATE = "It did not answer in time."
FIRST_PLAYS, SECOND_PLAYS = f"plays.{FIRST}", f"plays.{SECOND}"
MEMORY = Requirement(
    id="memory",
    level=Level.MINIMUM,
    subject="memory",
    text="2 GB",
    need=Need(fact="memory.total", operator=Operator.NOMINAL, value="2 GB"),
)
PICTURE = Requirement(
    id="picture",
    level=Level.MINIMUM,
    subject="graphics",
    text="64 MB of video memory",
    need=Need(fact="gpu.memory", operator=Operator.AT_LEAST, value="64 MB"),
)
ASKING = replace(COURSE, requirements=(MEMORY, PICTURE))


def on_another_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(LONGEST_S)
    assert not thread.is_alive()


@dataclass
class Ask:
    """What a machine was asked at one time; it answers when, and what, a test wants."""

    names: frozenset[str]
    told: Callable[[Facts], None]
    also: Mapping[str, Question]
    over: threading.Event = field(default_factory=threading.Event)
    late: frozenset[str] = frozenset()

    def wait(self) -> Facts:
        # Long enough that no computer stands still for it: given up here, a check-up tells of its end.
        assert self.over.wait(10 * LONGEST_S), "this test did not end its asking"
        return {name: Fact(name=name, value=None, how=LATE) for name in self.late}

    def answer(self, name: str, value: str | None, how: str = "a probe") -> None:
        on_another_thread(lambda: self.told({name: Fact(name=name, value=value, how=how)}))

    def really_ask(self, name: str) -> None:
        self.answer(name, *self.also[name]())

    def end(self, *, late: Iterable[str] = ()) -> None:
        self.late = frozenset(late)
        self.over.set()


class PatientMachine:
    """A machine whose slow answers are given by the test, from other threads."""

    def __init__(self, *known: Fact, slow: Iterable[str] = ("gpu.memory", "sound.outputs")) -> None:
        self.known = {fact.name: fact for fact in known}
        self.slow = frozenset(slow)
        self.names = self.slow | self.known.keys()
        self.asked: list[Ask] = []

    def facts(self) -> Facts:
        return dict(self.known)

    def ask(self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Question]) -> Ask:
        self.asked.append(Ask(frozenset(names), told, also))
        return self.asked[-1]


class TiredMachine(PatientMachine):
    """A machine that begins nothing more."""

    def ask(self, names: Iterable[str], told: Callable[[Facts], None], also: Mapping[str, Question]) -> Ask:
        raise RuntimeError("no more threads")


class Listener:
    """Hears what a check-up tells, and waits for what a test waits for."""

    def __init__(self) -> None:
        self.heard: list[CheckUp] = []
        self._came = threading.Condition()

    def __call__(self, checkup: CheckUp) -> None:
        with self._came:
            self.heard.append(checkup)
            self._came.notify_all()

    def wait_for(self, times: int) -> CheckUp:
        with self._came:
            assert self._came.wait_for(lambda: len(self.heard) >= times, LONGEST_S), self.heard
            return self.heard[-1]


class Tried:
    """A trial that finds what it is told to find, and remembers what it tried."""

    def __init__(self) -> None:
        self.reading: Reading = ("yes", "a frame came")
        self.sources: list[str] = []

    def __call__(self, source: MediaSource | None) -> Reading:
        self.sources.append(source.name if source else "")
        return self.reading


@dataclass
class Source:
    name: str
    size: int = 0

    def read_at(self, offset: int, length: int) -> bytes:
        return b""


class PlayablePackage(FakePackage):
    """A package with recordings; `away` is raised when one is looked for."""

    away: NotReadable | None = None
    closed = 0

    def source(self, member: str) -> MediaSource:
        if self.away is not None:
            raise self.away
        return Source(member)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Room:
    """A desk, and the check-ups that it would make with another machine."""

    desk: FakeDesk
    machine: PatientMachine
    trial: Tried
    package: PlayablePackage
    told: Listener

    @property
    def checkups(self) -> CheckUps:
        desk = self.desk
        records = Records(
            now=desk.now,
            last=desk._parts.ledger.last_at,
            last_backup=desk.care.last_backup,
            printed_name=lambda: desk.learner.printed_name,
            lacking_letters=desk.press.lacking,
        )
        return CheckUps(self.machine, records, self.trial)

    def begin(self, *seen: Fact) -> CheckingUp:
        return self.checkups.begin(self.package, seen)

    def ask(self, checking: CheckingUp, only: frozenset[str] | None = None) -> Ask:
        before = len(self.machine.asked)
        self.checkups.ask(checking, self.told, only)
        (asked,) = self.machine.asked[before:]
        return asked

    def alone(self) -> CheckUp:
        return self.checkups.begin(None).now()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    desk = FakeDesk(tmp_path, courses=(ASKING,))
    desk.clock.set_wall(TODAY)
    memory = Fact(name="memory.total", value="4 GB", how="the system")
    room = Room(desk, PatientMachine(memory), Tried(), PlayablePackage(desk.signed[0]), Listener())
    yield room
    for asked in room.machine.asked:
        asked.end()


def finding(checkup: CheckUp, rule: str) -> Finding:
    return next(one for one in checkup.findings if one.requirement.id == rule)


def verdict(checkup: CheckUp, rule: str) -> Verdict:
    return finding(checkup, rule).verdict


# --- as it comes -----------------------------------------------------------------------------------------------


def test_what_is_known_at_once_is_answered_at_once_and_the_rest_says_that_it_was_not_asked(room: Room) -> None:
    checkup = room.begin().now()
    assert verdict(checkup, "memory") is Verdict.MET
    assert (verdict(checkup, "picture"), finding(checkup, "picture").why) == (Verdict.CANNOT_TELL, NOT_YET)
    assert room.machine.asked == [] and room.trial.sources == []


def test_slow_answers_fill_in_one_by_one_and_each_is_told(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    assert checking.now().pending == {"gpu.memory", "sound.outputs", DECODER, NAME, FIRST_PLAYS, SECOND_PLAYS}
    assert checking.now().is_pending(finding(checking.now(), "picture"))
    asked.answer("gpu.memory", "32 MB")
    heard = room.told.wait_for(1)
    assert verdict(heard, "picture") is Verdict.NOT_MET and not heard.is_pending(finding(heard, "picture"))
    for number, name in enumerate((DECODER, NAME, FIRST_PLAYS, SECOND_PLAYS), start=2):
        asked.really_ask(name)
        assert name not in room.told.wait_for(number).pending
    asked.answer("sound.outputs", "2")
    asked.end()
    assert checking.wait().is_complete
    assert room.told.wait_for(7).is_complete
    assert [len(one.pending) for one in room.told.heard] == [5, 4, 3, 2, 1, 0, 0]


def test_a_probe_that_never_answers_is_given_up_and_its_rule_stays_open(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    asked.end(late=("gpu.memory",))
    checkup = checking.wait()
    assert checkup.is_complete and checkup.outcome is Outcome.UNSURE
    assert (verdict(checkup, "picture"), finding(checkup, "picture").why) == (Verdict.CANNOT_TELL, LATE)


def test_the_end_is_told_also_when_nobody_waits_and_nothing_came(room: Room) -> None:
    room.ask(room.begin()).end()
    assert room.told.wait_for(1).is_complete


def test_an_answer_that_comes_after_it_was_given_up_changes_nothing(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    asked.end(late=("gpu.memory",))
    before = checking.wait()
    room.told.wait_for(1)
    asked.answer("gpu.memory", "1 GB")
    assert checking.now() == before and len(room.told.heard) == 1


def test_answers_from_many_threads_are_told_in_order_and_the_last_is_complete(room: Room) -> None:
    names = [f"app.{number}" for number in range(40)]
    room.machine = PatientMachine(slow=names)
    checking = room.checkups.begin(None)
    asked = room.ask(checking)
    everything = [*names, *asked.also]
    random.Random(7).shuffle(everything)
    crowd = [threading.Thread(target=asked.told, args=({n: Fact(name=n, value=None, how="")},)) for n in everything]
    for thread in crowd:
        thread.start()
    assert checking.wait().is_complete
    asked.end()
    room.told.wait_for(len(everything) + 1)
    assert [len(one.pending) for one in room.told.heard] == [*reversed(range(len(everything))), 0]


def test_who_is_being_told_is_not_told_of_the_next_answer_meanwhile(room: Room) -> None:
    checking = room.begin()
    order: list[str] = []

    def told(_: CheckUp) -> None:
        order.append("begins")
        if len(order) == 1:
            later.start()
            # Nothing can be waited for that does not come.
            later.join(0.2)
        order.append("ends")

    room.checkups.ask(checking, told)
    (asked,) = room.machine.asked
    later = threading.Thread(target=asked.answer, args=("sound.outputs", "1"))
    asked.answer("gpu.memory", "1 GB")
    later.join(LONGEST_S)
    assert order == ["begins", "ends", "begins", "ends"]


def test_a_machine_that_says_what_cannot_be_is_not_believed(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    asked.answer("gpu.memory", "none")
    asked.end()
    open_one = finding(checking.wait(), "picture")
    assert open_one.verdict is Verdict.CANNOT_TELL and "“none”" in open_one.why


def test_a_machine_that_cannot_be_asked_leaves_nobody_waiting(room: Room) -> None:
    room.machine = TiredMachine()
    checking = room.begin()
    with pytest.raises(RuntimeError):
        room.checkups.ask(checking, room.told)
    assert checking.wait().is_complete


# --- once more -------------------------------------------------------------------------------------------------


def test_one_row_is_asked_again_alone(room: Room) -> None:
    checking = room.begin()
    room.ask(checking).end(late=("gpu.memory",))
    row = finding(checking.wait(), "picture")
    again = room.ask(checking, frozenset(row.asked))
    assert (again.names, again.also.keys()) == ({"gpu.memory"}, set())
    assert checking.now().pending == {"gpu.memory"}
    again.answer("gpu.memory", "128 MB")
    again.end()
    assert verdict(checking.wait(), "picture") is Verdict.MET


def test_what_is_known_at_once_can_be_asked_again_too(room: Room) -> None:
    checking = room.begin()
    assert room.ask(checking, frozenset({"memory.total", "course.has-pdf"})).names == {"memory.total"}


def test_the_later_asking_counts_whichever_answers_last(room: Room) -> None:
    checking = room.begin()
    first = room.ask(checking)
    second = room.ask(checking, frozenset({"gpu.memory"}))
    second.answer("gpu.memory", "128 MB")
    first.answer("gpu.memory", "8 MB")
    first.end(late=("gpu.memory",))
    second.end()
    assert verdict(checking.wait(), "picture") is Verdict.MET


def test_whoever_waits_waits_for_all_that_was_asked(room: Room) -> None:
    checking = room.begin()
    first = room.ask(checking)
    second = room.ask(checking, frozenset({"gpu.memory"}))
    second.answer("gpu.memory", "128 MB")
    second.end()
    room.told.wait_for(2)
    assert not checking.now().is_complete
    first.end()
    assert checking.wait().is_complete


def test_a_row_about_the_records_is_asked_again_though_no_machine_answers_for_it(room: Room) -> None:
    room.desk.journey(room.desk.signed[0])
    checking = room.begin()
    row = finding(checking.now(), "carrel.backup")
    assert row.verdict is Verdict.NOT_MET
    room.desk.care.last = TODAY.date()
    room.ask(checking, frozenset(row.asked)).end()
    assert verdict(room.told.wait_for(1), "carrel.backup") is Verdict.MET


def test_a_report_is_of_the_moment_at_which_it_was_last_asked(room: Room) -> None:
    checking = room.begin()
    room.desk.clock.advance(60_000)
    room.ask(checking, frozenset({"memory.total"})).end()
    assert checking.wait().moment == TODAY + timedelta(minutes=1)


# --- closed ----------------------------------------------------------------------------------------------------


def test_closing_lets_go_of_the_course_and_of_whoever_waits_and_nothing_more_is_told(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    waited: list[CheckUp] = []
    waiting = threading.Thread(target=lambda: waited.append(checking.wait()))
    waiting.start()
    checking.close()
    waiting.join(LONGEST_S)
    assert len(waited) == 1 and room.package.closed == 1
    asked.answer("gpu.memory", "1 GB")
    asked.end()
    for thread in threading.enumerate():
        if thread.name == END:
            thread.join(LONGEST_S)
    assert verdict(checking.now(), "picture") is Verdict.CANNOT_TELL
    assert room.told.heard == []
    checking.close()
    assert room.package.closed == 1


def test_after_closing_nothing_is_asked(room: Room) -> None:
    checking = room.begin()
    checking.close()
    room.checkups.ask(checking, room.told)
    assert room.machine.asked == [] and checking.wait().is_complete


# --- trying ----------------------------------------------------------------------------------------------------


def test_each_kind_of_recording_is_tried_once_and_carrels_own_beside_it(room: Room) -> None:
    codecs = ("h264", "mp4a")
    sessions = tuple(replace(session, codecs=codecs) for session in ASKING.sessions)
    room.package.signed = signed(replace(ASKING, sessions=sessions))
    asked = room.ask(room.begin())
    for name in asked.also.keys() - {NAME}:
        asked.really_ask(name)
    asked.end()
    assert sorted(room.trial.sources) == ["", "one.mp4"]


def test_a_recording_that_is_not_decoded_is_lacking_and_says_what_helps(room: Room) -> None:
    room.trial.reading = ("no", "no picture came")
    checking = room.begin()
    asked = room.ask(checking)
    asked.really_ask(FIRST_PLAYS)
    asked.end()
    checkup = checking.wait()
    row = finding(checkup, f"carrel.plays.{FIRST}")
    assert checkup.outcome is Outcome.LACKS
    assert (row.verdict, row.where) == (Verdict.NOT_MET, "no picture came")
    assert "Install VLC" in row.remedy


def test_a_trial_that_hangs_leaves_its_recording_open(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    asked.really_ask(SECOND_PLAYS)
    asked.end(late=(FIRST_PLAYS,))
    checkup = checking.wait()
    assert verdict(checkup, f"carrel.plays.{FIRST}") is Verdict.CANNOT_TELL
    assert verdict(checkup, f"carrel.plays.{SECOND}") is Verdict.MET


class SlowTrial(Tried):
    """Tries for as long as a test wants, and counts how many do at once."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = threading.Event()
        self.full = threading.Semaphore(0)

    def __call__(self, source: MediaSource | None) -> Reading:
        self.full.release()
        self.enough.wait(LONGEST_S)
        return super().__call__(source)

    def is_begun(self, times: int) -> bool:
        return all(self.full.acquire(timeout=LONGEST_S) for _ in range(times))


def with_sessions(room: Room, count: int) -> None:
    """Each of another kind, so that each is to be tried."""
    sessions = (
        replace(ASKING.sessions[0], id=SessionId(f"s{n}"), media=f"{n}.mp4", codecs=(f"x{n}",)) for n in range(count)
    )
    room.package.signed = signed(replace(ASKING, sessions=tuple(sessions)))


def test_of_very_many_recordings_not_all_are_tried_and_the_others_can_be_asked_for_one_by_one(room: Room) -> None:
    with_sessions(room, 500)
    checking = room.begin()
    asked = room.ask(checking)
    assert len(asked.also) == MOST_TRIED + 1 and {DECODER, NAME} <= asked.also.keys()
    asked.end()
    last = finding(checking.wait(), "carrel.plays.s499")
    assert (last.verdict, last.why) == (Verdict.CANNOT_TELL, NOT_YET)
    again = room.ask(checking, frozenset(last.asked))
    again.really_ask("plays.s499")
    again.end()
    assert verdict(checking.wait(), "carrel.plays.s499") is Verdict.MET


def test_only_a_few_recordings_are_tried_at_the_same_moment(room: Room) -> None:
    trial = room.trial = SlowTrial()
    with_sessions(room, MOST_AT_ONCE + 3)
    checkups = room.checkups
    checking = checkups.begin(room.package)
    checkups.ask(checking, room.told)
    (asked,) = room.machine.asked
    names = [name for name in asked.also if name != NAME]
    crowd = [threading.Thread(target=asked.really_ask, args=(name,)) for name in names]
    for thread in crowd:
        thread.start()
    assert trial.is_begun(MOST_AT_ONCE)
    assert not trial.full.acquire(blocking=False)
    trial.enough.set()
    for thread in crowd:
        thread.join(LONGEST_S)
    asked.end()
    assert checking.wait().is_complete and len(trial.sources) == len(names)


def test_a_recording_whose_turn_comes_after_its_check_up_was_closed_is_not_tried(room: Room) -> None:
    checking = room.begin()
    asked = room.ask(checking)
    checking.close()
    assert asked.also[FIRST_PLAYS]() == (None, BUSY)
    assert room.trial.sources == []


def test_a_recording_that_cannot_be_read_is_no_fault_of_the_computers(room: Room) -> None:
    room.package.away = NotReadable(name="one.mp4", kind="a recording", reason="its stick is away.")
    checking = room.begin()
    asked = room.ask(checking)
    asked.really_ask(FIRST_PLAYS)
    asked.end()
    row = finding(checking.wait(), f"carrel.plays.{FIRST}")
    assert row.verdict is Verdict.CANNOT_TELL and "its stick is away" in row.why


def test_what_a_person_says_of_the_test_counts_once_it_was_played(room: Room) -> None:
    checking = room.begin()
    assert verdict(checking.now(), "carrel.test.heard") is Verdict.DOES_NOT_APPLY
    said = {"test.played": "yes", "test.heard": "no", "test.seen": "yes"}
    checkup = checking.add(Fact(name=name, value=value, how="your own word") for name, value in said.items())
    assert verdict(checkup, "carrel.test.heard") is Verdict.NOT_MET
    assert "play the test again" in finding(checkup, "carrel.test.heard").remedy
    assert verdict(checkup, "carrel.test.seen") is Verdict.MET
    assert verdict(checkup, "carrel.test.read") is Verdict.CANNOT_TELL


def test_what_the_window_sees_is_judged_from_the_beginning(room: Room) -> None:
    screen = (Fact(name="screen.width", value="800 px", how="Qt"), Fact(name="screen.height", value="600 px", how="Qt"))
    assert verdict(room.begin(*screen).now(), "carrel.screen") is Verdict.NOT_MET


def test_what_the_window_sees_is_not_asked_of_the_machine_which_sees_another_screen(room: Room) -> None:
    room.machine = PatientMachine(slow=("screen.width", "screen.height", "gpu.memory"))
    seen = (Fact(name="screen.width", value="1440 px", how="Qt"), Fact(name="screen.height", value="900 px", how="Qt"))
    checking = room.begin(*seen)
    asked = room.ask(checking)
    assert asked.names == {"gpu.memory"}
    asked.answer("screen.width", "800 px")
    asked.end()
    row = finding(checking.wait(), "carrel.screen")
    assert row.verdict is Verdict.MET
    again = room.ask(checking, frozenset(row.asked))
    assert again.names == frozenset()
    again.end()
    assert verdict(checking.wait(), "carrel.screen") is Verdict.MET


def test_the_machine_is_asked_what_the_window_was_to_see_and_did_not(room: Room) -> None:
    room.machine = PatientMachine(slow=("screen.width", "screen.height"))
    asked = room.ask(room.begin(*(Fact(name=name, value="0 px", how="Qt") for name in room.machine.slow)))
    assert asked.names == {"screen.width", "screen.height"}


def test_room_is_asked_for_a_course_that_would_be_copied(room: Room) -> None:
    room.machine.known["disk.courses"] = Fact(name="disk.courses", value="1 GB", how="the disk")
    checking = room.checkups.begin(room.package, to_copy=3 << 30)
    assert verdict(checking.now(), "carrel.room") is Verdict.NOT_MET


# --- the records -----------------------------------------------------------------------------------------------


def test_the_day_is_said_in_the_reports_language_whatever_the_computer_speaks(room: Room) -> None:
    """The identifier follows from these words: a locale must not change it."""
    assert finding(room.alone(), "carrel.clock").where == "it shows March 8, 2027, 09:30 UTC"


@pytest.mark.parametrize(
    ("behind", "answer"),
    [(timedelta(minutes=4), Verdict.MET), (timedelta(minutes=6), Verdict.NOT_MET), (timedelta(900), Verdict.NOT_MET)],
)
def test_a_clock_that_runs_behind_the_records_cannot_be_right(room: Room, behind: timedelta, answer: Verdict) -> None:
    room.desk.journey(room.desk.signed[0])
    room.desk.clock.set_wall(TODAY - behind)
    assert verdict(room.alone(), "carrel.clock") is answer


@pytest.mark.parametrize("year", [1970, 2025, 2101])
def test_a_year_that_cannot_be_is_no_year_for_a_certificate(room: Room, year: int) -> None:
    room.desk.clock.set_wall(TODAY.replace(year=year))
    row = finding(room.alone(), "carrel.clock")
    assert row.verdict is Verdict.NOT_MET and str(year) in row.where


@pytest.mark.parametrize(
    ("days", "answer", "found"),
    [
        (0, Verdict.MET, "0 days"),
        (31, Verdict.MET, "31 days"),
        (32, Verdict.NOT_MET, "32 days"),
        (-1, Verdict.MET, "0 days"),
        (-9, Verdict.CANNOT_TELL, ""),
    ],
)
def test_a_backup_is_asked_for_once_there_are_records_and_not_older_than_a_month(
    room: Room, days: int, answer: Verdict, found: str
) -> None:
    room.desk.care.last = TODAY.date() - timedelta(days=days)
    assert verdict(room.alone(), "carrel.backup") is Verdict.DOES_NOT_APPLY
    room.desk.journey(room.desk.signed[0])
    row = finding(room.alone(), "carrel.backup")
    assert row.verdict is answer
    assert found in row.found


def test_records_that_cannot_be_read_leave_their_rows_open_with_the_reason(room: Room) -> None:
    def broken() -> date | None:
        raise NotReadable(name="backups", kind="a folder", reason="the disk does not answer.")

    room.desk.care.last_backup = broken
    room.desk.journey(room.desk.signed[0])
    row = finding(room.alone(), "carrel.backup")
    assert row.verdict is Verdict.CANNOT_TELL and "the disk does not answer" in row.why


@pytest.mark.parametrize("folder", [Path("/home/ada/records"), "/home/ada/records", r"C:\Users\Ada\records"])
def test_why_records_cannot_be_read_is_told_without_the_folder_that_they_are_in(room: Room, folder: str | Path) -> None:
    def broken() -> date | None:
        raise RecordsGone(folder=folder)

    room.desk.care.last_backup = broken
    room.desk.journey(room.desk.signed[0])
    checkup = room.alone()
    assert "cannot be reached" in finding(checkup, "carrel.backup").why
    assert "ada" not in text_of(checkup).casefold()


def test_a_name_whose_letters_no_font_has_is_lacking_and_counts_anew_once_it_is_written_otherwise(room: Room) -> None:
    def lacking(name: str) -> int:
        return 0 if name.isascii() else len(name)

    room.desk.press.lacking = lacking
    room.desk.save_learner(replace(PHYSICIAN, name="ꡂꡗ", degrees=""))
    checking = room.checkups.begin(None)
    asked = room.ask(checking)
    asked.really_ask(NAME)
    asked.end()
    row = finding(checking.wait(), "carrel.name")
    assert row.verdict is Verdict.NOT_MET and "2 of its letters" in row.where
    room.desk.save_learner(replace(PHYSICIAN, name="Ana", degrees=""))
    again = room.ask(checking, frozenset(row.asked))
    again.really_ask(NAME)
    again.end()
    assert verdict(checking.wait(), "carrel.name") is Verdict.MET


def test_nothing_is_asked_of_a_name_that_was_not_given(room: Room) -> None:
    room.desk.save_learner(replace(PHYSICIAN, name="", degrees=""))
    assert verdict(room.alone(), "carrel.name") is Verdict.DOES_NOT_APPLY


# --- what is kept ----------------------------------------------------------------------------------------------


def test_the_ledger_keeps_what_came_of_it_under_the_name_of_the_report(room: Room) -> None:
    course = room.desk.signed[0]
    checking = room.begin()
    room.ask(checking).end(late=room.machine.slow)
    checkup = checking.wait()
    room.desk.record_check_up(course, checkup)
    fact = room.desk.journey(course).stream.events[-1].fact
    assert fact == MachineChecked(verdicts=checkup.counts, report=checkup.id)
    assert sum(count for _, count in checkup.counts) == len(checkup.findings)
    assert identifier(record_of(checkup)) == checkup.id


def test_every_other_answer_gives_another_identifier(room: Room) -> None:
    checking = room.begin()
    before = checking.now()
    after = checking.add([Fact(name="gpu.memory", value="1 GB", how="the driver")])
    assert before.id != after.id
    assert before.id == replace(before, pending=frozenset({"gpu.memory"})).id


def test_the_course_page_knows_what_is_known_at_once_and_asks_nothing_else(room: Room) -> None:
    assert [one.verdict for one in room.checkups.quick(ASKING)] == [Verdict.MET, Verdict.CANNOT_TELL]
    assert room.machine.asked == []
