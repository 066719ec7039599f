"""The Windows desktop around the player, by three calls of the system.

Media keys reach the player while its window is in front, as ordinary keys. The system's media overlay, which would
bring them from anywhere, can only be reached through WinRT, for which there is no library among ours.
"""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QObject

from player.ui.desktop.lookout import Lookout
from player.ui.desktop.port import Desktop

ES_CONTINUOUS = 0x8000_0000
ES_SYSTEM_REQUIRED = 0x0000_0001
ES_DISPLAY_REQUIRED = 0x0000_0002
CURRENT_SESSION = 0xFFFF_FFFF
WTS_SESSION_INFO_EX = 25
WTS_ACTIVE = 0
SESSION_LOCKED = 0


class SessionInfo(ctypes.Structure):
    """The beginning of WTSINFOEXW with its one level: enough to tell who is in front."""

    _fields_ = (
        ("level", ctypes.c_uint32),
        # The union after it begins at a multiple of eight: it holds times of 64 bits.
        ("padding", ctypes.c_uint32),
        ("session_id", ctypes.c_uint32),
        ("session_state", ctypes.c_int32),
        ("session_flags", ctypes.c_int32),
    )


def is_away_in(info: SessionInfo) -> bool:
    """Locked, or another user's session in front. SessionFlags: 0 locked, 1 unlocked, -1 unknown."""
    return info.session_flags == SESSION_LOCKED or info.session_state != WTS_ACTIVE


def is_away() -> bool:
    """Whether this session is locked or behind another; False where the system does not say."""
    terminal = ctypes.CDLL("wtsapi32.dll")
    found, length = ctypes.c_void_p(), ctypes.c_uint32()
    asked = terminal.WTSQuerySessionInformationW(
        None, ctypes.c_uint32(CURRENT_SESSION), WTS_SESSION_INFO_EX, ctypes.byref(found), ctypes.byref(length)
    )
    if not asked or found.value is None:
        return False
    try:
        if length.value < ctypes.sizeof(SessionInfo):
            return False
        return is_away_in(SessionInfo.from_address(found.value))
    finally:
        terminal.WTSFreeMemory(found)


class WindowsDesktop(Desktop):
    """What is asked of the system holds for the thread that asks, and ends with it: with the program at the latest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kernel = ctypes.CDLL("kernel32.dll")
        self._lookout = Lookout(is_away, self)
        self._lookout.changed.connect(self._tell_away)

    def begin(self) -> None:
        self._lookout.begin()

    def keep_awake(self, reason: str) -> None:
        self._kernel.SetThreadExecutionState(ctypes.c_uint32(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED))

    def let_sleep(self) -> None:
        self._kernel.SetThreadExecutionState(ctypes.c_uint32(ES_CONTINUOUS))

    def close(self) -> None:
        self.let_sleep()
        self._lookout.close()
