"""Pieces of a text that is too long to be kept: what was written of it is handed on, and the writing goes on."""

from __future__ import annotations

import io

PIECE = 64 * 1024
"""Characters."""


def taken(text: io.StringIO) -> bytes:
    """What was written so far, in UTF-8; the buffer is empty again."""
    data = text.getvalue().encode("utf-8")
    text.seek(0)
    text.truncate()
    return data
