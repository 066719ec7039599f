"""Commands for providers: what was collected, what was refused, who is who, rosters and statistics."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap import collecting
from player.bootstrap.collecting import collection_at, collection_place, terms_for, with_operators_key
from player.bootstrap.places import find_places
from player.cli.keying import ask_code, ask_passphrase
from player.cli.learning import Json
from player.cli.show import NO, advise, counted, print_json, table, tell
from player.domain.collection.kept import RosterChoice
from player.domain.course import CourseId
from player.domain.event import DeviceId
from player.domain.learner import LearnerId
from player.domain.report_format import ReportFormat, XapiVersion
from player.office import people
from player.office.rosters import Roster

MOST_SAID = 50
"""Objections that are told one by one; who has more asks for JSON."""
FORMS = sorted(form.value for form in ReportFormat if form is not ReportFormat.COMPLETION)

Into = Annotated[
    str,
    typer.Option(
        "--into",
        metavar="PLACE",
        help="A folder, or postgresql://…; else CARREL_COLLECTION, or the profile's folder “collection”.",
    ),
]
ReadingKeys = Annotated[
    list[Path] | None, typer.Option("--reading-key", metavar="KEY", help="Opens sealed particulars; once or more.")
]
OperatorKeyFile = Annotated[
    Path | None,
    typer.Option("--operator-key", metavar="FILE", help="Of a kiosk's hall: opens what was sealed to its operator."),
]
Course = Annotated[str, typer.Option("--course", metavar="ID", help="One course only, in all its versions.")]
Since = Annotated[
    datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="What came since then, UTC.")
]


def add_to(collect: typer.Typer) -> None:
    collect.command("status")(collect_status)
    collect.command("refused")(collect_refused)
    collect.command("flags")(collect_flags)
    collect.command("people")(collect_people)
    collect.command("revoke-device")(collect_revoke_device)
    collect.command("roster")(collect_roster)
    collect.command("statistics")(collect_statistics)


# --- what there is to see ------------------------------------------------------------------------------------


def collect_status(context: typer.Context, into: Into = "", as_json: Json = False) -> None:
    """Show how much was collected."""
    with collection_at(_place(context, into)) as collection:
        found = collection.figures()
    if as_json:
        print_json(found)
        return
    rows = (
        ("Files taken in", f"{found.files:,} ({found.older:,} of them held nothing new), {found.bytes:,} bytes"),
        ("Files refused", f"{found.refused:,}"),
        ("Learners", f"{found.learners:,} ids of {found.persons:,} persons"),
        ("Courses", f"{found.courses:,}"),
        ("Records", f"{found.streams:,}"),
        ("Credits that count", f"{found.credits:,}"),
        ("Claims taken back", f"{found.taken_back:,}"),
        ("To be looked at", f"{found.flags:,}"),
    )
    for line in table(rows, indent=0):
        tell(line)


def collect_refused(context: typer.Context, into: Into = "", as_json: Json = False) -> None:
    """List the files that were not taken in, and why."""
    with collection_at(_place(context, into)) as collection:
        found = [
            {
                "file": one.name,
                "digest": one.digest.hex(),
                "received": one.received,
                "problem": one.code,
                "reason": one.reason,
            }
            for one in collection.refusals()
        ]
    if as_json:
        print_json(found)
        return
    for one in found:
        tell(f"{one['received']:%Y-%m-%d %H:%M}  {one['reason']}")
    if not found:
        tell("Nothing was refused.")


def collect_flags(context: typer.Context, into: Into = "", as_json: Json = False) -> None:
    """List what an auditor should look at. None of it takes any credit away."""
    with collection_at(_place(context, into)) as collection:
        found = list(collection.flags())
    if as_json:
        print_json(found)
        return
    for flag in found:
        about = f"{flag.course} " if flag.course else ""
        tell(f"{flag.kind}: {about}learner {flag.learner[:8]}: {flag.words}")
    if not found:
        tell("There is nothing to look at.")


def collect_people(
    context: typer.Context,
    same: Annotated[
        list[str] | None, typer.Option("--same", metavar="ID", help="These ids are one person; twice or more.")
    ] = None,
    into: Into = "",
    as_json: Json = False,
) -> None:
    """List learner ids that may be one person's, or bring some together."""
    with collection_at(_place(context, into)) as collection:
        if same:
            person = people.merge(collection, [LearnerId(one) for one in same], collecting.now())
            if as_json:
                print_json({"person": person, "learners": same})
            else:
                tell(f"They count as {person} from now on.")
            return
        found = people.proposals(collection)
    if as_json:
        print_json(found)
        return
    for one in found:
        tell(f"{one.mark.kind} {one.mark.value}: {' '.join(one.learners)}")
    if not found:
        tell("No two ids look like one person.")


def collect_revoke_device(
    context: typer.Context,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The fingerprint of the device's key, 64 digits.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that learners will read.")],
    into: Into = "",
    as_json: Json = False,
) -> None:
    """Take nothing in any more that was recorded on a device; what was taken in before goes on to count."""
    if len(device) != 64 or set(device.lower()) - set("0123456789abcdef"):
        raise typer.BadParameter("a device's fingerprint has 64 digits; “carrel verify FILE --json” shows it.")
    with collection_at(_place(context, into)) as collection:
        collection.revoke_device(DeviceId(device.lower()), reason, collecting.now())
    if as_json:
        print_json({"device": device.lower(), "reason": reason})
    else:
        tell(f"Files from the device {device[:16]} are refused from now on.")


# --- rosters and statistics ----------------------------------------------------------------------------------


def collect_roster(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    form: Annotated[str, typer.Option("--format", help=", ".join(FORMS))],
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Where the file goes.")] = None,
    course: Course = "",
    since: Since = None,
    only_new: Annotated[
        bool, typer.Option("--only-new", help="What was not written in this format before, and what is to be deleted.")
    ] = False,
    key: Annotated[Path | None, typer.Option("--key", metavar="KEY", help="Secret key that signs badges.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what its receiver would refuse.")] = False,
    xapi_version: Annotated[
        XapiVersion, typer.Option("--xapi-version", help="The version of the xAPI that is written.")
    ] = XapiVersion.ONE,
    into: Into = "",
    reading_keys: ReadingKeys = None,
    operator_key: OperatorKeyFile = None,
    as_json: Json = False,
) -> None:
    """Write the credit that counts as a receiving system reads it; rows that it would refuse are told and left out."""
    if form not in FORMS or (to is None and not check):
        raise typer.BadParameter(f"give --to DIR (or --check), and --format {' | '.join(FORMS)}.")
    wanted = ReportFormat(form)
    choice = RosterChoice(
        course=CourseId(course) if course else None,
        since=since.replace(tzinfo=UTC) if since else None,
        form=wanted,
        only_new=only_new,
    )
    terms = terms_for(find_places(context.obj), into, key=key, reading_keys=reading_keys or (), ask=ask_passphrase)
    terms = with_operators_key(terms, operator_key, ask_code)
    with collecting.registrar_for(terms) as registrar:
        if check or to is None:
            found = registrar.check(wanted, choice, now=collecting.now())
        else:
            found = registrar.write(wanted, choice, to, now=collecting.now(), xapi=xapi_version)
    _tell_roster(found, as_json=as_json)
    if check and found.left_out:
        raise typer.Exit(NO)


def _tell_roster(found: Roster, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "file": found.file,
                "rows": found.rows,
                "deleted": found.deleted,
                "left_out": found.left_out,
                "reasons": dict(found.reasons),
                "objections": [
                    {
                        "number": one.row.number,
                        "learner": one.row.learner.name,
                        "field": one.field,
                        "mend": one.mend,
                        "warning": one.warning,
                        "problem": one.problem.code,
                        "what": one.problem.what,
                    }
                    for one in found.objections
                ],
            }
        )
        return
    for one in found.objections[:MOST_SAID]:
        advise(f"{one.row.learner.name or one.row.learner.id[:8]} ({one.row.number}): {one.problem.sentence}")
    more = sum(found.reasons.values()) - MOST_SAID
    if more > 0:
        advise(f"… and {more} more; --json tells them.")
    if found.file is not None:
        gone = f", {found.deleted} of them to delete" if found.deleted else ""
        tell(f"Wrote {found.file}: {counted(found.rows, 'row')}{gone}.")
    tell(f"{counted(found.left_out, 'row')} left out." if found.left_out else "Nothing was left out.")


def collect_statistics(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where the report goes.")],
    course: Course = "",
    since: Since = None,
    into: Into = "",
    reading_keys: ReadingKeys = None,
    operator_key: OperatorKeyFile = None,
    as_json: Json = False,
) -> None:
    """Write what learners said and did, added up, as PDF, as a page for a browser, and as tables; no names."""
    choice = RosterChoice(
        course=CourseId(course) if course else None, since=since.replace(tzinfo=UTC) if since else None
    )
    places = find_places(context.obj)
    terms = terms_for(places, into, reading_keys=reading_keys or (), ask=ask_passphrase)
    terms = with_operators_key(terms, operator_key, ask_code)
    files = collecting.write_statistics(places, terms, choice, to)
    if as_json:
        print_json({"files": files})
        return
    for file in files:
        tell(f"Wrote {file}")


def _place(context: typer.Context, into: str) -> str:
    return collection_place(find_places(context.obj), into)
