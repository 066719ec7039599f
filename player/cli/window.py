"""The one command that opens the window: nothing of Qt is imported for any other."""

from __future__ import annotations

from pathlib import Path


def open_window(file: Path | None, *, profile: Path | None) -> int:
    """Opens the window, with `file` added and shown when there is one. Returns the exit code."""
    # Imported here because Qt costs a second that no other command should pay.
    from player.ui.start import start

    return start(file, profile=profile)
