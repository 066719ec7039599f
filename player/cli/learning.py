"""Commands for those who learn: add, list, watch, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.cli import facts, words
from player.cli.show import complain, print_json, tell
from player.cli.update_words import update_facts, update_lines, update_mark
from player.cli.window import open_window
from player.desk.desk import Desk
from player.domain.update import Update
from player.proof.manifest import SignedCourse

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value, and nothing else.")]
CourseFile = Annotated[Path, typer.Argument(metavar="FILE", help="A .course file.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Copy nothing: play it from where it lies, say a stick.")]
CourseWord = Annotated[
    str, typer.Argument(metavar="COURSE", help="A course's id, the beginning of its id or hash, or a .course file.")
]


def add_to(app: typer.Typer) -> None:
    app.command("add")(add)
    app.command("list")(list_courses)
    app.command("watch")(watch)
    app.command("progress")(progress)


def add(context: typer.Context, file: CourseFile, in_place: InPlace = False, as_json: Json = False) -> None:
    """Put a course into the library, checked as it is copied."""
    with desk_over(find_places(context.obj)) as desk:
        known = {listing.signed.hash for listing in desk.library() if listing.signed}
        signed = desk.courses.add(file, percent_teller(), in_place=in_place)
        update = desk.update_of(signed)
    if as_json:
        print_json(facts.course_facts(signed) | _update_facts(update))
        return
    has_been = "is in the library already; every byte of it was checked" if signed.hash in known else "was added"
    if in_place:
        has_been = f"is in the library; it is played from {file}, and checked as it plays"
    tell(f"“{signed.course.title}” {has_been}.")
    tell(words.signature_words(signed))
    tell(f"Its id: {signed.course.id}")
    _tell_all(update_lines(update) if update else ())


def list_courses(context: typer.Context, as_json: Json = False) -> None:
    """Show the courses in the library and how far you have come."""
    with desk_over(find_places(context.obj)) as desk:
        listings, troubles = desk.library(), desk.troubles()
        updates = [
            desk.update_of(listing.signed) if listing.progress and listing.signed else None for listing in listings
        ]
    for trouble in troubles:
        complain(trouble)
    if as_json:
        pairs = zip(listings, updates, strict=True)
        print_json([facts.listing_facts(listing) | _update_facts(update) for listing, update in pairs])
        return
    for listing, update in zip(listings, updates, strict=True):
        _tell_all(words.listing_lines(listing))
        if update:
            tell(f"  {update_mark(update)}")
    if not listings:
        tell("No course yet. Add one with “carrel add FILE.course”.")


def watch(
    context: typer.Context,
    course: CourseWord,
    session: Annotated[str | None, typer.Option("--session", metavar="ID", help="Not the next, but this one.")] = None,
) -> None:
    """Open the window at the player, and go on where you stopped."""
    raise typer.Exit(open_window(None, profile=context.obj, play=(course, session)))


def progress(context: typer.Context, course: CourseWord, as_json: Json = False) -> None:
    """Show how far you have come in a course."""
    with desk_over(find_places(context.obj)) as desk:
        signed = _signed(desk, course)
        found, update = desk.progress(signed), desk.update_of(signed)
    if as_json:
        print_json(facts.progress_facts(signed, found) | _update_facts(update))
    else:
        _tell_all(words.progress_lines(signed, found))
        _tell_all(update_lines(update) if update else ())


def _update_facts(update: Update | None) -> dict[str, object]:
    return {"update": update_facts(update) if update else None}


def _signed(desk: Desk, word: str) -> SignedCourse:
    package = desk.package(word)
    package.close()
    return package.signed


def _tell_all(lines: Iterable[str]) -> None:
    for line in lines:
        tell(line)


def percent_teller() -> Callable[[int, int], None]:
    """Counts the percents of a long copy on a terminal; silent when nobody looks."""
    last = -1

    def tell_percent(done: int, whole: int) -> None:
        nonlocal last
        percent = done * 100 // max(whole, 1)
        if percent != last and whole > _LONG_BYTES and sys.stderr.isatty():
            last = percent
            print(f"\r{percent} %", end="\n" if done >= whole else "", file=sys.stderr, flush=True)

    return tell_percent


_LONG_BYTES = 100_000_000
