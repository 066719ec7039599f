"""What libVLC's player says, taken down on its thread with the time, and passed on without touching libVLC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from player.media.library import EventShape, EventType, vlc
from player.media.worker import mono_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`value`: the position in ms of a “time”, the per cent of a “buffering”, else 0.

    `generation` counts openings and stops, so that what was said about a recording before is recognised.
    """

    kind: str
    mono_ms: int
    generation: int
    value: int = 0


_KINDS = {
    EventType.MediaPlayerPlaying.value: "playing",
    EventType.MediaPlayerPaused.value: "paused",
    EventType.MediaPlayerBuffering.value: "buffering",
    EventType.MediaPlayerTimeChanged.value: "time",
    EventType.MediaPlayerEndReached.value: "end",
    EventType.MediaPlayerEncounteredError.value: "error",
}


class Events:
    """Listens to one player until `detach`; keep it until the player is released."""

    def __init__(self, player: vlc.MediaPlayer, pass_on: Callable[[Heard], None]) -> None:
        self._pass_on = pass_on
        self._manager = vlc.libvlc_media_player_event_manager(player)
        self._callback = EventShape(self._on_event)
        self.generation = 0
        for kind in _KINDS:
            vlc.libvlc_event_attach(self._manager, kind, self._callback, None)

    def detach(self) -> None:
        for kind in _KINDS:
            vlc.libvlc_event_detach(self._manager, kind, self._callback, None)

    def _on_event(self, event: Any, _data: Any) -> None:
        said = event.contents
        kind = _KINDS.get(int(said.type.value if hasattr(said.type, "value") else said.type))
        if kind is None:
            return
        value = 0
        if kind == "time":
            value = said.u.new_time
        elif kind == "buffering":
            value = int(said.u.new_cache)
        self._pass_on(Heard(kind=kind, mono_ms=mono_ms(), generation=self.generation, value=value))
