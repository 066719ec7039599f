"""The command for whoever asks whether courses play here: `checkup`, for one course, for none, or for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli.checking import (
    Checked,
    CourseChecked,
    EveryCourse,
    check_computer,
    check_course,
    check_every_course,
    open_minima,
)
from player.cli.checkup_words import every_course_lines, report_lines
from player.cli.learning import Json
from player.cli.show import NO, complain, print_json, problem_facts, tell
from player.desk.desk import Desk
from player.domain.checkup.columns import plain
from player.domain.checkup.report import CheckUp
from player.domain.checkup.wording import text_of
from player.domain.problem import Problem
from player.domain.requirement import Finding
from player.proof.files import write_whole

Wanted = Annotated[
    str | None,
    typer.Argument(metavar="FILE|COURSE", help="A .course file, or a course here by id or hash: what it asks, too."),
]
Quick = Annotated[bool, typer.Option("--quick", help="Only what is known at once: no recording is tried.")]
Every = Annotated[bool, typer.Option("--all-courses", help="Every course in the library, for an operator's script.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit code 1 also where a minimum cannot be told here.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Also write the report, as .pdf, .txt or .json.")
]


class BelowMinimum(Problem):
    what_template = "This computer lacks what is asked as a minimum: {lacking}."
    meaning_template = "You may watch all the same; what does not play earns nothing, and what is recorded is kept."
    remedy_template = "{ways}"


class CannotTell(Problem):
    what_template = "Whether this computer has what is asked as a minimum cannot be told here: {unknown}."
    meaning_template = "You may watch all the same; what does not play earns nothing, and what is recorded is kept."
    remedy_template = "Look at these yourself, or leave out --strict."


def add_to(app: typer.Typer) -> None:
    app.command("checkup")(checkup)


def checkup(
    context: typer.Context,
    course: Wanted = None,
    all_courses: Every = False,
    strict: Strict = False,
    quick: Quick = False,
    save: Save = None,
    as_json: Json = False,
) -> None:
    """Hold this computer against what Carrel, and a course, ask of it."""
    _refuse_what_does_not_go_together(course, all_courses=all_courses, strict=strict, quick=quick, save=save)
    with desk_over(find_places(context.obj)) as desk:
        if all_courses:
            every = check_every_course(desk, quick=quick)
            _say_all(desk, every, as_json=as_json)
            problems = [one.problem for one in every.courses if one.problem]
            _judge(every.checkups, problems, strict=strict)
            return
        checked = check_course(desk, course, quick=quick) if course else check_computer(desk, quick=quick)
        if save is not None:
            write_whole(save, _WRITERS[save.suffix.lower()](desk, checked.checkup))
        _say(desk, checked, save, as_json=as_json)
    _judge([checked.checkup], [], strict=strict)


def _refuse_what_does_not_go_together(
    course: str | None, *, all_courses: bool, strict: bool, quick: bool, save: Path | None
) -> None:
    if all_courses and course is not None:
        raise typer.BadParameter("name a course or say --all-courses, not both.")
    if all_courses and save is not None:
        raise typer.BadParameter("--save writes one report: name a course, or use --json for all of them.")
    if strict and quick:
        raise typer.BadParameter("--quick leaves open what --strict wants to know: say one of them.")
    if save is not None and save.suffix.lower() not in _WRITERS:
        raise typer.BadParameter("--save wants a name that ends in .pdf, .txt or .json.")


def _say(desk: Desk, checked: Checked, save: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_packed(desk, checked.checkup))
        return
    for line in report_lines(checked):
        tell(line)
    if save is not None:
        tell(f"Wrote {save}")


def _say_all(desk: Desk, every: EveryCourse, *, as_json: bool) -> None:
    if as_json:
        computer = _packed(desk, every.computer) if every.computer else None
        print_json({"computer": computer, "courses": [_course_facts(desk, one) for one in every.courses]})
        return
    for line in every_course_lines(every):
        tell(line)


def _course_facts(desk: Desk, one: CourseChecked) -> dict[str, object]:
    """One course for programs: what it is, what came of it, its report, and what went wrong with it."""
    signed, problem = one.listing.signed, one.problem
    return {
        "path": one.listing.path,
        "id": signed.course.id if signed else None,
        "version": signed.course.version if signed else None,
        "hash": signed.hash if signed else None,
        "outcome": one.outcome,
        "recorded": one.recorded,
        "report": _packed(desk, one.checkup) if one.checkup else None,
        **(problem_facts(problem) if problem else {}),
    }


def _packed(desk: Desk, checkup: CheckUp) -> object:
    """The report as it is saved, to be printed for itself or among others."""
    return json.loads(desk.pack_check_up(checkup))


def _judge(checkups: Sequence[CheckUp], problems: Sequence[Problem], *, strict: bool) -> None:
    """Ends with a no, and why, where something lacks or could not be opened."""
    lacking = [finding for checkup in checkups for finding in checkup.lacking]
    unknown = [finding for checkup in checkups for finding in open_minima(checkup)] if strict else []
    for problem in problems:
        complain(problem)
    if lacking:
        ways = " ".join(dict.fromkeys(finding.remedy for finding in lacking if finding.remedy))
        complain(BelowMinimum(lacking=_named(lacking), ways=ways or "Mend that, or use another computer."))
    if unknown:
        complain(CannotTell(unknown=_named(unknown)))
    if lacking or unknown or problems:
        raise typer.Exit(NO)


def _named(findings: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(f"“{plain(finding.requirement.text)}”" for finding in findings))


_WRITERS: Mapping[str, Callable[[Desk, CheckUp], bytes]] = {
    ".pdf": lambda desk, checkup: desk.print_check_up(checkup),
    ".txt": lambda _, checkup: text_of(checkup).encode(errors="replace"),
    ".json": lambda desk, checkup: desk.pack_check_up(checkup),
}
"""How a report is written, by the ending of its file."""
