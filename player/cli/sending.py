"""Commands for credit on its way out: what is to be submitted, files for every receiver, permission, and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli.learning import Json
from player.cli.show import NO, advise, as_plain, complain, counted, print_json, problem_facts, tell
from player.desk.desk import Desk
from player.desk.every_form import EveryForm, write_every_form
from player.desk.outgoing import Checked, Standing, Submission, WrittenReport
from player.domain.credit import plain
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow
from player.proof.files import make_folder

Courses = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[COURSE]…",
        help="By id, its beginning, hash or .course file; none: all with credit to submit.",
    ),
]
To = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="The folder to write into.")]
ALL = "all"
Form = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORM",
        help=f"One of: {', '.join(ReportFormat)}; or {ALL}: each of them in files of its own.",
    ),
]
Xapi = Annotated[XapiVersion, typer.Option("--xapi-version", help="The version of the xAPI that is written.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing: say row by row what would be refused, and why.")]


class Word(StrEnum):
    ALLOW = "allow"
    REFUSE = "refuse"


class SomeRefused(Problem):
    what_template = "{refused} of {rows} would be refused by who reads “{form}”."
    meaning_template = "Your claims are recorded and kept; only what is ready can be sent."
    remedy_template = "Put right what is named above, and check again."


class NothingToSubmit(Problem):
    what_template = "There is no credit that waits to be submitted."
    meaning_template = "Either nothing was claimed yet, or the provider's receipts cover all of it."
    remedy_template = "Claim credit first, or name the course of which you want a file once more."


def add_to(app: typer.Typer) -> None:
    app.command("export")(export)
    app.command("submissions")(submissions)
    app.command("receipt")(receipt)
    app.command("reporting")(reporting)


def export(
    context: typer.Context,
    course: Courses = None,
    to: To = None,
    form: Form = ReportFormat.COMPLETION.value,
    check: Check = False,
    xapi_version: Xapi = XapiVersion.ONE,
    as_json: Json = False,
) -> None:
    """Write the file that proves your credit to the provider, or one that another system reads.

    Rows that would be refused are named with the reason, and left out.
    """
    if to is None and not check:
        raise typer.BadParameter("name the folder to write into, or only look with --check", param_hint="--to")
    if form not in (*ReportFormat, ALL):
        raise typer.BadParameter(f"there is no form “{form}”", param_hint="--format")
    with desk_over(find_places(context.obj)) as desk:
        chosen = _chosen(desk, course or ())
        if check or to is None:
            forms = ReportFormat if form == ALL else (ReportFormat(form),)
            _tell_checks([desk.sending.check(one, chosen) for one in forms], as_json=as_json)
            return
        make_folder(to)
        if form == ALL:
            _tell_every_form(write_every_form(desk.sending, chosen, to, xapi=xapi_version), as_json=as_json)
        else:
            written = desk.sending.write(ReportFormat(form), chosen, to, xapi=xapi_version)
            if as_json:
                print_json(_written_facts(written))
            else:
                _tell_written(written)


def submissions(
    context: typer.Context,
    files: Annotated[
        bool, typer.Option("--files", help="Also list which file was written where, the latest first.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what of your credit the providers have, and what is still to be submitted."""
    with desk_over(find_places(context.obj)) as desk:
        found, decided = desk.sending.submissions(), desk.sending.reporting
        written = desk.sending.written() if files or as_json else ()
    if as_json:
        print_json({"reporting": decided, "submissions": as_plain(found), "written": as_plain(written)})
        return
    for submission in found:
        tell(f"“{submission.title}”: {_standing_words(submission)}")
    if not found:
        tell("No credit stands here yet, and nothing is to be submitted.")
    for one in written:
        tell(f"{one.moment:%Y-%m-%d %H:%M}  {one.form}  {one.file}  {counted(len(one.numbers), 'row')}")


def receipt(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Receipts from your provider (NAME.receipt).")],
    as_json: Json = False,
) -> None:
    """Take in a provider's signed receipts: only then does credit count as submitted."""
    told: list[dict[str, object]] = []
    with desk_over(find_places(context.obj)) as desk:
        for file in files:
            told.append(_take(desk, file, as_json=as_json))
    if as_json:
        print_json(told)
    if not all(one["accepted"] for one in told):
        raise typer.Exit(NO)


def reporting(
    context: typer.Context,
    word: Annotated[Word | None, typer.Argument(metavar="[allow|refuse]", help="None: say what you decided.")] = None,
    as_json: Json = False,
) -> None:
    """Allow your providers to report your credit to accreditors and boards, or withdraw that."""
    with desk_over(find_places(context.obj)) as desk:
        if word is not None:
            desk.sending.decide_reporting(permitted=word is Word.ALLOW)
        decided = desk.sending.reporting
    if as_json:
        print_json({"reporting": decided})
    elif decided is None:
        tell("You were not asked yet. Say “carrel reporting allow” or “carrel reporting refuse”.")
    elif decided:
        tell("Your providers may report your credit to accreditors and boards.")
    else:
        tell("Your providers may not report your credit. Where a body wants to hear of it, it will not.")


def _chosen(desk: Desk, words: Sequence[str]) -> list[CourseHash]:
    if words:
        return [_hash(desk, word) for word in words]
    waiting = [one.course for one in desk.sending.submissions() if one.to_submit]
    if not waiting:
        raise NothingToSubmit
    return waiting


def _hash(desk: Desk, word: str) -> CourseHash:
    """Of a course that is here, or whose files are gone."""
    known = next((one.course for one in desk.sending.submissions() if word in (one.course, one.title)), None)
    if known is not None:
        return known
    package = desk.package(word)
    package.close()
    return package.signed.hash


def _tell_checks(checks: Sequence[Checked], *, as_json: bool) -> None:
    if as_json:
        told = [_check_facts(checked) for checked in checks]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for checked in checks:
            _tell_check(checked, named=len(checks) > 1)
    refused = [checked for checked in checks if _refused(checked)]
    for checked in refused:
        rows = counted(len(checked.rows), "row")
        complain(SomeRefused(refused=_refused(checked), rows=rows, form=checked.form))
    if refused:
        raise typer.Exit(NO)


def _refused(checked: Checked) -> int:
    return len(checked.rows) - len(checked.ready)


def _check_facts(checked: Checked) -> dict[str, object]:
    rows = [_row_facts(row, checked.against(row)) for row in checked.rows]
    return {"form": checked.form, "ready": len(checked.ready), "refused": _refused(checked), "rows": rows}


def _tell_check(checked: Checked, *, named: bool) -> None:
    for row in checked.rows:
        _tell_row(row, checked.against(row))
    about = f"{checked.form}: " if named else ""
    tell(f"{about}{len(checked.ready)} of {counted(len(checked.rows), 'row')} ready.")


def _tell_row(row: RosterRow, against: Sequence[Objection]) -> None:
    refused = any(not objection.warning for objection in against)
    gone = ", taken back" if row.taken_back else ""
    tell(f"{'refused' if refused else 'ready  '}  {row.number}  {plain(row.amount)} {row.offer.name}{gone}")
    for objection in against:
        about = f"{objection.field}: " if objection.field else ""
        tell(f"         {'note' if objection.warning else 'because'} {about}{objection.problem.what}")
        tell(f"           {objection.problem.remedy}")


def _row_facts(row: RosterRow, against: Sequence[Objection]) -> dict[str, object]:
    return {
        "number": row.number,
        "course": row.course.id,
        "offer": row.offer.id,
        "amount": row.amount,
        "taken_back": row.taken_back,
        "ready": all(objection.warning for objection in against),
        "objections": [_objection_facts(objection) for objection in against],
    }


def _objection_facts(objection: Objection) -> dict[str, object]:
    where = {"field": objection.field, "mend": objection.mend, "warning": objection.warning}
    return {**where, **problem_facts(objection.problem)}


def _tell_every_form(written: EveryForm, *, as_json: bool) -> None:
    """A form that is for other receivers, or cannot be written yet, is no failure: the others are there."""
    if as_json:
        missing = [{"form": form, **problem_facts(problem)} for form, problem in written.missing]
        reports = [{"form": report.form, **_written_facts(report)} for report in written.reports]
        print_json({"written": reports, "missing": missing})
    else:
        for report in written.reports:
            _tell_written(report)
        for form, problem in written.missing:
            advise(f"Not written, {form}: {problem.what} {problem.remedy}".rstrip())
    if not written.reports:
        raise typer.Exit(NO)


def _written_facts(written: WrittenReport) -> dict[str, object]:
    left_out = [{"number": one.row.number, **_objection_facts(one)} for one in written.left_out]
    numbers = [row.number for row in written.rows]
    file = written.files[0] if written.files else None
    return {"file": file, "files": written.files, "rows": numbers, "left_out": left_out}


def _tell_written(written: WrittenReport) -> None:
    for file in written.files:
        tell(f"Wrote {file}")
    for objection in written.left_out:
        advise(f"Left out {objection.row.number}: {objection.problem.what} {objection.problem.remedy}")


def _standing_words(submission: Submission) -> str:
    if submission.specimen:
        return "a specimen, which nobody takes in"
    if submission.standing is Standing.SUBMITTED:
        day = submission.confirmed.date().isoformat() if submission.confirmed else ""
        return f"submitted, by the receipt taken in on {day}"
    count = counted(len(submission.to_submit), "entry").replace("entrys", "entries")
    written = "a file was written; no receipt came yet" if submission.standing is Standing.WRITTEN else "no file yet"
    return f"{count} to submit, {written}"


def _take(desk: Desk, file: Path, *, as_json: bool) -> dict[str, object]:
    try:
        taken = desk.sending.take_receipt(file)
    except Problem as problem:
        complain(problem, about=file.name)
        return {"file": file, "accepted": False, **problem_facts(problem)}
    if not as_json:
        _tell_receipt(file, taken)
    return {"file": file, "accepted": taken.outcome is Outcome.ACCEPTED, "receipt": as_plain(taken)}


def _tell_receipt(file: Path, taken: Receipt) -> None:
    if taken.outcome is Outcome.REFUSED:
        tell(f"{file.name}: {taken.provider} did not take your completion in. {taken.reason}".rstrip())
        return
    counts = ", ".join(taken.credited) or "nothing more"
    gone = f"; no longer: {', '.join(taken.taken_back)}" if taken.taken_back else ""
    tell(f"{file.name}: {taken.provider} counts {counts}{gone}.")
