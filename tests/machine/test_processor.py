"""Processors: real machines' own words lead to the classes that courses name; garbage leads to "cannot tell"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.processors import KNOWN, MAKERS, asked, meets
from player.machine.processor import (
    Processor,
    clock_in,
    clock_reading,
    families,
    families_reading,
    name_reading,
    of_cpuinfo,
    of_identifier,
    of_machine,
)

RAW = Path(__file__).parent / "raw"


def _x86(name: str, *, is_64: bool | None = None, family: int = 0, model: int = 0) -> Processor:
    return Processor(name=name, instructions="x86", is_64=is_64, family=family, model=model)


@pytest.mark.parametrize(
    ("file", "machine", "expected", "clock"),
    [
        ("powerbook-g4", "ppc", "powerpc-g4", "1666 MHz"),
        ("power-mac-g5", "ppc64", "powerpc-g5", "1250 MHz"),
        ("power9", "ppc64le", None, "3800 MHz"),
        ("pentium-iii", "i686", "pentium-iii intel", "863 MHz"),
        ("core-2-duo", "i686", "x86-64 intel", "2000 MHz"),
        ("core-2-duo", "x86_64", "x86-64 intel", "2000 MHz"),
        ("core-i3", "x86_64", "x86-64 intel", "2530 MHz"),
        ("apple-m1", "aarch64", "arm64", None),
    ],
)
def test_a_linux_machine_is_known_by_its_list_of_processors(
    file: str, machine: str, expected: str | None, clock: str | None
) -> None:
    found = of_cpuinfo((RAW / "cpuinfo" / f"{file}.txt").read_text(encoding="utf-8"), machine)
    assert families_reading(found)[0] == expected
    assert clock_reading(found)[0] == clock


@pytest.mark.parametrize(
    ("machine", "expected", "clock"),
    [
        ("Ice Lake", "x86-64 intel", None),
        ("Tiger Lake", "x86-64 intel", "2803 MHz"),
        ("Haswell", "x86-64 intel", None),
        ("Core 2, Windows XP", "x86-64 intel", None),
        ("Sandy Bridge that calls itself Pentium 4, Windows XP", "x86-64 intel", "2200 MHz"),
        ("Snapdragon 8cx Gen 3", "arm64", "1747 MHz"),
    ],
)
def test_a_windows_machine_is_known_by_its_identifier(machine: str, expected: str, clock: str | None) -> None:
    said: dict[str, Any] = json.loads((RAW / "windows/processors.json").read_text(encoding="utf-8"))[machine]
    maker, name = said.get("VendorIdentifier", ""), said.get("ProcessorNameString", "")
    found = of_identifier(name, said["Identifier"], maker, said.get("~MHz", 0))
    assert families_reading(found)[0] == expected
    assert clock_reading(found)[0] == clock


def test_an_itanium_is_of_none_of_these_classes() -> None:
    assert families(of_identifier("", "ia64 Family 31 Model 0 Stepping 5", "GenuineIntel", 0)) == ()
    assert families(of_cpuinfo("vendor_id : GenuineIntel\nfamily : Itanium 2\nmodel : 1\n", "ia64")) == ()


def test_an_old_windows_names_no_maker_and_so_no_class_but_by_the_identifier_s_name() -> None:
    found = of_identifier("", "x86 Family 6 Model 5 Stepping 1", "", 0)
    assert families_reading(found)[0] is None
    assert name_reading(found)[0] == "x86 Family 6 Model 5 Stepping 1"


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("x86 Family 5 Model 4 Stepping 3", "pentium"),
        ("x86 Family 6 Model 1 Stepping 9", "pentium"),
        ("x86 Family 6 Model 5 Stepping 2", "pentium-ii"),
        ("x86 Family 6 Model 6 Stepping 10", "pentium-ii"),
        ("x86 Family 6 Model 8 Stepping 6", "pentium-iii"),
        ("x86 Family 6 Model 11 Stepping 1", "pentium-iii"),
        ("x86 Family 6 Model 13 Stepping 8", "pentium-4"),
        ("x86 Family 6 Model 14 Stepping 8", "core-duo"),
        ("x86 Family 6 Model 28 Stepping 2", "pentium-4"),
        ("x86 Family 6 Model 58 Stepping 9", "x86-64"),
        ("x86 Family 15 Model 2 Stepping 9", "pentium-4"),
        ("EM64T Family 15 Model 4 Stepping 3", "x86-64"),
        ("Intel64 Family 6 Model 58 Stepping 9", "x86-64"),
        ("Intel64 Family 18 Model 1 Stepping 0", "x86-64"),
    ],
)
def test_intel_s_numbers_are_classes(identifier: str, expected: str) -> None:
    assert families(of_identifier("", identifier, "GenuineIntel", 0)) == (expected, "intel")


@pytest.mark.parametrize(
    ("identifier", "name", "expected"),
    [
        ("x86 Family 5 Model 6 Stepping 2", "", "pentium"),
        ("x86 Family 5 Model 8 Stepping 12", "AMD-K6(tm) 3D processor", "pentium-ii"),
        ("x86 Family 6 Model 4 Stepping 2", "AMD Athlon(tm) Processor", "pentium-iii"),
        ("x86 Family 6 Model 10 Stepping 0", "AMD Athlon(tm) XP 2500+", "pentium-4"),
        ("x86 Family 15 Model 12 Stepping 0", "AMD Sempron(tm) 2600+", "pentium-4"),
        ("x86 Family 15 Model 47 Stepping 2", "AMD Athlon(tm) 64 Processor 3200+", "x86-64"),
        ("AMD64 Family 23 Model 113 Stepping 0", "AMD Ryzen 5 3600 6-Core Processor", "x86-64"),
    ],
)
def test_amd_s_stand_where_they_fairly_stood(identifier: str, name: str, expected: str) -> None:
    assert families(of_identifier(name, identifier, "AuthenticAMD", 0)) == (expected, "amd")


@pytest.mark.parametrize(
    "name",
    [
        "Intel(R) Pentium(R) Gold G5400 CPU @ 3.70GHz",
        "Intel(R) Celeron(R) N4020 CPU @ 1.10GHz",
        "Intel(R) Pentium(R) 4 CPU 3.00GHz",
        "Intel(R) Pentium(R) III CPU family 1400MHz",
        "",
    ],
)
def test_a_64_bit_processor_is_of_the_latest_class_whatever_it_is_sold_as(name: str) -> None:
    assert families(of_machine("x86_64", name))[0] == "x86-64"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Intel(R) Core(TM) Duo CPU T2400 @ 1.83GHz", "core-duo"),
        ("Genuine Intel(R) CPU           T2400  @ 1.83GHz", "core-duo"),
        ("Genuine Intel(R) CPU           T2050  @ 1.60GHz", "core-duo"),
        ("Intel(R) Pentium(R) Dual  CPU  T2060  @ 1.60GHz", "core-duo"),
        ("Intel(R) Core(TM)2 Duo CPU     T7200  @ 2.00GHz", "x86-64"),
        ("Intel(R) Core(TM)2 CPU          6300  @ 1.86GHz", "x86-64"),
        ("Intel(R) Pentium(R) Dual  CPU  E2180  @ 2.00GHz", "x86-64"),
        ("Intel(R) Pentium(R) Gold G5400 CPU @ 3.70GHz", "x86-64"),
        ("Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", "x86-64"),
        ("Intel(R) Core(TM) Ultra 7 155H", "x86-64"),
        ("13th Gen Intel(R) Core(TM) i7-1360P", "x86-64"),
        ("Intel(R) N100", "x86-64"),
        ("Intel(R) Pentium(R) M processor 1.73GHz", "pentium-4"),
        ("Intel(R) Pentium(R) 4 CPU 2.40GHz", "pentium-4"),
        ("Intel(R) Pentium(R) III CPU family 1400MHz", "pentium-iii"),
        ("Pentium II (Deschutes)", "pentium-ii"),
        ("Pentium MMX", "pentium"),
        ("Pentium 75 - 200", "pentium"),
        ("AMD-K6(tm)-III Processor", "pentium-ii"),
        ("AMD FX(tm)-8320 Eight-Core Processor", "x86-64"),
        ("AMD A10-7850K APU with Radeon R7 Graphics", "x86-64"),
        ("AMD Phenom(tm) II X6 1055T Processor", "x86-64"),
        ("AMD Athlon(tm) II X2 250 Processor", "x86-64"),
        ("VIA C7-M Processor 1600MHz", None),
        ("Geode(TM) Integrated Processor by AMD PCS", None),
        ("Transmeta(tm) Crusoe(tm) Processor TM5800", None),
        ("486 DX/2", None),
    ],
)
def test_a_name_alone_is_a_class_where_it_is_one(name: str, expected: str | None) -> None:
    found = families(_x86(name))
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("740/750", "powerpc-g3"),
        ("745/755", "powerpc-g3"),
        ("750FX", "powerpc-g3"),
        ("7400, altivec supported", "powerpc-g4"),
        ("7455, altivec supported", "powerpc-g4"),
        ("7447A, altivec supported", "powerpc-g4"),
        ("PPC970FX, altivec supported", "powerpc-g5"),
        ("PowerPC G4  (1.1)", "powerpc-g4"),
        ("603e", None),
        ("POWER8 (architected), altivec supported", None),
        ("e500v2", None),
    ],
)
def test_a_powerpc_is_known_by_its_part(name: str, expected: str | None) -> None:
    assert families_reading(Processor(name=name, instructions="powerpc"))[0] == expected


@pytest.mark.parametrize(
    ("machine", "name", "expected"),
    [
        ("arm64", "Apple M2", "arm64"),
        ("aarch64", "", "arm64"),
        ("armv7l", "ARMv7 Processor rev 4 (v7l)", None),
        ("sparc64", "", None),
        ("", "Apple M1", "arm64"),
        ("x86_64", "VirtualApple @ 2.50GHz", "arm64"),
        ("AMD64", "AMD Ryzen 5 5600U", "x86-64 amd"),
    ],
)
def test_a_processor_is_known_by_what_the_system_was_made_for(machine: str, name: str, expected: str | None) -> None:
    assert families_reading(of_machine(machine, name))[0] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Genuine Intel(R) CPU           T2400  @ 1.83GHz", 1830),
        ("Intel(R) Pentium(R) III CPU family 1400MHz", 1400),
        ("Snapdragon (TM) 8cx Gen 3 @ 3.0 GHz", 3000),
        ("VirtualApple @ 2.50GHz processor", 0),
        ("AMD Ryzen 5 5600U", 0),
    ],
)
def test_the_clock_is_in_many_names(name: str, expected: int) -> None:
    assert clock_in(name) == expected


def test_on_linux_the_name_s_clock_comes_before_that_of_an_idle_moment() -> None:
    text = "model name : Intel(R) Core(TM) i3 CPU M 380 @ 2.53GHz\ncpu MHz : 933.000\n"
    assert clock_reading(of_cpuinfo(text, "x86_64"))[0] == "2530 MHz"
    assert clock_reading(of_cpuinfo("cpu MHz : 497.440\n", "i586"))[0] == "497 MHz"


def test_the_mark_of_64_bits_counts_under_a_32_bit_kernel_too() -> None:
    text = "vendor_id : GenuineIntel\ncpu family : 15\nmodel : 4\nflags : fpu {}nx\n"
    assert families(of_cpuinfo(text.format("lm "), "i686")) == ("x86-64", "intel")
    assert families(of_cpuinfo(text.format(""), "i686")) == ("pentium-4", "intel")


def test_a_pentium_ii_of_500_mhz_is_met_by_every_machine_of_today_and_by_itself() -> None:
    wanted = asked("pentium-ii 500 MHz")
    assert wanted is not None
    for processor in (
        of_identifier("", "x86 Family 6 Model 5 Stepping 2", "GenuineIntel", 497),
        of_machine("x86_64", "Intel(R) Celeron(R) N4020 CPU @ 1.10GHz"),
        of_machine("arm64", "Apple M3"),
    ):
        assert meets(frozenset(families(processor)), processor.megahertz * 10**6, wanted) is True
    slower = of_identifier("", "x86 Family 6 Model 5 Stepping 2", "GenuineIntel", 400)
    assert meets(frozenset(families(slower)), slower.megahertz * 10**6, wanted) is False


@given(
    st.text(), st.text(), st.text(), st.text(), st.integers(), st.sampled_from(["x86_64", "i686", "ppc", "arm64", "?"])
)
def test_garbage_is_never_more_than_unknown(
    name: str, identifier: str, maker: str, text: str, rate: int, machine: str
) -> None:
    for found in (
        of_identifier(name, identifier, maker, rate),
        of_cpuinfo(text, machine),
        of_cpuinfo(f"model name: {name}\nvendor_id: {maker}\nmodel: {identifier}", machine),
        of_machine(name, text),
    ):
        said = families(found)
        assert set(said) <= KNOWN
        # A maker without a class would be taken for a processor that is too old.
        assert not said or said[0] not in MAKERS
        for value, how in (name_reading(found), families_reading(found), clock_reading(found)):
            assert how and value != ""
