"""The supervisor: starts the station, hears that it lives, starts it anew when it dies, and keeps its key meanwhile."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from player.bootstrap.station_process import CannotStart, End, Event, StationProcess
from player.domain.problem import Problem
from player.kiosk.settings_file import read_settings
from player.kiosk.supervision import Said, Supervision, Word
from player.ledger.problems import ProfileInUse
from player.ledger.profile import lock_profile, make_folder
from player.machine.guarding import Safe, forbid_dumps, shut_memory
from player.machine.service import ServiceManager

FOLDER = "kiosk"
"""Within the profile: what the supervisor holds and writes."""
TROUBLE = "trouble.log"
RECORDS_FREE_WITHIN_S = 6
"""A station whose supervisor was killed ends by itself, and needs a moment for it."""
_LONGEST_KEY = 1_024
_TICK_S = 1.0
_ENDING = (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if sys.platform != "win32" else []))


class KioskRunning(Problem):
    what_template = "This kiosk is running already, with the records in {folder}."
    meaning_template = "Nothing was started a second time, and nothing that was recorded is affected."
    remedy_template = "Use the window that is open, or end that one first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """For who looks on: what happened to which station of this start, the first one being 1.

    `what`: "started", "ready", "opened" (its operator's key is kept), "hung" (and killed) or "ended", after which the
    next one is started in `pause_ms`. `why`: what that one said last of errors which was never ready.
    """

    number: int
    what: str
    pause_ms: int = 0
    why: str = ""


def supervise_station(settings: Path, *, windowed: bool, look: Callable[[Started], None] = lambda _: None) -> None:
    """Runs the station that the file describes until its operator closes it. Raises a `Problem`."""
    from player.bootstrap.kiosk import places_of

    profile = places_of(read_settings(settings)).profile
    supervise(station_command(settings, windowed=windowed), profile, look=look)


def station_command(settings: Path, *, windowed: bool) -> Sequence[str]:
    """What starts the station: the same interpreter, or the same program where it is frozen into one."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "player"]
    words = ["kiosk", "--config", str(settings.absolute()), "--station"]
    return [*program, *words, *(["--windowed"] if windowed else [])]


def supervise(
    command: Sequence[str],
    profile: Path,
    *,
    watch: Supervision | None = None,
    look: Callable[[Started], None] = lambda _: None,
) -> None:
    """Runs stations, one after the other, over the records in `profile`, until the operator closes one or this process
    is asked to end (SIGTERM, SIGINT). Raises `KioskRunning`, or the `Problem` that keeps the records from being held.
    """
    forbid_dumps()
    shut_memory()
    folder = profile / FOLDER
    make_folder(profile)
    with _alone(folder), Safe(_LONGEST_KEY) as safe:
        _wait_for_records(profile)
        supervisor = _Supervisor(command, safe, folder / TROUBLE, watch or Supervision(), look)
        with _asked_to_end(supervisor.end):
            supervisor.run()


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    try:
        lock = lock_profile(folder)
    except ProfileInUse:
        raise KioskRunning(folder=folder.parent) from None
    with lock:
        yield


def _wait_for_records(profile: Path) -> None:
    """Raises a `Problem` when others keep the records; what the stations themselves meet later they say themselves."""
    until = time.monotonic() + RECORDS_FREE_WITHIN_S
    while True:
        try:
            lock_profile(profile).release()
            return
        except ProfileInUse:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@contextmanager
def _asked_to_end(end: Callable[[], None]) -> Generator[None]:
    def asked(_number: int, _frame: FrameType | None) -> None:
        end()

    # One that is ignored (nohup) stays so.
    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, asked) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Supervisor:
    def __init__(
        self,
        command: Sequence[str],
        safe: Safe,
        trouble: Path,
        watch: Supervision,
        look: Callable[[Started], None],
    ) -> None:
        self._command = command
        self._safe = safe
        self._trouble = trouble
        self._manager = ServiceManager()
        self._look = look
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._watch = watch
        self._number = 0
        self._is_asked = False
        self._alive_at = 0.0

    def end(self) -> None:
        """From a signal's handler: whatever is waited for ends."""
        self._events.put((0, End.ASKED))

    def run(self) -> None:
        while not self._is_asked:
            why = self._run_one()
            self._watch = self._watch.ended(_now())
            if self._watch.is_leaving or self._is_asked:
                break
            self._tell("ended", pause_ms=self._watch.pause_ms, why=why)
            self._rest(self._watch.pause_ms / 1000)
        self._manager.stopping()

    def _run_one(self) -> str:
        """Until it is gone; why it was never ready, as far as it said so."""
        try:
            station = self._start()
        except CannotStart as problem:
            # Later ones may fail while the program is renewed, or for want of memory.
            if self._number == 1:
                raise
            return problem.what
        try:
            self._hear(station)
        finally:
            station.finish()
        return "" if station.is_known else station.last_words

    def _start(self) -> StationProcess:
        self._number += 1
        self._watch = self._watch.started(_now())
        self._tell("started")
        return StationProcess(self._command, self._number, self._events, self._trouble, self._safe)

    def _hear(self, station: StationProcess) -> None:
        """Until the station is gone."""
        while True:
            match self._next(self._watch.hung_at / 1000):
                case Said() as told:
                    self._take(told)
                    station.is_known = station.is_known or told.word is Word.READY
                case End.GONE:
                    return
                case End.ASKED:
                    station.ask_to_end()
                    return
                case None:
                    self._tell("hung")
                    station.kill()
                    return

    def _take(self, told: Said) -> None:
        self._watch = self._watch.told(told.word, _now())
        if told.word is Word.KEY:
            self._safe.keep(told.key)
            self._tell("opened")
        elif told.word is Word.READY:
            self._tell("ready")
            self._manager.ready(f"station {self._number} of this start is on the screen")

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._is_asked and self._next(until) is not None:
            pass

    def _next(self, until: float) -> Said | End | None:
        """What comes next from the present station or for the supervisor itself, until then; None: nothing came."""
        while (now := time.monotonic()) < until:
            self._say_alive(now)
            # No longer at once than this: not every system wakes up who waits when it is asked to end.
            with suppress(Empty):
                number, event = self._events.get(
                    timeout=min(until - now, _TICK_S, self._manager.alive_every_s or _TICK_S)
                )
                if event is End.ASKED:
                    self._is_asked = True
                    return event
                if number == self._number:
                    return event
        return None

    def _say_alive(self, now: float) -> None:
        every = self._manager.alive_every_s
        if every is not None and now - self._alive_at >= every:
            self._alive_at = now
            self._manager.alive()

    def _tell(self, what: str, *, pause_ms: int = 0, why: str = "") -> None:
        self._look(Started(number=self._number, what=what, pause_ms=pause_ms, why=why))
        if what != "ready":
            self._manager.status(f"station {self._number} of this start: {what}")


def _now() -> int:
    return int(time.monotonic() * 1000)
