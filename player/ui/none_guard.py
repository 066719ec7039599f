"""Keeps PySide6 6.12.0 from wearing out Python's `None`, `True` and `False`.

That release returns `None` from every call without a result, and `True` from `emit` and `disconnect`, but takes no
reference to them. From Python 3.12 on this does no harm (they are immortal); before, each such call takes one from
the count, and after some hundreds or thousands the interpreter ends with "deallocating None" or "deallocating True
or False". 6.11.3 does not do it.
"""

import ctypes
import sys

PLENTY = 1 << 40


def guard_none() -> None:
    """Lift the counts so high that they cannot be used up. Call once, before the first window; harmless if repeated."""
    if sys.version_info >= (3, 12):
        return
    for single in (None, True, False):
        if sys.getrefcount(single) < PLENTY:
            # In CPython before 3.12 the count is the first field of an object.
            ctypes.c_ssize_t.from_address(id(single)).value += PLENTY
