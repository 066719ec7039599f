"""What a supervisor makes of its station: what both say to each other, when it is hung, when it is started again.

All times are monotonic, in ms.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from enum import StrEnum

VERSION = "1"
SUPERVISOR = f"carrel-supervisor {VERSION}"
"""The first line that the supervisor says; then, in one more line, the key that it kept, or that it has none."""
STATION = f"carrel-station {VERSION}"
"""The first line that the station says."""
NO_KEY = "no-key"
END = "end"
"""By which the supervisor asks the station to end; the end of its stream means the same."""

ALIVE_EVERY_MS = 2_000
SILENT_MS = 20_000
"""For so long a station that was ready may say nothing; then it is hung."""
STARTING_MS = 60_000
"""For so long it may be starting: records are brought into the present format then."""
SOON_MS = 60_000
OFTEN = 5
"""So many deaths, none of them later than `SOON_MS` after the first, are more than an accident."""
LONGEST_PAUSE_MS = 30_000
_FIRST_PAUSE_MS = 1_000
_LONGEST_KEY = 1_024


class Word(StrEnum):
    """What a station says, one to a line. READY: it shows itself to attendees; ALIVE: it draws and listens; KEY: with
    the operator's key, for the next station should this one die; LEAVING: the operator closes it, and nobody starts it
    again; RESTART: it ends and wants to be started anew."""

    READY = "ready"
    ALIVE = "alive"
    KEY = "key"
    LEAVING = "leaving"
    RESTART = "restart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    word: Word
    key: bytes = b""


def key_line(key: bytes) -> str:
    """How either side hands the key to the other."""
    return f"{Word.KEY.value} {base64.b64encode(key).decode('ascii')}"


def said(line: str) -> Said | None:
    """What a line of the station means; None for whatever else a library prints."""
    word, _, rest = line.strip().partition(" ")
    if word not in {known.value for known in Word}:
        return None
    if word != Word.KEY:
        return Said(word=Word(word)) if not rest else None
    key = key_in(line)
    return Said(word=Word.KEY, key=key) if key is not None else None


def key_in(line: str) -> bytes | None:
    """The key in a line that hands one over; None where there is none."""
    word, _, rest = line.strip().partition(" ")
    if word != Word.KEY:
        return None
    try:
        key = base64.b64decode(rest, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if 0 < len(key) <= _LONGEST_KEY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """One station after the other. `begun`: when the present one was started; `heard`: when it last said anything,
    None before it was ready; `deaths`: when stations died lately; `pauses`: how many pauses in a row there were."""

    begun: int = 0
    heard: int | None = None
    deaths: tuple[int, ...] = ()
    pauses: int = 0
    is_leaving: bool = False
    silent_ms: int = SILENT_MS
    starting_ms: int = STARTING_MS

    def started(self, now: int) -> Supervision:
        return replace(self, begun=now, heard=None, is_leaving=False)

    def told(self, word: Word, now: int) -> Supervision:
        """It said something. Before it is ready, nothing that it says makes it so."""
        if word is Word.READY or self.heard is not None:
            return replace(self, heard=now, is_leaving=self.is_leaving or word is Word.LEAVING)
        return replace(self, is_leaving=self.is_leaving or word is Word.LEAVING)

    def is_hung(self, now: int) -> bool:
        return now >= self.hung_at

    @property
    def hung_at(self) -> int:
        """When it is hung, if it says nothing until then."""
        return self.begun + self.starting_ms if self.heard is None else self.heard + self.silent_ms

    def ended(self, now: int) -> Supervision:
        """The station is gone, however that came; `is_leaving` tells whether it is to stay so, `pause_ms` for how long
        the next one is waited with."""
        if now - self.begun >= SOON_MS:
            return replace(self, deaths=(now,), pauses=0)
        deaths = (*(death for death in self.deaths if now - death < SOON_MS), now)[-OFTEN:]
        is_often = len(deaths) >= OFTEN or self.pauses > 0
        return replace(self, deaths=deaths, pauses=self.pauses + 1 if is_often else 0)

    @property
    def pause_ms(self) -> int:
        """After single deaths none: attendees wait before the screen. It never gives up."""
        if self.pauses == 0:
            return 0
        return min(_FIRST_PAUSE_MS << min(self.pauses - 1, 16), LONGEST_PAUSE_MS)
