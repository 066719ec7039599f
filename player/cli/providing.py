"""Commands for those who provide courses: making, checking, showing and rehearsing a course."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.places import find_places
from player.bootstrap.providing import (
    build_course,
    check_course,
    new_course,
    rehearse_course,
    show_course,
)
from player.cli import importing, shelving, words
from player.cli.keying import ask_passphrase
from player.cli.learning import CourseFile, Json
from player.cli.package_words import package_lines
from player.cli.progress import progress_line
from player.cli.remarks import Format, count_errors, print_remarks
from player.cli.show import NO, clock_time, complain, counted, print_json, tell
from player.domain.pace import REHEARSAL_RATE_PERCENT
from player.domain.problem import Problem

Quick = Annotated[bool, typer.Option("--quick", help="Do not play the beginning and the end of each recording.")]


class CourseNotReady(Problem):
    what_template = "{name} has {errors}."
    meaning_template = "It is not ready for learners, who could not rely on the credit that it offers."
    remedy_template = "Mend what is listed, and check again."


def add_to(app: typer.Typer) -> None:
    course = typer.Typer(no_args_is_help=True, help="Make, check, build, show and rehearse courses.")
    course.command("new")(course_new)
    course.command("check")(course_check)
    course.command("build")(course_build)
    course.command("import")(importing.course_import)
    course.command("requirements")(importing.course_requirements)
    course.command("show")(course_show)
    course.command("rehearse")(course_rehearse)
    shelving.add_to(course)
    app.add_typer(course, name="course")


def course_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    as_json: Json = False,
) -> None:
    """Write a commented course folder that builds as it is."""
    new_course(find_places(), folder)
    if as_json:
        print_json({"folder": folder})
        return
    tell(f"Wrote {folder}. Edit {folder / 'course.toml'}, then: carrel course check {folder}")


def course_check(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A course folder or a .course file.")],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are a no, too.")] = False,
    quick: Quick = False,
    form: Annotated[Format, typer.Option("--format", help="How the findings are printed.")] = Format.TEXT,
    as_json: Json = False,
) -> None:
    """Hold a course folder or a package against the rules of continuing education."""
    form = Format.JSON if as_json else form
    with progress_line(quiet=form is not Format.TEXT) as line:
        remarks = check_course(find_places(context.obj), path, quick=quick, on_step=line.step)
    print_remarks(remarks, path, form)
    errors = count_errors(remarks)
    if errors or (strict and remarks):
        found = counted(errors, "error") if errors else counted(len(remarks), "warning")
        complain(CourseNotReady(name=path.name or path, errors=found))
        raise typer.Exit(NO)


def course_build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The course folder.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="Your secret key, from “carrel key new”.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The .course file to write.")],
    roots: Annotated[
        list[Path] | None, typer.Option("--root", metavar="ROOT", help="Your root, and those before it; once or more.")
    ] = None,
    quick: Quick = False,
    as_json: Json = False,
) -> None:
    """Make the signed package of a course folder; the same folder and key always give the same bytes."""
    with progress_line(quiet=as_json) as line:
        signed = build_course(
            folder,
            key=key,
            out=out,
            roots=roots or (),
            ask=ask_passphrase,
            quick=quick,
            on_step=line.step,
            on_progress=line.bytes,
        )
    if as_json:
        print_json({"file": out, "id": signed.course.id, "version": signed.course.version, "hash": signed.hash})
    else:
        tell(f"Wrote {out}: “{signed.course.title}”, version {signed.course.version}")


def course_show(context: typer.Context, file: CourseFile, as_json: Json = False) -> None:
    """Show what a package holds and who signed it."""
    signed = show_course(find_places(context.obj), file)
    if not as_json:
        for line in (*words.course_lines(signed), "", *package_lines(signed)):
            tell(line)
        return
    facts = {
        "hash": signed.hash,
        "format": signed.manifest.format,
        "key": signed.key.id,
        "publisher": signed.publisher.name if signed.publisher else None,
        "gives_credit": signed.gives_credit,
        "key_standing": signed.standing,
        "course": signed.course,
        "members": signed.manifest.members,
    }
    print_json(facts)


def _rate(rate: float) -> float:
    if not (math.isfinite(rate) and 0.01 <= rate <= 100):
        raise typer.BadParameter("a speed is a number such as 1 or 1.5.")
    return rate


def course_rehearse(
    file: CourseFile,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where certificate, completion file and reports go.")],
    rate: Annotated[float, typer.Option("--rate", metavar="R", callback=_rate, help="Speed of playing.")] = 1.0,
    as_json: Json = False,
) -> None:
    """Live through a course in a throw-away profile with the real engine, and leave what a learner would get."""
    places = find_places()
    say = _quiet if as_json else tell
    course = show_course(places, file).course
    takes_ms = round(course.duration_ms / min(rate, REHEARSAL_RATE_PERCENT / 100))
    say(f"Rehearsing “{course.title}”; playing takes about {clock_time(takes_ms)}")
    rehearsed = rehearse_course(places, file, to=to, rate_percent=round(rate * 100), say=_indented(say))
    if as_json:
        print_json(rehearsed)
        return
    tell(f"Wrote {rehearsed.certificate}")
    tell(f"Wrote {rehearsed.completion}")
    for report in rehearsed.reports:
        tell(f"Wrote {report}")


def _indented(say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: say(f"  {line}")


def _quiet(_: str) -> None:
    """Says nothing, so that only the JSON is printed."""
