"""The kiosk: a station of a hall, started, kept alive and checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.station_check import check_station
from player.bootstrap.supervising import Started, supervise_station
from player.cli.attending import kiosk_key, kiosk_roster
from player.cli.learning import Json
from player.cli.operating import kiosk_clear, kiosk_export, kiosk_share, kiosk_status
from player.cli.show import NO, WRONG_USAGE, advise, complain, counted, print_json, tell
from player.cli.uniting import hub
from player.cli.window import open_station, require_display
from player.domain.problem import Problem
from player.kiosk.problems import SettingsUnusable
from player.kiosk.settings_check import Finding, Standing, without_password
from player.kiosk.settings_file import faults_of

_MARKS = {Standing.OK: "ok", Standing.WARNING: "look", Standing.BAD: "BAD"}


class NotReady(Problem):
    what_template = "This computer is not ready for the station {station}: {count} above."
    meaning_template = "Nothing was started or changed."
    remedy_template = "Mend what is marked BAD, and check again."


class ProfileElsewhere(Problem):
    what_template = "A station's records lie where its settings say, and not in {folder}."
    meaning_template = "Nothing was started or changed."
    remedy_template = 'Write profile = "{folder}" into the settings, and leave out --profile.'


class SettingsFaulty(Problem):
    what_template = "The kiosk's settings {file} cannot be used: {count} above."
    meaning_template = "Nothing was started or changed."
    remedy_template = "Mend the file, and check it again."


def add_to(app: typer.Typer) -> None:
    app.add_typer(make_app(), name="kiosk")


def make_app() -> typer.Typer:
    app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    app.callback()(kiosk)
    app.command("key")(kiosk_key)
    app.command("roster")(kiosk_roster)
    app.command("hub")(hub)
    app.command("status")(kiosk_status)
    app.command("export")(kiosk_export)
    app.command("share")(kiosk_share)
    app.command("clear")(kiosk_clear)
    return app


def kiosk(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="The station's settings, as in kiosk.toml.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is wrong with the settings and with this computer.")
    ] = False,
    windowed: Annotated[
        bool, typer.Option("--windowed", help="In an ordinary window, which is not locked: to try it out.")
    ] = False,
    station: Annotated[bool, typer.Option("--station", hidden=True)] = False,
    as_json: Json = False,
) -> None:
    """Run a station of a kiosk, which is started again whenever it dies, until its operator closes it."""
    if context.invoked_subcommand is not None:
        return
    if config is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USAGE)
    if context.obj is not None:
        raise ProfileElsewhere(folder=context.obj)
    if check:
        _check(config, as_json=as_json)
    elif station:
        raise typer.Exit(open_station(config, windowed=windowed))
    else:
        require_display()
        supervise_station(config, windowed=windowed, look=_note)


def _note(started: Started) -> None:
    """For the journal; nobody is named in it."""
    pause = f"; the next one starts in {started.pause_ms // 1000} s" if started.pause_ms else ""
    why = f": {started.why}" if started.why else ""
    advise(f"carrel kiosk: station {started.number} {started.what}{pause}{why}")


def _check(file: Path, *, as_json: bool) -> None:
    try:
        settings, findings = check_station(file)
    except SettingsUnusable as problem:
        _tell_faults(file, problem, as_json=as_json)
        raise typer.Exit(NO) from None
    bad = sum(finding.standing is Standing.BAD for finding in findings)
    if as_json:
        shown = replace(settings, union=without_password(settings.union))
        print_json({"usable": True, "ready": not bad, "settings": shown, "findings": findings})
    else:
        for finding in findings:
            tell(_line(finding))
    if bad:
        complain(NotReady(station=settings.station, count=counted(bad, "fault")))
        raise typer.Exit(NO)


def _tell_faults(file: Path, problem: SettingsUnusable, *, as_json: bool) -> None:
    faults = faults_of(problem)
    if as_json:
        print_json({"usable": False, "ready": False, "faults": faults})
    else:
        for fault in faults:
            tell(f"  {fault.sentence}.")
    complain(SettingsFaulty(file=file, count=counted(len(faults), "fault")))


def _line(finding: Finding) -> str:
    return f"  {_MARKS[finding.standing]:<4}  {finding.key:<14}  {finding.sentence}"
