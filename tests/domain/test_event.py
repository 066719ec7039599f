"""Events: every kind of fact has one name, and milestones are kinds of facts."""

from __future__ import annotations

from typing import get_args

import pytest

from player.domain.event import KINDS, MILESTONES, Fact, Watched
from player.domain.watch import Interval
from tests.builders import FIRST


def test_every_fact_has_one_name() -> None:
    assert set(KINDS.values()) == set(get_args(Fact))
    assert len(set(KINDS.values())) == len(KINDS)
    assert set(KINDS.values()) >= MILESTONES


def test_a_watched_fact_holds_a_span() -> None:
    fact = Watched(session=FIRST, start_ms=5, end_ms=9, engaged_ms=4, rate_percent=100)
    assert (fact.span.interval, fact.span.engaged_ms, fact.span.rate_percent) == (Interval(5, 9), 4, 100)
    with pytest.raises(ValueError, match="not an interval"):
        _ = Watched(session=FIRST, start_ms=9, end_ms=9, engaged_ms=4, rate_percent=100).span
