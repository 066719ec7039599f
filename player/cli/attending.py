"""Commands for a kiosk's operator before the doors open: make the hall's key, take the attendee roster in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.rostering import CODE_VARIABLE, import_roster, make_operator_key, operator_code
from player.cli.attending_words import report_lines
from player.cli.keying import at_terminal
from player.cli.learning import Json
from player.cli.show import print_json, tell
from player.domain.kiosk.roster import Outcome, RosterReport
from player.kiosk.settings_file import read_settings


def kiosk_roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The roster: a CSV file or an Excel workbook (.xlsx).")],
    config: Annotated[Path, typer.Option("--config", metavar="SETTINGS", help="The station's settings.")],
    preview: Annotated[bool, typer.Option("--preview", help="Say what would come of it, and write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in who is registered: again and again, as the list grows. What attendees corrected themselves stays."""
    settings = read_settings(config)
    code = operator_code(settings.operator_key, _ask)
    report = import_roster(file, settings, code, preview=preview)
    if as_json:
        print_json(_facts(report))
        return
    for line in report_lines(report):
        tell(line)


def kiosk_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the key is to be written.")],
    as_json: Json = False,
) -> None:
    """Make the operator's key of a hall, locked by a code of six characters or more; copy FILE to every station.

    The code opens the stations. Ten letters and digits resist whoever steals a disk and tries codes; six digits keep
    attendees out, and no more.
    """
    public = make_operator_key(file, operator_code(file, _ask_twice))
    if as_json:
        print_json({"key": file, "public": public.hex})
        return
    tell(f"Wrote {file}: copy it to every station of the hall, and name it there under operator_key.")
    tell("Without its code nobody can open it, nor what the stations know of attendees: keep the code.")


def _ask(name: str) -> str:
    if not at_terminal():
        return ""
    return str(typer.prompt(f"Operator's code of {name} ({CODE_VARIABLE})", hide_input=True, err=True))


def _ask_twice(name: str) -> str:
    if not at_terminal():
        return ""
    return str(typer.prompt(f"New operator's code of {name}", hide_input=True, confirmation_prompt=True, err=True))


def _facts(report: RosterReport) -> dict[str, object]:
    return {
        "preview": report.preview,
        "counts": {outcome.value: report.count(outcome) for outcome in Outcome},
        "columns": [column.value for column in report.columns.places.values()],
        "passed_over": list(report.columns.passed_over),
        "rows": [
            {
                "row": row.row,
                "outcome": row.outcome.value,
                "remarks": [{"reason": remark.reason.value, "other": remark.other} for remark in row.remarks],
            }
            for row in report.rows
        ],
    }
