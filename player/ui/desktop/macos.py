"""The macOS desktop around the player: the system's own `caffeinate`, and its word on who is in front.

Media keys reach the player while its window is in front, as ordinary keys. The system's "now playing", which would
bring them from anywhere, can only be reached through Objective-C, for which there is no library among ours.
"""

from __future__ import annotations

import ctypes
import os

from PySide6.QtCore import QObject, QProcess

from player.ui.desktop.lookout import Lookout
from player.ui.desktop.port import Desktop

CAFFEINATE = "/usr/bin/caffeinate"
GRAPHICS = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
UTF8 = 0x0800_0100
LONGEST_END_MS = 500


def caffeinate_arguments(pid: int) -> list[str]:
    """Neither display nor system sleep while this process lives: should it be killed, `caffeinate` ends by itself."""
    return ["-d", "-i", "-w", str(pid)]


class SessionFacts:
    """What the window server says about our session. An own reading each time; nothing is kept."""

    def __init__(self) -> None:
        self._graphics = ctypes.CDLL(GRAPHICS)
        self._foundation = foundation = ctypes.CDLL(FOUNDATION)
        self._graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        foundation.CFDictionaryGetValue.restype = ctypes.c_void_p
        foundation.CFDictionaryGetValue.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
        foundation.CFBooleanGetValue.restype = ctypes.c_ubyte
        foundation.CFBooleanGetValue.argtypes = (ctypes.c_void_p,)
        foundation.CFRelease.restype = None
        foundation.CFRelease.argtypes = (ctypes.c_void_p,)

    def is_away(self) -> bool:
        """Locked, or another user's session in front; False without a window server, which then says nothing."""
        facts = self._graphics.CGSessionCopyCurrentDictionary()
        if not facts:
            return False
        try:
            locked = self._fact(facts, b"CGSSessionScreenIsLocked", otherwise=False)
            in_front = self._fact(facts, b"kCGSSessionOnConsoleKey", otherwise=True)
        finally:
            self._foundation.CFRelease(facts)
        return locked or not in_front

    def _fact(self, facts: int, name: bytes, *, otherwise: bool) -> bool:
        key = self._foundation.CFStringCreateWithCString(None, name, UTF8)
        try:
            value = self._foundation.CFDictionaryGetValue(facts, key)
            return bool(self._foundation.CFBooleanGetValue(value)) if value else otherwise
        finally:
            self._foundation.CFRelease(key)


class MacDesktop(Desktop):
    """`caffeinate` runs while a recording plays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caffeine = QProcess(self)
        self._lookout = Lookout(SessionFacts().is_away, self)
        self._lookout.changed.connect(self._tell_away)

    def begin(self) -> None:
        self._lookout.begin()

    def keep_awake(self, reason: str) -> None:
        if self._caffeine.state() == QProcess.ProcessState.NotRunning:
            self._caffeine.start(CAFFEINATE, caffeinate_arguments(os.getpid()))

    def let_sleep(self) -> None:
        self._caffeine.kill()

    def close(self) -> None:
        self._lookout.close()
        self._caffeine.kill()
        self._caffeine.waitForFinished(LONGEST_END_MS)
