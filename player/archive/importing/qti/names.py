"""Ids that are sound here, made from the identifiers of other systems."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

LONGEST_ID = 120
_RUN = re.compile(r"[._-]*[^a-z0-9._-]+[._-]*|[._-]{2,}")


def sound_id(identifier: str, otherwise: str) -> str:
    """`identifier` in small letters, digits and single separators; `otherwise` where nothing of it is left."""
    folded = unicodedata.normalize("NFKD", identifier.strip()[:1000]).encode("ascii", "ignore").decode().lower()
    return _RUN.sub("-", folded).strip("._-")[:LONGEST_ID].rstrip("._-") or otherwise


@dataclass(slots=True)
class Names:
    """Gives each identifier a sound id that no other one has."""

    _taken: set[str] = field(default_factory=set[str])

    def take(self, identifier: str, otherwise: str) -> str:
        wanted = sound_id(identifier, otherwise)
        found, number = wanted, 2
        while found in self._taken:
            ending = f"-{number}"
            found, number = wanted[: LONGEST_ID - len(ending)].rstrip("._-") + ending, number + 1
        self._taken.add(found)
        return found
