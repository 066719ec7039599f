"""The door to libVLC: finds it, says what to install when it is not there, and names its callbacks' shapes."""

from __future__ import annotations

import ctypes
from typing import Any, cast

from player.domain.phrase import Phrase
from player.media.bundled import prefer_bundled
from player.media.problems import NoEngine

try:
    prefer_bundled()
    import vlc
except (ImportError, OSError, NotImplementedError, KeyError, SystemExit) as missing:
    # A KeyError comes from python-vlc where Windows says nothing of a home drive, as in a service; and it would end
    # the program where PYTHON_VLC_LIB_PATH names what cannot be loaded.
    raise NoEngine(reason=Phrase("it was not found."), details=str(missing)) from missing

QUIET = ("--quiet", "--no-video-title-show", "--no-sub-autodetect-file", "--no-lua")
ONE_TRACK = ":demux=avformat,any"
"""libVLC's own readers lose the last seconds of recordings without a picture; and in MP4 without sound, where many
pictures lie in one stretch of the file, their clock stands still after a jump. FFmpeg's readers do neither."""

POINTER_OUT = ctypes.POINTER(ctypes.c_void_p)
NUMBER_OUT = ctypes.POINTER(ctypes.c_uint)

EventType = cast("Any", vlc.EventType)
"""python-vlc adds the members of these two at run time."""
TrackType = cast("Any", vlc.TrackType)

# python-vlc declares the buffers of these four as strings, which ctypes would copy; so they are declared anew.
OpenShape = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, POINTER_OUT, ctypes.POINTER(ctypes.c_uint64))
ReadShape = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
FormatShape = ctypes.CFUNCTYPE(
    ctypes.c_uint, POINTER_OUT, ctypes.c_void_p, NUMBER_OUT, NUMBER_OUT, NUMBER_OUT, NUMBER_OUT
)
EventShape = ctypes.CFUNCTYPE(None, ctypes.POINTER(vlc.Event), ctypes.c_void_p)


class TrackShape(ctypes.Structure):
    """libvlc_media_track_t up to what is read of it; python-vlc takes its union of pointers for three of them."""

    _fields_ = (
        ("codec", ctypes.c_uint32),
        ("original_codec", ctypes.c_uint32),
        ("id", ctypes.c_int),
        ("type", ctypes.c_int),
        ("profile", ctypes.c_int),
        ("level", ctypes.c_int),
        ("details", ctypes.c_void_p),
        ("bitrate", ctypes.c_uint),
        ("language", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
    )


SeekShape = vlc.CallbackDecorators.MediaSeekCb
CloseShape = vlc.CallbackDecorators.MediaCloseCb
LockShape = vlc.CallbackDecorators.VideoLockCb
UnlockShape = vlc.CallbackDecorators.VideoUnlockCb
DisplayShape = vlc.CallbackDecorators.VideoDisplayCb
CleanupShape = vlc.CallbackDecorators.VideoCleanupCb
SoundShape = vlc.CallbackDecorators.AudioPlayCb
ComplaintShape = vlc.DialogCbs.PfDisplayError


def new_instance(*options: str) -> vlc.Instance:
    """One libVLC; raises `NoEngine` when its plugins are missing or it is not version 3."""
    if not vlc.libvlc_get_version().startswith(b"3."):
        raise NoEngine(reason=Phrase("it is not version 3."))
    try:
        instance = vlc.Instance([*QUIET, *options])
    except (vlc.VLCException, NameError, OSError) as refused:
        raise NoEngine(reason=Phrase("it does not start."), details=str(refused)) from refused
    if instance is None or not hasattr(instance, "media_player_new"):
        raise NoEngine(reason=Phrase("its plugins are missing."))
    return instance
