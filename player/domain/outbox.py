"""What was handed on: which file was written where, so that a learner can find it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from player.domain.report_format import ReportFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """`file`: the whole path as it was then; `digest`: SHA-256 of its bytes, hex; `numbers`: the claims in it."""

    moment: datetime
    form: ReportFormat
    file: str
    digest: str
    numbers: tuple[str, ...]
