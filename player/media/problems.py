"""What can go wrong with sound and picture."""

from __future__ import annotations

from player.domain.phrase import Phrase
from player.domain.problem import OutOfReach, Problem

RECORDED = Phrase("What was played up to there is kept; nothing further counts.")


class NoEngine(Problem):
    what_template = "The library that plays recordings (libVLC 3) cannot be used on this computer: {reason}"
    meaning_template = "Recordings cannot be watched here, so no credit can be earned; what is recorded is kept."
    remedy_template = (
        "Install VLC (on Debian and Ubuntu the packages “libvlc5” and “vlc-plugin-base”) and open Carrel again."
    )


class MediaUnplayable(Problem):
    what_template = "The recording “{name}” cannot be played: {reason}"
    meaning_template = "Nothing of it counts as watched; what was recorded before is kept."
    remedy_template = "Get a new copy of the course; if that fails too, tell its provider."


class PictureUnknown(Problem):
    what_template = "The picture of “{name}” is in a form ({codec}) that cannot be shown here."
    meaning_template = "Without its picture the recording does not count as watched; what was recorded is kept."
    remedy_template = "Install all of VLC’s codecs, or ask the provider for a copy with H.264 or VP9 video."


class SoundUnknown(Problem):
    what_template = "The sound of “{name}” is in a form ({codec}) that cannot be played here."
    meaning_template = RECORDED
    remedy_template = "Install all of VLC’s codecs, or ask the provider for a copy with AAC or Opus sound."


class MediaEndsEarly(Problem):
    what_template = "The recording “{name}” ends at {at}, before its end at {end}."
    meaning_template = RECORDED
    remedy_template = "Get a new copy of the course; if that fails too, tell its provider."


class SourceUnreadable(OutOfReach):
    what_template = "The recording “{name}” could not be read on: {reason}"
    meaning_template = RECORDED
    remedy_template = "Check the disk or stick that the course is on, and play on from here."


class SelfTestUnsound(Problem):
    what_template = "The test recording that came with Carrel cannot be used: {reason}"
    meaning_template = "The ten-second test cannot be played; your courses and your records are not affected."
    remedy_template = "Install Carrel again: nothing that is recorded is lost by that."
