"""Windows, as recorded and as documented: what it says of itself is seen through, and garbage is never a fact."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.askable import ASKABLE, believed
from player.domain.requirement import Fact
from player.machine import windows
from player.machine.asking import Probe
from player.machine.virtual import is_virtual
from player.machine.windows import DISPLAYS, HARDWARE, PROCESSOR, SYSTEM, directx, probes, size_of
from player.machine.windows_access import Stored
from player.machine.windows_graphics import Adapter, Direct3D

RAW = Path(__file__).parent / "raw" / "windows"
MEGABYTE = 1 << 20
SP3 = "Service Pack 3"
STEREO_16 = 0x808
T = TypeVar("T")


@dataclass(kw_only=True)
class Recorded:
    """A Windows that was written down. What is None refuses, as an older one does."""

    values: Mapping[tuple[str, str], Stored] = field(default_factory=dict[tuple[str, str], Stored])
    running: tuple[int, int, int] | None = None
    screen: tuple[int, int] | None = None
    formats: tuple[int, ...] | None = None
    listed: tuple[Adapter, ...] | None = None
    drawing: Direct3D | None = None

    def value(self, place: str, name: str) -> Stored:
        return self.values.get((place, name))

    def places(self, place: str) -> tuple[str, ...]:
        below = (key.removeprefix(f"{place}\\") for key, _ in self.values if key.startswith(f"{place}\\"))
        return tuple(dict.fromkeys(below))

    def kernel(self) -> tuple[int, int, int]:
        return _or_refuse(self.running)

    def main_screen(self) -> tuple[int, int]:
        return _or_refuse(self.screen)

    def wave_formats(self) -> tuple[int, ...]:
        return _or_refuse(self.formats)

    def adapters(self) -> tuple[Adapter, ...]:
        return _or_refuse(self.listed)

    def direct3d(self) -> Direct3D:
        return _or_refuse(self.drawing)


def _or_refuse(value: T | None) -> T:
    if value is None:
        raise OSError("not here")
    return value


def _values(place: str, **values: Stored) -> dict[tuple[str, str], Stored]:
    return {(place, name): value for name, value in values.items()}


def _raw(file: str, machine: str) -> dict[str, Any]:
    return json.loads((RAW / f"{file}.json").read_text(encoding="utf-8"))[machine]


def _facts(access: Recorded) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for probe in probes(access):
        pairs = zip(probe.names, probe.read(), strict=True)
        found |= {name: believed(Fact(name=name, value=value, how=how)) for name, (value, how) in pairs}
    return found


def _value(access: Recorded, name: str) -> str | None:
    return _facts(access)[name].value


# --- which Windows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "running", "name", "version"),
    [
        ("Windows 11 Enterprise", None, "Windows 11 Enterprise", "10.0.26310"),
        ("Windows 11 23H2", None, None, "10.0.22631"),
        ("Windows 10 Enterprise 1607", (10, 0, 14393), "Windows 10 Enterprise 1607", "10.0.14393"),
    ],
)
def test_a_recorded_windows_is_told_by_its_build(
    machine: str, running: tuple[int, int, int] | None, name: str | None, version: str
) -> None:
    access = Recorded(values=_values(SYSTEM, **_raw("systems", machine)), running=running)
    assert (_value(access, "os.name"), _value(access, "os.version")) == (name, version)


def test_windows_8_1_and_xp_are_told_by_their_text() -> None:
    eight = _values(SYSTEM, ProductName="Windows 8.1 Pro", CurrentVersion="6.3", CurrentBuildNumber="9600")
    assert _value(Recorded(values=eight), "os.version") == "6.3.9600"
    xp = _values(
        SYSTEM,
        ProductName="Microsoft Windows XP",
        CurrentVersion="5.1",
        CurrentBuildNumber="2600",
        CSDVersion=SP3,
    )
    assert _value(Recorded(values=xp), "os.version") == "5.1.2600"
    assert _value(Recorded(values=xp), "os.name") == "Windows XP Service Pack 3"


def test_what_windows_tells_an_old_program_is_less_than_the_truth_and_not_believed() -> None:
    stored = _values(SYSTEM, CurrentMajorVersionNumber=10, CurrentMinorVersionNumber=0, CurrentBuildNumber="19045")
    assert _value(Recorded(values=stored, running=(6, 2, 9200)), "os.version") == "10.0.19045"
    old = _values(SYSTEM, CurrentVersion="6.2", CurrentBuildNumber="9200")
    assert _value(Recorded(values=old, running=(10, 0, 22631)), "os.version") == "10.0.22631"


def test_windows_11_is_not_called_10_whatever_the_registry_says() -> None:
    stored = _values(SYSTEM, ProductName="Windows 10 Pro", DisplayVersion="23H2", CurrentBuildNumber="22631")
    assert _value(Recorded(values=stored), "os.name") == "Windows 11 Pro 23H2"
    server = _values(SYSTEM, ProductName="Windows Server 2025 Standard", CurrentBuildNumber="26100")
    assert _value(Recorded(values=server), "os.name") == "Windows Server 2025 Standard"
    ten = _values(SYSTEM, ProductName="Windows 10 Pro", DisplayVersion="22H2", CurrentBuildNumber="19045")
    assert _value(Recorded(values=ten), "os.name") == "Windows 10 Pro 22H2"


# --- processor and machine -----------------------------------------------------------------------------------------


def test_the_processor_is_read_from_the_registry() -> None:
    found = _facts(Recorded(values=_values(PROCESSOR, **_raw("processors", "Tiger Lake"))))
    assert found["cpu.families"].value == "x86-64 intel"
    assert found["cpu.clock"].value == "2803 MHz"
    assert found["cpu.name"].value == "Intel64 Family 6 Model 140 Stepping 1"


def test_a_32_bit_windows_does_not_make_a_processor_of_today_an_old_one() -> None:
    said = _raw("processors", "Sandy Bridge that calls itself Pentium 4, Windows XP")
    assert _value(Recorded(values=_values(PROCESSOR, **said)), "cpu.families") == "x86-64 intel"


@pytest.mark.parametrize(
    ("maker", "product", "expected"),
    [
        ("VMware, Inc.", "VMware Virtual Platform", "yes"),
        ("innotek GmbH", "VirtualBox", "yes"),
        ("Microsoft Corporation", "Virtual Machine", "yes"),
        ("Microsoft Corporation", "Surface Pro 7", "no"),
        ("LENOVO", "20XW", "no"),
        (None, None, None),
    ],
)
def test_a_virtual_machine_is_told_by_its_maker(maker: str | None, product: str | None, expected: str | None) -> None:
    said = _values(HARDWARE, SystemManufacturer=maker, SystemProductName=product)
    assert _value(Recorded(values=said), "os.virtual") == expected


def test_a_virtual_machine_and_a_whole_one_for_rent_are_told_apart_on_every_system() -> None:
    assert is_virtual("Amazon EC2 m5.large") and not is_virtual("Amazon EC2 m5.metal")
    assert _value(Recorded(values=_values(HARDWARE, SystemProductName="m5.metal")), "os.virtual") == "no"


# --- screen --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("screen", "expected"), [((1366, 768), ("1366 px", "768 px")), ((0, 0), (None, None)), (None, (None, None))]
)
def test_the_main_screen_is_told_as_large_as_windows_lets_programs_draw(
    screen: tuple[int, int] | None, expected: tuple[str | None, str | None]
) -> None:
    found = _facts(Recorded(screen=screen))
    assert (found["screen.width"].value, found["screen.height"].value) == expected
    assert not expected[0] or found["screen.width"].how == "the main screen"


# --- sound ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formats", "outputs", "bits"),
    [
        ((STEREO_16 | 0x303, STEREO_16), "2", "16 bit"),
        ((0xFFFFF,), "1", "16 bit"),
        ((0x303,), "1", "8 bit"),
        ((0x1000,), "1", "8 bit"),
        ((0x4000,), "1", "16 bit"),
        ((0x80000,), "1", "16 bit"),
        ((0x303, 0), "2", None),
        ((0,), "1", None),
        ((), "0", None),
        (None, None, None),
    ],
)
def test_sound_outputs_are_counted_and_their_bits_told(
    formats: tuple[int, ...] | None, outputs: str | None, bits: str | None
) -> None:
    found = _facts(Recorded(formats=formats))
    assert (found["sound.outputs"].value, found["sound.bits"].value) == (outputs, bits)


# --- graphics ------------------------------------------------------------------------------------------------------


def _adapter(machine: str, wddm: int | None = 2700) -> Adapter:
    said = _raw("graphics", machine)
    shared = said["shared_mb"] * MEGABYTE
    return Adapter(name=said["name"], dedicated=said["dedicated_mb"] * MEGABYTE, shared=shared, wddm=wddm)


@pytest.mark.parametrize(
    ("machine", "is_shared", "memory"),
    [
        ("Radeon R9 200", False, "4070 MB"),
        ("Radeon RX 480", None, "8171 MB"),
        ("Radeon, part of the processor", True, None),
    ],
)
def test_only_memory_of_its_own_is_video_memory(machine: str, is_shared: bool | None, memory: str | None) -> None:
    access = Recorded(listed=(_adapter(machine),), drawing=Direct3D(level=0xB000, is_shared=is_shared))
    found = _facts(access)
    assert found["gpu.memory"].value == memory
    assert memory is not None or "496 MB are set aside" in found["gpu.memory"].how
    assert found["gpu.name"].value == _raw("graphics", machine)["name"]
    assert found["gpu.wddm"].value == "2.7"


def test_where_windows_does_not_tell_a_small_share_is_taken_for_integrated_graphics() -> None:
    small = Adapter(name="Intel(R) HD Graphics", dedicated=128 * MEGABYTE, shared=2048 * MEGABYTE)
    assert _value(Recorded(listed=(small,)), "gpu.memory") is None
    alone = Adapter(name="GeForce 6200", dedicated=128 * MEGABYTE)
    assert _value(Recorded(listed=(alone,)), "gpu.memory") == "128 MB"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (0x9100, "9"),
        (0x9200, "9"),
        (0x9300, "9"),
        (0xA000, "10.0"),
        (0xA100, "10.1"),
        (0xB000, "11.0"),
        (0xB100, "11.1"),
        (0xC000, "12.0"),
        (0xC100, "12.1"),
        (0xC200, "12.2"),
    ],
)
def test_direct3d_s_levels_are_versions(level: int, expected: str) -> None:
    assert directx(level) == expected
    assert _value(Recorded(drawing=Direct3D(level=level)), "gpu.directx") == expected


def test_a_windows_without_direct3d_11_leaves_directx_open() -> None:
    assert _value(Recorded(), "gpu.directx") is None
    # A level of 1 is for reckoning, not for pictures.
    assert _value(Recorded(drawing=Direct3D(level=0x1000)), "gpu.directx") is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1000, "1.0"),
        (1105, "1.1"),
        (1300, "1.3"),
        (2700, "2.7"),
        (3200, "3.2"),
        (None, None),
        (0, None),
        (99_999, None),
    ],
)
def test_the_driver_model_is_never_a_guess(number: int | None, expected: str | None) -> None:
    listed = (Adapter(name="GeForce", dedicated=MEGABYTE, wddm=number),)
    assert _value(Recorded(listed=listed), "gpu.wddm") == expected


def test_on_windows_xp_the_driver_model_is_open_and_the_registry_knows_the_graphics() -> None:
    place = f"{DISPLAYS}\\0000"
    stored = {
        (place, "DriverDesc"): "NVIDIA RIVA TNT2",
        (place, "HardwareInformation.MemorySize"): (32 * MEGABYTE).to_bytes(4, "little"),
        (f"{DISPLAYS}\\Properties", "DriverDesc"): "no adapter",
        (f"{DISPLAYS}\\Properties", "HardwareInformation.MemorySize"): 1 << 30,
    }
    found = _facts(Recorded(values=stored))
    assert found["gpu.wddm"].value is None
    assert found["gpu.directx"].value is None
    assert found["gpu.name"].value == "NVIDIA RIVA TNT2"
    assert found["gpu.memory"].value == "32 MB"


def test_the_registry_s_number_of_64_bits_comes_before_that_of_32() -> None:
    said = _raw("graphics", "GeForce RTX 4090")
    place = f"{DISPLAYS}\\0001"
    stored: dict[tuple[str, str], Stored] = {
        (place, "DriverDesc"): said["name"],
        (place, "HardwareInformation.MemorySize"): said["MemorySize"],
        (place, "HardwareInformation.qwMemorySize"): 24 << 30,
    }
    assert _value(Recorded(values=stored), "gpu.memory") == "24576 MB"


def test_a_picture_without_a_graphics_card_has_neither_memory_nor_level() -> None:
    listed = (Adapter(name="Microsoft Basic Render Driver", dedicated=0, is_software=True, wddm=1300),)
    found = _facts(Recorded(listed=listed, drawing=Direct3D(level=0xC100)))
    assert [found[name].value for name in ("gpu.memory", "gpu.directx", "gpu.wddm")] == [None, None, None]
    both = (*listed, Adapter(name="GeForce", dedicated=MEGABYTE))
    assert _value(Recorded(listed=both), "gpu.name") == "GeForce"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"\0\0\0\x02", 32 * MEGABYTE), (1 << 30, 1 << 30), (b"\0\0\x01", 0), ("32 MB", 0), (None, 0)],
)
def test_a_driver_writes_its_memory_as_a_number_or_as_bytes(value: Stored, expected: int) -> None:
    assert size_of(value) == expected


# --- whatever comes ------------------------------------------------------------------------------------------------


def test_a_windows_that_refuses_everything_leaves_every_fact_open_with_a_reason() -> None:
    for name, fact in _facts(Recorded()).items():
        assert fact.value is None and fact.how.endswith("."), name


def test_every_fact_is_one_that_can_be_asked_for() -> None:
    named = [name for probe in probes(Recorded()) for name in probe.names]
    assert len(named) == len(set(named)) and set(named) <= ASKABLE.keys()


_stored = st.one_of(st.none(), st.text(), st.binary(), st.integers())
_adapters = st.builds(
    Adapter,
    name=st.text(),
    dedicated=st.integers(min_value=0, max_value=1 << 64),
    shared=st.integers(min_value=0, max_value=1 << 64),
    is_software=st.booleans(),
    wddm=st.none() | st.integers(),
)


class _Garbage(Recorded):
    def __init__(self, draw: Callable[[], Stored], **others: Any) -> None:
        super().__init__(**others)
        self._draw = draw

    def value(self, place: str, name: str) -> Stored:
        return self._draw()

    def places(self, place: str) -> tuple[str, ...]:
        return ("0000", "Properties")


@given(
    st.data(),
    st.none() | st.tuples(st.integers(), st.integers(), st.integers()),
    st.none() | st.lists(st.integers()).map(tuple),
    st.none() | st.lists(_adapters).map(tuple),
    st.none() | st.builds(Direct3D, level=st.integers(), is_shared=st.none() | st.booleans()),
    st.none() | st.tuples(st.integers(), st.integers()),
)
def test_garbage_never_fails_and_what_is_told_can_be_believed(
    data: st.DataObject,
    running: tuple[int, int, int] | None,
    formats: tuple[int, ...] | None,
    listed: tuple[Adapter, ...] | None,
    drawing: Direct3D | None,
    screen: tuple[int, int] | None,
) -> None:
    others = {"running": running, "formats": formats, "listed": listed, "drawing": drawing, "screen": screen}
    for name, fact in _facts(_Garbage(lambda: data.draw(_stored), **others)).items():
        assert fact.how and fact.value != "", name


def test_what_is_slow_is_marked_so() -> None:
    slow = {name for probe in probes(Recorded()) if probe.is_slow for name in probe.names}
    assert slow == {"gpu.name", "gpu.wddm", "gpu.memory", "gpu.directx"}
    assert all(isinstance(probe, Probe) for probe in windows.probes())
