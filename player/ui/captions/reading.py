"""Reads a captions file whatever it is called: WebVTT or SRT, told by what stands in it."""

from __future__ import annotations

import codecs
from itertools import islice

from player.ui.captions.cues import Cues, cues_of
from player.ui.captions.subrip import read_srt
from player.ui.captions.webvtt import is_webvtt, read_webvtt

MOST_BYTES = 8 << 20
"""A day of talking is below 2 MB; anything far larger is no captions file."""
MOST_CUES = 100_000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_captions(data: bytes) -> Cues:
    """The cues of a file. Another kind of file has none; a broken cue is skipped."""
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = text.split("\n")
    found = read_webvtt(lines) if is_webvtt(lines) else read_srt(lines)
    return cues_of(islice(found, MOST_CUES))


def _text(data: bytes) -> str:
    """UTF-8, or UTF-16 where its mark stands in front. Of what is neither, WebVTT keeps what can be read; the rest is
    taken for what older programs on Windows wrote."""
    kept = data[:MOST_BYTES]
    if kept.startswith(_WIDE):
        return kept.decode("utf-16", errors="replace")
    try:
        return kept.decode("utf-8-sig")
    except UnicodeDecodeError:
        is_cut = len(kept) < len(data)
        if is_cut or kept.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT"):
            return kept.decode("utf-8-sig", errors="replace")
        return kept.decode("cp1252", errors="replace")
