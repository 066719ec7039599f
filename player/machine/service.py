"""Tells systemd how a service fares (sd_notify): it runs, it is alive, it ends. Without systemd, nobody is told."""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping

LEAST_S = 0.5


class ServiceManager:
    """Whoever started this process, if it asked in `environment` to be told; children do not inherit that."""

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        place = environment.pop("NOTIFY_SOCKET", "")
        wanted, of = environment.pop("WATCHDOG_USEC", ""), environment.pop("WATCHDOG_PID", "")
        self._place = f"\0{place[1:]}" if place.startswith("@") else place
        asked = self._place and wanted.isdecimal() and of in ("", str(os.getpid()))
        self.alive_every_s = max(int(wanted) / 2_000_000, LEAST_S) if asked and int(wanted) else None
        """How often to say that this process is alive: twice as often as is asked for; None: nobody asks."""

    def ready(self, status: str) -> None:
        self._tell(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        self._tell("WATCHDOG=1")

    def status(self, status: str) -> None:
        self._tell(f"STATUS={status}")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        if not self._place:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.sendto(words.encode(), self._place)
        except OSError:
            # systemd being away keeps no station from running.
            return
