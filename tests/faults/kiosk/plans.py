"""What a kiosk in a process of its own is told: its settings, its stick, and the words of the guest who comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CODE = "Carrel2026!"
NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`words`: what the guest types, by what it is, each in hexadecimal."""

    settings: Path
    stick: Path
    words: Mapping[str, str]

    @classmethod
    def read(cls, found: Any) -> Plan:
        return cls(settings=Path(found["settings"]), stick=Path(found["stick"]), words=found["words"])

    def written(self) -> dict[str, Any]:
        return {"settings": str(self.settings), "stick": str(self.stick), "words": dict(self.words)}
