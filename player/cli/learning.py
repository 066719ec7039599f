"""Commands for those who learn: add, list, watch, progress, export, verify."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.verifying import verifier_over
from player.cli import facts, verdict_words, words
from player.cli.show import NO, complain, print_json, problem_facts, tell
from player.cli.update_words import update_facts, update_lines, update_mark
from player.cli.window import open_window
from player.desk.desk import Desk
from player.desk.ports import Verified
from player.domain.event import Purpose
from player.domain.problem import Problem
from player.domain.update import Update
from player.proof.files import make_folder
from player.proof.manifest import SignedCourse

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value, and nothing else.")]
CourseFile = Annotated[Path, typer.Argument(metavar="FILE", help="A .course file.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Copy nothing: play it from where it lies, say a stick.")]
CourseWord = Annotated[
    str, typer.Argument(metavar="COURSE", help="A course's id, the beginning of its id or hash, or a .course file.")
]


class PublisherUnknown(Problem):
    what_template = "{name} was recorded for credit, and {who}."
    meaning_template = "Whether it proves credit cannot be told here."
    remedy_template = "Once you are sure of the publisher's key, add it with “carrel trust add FILE” and verify again."


def add_to(app: typer.Typer) -> None:
    app.command("add")(add)
    app.command("list")(list_courses)
    app.command("watch")(watch)
    app.command("progress")(progress)
    app.command("export")(export)
    app.command("verify")(verify)


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


def export(
    context: typer.Context,
    course: CourseWord,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.")],
    as_json: Json = False,
) -> None:
    """Write the file that proves your credit to the provider."""
    with desk_over(find_places(context.obj)) as desk:
        signed = _signed(desk, course)
        make_folder(to)
        file = desk.export(signed, to)
    if as_json:
        print_json({"file": file})
    else:
        tell(f"Wrote {file}")


def verify(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Completion files or certificates.")],
    as_json: Json = False,
) -> None:
    """Judge completion files and certificates."""
    check = verifier_over(find_places(context.obj))
    results = [_verified(check, file, as_json=as_json) for file in files]
    if as_json:
        print_json(results)
    if not all(result["accepted"] for result in results):
        raise typer.Exit(NO)


def _signed(desk: Desk, word: str) -> SignedCourse:
    package = desk.package(word)
    package.close()
    return package.signed


def _tell_all(lines: Iterable[str]) -> None:
    for line in lines:
        tell(line)


def _verified(check: Callable[[Path], Verified], file: Path, *, as_json: bool) -> dict[str, object]:
    """Judges one file and, unless all are printed together, says what was found."""
    try:
        verified = check(file)
    except Problem as problem:
        complain(problem, about=file.name)
        return {"file": file, "genuine": False, "accepted": False, **problem_facts(problem)}
    unknown = _unknown_publisher(verified)
    if not as_json:
        _tell_all(verdict_words.verified_lines(verified))
    if unknown:
        complain(unknown, about=file.name)
    for warning in verified.verdict.signed.warnings(datetime.now(UTC).date()):
        complain(warning, about=file.name)
    found = facts.verified_facts(verified, accepted=unknown is None)
    return found | (problem_facts(unknown) if unknown else {})


def _unknown_publisher(verified: Verified) -> Problem | None:
    """Credit needs a publisher who is known; specimens and rehearsals say of themselves that they prove nothing."""
    signed = verified.verdict.signed
    if verified.verdict.opening.purpose is not Purpose.CREDIT:
        return None
    if signed.gives_credit:
        # What rests on an earlier version stands and falls with that version's key.
        return next((one.revocation for one in verified.verdict.earlier if one.revocation), None)
    if signed.revocation:
        return signed.revocation
    who = f"its publisher (key {signed.key.id[:16]}) is not known here"
    if signed.publisher is not None:
        who = f"its publisher, {signed.publisher.name}, signs specimens only"
    return PublisherUnknown(name=verified.file.name, who=who)


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
