"""An engine made by hand, which plays only what a test tells it, and a desk whose courses have something to watch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage

from player.domain.course import Captions, Chapter, Course, Handout
from player.domain.engine import MediaSource, MediaTrack, Observation, Sign, Still
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakePackage, NoSource

VTT = b"""WEBVTT

1
00:00:01.000 --> 00:00:03.000
Wash your hands.

2
00:00:03.000 --> 00:00:06.000
Then wash them again.
"""

TALK = replace(
    SHORT_COURSE.sessions[0],
    duration_ms=60_000,
    captions=(Captions(path="talk.vtt", language="en", label="English"),),
    chapters=(Chapter(at_ms=0, title="Why"), Chapter(at_ms=30_000, title="How")),
    handouts=(Handout(path="notes.pdf", title="Notes"), Handout(path="data.csv", title="Data")),
)
TALK_COURSE: Course = replace(SHORT_COURSE, sessions=(TALK,))
"""One session of a minute, with captions, chapters and handouts; no quiz."""
SERIES: Course = replace(COURSE, sessions=tuple(replace(session, duration_ms=60_000) for session in COURSE.sessions))
"""Two sessions of a minute and a quiz."""


def with_policy(**policy: object) -> Course:
    """The course of one talk, with another policy."""
    return replace(TALK_COURSE, watch=replace(TALK_COURSE.watch, **policy))


FRAME_MS, REPORT_MS = 50, 250
"""How often a made engine shows a picture, and how often it reports where it is."""


class WatchPackage(FakePackage):
    """A package whose media can be opened; `sources` are real ones by member."""

    def __init__(self, course: SignedCourse, files: dict[str, bytes], sources: dict[str, MediaSource]) -> None:
        super().__init__(course, files)
        self.sources = sources

    def source(self, member: str) -> MediaSource:
        return self.sources.get(member, NoSource())


class FakeEngine:
    """Does nothing by itself: `say` has it report, `show` has it show a picture. `calls` is what was asked of it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.mono_ms = 1_000
        self.duration_ms: int | None = None
        self.has_sound_device = True
        self.sounds: tuple[MediaTrack, ...] = ()
        self.subtitles: tuple[MediaTrack, ...] = ()
        self._watchers: list[Callable[[Observation], None]] = []
        self._viewers: list[Callable[[int, int, int, memoryview], None]] = []

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None:
        self.calls.append(("load", start_ms))

    def play(self) -> None:
        self.calls.append(("play", 0))

    def pause(self) -> None:
        self.calls.append(("pause", 0))

    def seek(self, position_ms: int) -> None:
        self.calls.append(("seek", position_ms))

    def set_rate(self, rate_percent: int) -> None:
        self.calls.append(("rate", rate_percent))

    def set_volume(self, percent: int) -> None:
        self.calls.append(("volume", percent))

    def set_muted(self, muted: bool) -> None:
        self.calls.append(("muted", int(muted)))

    def step(self) -> None:
        self.calls.append(("step", 0))

    def choose_sound(self, track: int) -> None:
        self.calls.append(("sound", track))

    def choose_subtitles(self, track: int | None) -> None:
        self.calls.append(("subtitles", -1 if track is None else track))

    def snapshot(self) -> Still | None:
        return None

    def close(self) -> None:
        self.calls.append(("close", 0))

    def release(self) -> None:
        self.calls.append(("release", 0))

    def on_observation(self, listener: Callable[[Observation], None]) -> None:
        self._watchers.append(listener)

    def on_frame(self, listener: Callable[[int, int, int, memoryview], None]) -> None:
        self._viewers.append(listener)

    def asked(self, name: str) -> list[int]:
        """The amounts with which this was asked for."""
        return [amount for call, amount in self.calls if call == name]

    def say(self, sign: Sign, position_ms: int | None = None, *, problem: Problem | None = None) -> None:
        seen = Observation(
            sign=sign,
            mono_ms=self.mono_ms,
            position_ms=position_ms,
            problem=problem,
            message=problem.sentence if problem else "",
        )
        for watcher in self._watchers:
            watcher(seen)

    def show(self, colour: int = 0xFF3366CC, width: int = 64, height: int = 36) -> None:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(colour)
        self.show_image(image)

    def show_image(self, image: QImage) -> None:
        """A picture in 32 bits a pixel."""
        for viewer in self._viewers:
            viewer(image.width(), image.height(), image.bytesPerLine(), memoryview(image.constBits()))

    def run(self, from_ms: int, to_ms: int) -> None:
        """Plays this stretch at normal speed: reports four times a second, with pictures between."""
        self.say(Sign.PLAYING)
        for position_ms in range(from_ms, to_ms + 1, FRAME_MS):
            if (position_ms - from_ms) % REPORT_MS == 0:
                self.say(Sign.TIME, position_ms)
            self.say(Sign.FRAME)
            self.mono_ms += FRAME_MS
        self.mono_ms -= FRAME_MS


class FakePreviews:
    """Gives a picture of one colour for every place at once; `asked` are the places (ms)."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.released = False
        self._listeners: list[Callable[[int, Still], None]] = []

    def ask(self, position_ms: int) -> None:
        self.asked.append(position_ms)
        still = Still(width=16, height=9, bytes_per_line=64, pixels=bytes([0x33, 0x66, 0x99, 0xFF]) * 16 * 9)
        for listener in self._listeners:
            listener(position_ms, still)

    def on_still(self, listener: Callable[[int, Still], None]) -> None:
        self._listeners.append(listener)

    def release(self) -> None:
        self.released = True


class WatchDesk(FakeDesk):
    """A desk whose engines are made by hand; `engines` are all that were asked for."""

    def __init__(
        self, profile: Path, course: Course = TALK_COURSE, *, sources: dict[str, MediaSource] | None = None
    ) -> None:
        super().__init__(profile, courses=(course,))
        self.course = self.signed[0]
        files = {"talk.vtt": VTT, "notes.pdf": b"%PDF-nonsense", "data.csv": b"a,b\n"}
        self.package_ = WatchPackage(self.course, files, sources or {})
        self.shelf.held[:] = [self.package_]
        self.engines: list[FakeEngine] = []
        self.engine_problem: Problem | None = None
        self.preview_makers: list[FakePreviews] = []
        self._parts = replace(self._parts, engines=self._make_engine, previews=self._make_previews)

    def _make_previews(self, source: MediaSource) -> FakePreviews:
        self.preview_makers.append(FakePreviews())
        return self.preview_makers[-1]

    def _make_engine(self, *, headless: bool = False) -> FakeEngine:
        if self.engine_problem is not None:
            raise self.engine_problem
        self.engines.append(FakeEngine())
        return self.engines[-1]
