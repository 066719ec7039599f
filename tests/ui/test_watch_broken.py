"""What is wrong with a recording is said in the window, soon; what counted stays, and the next session plays."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from player.archive.package import open_package
from player.domain.course import Course
from player.domain.engine import MediaEngine, MediaSource
from player.domain.watch import Coverage
from player.media.source import FileSource
from player.media.vlc_engine import create_engine
from player.proof.manifest import SignedCourse
from player.ui.host import Place, Route
from player.ui.watch.panel import _SessionCard
from player.ui.watch.state import Transport
from tests.archive.making import KEY, forge
from tests.archive.making import TRUST as PACKAGE_TRUST
from tests.builders import COURSE, FIRST, SECOND
from tests.figures import Figures
from tests.media.clips import ffmpeg, make_clip, make_sound
from tests.ui.fake_host import FakeEvidenceLedger
from tests.ui.test_watch_real import RealClock
from tests.ui.watch_parts import WatchDesk
from tests.ui.watch_room import Room, make_room

pytestmark = [
    pytest.mark.waiting,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

SECONDS = 6
HEAVY_SECONDS = 8
WAIT_MS = 15_000
BLOCK = 1 << 20


@dataclass
class Folder:
    """Where broken recordings are made of whole ones, and what is to be closed afterwards."""

    path: Path
    whole: Path
    heavy: Path
    held: ExitStack = field(default_factory=ExitStack)

    def source(self, data: bytes) -> FileSource:
        file = self.path / "one.mp4"
        file.write_bytes(data)
        return self.open(file)

    def open(self, file: Path) -> FileSource:
        source = FileSource(file)
        self.held.callback(source.close)
        return source


class Stick:
    """The disk under a recording: it can be pulled out, or stop answering."""

    def __init__(self, below: MediaSource) -> None:
        self._below = below
        self.name, self.size = below.name, below.size
        self.pulled, self.stuck, self.let_go = threading.Event(), threading.Event(), threading.Event()

    def read_at(self, offset: int, length: int) -> bytes:
        if self.pulled.is_set():
            raise OSError(19, "No such device")
        if self.stuck.is_set():
            self.let_go.wait(60)
            return b""
        return self._below.read_at(offset, length)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`make` gives the recording, as long as the course says (ms); `says` are words of the sentence that is shown.

    `plays_ms`: so much of it plays before; `strike` breaks it then.
    """

    make: Callable[[Folder], MediaSource]
    says: str
    length_ms: int = SECONDS * 1000
    plays_ms: int = 0
    strike: Callable[[Room, MediaSource], None] | None = None


def _table_at_the_end(folder: Folder) -> MediaSource:
    file = make_clip(folder.path / "table.mp4", seconds=2, table_first=False)
    return folder.source(file.read_bytes()[: file.stat().st_size // 2])


def _cut(folder: Folder) -> MediaSource:
    data = folder.whole.read_bytes()
    return folder.source(data[: len(data) // 2])


def _without_codec(name: bytes, other: bytes) -> Callable[[Folder], MediaSource]:
    return lambda folder: folder.source(folder.whole.read_bytes().replace(name, other))


def _lying(folder: Folder) -> MediaSource:
    """The movie header (ISO/IEC 14496-12, `mvhd` version 0) states 20 s."""
    data = bytearray(folder.whole.read_bytes())
    at = data.index(b"mvhd") + 4
    (scale,) = struct.unpack_from(">I", data, at + 12)
    struct.pack_into(">I", data, at + 16, 20 * scale)
    return folder.source(bytes(data))


def _damaged(folder: Folder) -> MediaSource:
    """A real package in which one byte of the recording's block 33 was changed."""
    file, data = folder.path / "talk.course", folder.heavy.read_bytes()
    forge(file, {"one.mp4": data}, key=KEY)
    whole = file.read_bytes()
    at = whole.index(data[:4096]) + 33 * BLOCK + 1_000
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(bytes([whole[at] ^ 1]))
    return folder.held.enter_context(open_package(file, PACKAGE_TRUST)).source("one.mp4")


def _stick(folder: Folder) -> Stick:
    stick = Stick(folder.open(folder.heavy))
    folder.held.callback(stick.let_go.set)
    return stick


def _stuck_stick(folder: Folder) -> Stick:
    stick = _stick(folder)
    stick.stuck.set()
    return stick


def _sound_alone(folder: Folder) -> MediaSource:
    return folder.open(make_sound(folder.path / "one.m4a", seconds=4))


def _pull(room: Room, source: MediaSource) -> None:
    assert isinstance(source, Stick)
    source.pulled.set()


def _hold(room: Room, source: MediaSource) -> None:
    assert isinstance(source, Stick)
    source.stuck.set()
    room.screen.seek_wanted.emit(7_000)


HEAVY_MS = HEAVY_SECONDS * 1000
FAULTS = {
    "text renamed to mp4": Fault(
        make=lambda f: f.source(b"<html>Please log in.</html>\n" * 99), says="cannot be played"
    ),
    "zero bytes": Fault(make=lambda f: f.source(b""), says="cannot be played"),
    "cut before its table": Fault(make=_table_at_the_end, says="cannot be played"),
    "cut in half": Fault(make=_cut, says="ends at 0:0", plays_ms=1_000),
    "shorter than the course says": Fault(
        make=lambda f: f.open(f.whole), says="ends at 0:06, before its end at 1:00", length_ms=60_000
    ),
    "lies about its length": Fault(make=_lying, says="ends at 0:0", length_ms=20_000, plays_ms=1_000),
    "codec of the picture missing": Fault(make=_without_codec(b"avc1", b"zzz1"), says="zzz1"),
    "codec of the sound missing": Fault(make=_without_codec(b"mp4a", b"zzza"), says="zzza"),
    "damaged block": Fault(make=_damaged, says="block 33 of one.mp4", length_ms=HEAVY_MS, plays_ms=1_000),
    "stick pulled": Fault(make=_stick, says="No such device", length_ms=HEAVY_MS, plays_ms=1_000, strike=_pull),
    "stick that stops answering": Fault(
        make=_stick, says="does not answer", length_ms=HEAVY_MS, plays_ms=1_000, strike=_hold
    ),
    "stick that never answers": Fault(make=_stuck_stick, says="does not answer", length_ms=HEAVY_MS),
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A short recording, and one with more bytes than libVLC reads ahead."""
    folder = tmp_path_factory.mktemp("clips")
    picture = f"testsrc2=s=640x360:r=25:d={HEAVY_SECONDS},noise=alls=100:allf=t"
    words = "-c:v libx264 -preset ultrafast -qp 22 -g 50 -movflags +faststart".split()
    ffmpeg("-f", "lavfi", "-i", picture, *words, str(folder / "heavy.mp4"))
    return make_clip(folder / "two.mp4", seconds=SECONDS), folder / "heavy.mp4"


@pytest.fixture
def folder(tmp_path: Path, clips: tuple[Path, Path]) -> Iterator[Folder]:
    made = Folder(tmp_path, *clips)
    with made.held:
        yield made


def desk_over(folder: Folder, first: MediaSource, length_ms: int) -> WatchDesk:
    def engine(*, headless: bool = False) -> MediaEngine:
        return create_engine(silent=True)

    one, two = COURSE.sessions
    sessions = (
        replace(one, media="one.mp4", duration_ms=length_ms),
        replace(two, media="two.mp4", duration_ms=SECONDS * 1000),
    )
    course: Course = replace(COURSE, sessions=sessions)
    desk = WatchDesk(folder.path, course, sources={"one.mp4": first, "two.mp4": folder.open(folder.whole)})
    clock = RealClock()
    ledger = FakeEvidenceLedger(clock, desk._parts.key)
    desk._sit_down(replace(desk._parts, engines=engine, clock=clock, ledger=ledger))
    desk.journey(desk.course).acknowledge_disclosures()
    return desk


class Picture:
    """Since when the picture has been standing still."""

    def __init__(self, room: Room) -> None:
        self.position_ms = -1
        self.since_s = time.monotonic()
        room.page._player.moved.connect(self.follow)

    def follow(self, now: Transport) -> None:
        if now.position_ms != self.position_ms:
            self.position_ms, self.since_s = now.position_ms, time.monotonic()

    def has_played(self, ms: int) -> bool:
        return self.position_ms >= ms


def covered(room: Room, number: int) -> Coverage:
    signed: SignedCourse = room.desk.course
    return room.desk.progress(signed).sessions[number].coverage


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, folder: Folder, request: pytest.FixtureRequest) -> Iterator[Room]:
    fault: Fault = request.param
    made = make_room(qtbot, qapp, desk_over(folder, fault.make(folder), fault.length_ms))
    made.enter(FIRST)
    yield made
    made.page.leave()
    made.host.door.close()
    QApplication.processEvents()


def play(room: Room) -> None:
    QTest.keyClick(room.screen.stage.invitation._disc, Qt.Key.Key_Space)


@pytest.mark.parametrize(("room", "name"), [(fault, name) for name, fault in FAULTS.items()], indirect=["room"])
def test_a_fault_is_named_and_the_next_session_plays(
    room: Room, name: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    fault, picture, banner = FAULTS[name], Picture(room), room.screen.banner
    play(room)
    began_s = picture.since_s = time.monotonic()
    if fault.plays_ms:
        qtbot.waitUntil(lambda: picture.has_played(fault.plays_ms) or banner.isVisible(), timeout=WAIT_MS)
        assert picture.has_played(fault.plays_ms), banner.accessibleName()
    if fault.strike is not None:
        fault.strike(room, room.desk.package_.source("one.mp4"))
    qtbot.waitUntil(lambda: banner.isVisible() and fault.says in banner._what.text(), timeout=WAIT_MS)
    ended_s = time.monotonic()
    since_s = picture.since_s if fault.plays_ms else began_s
    figures(name, after_ms=round((ended_s - since_s) * 1000), said=banner.accessibleName())
    for part in (banner._what, banner._meaning, banner._remedy):
        assert part.text().endswith(".")

    room.settle()
    kept = covered(room, 0)
    assert kept.length_ms >= fault.plays_ms * 7 // 10
    assert kept.length_ms <= (ended_s - began_s) * 1000
    details = saved_details(room, tmp_path / "details.txt", monkeypatch)
    assert banner._what.text() in details
    assert f"Course {room.desk.course.course.id}" in details

    go_to_the_second(room)
    assert not banner.isVisible()
    play(room)
    qtbot.waitUntil(lambda: room.screen._now.position_ms > 700, timeout=WAIT_MS)
    assert not banner.isVisible()
    room.page.leave()
    room.settle()
    # The last of what was played may be written only when the session is left.
    assert kept.length_ms <= covered(room, 0).length_ms <= (ended_s - began_s) * 1000
    assert covered(room, 1).length_ms >= 400


@pytest.mark.parametrize("room", [Fault(make=_sound_alone, says="", length_ms=4_000)], indirect=True)
def test_without_a_sound_device_that_is_said_and_sound_counts_to_its_end(room: Room, qtbot: QtBot) -> None:
    """Whether that is enough for credit is for the course to say; see the rules of watching."""
    play(room)
    qtbot.waitUntil(lambda: bool(room.host.notices), timeout=WAIT_MS)
    assert room.host.notices == ["No sound device was found on this computer: it plays without sound"]
    assert room.host.signs[room.host.notices[0]] != "check", "a tick is for what was done"
    assert not room.screen.controls.volume.isEnabled()
    qtbot.waitUntil(lambda: room.screen._now.ended, timeout=WAIT_MS)
    room.settle()
    assert covered(room, 0).length_ms >= 3_750
    assert not room.screen.banner.isVisible()


def saved_details(room: Room, file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What lies in the file after the details were unfolded and saved with the keyboard."""
    banner = room.screen.banner
    QTest.keyClick(banner._more, Qt.Key.Key_Space)
    assert banner._details.isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    QTest.keyClick(banner._save, Qt.Key.Key_Space)
    room.settle()
    return file.read_text()


def go_to_the_second(room: Room) -> None:
    """By its card, as the window does it."""
    cards = room.screen.panel.sessions.findChildren(_SessionCard)
    card = next(card for card in cards if card.session == SECOND)
    card.clicked.emit()
    route = room.host.routes[-1]
    assert (route.place, route.session) == (Place.WATCH, SECOND)
    room.page.leave()
    room.page.enter(Route(place=Place.WATCH, course=room.desk.course.hash, session=SECOND))
    room.settle()
