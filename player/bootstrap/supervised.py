"""The station's side of its supervisor: it says that it lives, and is handed the key of the station that died.

Lines come on the standard input and go to the standard output, which nothing else may write to from then on. Without a
supervisor all of it is harmless.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable

from player.kiosk.supervision import END, STATION, SUPERVISOR, Word, key_in, key_line

END_WITHIN_S = 5
"""For so long a station may take to end after it was asked to; then it ends all the same."""
_STANDARD_INPUT, _STANDARD_OUTPUT, _STANDARD_ERROR = 0, 1, 2


class NoSupervisor(Exception):
    """The standard input is not a supervisor's."""


class Supervised:
    """`key`: the operator's, as the station before this one had it; None when nobody opened it yet."""

    def __init__(self, *, reads: int | None = None, says: int | None = None, key: bytes | None = None) -> None:
        self.key = key
        self._reads = reads
        self._says = says

    @classmethod
    def alone(cls) -> Supervised:
        """For a station without a supervisor, as in a trial."""
        return cls()

    @classmethod
    def from_stdin(cls) -> Supervised:
        """Takes over the standard streams of this process, if a supervisor has their other ends. At its very start."""
        try:
            reads, key = _handed_over()
        except NoSupervisor:
            return cls.alone()
        says = os.dup(_STANDARD_OUTPUT)
        # Whatever libraries print goes where errors go.
        os.dup2(_STANDARD_ERROR, _STANDARD_OUTPUT)
        if sys.platform != "win32":
            os.set_blocking(says, False)
        if sys.stderr is not None:
            faulthandler.enable(all_threads=True)
        supervised = cls(reads=reads, says=says, key=key)
        supervised._say(STATION)
        return supervised

    def listen(self, ended: Callable[[], None]) -> None:
        """Calls `ended`, on a thread of its own, when the station is to end; also when the supervisor is gone, as
        nobody would start the station again. It ends by force where it has not `END_WITHIN_S` later."""
        if self._reads is not None:
            threading.Thread(target=self._listen, args=(self._reads, ended), daemon=True, name="supervisor").start()

    def ready(self) -> None:
        """The attract screen is on the screen."""
        self._say(Word.READY.value)

    def alive(self) -> None:
        """Every `ALIVE_EVERY_MS` (player.kiosk.supervision), from the thread that draws."""
        self._say(Word.ALIVE.value)

    def keep(self, key: bytes) -> None:
        """The operator's key, for the next station should this one die."""
        self.key = key
        self._say(key_line(key))

    def leaving(self) -> None:
        """The operator closes the station: it ends now, and the supervisor with it."""
        self._say(Word.LEAVING.value)

    def restart(self) -> None:
        """The station ends now, and wants to be started anew."""
        self._say(Word.RESTART.value)

    def _say(self, line: str) -> None:
        if self._says is None:
            return
        try:
            os.write(self._says, f"{line}\n".encode("ascii"))
        except OSError:
            # It does not listen, or is gone: then `listen` ends the station.
            return

    @staticmethod
    def _listen(reads: int, ended: Callable[[], None]) -> None:
        while (line := _line(reads)) and line.strip() != END:
            pass
        ended()
        time.sleep(END_WITHIN_S)
        os._exit(0)


def _handed_over() -> tuple[int, bytes | None]:
    """A descriptor of the supervisor's stream, and the key that it handed over. Raises `NoSupervisor`."""
    try:
        if os.isatty(_STANDARD_INPUT) or _line(_STANDARD_INPUT).strip() != SUPERVISOR:
            raise NoSupervisor
        key = key_in(_line(_STANDARD_INPUT))
        return os.dup(_STANDARD_INPUT), key
    except OSError:
        # A program of the desktop may have no standard streams at all.
        raise NoSupervisor from None


def _line(descriptor: int) -> str:
    """The next line, with its end; empty at the end of the stream. Nothing is kept behind it in a buffer."""
    read = bytearray()
    while not read.endswith(b"\n") and (byte := os.read(descriptor, 1)):
        read += byte
    return read.decode("ascii", errors="replace")
