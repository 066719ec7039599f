"""Which recordings libVLC's own readers do not handle well, told from their first bytes.

Of MPEG transport and program streams (.ts, .m2ts, .vob, .mpg) they guess the length from the bit rate, up to a tenth
wrong, and know the sounds inside only a while after the beginning. FFmpeg's readers look at both ends of the file.
"""

from __future__ import annotations

HEAD = 4 + 192 * 3
"""How many bytes are looked at."""
_SYNC = 0x47
_PACK = b"\x00\x00\x01\xba"
_PACKETS = ((188, 0), (192, 4))
"""Length of a packet and where its sync byte lies: broadcast, and Blu-ray and cameras with a time before each."""


def is_mpeg_stream(head: bytes) -> bool:
    """Whether a recording that begins with `head` is an MPEG transport or program stream."""
    if head.startswith(_PACK):
        return True
    return any(
        all(head[at : at + 1] == bytes((_SYNC,)) for at in range(first, first + 3 * length, length))
        for length, first in _PACKETS
    )
