"""What Windows says of itself, its processor, its graphics and its sound, each by a probe of its own."""

from __future__ import annotations

import re

from player.domain.phrase import Phrase, Worded
from player.machine.asking import SLOW_S, Probe, Reading
from player.machine.processor import Processor, clock_reading, families_reading, name_reading, of_identifier
from player.machine.screens import MAIN, SCREEN, size_readings
from player.machine.virtual import is_virtual
from player.machine.windows_access import RealWindows, Stored, WindowsAccess
from player.machine.windows_graphics import Adapter

SYSTEM = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
PROCESSOR = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
DISPLAYS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
"""The class of display adapters: one key each, "0000" and so on, some of them of adapters that are gone."""
HARDWARE = r"HARDWARE\DESCRIPTION\System\BIOS"
_MAKER_NAMES = ("SystemManufacturer", "SystemProductName")
_FIRST_10, _FIRST_11 = 10_000, 22_000
_FORMATS_16_BIT, _FORMATS_8_BIT = 0xCCCCC, 0x33333
"""Of dwFormats the bits for 16-bit and for 8-bit sound: four bits for each of five rates, two of them 16-bit."""
_SIGNIFICANT = 0x9100
"""Direct3D's level for hardware of the time of DirectX 9, and the least that draws pictures."""
_DIGIT_KEY = re.compile(r"[0-9]{4}", re.ASCII)
_MEGABYTE = 1 << 20
_REAL: WindowsAccess = RealWindows()


def probes(access: WindowsAccess = _REAL) -> tuple[Probe, ...]:
    """Everything that only Windows can be asked in this way."""
    return (
        Probe(names=("os.name", "os.version"), read=lambda: system(access)),
        Probe(names=("cpu.name", "cpu.families", "cpu.clock"), read=lambda: processor(access)),
        Probe(names=("os.virtual",), read=lambda: (virtual(access),)),
        Probe(names=SCREEN, read=lambda: screen(access)),
        Probe(names=("sound.outputs", "sound.bits"), read=lambda: sound(access)),
        Probe(names=("gpu.name", "gpu.wddm"), read=lambda: graphics(access), limit_s=SLOW_S),
        Probe(names=("gpu.memory", "gpu.directx"), read=lambda: drawing(access), limit_s=SLOW_S),
    )


def system(access: WindowsAccess) -> tuple[Reading, ...]:
    """Name and version. Of registry and kernel the later one is believed: what Windows tells a program that it
    takes for an old one is always less than the truth."""
    found = max(_by_registry(access), _by_kernel(access))
    version: Reading = (None, Phrase("Windows does not say which version it is."))
    if found[0]:
        version = ".".join(map(str, found)), Phrase("Windows' own number")
    name = _name(access, found[2])
    return (
        (name, Phrase("the name in Windows' registry")) if name else (None, Phrase("Windows does not say its name."))
    ), version


def processor(access: WindowsAccess) -> tuple[Reading, ...]:
    """Name, classes and clock rate of the first processor."""
    found = read_processor(access)
    return name_reading(found), families_reading(found), clock_reading(found)


def read_processor(access: WindowsAccess) -> Processor:
    rate = access.value(PROCESSOR, "~MHz")
    return of_identifier(
        _text(access.value(PROCESSOR, "ProcessorNameString")),
        _text(access.value(PROCESSOR, "Identifier")),
        _text(access.value(PROCESSOR, "VendorIdentifier")),
        rate if isinstance(rate, int) else 0,
    )


def virtual(access: WindowsAccess) -> Reading:
    """By what the hardware calls itself."""
    said = " ".join(filter(None, (_text(access.value(HARDWARE, name)) for name in _MAKER_NAMES)))
    if not said:
        return None, Phrase("Windows does not say what this machine is.")
    return ("yes" if is_virtual(said) else "no"), Worded("it calls itself {said}", said=said)


def screen(access: WindowsAccess) -> tuple[Reading, ...]:
    """The main screen, on which windows open first."""
    try:
        found = access.main_screen()
    except (OSError, AttributeError):
        found = None
    return size_readings(found, MAIN, Phrase("Windows does not say how large its screen is."))


def sound(access: WindowsAccess) -> tuple[Reading, ...]:
    """The number of outputs, and the bits of the best of them; another computer's by remote desktop counts too."""
    try:
        formats = access.wave_formats()
    except (OSError, AttributeError):
        return (None, Phrase("Windows does not say which sound outputs there are.")), (
            None,
            Phrase("Windows was not asked."),
        )
    how = Phrase("the sound outputs that Windows lists")
    outputs = (str(len(formats)), how)
    if any(bits & _FORMATS_16_BIT for bits in formats):
        return outputs, ("16 bit", Phrase("the formats that a sound output takes"))
    if formats and all(bits & _FORMATS_8_BIT for bits in formats):
        return outputs, ("8 bit", Phrase("the formats that the sound outputs take"))
    return outputs, (None, Phrase("No sound output says which formats it takes."))


def graphics(access: WindowsAccess) -> tuple[Reading, ...]:
    """Name and driver model of the adapter of the first screen."""
    found, why = _first_adapter(access)
    if found is None:
        stored = next((name for name, _ in _stored_adapters(access)), "")
        name: Reading = (stored, Phrase("the graphics in Windows' registry")) if stored else (None, why)
        return name, (None, why)
    name = (
        (found.name, Phrase("the graphics that Windows lists"))
        if found.name
        else (None, Phrase("The graphics has no name."))
    )
    return name, _driver_model(found)


def drawing(access: WindowsAccess) -> tuple[Reading, ...]:
    """Video memory, and what Direct3D the graphics is made for: its own level, not what is installed."""
    found, why = _first_adapter(access)
    if found is not None and found.is_software:
        alone = Phrase("Pictures are drawn without a graphics card here.")
        return (None, alone), (None, alone)
    try:
        direct3d = access.direct3d()
    except (OSError, AttributeError):
        direct3d = None
    level: Reading = (None, Phrase("The graphics has no Direct3D 11 driver, which could tell."))
    if direct3d is not None and direct3d.level >= _SIGNIFICANT:
        level = directx(direct3d.level), Phrase("Direct3D's level of the graphics")
    is_shared = direct3d.is_shared if direct3d is not None else None
    return (_memory(found, is_shared) if found else _stored_memory(access, why)), level


def directx(level: int) -> str:
    """0xb100 as "11.1"; all three of 9 as "9"."""
    major, minor = level >> 12, level >> 8 & 15
    return str(major) if major == 9 else f"{major}.{minor}"


def size_of(value: Stored) -> int:
    """Bytes as a driver wrote them into the registry: as a number, or as its bytes; 0 where it is neither."""
    if isinstance(value, bytes):
        return int.from_bytes(value, "little") if len(value) in (4, 8) else 0
    return value if isinstance(value, int) else 0


def _by_registry(access: WindowsAccess) -> tuple[int, int, int]:
    """Before Windows 10 the version is a text, which has stayed at 6.3 since; the build has always told the truth."""
    build = _number(access.value(SYSTEM, "CurrentBuildNumber")) or _number(access.value(SYSTEM, "CurrentBuild"))
    major = access.value(SYSTEM, "CurrentMajorVersionNumber")
    minor = access.value(SYSTEM, "CurrentMinorVersionNumber")
    if isinstance(major, int) and isinstance(minor, int):
        return major, minor, build
    if build >= _FIRST_10:
        return 10, 0, build
    old_major, _, old_minor = _text(access.value(SYSTEM, "CurrentVersion")).partition(".")
    return _number(old_major), _number(old_minor), build


def _by_kernel(access: WindowsAccess) -> tuple[int, int, int]:
    try:
        return access.kernel()
    except (OSError, AttributeError):
        return 0, 0, 0


def _name(access: WindowsAccess, build: int) -> str:
    """The product's name and release; Windows 11 still calls itself Windows 10 there."""
    product = _text(access.value(SYSTEM, "ProductName")).removeprefix("Microsoft ").strip()
    if build >= _FIRST_11 and product.startswith("Windows 10"):
        product = product.replace("Windows 10", "Windows 11", 1)
    # The second is of Windows 10 up to 2009, the third of Windows before 10.
    release = next((text for name in _RELEASES if (text := _text(access.value(SYSTEM, name)))), "")
    return f"{product} {release}".strip() if product else ""


_RELEASES = ("DisplayVersion", "ReleaseId", "CSDVersion")


def _first_adapter(access: WindowsAccess) -> tuple[Adapter | None, str]:
    """The first that draws in hardware, or else the first; or why there is none."""
    try:
        found = access.adapters()
    except (OSError, AttributeError):
        return None, Phrase("Windows does not list its graphics here; it is older than that, or refuses.")
    best = next((adapter for adapter in found if not adapter.is_software), found[0] if found else None)
    return best, Phrase("Windows lists no graphics.")


def _driver_model(found: Adapter) -> Reading:
    if found.wddm is None or not 1000 <= found.wddm < 10_000:
        return None, Phrase("Windows does not say which driver model the graphics has.")
    if found.is_software:
        return None, Phrase("Pictures are drawn without a graphics card here.")
    return f"{found.wddm // 1000}.{found.wddm // 100 % 10}", Phrase("the driver model that the kernel gives")


def _memory(found: Adapter, is_shared: bool | None) -> Reading:
    """Memory that is borrowed from the computer's own is no video memory of a size that could be told."""
    own, more = found.dedicated // _MEGABYTE, found.shared // _MEGABYTE
    # Where Windows does not tell, less than this beside a share of the computer's is what integrated graphics has.
    if is_shared or (is_shared is None and own < 256 and more > own):
        taken = Worded("{own} MB are set aside, and up to {more} MB more may be taken", own=own, more=more)
        return None, Worded("The graphics shares the computer's memory: {taken}.", taken=taken)
    return (
        (f"{own} MB", Phrase("the graphics' own memory"))
        if own
        else (None, Phrase("The graphics does not say its memory."))
    )


def _stored_memory(access: WindowsAccess, why: str) -> Reading:
    size = max((size for _, size in _stored_adapters(access)), default=0) // _MEGABYTE
    return (f"{size} MB", Phrase("the graphics in Windows' registry")) if size else (None, why)


def _stored_adapters(access: WindowsAccess) -> tuple[tuple[str, int], ...]:
    """Name and bytes of those that the registry knows; older drivers only write a number of 32 bits."""
    found: list[tuple[str, int]] = []
    for key in sorted(access.places(DISPLAYS)):
        if not _DIGIT_KEY.fullmatch(key):
            continue
        place = f"{DISPLAYS}\\{key}"
        size = size_of(access.value(place, "HardwareInformation.qwMemorySize"))
        found.append(
            (
                _text(access.value(place, "DriverDesc")),
                size or size_of(access.value(place, "HardwareInformation.MemorySize")),
            )
        )
    return tuple(item for item in found if item[0])


def _text(value: Stored) -> str:
    return " ".join(value.replace("\0", " ").split()) if isinstance(value, str) else ""


def _number(value: Stored) -> int:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
