"""The commands on what was earned: shown, drawn up as a transcript, and credit from elsewhere entered and taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli.show import counted, print_json, tell
from player.cli.transcript_words import entry_lines
from player.cli.verifying import Json
from player.desk.desk import Desk
from player.domain.credit import plain
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit
from player.domain.transcript import Selection
from player.proof.files import write_whole


class NotADay(Problem):
    what_template = "“{written}” is no day."
    meaning_template = "Nothing was shown, written or kept; no credit is affected."
    remedy_template = "Write year, month and day, such as 2026-03-09."


class NotAnAmount(Problem):
    what_template = "“{written}” is no amount of credit."
    meaning_template = "Nothing was kept; the credit that Carrel itself proves is not affected."
    remedy_template = "Write a number, such as 1.25."


class NotATranscriptName(Problem):
    what_template = "{name} says neither PDF nor CSV."
    meaning_template = "No transcript was written; what was earned is kept."
    remedy_template = "Name a file that ends in .pdf or .csv."


class NoSuchEntry(Problem):
    what_template = "No entry of credit from elsewhere, or more than one, has an id that begins with “{word}”."
    meaning_template = "Nothing was taken out; your credit is as it was."
    remedy_template = "“carrel credits show --json” lists the ids under “reported”; give more of the one you mean."


Since = Annotated[str, typer.Option("--since", metavar="DAY", help="From this day on, such as 2026-01-01.")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="Up to this day.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only this credit type, as it is printed; may be repeated."),
]
Providers = Annotated[
    list[str] | None, typer.Option("--provider", metavar="NAME", help="Only this provider; may be repeated.")
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="What you earned, here and elsewhere, and your transcript.")
    group.command("show")(show)
    group.command("save")(save)
    group.command("add")(add)
    group.command("remove")(remove)
    app.add_typer(group, name="credits")


def show(
    context: typer.Context,
    since: Since = "",
    until: Until = "",
    kind: Kinds = None,
    provider: Providers = None,
    as_json: Json = False,
) -> None:
    """Show everything you earned, with totals."""
    with desk_over(find_places(context.obj)) as desk:
        transcript = desk.transcripts.draw_up(_selection(since, until, kind, provider))
        ids = _ids(desk)
    if as_json:
        print_json({"transcript": transcript, "reported": ids})
        return
    for line in entry_lines(transcript):
        tell(line)


def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its name ends in .pdf, or in .csv for a table.")],
    since: Since = "",
    until: Until = "",
    kind: Kinds = None,
    provider: Providers = None,
    as_json: Json = False,
) -> None:
    """Write your credit transcript, as PDF or CSV.

    The PDF is signed and has its evidence inside. Specimens give no credit and are left out.
    """
    ending = file.suffix.lower()
    if ending not in (".pdf", ".csv"):
        raise NotATranscriptName(name=file.name)
    with desk_over(find_places(context.obj)) as desk:
        transcript = desk.transcripts.draw_up(_selection(since, until, kind, provider))
        data = desk.transcripts.table(transcript) if ending == ".csv" else desk.transcripts.print(transcript)
        write_whole(file, data)
    if as_json:
        print_json({"file": file, "entries": len(transcript.entries)})
    else:
        tell(f"Wrote {file}: {counted(len(transcript.entries), 'line')}")


def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The activity's title.")],
    amount: Annotated[str, typer.Option("--amount", metavar="NUMBER", help="How much credit, such as 1.25.")],
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="The credit type, as it is to be printed.")],
    day: Annotated[str, typer.Option("--day", metavar="DAY", help="When you completed it, such as 2026-03-09.")],
    provider: Annotated[str, typer.Option("--provider", metavar="NAME", help="Who gave it.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A remark of your own.")] = "",
    as_json: Json = False,
) -> None:
    """Enter credit from elsewhere, which is marked as self-reported."""
    with desk_over(find_places(context.obj)) as desk:
        credit = ReportedCredit(
            id=desk.transcripts.new_id(),
            day=_day(day),
            title=title,
            provider=provider,
            kind=kind,
            amount=_amount(amount),
            note=note,
        )
        desk.transcripts.report(credit)
    if as_json:
        print_json(credit)
    else:
        tell(f"Kept, as self-reported: {plain(credit.amount)} {credit.kind}, “{credit.title}”")


def remove(
    context: typer.Context,
    word: Annotated[
        str, typer.Argument(metavar="ID", help="The beginning of its id; “credits show --json” lists the ids.")
    ],
    as_json: Json = False,
) -> None:
    """Take out credit from elsewhere that you entered."""
    with desk_over(find_places(context.obj)) as desk:
        found = [one for one in desk.transcripts.reported() if one.id.startswith(word)]
        if len(found) != 1:
            raise NoSuchEntry(word=word)
        desk.transcripts.take_out(found[0].id)
    if as_json:
        print_json(found[0])
    else:
        tell(f"Taken out: {plain(found[0].amount)} {found[0].kind}, “{found[0].title}”")


def _ids(desk: Desk) -> list[dict[str, str]]:
    return [{"id": one.id, "title": one.title} for one in desk.transcripts.reported()]


def _selection(since: str, until: str, kinds: list[str] | None, providers: list[str] | None) -> Selection:
    return Selection(
        first=_day(since) if since else None,
        last=_day(until) if until else None,
        kinds=frozenset(kinds or ()),
        providers=frozenset(providers or ()),
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotADay(written=written) from None


def _amount(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:
        raise NotAnAmount(written=written) from None
