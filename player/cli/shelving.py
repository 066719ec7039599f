"""Commands on the courses that are here, as files: remove, repair, and choosing where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli.learning import CourseWord, Json, percent_teller
from player.cli.show import NO, complain, counted, print_json, problem_facts, tell
from player.desk.ports import Mended


def add_to(course: typer.Typer) -> None:
    course.command("remove")(remove)
    course.command("repair")(repair)
    course.command("home")(home)


def remove(context: typer.Context, course: CourseWord, as_json: Json = False) -> None:
    """Take a course off this computer; what you did in it, and your certificates, stay."""
    with desk_over(find_places(context.obj)) as desk:
        freed = desk.courses.remove(course)
    if as_json:
        print_json({"freed": freed})
        return
    tell(f"Removed; {megabytes(freed)} are free again. What you did in it is kept, and so are your certificates.")


def repair(
    context: typer.Context,
    bad: Annotated[str, typer.Argument(metavar="BAD", help="A course here, by id or hash, or a .course file.")],
    good: Annotated[
        str, typer.Option("--from", metavar="GOOD", help="A good copy, or another version with the same recordings.")
    ],
    as_json: Json = False,
) -> None:
    """Find the damaged blocks of BAD, and fetch only those from GOOD."""
    with desk_over(find_places(context.obj)) as desk:
        mended = desk.courses.repair(bad, good, percent_teller())
    if as_json:
        left = problem_facts(mended.left) if mended.left else None
        print_json(
            {
                "blocks": mended.blocks,
                "bad": mended.bad,
                "fetched": mended.fetched,
                "frame": mended.frame,
                "whole": mended.left is None,
                "left": left,
            }
        )
    else:
        tell(repair_words(mended))
    if mended.left is not None:
        complain(mended.left)
        raise typer.Exit(NO)


def home(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Any folder on any disk.")] = None,
    own: Annotated[bool, typer.Option("--own", help="The folder in your own records, as at the beginning.")] = False,
    move: Annotated[bool, typer.Option("--move", help="Bring the courses there that are here already.")] = False,
    as_json: Json = False,
) -> None:
    """Show or choose the folder into which courses are copied; your records stay where they are."""
    if own and folder is not None:
        raise typer.BadParameter("name a folder or say --own, not both.")
    with desk_over(find_places(context.obj)) as desk:
        if own or folder is not None:
            desk.courses.choose_home(folder)
        moved = desk.courses.move_home(percent_teller()) if move else 0
        chosen = desk.courses.home
    if as_json:
        print_json({"home": chosen, "moved": moved})
        return
    tell(f"Courses are copied to {chosen}")
    if move:
        tell(f"{counted(moved, 'course')} moved there.".capitalize())


def repair_words(mended: Mended) -> str:
    """What was found bad, and what became of it."""
    looked = f"{counted(mended.blocks, 'block')} of 1 MiB looked at"
    if not mended.bad and not mended.frame:
        return f"{looked}: all are good."
    frame = "; headers or directory put right" if mended.frame else ""
    whole = "; it is whole again" if mended.left is None else ""
    return f"{looked}: {mended.bad} bad, {mended.fetched} fetched from the good copy{frame}{whole}."


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
