"""Sound on Linux: what can really be heard, by the kernel's cards and by the sound server, without making a noise."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from player.domain.phrase import Phrase
from player.machine.asking import Reading
from player.machine.linux_files import text_of

NO_SOUND_SYSTEM = Phrase("no sound card and no sound server")
ONLY_LISTENING = Phrase("Sound goes to a sound server; only listening tells whether it is heard.")
_CARD = re.compile(r"^ *([0-9]+) \[[^\]]*\]: (.+?) - ", re.MULTILINE | re.ASCII)
_UNHEARD_DRIVERS = frozenset({"Dummy", "Loopback"})
"""Cards of the kernel's own that play to nobody."""
_NODE = re.compile(r"^Node 0x", re.MULTILINE)
_BITS = re.compile(r"^ +bits \[0x[0-9a-f]+\]: ([0-9 ]+)$", re.MULTILINE | re.ASCII)
_STREAM_FORMAT = re.compile(r"^ +Format: [SU]([0-9]{1,2})_", re.MULTILINE | re.ASCII)
_AC97 = re.compile(r"^DAC resolution +: ([0-9]{1,2})-bit", re.MULTILINE | re.ASCII)
_SAMPLE = re.compile(r"^(?:[su]|float)([0-9]{1,2})(?:-32)?(?:le|be)? ", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sink:
    """A place to which a sound server plays; `ports`: whether something is plugged in, as far as the server knows."""

    name: str
    driver: str
    sample: str
    factory: str = ""
    ports: tuple[bool, ...] = ()

    @property
    def is_heard(self) -> bool:
        """Null devices take sound and make none; and where nothing is plugged in, nothing is heard."""
        is_null = self.name == "auto_null" or "null" in self.driver or "null" in self.factory
        return not is_null and (any(self.ports) or not self.ports)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundOfLinux:
    """`root`: what stands above /proc; `environment`: this program's, which says where the sound server is."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def at_once(self) -> Reading:
        """By the cards alone; a sound server may know more (Bluetooth, another computer) and better."""
        heard = sum(_heard(card) for card in self.cards())
        if heard:
            return str(heard), Phrase("the sound cards' outputs")
        if self.has_server():
            return None, ONLY_LISTENING
        return "0", Phrase("nothing is plugged into the sound cards") if any(self.cards()) else NO_SOUND_SYSTEM

    def with_server(self, told: str | None) -> tuple[Reading, Reading]:
        """Outputs and bits; `told`: what the sound server lists, or None where there is none to be asked."""
        if told is None:
            return self.at_once(), self.bits(())
        sinks = tuple(sinks_in(told))
        heard = tuple(sink for sink in sinks if sink.is_heard)
        return (str(len(heard)), Phrase("the outputs that the sound server lists")), self.bits(heard)

    def bits(self, sinks: tuple[Sink, ...]) -> Reading:
        """The most that a card says it can, or else what the sound server plays with now."""
        of_cards = max((bits for card in self.cards() for bits in _bits_of(card)), default=0)
        if of_cards:
            return f"{of_cards} bit", Phrase("what the sound card says of itself")
        of_sinks = max((int(match[1]) for sink in sinks if (match := _SAMPLE.match(sink.sample))), default=0)
        if of_sinks:
            return f"{of_sinks} bit", Phrase("what the sound server plays with")
        return None, Phrase("No sound card says how many bits it plays.")

    def cards(self) -> Iterator[Path]:
        """The folders of the cards that play to somebody."""
        for number, driver in _CARD.findall(text_of(self.root / "proc/asound/cards")):
            if driver not in _UNHEARD_DRIVERS:
                yield self.root / "proc/asound" / f"card{number}"

    def has_server(self) -> bool:
        if self.environment.get("PULSE_SERVER"):
            return True
        runtime = self.environment.get("XDG_RUNTIME_DIR")
        return bool(runtime) and any((Path(runtime or "") / name).exists() for name in ("pulse/native", "pipewire-0"))


def sinks_in(told: str) -> Iterator[Sink]:
    """What `pactl list sinks` says, in English."""
    for part in re.split(r"^Sink #[0-9]+$", told, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        yield Sink(
            name=_after("\tName: ", lines),
            driver=_after("\tDriver: ", lines),
            sample=_after("\tSample Specification: ", lines),
            factory=_after("\t\tfactory.name = ", lines),
            ports=tuple(_ports(lines)),
        )


def _ports(lines: list[str]) -> Iterator[bool]:
    """For each port whether something may be there: what cannot feel a plug says nothing, or that it does not know."""
    is_inside = False
    for line in lines:
        if line.startswith("\t\t"):
            if is_inside:
                yield not line.rstrip().endswith("not available)")
        else:
            is_inside = line.strip() == "Ports:"


def _after(label: str, lines: list[str]) -> str:
    return next((line.removeprefix(label).strip().strip('"') for line in lines if line.startswith(label)), "")


def _heard(card: Path) -> int:
    """A card's outputs. Of those for screens as many count as there are screens: a card has four, mostly in vain."""
    plain = screens = 0
    for info in sorted(card.glob("pcm*p/info")):
        name = text_of(info)
        is_screen = "HDMI" in name or "DisplayPort" in name
        screens += is_screen
        plain += not is_screen
    felt = [text_of(file) for file in card.glob("eld#*")]
    if felt:
        screens = min(screens, sum(bool(re.search(r"^monitor_present\s+1$", text, re.MULTILINE)) for text in felt))
    return plain + screens


def _bits_of(card: Path) -> Iterator[int]:
    for file in card.glob("codec#*"):
        for node in _NODE.split(text_of(file))[1:]:
            if "[Audio Output]" in node.partition("\n")[0] and (match := _BITS.search(node)):
                yield from (int(word) for word in match[1].split())
    for file in card.glob("stream*"):
        playback = text_of(file).partition("Capture:")[0]
        yield from (int(bits) for bits in _STREAM_FORMAT.findall(playback))
    for file in card.glob("codec97#*/ac97#*"):
        yield from (int(bits) for bits in _AC97.findall(text_of(file)))
