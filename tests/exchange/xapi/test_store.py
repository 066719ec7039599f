"""A real record store takes the statements over HTTP, gives the same back, and does not mind being given them again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace

import pytest

from player.domain.learner import LearnerId
from player.domain.learner_completion import LearnerCompletion
from player.domain.report_format import ReportFormat
from player.exchange.xapi import xapi_bytes
from tests.builders import PHYSICIAN, RESPONSES, RIGHT
from tests.exchange.xapi.by_the_book import Statement, is_video, verb
from tests.exchange.xapi.lives import completion_of, full_life, told
from tests.lrs.store import RecordStore, store_program
from tests.worlds import World, world

BATCH = 20
STORED = {"stored", "authority", "version"}
"""What a store adds."""


@pytest.fixture(scope="module")
def life() -> World:
    return full_life()


def batches(statements: Sequence[Statement]) -> list[list[Statement]]:
    return [list(statements[place : place + BATCH]) for place in range(0, len(statements), BATCH)]


def plain(statements: Sequence[dict]) -> dict[str, dict]:
    return {one["id"]: {name: value for name, value in one.items() if name not in STORED} for one in statements}


def test_what_is_posted_in_batches_is_given_back_unchanged_and_again_changes_nothing(
    lrs: RecordStore, life: World
) -> None:
    statements = told(completion_of(life))
    assert [lrs.post(batch).status_code for batch in batches(statements)] == [200, 200, 200]
    registration = statements[0]["context"]["registration"]
    assert plain(lrs.of_registration(registration)) == plain(statements)
    assert [lrs.post(batch).status_code for batch in batches(statements)] == [204, 204, 204]
    assert len(lrs.of_registration(registration)) == len(statements)


def test_what_was_done_since_is_all_that_is_new(lrs: RecordStore) -> None:
    here = world(learner=replace(PHYSICIAN, id=LearnerId("22" * 16)))
    here.journey.acknowledge_disclosures()
    here.watch_all()
    before = told(completion_of(here))
    assert lrs.post(before).status_code == 200
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    here.claim()
    after = told(completion_of(here))
    answer = lrs.post(after)
    assert answer.status_code == 200
    assert set(answer.json()) == {one["id"] for one in after} - {one["id"] for one in before}


def _judged(statements: Sequence[Statement]) -> str:
    """What Ralph's own models say of them."""
    lines = "".join(json.dumps(one) + "\n" for one in statements)
    command = [store_program("ralph"), "validate", "-f", "xapi", "-I"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    return done.stderr.splitlines()[-1]


def _lines(completion: LearnerCompletion) -> list[Statement]:
    data = b"".join(xapi_bytes(ReportFormat.XAPI_LINES, [completion]))
    return [json.loads(line) for line in data.splitlines()]


def test_every_statement_on_a_recording_is_valid_by_the_stores_models(life: World) -> None:
    # Its models know of subtitles, volume and screen, and not of speed, which the profile names in the same breath.
    videos = [one for one in _lines(completion_of(life)) if is_video(one) and verb(one) != "interacted"]
    assert len(videos) > 15
    assert _judged(videos).endswith(f"Total events: {len(videos)}, Invalid events: 0")


def test_the_stores_models_would_object_to_a_wrong_one(life: World) -> None:
    wrong = next(one for one in told(completion_of(life)) if verb(one) == "paused")
    assert _judged([wrong | {"result": {"extensions": {}}}]).endswith("Invalid events: 1")
