"""How credit is said: sums, licence cycles, the time that is left, what was typed; and the chart in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.cycle import LicenceCycle
from player.domain.transcript import CyclePart, Part, Sum
from player.ui.credits.bars import CycleBar, shade
from player.ui.credits.chart import MOST_LINES, YearChart, scale, with_years_between
from player.ui.credits.words import (
    amount_typed,
    cycle_advice,
    cycle_amount,
    cycle_note,
    cycle_rest,
    months_between,
    sum_text,
    time_left,
)
from player.ui.theme.tokens import Scheme
from player.ui.widgets.bubble import Bubble
from tests.ui.fake_host import make_theme

TODAY = date(2024, 6, 3)
KIND, OTHER = "AMA PRA Category 1 Credits™", "contact hours"


def cycle(
    *, first: date = date(2024, 1, 1), last: date = date(2025, 12, 31), required: str | None = "50"
) -> LicenceCycle:
    return LicenceCycle(
        name="California", first=first, last=last, required=Decimal(required) if required else None, kind=KIND
    )


def total(kind: str = KIND, proven: str = "0", reported: str = "0") -> Sum:
    return Sum(kind=kind, proven=Decimal(proven), reported=Decimal(reported))


def part(counted: str, *sums: Sum, of: LicenceCycle | None = None) -> CyclePart:
    return CyclePart(cycle=of or cycle(), sums=sums, counted=Decimal(counted))


def test_a_cycle_says_what_is_there_what_is_lacking_and_how_long_there_is() -> None:
    there = part("37.5", total(proven="33.5", reported="4"))
    assert cycle_amount(there) == "37.5 of 50 AMA PRA Category 1 Credits™"
    assert cycle_rest(there, TODAY) == "12.5 to go  ·  18 months left"
    assert cycle_note(there) == "1 Jan 2024 – 31 Dec 2025  ·  4 of it self-reported"
    assert cycle_advice(there) == ""


def test_a_cycle_without_a_requirement_lacks_nothing() -> None:
    there = part("3", total(proven="3"), of=cycle(required=None))
    assert cycle_amount(there) == "3 AMA PRA Category 1 Credits™"
    assert cycle_rest(there, TODAY) == "18 months left"


def test_credit_of_several_types_is_not_added_together() -> None:
    any_type = LicenceCycle(name="Any", first=date(2024, 1, 1), last=date(2024, 12, 31), required=Decimal(30))
    mixed = part("9", total(proven="6"), total(OTHER, proven="3"), of=any_type)
    assert cycle_amount(mixed) == "AMA PRA Category 1 Credits™: 6\ncontact hours: 3"
    assert "to go" not in cycle_rest(mixed, TODAY)
    assert "say which counts" in cycle_advice(mixed)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2024, 1, 1), date(2024, 6, 3), "ends today"),
        (date(2024, 1, 1), date(2024, 6, 4), "1 day left"),
        (date(2024, 1, 1), date(2024, 7, 31), "58 days left"),
        (date(2024, 1, 1), date(2024, 8, 2), "2 months left"),
        (date(2024, 1, 1), date(2026, 6, 2), "24 months left"),
        (date(2023, 1, 1), date(2024, 6, 2), "ended 2 Jun 2024"),
        (date(2024, 6, 4), date(2025, 6, 2), "begins 4 Jun 2024"),
    ],
)
def test_the_time_that_is_left(first: date, last: date, said: str) -> None:
    text = time_left(cycle(first=first, last=last), TODAY)
    assert text == said


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.integers(0, 20_000))
def test_months_are_never_more_than_the_days_hold(first: date, days: int) -> None:
    months = months_between(first, first + timedelta(days=days))
    assert 28 * months <= days + 1 <= 31 * (months + 1) + 1


def test_a_sum_says_what_of_it_nobody_vouches_for() -> None:
    assert sum_text(total(proven="2.50")) == "2.5"
    assert sum_text(total(proven="2", reported="0.5")) == "2.5, of which 0.5 self-reported"
    assert sum_text(total(reported="1")) == "1, all self-reported"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.5", "1.5"), (" 1,5 ", "1.5"), ("12", "12"), ("", None), ("one", None), ("NaN", None), ("1.2.3", None)],
)
def test_an_amount_is_typed_with_a_point_or_a_comma(typed: str, amount: str | None) -> None:
    assert amount_typed(typed) == (Decimal(amount) if amount else None)


# --- the chart -------------------------------------------------------------------------------------------

YEARS = (
    Part(name="2021", sums=(total(proven="12", reported="3.5"), total(OTHER, proven="6"))),
    Part(name="2024", sums=(total(proven="1.25"),)),
)


def test_years_without_credit_have_their_place_unless_they_are_too_many() -> None:
    assert [one.name for one in with_years_between(YEARS)] == ["2021", "2022", "2023", "2024"]
    far = (Part(name="1970", sums=()), Part(name="2024", sums=()))
    assert with_years_between(far) == far
    assert with_years_between(()) == ()


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> YearChart:
    chart = YearChart(make_theme(qapp))
    qtbot.addWidget(chart)
    chart.resize(500, 190)
    chart.show()
    chart.render_years(YEARS, (KIND, OTHER))
    return chart


def test_the_chart_says_its_numbers_to_who_cannot_see_it(chart: YearChart) -> None:
    assert chart.accessibleName() == "Credit by year"
    assert chart.accessibleDescription() == (
        "2021: AMA PRA Category 1 Credits™: 15.5, of which 3.5 self-reported; contact hours: 6. "
        "2024: AMA PRA Category 1 Credits™: 1.25"
    )


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_arrow_keys_go_from_year_to_year_as_time_runs_on_the_page(chart: YearChart, way: Qt.LayoutDirection) -> None:
    chart.setLayoutDirection(way)
    on = Qt.Key.Key_Right if way is Qt.LayoutDirection.LeftToRight else Qt.Key.Key_Left
    bubble = chart.window().findChild(Bubble)
    assert isinstance(bubble, Bubble)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert bubble._told.splitlines() == ["2021", f"{KIND}: 15.5, of which 3.5 self-reported", f"{OTHER}: 6"]
    QTest.keyClick(chart, on)
    assert bubble._told.splitlines() == ["2022", "no credit"]
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, on)
    assert bubble._told.splitlines()[0] == "2024"
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert bubble.isHidden()


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bars_are_as_high_as_their_credit_and_stay_inside(
    chart: YearChart, way: Qt.LayoutDirection, qapp: QApplication
) -> None:
    chart.setLayoutDirection(way)
    picture = chart.grab().toImage()
    plot, column = chart._plot(), chart._column(0)
    assert plot.top() >= 0 and plot.right() <= chart.width()
    ratio = picture.devicePixelRatio()
    ink = shade(make_theme(qapp), 0)
    first = column.center().x() + (-1 if way is Qt.LayoutDirection.LeftToRight else 1) * chart._bar_width(column) / 2
    rows = range(int(plot.top() * ratio), int(plot.bottom() * ratio))
    seen = [y for y in rows if _near(QColor(picture.pixel(int(first * ratio), y)), ink)]
    share = (seen[-1] - seen[0]) / ratio / plot.height()
    top = float(chart._step * chart._lines)
    assert abs(share - 15.5 / top) < 0.05


@given(st.decimals(Decimal("0.01"), Decimal(99_999), places=2))
def test_the_highest_bar_fits_below_the_highest_line(amount: Decimal) -> None:
    step, lines = scale(amount)
    assert amount <= step * lines < amount + step
    assert 1 <= lines <= MOST_LINES


@pytest.mark.parametrize("scheme", list(Scheme))
def test_types_differ_in_lightness_in_every_look(qapp: QApplication, scheme: Scheme) -> None:
    theme = make_theme(qapp)
    theme.switch(scheme)
    lights = sorted(shade(theme, place).lightness() for place in range(4))
    theme.switch(Scheme.LIGHT)
    assert all(b - a >= 12 for a, b in pairwise(lights)), lights


def test_the_bar_of_a_cycle_is_full_only_when_it_is_complete(qtbot: QtBot, qapp: QApplication) -> None:
    bar = CycleBar(make_theme(qapp))
    qtbot.addWidget(bar)
    bar.render_part(part("49.99", total(proven="40", reported="9.99")))
    assert bar.value() == 999
    assert bar.accessibleDescription() == "49.99 of 50 AMA PRA Category 1 Credits™"
    bar.render_part(part("50", total(proven="50")))
    assert bar.value() == bar.maximum()
    bar.render_part(part("80", total(reported="80")))
    assert bar.value() == bar.maximum()


def _near(one: QColor, other: QColor) -> bool:
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, apart)) < 40
