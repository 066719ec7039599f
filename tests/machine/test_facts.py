"""Facts about this machine: a probe that fails or hangs leaves an unknown fact, and nothing else."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from player.domain.requirement import Fact, Level, Verdict, judge, judge_all
from player.machine import facts
from player.machine.facts import ask, gather
from player.machine.processor import processor_families, processor_name
from player.machine.requirements import OWN_REQUIREMENTS
from player.machine.sound import linux_outputs
from player.proof.files import Obstacle

NAMES = {
    "program.version",
    "os.platform",
    "os.name",
    "os.version",
    "os.bits",
    "memory.mb",
    "cpu.name",
    "cpu.families",
    "cpu.mhz",
    "sound.outputs",
    "disk.free.mb",
    "profile.writable",
    "decoder.library",
    "viewer.pdf",
}


def test_every_fact_is_there_with_a_value_or_with_the_reason_why_not(tmp_path: Path) -> None:
    found = gather(profile=tmp_path)
    assert set(found) == NAMES
    assert all(fact.name == name and fact.how for name, fact in found.items())


def test_what_every_machine_tells_is_told_as_whole_numbers(tmp_path: Path) -> None:
    found = gather(profile=tmp_path)
    for name in ("memory.mb", "disk.free.mb", "os.bits"):
        value = found[name].value
        assert value is not None and int(value) > 0
    assert found["os.platform"].value in ("linux", "windows", "macos")
    assert found["profile.writable"].value == "yes"


def test_a_probe_that_fails_leaves_an_unknown_fact() -> None:
    def broken() -> tuple[str | None, str]:
        raise PermissionError("no")

    found = ask({"bad": broken, "good": lambda: ("1", "counted")})
    assert found["bad"] == Fact(name="bad", value=None, how="This computer does not say (PermissionError).")
    assert found["good"] == Fact(name="good", value="1", how="counted")


def test_a_probe_that_hangs_is_not_waited_for() -> None:
    release = threading.Event()

    def hanging() -> tuple[str | None, str]:
        release.wait(30)
        return "late", "at last"

    try:
        found = ask({"slow": hanging, "good": lambda: ("1", "counted")}, patience_s=0.2)
    finally:
        release.set()
    assert found["slow"] == Fact(name="slow", value=None, how="This computer did not answer in time.")
    assert found["good"].value == "1"


def test_a_profile_that_is_not_there_yet_is_asked_about_by_the_folder_above(tmp_path: Path) -> None:
    found = gather(profile=tmp_path / "not" / "yet")
    assert found["profile.writable"].value == "yes"
    assert found["disk.free.mb"].value is not None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("obstacle", Obstacle)
def test_a_profile_that_takes_no_file_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, obstacle: Obstacle
) -> None:
    monkeypatch.setattr(facts, "obstacle_at", lambda folder: obstacle)
    fact = gather(profile=tmp_path)["profile.writable"]
    assert fact.value == "no"
    assert fact.how.startswith("the folder where the records are kept: ")


def test_a_vlc_in_a_folder_of_its_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert gather(profile=tmp_path)["decoder.library"].value == "no"
    library = tmp_path / "VideoLAN" / "VLC" / "libvlc.dll"
    library.parent.mkdir(parents=True)
    library.touch()
    found = gather(profile=tmp_path)["decoder.library"]
    assert (found.value, found.how) == ("yes", str(library))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1\n00-03: HDMI 0 : HDMI 0 : playback 1\n", "2"),
        ("00-00: Webcam : Webcam : capture 1\n", "0"),
        ("", "0"),
    ],
)
def test_outputs_are_counted_from_the_sound_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, expected: str
) -> None:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    (tmp_path / "pcm").write_text(lines)
    assert linux_outputs(tmp_path / "pcm", tmp_path)[0] == expected


def test_without_sound_cards_there_is_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    assert linux_outputs(tmp_path / "pcm", tmp_path) == ("0", "no sound card and no sound server")


@pytest.mark.parametrize("socket", ["pulse/native", "pipewire-0"])
def test_a_sound_server_without_cards_cannot_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socket: str
) -> None:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    (tmp_path / socket).parent.mkdir(exist_ok=True)
    (tmp_path / socket).touch()
    assert linux_outputs(tmp_path / "pcm", tmp_path)[0] is None


def test_a_sound_server_on_another_machine_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "tcp:desk:4713")
    assert linux_outputs(tmp_path / "pcm", tmp_path)[0] is None


@pytest.mark.parametrize(
    ("machine", "name", "expected"),
    [
        ("x86_64", "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", "x86-64 intel"),
        ("AMD64", "AMD Ryzen 5 5600U", "x86-64 amd"),
        ("aarch64", "", "arm64"),
        ("arm64", "Apple M2", "arm64"),
        ("i686", "Intel Pentium M", "x86 intel"),
        ("sparc", "", None),
    ],
)
def test_a_processor_is_known_by_its_families(
    monkeypatch: pytest.MonkeyPatch, machine: str, name: str, expected: str | None
) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("player.machine.processor._name", lambda: name)
    assert processor_families()[0] == expected
    assert processor_name()[0] == (name or None)


# --- the player's own requirements ----------------------------------------------------------------------------


def _facts(**values: str | None) -> dict[str, Fact]:
    named = {name.replace("_", "."): value for name, value in values.items()}
    return {name: Fact(name=name, value=value, how="told") for name, value in named.items()}


GOOD = {
    "decoder_library": "yes",
    "profile_writable": "yes",
    "disk_free_mb": "500",
    "sound_outputs": "1",
    "screen_width": "1024",
    "screen_height": "768",
}


def test_a_machine_with_all_that_carrel_asks_meets_every_requirement() -> None:
    assert {f.verdict for f in judge_all(OWN_REQUIREMENTS, _facts(**GOOD))} == {Verdict.MET}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("decoder_library", "no"),
        ("profile_writable", "no"),
        ("disk_free_mb", "499"),
        ("sound_outputs", "0"),
        ("screen_width", "1023"),
        ("screen_height", "767"),
    ],
)
def test_each_thing_that_is_short_is_named_with_what_to_do(name: str, short: str) -> None:
    lacking = [f for f in judge_all(OWN_REQUIREMENTS, _facts(**{**GOOD, name: short})) if f.verdict is Verdict.NOT_MET]
    assert len(lacking) == 1
    assert lacking[0].requirement.remedy.endswith(".")


def test_what_cannot_be_told_is_never_not_met() -> None:
    unknown: dict[str, str | None] = dict.fromkeys(GOOD)
    assert {judge(rule, _facts(**unknown)).verdict for rule in OWN_REQUIREMENTS} == {Verdict.CANNOT_TELL}
    assert {judge(rule, {}).verdict for rule in OWN_REQUIREMENTS} == {Verdict.CANNOT_TELL}


def test_what_only_helps_is_advice() -> None:
    minimum = {rule.id for rule in OWN_REQUIREMENTS if rule.level is Level.MINIMUM}
    assert minimum == {"carrel.decoder", "carrel.records", "carrel.space"}
