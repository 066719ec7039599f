"""Really decodes a recording for a moment: the only honest answer to whether it plays on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from player.domain.engine import MediaSource
from player.media.glimpse import Glimpse, Reading, answer, out_of_time
from player.media.problems import NoEngine, SelfTestUnsound
from player.media.selftest import open_self_test

try:
    from player.media.moment import look
except NoEngine as missing:
    # Where there is no libVLC, that is the answer: whoever asks need not fear an exception for it.
    _data, _details = missing.data, missing.details

    def look(
        source: MediaSource,  # noqa: ARG001 - as where there is one
        *,
        limit_s: float,  # noqa: ARG001
        is_enough: Callable[[Glimpse], bool],  # noqa: ARG001
    ) -> Glimpse:
        raise NoEngine(details=_details, **_data)


LIMIT_S = 1.8


def try_recording(source: MediaSource, *, limit_s: float = LIMIT_S) -> Reading:
    """Whether picture and sound of a recording, as far as it has them, are decoded here; and how that was found.

    None where nothing failed, but the time passed. Mostly known after 0.1 s. Counts nothing as watched, leaves
    neither threads nor open files behind; any thread may call it, several at once, also while a recording plays.
    """
    try:
        seen = look(source, limit_s=limit_s, is_enough=lambda so_far: answer(so_far) is not None)
    except NoEngine as missing:
        return "no", missing.what
    return answer(seen) or out_of_time(seen)


def try_self_test(folder: Path, *, limit_s: float = LIMIT_S) -> Reading:
    """The same for the recording of the self-test; None, too, where that is missing or damaged."""
    try:
        source = open_self_test(folder).source
    except SelfTestUnsound as unsound:
        return None, unsound.what
    return try_recording(source, limit_s=limit_s)
