"""The kiosk: how long attendees wait to be recognised, and how long a dead station is away."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import ROOT, SAMPLE, Figures, timed
from start import BARE

from player.bootstrap.kiosk import Works, station_over
from player.bootstrap.rostering import import_roster, make_operator_key
from player.kiosk.settings_file import read_settings

CODE = "Carrel2026!"
ATTENDEES = 5_000
VISITS = 15
DEATHS = 7
LONGEST_S = 60


def measure_kiosk(folder: Path) -> Figures:
    """`…_roster_s`: so many attendees taken in; `…_unlock_ms`: the operator's code checked; `…_recognise_ms`: from what
    the scanner read to a name; `…_seat_ms`: until everything they did is at hand; `…_leave_ms`: until their desk is
    closed; `…_back_s`: from a station's death until its attract screen is there again, beside a bare window."""
    settings_file = _settings(folder)
    settings = read_settings(settings_file)
    figures: Figures = {"kiosk_roster_s": timed(lambda: import_roster(_roster(folder), settings, CODE)) / 1000}
    with station_over(settings) as works:
        works.parts.shelf.add(SAMPLE)
        figures["kiosk_unlock_ms"] = timed(lambda: works.station.open(CODE))
        figures |= _visits(works)
    return figures | _deaths(settings_file, folder)


def _visits(works: Works) -> Figures:
    recognised: list[float] = []
    seated: list[float] = []
    left: list[float] = []
    for number in range(VISITS):
        began = time.perf_counter()
        arrival = works.station.by_scan(f"B{number * 7:05}")
        recognised.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        desk = works.station.seat(arrival)
        desk.library()
        seated.append((time.perf_counter() - began) * 1000)
        left.append(timed(works.station.leave))
    return {
        "kiosk_recognise_ms": statistics.median(recognised),
        "kiosk_seat_ms": statistics.median(seated),
        "kiosk_leave_ms": statistics.median(left),
    }


def _deaths(settings_file: Path, folder: Path) -> Figures:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "player", "kiosk", "--config", str(settings_file)]
    # What it says of its stations goes to where errors go.
    supervisor = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, bufsize=1)
    back: list[float] = []
    bare: list[float] = []
    try:
        _until_ready(supervisor)
        for _ in range(DEATHS):
            os.kill(_station_of(settings_file), signal.SIGKILL)
            began = time.perf_counter()
            _until_ready(supervisor)
            back.append(time.perf_counter() - began)
            bare.append(timed(lambda: _bare(environment)) / 1000)
    finally:
        supervisor.terminate()
        supervisor.wait(LONGEST_S)
    # The first time its code was not compiled yet.
    return {"kiosk_back_s": statistics.median(back[1:]), "kiosk_bare_window_s": statistics.median(bare[1:])}


def _until_ready(supervisor: subprocess.Popen[str]) -> None:
    for line in supervisor.stderr or ():
        if "ready" in line:
            return
    raise RuntimeError("the supervisor ended")


def _bare(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, env=environment, check=True)


def _station_of(settings_file: Path) -> int:
    """The process of the station, by its command line."""
    found = subprocess.run(
        ["pgrep", "-f", "--", f"--config {settings_file} --station"], check=True, capture_output=True, text=True
    )
    return int(found.stdout.split()[0])


def _settings(folder: Path) -> Path:
    make_operator_key(folder / "operator.key", CODE)
    file = folder / "kiosk.toml"
    file.write_text('station = "Bench"\noperator_key = "operator.key"\nprofile = "records"\n', encoding="utf-8")
    return file


def _roster(folder: Path) -> Path:
    rows = (
        f"R{number},B{number:05},Given{number},Family{number},physician,p{number}@example.org"
        for number in range(ATTENDEES)
    )
    file = folder / "roster.csv"
    file.write_text("Registration ID,Badge,Given name,Family name,Profession,E-mail\n" + "\n".join(rows), "utf-8")
    return file
