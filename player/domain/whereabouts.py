"""Where a course lies, as far as this computer can tell."""

from __future__ import annotations

from enum import StrEnum


class Whereabouts(StrEnum):
    """HERE: copied to a folder for courses; IN_PLACE: played where it lies; REMOVED: it was here once."""

    HERE = "here"
    IN_PLACE = "in-place"
    OUT_OF_REACH = "out-of-reach"
    REMOVED = "removed"
