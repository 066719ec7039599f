"""Commands that care for a profile as a whole: doctor, backup, restore, merge, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.keeping import (
    Examined,
    Merged,
    Outcome,
    examine_profile,
    forget_person,
    merge_from,
    public_key_of_device,
    restore_from,
    write_backup_to,
)
from player.bootstrap.places import find_places
from player.cli import keeping_words as words
from player.cli.learning import Json
from player.cli.show import NO, complain, print_json, problem_facts, tell
from player.domain.problem import Problem

SURE = "forget"


class Unsound(Problem):
    what_template = "Something is wrong with these records: {count} of what was looked at."
    meaning_template = "What it means for your credit stands with each of them above."
    remedy_template = "Do what is said there, then let “carrel doctor” look again."


class NotSure(Problem):
    what_template = "Nothing was forgotten: that was not the word “forget”."
    meaning_template = "Particulars, certificates and records are as they were."
    remedy_template = "Ask again and type the word, or use --yes."


class NotAllMerged(Problem):
    what_template = "{count} of what was to be merged could not be read."
    meaning_template = "Everything else was taken in, and your own records are as they were."
    remedy_template = "Look at what is said of each above, and merge it again."


def add_to(app: typer.Typer) -> None:
    app.command("device")(device)
    app.command("doctor")(doctor)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("merge")(merge)
    app.command("forget")(forget)


def device(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write the public key into this file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say with which key this device signs, for providers who vouch for it."""
    key = public_key_of_device(find_places(context.obj), to=to)
    if as_json:
        print_json({"device": key.id, "key": key.raw.hex(), "file": to})
        return
    tell(f"This device signs as {key.id}")
    if to:
        tell(f"Wrote {to}: give it to your provider, who enrols the device with “carrel trust enrol”.")


def doctor(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what is only derived; events are never touched.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Examine the records in the profile, and say what is wrong and what to do."""
    found = examine_profile(find_places(context.obj), repair=repair)
    wrong = sum(one.outcome is Outcome.WRONG for one in found)
    if as_json:
        print_json({"sound": wrong == 0, "findings": [_finding(one) for one in found]})
    else:
        for one in found:
            tell(words.examined_line(one))
    if wrong:
        complain(Unsound(count=wrong))
        raise typer.Exit(NO)


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="Where to write it; or into this folder.")] = Path(),
    as_json: Json = False,
) -> None:
    """Write the records and particulars into one file, best onto another disk."""
    file, manifest = write_backup_to(find_places(context.obj), to)
    if as_json:
        print_json({"file": file, "streams": manifest.streams, "events": manifest.events, "damaged": manifest.damaged})
        return
    for line in words.backup_lines(file, manifest):
        tell(line)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .carrel-backup file.")],
    as_json: Json = False,
) -> None:
    """Put a backup back; what is recorded now is kept, and both are brought together."""
    restored = restore_from(find_places(context.obj), file)
    if as_json:
        problems = [problem_facts(problem) for problem in restored.problems]
        print_json(
            {
                "events": restored.events,
                "rescued": restored.rescued,
                "aside": restored.aside,
                "new_key": restored.key_retired,
                "particulars": restored.particulars,
                "problems": problems,
            }
        )
        return
    for line in words.restored_lines(restored):
        tell(line)


def merge(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(metavar="FILE", help="Profile folders, ledger files or backups.")],
    as_json: Json = False,
) -> None:
    """Take in what other profiles hold; in any order, and as often as you like."""
    places = find_places(context.obj)
    answers: list[dict[str, object]] = []
    for source in sources:
        try:
            merged = merge_from(places, source)
        except Problem as problem:
            complain(problem, about=source.name)
            answers.append({"file": source, **problem_facts(problem)})
            continue
        answers.append({"file": source, **_merged(merged)})
        if not as_json:
            for line in words.merged_lines(source, merged):
                tell(line)
    if as_json:
        print_json(answers)
    failed = sum("problem" in answer for answer in answers)
    if failed:
        complain(NotAllMerged(count=failed))
        raise typer.Exit(NO)


def forget(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Remove the person's particulars and certificates; the evidence stays and names nobody."""
    places = find_places(context.obj)
    if not yes and not _is_sure(places.profile):
        raise NotSure
    forgotten = forget_person(places)
    if as_json:
        print_json(forgotten)
        return
    for line in words.forgotten_lines(forgotten):
        tell(line)


def _is_sure(profile: Path) -> bool:
    for line in words.forget_lines(profile):
        tell(line)
    try:
        return input(f"Type “{SURE}” to go on: ").strip().lower() == SURE
    except EOFError:
        return False


def _finding(one: Examined) -> dict[str, object]:
    problem = problem_facts(one.problem) if one.problem is not None else {}
    return {"subject": one.subject, "outcome": one.outcome, "count": one.count, "detail": one.detail, **problem}


def _merged(merged: Merged) -> dict[str, object]:
    report = merged.report
    return {
        "events": report.events,
        "branches": report.branches,
        "known": report.known,
        "forks": report.forks,
        "new_key": merged.key_retired,
        "refused": [{"stream": refused.stream, **problem_facts(refused.problem)} for refused in report.refused],
        "left_out": [problem_facts(problem) for problem in merged.left_out],
    }
