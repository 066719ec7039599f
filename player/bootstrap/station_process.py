"""One process of a station, as its supervisor has it: its words, the end of it, and what it says of errors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from player.domain.problem import Problem
from player.kiosk.supervision import END, NO_KEY, SUPERVISOR, Said, key_line, said
from player.kiosk.trouble import harmless, says_why
from player.machine.guarding import Safe, overwriting

MOST_TROUBLE = 1 << 20
"""Bytes of one file; the one before it is kept too."""
ENDS_WITHIN_S = 8
DUMPS_WITHIN_S = 1
HEARD_WITHIN_S = 0.3


class CannotStart(Problem):
    what_template = "The station's program cannot be started: {reason}"
    meaning_template = "No station runs; nothing that was recorded is affected."
    remedy_template = "Install Carrel anew, and start the kiosk again."


class End(Enum):
    """What else comes to the supervisor beside words: the station is gone; the supervisor is asked to end."""

    GONE = 0
    ASKED = 1


Event = tuple[int, Said | End]
"""With the number of the station that it comes from; 0 for the supervisor's own."""


class StationProcess:
    """One process, with threads that hear it."""

    def __init__(
        self,
        command: Sequence[str],
        number: int,
        events: SimpleQueue[Event],
        trouble: Path,
        safe: Safe,
    ) -> None:
        self.is_known = False
        """Whether attendees can have been there: then not everything may be written down that it says of errors."""
        self.last_words = ""
        self._number = number
        self._events = events
        self._is_gone = threading.Event()
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **overwriting()},
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotStart(reason=f"{error.strerror or error}.", details=str(error)) from None
        self._threads = [
            threading.Thread(target=self._hear, daemon=True, name="station's words"),
            threading.Thread(target=self._write_down, args=(trouble,), daemon=True, name="station's errors"),
        ]
        secret = safe.secret
        self._send(f"{SUPERVISOR}\n{key_line(secret) if secret else NO_KEY}\n")
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._await, daemon=True, name="station's end").start()

    def ask_to_end(self) -> None:
        """Orderly, or by force where that takes too long."""
        self._send(f"{END}\n")
        if not self._is_gone.wait(ENDS_WITHIN_S):
            self.kill()

    def kill(self) -> None:
        """With all that it started; where it can, it writes down at which place in the program it was."""
        if sys.platform != "win32":
            with suppress(OSError):
                self._process.send_signal(signal.SIGABRT)
            if self._is_gone.wait(DUMPS_WITHIN_S):
                return
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def finish(self) -> None:
        self._is_gone.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _send(self, lines: str) -> None:
        stream = self._process.stdin
        if stream is None:
            return
        with suppress(OSError):
            stream.write(lines.encode("ascii"))
            stream.flush()

    def _hear(self) -> None:
        for line in _lines(self._process.stdout):
            if (word := said(line)) is not None:
                self._events.put((self._number, word))

    def _await(self) -> None:
        self._process.wait()
        self._is_gone.set()
        # Its last words first: one that said it leaves is not to be started again. For a while only, as something that
        # the station started may still hold the other ends.
        for thread in self._threads:
            thread.join(HEARD_WITHIN_S)
        self._events.put((self._number, End.GONE))

    def _write_down(self, file: Path) -> None:
        for line in _lines(self._process.stderr):
            text = harmless(line) if self.is_known else line.rstrip()
            if says_why(text):
                self.last_words = text
            if text:
                _append(file, text)


def _lines(stream: IO[bytes] | None) -> Iterator[str]:
    if stream is None:
        return
    with stream, suppress(OSError, ValueError):
        # A line that never ends is no line of a station.
        while line := stream.readline(1 << 16):
            yield line.decode("utf-8", errors="replace")


def _append(file: Path, text: str) -> None:
    """A full disk loses lines, and nothing else."""
    with suppress(OSError):
        if file.exists() and file.stat().st_size > MOST_TROUBLE:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
