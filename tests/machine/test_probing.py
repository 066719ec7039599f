"""Asking the machine: whatever a probe does, everybody gets an answer in time, and a reason where there is none."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.requirement import Fact, Facts
from player.machine import probing
from player.machine.asking import LATE, NONSENSE, NOT_ALLOWED, STILL_ASKED, Probe, Reading, answers
from player.machine.probing import NOBODY_KNOWS, TAKES_A_WHILE, Machine
from tests.machine.recorded import Heard

HANGS_S = 0.3
"""How long is waited for what hangs, in seconds: the tests shall not."""
SLOW = 2.0
"""A limit that makes a probe a slow one."""


def machine_of(*probes: Probe, folder: Path = Path("/nowhere")) -> Machine:
    return Machine(profile=folder, courses=lambda: folder, resources=folder, probes=probes)


def probe(name: str, value: str | None = "1", how: str = "counted", limit_s: float = 0.1) -> Probe:
    return Probe(names=(name,), read=lambda: ((value, how),), limit_s=limit_s)


class Counted:
    """A probe that counts how often it was asked."""

    def __init__(self, *names: str, limit_s: float = 0.1) -> None:
        self.times = 0
        self.probe = Probe(names=names, read=self._read, limit_s=limit_s)

    def _read(self) -> tuple[Reading, ...]:
        self.times += 1
        return ((str(self.times), "counted"),) * len(self.probe.names)


class Hanging:
    """A probe that answers only when it is let go."""

    def __init__(self, *names: str, limit_s: float = 0.1) -> None:
        self.times = 0
        self.let_go = threading.Event()
        self.done = threading.Event()
        self.probe = Probe(names=names, read=self._read, limit_s=limit_s)

    def _read(self) -> tuple[Reading, ...]:
        self.times += 1
        self.let_go.wait(30)
        self.done.set()
        return tuple(("1", "at last") for _ in self.probe.names)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy with other tests even what is quick takes its time."""
    monkeypatch.setattr(probing, "FAST_S", 20.0)


@pytest.fixture
def hanging(patient: None, monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[..., Hanging]]:
    monkeypatch.setattr(probing, "FAST_S", HANGS_S)
    made: list[Hanging] = []

    def make(*names: str, limit_s: float = 0.1) -> Hanging:
        made.append(Hanging(*names, limit_s=limit_s))
        return made[-1]

    yield make
    for one in made:
        one.let_go.set()


# ------------------------------------------------------------------ what a probe says


def test_what_a_probe_says_is_a_fact() -> None:
    assert machine_of(probe("a")).facts() == {"a": Fact(name="a", value="1", how="counted")}


def raising(error: Exception) -> Callable[[], object]:
    def read() -> object:
        raise error

    return read


@pytest.mark.parametrize(
    ("error", "how"),
    [
        (PermissionError("no"), NOT_ALLOWED),
        (FileNotFoundError("gone"), "This computer does not say (FileNotFoundError)."),
        (RecursionError(), "This computer does not say (RecursionError)."),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), "This computer does not say (UnicodeDecodeError)."),
    ],
)
def test_a_probe_that_fails_leaves_its_facts_unknown_with_a_reason(error: Exception, how: str) -> None:
    assert answers(("a", "b"), raising(error)) == {name: Fact(name=name, value=None, how=how) for name in ("a", "b")}


@pytest.mark.parametrize("said", [None, "yes", (), (("1", "x"),) * 3, [("1", "x"), ("1", "x")], {"a": "1"}, 7])
def test_an_answer_of_another_length_or_kind_makes_no_sense(said: object) -> None:
    assert {fact.how for fact in answers(("a", "b"), lambda: said).values()} == {NONSENSE}


@pytest.mark.parametrize(
    "said", [None, "yes", 5, (1, "x"), ("1",), ("1", None), ("", "x"), (" \0\n", "x"), (b"1", "x")]
)
def test_one_reading_that_makes_no_sense_does_not_spoil_the_others(said: object) -> None:
    found = answers(("a", "b"), lambda: (said, ("1", "counted")))
    assert (found["a"].value, found["a"].how) == (None, NONSENSE)
    assert found["b"].value == "1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("memory.total", "2048"),
        ("memory.total", "-5 MB"),
        ("memory.total", "999999999 TB"),
        ("memory.total", "2400 MHz"),
        ("cpu.clock", "0 MHz"),
        ("cpu.clock", "900 GHz"),
        ("sound.outputs", "many"),
        ("sound.outputs", "-1"),
        ("os.bits", "48"),
        ("os.platform", "beos"),
        ("os.version", "unknown"),
        ("decoder.library", "perhaps"),
    ],
)
def test_a_machine_that_lies_is_not_believed_and_its_words_are_shown(name: str, said: str) -> None:
    fact = machine_of(probe(name, said)).facts()[name]
    assert fact.value is None
    assert said in fact.how


def test_what_makers_write_into_the_names_of_their_parts_is_made_fit_to_be_shown() -> None:
    fact = machine_of(probe("gpu.name", "  GeForce\t\x00\x1b[31mRTX \n 3060" + "!" * 5000)).facts()["gpu.name"]
    assert fact.value is not None
    assert fact.value.startswith("GeForce [31mRTX 3060!")
    assert len(fact.value) <= 300


junk = st.recursive(
    st.none() | st.text() | st.integers() | st.binary() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner)
    ),
    max_leaves=8,
)


@given(junk, st.lists(st.sampled_from(["os.version", "memory.total", "a", "os.bits"]), max_size=3, unique=True))
def test_whatever_a_probe_returns_each_of_its_facts_has_a_value_or_a_reason(said: object, names: list[str]) -> None:
    found = answers(tuple(names), lambda: said)
    assert set(found) == set(names)
    assert all(fact.how for fact in found.values())
    assert all(fact.value is None or (fact.value and fact.value.isprintable()) for fact in found.values())


# ------------------------------------------------------------------ what is known at once


def test_what_hangs_is_not_waited_for_and_the_others_are_there(hanging: Callable[..., Hanging]) -> None:
    stuck = hanging("disk.free")
    found = machine_of(stuck.probe, probe("a")).facts()
    assert found["disk.free"] == Fact(name="disk.free", value=None, how=LATE)
    assert found["a"].value == "1"


def test_what_still_hangs_is_not_asked_a_second_time_and_says_so(hanging: Callable[..., Hanging]) -> None:
    stuck = hanging("disk.free")
    machine = machine_of(stuck.probe)
    machine.facts()
    again = [machine.facts()["disk.free"].how for _ in range(5)]
    assert again == [STILL_ASKED] * 5
    assert stuck.times == 1


def test_what_hung_is_asked_again_once_it_has_answered(hanging: Callable[..., Hanging]) -> None:
    stuck = hanging("a")
    machine = machine_of(stuck.probe)
    machine.facts()
    stuck.let_go.set()
    assert machine.ask({"a"}, Heard(), {}).wait()["a"].value == "1"
    assert machine.facts()["a"].value == "1"


def test_what_was_late_is_asked_with_what_is_slow(hanging: Callable[..., Hanging]) -> None:
    stuck = hanging("disk.free")
    machine = machine_of(stuck.probe, probe("b", limit_s=SLOW))
    assert machine.slow == {"b"}
    for _ in range(3):
        machine.facts()
        assert machine.slow == {"b", "disk.free"}
    stuck.let_go.set()
    stuck.done.wait(5)
    machine.ask({"disk.free"}, Heard(), {}).wait()
    machine.facts()
    assert machine.slow == {"b"}


def test_what_is_slow_is_not_asked_at_once_but_named_with_the_reason() -> None:
    slow = Counted("b", limit_s=SLOW)
    found = machine_of(probe("a"), slow.probe).facts()
    assert found["b"] == Fact(name="b", value=None, how=TAKES_A_WHILE)
    assert slow.times == 0


def test_what_stays_as_it_is_is_asked_once_and_what_changes_each_time() -> None:
    steady, changing = Counted("cpu.name"), Counted("a")
    machine = machine_of(steady.probe, changing.probe)
    for _ in range(3):
        machine.facts()
    assert (steady.times, changing.times) == (1, 3)


def test_what_could_not_be_told_is_asked_again() -> None:
    said = iter([(None, "busy"), ("Pentium", "its name")])
    machine = machine_of(Probe(names=("cpu.name",), read=lambda: (next(said),)))
    assert machine.facts()["cpu.name"].value is None
    assert machine.facts()["cpu.name"].value == "Pentium"


def test_a_slow_fact_that_stays_is_known_at_once_after_it_was_asked() -> None:
    machine = machine_of(probe("gpu.name", "Matrox", limit_s=SLOW))
    machine.ask({"gpu.name"}, Heard(), {}).wait()
    assert machine.facts()["gpu.name"].value == "Matrox"


def test_of_two_probes_of_one_fact_the_slow_one_is_asked_where_there_is_time() -> None:
    machine = machine_of(probe("sound.outputs", "2", limit_s=SLOW), probe("sound.outputs", "1"))
    assert machine.facts()["sound.outputs"].value == "1"
    assert machine.ask({"sound.outputs"}, Heard(), {}).wait()["sound.outputs"].value == "2"


def test_a_machine_without_a_thread_to_spare_is_too_busy_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert machine_of(probe("a")).facts()["a"].how == "This computer is too busy to answer."


def test_many_may_ask_at_the_same_time(hanging: Callable[..., Hanging]) -> None:
    stuck, steady = hanging("disk.free"), Counted("cpu.name")
    machine = machine_of(stuck.probe, steady.probe, probe("a"), probe("b", limit_s=SLOW))
    with ThreadPoolExecutor(16) as pool:
        quick = [pool.submit(machine.facts) for _ in range(16)]
        asked = [pool.submit(lambda: machine.ask({"a", "b"}, Heard(), {}).wait()) for _ in range(16)]
    assert all(one.result()["a"].value == "1" for one in quick)
    assert all({fact.value for fact in one.result().values()} == {"1"} for one in asked)
    assert stuck.times == 1


# ------------------------------------------------------------------ asking


def test_asking_returns_at_once_and_tells_from_one_other_thread(hanging: Callable[..., Hanging]) -> None:
    stuck, heard = hanging("b", limit_s=SLOW), Heard()
    asking = machine_of(probe("a"), stuck.probe, probe("c")).ask({"a", "b", "c"}, heard, {"d": lambda: ("1", "tried")})
    stuck.let_go.set()
    found = asking.wait()
    assert {name: fact.value for name, fact in found.items()} == {"a": "1", "b": "1", "c": "1", "d": "1"}
    assert heard.facts == found
    assert len(heard.threads) == 1
    assert threading.get_ident() not in heard.threads


def test_answers_come_before_what_is_late_and_what_is_late_is_told(hanging: Callable[..., Hanging]) -> None:
    stuck, heard = hanging("b", limit_s=HANGS_S), Heard()
    found = machine_of(stuck.probe, probe("a", limit_s=SLOW)).ask({"a", "b"}, heard, {}).wait()
    assert [set(batch) for batch in heard.batches] == [{"a"}, {"b"}]
    assert found["b"] == heard.facts["b"] == Fact(name="b", value=None, how=LATE)


def test_a_question_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, hanging: Callable[..., Hanging]) -> None:
    monkeypatch.setattr(probing, "SLOW_S", HANGS_S)
    stuck, heard = hanging("plays.one"), Heard()
    question: Callable[[], Reading] = lambda: stuck.probe.read()[0]  # noqa: E731 - reads better than a function here
    machine = machine_of(probe("a"))
    assert machine.ask((), heard, {"plays.one": question}).wait()["plays.one"].how == LATE
    assert machine.ask((), heard, {"plays.one": question}).wait()["plays.one"].how == STILL_ASKED
    assert stuck.times == 1


def test_a_question_of_the_same_name_about_another_course_gets_its_own_answer(
    hanging: Callable[..., Hanging],
) -> None:
    stuck, heard = hanging("plays.one"), Heard()
    machine = machine_of()
    first = machine.ask((), heard, {"plays.one": lambda: ("yes", stuck.probe.read()[0][1])})
    second = machine.ask((), heard, {"plays.one": lambda: ("no", "the other course")}).wait()
    stuck.let_go.set()
    assert second["plays.one"].value == "no"
    assert first.wait()["plays.one"].value == "yes"


def test_a_question_is_let_go_of_once_it_is_answered() -> None:
    class Course:
        def plays(self) -> Reading:
            return "yes", "tried"

    course, machine = Course(), machine_of()
    held = weakref.ref(course)
    asking = machine.ask((), Heard(), {"plays.one": course.plays})
    assert asking.wait()["plays.one"].value == "yes"
    del course, asking
    for thread in threading.enumerate():
        if thread.name in ("check-up", "probe plays.one"):
            thread.join(5)
    gc.collect()
    assert held() is None


def test_a_question_that_fails_is_answered_with_the_reason() -> None:
    def broken() -> Reading:
        raise PermissionError

    assert machine_of().ask((), Heard(), {"decoder.works": broken}).wait()["decoder.works"].how == NOT_ALLOWED


def test_an_answer_to_a_question_is_believed_no_more_than_a_probe() -> None:
    found = machine_of().ask((), Heard(), {"decoder.works": lambda: ("perhaps", "tried")}).wait()
    assert found["decoder.works"].value is None


def test_what_nobody_can_find_out_is_answered_too() -> None:
    heard = Heard()
    found = machine_of().ask({"heart.rate"}, heard, {}).wait()
    assert found == heard.facts == {"heart.rate": Fact(name="heart.rate", value=None, how=NOBODY_KNOWS)}


def test_only_what_was_asked_is_told_though_a_probe_knows_more() -> None:
    both = Counted("a", "b")
    assert set(machine_of(both.probe).ask({"a"}, Heard(), {}).wait()) == {"a"}


def test_asking_reads_anew_what_is_kept_otherwise() -> None:
    steady = Counted("memory.total")
    machine = machine_of(steady.probe)
    machine.facts()
    machine.ask({"memory.total"}, Heard(), {}).wait()
    assert steady.times == 2


def test_asking_nothing_is_answered_with_nothing() -> None:
    heard = Heard()
    assert machine_of(probe("a")).ask((), heard, {}).wait() == {}
    assert heard.batches == []


def test_who_waits_is_not_left_waiting_by_a_listener_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda args: failed.set())

    def broken(facts: Facts) -> None:
        raise RuntimeError("the window is gone")

    assert machine_of(probe("a")).ask({"a"}, broken, {}).wait()["a"].value == "1"
    assert failed.wait(5)
