"""Keeps PySide6 6.12.0 from wearing out Python's `None`.

That release returns `None` from every call without a result but takes no reference to it. From Python 3.12 on this
does no harm (`None` is immortal); before, each such call takes one from the count and after some thousands the
interpreter ends with "deallocating None". 6.11.3 does not do it.
"""

import ctypes
import sys

PLENTY = 1 << 40


def guard_none() -> None:
    """Lift the count so high that it cannot be used up. Call once, before the first window; harmless if repeated."""
    if sys.version_info < (3, 12) and sys.getrefcount(None) < PLENTY:
        # In CPython before 3.12 the count is the first field of an object.
        ctypes.c_ssize_t.from_address(id(None)).value += PLENTY
