"""The report as a file: the same for the same check-up, and anybody can check its identifier."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.checkup.report import Outcome, record_of
from player.exchange.checkup_report import MOST_BYTES, read_report, report_bytes
from player.exchange.problems import NotACheckUpReport
from tests.checkups import ASKED_COURSE, FACTS, check_up, with_fact, with_rules
from tests.trying import tries

CHECKUP = check_up()
PAGE = Path("docs/check-up-format.md")


def changed(change: Callable[[dict[str, object]], object]) -> bytes:
    record: dict[str, object] = json.loads(report_bytes(CHECKUP))
    change(record)
    return json.dumps(record).encode()


def test_a_report_is_read_back_whole() -> None:
    read = read_report(report_bytes(CHECKUP), "report.json")
    assert read.id == CHECKUP.id
    assert read.outcome is Outcome.LACKS
    assert read.record == record_of(CHECKUP)


def test_the_file_is_the_same_for_the_same_check_up_and_ends_with_a_line() -> None:
    data = report_bytes(CHECKUP)
    assert data == report_bytes(check_up(facts=reversed(FACTS)))
    assert data.endswith(b"}\n")
    assert list(json.loads(data))[:3] == ["id", "kind", "format"]


def test_anything_that_is_changed_changes_the_identifier() -> None:
    others = (
        replace(CHECKUP, moment=CHECKUP.moment + timedelta(seconds=1)),
        check_up(facts=with_fact("memory.total", "1979 MB")),
        check_up(facts=with_fact("memory.total", "1978 MB", "another way")),
        check_up(course=replace(ASKED_COURSE, version=ASKED_COURSE.version + 1)),
        check_up(course=None),
    )
    assert len({CHECKUP.id, *(other.id for other in others)}) == len(others) + 1


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(outcome="ready"),
        lambda record: record.update(id="0000-0000"),
        lambda record: record.pop("id"),
        lambda record: record["asked"].pop(),
        lambda record: record["facts"]["sound.outputs"].update(value="1"),
        lambda record: record.update(extra="added"),
    ],
    ids=["outcome", "identifier", "no identifier", "an answer less", "a fact", "something more"],
)
def test_a_report_that_was_changed_is_refused(change: Callable[[dict[str, object]], object]) -> None:
    with pytest.raises(NotACheckUpReport) as caught:
        read_report(changed(change), "report.json")
    assert "report.json" in caught.value.what
    assert "identifier" in caught.value.what


def test_the_order_of_the_names_and_the_layout_do_not_count() -> None:
    record = json.loads(report_bytes(CHECKUP))
    turned = json.dumps(dict(reversed(record.items())), ensure_ascii=True).encode()
    assert read_report(turned, "report.json").id == CHECKUP.id


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no sound JSON"),
        (b"\xff\xfe", "no sound JSON"),
        (b"[" * 100_000, "no sound JSON"),
        (b'{"kind": "carrel-check-up", "kind": "x"}', "no sound JSON"),
        (b'{"version": NaN}', "no sound JSON"),
        (b'{"version": ' + b"9" * 5000 + b"}", "no sound JSON"),
        (b"[]", "something else"),
        (b'{"kind": "carrel-receipt"}', "something else"),
        (b'{"kind": "carrel-check-up", "format": 2}', "newer way"),
        (b" " * (MOST_BYTES + 1), "4 MiB"),
    ],
)
def test_what_is_no_report_is_a_problem_that_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(NotACheckUpReport) as caught:
        read_report(data, "report.json")
    assert reason in caught.value.what


@settings(max_examples=tries(200), deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode(errors="replace")))
def test_nothing_but_a_problem_comes_of_any_bytes(data: bytes) -> None:
    with pytest.raises(NotACheckUpReport):
        read_report(data, "report.json")


@settings(max_examples=tries(40), deadline=None)
@given(st.text(st.characters(codec=None), max_size=80))
def test_texts_of_any_kind_are_read_back_under_their_identifier(text: str) -> None:
    checkup = check_up(course=with_rules(text), facts=with_fact("cpu.name", text, text))
    assert read_report(report_bytes(checkup), "report.json").id == checkup.id


def test_the_page_on_the_format_recomputes_the_identifier(tmp_path: Path) -> None:
    checkup = check_up(facts=with_fact("cpu.name", "Ångström “9” \\ \x1f\x7f\u2028 \U0001f5a5 記憶"))
    file = tmp_path / "report.json"
    file.write_bytes(report_bytes(checkup))
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = subprocess.run([sys.executable, "-c", program, str(file)], check=True, capture_output=True, text=True)
    assert found.stdout.split() == [checkup.id, checkup.id]
