"""Where things lie: the learner's records, the program's own resources, and whom they make it trust."""

from __future__ import annotations

import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from player.proof.gathering import read_trust
from player.proof.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things lie: the learner's records and the program's own resources."""

    profile: Path
    resources: Path

    @property
    def fonts(self) -> Path:
        return self.resources / "fonts"

    @property
    def trust_folders(self) -> tuple[Path, Path]:
        return self.resources / "trust", self.own_trust

    @property
    def own_trust(self) -> Path:
        """What was added to this profile, beside what came with the program."""
        return self.profile / "trust"


def find_places(profile: Path | None = None) -> Places:
    """The profile that was asked for, or `CARREL_PROFILE`, or the platform's own place for user data."""
    named = profile or (Path(text) if (text := os.environ.get("CARREL_PROFILE")) else None)
    return Places(
        profile=named or Path(platformdirs.user_data_dir("carrel", appauthor=False)),
        resources=_resources(),
    )


def _resources() -> Path:
    beside = Path(__file__).resolve().parents[2] / "resources"
    installed = Path(sysconfig.get_path("data")) / "share" / "carrel" / "resources"
    frozen = Path(getattr(sys, "_MEIPASS", beside.parent)) / "resources"
    return next((place for place in (frozen, beside, installed) if place.is_dir()), beside)


def trust_of(places: Places) -> Trust:
    """The publishers shipped with the program and those that were added to the profile; `problems` has the rest."""
    return read_trust(places.trust_folders)
