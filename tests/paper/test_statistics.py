"""The printed statistics: everything said, tagged, on as many pages as it takes; the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from player.domain.statistics.report import Bars, Quotes, Remark, Report, Stacks, Table
from player.domain.template import PaperSize
from player.paper.statistics import render_statistics
from tests.paper.samples import FONTS
from tests.paper.statistics_samples import monstrous, report, reports
from tests.paper.structure import elements_of, kinds_in, letters_of, pages_of


def rendered(told: Report, paper: PaperSize = PaperSize.LETTER) -> bytes:
    return render_statistics(told, fonts=FONTS, paper=paper)


def _figures(pdf: bytes) -> list[str]:
    return [str(element["/Alt"]) for element in elements_of(pdf) if element["/S"] == "/Figure"]


def test_the_pages_say_what_the_report_says() -> None:
    told = report()
    letters = letters_of(rendered(told))
    said = [told.course, told.number, *(section.heading for section in told.sections)]
    for block in (block for section in told.sections for block in section.blocks):
        match block:
            case Remark():
                said.append(block.text)
            case Table():
                said += [block.caption, *(cell for row in block.rows for cell in row)]
            case Quotes():
                said += [text for text, _ in block.texts if text.isascii()]
            case Bars():
                said += [block.value(bar) for bar in block.bars]
            case Stacks():
                said += [stack.label for stack in block.stacks]
    for text in said:
        assert "".join(text.split()) in letters, text


def test_every_chart_is_told_in_words() -> None:
    told = report()
    charts = [b for section in told.sections for b in section.blocks if isinstance(b, Bars | Stacks)]
    assert _figures(rendered(told)) == [chart.alternative for chart in charts]


def test_every_row_of_a_table_has_its_head_and_every_column_its_own() -> None:
    for table in (element for element in elements_of(rendered(report())) if element["/S"] == "/Table"):
        rows: list[Any] = [kid.get_object() for kid in table["/K"]]
        assert set(kinds_in(rows[0])) == {"/TH"}
        assert all(kinds_in(row)[0] == "/TH" and len(kinds_in(row)) == len(kinds_in(rows[0])) for row in rows)


def test_a_chart_higher_than_a_page_is_cut_into_several_that_say_it_all() -> None:
    told = monstrous()
    stacks = next(b for section in told.sections for b in section.blocks if isinstance(b, Stacks))
    alternatives = [text for text in _figures(rendered(told)) if text.startswith(stacks.caption)]
    assert len(alternatives) > 1
    assert all(sum(f" {stack.label}" in text for text in alternatives) == 1 for stack in stacks.stacks)


def test_every_page_bears_the_number_of_the_report_and_its_own() -> None:
    told = report()
    pages = pages_of(rendered(told))
    assert len(pages) > 3
    assert all(
        told.number in text and f"Page {place} of {len(pages)}" in text for place, text in enumerate(pages, start=1)
    )


def test_another_process_on_another_day_writes_the_same_bytes() -> None:
    code = (
        "import sys; from tests.paper.statistics_samples import report; from tests.paper.samples import FONTS; "
        "from player.paper.statistics import render_statistics; "
        "sys.stdout.buffer.write(render_statistics(report(40), fonts=FONTS))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
    assert other.stdout == rendered(report(40))


@pytest.mark.parametrize("paper", PaperSize)
def test_both_papers_take_every_report(paper: PaperSize) -> None:
    for _, told in reports():
        assert pages_of(rendered(told, paper))
