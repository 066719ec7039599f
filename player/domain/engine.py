"""The engine: what the player asks of whatever plays a recording, and what that says it observed, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from player.domain.problem import Problem


class Sign(StrEnum):
    """What an engine can report.

    OPENED: the recording can be played. PLAYING: it plays from now on; said again after a seek and after a
    stall, when it really goes on. TIME: it is at this position now. FRAME: a picture was shown. ALIVE: its sound
    goes on, whether or not pictures come: said several times a second where there is a sound. SEEKING: it
    leaves for another position, and nothing counts until the next PLAYING. RATE: the speed from now on.
    STALLED: it waits for data. ENDED: it played to its end. FAILED: it will not play on.
    """

    OPENED = "opened"
    PLAYING = "playing"
    TIME = "time"
    FRAME = "frame"
    ALIVE = "alive"
    PAUSED = "paused"
    SEEKING = "seeking"
    RATE = "rate"
    STALLED = "stalled"
    ENDED = "ended"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One report of an engine.

    `mono_ms`: monotonic time at which it was so (not at which it was told); `position_ms`: the media position,
    where the sign carries one (TIME: what is playing now; SEEKING: where it will go on; OPENED: the length);
    `rate_percent`: the speed from now on; `problem`: why it FAILED, and `message` the same as one sentence.
    """

    sign: Sign
    mono_ms: int
    position_ms: int | None = None
    rate_percent: int = 100
    message: str = ""
    problem: Problem | None = None


class MediaSource(Protocol):
    """The bytes of one member of a package, each block verified before it is handed out.

    Any thread may read, several at once: one recording is played, previewed and tried at the same time.
    """

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    def read_at(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes; fewer only at the end. Raises a `Problem` when a block is not what was signed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTrack:
    """One of several sounds or subtitles inside a recording, by the engine's own number.

    `language`: as the recording says it (usually ISO 639), or empty; `label`: its own name for it, or empty;
    `describes`: a sound that tells what is to be seen as well, for those who cannot see it (audio description).
    """

    id: int
    language: str = ""
    label: str = ""
    describes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture kept: 32-bit BGRX, `bytes_per_line` for each of its lines."""

    width: int
    height: int
    bytes_per_line: int
    pixels: bytes


class MediaEngine(Protocol):
    """Something that plays a recording and says what it saw.

    `load` opens a recording and shows its picture at `start_ms`, paused, unless `play` follows at once;
    `expected_duration_ms` is what the course says, so that a recording that ends early is told from a whole one.
    No call blocks. Observations arrive in order on one thread of the engine, frames on another; listeners must
    return quickly. A frame is (width, height, bytes per line, pixels as 32-bit BGRX); its pixels are good until
    two more have come.
    """

    def load(self, source: MediaSource, *, start_ms: int = 0, expected_duration_ms: int | None = None) -> None: ...
    def play(self) -> None: ...
    def pause(self) -> None: ...
    def seek(self, position_ms: int) -> None: ...
    def set_rate(self, rate_percent: int) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_muted(self, muted: bool) -> None: ...
    def step(self) -> None:
        """Pauses, and shows the next picture. Nothing of that counts as played."""
        ...

    def choose_sound(self, track: int) -> None:
        """Plays on with another of `sounds`, from the same place."""
        ...

    def choose_subtitles(self, track: int | None) -> None:
        """Has one of `subtitles` drawn into the picture; None, as at first: none."""
        ...

    def snapshot(self) -> Still | None:
        """The picture that was shown last; None before there was one."""
        ...

    def close(self) -> None: ...
    def release(self) -> None: ...
    @property
    def duration_ms(self) -> int | None: ...
    @property
    def has_sound_device(self) -> bool: ...
    @property
    def sounds(self) -> tuple[MediaTrack, ...]:
        """The sound tracks of what is loaded, known when OPENED was told."""
        ...

    @property
    def subtitles(self) -> tuple[MediaTrack, ...]:
        """The subtitles inside the recording, known when OPENED was told."""
        ...

    def on_observation(self, listener: Callable[[Observation], None]) -> None: ...
    def on_frame(self, listener: Callable[[int, int, int, memoryview], None]) -> None: ...


class PreviewMaker(Protocol):
    """Fetches small pictures of a recording without playing it: for the timeline under the pointer.

    Of several wishes that wait only the last is fulfilled. `on_still` listeners are called on a thread of its own
    with the position that was asked for. A place that cannot be shown is passed over in silence.
    """

    def ask(self, position_ms: int) -> None: ...
    def on_still(self, listener: Callable[[int, Still], None]) -> None: ...
    def release(self) -> None: ...
