"""What of this station is on a stick already: how many events of each stream. Random ids alone; it names nobody."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from player.domain.event import StreamId
from player.domain.problem import Problem
from player.kiosk.operator_ports import OwnStream
from player.proof.files import read_file, write_whole

FILE = "on-sticks.json"


class OnSticks:
    """A file in the station's profile. Thread-safe; what is lost of it is exported once more, and nothing less."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._events = _read(file)

    def note(self, saved: Mapping[StreamId, int]) -> None:
        """These streams are on a stick as far as so many events. Raises `CannotWrite`."""
        with self._lock:
            newer = {stream: events for stream, events in saved.items() if events > self._events.get(stream, 0)}
            if newer:
                self._events.update(newer)
                write_whole(self._file, json.dumps(self._events).encode())

    def unsaved(self, streams: Iterable[OwnStream]) -> int:
        """How many of these grew since they were last put onto a stick, or never were."""
        with self._lock:
            return sum(self._events.get(one.stream, 0) < one.events for one in streams)

    def forget(self) -> None:
        """After the station was cleared. Raises `CannotWrite`."""
        with self._lock:
            self._events = {}
            write_whole(self._file, b"{}")


def _read(file: Path) -> dict[StreamId, int]:
    try:
        found: Any = json.loads(read_file(file)) if file.exists() else {}
        return {StreamId(str(stream)): int(events) for stream, events in found.items()}
    except (Problem, ValueError, TypeError, AttributeError):
        # It says what need not be written again, and nothing else.
        return {}
