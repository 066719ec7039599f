"""Commands for those who provide courses: keys, trust, and making, checking, showing and rehearsing a course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap import (
    add_publisher,
    build_course,
    check_course,
    find_places,
    new_course,
    new_key,
    rehearse_course,
    show_course,
    trust_of,
)
from player.cli.show import clock_time, print_json
from player.domain.credit import plain

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


def add_to(app: typer.Typer) -> None:
    key = typer.Typer(no_args_is_help=True, help="Keys that sign courses.")
    key.command("new")(key_new)
    app.add_typer(key, name="key")
    trust = typer.Typer(no_args_is_help=True, help="Publishers whose courses give credit here.")
    trust.command("add")(trust_add)
    trust.command("list")(trust_list)
    app.add_typer(trust, name="trust")
    course = typer.Typer(no_args_is_help=True, help="Make, check, show and rehearse courses.")
    course.command("new")(course_new)
    course.command("check")(course_check)
    course.command("build")(course_build)
    course.command("show")(course_show)
    course.command("rehearse")(course_rehearse)
    app.add_typer(course, name="course")


def key_new(file: Path, as_json: Json = False) -> None:
    """Make a key; its public half is written beside it as FILE.pub."""
    public_file, key_id = new_key(file)
    if as_json:
        print_json({"key": file, "public": public_file, "id": key_id})
    else:
        print(f"Wrote {file} (keep it secret) and {public_file} (give it away).\nKey id {key_id}")


def trust_add(
    context: typer.Context,
    file: Path,
    name: Annotated[str, typer.Option("--name", help="The publisher's name, for a .pub file.")] = "",
) -> None:
    """Believe a publisher: FILE is its public key (.pub) or its .publisher.json."""
    publisher = add_publisher(find_places(context.obj), file, name=name)
    print(f"Courses signed by {publisher.name} give credit here. Fingerprints:")
    for key in publisher.keys:
        print(f"  {key.id}")


def trust_list(context: typer.Context, as_json: Json = False) -> None:
    """Show whose courses give credit here."""
    publishers = trust_of(find_places(context.obj)).publishers
    if as_json:
        facts = [{"name": p.name, "specimen": p.specimen, "keys": [k.id for k in p.keys]} for p in publishers]
        print_json(facts)
        return
    for publisher in publishers:
        print(publisher.name + (" (specimen: gives no credit)" if publisher.specimen else ""))
        for key in publisher.keys:
            print(f"  {key.id}")


def course_new(folder: Path) -> None:
    """Write a commented course folder that builds as it is."""
    new_course(find_places(), folder)
    print(f"Wrote {folder}. Edit course.toml, then: carrel course check {folder}")


def course_check(context: typer.Context, path: Path, as_json: Json = False) -> None:
    """Hold a course folder or a package against the rules."""
    remarks = check_course(find_places(context.obj), path)
    errors = [remark for remark in remarks if remark.severity == "error"]
    if as_json:
        print_json(remarks)
    else:
        for remark in remarks:
            print(f"{remark.severity}: {remark.place}: {remark.text} [{remark.rule}]")
        print(f"{len(errors)} errors, {len(remarks) - len(errors)} warnings")
    if errors:
        print(f"{path.name} cannot become a course yet: mend the errors above and check again.", file=sys.stderr)
        raise typer.Exit(1)


def course_build(
    folder: Path,
    key: Annotated[Path, typer.Option("--key", help="The provider's private key.")],
    out: Annotated[Path, typer.Option("--out", help="The .course file to write.")],
    as_json: Json = False,
) -> None:
    """Make the signed package of a course folder; the same folder always gives the same bytes."""
    signed = build_course(folder, key=key, out=out)
    if as_json:
        print_json({"file": out, "id": signed.course.id, "version": signed.course.version, "hash": signed.hash})
    else:
        print(f"Wrote {out}: “{signed.course.title}”, version {signed.course.version}")


def course_show(context: typer.Context, file: Path, as_json: Json = False) -> None:
    """Show what a package holds and who signed it."""
    signed = show_course(find_places(context.obj), file)
    course = signed.course
    if as_json:
        print_json(
            {
                "hash": signed.hash,
                "key": signed.key.id,
                "publisher": signed.publisher.name if signed.publisher else None,
                "gives_credit": signed.gives_credit,
                "course": course,
                "members": signed.manifest.members,
            }
        )
        return
    print(f"{course.title}\n{course.provider.name} · {course.id} · version {course.version}")
    known = signed.publisher.name if signed.publisher else "a publisher that is not known here"
    print(f"Signed by {known} (key {signed.key.id[:16]})")
    print(f"From {course.availability.opens} to {course.availability.last_day}, {course.estimated_minutes} minutes")
    for session in course.sessions:
        print(f"  {clock_time(session.duration_ms)}  {session.title}")
    for offer in course.credit.offers:
        print(f"  up to {plain(offer.maximum)} {offer.name}")


def course_rehearse(
    file: Path,
    to: Annotated[Path, typer.Option("--to", help="Where the specimen certificate and completion file go.")],
    rate: Annotated[float, typer.Option("--rate", help="Speed of playing, 1 is normal.")] = 1.0,
    as_json: Json = False,
) -> None:
    """Live through a course in a throw-away profile with the real engine, and leave what a learner would get."""
    rehearsed = rehearse_course(
        find_places(), file, to=to, rate_percent=round(rate * 100), say=_quiet if as_json else print
    )
    if as_json:
        print_json(rehearsed)
    else:
        print(f"Wrote {rehearsed.certificate}\nWrote {rehearsed.completion}")


def _quiet(_: str) -> None:
    """Says nothing, so that only the JSON is printed."""
