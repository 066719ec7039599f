"""One claim as a roster has it, for badges to be made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from player.domain.credit import Document
from player.domain.event import CourseHash, StreamId
from player.domain.learner import Profession
from player.domain.roster import RosterRow
from tests.builders import AMA, COURSE, PHYSICIAN

FONTS: Final = Path(__file__).parents[3] / "resources" / "fonts"
EVIDENCE: Final = b"a completion file"
ROW: Final = RosterRow(
    course=COURSE,
    course_hash=CourseHash("ab" * 32),
    learner=PHYSICIAN,
    offer=AMA,
    amount=Decimal("0.75"),
    profession=Profession.PHYSICIAN,
    number="CRL-7KQ2-M9XA-4TZB",
    document=Document.CME_CERTIFICATE,
    stream=StreamId("5" * 32),
    began=datetime(2024, 3, 1, 9, 0, tzinfo=UTC),
    completed=datetime(2024, 3, 2, 10, 0, 0, 250_000, tzinfo=UTC),
    claimed=datetime(2024, 3, 2, 10, 5, tzinfo=UTC),
    day=date(2024, 3, 2),
    permitted=None,
    grade="B",
    specimen=False,
)
