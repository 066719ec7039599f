"""Layouts are data: a provider's own comes first, and one that is broken says in which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.identifiers import OF_OFFERS, OF_PROVIDERS
from player.domain.phrase import Phrase, Worded
from player.domain.report_format import ReportFormat
from player.exchange.tables.layout_file import read_layout
from player.exchange.tables.layouts import WITH_LAYOUT, Layouts
from player.exchange.tables.problems import LayoutBroken, LayoutUnreadable
from player.exchange.tables.sources import is_source, sources, value_of
from tests.exchange.tables.rosters import EXPORTS, LAYOUTS, ROOT, row
from tests.exchange.tables.test_text import written

WHOLE = """receiver = "The board"
ending = "csv"
correction = "action"
added = "A"
deleted = "D"
within-days = 30
step = "0.5"

[[column]]
heading = "What"
source = "row.action"

[[column]]
heading = "Who"
source = ["identifier.npi", "learner.name"]
required = true
grammar = "npi"
"""


def test_every_form_with_a_layout_has_one_that_can_be_read() -> None:
    for form in WITH_LAYOUT:
        assert LAYOUTS.of(form).columns
    assert {file.stem for file in EXPORTS.iterdir()} == set(WITH_LAYOUT)


def test_what_layouts_ask_of_providers_is_what_courses_may_state() -> None:
    named = {source for form in WITH_LAYOUT for column in LAYOUTS.of(form).columns for source in column.sources}
    asked = {source.removeprefix("reporting.") for source in named if source.startswith("reporting.")}
    assert asked <= set(OF_PROVIDERS)
    assert {source.removeprefix("offer.") for source in named if source.startswith("offer.")} <= set(OF_OFFERS)


def test_the_providers_own_layout_comes_first(tmp_path: Path) -> None:
    text = (EXPORTS / "moodle.toml").read_text(encoding="utf-8").replace('heading = "email"', 'heading = "username"')
    (tmp_path / "moodle.toml").write_text(text, encoding="utf-8")
    own = Layouts([tmp_path, EXPORTS])
    assert written(ReportFormat.MOODLE, (), own).startswith(b"username,course,")
    assert written(ReportFormat.PARS, (), own) == written(ReportFormat.PARS, ())


def test_a_provider_changes_order_separator_quotes_and_line_ends(tmp_path: Path) -> None:
    (tmp_path / "moodle.toml").write_text(
        'receiver = "M"\nending = "csv"\nseparator = "semicolon"\nquoting = "always"\nline-end = "lf"\n'
        '[[column]]\nheading = "n"\nsource = "credit.amount"\nform = "two-places"\n'
        '[[column]]\nheading = "t"\nsource = "moment.completed"\nform = "unix"\n'
        '[[column]]\nheading = "s"\nsource = "licence.state"\nform = "state-code"\nprefix = "State="\n',
        encoding="utf-8",
    )
    data = written(ReportFormat.MOODLE, [row(amount="1")], Layouts([tmp_path]))
    assert data.decode() == '"n";"t";"s"\n"1.00";"1717299000";"State=NY"\n'


@pytest.mark.parametrize(
    ("change", "line", "word"),
    [
        (('heading = "Who"', 'headding = "Who"'), 14, "headding"),
        (("row.action", "row.axtion"), 11, "row.axtion"),
        (('["identifier.npi", "learner.name"]', '["identifier.npi", "nothing"]'), 15, "nothing"),
        (('grammar = "npi"', 'grammar = "nip"'), 17, "nip"),
        (("required = true", 'required = "yes"'), 16, "bool"),
        (('correction = "action"', 'correction = "never"'), 3, "never"),
        (('correction = "action"', 'correction = "left-out"'), 3, "go together"),
        (('added = "A"', 'added = ""'), 3, "added"),
        (("within-days = 30", "within-days = -1"), 6, "3650"),
        (('step = "0.5"', 'step = "half"'), 7, "step"),
        (('step = "0.5"', 'step = "NaN"'), 7, "step"),
        (('ending = "csv"', 'ending = "../x"'), 2, "ending"),
        (('ending = "csv"', "ending = csv"), 2, "value"),
        (('receiver = "The board"', ""), 1, "receiver"),
        (("row.action", "row.action\udcff"), 11, "UTF-8"),
    ],
)
def test_a_broken_layout_names_the_line_and_what_is_wrong(change: tuple[str, str], line: int, word: str) -> None:
    text = WHOLE.replace(*change)
    assert text != WHOLE
    with pytest.raises(LayoutBroken) as caught:
        read_layout(text.encode("utf-8", "surrogateescape"), "pars.toml")
    assert caught.value.data["line"] == line
    assert word in caught.value.what
    assert f"pars.toml cannot be used: line {line}:" in caught.value.sentence


@pytest.mark.parametrize(
    "change",
    [
        ("row.action", "row.axtion"),
        ('grammar = "npi"', 'grammar = "nip"'),
        ('correction = "action"', 'correction = "left-out"'),
        ('added = "A"', 'added = ""'),
        ("within-days = 30", "within-days = -1"),
        ('step = "0.5"', 'step = "half"'),
        ('ending = "csv"', 'ending = "../x"'),
    ],
    ids=lambda change: change[1],
)
def test_what_is_wrong_with_a_layout_can_be_said_in_another_language(change: tuple[str, str]) -> None:
    with pytest.raises(LayoutBroken) as caught:
        read_layout(WHOLE.replace(*change).encode(), "pars.toml")
    assert isinstance(caught.value.data["reason"], Phrase | Worded)


def test_a_layout_without_columns_is_refused() -> None:
    with pytest.raises(LayoutBroken, match="column"):
        read_layout(WHOLE.partition("[[column]]")[0].encode(), "x")
    with pytest.raises(LayoutBroken, match="columns"):
        read_layout(b'receiver = "x"\nending = "csv"\ncolumn = []\n', "x")


def test_a_broken_layout_of_the_provider_is_not_passed_over_for_the_one_that_came_with_carrel(tmp_path: Path) -> None:
    (tmp_path / "pars.toml").write_text("receiver = ", encoding="utf-8")
    with pytest.raises(LayoutBroken):
        Layouts([tmp_path, EXPORTS]).of(ReportFormat.PARS)


def test_a_layout_that_is_not_there_or_far_too_large_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(LayoutUnreadable, match="not there"):
        Layouts([tmp_path]).of(ReportFormat.PARS)
    (tmp_path / "pars.toml").write_bytes(b"#" * 300_000)
    with pytest.raises(LayoutUnreadable, match="large"):
        Layouts([tmp_path]).of(ReportFormat.PARS)
    (tmp_path / "moodle.toml").mkdir()
    with pytest.raises(LayoutUnreadable):
        Layouts([tmp_path, EXPORTS]).of(ReportFormat.MOODLE)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    for whole in (text, WHOLE + text, WHOLE.replace("row.action", text.replace('"', ""))):
        try:
            read_layout(whole.encode("utf-8", "replace"), "x")
        except LayoutBroken as problem:
            assert problem.data["line"]


def test_every_source_answers_for_a_row_and_is_explained() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for source in sources():
        assert f"`{source}`" in page, source
        if not source.endswith("*"):
            assert is_source(source)
            value_of(source, row())
