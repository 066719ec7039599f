"""The check-up in pictures: all met, something lacking, answers still on their way, and the ten-second test."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from player.archive.authoring.draft import read_folder
from player.domain.course import Course
from player.domain.engine import Sign
from player.domain.requirement import Fact
from player.ui.checkup.screen import CheckupScreen
from player.ui.host import Place, Route
from player.ui.language import sentences, tr
from player.ui.shell.shell import Shell
from tests.archive.making import probe, real_folder
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer, live
from tests.ui.checkup_parts import CheckupDesk, SlowMachine

SLOW = ("sound.outputs", "sound.bits", "gpu.memory", "gpu.directx", "gpu.wddm")
NEW = {
    "os.platform": "windows", "os.name": "Windows 11", "os.version": "10.0.22631", "os.bits": "64",
    "memory.total": "16069 MB", "cpu.name": "Intel Core i7-1260P", "cpu.clock": "2100 MHz",
    "cpu.families": "pentium-ii pentium-iii pentium-4 core-duo x86-64", "viewer.pdf": "builtin",
    "disk.free": "210000 MB", "disk.courses": "210000 MB", "profile.writable": "yes", "decoder.library": "yes",
    "sound.outputs": "2", "sound.bits": "16 bit", "gpu.memory": "1024 MB", "gpu.directx": "12.1", "gpu.wddm": "3.1",
}  # fmt: skip
OLD = {
    **NEW, "os.name": "Windows XP", "os.version": "5.1.2600", "os.bits": "32", "memory.total": "510 MB",
    "cpu.name": "Intel Pentium III", "cpu.clock": "996 MHz", "cpu.families": "pentium-ii pentium-iii",
    "disk.free": "220 MB", "sound.outputs": "0", "gpu.directx": "9.0",
}  # fmt: skip
HOW = "what the system says of itself"
"""Of every fact, as none of them is really asked for."""


def desk_for_pictures(profile: Path) -> CheckupDesk:
    """A desk on a computer whose slow answers come when they are called, with the course that asks the most."""
    course: Course = read_folder(real_folder("ketamine-biomarkers", profile / "made"), probe)
    return CheckupDesk(profile / "desk", course=course, machine=SlowMachine())


def become(desk: CheckupDesk, facts: dict[str, str], *unknown: str) -> None:
    """The computer is another one from now on; of the `unknown` facts it says nothing."""
    known = {name: Fact(name=name, value=value, how=HOW) for name, value in facts.items()}
    known |= {name: Fact(name=name, value=None, how="This system does not tell.") for name in unknown}
    desk.machine.known = {name: fact for name, fact in known.items() if name not in SLOW}
    desk.machine.later = {name: fact for name, fact in known.items() if name in SLOW}


def checking(photographer: Photographer, hands: Hands, shell: Shell, desk: CheckupDesk) -> None:
    """Every state of the page."""
    machine = desk.machine
    assert isinstance(machine, SlowMachine)
    route = Route(place=Place.CHECKUP, course=desk.signed[0].hash)
    become(desk, NEW)
    photographer.visit("check-up-checking", route)
    machine.answer()
    photographer.settle()
    photographer.take("check-up-met")
    photographer.visit("check-up-course", Route(place=Place.COURSE, course=desk.signed[0].hash))
    become(desk, NEW, "gpu.wddm", "gpu.directx")
    photographer.visit("check-up-unsure", route, machine.answer)
    become(desk, OLD)
    photographer.visit("check-up-lacking", route, machine.answer)
    (screen,) = shell.findChildren(CheckupScreen)
    photographer.take("check-up-lacking-end", at=screen.test)
    hands.press("What does not apply here")
    photographer.take("check-up-aside", at=hands.button("What does not apply here"))
    hands.press("Test sound, picture and captions")
    scene = _scene()
    _play(desk, scene)
    photographer.settle()
    photographer.take("check-up-playing", at=screen.test)
    desk.engines[-1].say(Sign.ENDED)
    photographer.settle()
    hands.press(sentences(tr("Did you hear the voice?"), tr("No")))
    photographer.take("check-up-questions", at=screen.test)
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    photographer.visit("check-up-warning", Route(place=Place.WATCH, course=desk.signed[0].hash))
    photographer.visit("check-up-course-lacking", Route(place=Place.COURSE, course=desk.signed[0].hash))
    photographer.take("check-up-course-asks", at=hands.button("Check this computer for this course"))


def _play(desk: CheckupDesk, scene: QImage) -> None:
    """A frame lies over the pixels of `scene`, which has to stay for as long as it is looked at."""
    engine = desk.engines[-1]
    engine.say(Sign.PLAYING)
    engine.show_image(scene)
    engine.say(Sign.TIME, 1_500)
    live(0.2)


def _scene() -> QImage:
    """A ball over a meadow: what moves in a test picture."""
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, 360)
    for at, colour in ((0.0, "#7fb4e8"), (0.7, "#dcecf8"), (0.71, "#5d8f4a"), (1.0, "#3c6b31")):
        sky.setColorAt(at, QColor(colour))
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#d9482b"))
    painter.drawEllipse(QPointF(410, 190), 46, 46)
    painter.end()
    return image
