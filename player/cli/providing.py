"""Commands for those who provide courses: keys, trust, and making, checking, showing and rehearsing a course."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.places import find_places, trust_of
from player.bootstrap.providing import (
    add_enrolment,
    add_publisher,
    build_course,
    check_course,
    enrol_device,
    new_course,
    new_key,
    rehearse_course,
    show_course,
)
from player.cli import words
from player.cli.learning import CourseFile, Json
from player.cli.show import NO, clock_time, complain, counted, print_json, tell
from player.domain.permit import REHEARSAL_RATE_PERCENT
from player.domain.problem import Problem
from player.proof.trust import ENROLMENT_ENDING, Enrolment, Grade, Publisher


class CourseNotReady(Problem):
    what_template = "{name} has {errors}."
    meaning_template = "A course with errors cannot be built, and learners could not rely on the credit it offers."
    remedy_template = "Mend what is listed, and check again."


def add_to(app: typer.Typer) -> None:
    key = typer.Typer(no_args_is_help=True, help="Make the key that signs your courses.")
    key.callback()(_group)
    key.command("new")(key_new)
    app.add_typer(key, name="key")
    trust = typer.Typer(no_args_is_help=True, help="Whose courses give credit here.")
    trust.command("add")(trust_add)
    trust.command("enrol")(trust_enrol)
    trust.command("list")(trust_list)
    app.add_typer(trust, name="trust")
    course = typer.Typer(no_args_is_help=True, help="Make, check, build, show and rehearse courses.")
    course.command("new")(course_new)
    course.command("check")(course_check)
    course.command("build")(course_build)
    course.command("show")(course_show)
    course.command("rehearse")(course_rehearse)
    app.add_typer(course, name="course")


def _group() -> None:
    # A group of one command would otherwise become that command.
    pass


def key_new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the secret half is to be written.")],
    as_json: Json = False,
) -> None:
    """Make a key pair: FILE is yours alone, FILE.pub is for everybody."""
    public_file, key_id = new_key(file)
    if as_json:
        print_json({"key": file, "public": public_file, "id": key_id})
        return
    tell(f"Wrote {file}: keep it secret, and keep a copy of it in a safe place.")
    tell(f"Wrote {public_file}: give it to those who verify.")
    tell(f"Key id {key_id}")


def trust_add(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A public key (.pub), a .publisher.json or an .enrolment.json file."),
    ],
    name: Annotated[str, typer.Option("--name", help="The publisher's name, for a .pub file.")] = "",
    as_json: Json = False,
) -> None:
    """Believe a publisher, once you are sure that the key is theirs, or a device that a publisher enrolled."""
    if file.name.endswith(ENROLMENT_ENDING):
        _tell_enrolment(add_enrolment(find_places(context.obj), file), as_json=as_json)
        return
    publisher = add_publisher(find_places(context.obj), file, name=name)
    if as_json:
        print_json(_publisher(publisher))
        return
    tell(f"{_worth(publisher)}. Key:")
    for key in publisher.keys:
        tell(f"  {key.id}")


def trust_enrol(
    device: Annotated[Path, typer.Argument(metavar="DEVICE.pub", help="The device's public key.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="Your secret key, that of your courses.")],
    grade: Annotated[Grade, typer.Option("--grade", help="A: you control the device. B: you know whose it is.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=f"What to write, NAME{ENROLMENT_ENDING}.")],
    name: Annotated[str, typer.Option("--name", help="What you call the device.")] = "",
    as_json: Json = False,
) -> None:
    """Vouch for a device: evidence that it recorded in your courses then has grade A or B."""
    if grade is Grade.C or not out.name.endswith(ENROLMENT_ENDING):
        raise typer.BadParameter(f"the grade is A or B, and the file's name ends in {ENROLMENT_ENDING}.")
    _tell_enrolment(enrol_device(device, key=key, grade=grade, name=name, out=out), as_json=as_json)


def _tell_enrolment(enrolment: Enrolment, *, as_json: bool) -> None:
    if as_json:
        print_json({"device": enrolment.device_id, "grade": enrolment.grade, "name": enrolment.name})
        return
    called = f" ({enrolment.name})" if enrolment.name else ""
    tell(f"The device {enrolment.device_id[:16]}{called} has grade {enrolment.grade} in that publisher's courses.")


def trust_list(context: typer.Context, as_json: Json = False) -> None:
    """Show whose courses give credit here."""
    trust = trust_of(find_places(context.obj))
    if as_json:
        print_json([_publisher(publisher) for publisher in trust.publishers])
        return
    for publisher in trust.publishers:
        tell(publisher.name + (" (specimens only: no credit)" if publisher.specimen else ""))
        for key in publisher.keys:
            tell(f"  {key.id}")
    for signed in trust.enrolments:
        _tell_enrolment(signed.enrolment, as_json=False)


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
    as_json: Json = False,
) -> None:
    """Hold a course folder or a package against the rules of continuing education."""
    remarks = check_course(find_places(context.obj), path)
    errors = sum(remark.severity == "error" for remark in remarks)
    if as_json:
        print_json(remarks)
    else:
        for remark in remarks:
            tell(f"{remark.severity}: {remark.place}: {remark.text} [{remark.rule}]")
        tell(f"{counted(errors, 'error')}, {counted(len(remarks) - errors, 'warning')}".capitalize())
    if errors:
        complain(CourseNotReady(name=path.name or path, errors=counted(errors, "error")))
        raise typer.Exit(NO)


def course_build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The course folder.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="Your secret key, from “carrel key new”.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The .course file to write.")],
    as_json: Json = False,
) -> None:
    """Make the signed package of a course folder; the same folder and key always give the same bytes."""
    signed = build_course(folder, key=key, out=out)
    if as_json:
        print_json({"file": out, "id": signed.course.id, "version": signed.course.version, "hash": signed.hash})
    else:
        tell(f"Wrote {out}: “{signed.course.title}”, version {signed.course.version}")


def course_show(context: typer.Context, file: CourseFile, as_json: Json = False) -> None:
    """Show what a package holds and who signed it."""
    signed = show_course(find_places(context.obj), file)
    if not as_json:
        for line in (*words.course_lines(signed), "", *words.content_lines(signed.course)):
            tell(line)
        return
    facts = {
        "hash": signed.hash,
        "key": signed.key.id,
        "publisher": signed.publisher.name if signed.publisher else None,
        "gives_credit": signed.gives_credit,
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
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where certificate and completion file go.")],
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


def _indented(say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: say(f"  {line}")


def _quiet(_: str) -> None:
    """Says nothing, so that only the JSON is printed."""


def _publisher(publisher: Publisher) -> dict[str, object]:
    return {"name": publisher.name, "specimen": publisher.specimen, "keys": [key.id for key in publisher.keys]}


def _worth(publisher: Publisher) -> str:
    if publisher.specimen:
        return f"{publisher.name} signs specimens, which are shown here and give no credit"
    return f"Courses signed by {publisher.name} give credit here"
