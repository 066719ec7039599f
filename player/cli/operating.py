"""Commands for a kiosk's operator: how a station stands; of one that is not running the export, sharing, clearing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.operating import folder_as_drive, operated, seen_at
from player.bootstrap.rostering import CODE_VARIABLE
from player.cli.keying import at_terminal
from player.cli.learning import Json
from player.cli.show import NO, advise, complain, counted, print_json, problem_facts, table, tell
from player.domain.problem import Problem
from player.kiosk.exporting import Exported, LeftOut, Step
from player.kiosk.overview import Overview
from player.kiosk.settings_file import read_settings
from player.kiosk.status_file import Status
from player.kiosk.stick_sharing import Ferrying, HallFile

Config = Annotated[Path, typer.Option("--config", metavar="SETTINGS", help="The station's settings.")]
_TOLD_EVERY = 100


def kiosk_status(config: Config, as_json: Json = False) -> None:
    """Say how a station stands: today's figures, what waits, and how much room there is.

    Of one that runs it says what that said of itself last, a few seconds ago, and asks for no code.
    """
    seen = seen_at(read_settings(config), _ask)
    if isinstance(seen, Status):
        _tell_running(seen, as_json=as_json)
        return
    if as_json:
        print_json(_facts(seen))
        return
    tell(f"Station {seen.station}")
    for line in table(_rows(seen)):
        tell(line)
    for trouble in seen.troubles:
        tell(f"  {trouble.sentence}")


def kiosk_export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A stick, or any folder.")],
    config: Config,
    only_here: Annotated[
        bool, typer.Option("--only-here", help="Leave out who was only at other stations of the hall.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write every completion into FOLDER, sealed and read back, with a signed receipt; goes on where it stopped."""
    with operated(read_settings(config), _ask) as operator:
        done = operator.export(folder_as_drive(folder), _tell_step, lambda: False, hall=not only_here)
    if as_json:
        print_json(_export_facts(done))
    else:
        tell(f"{counted(done.written, 'file')} written, {done.there} there already, in {folder / done.folder}.")
        _tell_left_out(done.left_out)
    if done.stopped is not None:
        complain(done.stopped)
    if done.stopped is not None or done.left_out:
        raise typer.Exit(NO)


def kiosk_share(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A stick, or any folder.")],
    config: Config,
    as_json: Json = False,
) -> None:
    """Share with other stations without a network: take in what they wrote into FOLDER, then write what is known here.

    In any order and as often as you like: nothing comes twice. Nobody can read who it is of.
    """
    with operated(read_settings(config), _ask) as operator:
        done = operator.share(folder_as_drive(folder), _tell_file, lambda: False)
    if as_json:
        print_json(
            {
                "taken": [_file_facts(one) for one in done.taken],
                "written": done.written,
                "stopped": problem_facts(done.stopped) if done.stopped is not None else None,
            }
        )
    else:
        for line in table([(one.file, _file_words(one)) for one in done.taken]):
            tell(line)
        if done.written:
            tell(f"All that this station knows is in {folder / done.written}, read back.")
    if done.stopped is not None:
        complain(done.stopped)
    if done.problems:
        raise typer.Exit(NO)


def kiosk_clear(
    config: Config,
    name: Annotated[
        str, typer.Option("--really", metavar="STATION", help="The station's name, to clear what is on no stick, too.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Take every attendee, their records and certificates off this computer after an event; courses and diary stay.

    On solid-state disks only an encrypted disk, or destroying it, makes sure that nothing can be read any more.
    """
    with operated(read_settings(config), _ask) as operator:
        cleared = operator.clear(name)
    if as_json:
        print_json({"cleared": True, "problems": [problem_facts(problem) for problem in cleared.problems]})
        return
    tell("This station holds nobody's records any more.")
    for problem in cleared.problems:
        tell(f"  {problem.sentence}")


def _ask(name: str) -> str:
    if not at_terminal():
        return ""
    return str(typer.prompt(f"Operator's code of {name} ({CODE_VARIABLE})", hide_input=True, err=True))


def _tell_step(step: Step) -> None:
    if step.done % _TOLD_EVERY == 0:
        advise(f"{step.done} of {step.of}")


def _tell_file(step: Ferrying) -> None:
    advise(f"{step.file} ({step.number} of {step.files})" if step.file else "writing this station's own part")


def _file_words(one: HallFile) -> str:
    if one.problem is not None:
        return one.problem.what
    return f"{counted(one.events, 'new event')}, {counted(one.cards, 'new attendee')}"


def _file_facts(one: HallFile) -> dict[str, object]:
    facts: dict[str, object] = {"file": one.file, "events": one.events, "cards": one.cards}
    return facts | (problem_facts(one.problem) if one.problem is not None else {})


def _tell_running(seen: Status, *, as_json: bool) -> None:
    here = seen.figures
    if as_json:
        print_json({"running": True, **asdict(seen), "at": seen.at})
        return
    tell(f"Station {seen.station} runs; at {seen.at.astimezone():%H:%M:%S} it said of itself:")
    rows = [
        ("today", f"{here.arrivals} arrivals, {here.claims} claims, {here.certificates} certificates"),
        ("waiting", f"{counted(seen.unsaved, 'completion')} on no stick, {counted(seen.unshared, 'event')} to share"),
        ("disk", f"{seen.free_mib} MiB free"),
        ("battery", _power(seen.battery)),
        *([("problem", seen.note)] if seen.note else []),
    ]
    for line in table(rows):
        tell(line)


def _power(battery: int | None) -> str:
    return "on mains" if battery is None else f"{battery} %"


def _tell_left_out(left_out: Sequence[LeftOut]) -> None:
    for left in left_out:
        tell(f"  left out: {left.learner} {left.course}: {left.problem.what}")


def _rows(seen: Overview) -> list[tuple[str, str]]:
    here = seen.here
    return [
        ("today", f"{here.arrivals} arrivals, {here.claims} claims, {here.certificates} certificates"),
        ("completions", f"{seen.completions}, of which {seen.unsaved} are on no stick yet"),
        ("disk", f"{seen.free_mib} MiB free, enough for {seen.room_for} more completions"),
        ("battery", _power(seen.battery)),
    ]


def _facts(seen: Overview) -> dict[str, object]:
    return {
        "station": seen.station,
        "today": asdict(seen.here),
        "completions": seen.completions,
        "unsaved": seen.unsaved,
        "free_mib": seen.free_mib,
        "room_for": seen.room_for,
        "battery": seen.battery,
    }


def _export_facts(done: Exported) -> dict[str, object]:
    stopped: Problem | None = done.stopped
    return {
        "folder": done.folder,
        "written": done.written,
        "there": done.there,
        "of": done.of,
        "left_out": [
            {"learner": left.learner, "course": left.course, "problem": problem_facts(left.problem)}
            for left in done.left_out
        ],
        "stopped": problem_facts(stopped) if stopped is not None else None,
    }
