"""The statistics as HTML and CSV: complete, sound for a parser that forgives nothing, harmless."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from player.domain.statistics.report import Bars, Quotes, Report, Stacks, Table
from player.exchange.statistics_page import html_bytes
from player.exchange.statistics_tables import csv_bytes, csv_files
from tests.paper.statistics_samples import report, reports

VOID = {"meta"}
REPORTS = dict(reports())


class Strict(HTMLParser):
    """Collects elements and texts; complains of what is not closed in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute stands twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self.open, "only SVG closes elements so"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(told: Report) -> Strict:
    return Strict(html_bytes(told))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_a_sound_page(name: str) -> None:
    read = page(REPORTS[name])
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    told = {target for _, a in read.elements for target in (a.get("aria-labelledby") or "").split()}
    assert told <= set(ids)
    assert {a["href"] for a in read.all("a")} <= {f"#{one}" for one in ids}
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_says_what_the_report_says() -> None:
    told = report()
    text = "".join("".join(page(told).texts).split())
    for block in (block for section in told.sections for block in section.blocks):
        match block:
            case Table():
                said = [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
            case Bars() | Stacks():
                said = [block.alternative]
            case Quotes():
                said = [one for one, _ in block.texts]
            case _:
                said = [block.text]
        for one in said:
            assert "".join(one.split()) in text, one


def test_every_column_and_row_has_a_head_and_every_table_a_caption() -> None:
    read = page(report())
    assert {a.get("scope") for a in read.all("th")} == {"col", "row"}
    assert len(read.all("caption")) == len(read.all("table"))
    charts = [a for a in read.all("svg") if a.get("role") == "img"]
    assert len(charts) == len(read.all("desc")) == len(read.all("title")) - 1


def test_nothing_is_fetched_and_nothing_runs() -> None:
    for told in REPORTS.values():
        read = page(told)
        names = {tag for tag, _ in read.elements}
        assert not names & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "image", "use"}
        attributes = {name for _, found in read.elements for name in found}
        assert not {name for name in attributes if name.startswith("on")} | (attributes & {"src", "srcset"})
        assert b"http://" not in html_bytes(told)
        assert b"https://" not in html_bytes(told)
        assert b"url(" not in html_bytes(told)
        assert b"default-src 'none'" in html_bytes(told)


def test_what_learners_type_is_text_and_nothing_else() -> None:
    nasty = "</li><script>alert(1)</script>\x00 & \"'\u202e"
    told = report()
    sections = tuple(
        replace(
            section,
            heading=f"{section.heading} <b onclick='x'>",
            blocks=tuple(replace(b, texts=((nasty, 2),)) if isinstance(b, Quotes) else b for b in section.blocks),
        )
        for section in told.sections
    )
    read = page(replace(told, sections=sections))
    assert not read.all("script")
    assert not read.all("b")
    assert any("alert(1)" in text for text in read.texts)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html_bytes(report()) == html_bytes(report())


def test_the_course_s_own_words_are_said_in_its_language_and_no_others() -> None:
    told = REPORTS["statistics-monstrous"]
    tongues = [a.get("lang") for tag, a in page(told).elements if re.fullmatch("h[1-6]", tag)]
    assert tongues == [None, *("de" if section.quoted else None for section in told.sections)]
    assert "de" in tongues


def test_dark_light_and_paper_each_have_their_colours() -> None:
    style = html_bytes(report()).decode()
    assert "prefers-color-scheme:dark" in style
    assert "@media print" in style


def test_every_table_has_a_file_that_a_spreadsheet_reads_back() -> None:
    told = report()
    files = dict(csv_files(told))
    assert len(files) == len(told.tables)
    for table, data in zip(told.tables, files.values(), strict=True):
        assert data.startswith(b"\xef\xbb\xbf")
        head, *rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        if isinstance(table, Table):
            assert (tuple(head), len(rows)) == (table.head, len(table.rows))
        else:
            assert [int(times) for _, times in rows] == [times for _, times in table.texts]


def test_no_cell_is_a_formula() -> None:
    quotes = Quotes(name="say", caption="", texts=(("=2+5", 1), ("\t@SUM(A1)", 1), ("＝1", 1), ("fine", 1)))
    rows = list(csv.reader(io.StringIO(csv_bytes(quotes).decode("utf-8-sig"), newline="")))
    assert [row[0][0] for row in rows[1:]] == ["'", "'", "'", "f"]
