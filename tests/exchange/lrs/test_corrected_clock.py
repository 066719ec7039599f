"""A clock that is put right after an upload: what a store has is left alone, and all that is new arrives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from player.domain.uploading import Cause, Statement
from player.exchange.xapi import statement_bytes, write_statements
from tests.builders import COURSE
from tests.exchange.lrs.fake_store import FakeStore, running
from tests.exchange.lrs.uploads import Learner
from tests.exchange.xapi.lives import completion_of, open_player, play
from tests.worlds import World, world

FIRST, SECOND = COURSE.sessions


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


def written(here: World) -> list[Statement]:
    told = write_statements([completion_of(here)])
    return [Statement(str(one["id"]), statement_bytes(one)) for one in told]


def corrected_after_upload(learner: Learner) -> tuple[World, list[Statement]]:
    """Uploaded with a clock that is a day ahead, then put right and gone on with; what was uploaded."""
    here = world(COURSE)
    here.journey.acknowledge_disclosures()
    open_player(here, FIRST)
    play(here, FIRST, 0, 100_000)
    open_player(here, SECOND)
    before = written(here)
    learner.upload(before)
    here.journey.correct_clock(here.clock.moment - timedelta(days=1))
    play(here, SECOND, 0, 100_000)
    open_player(here, FIRST)
    return here, before


def test_what_was_uploaded_before_is_not_sent_again_with_another_time(store: FakeStore, tmp_path: Path) -> None:
    learner = Learner(tmp_path, store)
    here, before = corrected_after_upload(learner)
    after = written(here)
    bodies = {one.id: one.body for one in after}
    assert all(bodies[one.id] != one.body for one in before), "the time of each was put right"
    done = learner.upload(after)
    assert (done.known, done.sent, done.set_aside) == (len(before), len(after) - len(before), ())
    assert set(store.held) == set(bodies)


def test_where_that_was_forgotten_those_alone_are_set_aside_and_all_else_arrives(
    store: FakeStore, tmp_path: Path
) -> None:
    learner = Learner(tmp_path, store)
    here, before = corrected_after_upload(learner)
    learner.journal().file.unlink()
    done = learner.upload(written(here))
    assert {one.id for one in done.set_aside} == {one.id for one in before}
    assert {one.cause for one in done.set_aside} == {Cause.CONFLICT}
    assert set(store.held) == {one.id for one in written(here)}
