"""Wipes what a guest left in this process: nothing of them may be found by whoever comes next."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import sys

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QClipboard, QGuiApplication, QPixmapCache


def wipe_window() -> None:
    """On the thread that draws, once the guest's widgets are let go: what still hangs on them goes, and all copies."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        clipboard.clear(mode)
    QPixmapCache.clear()
    _forget_the_last_error()
    _collect_everything()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _give_back()


def _collect_everything() -> None:
    """Also among what was set aside (player.ui.garbage): somebody may have sat here in that moment."""
    is_set_aside = gc.get_freeze_count() > 0
    gc.unfreeze()
    gc.collect()
    if is_set_aside:
        gc.freeze()


def _forget_the_last_error() -> None:
    """Python keeps the last error that nobody caught, and by its trace whatever the failed work knew of the guest."""
    for name in ("last_type", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)


def _give_back() -> None:
    """What was freed is handed back to the system, which empties it; elsewhere than on Linux it does so by itself."""
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.util.find_library("c")
    trim = getattr(ctypes.CDLL(library), "malloc_trim", None) if library else None
    if trim is not None:
        trim(0)
