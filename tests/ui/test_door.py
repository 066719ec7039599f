"""The door: work goes out to its lane, and what comes of it comes back on the thread that draws."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.problem import Problem
from player.ui.door import Door, Lane


class Receiver:
    """Whoever asks."""

    def __init__(self) -> None:
        self.got: list[object] = []
        self.threads: set[int] = set()
        self.problems: list[Problem] = []
        self.bugs: list[BaseException] = []

    def take(self, value: object) -> None:
        self.threads.add(threading.get_ident())
        self.got.append(value)

    def take_problem(self, problem: Problem) -> None:
        self.threads.add(threading.get_ident())
        self.problems.append(problem)

    def take_bug(self, bug: BaseException) -> None:
        self.threads.add(threading.get_ident())
        self.bugs.append(bug)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def door(receiver: Receiver, qapp: QApplication) -> Iterator[Door]:
    door = Door(on_problem=receiver.take_problem, on_bug=receiver.take_bug)
    yield door
    door.close()


def raise_(error: BaseException) -> None:
    raise error


def settle(door: Door, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: door.is_idle)


def test_work_is_done_elsewhere_and_its_result_comes_back_here(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    door.ask(threading.get_ident, receiver.take)
    settle(door, qtbot)
    assert receiver.threads == {threading.get_ident()}
    assert receiver.got != [threading.get_ident()]


def test_nothing_is_delivered_before_the_caller_is_done(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    door.ask(lambda: 1, receiver.take)
    door.ask(lambda: 2, receiver.take)
    assert receiver.got == [] and not door.is_idle
    settle(door, qtbot)
    assert receiver.got == [1, 2]


def test_a_lane_keeps_order(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    for number in range(200):
        door.ask(lambda number=number: number, receiver.take)
    settle(door, qtbot)
    assert receiver.got == list(range(200))


def test_a_long_copy_does_not_hold_up_the_desk(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    go = threading.Event()
    door.ask(lambda: go.wait(20) and "copied", receiver.take, lane=Lane.PORTER)
    door.ask(lambda: "kept", receiver.take)
    qtbot.waitUntil(lambda: receiver.got == ["kept"])
    go.set()
    settle(door, qtbot)
    assert receiver.got == ["kept", "copied"]


def test_a_problem_goes_to_whoever_asked(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    own: list[Problem] = []
    problem = Problem()
    door.ask(lambda: raise_(problem), receiver.take, failed=own.append)
    settle(door, qtbot)
    assert (own, receiver.problems, receiver.got) == ([problem], [], [])


def test_a_problem_nobody_wants_goes_to_the_window(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    problem = Problem()
    door.ask(lambda: raise_(problem), receiver.take)
    settle(door, qtbot)
    assert receiver.problems == [problem] and receiver.threads == {threading.get_ident()}


def test_a_bug_never_passes_for_a_problem(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    bug = ZeroDivisionError()
    own: list[Problem] = []
    door.ask(lambda: raise_(bug), receiver.take, failed=own.append)
    settle(door, qtbot)
    assert (receiver.bugs, own, receiver.problems, receiver.got) == ([bug], [], [], [])
    assert receiver.threads == {threading.get_ident()}


def test_words_on_the_way_arrive_in_order_before_the_end(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    def work() -> str:
        for number in range(500):
            door.tell(receiver.take, number)
        return "done"

    door.ask(work, receiver.take, lane=Lane.PORTER)
    settle(door, qtbot)
    assert receiver.got == [*range(500), "done"]


def test_words_from_all_lanes_leave_the_count_right(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    def work() -> None:
        for _ in range(2_000):
            door.tell(receiver.take, None)

    for lane in Lane:
        door.ask(work, lane=lane)
    settle(door, qtbot)
    assert len(receiver.got) == len(Lane) * 2_000
    assert door.is_idle


def test_closing_waits_for_what_was_sent_and_delivers_nothing(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(20):
        door.ask(lambda number=number: done.append(number), receiver.take)
    door.close()
    assert done == list(range(20))
    settle(door, qtbot)
    assert receiver.got == []


def test_a_closed_door_is_quiet(door: Door, receiver: Receiver) -> None:
    door.close()
    door.ask(lambda: 1, receiver.take)
    assert door.is_idle
    assert receiver.bugs == []


def test_a_result_may_ask_again(door: Door, receiver: Receiver, qtbot: QtBot) -> None:
    door.ask(lambda: 1, lambda first: door.ask(lambda: first + 1, receiver.take))
    settle(door, qtbot)
    assert receiver.got == [2]


def test_a_lane_is_never_the_last_to_let_go_of_what_was_sent_out(door: Door, qtbot: QtBot) -> None:
    """A widget's method is: freed by a lane, the widget would be freed on the wrong thread."""
    freed_on: list[int] = []

    class Owner:
        def __del__(self) -> None:
            freed_on.append(threading.get_ident())

        def work(self) -> None:
            """Takes no time."""

        def fail(self) -> None:
            raise Problem(what="It is torn.")

    for _ in range(200):
        door.ask(Owner().work)
        door.ask(Owner().fail)
    settle(door, qtbot)
    gc.collect()
    assert len(freed_on) == 400
    assert set(freed_on) == {threading.get_ident()}


def test_who_closes_it_within_a_time_waits_for_the_desk_and_not_for_a_stick_that_does_not_answer(
    receiver: Receiver, qapp: QApplication
) -> None:
    door = Door(on_problem=receiver.take_problem, on_bug=receiver.take_bug)
    stuck, begun, done = threading.Event(), threading.Event(), threading.Event()

    def never_answers() -> None:
        begun.set()
        stuck.wait(20)

    def write() -> None:
        assert begun.wait(20)
        done.set()

    door.ask(never_answers, receiver.take, lane=Lane.PORTER)
    door.ask(write, receiver.take)
    door.close(within_s=0.05)
    assert done.is_set() and not stuck.is_set()
    stuck.set()
    for thread in threading.enumerate():
        if thread.name.startswith(Lane.PORTER):
            thread.join(20)
    qapp.processEvents()
    assert receiver.got == [] and receiver.bugs == []
