"""Commands that take over quizzes, courses and requirements from elsewhere, and hand quizzes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.importing import draft_requirements, export_quiz, import_course, import_quiz, report_lines
from player.bootstrap.places import find_places
from player.cli.learning import Json
from player.cli.progress import progress_line
from player.cli.show import NO, advise, complain, counted, print_json, tell
from player.domain.problem import Problem


class NoQuestionTaken(Problem):
    what_template = "No question of {name} could be taken over."
    meaning_template = "Nothing was written; the reasons are given item by item."
    remedy_template = "Change the questions in the system they come from, or write them anew."


def add_to(app: typer.Typer) -> None:
    quiz = typer.Typer(no_args_is_help=True, help="Take over quizzes from other systems, and hand them out.")
    quiz.command("import")(quiz_import)
    quiz.command("export")(quiz_export)
    app.add_typer(quiz, name="quiz")


def quiz_import(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="QTI 1.2 to 3.0 (a file or a package), Moodle XML, GIFT or Aiken."),
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file of questions to write, in TOML.")],
    as_json: Json = False,
) -> None:
    """Take over a quiz, and say of each item what came of it."""
    written = import_quiz(file, to=to)
    if as_json:
        print_json(written)
    else:
        for line in report_lines(written):
            tell(line)
    if not written.files:
        complain(NoQuestionTaken(name=file.name))
        raise typer.Exit(NO)
    if not as_json:
        tell(f"Wrote {counted(written.questions, 'question')} to {to}. In the course's course.toml, below [quiz]:")
        for line in written.lines:
            tell(f"  {line}")


def quiz_export(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A course folder, or a file of questions in TOML.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The package to write, a .zip file.")],
    as_json: Json = False,
) -> None:
    """Write a quiz as a package of QTI 3.0, which other systems read."""
    number = export_quiz(source, to=to)
    if as_json:
        print_json({"file": to, "questions": number})
    else:
        tell(f"Wrote {counted(number, 'question')} to {to}")


def course_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A SCORM, Common Cartridge or cmi5 package, or its folder.")
    ],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The course folder to write, new or empty.")],
    as_json: Json = False,
) -> None:
    """Make a course folder of another system's package, as far as it can be done, and say what came of each part."""
    with progress_line(quiet=as_json) as line:
        taken = import_course(find_places(), file, to=to, on_step=line.step)
    if as_json:
        print_json(
            {
                "folder": taken.folder,
                "kind": taken.kind,
                "title": taken.title,
                "sessions": taken.sessions,
                "questions": len(taken.quiz.questions),
                "report": taken.report,
            }
        )
        return
    for text in report_lines(taken):
        tell(text)
    parts = f"{counted(taken.sessions, 'recording')} and {counted(len(taken.quiz.questions), 'question')}"
    tell(f"Wrote {to} with {parts}. Look for TODO in {to / 'course.toml'}, then: carrel course check {to}")


def course_requirements(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The words of your page of requirements, as a plain text file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file of tables to write; left out, they are printed."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Draft the rules for course.toml out of a text of requirements, and say which of them need a look."""
    drafted = draft_requirements(file, to=out)
    if as_json:
        print_json({"file": out, "rules": drafted.rules, "look": drafted.look, "tables": drafted.tables})
        return
    for line in drafted.look:
        advise(line)
    if out is None:
        tell(drafted.tables.rstrip("\n"))
    else:
        tell(f"Wrote {counted(len(drafted.rules), 'rule')} to {out}; {len(drafted.look)} need a look")
