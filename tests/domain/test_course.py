"""The course: its dates where the provider is, its notices in their time, and its parts by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.course import Availability, Notice, PersonId, Price, SessionId, Standing
from tests.builders import COURSE, FIRST, MINUTE

NEW_YORK = Availability(opens=date(2024, 1, 1), last_day=date(2024, 12, 31), time_zone="America/New_York")
MOMENTS = st.integers(0, 1100).map(lambda day: datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        (datetime(2024, 1, 1, 4, 59, 59, tzinfo=UTC), Standing.NOT_YET_OPEN),
        (datetime(2024, 1, 1, 5, 0, tzinfo=UTC), Standing.OPEN),
        (datetime(2025, 1, 1, 4, 59, 59, 999_999, tzinfo=UTC), Standing.OPEN),
        (datetime(2025, 1, 1, 5, 0, tzinfo=UTC), Standing.EXPIRED),
        (datetime(2025, 1, 1, 13, 0, tzinfo=timezone(timedelta(hours=9))), Standing.OPEN),
    ],
)
def test_the_first_and_the_last_day_are_whole_days_where_the_provider_is(moment: datetime, standing: Standing) -> None:
    assert NEW_YORK.standing(moment) is standing


@pytest.mark.parametrize(("opens", "is_open"), [(None, True), (date(2024, 7, 1), False), (date(2023, 1, 1), True)])
def test_purchase_opens_with_the_course_unless_it_has_its_own_day(opens: date | None, is_open: bool) -> None:
    moment = datetime(2024, 6, 1, tzinfo=UTC)
    assert replace(NEW_YORK, purchase_opens=opens).purchase_is_open(moment) is is_open


def test_nothing_is_sold_after_the_last_day() -> None:
    assert not NEW_YORK.purchase_is_open(datetime(2025, 2, 1, tzinfo=UTC))


@given(MOMENTS, MOMENTS)
def test_a_course_never_goes_back_in_its_life(one: datetime, other: datetime) -> None:
    order = [Standing.NOT_YET_OPEN, Standing.OPEN, Standing.EXPIRED]
    earlier, later = sorted((one, other))
    assert order.index(NEW_YORK.standing(earlier)) <= order.index(NEW_YORK.standing(later))


def test_a_notice_is_shown_from_its_first_to_its_last_moment() -> None:
    since, until = datetime(2020, 8, 11, 21, tzinfo=UTC), datetime(2020, 8, 13, 4, tzinfo=UTC)
    notice = Notice(text="Maintenance", since=since, until=until)
    assert notice.is_shown(since) and notice.is_shown(until)
    assert not notice.is_shown(since - timedelta(seconds=1))
    assert not notice.is_shown(until + timedelta(seconds=1))


def test_parts_of_a_course_are_found_by_their_names() -> None:
    assert COURSE.session(FIRST) == COURSE.sessions[0]
    assert COURSE.session(SessionId("none")) is None
    assert COURSE.person(PersonId("ada")).name == "Ada Example"
    assert COURSE.duration_ms == 90 * MINUTE


def test_a_price_is_that_of_the_membership_or_none() -> None:
    price = Price(membership="member", label="Member", minor_units=1875, currency="USD")
    course = replace(COURSE, prices=(price,))
    assert course.price_for("member") == price
    assert course.price_for("student") is None


@given(
    opens=st.dates(),
    days=st.integers(min_value=0, max_value=400),
    zone=st.sampled_from(
        ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/Asuncion", "Atlantic/Azores", "Asia/Tehran"]
    ),
    place=st.floats(min_value=-0.5, max_value=1.5),
)
def test_what_is_open_in_every_zone_is_open_where_the_provider_is(
    opens: date, days: int, zone: str, place: float
) -> None:
    last = min(date.max.toordinal(), opens.toordinal() + days)
    availability = Availability(opens=opens, last_day=date.fromordinal(last), time_zone=zone)
    start, end = availability.open_in_every_zone()
    wall_ms = start + int((end - start) * place)
    if start <= wall_ms < end and wall_ms >= 0:
        assert availability.standing(datetime.fromtimestamp(wall_ms / 1000, tz=UTC)) is Standing.OPEN
