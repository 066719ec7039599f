"""The program as a process of its own that plays a course in its real window, to be measured from outside.

`python watching.py PROFILE COURSE [full]` says `playing LEFT TOP WIDTH HEIGHT` (where the picture is) once it plays.
Then it takes orders line by line: `play`, `pause`, `seek MS`, `watch` (begin to measure the thread that draws), `tell`
(say what that came to: the longest time in ms in which it answered nothing, the longest that it worked without a
break, and how many of the former were over 20 ms). It ends when the orders end.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, Qt, QTimer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places, find_places
from player.domain.progress import StepName, StepState
from player.ui.application import make_application
from player.ui.host import Place, Route
from player.ui.none_guard import guard_none
from player.ui.shell.shell import Shell
from player.ui.start import make_window
from player.ui.watch.player import Player
from player.ui.watch.screen import WatchScreen

Found = TypeVar("Found", bound=QObject)
BEAT_MS = 4
LONG_MS = 20


class Orders(QObject):
    """Takes orders from the standard input on the thread that draws."""

    def __init__(self, shell: Shell, *, full: bool) -> None:
        super().__init__(shell)
        self._shell, self._full = shell, full
        self._screen, self._player = _the(WatchScreen, shell), _the(Player, shell)
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._note)
        self._last = (0.0, 0.0)
        self._gaps: list[tuple[float, float]] = []
        self._start = QTimer(self)
        self._start.timeout.connect(self._begin)
        self._start.start(20)
        self._input = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._read)

    def _begin(self) -> None:
        """Presses play once the recording is there, and tells when a picture is on show."""
        screen = self._screen
        if not screen.stage.has_begun:
            if self._shell.door.is_idle and screen.stage.isVisible():
                if self._full:
                    screen.full_wanted.emit(True)
                    self._shell.setGeometry(self._shell.screen().geometry())
                screen.play_wanted.emit()
            return
        picture = screen.stage.picture
        if picture.has_frame:
            self._start.stop()
            area = picture.picture_area()
            corner = picture.mapToGlobal(QPoint(0, 0)) + area.topLeft()
            print("playing", corner.x(), corner.y(), area.width(), area.height(), flush=True)

    def _read(self) -> None:
        order = os.read(0, 4096).decode()
        if not order:
            self._input.setEnabled(False)
            self._shell.close()
        for words in (line.split() for line in order.splitlines()):
            self._do(words)

    def _do(self, words: list[str]) -> None:
        match words:
            case ["seek", position]:
                self._screen.seek_wanted.emit(int(position))
            case ["play"]:
                self._player.play()
            case ["pause"]:
                self._player.pause()
            case ["watch"]:
                self._gaps, self._last = [], (time.monotonic(), time.thread_time())
                self._beat.start(BEAT_MS)
            case ["tell"]:
                self._beat.stop()
                over = sum(gap > LONG_MS for gap, _ in self._gaps)
                longest, busiest = (max(of) for of in zip(*self._gaps, strict=True))
                print(f"{longest:.3f} {busiest:.3f} {over}", flush=True)
            case _:
                raise ValueError(words)

    def _note(self) -> None:
        """What lies between two beats beyond their distance, other work had."""
        now = time.monotonic(), time.thread_time()
        self._gaps.append(((now[0] - self._last[0]) * 1000 - BEAT_MS, (now[1] - self._last[1]) * 1000))
        self._last = now


def _the(kind: type[Found], shell: Shell) -> Found:
    found = shell.findChild(kind)
    assert isinstance(found, kind), f"the window has no {kind.__name__}"
    return found


def main(profile: Path, course: Path, *, full: bool) -> None:
    guard_none()
    app = make_application()
    places = Places(profile=profile, resources=find_places().resources)
    with desk_over(places) as desk:
        signed = desk.add_course(course)
        if desk.progress(signed).step(StepName.BEFORE).state is StepState.OPEN:
            desk.journey(signed).acknowledge_disclosures()
        shell = make_window(app, desk, places)
        shell.show()
        shell.go(Route(place=Place.WATCH, course=signed.hash))
        orders = Orders(shell, full=full)
        app.exec()
        orders.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), full=sys.argv[3:] == ["full"])
