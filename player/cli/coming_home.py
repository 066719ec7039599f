"""The command that takes home what somebody did at a kiosk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli.show import NO, complain, counted, print_json, problem_facts, tell
from player.desk.desk import Desk
from player.desk.homecoming import CameHome
from player.domain.problem import Problem

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value, and nothing else.")]


def add_to(app: typer.Typer) -> None:
    app.command("go-on")(go_on)


def go_on(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Completion files from a kiosk.")],
    take_over: Annotated[
        bool, typer.Option("--take-over", help="This profile becomes that of the person in the file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Go on here with what you did at a kiosk, from the file that you took home.

    A profile in which you have earned credit already keeps its own number: use another one, with --profile.
    """
    told: list[dict[str, object]] = []
    with desk_over(find_places(context.obj)) as desk:
        for file in files:
            told.append(_take(desk, file, take_over=take_over, as_json=as_json))
    if as_json:
        print_json(told)
    if not all(one["taken"] for one in told):
        raise typer.Exit(NO)


def _take(desk: Desk, file: Path, *, take_over: bool, as_json: bool) -> dict[str, object]:
    try:
        came = desk.homecoming.take(file, take_over=take_over)
    except Problem as problem:
        complain(problem, about=file.name)
        return {"file": file, "taken": False, **problem_facts(problem)}
    if not as_json:
        _tell(came)
    return {
        "file": file,
        "taken": True,
        "learner": came.learner.printed_name,
        "course": came.course,
        "title": came.title,
        "events": came.events,
        "in_library": came.is_here,
        "publisher_known": came.known,
    }


def _tell(came: CameHome) -> None:
    news = f"{counted(came.events, 'event')} taken in" if came.events else "everything is here already"
    tell(f"“{came.title}”, {came.learner.printed_name}: {news}.")
    if not came.is_here:
        tell("  The course is not in your library: add it with “carrel add FILE.course” to go on with it.")
    if not came.known:
        tell("  Its publisher is not known here: it counts once you added the publisher's root (carrel trust add).")
