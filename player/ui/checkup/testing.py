"""The ten-second test at work: plays it on an engine of its own, and says how it is coming on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from player.desk.desk import Desk
from player.desk.ports import SelfTest
from player.domain.engine import MediaEngine, Observation, Sign
from player.domain.problem import Problem
from player.ui.captions.cues import Cues, cues_of
from player.ui.captions.reading import read_captions
from player.ui.door import Lane
from player.ui.host import Host
from player.ui.playback.senses import Ear, Eye

LEAST_VOLUME = 60
"""Per cent: a test that is turned down low says nothing about the speakers."""
PATIENCE_MS = 8_000
"""So much longer than it lasts is waited for its end."""


class TenSecondsStopped(Problem):
    what_template = "The ten-second test stopped: {reason}"
    meaning_template = "Nothing is lost, and nothing is known yet about sound and picture."
    remedy_template = "Play it again. If it stops again, look at what Carrel asks above, and install VLC anew."


class SelfTesting(QObject):
    """`framed` (QImage), `captioned` (cues) and `began` while it plays; then `ended`, or `failed` (Problem)."""

    began = Signal()
    framed = Signal(object)
    captioned = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._visit = 0
        self._engine: MediaEngine | None = None
        self._ear, self._eye = Ear(), Eye()
        self._cues: Cues = cues_of(())
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._give_up)

    def start(self) -> None:
        """From its beginning; one that plays is stopped."""
        self.stop()
        take, fail = partial(self._take, self._visit), partial(self._not_ready, self._visit)
        self._host.door.ask(partial(_ready, self._host.desk), take, failed=fail)

    def stop(self) -> None:
        """At rest. Whatever is still on its way is let go when it comes."""
        self._visit += 1
        self._late.stop()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.pause()
            self._ear.heard.disconnect(self._hear)
            self._eye.saw.disconnect(self._see)
            self._host.door.ask(partial(_release, engine), lane=Lane.PORTER)

    def _take(self, visit: int, ready: tuple[SelfTest, MediaEngine]) -> None:
        test, engine = ready
        if visit != self._visit:
            self._host.door.ask(partial(_release, engine), lane=Lane.PORTER)
            return
        self._engine = engine
        self._cues = read_captions(test.captions)
        # Without a parent: the engine's threads hold on to them until it is released.
        self._ear, self._eye = Ear(), Eye()
        self._ear.heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._eye.saw.connect(self._see, Qt.ConnectionType.QueuedConnection)
        engine.on_observation(self._ear.listen)
        engine.on_frame(self._eye.look)
        engine.set_muted(False)
        engine.set_volume(max(LEAST_VOLUME, self._host.settings.volume_percent))
        engine.load(test.source, expected_duration_ms=test.duration_ms)
        engine.play()
        self._late.start(test.duration_ms + PATIENCE_MS)

    def _not_ready(self, visit: int, problem: Problem) -> None:
        if visit == self._visit:
            self.failed.emit(problem)

    @Slot()
    def _hear(self) -> None:
        for seen in self._ear.take_all():
            if self._engine is not None:
                self._note(seen)

    def _note(self, seen: Observation) -> None:
        match seen.sign:
            case Sign.PLAYING:
                self.began.emit()
            case Sign.TIME if seen.position_ms is not None:
                self.captioned.emit(self._cues.at(seen.position_ms))
            case Sign.ENDED:
                self.stop()
                self.ended.emit()
            case Sign.FAILED:
                self._fail(seen.problem or TenSecondsStopped(reason=seen.message))
            case _:
                pass

    @Slot()
    def _see(self) -> None:
        frame = self._eye.take()
        if frame is not None and self._engine is not None:
            self.framed.emit(frame)

    def _give_up(self) -> None:
        self._fail(TenSecondsStopped(reason=self.tr("it did not come to its end in time.")))

    def _fail(self, problem: Problem) -> None:
        self.stop()
        self.failed.emit(problem)


def _ready(desk: Desk) -> tuple[SelfTest, MediaEngine]:
    """On the desk's lane."""
    return desk.self_test(), desk.engine()


def _release(engine: MediaEngine) -> None:
    """May wait for a slow disk, so it is not for the thread that draws."""
    engine.close()
    engine.release()
