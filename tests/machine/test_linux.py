"""Linux computers, by what their kernels and sound servers say: old ones, small ones, and ones that do not exist."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from player.machine import linux
from player.machine.asking import FAST_S, answers
from player.machine.choose import probes_of
from player.machine.linux import Linux, ask_sound_server
from player.machine.linux_screens import ScreensOfLinux
from player.machine.linux_sound import NO_SOUND_SYSTEM, ONLY_LISTENING, SoundOfLinux, sinks_in
from tests.machine.linux_machines import DESKTOP_SINKS, LAPTOP_SINKS, MACHINES, NULL_SINKS, Recorded, Values, pcm


def computer(root: Path, recorded: Recorded) -> Linux:
    for name, text in recorded.files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Linux(
        root=root,
        machine=recorded.machine,
        screens=screens(root, recorded.display, **(recorded.environment or {})),
        sound=SoundOfLinux(root=root, environment=recorded.environment or {}),
        sinks=lambda: recorded.sinks,
    )


def screens(root: Path, display: tuple[int, int] | None = None, **environment: str) -> ScreensOfLinux:
    return ScreensOfLinux(root=root, environment=environment, display=lambda: display)


def told_by(machine: Linux) -> Values:
    """What its probes say; of two that find out the same, what the slow one says."""
    asked = sorted(linux.probes(machine), key=lambda probe: probe.is_slow)
    return {name: fact.value for probe in asked for name, fact in answers(probe.names, probe.read).items()}


@pytest.mark.parametrize("name", MACHINES)
def test_a_computer_is_known_by_what_its_kernel_shows(tmp_path: Path, name: str) -> None:
    recorded = MACHINES[name]
    found = told_by(computer(tmp_path, recorded))
    assert {known: found[known] for known in recorded.known} == recorded.known


@pytest.mark.parametrize("name", MACHINES)
def test_what_cannot_be_told_has_a_reason(tmp_path: Path, name: str) -> None:
    for probe in linux.probes(computer(tmp_path, MACHINES[name])):
        assert all(how.endswith(".") for value, how in probe.read() if value is None)
        assert all(how for _, how in probe.read())


@pytest.mark.parametrize(("display", "slow"), [("", ()), (":0", ("screen.width", "screen.height"))])
def test_everything_but_the_sound_server_and_a_display_is_asked_at_once(
    tmp_path: Path, display: str, slow: tuple[str, ...]
) -> None:
    recorded = Recorded(machine="", files={}, known={}, environment={"DISPLAY": display})
    asked = [probe.names for probe in linux.probes(computer(tmp_path, recorded)) if probe.limit_s > FAST_S]
    assert asked == [*((slow,) if slow else ()), ("sound.outputs", "sound.bits")]


# ------------------------------------------------------------------ graphics


def test_graphics_of_nvidia_are_named_by_their_own_driver(tmp_path: Path) -> None:
    slot = tmp_path / "sys/devices/pci0000:00/0000:01:00.0"
    slot.mkdir(parents=True)
    (slot / "vendor").write_text("0x10de\n")
    (slot / "device").write_text("0x2504\n")
    (tmp_path / "sys/class/drm/card0").mkdir(parents=True)
    (tmp_path / "sys/class/drm/card0/device").symlink_to(slot)
    told = tmp_path / "proc/driver/nvidia/gpus/0000:01:00.0/information"
    told.parent.mkdir(parents=True)
    told.write_text("Model: \t\t NVIDIA GeForce RTX 3060\nIRQ:   \t\t 137\n")
    machine = computer(tmp_path, Recorded(machine="x86_64", files={}, known={}))
    (name, _), (memory, why) = machine.graphics()
    assert (name, memory, why) == ("NVIDIA GeForce RTX 3060", None, "Its driver does not say how much it has.")


def test_of_two_graphics_cards_the_one_with_more_memory_counts(tmp_path: Path) -> None:
    files = {
        "sys/class/drm/card0/device/vendor": "0x8086",
        "sys/class/drm/card1/device/vendor": "0x1002",
        "sys/class/drm/card1/device/mem_info_vram_total": str(64 << 20),
    }
    (name, _), (memory, _) = computer(tmp_path, Recorded(machine="x86_64", files=files, known={})).graphics()
    assert (name, memory) == ("Intel graphics (8086); AMD graphics (1002)", "64 MB")


@pytest.mark.parametrize("said", ["", "-1", "much", "9" * 30])
def test_video_memory_that_is_no_number_is_not_told(tmp_path: Path, said: str) -> None:
    files = {"sys/class/drm/card0/device/vendor": "0x1002", "sys/class/drm/card0/device/mem_info_vram_total": said}
    assert computer(tmp_path, Recorded(machine="x86_64", files=files, known={})).graphics()[1][0] is None


@pytest.mark.parametrize(
    ("maker", "product", "expected"),
    [
        ("VMware, Inc.", "VMware7,1", "yes"),
        ("innotek GmbH", "VirtualBox", "yes"),
        ("Microsoft Corporation", "Virtual Machine", "yes"),
        ("Microsoft Corporation", "Surface Pro 9", "no"),
        ("Amazon EC2", "m5.large", "yes"),
        ("Amazon EC2", "m5.metal", "no"),
        ("LENOVO", "20XW0055GE", "no"),
    ],
)
def test_a_virtual_machine_is_known_by_what_it_calls_itself(
    tmp_path: Path, maker: str, product: str, expected: str
) -> None:
    files = {"sys/class/dmi/id/sys_vendor": maker, "sys/class/dmi/id/product_name": product}
    assert computer(tmp_path, Recorded(machine="x86_64", files=files, known={})).virtual()[0][0] == expected


# ------------------------------------------------------------------ sound


def sound(root: Path, files: Mapping[str, str] | None = None, **environment: str) -> SoundOfLinux:
    return computer(root, Recorded(machine="", files=files or {}, known={}, environment=environment)).sound


CARD = {
    "proc/asound/cards": " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n",
    "proc/asound/card0/pcm0p/info": pcm("ALC257 Analog"),
}


def test_null_devices_and_empty_jacks_are_not_heard() -> None:
    assert [sink.is_heard for sink in sinks_in(LAPTOP_SINKS)] == [True, True]
    assert [sink.is_heard for sink in sinks_in(DESKTOP_SINKS)] == [False]
    assert [sink.is_heard for sink in sinks_in(NULL_SINKS)] == [False, False, False]


def test_what_the_sound_server_says_goes_before_what_the_cards_say(tmp_path: Path) -> None:
    here = sound(tmp_path, CARD)
    assert here.at_once()[0] == "1"
    assert here.with_server(DESKTOP_SINKS)[0] == ("0", "the outputs that the sound server lists")
    assert here.with_server(LAPTOP_SINKS) == (
        ("2", "the outputs that the sound server lists"),
        ("32 bit", "what the sound server plays with"),
    )


def test_a_sound_server_that_does_not_answer_leaves_the_cards(tmp_path: Path) -> None:
    assert sound(tmp_path, CARD).with_server(None)[0] == ("1", "the sound cards' outputs")


@pytest.mark.parametrize("socket", ["pulse/native", "pipewire-0"])
def test_a_sound_server_without_cards_cannot_be_told(tmp_path: Path, socket: str) -> None:
    (tmp_path / socket).parent.mkdir(exist_ok=True)
    (tmp_path / socket).touch()
    assert sound(tmp_path, XDG_RUNTIME_DIR=str(tmp_path)).at_once() == (None, ONLY_LISTENING)


def test_a_sound_server_on_another_machine_cannot_be_told(tmp_path: Path) -> None:
    assert sound(tmp_path, PULSE_SERVER="tcp:desk:4713").at_once() == (None, ONLY_LISTENING)


def test_without_cards_and_server_there_is_no_output(tmp_path: Path) -> None:
    assert sound(tmp_path, XDG_RUNTIME_DIR=str(tmp_path)).at_once() == ("0", NO_SOUND_SYSTEM)


def test_a_sound_server_is_asked_only_where_there_is_one(tmp_path: Path) -> None:
    """Asking starts PulseAudio where it sleeps: a check-up shall change nothing."""

    def never() -> str:
        raise AssertionError("asked")

    machine = Linux(root=tmp_path, machine="", screens=screens(tmp_path), sound=sound(tmp_path), sinks=never)
    assert machine.sound_in_full()[0][0] == "0"


def program(folder: Path, script: str) -> None:
    file = folder / "pactl"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="a program of a few lines, as Linux has them")
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('[ "$LC_ALL" = C ] && echo "$1 $2"', "list sinks\n"),
        ("echo Connection refused >&2; exit 1", None),
        ("exec sleep 30", None),
        ("printf 'Sink \\377'", "Sink \ufffd"),
    ],
)
def test_the_sound_server_is_asked_in_english_and_not_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: str | None
) -> None:
    program(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(linux, "SINKS_S", 0.5)
    assert ask_sound_server() == expected


def test_without_a_program_to_ask_it_the_sound_server_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask_sound_server() is None


# ------------------------------------------------------------------ rights, and systems that nobody knows


def test_what_this_program_may_not_read_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = computer(tmp_path, MACHINES["a virtual machine without sound"])

    def refuse(self: Path, *args: object, **named: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = {name: fact for probe in linux.probes(machine) for name, fact in answers(probe.names, probe.read).items()}
    assert {fact.how for name, fact in found.items() if name.startswith(("cpu.", "os.", "sound."))} == {
        "This program may not ask that."
    }


def test_a_system_that_nobody_knows_has_no_probes_of_its_own() -> None:
    assert probes_of("freebsd14") == ()
    assert {name for probe in probes_of("linux") for name in probe.names} >= {"os.name", "cpu.clock", "sound.bits"}
