"""What is said to an operator of a roster that was taken in: how many of what, then which rows need a look, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from player.domain.kiosk.roster import Outcome, Reason, Remark, RosterReport

MOST_ROWS_SAID = 20
"""Of one reason: thousands of rows may have it."""
REASONS: Mapping[Reason, str] = {
    Reason.UNREADABLE: "the cells cannot be told apart, or one is far too long",
    Reason.TOO_LONG: "a cell is longer than 200 letters",
    Reason.NO_NAME: "there is no given name or no family name",
    Reason.NO_IDENTITY: "there is no registration number, badge or e-mail address",
    Reason.FORMULA: "a name begins as a spreadsheet's formula does",
    Reason.NUMBER_TWICE: "the same number stands under another name",
    Reason.REPEATED: "the same attendee stands in an earlier row already",
    Reason.SAME_NAME: "somebody else has the same name, and what is asked besides does not tell the two apart",
    Reason.BADGE_TWICE: "somebody else has the same badge; at a scan neither is recognised",
    Reason.CODE_TWICE: "somebody else has the same code; with it neither is recognised",
    Reason.PROFESSION_UNKNOWN: "the profession is not known here; the attendee will be asked",
    Reason.EMAIL_UNUSABLE: "the e-mail address is none, and was left out",
    Reason.BIRTHDAY_UNUSABLE: "the birthday cannot be read, and was left out",
    Reason.IDENTIFIER_UNUSABLE: "an NPI or NABP number is none, and was left out",
}
_OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.TAKEN: ("new", "would be new"),
    Outcome.CHANGED: ("changed", "would be changed"),
    Outcome.UNCHANGED: ("as before", "as before"),
    Outcome.REFUSED: ("refused", "would be refused"),
}


def report_lines(report: RosterReport) -> Iterator[str]:
    counts = (
        f"{report.count(outcome)} {_OUTCOMES[outcome][report.preview]}" for outcome in Outcome if report.count(outcome)
    )
    yield f"{_rows(len(report.rows))}: {', '.join(counts) or 'nothing in them'}."
    if report.preview:
        yield "That was a preview: nothing was written."
    yield f"Understood: {', '.join(column.value for column in report.columns.places.values())}."
    if report.columns.passed_over:
        yield f"Passed over: {', '.join(report.columns.passed_over)}."
    yield from _reasons(report, "Refused", refused=True)
    yield from _reasons(report, "To be looked at", refused=False)


def _reasons(report: RosterReport, heading: str, *, refused: bool) -> Iterator[str]:
    """For each reason its rows, in the order of the reasons."""
    rows = [row for row in report.rows if (row.outcome is Outcome.REFUSED) is refused]
    for reason in Reason:
        said = [_row(row.row, remark) for row in rows for remark in row.remarks if remark.reason is reason]
        if said:
            more = f" and {len(said) - MOST_ROWS_SAID} more (--json has them all)" if len(said) > MOST_ROWS_SAID else ""
            yield f"{heading}, {_rows(len(said))}: {REASONS[reason]}: {', '.join(said[:MOST_ROWS_SAID])}{more}."


def _row(number: int, remark: Remark) -> str:
    return f"row {number}" if remark.other is None else f"row {number} (see row {remark.other})"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
