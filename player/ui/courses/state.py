"""What the page of the courses on this computer shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.desk.library import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursesState:
    """`home`: the folder into which courses are copied; `own_home`: it is the one in the profile."""

    listings: tuple[Listing, ...]
    home: Path
    own_home: bool

    @property
    def size(self) -> int:
        """Bytes that all courses here take up."""
        return sum(listing.size for listing in self.listings)

    @property
    def elsewhere(self) -> int:
        """How many courses lie in another folder for courses than the present one."""
        return sum(1 for listing in self.listings if listing.size and not listing.path.is_relative_to(self.home))


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is being done with a course (`at`: its path) or with all of them, and how far: bytes done of all."""

    what: str
    at: Path | None = None
    done: int = 0
    whole: int = 0
