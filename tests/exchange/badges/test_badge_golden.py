"""A badge member by member: a change of what it says shows as a diff of the golden file.

To take a change in: delete the golden file and run the test, which writes it anew and fails; then look at the diff.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from player.exchange.badges.credential import badge
from tests.exchange.badges.rows import EVIDENCE, ROW
from tests.worlds import DEVICE

GOLDEN = Path(__file__).parents[1] / "golden" / "badge.json"


def test_the_badge_is_written_as_it_was_looked_at() -> None:
    document = json.loads(badge(ROW, evidence=EVIDENCE, key=DEVICE))
    written = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_bytes(written.encode())
        pytest.fail(f"{GOLDEN.name} was written anew: look at it")
    assert written.encode() == GOLDEN.read_bytes()
