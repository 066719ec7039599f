"""The picture that was shown last, to be copied when somebody wants to keep it."""

from __future__ import annotations

from player.domain.engine import Still


class Keepsake:
    """Notes each picture as it goes by; only a wish for it copies any bytes."""

    def __init__(self) -> None:
        self._last: tuple[int, int, int, memoryview] | None = None

    def keep(self, width: int, height: int, bytes_per_line: int, pixels: memoryview) -> None:
        self._last = (width, height, bytes_per_line, pixels)

    def forget(self) -> None:
        self._last = None

    def still(self) -> Still | None:
        """None before there was a picture. Quick enough to be done before two more have come."""
        last = self._last
        if last is None:
            return None
        width, height, bytes_per_line, pixels = last
        return Still(width=width, height=height, bytes_per_line=bytes_per_line, pixels=bytes(pixels))
