"""What macOS says of itself, its processor, its graphics and its sound, each by a probe of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from player.domain.checkup.systems import Version, version
from player.domain.phrase import Phrase, Worded
from player.machine.asking import SLOW_S, Probe, Reading
from player.machine.macos_access import MacAccess, RealMac
from player.machine.processor import Processor, clock_in, clock_reading, families_reading, name_reading
from player.machine.screens import MAIN, SCREEN, size_readings

DISPLAYS = "SPDisplaysDataType"
SOUND = "SPAudioDataType"
_POWERPC = frozenset({18, 18 | 1 << 24})
_ARM = frozenset({12, 12 | 1 << 24, 12 | 2 << 24})
_POWERPC_KINDS = {9: "PowerPC G3 (750)", 10: "PowerPC G4 (7400)", 11: "PowerPC G4 (7450)", 100: "PowerPC G5 (970)"}
"""What hw.cputype and hw.cpusubtype say of the processor."""
_SIZE = re.compile(r"([0-9]{1,6}) ?([mg])[bo]", re.ASCII | re.IGNORECASE)
"""The letter is o on a French Mac."""
_PASSED_ON = "coreaudio_device_type_virtual"
"""How a device that only passes sound on to a program is joined."""
_VIRTUAL_MODEL = re.compile(r"vmware|virtual|parallels|qemu", re.IGNORECASE)
_NEVER = ((10, 16), (11,)), ((16,), (26,))
"""Spans of versions that no macOS ever had: what 11 and later say to older programs, and what 26 and later do."""
_VERSION = re.compile(rb"<key>ProductVersion</key>\s*<string>\s*([0-9][0-9.]{0,30})\s*</string>")
_MEGAHERTZ = 10**6
_REAL: MacAccess = RealMac()
_Entry = Mapping[str, object]


def probes(access: MacAccess = _REAL) -> tuple[Probe, ...]:
    """Everything that only macOS can be asked in this way."""
    return (
        Probe(names=("os.name", "os.version"), read=lambda: system(access)),
        Probe(names=("cpu.name", "cpu.families", "cpu.clock"), read=lambda: processor(access)),
        Probe(names=("os.virtual",), read=lambda: (virtual(access),)),
        Probe(names=SCREEN, read=lambda: screen(access)),
        Probe(names=("sound.outputs",), read=lambda: (sound_at_once(access),)),
        Probe(names=("sound.outputs", "sound.bits"), read=lambda: sound(access), limit_s=SLOW_S),
        Probe(names=("gpu.name", "gpu.memory"), read=lambda: graphics(access), limit_s=SLOW_S),
    )


def system(access: MacAccess) -> tuple[Reading, ...]:
    """Name and version, by the first source that does not give a number that no macOS ever had."""
    for said in (*(_version_in(file) for file in _files(access)), access.release()):
        if version(said) and not _is_pretended(version(said)):
            return (_name(said), Phrase("the system's own name")), (said, Phrase("the system's own number"))
    known = _by_kernel(access.text("kern.osrelease"))
    if not known:
        return (None, Phrase("macOS does not say its name.")), (None, Phrase("macOS does not say which version it is."))
    how = Phrase("the number of its kernel; the system gives older programs another one")
    return (Worded("{name} or later", name=_name(known)), how), (known, how)


def processor(access: MacAccess) -> tuple[Reading, ...]:
    """Name, classes and clock rate."""
    found = read_processor(access)
    return name_reading(found), families_reading(found), clock_reading(found)


def read_processor(access: MacAccess) -> Processor:
    """Apple's own processors give no clock; what they give to programs that are translated for them is made up."""
    name, kind = access.text("machdep.cpu.brand_string"), access.number("hw.cputype")
    if kind in _POWERPC:
        name = _POWERPC_KINDS.get(access.number("hw.cpusubtype"), "")
        return Processor(name=name, instructions="powerpc", megahertz=_megahertz(access))
    if kind in _ARM or name.startswith("Apple") or access.number("sysctl.proc_translated") == 1:
        return Processor(name=name, instructions="arm", is_64=True)
    is_64 = any(access.number(flag) == 1 for flag in ("hw.cpu64bit_capable", "hw.optional.x86_64"))
    return Processor(
        name=name,
        maker=access.text("machdep.cpu.vendor"),
        family=access.number("machdep.cpu.family"),
        model=access.number("machdep.cpu.model"),
        instructions="x86",
        is_64=is_64 or None,
        megahertz=_megahertz(access) or clock_in(name),
    )


def graphics(access: MacAccess) -> tuple[Reading, ...]:
    """All cards by name, and the memory of the largest that has its own."""
    try:
        cards = cards_in(access.report(DISPLAYS))
    except OSError:
        cards = ()
    if not cards:
        why = Phrase("macOS gave no report on its graphics.")
        return (None, why), (None, why)
    names = ", ".join(dict.fromkeys(name for name, _ in cards if name))
    name: Reading = (names, Phrase("the system's report")) if names else (None, Phrase("The graphics has no name."))
    largest = max(size for _, size in cards)
    if not largest:
        return name, (None, Phrase("The graphics shares the computer's memory: how much it takes cannot be told."))
    return name, (f"{largest} MB", Phrase("the system's report"))


def virtual(access: MacAccess) -> Reading:
    """By the mark that a hypervisor leaves on the processor, and by what the machine calls itself."""
    model = access.text("hw.model")
    if access.number("kern.hv_vmm_present") == 1 or "VMM" in access.text("machdep.cpu.features").split():
        return "yes", Phrase("the hypervisor's mark")
    if not model:
        return None, Phrase("macOS does not say what this machine is.")
    return ("yes" if _VIRTUAL_MODEL.match(model) else "no"), Worded("it calls itself {model}", model=model)


def screen(access: MacAccess) -> tuple[Reading, ...]:
    """The main screen, on which windows open first; in points, of which a sharp screen has fewer than pixels."""
    try:
        found = access.main_screen()
    except (OSError, AttributeError):
        found = None
    return size_readings(found, MAIN, Phrase("macOS does not say how large its screen is."))


def sound_at_once(access: MacAccess) -> Reading:
    """The number of outputs by Core Audio alone."""
    try:
        return str(len(access.outputs())), Phrase("the sound outputs that macOS lists")
    except (OSError, AttributeError):
        return None, Phrase("Core Audio does not answer.")


def sound(access: MacAccess) -> tuple[Reading, ...]:
    """Outputs and bits by Core Audio; or the outputs by the system's report, which knows nothing of bits."""
    try:
        bits = max((output.bits for output in access.outputs()), default=0)
    except (OSError, AttributeError):
        return _reported_outputs(access), (None, Phrase("Only Core Audio could tell, and it does not answer."))
    told: Reading = (None, Phrase("No sound output says how many bits it takes."))
    return sound_at_once(access), (f"{bits} bit", Phrase("the format that a sound output takes")) if bits > 0 else told


def _reported_outputs(access: MacAccess) -> Reading:
    try:
        listed = outputs_in(access.report(SOUND))
    except OSError:
        listed = None
    if listed is None:
        return None, Phrase("macOS does not say which sound outputs there are.")
    return str(listed), Phrase("the system's report")


def cards_in(report: bytes) -> tuple[tuple[str, int], ...]:
    """Of each graphics card its name, and the megabytes that are its own: 0 where it shares, or does not say.

    "spdisplays_vram_shared" is what a card may take of the computer's memory. Up to 10.13 both kinds stood under
    "_spdisplays_vram": then only a card on a bus of its own is taken to have its own.
    """
    return tuple((_card_name(card), _card_memory(card)) for card in _entries(report, DISPLAYS))


def outputs_in(report: bytes) -> int | None:
    """How many real sound outputs a report lists; None where it is no such report."""
    groups = _entries(report, SOUND)
    if not groups:
        return None
    devices = [device for group in groups for device in _dicts(group.get("_items"))]
    return sum(
        _count(device.get("coreaudio_device_output")) > 0 and device.get("coreaudio_device_transport") != _PASSED_ON
        for device in devices
    )


def _entries(report: bytes, kind: str) -> tuple[_Entry, ...]:
    """What a report lists; nothing where it is none."""
    try:
        told: object = json.loads(report.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return ()
    return tuple(_dicts(told.get(kind))) if _is_dict(told) else ()


def _dicts(value: object) -> Iterator[_Entry]:
    return (item for item in value if _is_dict(item)) if _is_list(value) else iter(())


def _is_dict(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _card_name(card: _Entry) -> str:
    """ "_name" is sometimes a code ("kHW_AppleM1Item") where "sppci_model" is a name."""
    named = (card.get(key) for key in ("sppci_model", "_name"))
    return next((" ".join(name.split()) for name in named if isinstance(name, str) and name.strip()), "")


def _card_memory(card: _Entry) -> int:
    if "spdisplays_vram_shared" in card:
        return 0
    if "spdisplays_vram" in card:
        return _megabytes(card["spdisplays_vram"])
    is_apart = "pcie" in str(card.get("sppci_bus", ""))
    return _megabytes(card.get("_spdisplays_vram")) if is_apart else 0


def _megabytes(value: object) -> int:
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(match[1]) * (1024 if match[2] in "gG" else 1) if match else 0


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _megahertz(access: MacAccess) -> int:
    return max(access.number("hw.cpufrequency"), 0) // _MEGAHERTZ


def _files(access: MacAccess) -> tuple[bytes, ...]:
    try:
        return access.version_files()
    except OSError:
        return ()


def _version_in(file: bytes) -> str:
    """The ProductVersion of a property list, which is plain XML in all that Apple shipped; empty where it has none."""
    match = _VERSION.search(file)
    return match[1].decode("ascii") if match else ""


def _is_pretended(said: Version) -> bool:
    return any(first <= said < after for first, after in _NEVER)


def _by_kernel(release: str) -> str:
    """Darwin 20 is macOS 11, 24 is 15, and 25, since they are counted by years, 26; earlier ones told the truth."""
    darwin = version(release)
    if not darwin or darwin[0] < 20:
        return ""
    return str(darwin[0] - 9) if darwin[0] < 25 else "26"


def _name(said: str) -> str:
    number = version(said)
    return f"{'macOS' if number >= (10, 12) else 'OS X' if number >= (10, 8) else 'Mac OS X'} {said}"
