"""macOS, as recorded and as documented: what it says of itself is seen through, and garbage is never a fact."""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.askable import ASKABLE, believed
from player.domain.requirement import Fact
from player.machine import macos_access
from player.machine.macos import DISPLAYS, SOUND, cards_in, outputs_in, probes
from player.machine.macos_access import RealMac
from player.machine.macos_screen import main_screen
from player.machine.macos_sound import Output

RAW = Path(__file__).parent / "raw" / "macos"
INTEL, ARM = 7, 12 | 1 << 24
MADE_UP = {"hw.cpufrequency": 2_400_000_000}
KEYS = ("hw.cputype", "hw.cpusubtype", "hw.cpufrequency", "machdep.cpu.brand_string", "kern.osrelease")


@dataclass(kw_only=True)
class Recorded:
    """A Mac that was written down. What is None refuses."""

    said: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    files: tuple[bytes, ...] | None = None
    told: str = ""
    reports: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    listed: tuple[Output, ...] | None = None
    screen: tuple[int, int] | None = None

    def text(self, name: str) -> str:
        value = self.said.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        value = self.said.get(name, 0)
        return value if isinstance(value, int) else 0

    def version_files(self) -> tuple[bytes, ...]:
        if self.files is None:
            raise PermissionError("not readable")
        return self.files

    def release(self) -> str:
        return self.told

    def report(self, kind: str) -> bytes:
        if kind not in self.reports:
            raise OSError("the report did not come in time")
        return self.reports[kind]

    def main_screen(self) -> tuple[int, int]:
        if self.screen is None:
            raise OSError("Core Graphics is not here")
        return self.screen

    def outputs(self) -> tuple[Output, ...]:
        if self.listed is None:
            raise OSError("Core Audio does not answer")
        return self.listed


def _facts(access: Recorded) -> dict[str, Fact]:
    """As the machine takes them: of two probes for one fact the slow one counts."""
    found: dict[str, Fact] = {}
    for probe in probes(access):
        pairs = zip(probe.names, probe.read(), strict=True)
        found |= {name: believed(Fact(name=name, value=value, how=how)) for name, (value, how) in pairs}
    return found


def _value(access: Recorded, name: str) -> str | None:
    return _facts(access)[name].value


def _file(name: str) -> bytes:
    return (RAW / name).read_bytes()


def _said(machine: str) -> dict[str, Any]:
    return json.loads(_file("sysctl.json"))[machine]


# --- which macOS ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "told", "kernel", "version", "name"),
    [
        (["11"], "10.16", "", "11.0.1", "macOS 11.0.1"),
        (["11", "10.16"], "10.16", "", "11.0.1", "macOS 11.0.1"),
        (["10.16", "11"], "10.16", "", "11.0.1", "macOS 11.0.1"),
        (["10.16"], "10.16", "20.1.0", "11", "macOS 11 or later"),
        (["10.16"], "10.16", "24.6.0", "15", "macOS 15 or later"),
        (["16"], "16.0", "25.0.0", "26", "macOS 26 or later"),
        (["16"], "16.0", "26.1.0", "26", "macOS 26 or later"),
        (["16"], "26.1", "25.0.0", "26.1", "macOS 26.1"),
        ([], "10.15.7", "19.6.0", "10.15.7", "macOS 10.15.7"),
        ([], "10.11.6", "", "10.11.6", "OS X 10.11.6"),
        ([], "10.5.8", "9.8.0", "10.5.8", "Mac OS X 10.5.8"),
        ([], "10.16", "", None, None),
        ([], "", "19.6.0", None, None),
    ],
)
def test_the_version_is_one_that_there_is(
    files: list[str], told: str, kernel: str, version: str | None, name: str | None
) -> None:
    lists = tuple(_file(f"version-{file}.plist") for file in files)
    access = Recorded(files=lists, told=told, said={"kern.osrelease": kernel})
    assert (_value(access, "os.version"), _value(access, "os.name")) == (version, name)


def test_a_version_file_that_may_not_be_read_is_done_without() -> None:
    assert _value(Recorded(files=None, told="14.5"), "os.version") == "14.5"


# --- processor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "more", "families", "clock"),
    [
        ("Power Mac G5", {"hw.cpufrequency": 2_500_000_000}, "powerpc-g5", "2500 MHz"),
        ("Apple M1", {"hw.cputype": ARM}, "arm64", None),
        ("Apple M1", {}, "arm64", None),
        ("Apple M1, asked by a translated program", {"hw.cputype": INTEL, **MADE_UP}, "arm64", None),
        ("Apple's trial machine of 2020", {}, "arm64", None),
        ("MacBook Pro of 2020", {"hw.cputype": INTEL, "hw.cpu64bit_capable": 1}, "x86-64 intel", "2000 MHz"),
        ("MacBook Pro of 2020", {"hw.cputype": INTEL, "hw.cpufrequency": 2_000_000_000}, "x86-64 intel", "2000 MHz"),
    ],
)
def test_a_recorded_mac_is_known_by_its_processor(
    machine: str, more: Mapping[str, int], families: str, clock: str | None
) -> None:
    found = _facts(Recorded(said={**_said(machine), **more}))
    assert (found["cpu.families"].value, found["cpu.clock"].value) == (families, clock)


@pytest.mark.parametrize(
    ("subtype", "families"),
    [(9, "powerpc-g3"), (10, "powerpc-g4"), (11, "powerpc-g4"), (100, "powerpc-g5"), (3, None)],
)
def test_a_powerpc_is_known_by_the_system_s_number_for_it(subtype: int, families: str | None) -> None:
    said = {"hw.cputype": 18, "hw.cpusubtype": subtype, "hw.cpufrequency": 867_000_000}
    assert _value(Recorded(said=said), "cpu.families") == families
    assert _value(Recorded(said=said), "cpu.clock") == "867 MHz"


def test_a_core_duo_mac_is_of_its_class_with_its_own_clock() -> None:
    name = "Genuine Intel(R) CPU           T2400  @ 1.83GHz"
    numbers = {"machdep.cpu.family": 6, "machdep.cpu.model": 14, "hw.cputype": INTEL}
    access = Recorded(said={"machdep.cpu.brand_string": name, "machdep.cpu.vendor": "GenuineIntel", **numbers})
    found = _facts(access)
    assert (found["cpu.families"].value, found["cpu.clock"].value) == ("core-duo intel", "1830 MHz")


def test_what_apple_s_processor_pretends_to_a_translated_program_is_seen_through() -> None:
    said = {"machdep.cpu.brand_string": "VirtualApple @ 2.50GHz processor", "hw.cputype": INTEL}
    assert _value(Recorded(said=said), "cpu.families") == "arm64"
    assert _value(Recorded(said=said), "cpu.clock") is None
    assert _value(Recorded(said={**said, "sysctl.proc_translated": 1}), "cpu.families") == "arm64"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"hw.model": "MacBookPro18,3"}, "no"),
        ({"hw.model": "VirtualMac2,1"}, "yes"),
        ({"hw.model": "VMware7,1"}, "yes"),
        ({"hw.model": "MacPro7,1", "kern.hv_vmm_present": 1}, "yes"),
        ({"hw.model": "iMac12,1", "machdep.cpu.features": "FPU VME VMM"}, "yes"),
        ({}, None),
    ],
)
def test_a_virtual_machine_is_told_by_its_mark_or_its_model(
    said: Mapping[str, str | int], expected: str | None
) -> None:
    assert _value(Recorded(said=said), "os.virtual") == expected


# --- graphics ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "name", "memory"),
    [
        ("apple-m3-pro", "Apple M3 Pro", None),
        ("apple-m1", "kHW_AppleM1Item", None),
        ("iris-6100", "kHW_IntelIris6100Item", None),
        ("two-cards", "Intel UHD Graphics 630, Radeon Pro 560X", "4096 MB"),
        ("virtual", "Display", "7 MB"),
    ],
)
def test_only_memory_of_its_own_is_video_memory(file: str, name: str, memory: str | None) -> None:
    found = _facts(Recorded(reports={DISPLAYS: _file(f"displays-{file}.json")}))
    assert (found["gpu.name"].value, found["gpu.memory"].value) == (name, memory)
    assert memory is not None or "shares the computer's memory" in found["gpu.memory"].how


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({"spdisplays_vram": "1,5 GB"}, 0),
        ({"spdisplays_vram": "512 Mo"}, 512),
        ({"spdisplays_vram": "lots"}, 0),
        ({"spdisplays_vram": 4}, 0),
        ({"spdisplays_vram": "16 GB", "spdisplays_vram_shared": "16384 MB"}, 0),
        ({"_spdisplays_vram": "2048 MB", "sppci_bus": "spdisplays_pcie_device"}, 2048),
        ({"_spdisplays_vram": "1536 MB", "sppci_bus": "spdisplays_builtin"}, 0),
    ],
)
def test_a_size_that_is_none_is_no_memory(card: Mapping[str, object], expected: int) -> None:
    assert cards_in(json.dumps({DISPLAYS: [card]}).encode()) == (("", expected),)


def test_a_report_that_does_not_come_is_no_reason_to_guess() -> None:
    found = _facts(Recorded())
    assert found["gpu.name"].value is None and found["gpu.memory"].value is None


# --- screen --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("screen", "expected"), [((1440, 900), ("1440 px", "900 px")), ((0, 0), (None, None)), (None, (None, None))]
)
def test_the_main_screen_is_told_in_points(
    screen: tuple[int, int] | None, expected: tuple[str | None, str | None]
) -> None:
    found = _facts(Recorded(screen=screen))
    assert (found["screen.width"].value, found["screen.height"].value) == expected
    assert not expected[0] or found["screen.width"].how == "the main screen"


@pytest.mark.parametrize("number", [1, 69_733_382, -1_535_231_424])
def test_core_graphics_is_asked_for_the_size_of_the_screen_that_it_names(number: int) -> None:
    class FakeCoreGraphics:
        def CGMainDisplayID(self) -> int:
            return number

        def CGDisplayPixelsWide(self, display: ctypes.c_uint32, /) -> int:
            return 1512 if display.value == number % (1 << 32) else 0

        def CGDisplayPixelsHigh(self, display: ctypes.c_uint32, /) -> int:
            return 982 if display.value == number % (1 << 32) else 0

    assert main_screen(FakeCoreGraphics()) == (1512, 982)


# --- sound ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file", "expected"), [("macbook-pro-with-desk", "3"), ("macbook-pro", "2"), ("korean", "1")])
def test_the_report_s_outputs_are_counted_without_those_that_only_pass_sound_on(file: str, expected: str) -> None:
    found = _facts(Recorded(reports={SOUND: _file(f"sound-{file}.json")}))
    assert (found["sound.outputs"].value, found["sound.bits"].value) == (expected, None)


def test_core_audio_comes_before_the_report() -> None:
    reports = {SOUND: _file("sound-macbook-pro.json")}
    found = _facts(Recorded(listed=(Output(bits=16), Output(bits=24)), reports=reports))
    assert (found["sound.outputs"].value, found["sound.bits"].value) == ("2", "24 bit")
    silent = _facts(Recorded(listed=(), reports=reports))
    assert (silent["sound.outputs"].value, silent["sound.bits"].value) == ("0", None)


def test_without_either_sound_is_open() -> None:
    found = _facts(Recorded(reports={SOUND: b"{}"}))
    assert (found["sound.outputs"].value, found["sound.bits"].value) == (None, None)


# --- whatever comes ------------------------------------------------------------------------------------------------


def test_a_mac_that_refuses_everything_leaves_every_fact_open_with_a_reason() -> None:
    for name, fact in _facts(Recorded()).items():
        assert fact.value is None and fact.how.endswith("."), name


def test_every_fact_is_one_that_can_be_asked_for() -> None:
    assert {name for probe in probes(Recorded()) for name in probe.names} <= ASKABLE.keys()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["_items", "_name"]), inner),
    max_leaves=8,
)
_cards = st.fixed_dictionaries(
    {},
    optional={
        "_name": _json,
        "sppci_model": _json,
        "spdisplays_vram": _json,
        "_spdisplays_vram": _json,
        "sppci_bus": _json,
        "_items": _json,
        "coreaudio_device_output": _json,
    },
)
_reports = st.binary() | st.builds(
    lambda kind, value: json.dumps({kind: value}).encode(), st.sampled_from([DISPLAYS, SOUND]), _json | st.lists(_cards)
)


@given(_reports)
def test_a_report_may_be_anything(report: bytes) -> None:
    assert all(size >= 0 for _, size in cards_in(report))
    listed = outputs_in(report)
    assert listed is None or listed >= 0


@given(
    st.dictionaries(
        st.sampled_from(
            ["hw.cputype", "hw.cpusubtype", "hw.cpufrequency", "machdep.cpu.brand_string", "kern.osrelease"]
        ),
        st.text() | st.integers(),
    ),
    st.lists(st.binary()).map(tuple),
    st.text(),
    st.none() | st.lists(st.builds(Output, bits=st.integers())).map(tuple),
)
def test_garbage_never_fails_and_every_fact_has_a_value_or_a_reason(
    said: Mapping[str, str | int], files: tuple[bytes, ...], told: str, listed: tuple[Output, ...] | None
) -> None:
    for name, fact in _facts(Recorded(said=said, files=files, told=told, listed=listed)).items():
        assert fact.how and fact.value != "", name


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"bplist00",
        b"<key>ProductVersion</key><string>eleven</string>",
        b"bplist00" + b"\xff" * 40,
        b"<?xml version='1.0'?><plist><dict><key>a</key></dict></plist>",
        b"<plist><dict><integer>x</integer></dict></plist>",
        b"<plist><string>11.0</string></plist>",
        b"<plist><dict><key>ProductVersion</key><integer>11</integer></dict></plist>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><plist/>",
        b"[" * 5000,
    ],
)
def test_a_version_file_may_be_anything(file: bytes) -> None:
    assert _value(Recorded(files=(file,), told="14.5"), "os.version") == "14.5"


def test_a_deep_report_is_no_report() -> None:
    assert cards_in(b"[" * 100_000) == ()
    assert outputs_in(b'{"SPAudioDataType":' * 50_000) is None


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is macOS that answers")
def test_elsewhere_macos_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    real = RealMac()
    assert (real.text("machdep.cpu.brand_string"), real.number("hw.cputype"), real.version_files()) == ("", 0, ())
    with pytest.raises(OSError, match=r"No such file|cannot find|not found"):
        real.report(SOUND)
    with pytest.raises(OSError, match=r"CoreAudio|not found"):
        real.outputs()
    with pytest.raises(OSError, match=r"CoreGraphics|not found"):
        real.main_screen()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of the shell")
def test_a_report_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "profiler"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(macos_access, "PROFILER", str(slow))
    monkeypatch.setattr(macos_access, "PATIENCE_S", 0.05)
    with pytest.raises(OSError, match="in time"):
        RealMac().report(SOUND)
    slow.write_text('#!/bin/sh\necho "$@"\n')
    monkeypatch.setattr(macos_access, "PATIENCE_S", 20)
    assert RealMac().report(SOUND) == b"-json SPAudioDataType\n"


def test_what_is_slow_is_marked_so() -> None:
    slow = {name for probe in probes(Recorded()) if probe.is_slow for name in probe.names}
    quick = {name for probe in probes(Recorded()) if not probe.is_slow for name in probe.names}
    assert slow == {"gpu.name", "gpu.memory", "sound.outputs", "sound.bits"}
    assert slow & quick == {"sound.outputs"}
