"""How a Linux computer is asked: by the files in which the kernel tells about itself, and by the sound server."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from player.domain.phrase import Phrase, Worded
from player.machine.asking import SLOW_S, Probe, Reading
from player.machine.linux_files import line_of, number_of, text_of
from player.machine.linux_screens import ScreensOfLinux
from player.machine.linux_sound import SoundOfLinux
from player.machine.processor import Processor, clock_reading, families_reading, name_reading, of_cpuinfo
from player.machine.screens import SCREEN
from player.machine.virtual import is_virtual

SINKS = ("pactl", "list", "sinks")
SINKS_S = 1.5
"""What the sound server may take, in seconds."""
_NAME = re.compile(r"""^PRETTY_NAME=(["']?)(.*?)\1\s*$""", re.MULTILINE)
_CARD = re.compile(r"card[0-9]+", re.ASCII)
_MAKERS = {"0x1002": "AMD", "0x10de": "NVIDIA", "0x8086": "Intel", "0x102b": "Matrox", "0x1a03": "ASPEED"}
_PRETENDED = {
    "0x1af4": "virtio graphics",
    "0x1234": "QEMU graphics",
    "0x15ad": "VMware graphics",
    "0x80ee": "VirtualBox graphics",
    "0x1b36": "QXL graphics",
    "0x1414": "Hyper-V graphics",
    "0x1ab8": "Parallels graphics",
}
"""Makers' numbers of graphics that a virtual machine makes believe."""
_PCI_NAMES = ("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")
_HARDWARE = tuple(f"sys/class/dmi/id/{name}" for name in ("sys_vendor", "product_name", "board_vendor", "bios_vendor"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Linux:
    """A Linux computer. `root`: what stands above /proc and /sys, so that recorded ones can be asked too.

    `machine`: what uname says the kernel was made for; `sinks`: asks the sound server, None where there is none.
    """

    root: Path
    machine: str
    screens: ScreensOfLinux
    sound: SoundOfLinux
    sinks: Callable[[], str | None]

    def system(self) -> tuple[Reading, ...]:
        """The system's name, and the kernel's version."""
        found = (_NAME.search(text_of(self.root / place)) for place in ("etc/os-release", "usr/lib/os-release"))
        name = next((match[2].replace("\\", "") for match in found if match), None)
        kernel = re.match(r"[0-9]+(\.[0-9]+)*", text_of(self.root / "proc/sys/kernel/osrelease"), re.ASCII)
        return (
            (name, Phrase("the system's own name")) if name else (None, Phrase("This Linux does not give its name.")),
            (kernel[0], Phrase("the kernel's number"))
            if kernel
            else (None, Phrase("The kernel does not give its number.")),
        )

    def processor(self) -> tuple[Reading, ...]:
        """Its name, its families and its clock: the highest that it can run at, where the kernel knows it."""
        text = text_of(self.root / "proc/cpuinfo")
        found = of_cpuinfo(text, self.machine)
        return name_reading(self._named(found)), families_reading(found), self._clock(found)

    def _named(self, found: Processor) -> Processor:
        """ARM's processors have no name; there the board's says most."""
        if found.name:
            return found
        board = text_of(self.root / "proc/device-tree/model").strip("\0 \n")
        return Processor(name=board)

    def _clock(self, found: Processor) -> Reading:
        steps = (self.root / "sys/devices/system/cpu").glob("cpu[0-9]*/cpufreq/cpuinfo_max_freq")
        highest = max((number_of(file) for file in steps), default=0) // 1000
        if highest:
            return f"{highest} MHz", Phrase("the highest clock rate that the processor can run at")
        return clock_reading(found)

    def graphics(self) -> tuple[Reading, ...]:
        """The cards' names, and the most memory that one has of its own."""
        cards = tuple(self._graphics_cards())
        if not cards:
            none = (None, Phrase("No graphics card can be seen from here."))
            return none, none
        names = dict.fromkeys(self._graphics_name(card) for card in cards)
        return ("; ".join(names), Phrase("the graphics cards that the kernel lists")), self._graphics_memory(cards)

    def _graphics_cards(self) -> Iterator[Path]:
        listed = self.root / "sys/class/drm"
        names = sorted(entry.name for entry in listed.iterdir()) if listed.is_dir() else []
        return (listed / name / "device" for name in names if _CARD.fullmatch(name))

    def _graphics_name(self, card: Path) -> str:
        vendor, device = line_of(card / "vendor"), line_of(card / "device")
        if vendor in _PRETENDED:
            return _PRETENDED[vendor]
        if named := self._told_by_nvidia(card.resolve().name) or self._listed(vendor, device):
            return named
        maker = _MAKERS.get(vendor)
        number = f"{vendor.removeprefix('0x')}:{device.removeprefix('0x')}".strip(":")
        words = f"{maker} graphics" if maker else "graphics"
        return f"{words} ({number})" if number else line_of(card / "of_node/compatible").split("\0")[0] or words

    def _told_by_nvidia(self, slot: str) -> str:
        told = text_of(self.root / "proc/driver/nvidia/gpus" / slot / "information")
        match = re.search(r"^Model:\s*(.+)$", told, re.MULTILINE)
        return match[1].strip() if match else ""

    def _listed(self, vendor: str, device: str) -> str:
        """By the list of all makers and parts that many systems have."""
        lists = (self.root / place for place in _PCI_NAMES)
        listed = next((file.read_text(encoding="utf-8", errors="replace") for file in lists if file.is_file()), "")
        makers = f"\n{listed}".partition(f"\n{vendor.removeprefix('0x')}  ")[2]
        maker, _, parts = makers.partition("\n")
        # A maker's parts are indented, up to the next maker.
        own = re.split(r"\n(?=[0-9a-f])", f"\n{parts}", maxsplit=1)[0]
        part = own.partition(f"\n\t{device.removeprefix('0x')}  ")[2].partition("\n")[0]
        return f"{maker} {part}" if vendor and device and maker and part else ""

    def _graphics_memory(self, cards: tuple[Path, ...]) -> Reading:
        told = max((number_of(card / "mem_info_vram_total") for card in cards), default=0)
        if told:
            return f"{told >> 20} MB", Phrase("what the graphics card's driver says")
        makers = {line_of(card / "vendor") for card in cards}
        if makers & _PRETENDED.keys():
            return None, Phrase("It is a virtual machine's, which has no video memory of its own.")
        if makers == {"0x8086"}:
            return None, Phrase("It shares the computer's memory; how much it may take is not told.")
        return None, Phrase("Its driver does not say how much it has.")

    def virtual(self) -> tuple[Reading, ...]:
        """By what the hardware calls itself, and by the mark that a hypervisor leaves on the processor."""
        names = " ".join(filter(None, (line_of(self.root / place) for place in _HARDWARE)))
        if is_virtual(names):
            return (("yes", Worded("it calls itself {names}", names=names)),)
        flags = re.search(r"^flags\s*:(.*)$", text_of(self.root / "proc/cpuinfo"), re.MULTILINE)
        if flags and "hypervisor" in flags[1].split():
            return (("yes", Phrase("the processor's mark")),)
        if names or flags:
            return (
                (
                    "no",
                    Worded("it calls itself {names}", names=names)
                    if names
                    else Phrase("the processor's mark is not there"),
                ),
            )
        return ((None, Phrase("Nothing here tells whether it is a real machine.")),)

    def sound_at_once(self) -> tuple[Reading, ...]:
        return (self.sound.at_once(),)

    def sound_in_full(self) -> tuple[Reading, ...]:
        return self.sound.with_server(self.sinks() if self.sound.has_server() else None)


def probes(here: Linux | None = None) -> tuple[Probe, ...]:
    """Of this computer, or of a recorded one."""
    machine = here or this_linux()
    by_display = Probe(names=SCREEN, read=machine.screens.with_display, limit_s=SLOW_S)
    return (
        Probe(names=("os.name", "os.version"), read=machine.system),
        Probe(names=("cpu.name", "cpu.families", "cpu.clock"), read=machine.processor),
        Probe(names=("gpu.name", "gpu.memory"), read=machine.graphics),
        Probe(names=("os.virtual",), read=machine.virtual),
        Probe(names=SCREEN, read=machine.screens.at_once),
        *((by_display,) if machine.screens.has_display else ()),
        Probe(names=("sound.outputs",), read=machine.sound_at_once),
        Probe(names=("sound.outputs", "sound.bits"), read=machine.sound_in_full, limit_s=SLOW_S),
    )


def this_linux() -> Linux:
    root = Path("/")
    return Linux(
        root=root,
        machine=platform.machine(),
        screens=ScreensOfLinux(root=root),
        sound=SoundOfLinux(root=root),
        sinks=ask_sound_server,
    )


def ask_sound_server() -> str | None:
    """What PulseAudio or PipeWire lists, in English; None where this computer has no means to ask, or no answer."""
    program = shutil.which(SINKS[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            (program, *SINKS[1:]),
            capture_output=True,
            check=True,
            env=_english(),
            stdin=subprocess.DEVNULL,
            timeout=SINKS_S,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", errors="replace")


def _english() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}
