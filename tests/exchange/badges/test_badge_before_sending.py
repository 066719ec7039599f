"""What is said against a badge before it is made: what states no credit has none; no window closes on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from player.domain.credit import Document
from player.domain.report_format import ReportFormat
from player.domain.reporting import Reporting
from player.exchange.badges.credential import NoBadge
from player.exchange.preflight.checking import objections
from player.exchange.tables.layouts import Layouts
from tests.builders import ACPE
from tests.exchange.badges.rows import FONTS, ROW

LAYOUTS = Layouts((FONTS.parent / "exports",))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
BADGES = (ReportFormat.BADGE, ReportFormat.BADGE_PNG, ReportFormat.BADGE_SVG)


@pytest.mark.parametrize("form", BADGES)
def test_a_record_of_participation_is_told_to_have_none(form: ReportFormat) -> None:
    row = replace(ROW, offer=ACPE, document=Document.PARTICIPATION_RECORD)
    (found,) = objections(form, [row], layouts=LAYOUTS, now=LATER)
    assert isinstance(found.problem, NoBadge)
    assert found.elsewhere


@pytest.mark.parametrize("form", BADGES)
def test_a_badge_can_be_had_when_the_provider_takes_nothing_in_any_more(form: ReportFormat) -> None:
    course = replace(ROW.course, reporting=Reporting(last_day=date(2025, 1, 1)))
    assert objections(form, [replace(ROW, course=course)], layouts=LAYOUTS, now=LATER) == ()
