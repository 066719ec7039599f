"""The forms: one array or a line for each statement, the same content, in memory that does not grow."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.domain.learner_completion import LearnerCompletion
from player.domain.report_format import ReportFormat
from player.exchange.xapi import xapi_bytes
from player.proof.statement_key import StatementKey
from tests.builders import SHORT_COURSE
from tests.exchange.xapi.lives import completion_of, full_life, told
from tests.exchange.xapi.test_signed import parts_of
from tests.worlds import world

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SIGNER = Path(__file__).with_name("statement.key")
"""A key of nobody, so that what is signed is the same in every run."""
COMPLETION = completion_of(full_life())


def written(form: ReportFormat, *completions: LearnerCompletion) -> bytes:
    return b"".join(xapi_bytes(form, completions, signer=StatementKey.from_pem(SIGNER.read_bytes())))


def test_the_array_and_the_lines_hold_the_same() -> None:
    statements = told(COMPLETION)
    assert json.loads(written(ReportFormat.XAPI, COMPLETION)) == statements
    lines = written(ReportFormat.XAPI_LINES, COMPLETION).splitlines()
    assert [json.loads(line) for line in lines] == statements


def test_of_nobody_there_is_an_empty_array_no_line_and_a_body_without_statements() -> None:
    assert json.loads(written(ReportFormat.XAPI)) == []
    assert written(ReportFormat.XAPI_LINES) == b""
    (only,) = parts_of(written(ReportFormat.XAPI_SIGNED))
    assert json.loads(only.body) == []


def test_it_is_utf_8_without_a_mark_and_without_anything_that_is_no_json() -> None:
    data = written(ReportFormat.XAPI, COMPLETION)
    assert data.startswith(b"[") and b"NaN" not in data
    data.decode("utf-8")


def test_memory_does_not_grow_with_the_number_of_learners() -> None:
    here = world(SHORT_COURSE)
    here.journey.acknowledge_disclosures()
    completion = completion_of(here)

    def peak(learners: int) -> int:
        crowd: Iterator[LearnerCompletion] = (completion for _ in range(learners))
        tracemalloc.start()
        for _ in xapi_bytes(ReportFormat.XAPI, crowd):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(100)
    assert peak(2_000) < 2 * peak(200)


def _short() -> LearnerCompletion:
    """Signatures can be looked at only where there are few."""
    here = world(SHORT_COURSE)
    here.journey.acknowledge_disclosures()
    return completion_of(here)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (ReportFormat.XAPI, "statements.xapi.json"),
        (ReportFormat.XAPI_LINES, "statements.xapi.jsonl"),
        (ReportFormat.XAPI_SIGNED, "statements.xapi.multipart"),
    ],
)
def test_a_life_is_written_as_it_was_looked_at(form: ReportFormat, name: str) -> None:
    """To take a change in: delete the golden file and run the test, which writes it anew and fails."""
    file, data = GOLDEN / name, written(form, _short() if form is ReportFormat.XAPI_SIGNED else COMPLETION)
    if not file.exists():
        file.write_bytes(data)
        pytest.fail(f"{file.name} was written anew: look at it")
    assert data == file.read_bytes()
