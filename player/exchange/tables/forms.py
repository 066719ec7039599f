"""How a value is written in a cell: days, moments and amounts in the forms that receivers read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from player.domain.credit import plain
from player.domain.states import code_of_state, name_of_state
from player.exchange.tables.sources import Value


class Form(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    """Without needless zeros: 0.75, 1."""
    TWO_PLACES = "two-places"
    """Always two decimal places: 0.75, 1.00."""
    ISO_DAY = "iso-day"
    """2024-06-01."""
    US_DAY = "us-day"
    """06/01/2024."""
    SHORT_US_DAY = "short-us-day"
    """6/1/2024."""
    ISO_MOMENT = "iso-moment"
    """2024-06-01T09:30:00Z."""
    UNIX = "unix"
    """Seconds since 1970 UTC."""
    MONTH_AND_DAY = "mmdd"
    """0704, as it is kept."""
    MONTH_SLASH_DAY = "mm/dd"
    """07/04."""
    STATE_CODE = "state-code"
    """NY."""
    STATE_NAME = "state-name"
    """New York."""


def written(value: Value, form: Form) -> str:
    """The value as text; what does not fit the form (a state that is none) stays as it is, for the check to find."""
    match value:
        case None:
            return ""
        case datetime():
            return _moment(value, form)
        case date():
            return _day(value, form)
        case Decimal():
            return format(value, ".2f") if form is Form.TWO_PLACES else plain(value)
        case str():
            return _text(value, form)


def _day(day: date, form: Form) -> str:
    if form is Form.US_DAY:
        return f"{day.month:02}/{day.day:02}/{day.year:04}"
    if form is Form.SHORT_US_DAY:
        return f"{day.month}/{day.day}/{day.year:04}"
    return day.isoformat()


def _moment(moment: datetime, form: Form) -> str:
    if form is Form.UNIX:
        return str(int(moment.timestamp()))
    if form in (Form.ISO_DAY, Form.US_DAY, Form.SHORT_US_DAY):
        return _day(moment.astimezone(UTC).date(), form)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str, form: Form) -> str:
    if form is Form.MONTH_SLASH_DAY and len(text) == 4:
        return f"{text[:2]}/{text[2:]}"
    if form is Form.STATE_CODE:
        return code_of_state(text) or text
    if form is Form.STATE_NAME:
        return name_of_state(text) or text
    return text
