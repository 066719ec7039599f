"""Each system is asked in its own way: the one that these tests run on, those that they do not, and a recorded one."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.desk import ports
from player.domain.checkup.askable import ASKABLE
from player.machine import probing
from player.machine.choose import probes_of
from player.machine.common import common_probes
from player.machine.probing import Machine
from tests.machine.recorded import Heard, RecordedMachine, told


def test_this_machine_answers_everything_with_a_value_or_a_reason(tmp_path: Path) -> None:
    resources = Path(__file__).parents[2] / "resources"
    machine: ports.Machine = Machine(profile=tmp_path, courses=lambda: tmp_path, resources=resources)
    found = machine.ask(machine.names, Heard(), {}).wait()
    assert (
        set(found) == machine.names >= {"memory.total", "cpu.families", "os.version", "sound.outputs", "newest.macos"}
    )
    assert all(fact.name == name and fact.how for name, fact in found.items())
    for name in ("memory.total", "disk.free", "disk.courses", "os.bits", "os.platform"):
        assert found[name].value, found[name].how
    assert found["profile.writable"].value == "yes"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("system", ["linux", "win32", "darwin", "freebsd14"])
def test_whatever_is_asked_of_a_system_is_in_the_list_of_what_can_be_asked(system: str) -> None:
    asked = {name for probe in probes_of(system) for name in probe.names}
    assert asked <= ASKABLE.keys()
    assert bool(asked) == (system != "freebsd14")


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_what_can_be_found_out_about_a_machine_is_asked_of_every_system(system: str) -> None:
    everywhere = {name for probe in common_probes(Path(), Path) for name in probe.names}
    asked = everywhere | {name for probe in probes_of(system) for name in probe.names}
    of_machines = ("program.", "os.", "memory.", "cpu.", "gpu.", "sound.", "disk.", "profile.", "viewer.")
    seen = {name for name, known in ASKABLE.items() if known.seen and name.startswith(of_machines)}
    assert seen - asked <= {"gpu.directx", "gpu.wddm"}


def test_a_system_without_probes_of_its_own_still_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(probing, "probes_of", lambda: probes_of("freebsd14"))
    machine = Machine(profile=tmp_path, courses=lambda: tmp_path, resources=tmp_path)
    assert machine.slow == frozenset()
    assert machine.facts()["memory.total"].value is not None
    assert "os.version" not in machine.facts()


def test_a_recorded_machine_can_stand_for_a_real_one() -> None:
    machine = RecordedMachine(told({"a": "1", "b": None, "c": "2"}), slow={"c"}, silent={"d"})
    port: ports.Machine = machine
    heard = Heard()
    assert set(port.facts()) == {"a", "b"}
    found = port.ask(port.slow, heard, {"e": lambda: ("3", "tried")}).wait()
    assert {name: fact.value for name, fact in found.items()} == {"c": "2", "d": None, "e": "3"}
    assert found == heard.facts
    assert machine.asked == [{"c", "d", "e"}]
