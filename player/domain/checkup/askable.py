"""What can be asked of a machine: each fact with its name, its measure, what it may sensibly be, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from player.domain.checkup.quantity import MEASURES, NEEDS_UNIT, Measure, quantity, quoted, shown
from player.domain.checkup.systems import NAMES, sold_as, version
from player.domain.phrase import Phrase, Worded, in_a_row
from player.domain.requirement import Fact


class Shape(StrEnum):
    """How a fact's value is written. YES_NO: "yes" or "no"; WORDS: words joined by spaces; AMOUNT: with its unit."""

    WORD = "word"
    WORDS = "words"
    YES_NO = "yes or no"
    VERSION = "version"
    COUNT = "count"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A fact that Carrel finds out, or knows to be beyond it.

    `measure`: of an amount. `least` and `most`: what no machine is outside of, in the units of `Quantity` (for a
    count: itself); a machine that says so is not believed. `only`: the values that there are. `remedy`: what helps
    where it is not enough; `otherwise`: what to do where it cannot be told. `seen`: whether Carrel ever finds it out.
    """

    label: str
    shape: Shape = Shape.WORD
    measure: Measure | None = None
    least: int = 0
    most: int | None = None
    only: frozenset[str] = frozenset()
    remedy: str = ""
    otherwise: str = ""
    seen: bool = True


_LONGEST = 500
"""No answer of a machine is longer than this."""
_YES_NO = frozenset({"yes", "no"})
_TB = 1 << 40
_GHZ = 10**9
_UPDATE = Phrase("Update the system, if its maker still offers that, or use another computer.")
_MEMORY = Phrase("Close other programs before you watch, or use a computer with more memory.")
_LISTEN = Phrase("Play the ten-second test below: whether you hear it is what counts.")
_STRONGER = Phrase("Use a newer computer if the recording stutters.")
_ASK = Phrase("Ask the course's technical contact if it does not play well.")
_BACK_UP = Phrase("Back up the records on the page Profile.")
_INSTALL_VLC = Phrase("Install VLC (on Debian and Ubuntu: the packages libvlc5 and vlc-plugin-base), and check again.")
_COPY_OR_VLC = in_a_row((Phrase("If its file is damaged, add the course again from a good copy."), _INSTALL_VLC))
_TRY = Phrase("Check again, or begin to watch: whether it plays is what counts.")
_OTHER_DRIVER = Phrase("Install the newest driver of the graphics card's maker, if the picture stutters.")

ASKABLE: Mapping[str, Askable] = {
    "program.version": Askable(
        label="Carrel", shape=Shape.VERSION, remedy=Phrase("Install the newest Carrel."), otherwise=_ASK
    ),
    "os.platform": Askable(label=Phrase("Kind of system"), only=frozenset(NAMES)),
    "os.name": Askable(label=Phrase("System by its own name")),
    "os.version": Askable(label=Phrase("System"), shape=Shape.VERSION, remedy=_UPDATE, otherwise=_ASK),
    "os.bits": Askable(label=Phrase("Bits"), shape=Shape.COUNT, least=32, most=64, only=frozenset({"32", "64"})),
    "os.virtual": Askable(label=Phrase("Virtual machine"), shape=Shape.YES_NO, only=_YES_NO),
    "memory.total": Askable(
        label=Phrase("Memory"),
        shape=Shape.AMOUNT,
        measure=Measure.SIZE,
        least=1 << 20,
        most=64 * _TB,
        remedy=_MEMORY,
        otherwise=_ASK,
    ),
    "cpu.name": Askable(label=Phrase("Processor")),
    "cpu.families": Askable(label=Phrase("Processor class"), shape=Shape.WORDS, remedy=_STRONGER, otherwise=_ASK),
    "cpu.clock": Askable(
        label=Phrase("Clock rate"),
        shape=Shape.AMOUNT,
        measure=Measure.CLOCK,
        least=10**6,
        most=20 * _GHZ,
        remedy=_STRONGER,
        otherwise=_ASK,
    ),
    "gpu.name": Askable(label=Phrase("Graphics")),
    "gpu.memory": Askable(
        label=Phrase("Video memory"),
        shape=Shape.AMOUNT,
        measure=Measure.SIZE,
        least=1 << 16,
        most=4 * _TB,
        remedy=_STRONGER,
        otherwise=_ASK,
    ),
    "gpu.directx": Askable(label="DirectX", shape=Shape.VERSION, remedy=_OTHER_DRIVER, otherwise=_ASK),
    "gpu.wddm": Askable(label="WDDM", shape=Shape.VERSION, remedy=_OTHER_DRIVER, otherwise=_ASK),
    "sound.outputs": Askable(
        label=Phrase("Sound outputs"),
        shape=Shape.COUNT,
        most=1000,
        remedy=Phrase("Plug in speakers or headphones, or read along in the captions."),
        otherwise=_LISTEN,
    ),
    "sound.bits": Askable(
        label=Phrase("Sound"),
        shape=Shape.AMOUNT,
        measure=Measure.BITS,
        least=1,
        most=64,
        remedy=Phrase("Plug in other headphones: those with a plug of their own kind bring a sound card."),
        otherwise=_LISTEN,
    ),
    "screen.width": Askable(
        label=Phrase("Screen width"),
        shape=Shape.AMOUNT,
        measure=Measure.PIXELS,
        least=1,
        most=200_000,
        remedy=Phrase("Choose a higher resolution in the system's settings, or make the text smaller under Profile."),
        otherwise=Phrase("Look under Check-up in Carrel's window: it knows the screen that it is on."),
    ),
    "screen.height": Askable(
        label=Phrase("Screen height"),
        shape=Shape.AMOUNT,
        measure=Measure.PIXELS,
        least=1,
        most=200_000,
        remedy=Phrase("Choose a higher resolution in the system's settings, or make the text smaller under Profile."),
        otherwise=Phrase("Look under Check-up in Carrel's window: it knows the screen that it is on."),
    ),
    "disk.free": Askable(
        label=Phrase("Free where the records are"),
        shape=Shape.AMOUNT,
        measure=Measure.SIZE,
        most=1 << 60,
        remedy=Phrase("Make room: remove files that you no longer need, then check again."),
        otherwise=Phrase("Look at the free space yourself before you keep more courses here."),
    ),
    "disk.courses": Askable(
        label=Phrase("Free where the courses are"),
        shape=Shape.AMOUNT,
        measure=Measure.SIZE,
        most=1 << 60,
        remedy=Phrase("Make room, or choose another folder for the courses on the page Courses."),
        otherwise=Phrase("Look at the free space yourself before you keep more courses here."),
    ),
    "profile.writable": Askable(
        label=Phrase("The folder of the records can be written to"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase("Choose another folder with --profile, or ask for the right to write to this one."),
        otherwise=Phrase("Check again: while nothing can be recorded, no credit is earned, and Carrel says so."),
    ),
    "decoder.library": Askable(
        label=Phrase("VLC's library"), shape=Shape.YES_NO, only=_YES_NO, remedy=_INSTALL_VLC, otherwise=_TRY
    ),
    "decoder.works": Askable(
        label=Phrase("Plays the test recording"), shape=Shape.YES_NO, only=_YES_NO, remedy=_INSTALL_VLC, otherwise=_TRY
    ),
    "viewer.pdf": Askable(label=Phrase("PDF documents"), only=frozenset({"builtin"})),
    "clock.sane": Askable(
        label=Phrase("The clock can be right"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase("Set the computer's clock: your credit carries its date."),
        otherwise=Phrase("Look at the computer's clock: your credit carries its date."),
    ),
    "records.kept": Askable(label=Phrase("There are records"), shape=Shape.YES_NO, only=_YES_NO, otherwise=_BACK_UP),
    "backup.made": Askable(
        label=Phrase("There is a backup"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=_BACK_UP,
        otherwise=_BACK_UP,
    ),
    "backup.age": Askable(
        label=Phrase("Last backup"),
        shape=Shape.AMOUNT,
        measure=Measure.DAYS,
        remedy=_BACK_UP,
        otherwise=_BACK_UP,
    ),
    "name.given": Askable(
        label=Phrase("A name is given"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        otherwise=Phrase("Look at your name on the page Profile."),
    ),
    "name.printable": Askable(
        label=Phrase("The name can be printed"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase(
            "Write the name on the page Profile in letters that can be printed, or install fonts for its script."
        ),
        otherwise=Phrase("Look at the name on the certificate before you hand it in."),
    ),
    "test.played": Askable(
        label=Phrase("The ten-second test was played"), shape=Shape.YES_NO, only=_YES_NO, otherwise=_LISTEN
    ),
    "test.heard": Askable(
        label=Phrase("Heard"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase(
            "Turn up the sound, look at which output is chosen, plug in headphones, and play the test again."
        ),
        otherwise=Phrase("Play the ten-second test again, and say what you hear and see."),
    ),
    "test.seen": Askable(
        label=Phrase("Seen"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase("Close other programs, update the graphics driver, and play the test again."),
        otherwise=Phrase("Play the ten-second test again, and say what you hear and see."),
    ),
    "test.read": Askable(
        label=Phrase("Captions read"),
        shape=Shape.YES_NO,
        only=_YES_NO,
        remedy=Phrase("Choose larger captions or another look for them in the player, and play the test again."),
        otherwise=Phrase("Play the ten-second test again, and say what you hear and see."),
    ),
    "app.acrobat": Askable(label="Adobe Acrobat", seen=False),
    "app.powerpoint": Askable(label="Microsoft PowerPoint", seen=False),
    "app.windows-media-player": Askable(label="Windows Media Player", seen=False),
    "app.flash": Askable(label="Flash Player", shape=Shape.VERSION, seen=False),
    "browser.chrome": Askable(label="Chrome", shape=Shape.VERSION, seen=False),
    "browser.firefox": Askable(label="Firefox", shape=Shape.VERSION, seen=False),
    "browser.safari": Askable(label="Safari", shape=Shape.VERSION, seen=False),
    "browser.edge": Askable(label="Edge", shape=Shape.VERSION, seen=False),
    "browser.internet-explorer": Askable(label="Internet Explorer", shape=Shape.VERSION, seen=False),
    "browser.features": Askable(label=Phrase("Browser"), shape=Shape.WORDS, seen=False),
    "network.rate": Askable(label=Phrase("Connection"), shape=Shape.AMOUNT, measure=Measure.RATE, seen=False),
    "course.has-video": Askable(label=Phrase("The course has video"), shape=Shape.YES_NO, only=_YES_NO),
    "course.has-captions": Askable(label=Phrase("The course has captions"), shape=Shape.YES_NO, only=_YES_NO),
    "course.has-pdf": Askable(label=Phrase("The course has PDF documents"), shape=Shape.YES_NO, only=_YES_NO),
    "course.has-slides": Askable(label=Phrase("The course has PowerPoint files"), shape=Shape.YES_NO, only=_YES_NO),
    "course.needs-network": Askable(label=Phrase("The course needs a network"), shape=Shape.YES_NO, only=_YES_NO),
    "course.plays": Askable(
        label=Phrase("Its recordings play"), shape=Shape.YES_NO, only=_YES_NO, remedy=_COPY_OR_VLC, otherwise=_TRY
    ),
}
"""Every fact by its name. What is `seen` False is never looked up: Carrel plays a course without it."""

ALIASES: Mapping[str, tuple[str, str]] = {
    "memory.mb": ("memory.total", "MB"),
    "cpu.mhz": ("cpu.clock", "MHz"),
    "gpu.vram.mb": ("gpu.memory", "MB"),
    "disk.free.mb": ("disk.free", "MB"),
}
"""Names that courses used before amounts had units: the present name, and the unit of their plain numbers."""

PLAYS = "plays."
"""Before a session's id: whether its recording was really decoded for a moment."""


def askable(name: str) -> Askable | None:
    """What is known about a fact; None for a name that nobody knows."""
    if name.startswith(PLAYS):
        return ASKABLE["course.plays"]
    return ASKABLE.get(canonical(name))


def believed(fact: Fact) -> Fact:
    """`fact`, or that it cannot be told: when its value is none of those that there are, has no unit, or cannot be."""
    known = askable(fact.name)
    if known is None or fact.value is None:
        return fact
    doubt = _doubt(known, fact.value)
    return (
        replace(
            fact, value=None, how=Worded("This computer says {value}, {doubt}.", value=quoted(fact.value), doubt=doubt)
        )
        if doubt
        else fact
    )


def _doubt(known: Askable, value: str) -> str:
    """Why a value is not believed; empty where it is."""
    if len(value) > _LONGEST:
        return Phrase("which is too long for an answer")
    if known.only and value not in known.only:
        return Worded("and Carrel knows only {answers}", answers=", ".join(sorted(known.only)))
    if known.shape is Shape.VERSION:
        return "" if version(value) else Phrase("which is no version")
    if known.shape not in (Shape.COUNT, Shape.AMOUNT):
        return "" if value.strip() else Phrase("which is nothing")
    found = quantity(value)
    if found is None or found.measure is not known.measure:
        measure = MEASURES[known.measure] if known.measure else Phrase("whole number")
        return Worded("which is no {measure}", measure=measure)
    is_outside = found.amount < known.least or (known.most is not None and found.amount > known.most)
    return Phrase("which cannot be") if is_outside else ""


def canonical(name: str) -> str:
    """The present name of a fact."""
    return ALIASES[name][0] if name in ALIASES else name


def value_text(fact: Fact, platform: str = "") -> str:
    """A fact's value for people; `platform` tells what a system's number is sold as."""
    known, value = askable(fact.name), fact.value or ""
    if fact.name == "os.platform":
        return NAMES.get(value, value)
    if fact.name == "os.bits":
        return Worded("{bits}-bit", bits=value)
    if fact.name == "viewer.pdf":
        return Phrase("built in")
    if fact.name == "os.version" and platform:
        name = sold_as(platform, version(value)) if platform == "windows" else NAMES.get(platform, platform)
        return f"{name} ({value})" if platform == "windows" else f"{name} {value}"
    if known is None or known.measure is None:
        return value
    found = quantity(value)
    return shown(found.amount, found.measure) if found and found.measure else value


def wants_unit(name: str) -> bool:
    """Whether a plain number says nothing about this fact: 2 of what?"""
    known = askable(name)
    return name not in ALIASES and known is not None and known.measure in NEEDS_UNIT
