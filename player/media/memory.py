"""Gives memory back to the system once an engine is done with it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import cast


def give_back_memory() -> None:
    """glibc keeps what was freed for the next who asks: after a recording of 1080 lines more than 100 MB."""
    trim = getattr(ctypes.pythonapi, "malloc_trim", None)
    if trim is not None:
        cast("Callable[[int], int]", trim)(0)
