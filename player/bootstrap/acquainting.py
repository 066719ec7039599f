"""Takes over which courses another profile knows: records that come from there name them, and rest on their facts."""

from __future__ import annotations

from pathlib import Path

from player.archive.known import Known
from player.archive.manifests import Manifests
from player.bootstrap.places import Places, trust_of
from player.domain.problem import Problem
from player.proof.files import make_folder, write_whole


def know_courses_of(places: Places, other: Path) -> int:
    """Copies the signed facts of courses that the profile in the folder `other` knows and this one does not.

    What is not signed or not sound is left there. Returns how many were new; raises `CannotWrite`.
    """
    manifests = Manifests(trust_of(places))
    theirs, ours = (Known(profile / "courses" / "known", manifests) for profile in (other, places.profile))
    new = 0
    for file in theirs.files():
        try:
            signed = theirs.read(file)
        except Problem:
            continue
        target = ours.file(signed.hash)
        if not target.exists():
            make_folder(target.parent)
            write_whole(target, signed.envelope.to_json())
            new += 1
    return new
