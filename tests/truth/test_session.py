"""Half a minute as learners watch it: what the ledger counts is what was on the screen and in the air."""

from __future__ import annotations

import pytest

from tests.truth.script import back, drag, faster, forward, go_on, pause, play, seek, slower
from tests.truth.theatre import Theatre, assert_true

pytestmark = pytest.mark.serial


def test_what_was_seen_and_heard_is_what_counts(theatre: Theatre) -> None:
    script = [
        *(play(3), pause(0.7), go_on(1.5), forward(2), seek(35, 2), back(0.3), back(2)),
        *(drag(19, 2, 2), faster(2), faster(2), slower(1.5), slower(1.5), seek(46, 6)),
    ]
    assert_true(theatre.play(script, seconds=50))


@pytest.mark.long
def test_what_was_heard_counts_where_there_is_nothing_to_see(theatre: Theatre) -> None:
    script = [play(5), pause(1), go_on(3), seek(40, 4), back(3), faster(3), slower(2), seek(57, 5)]
    assert_true(theatre.play(script, seconds=60, picture=False))
