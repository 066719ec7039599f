"""What starts a station when somebody logs in: the files that a system reads are such as it reads."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "packaging" / "kiosk"
UNIT = FOLDER / "carrel-kiosk.service"
SESSION = FOLDER / "carrel-kiosk-session"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these files are for Linux")


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    text = UNIT.read_text(encoding="utf-8")
    (tmp_path / UNIT.name).write_text(text.replace("ExecStart=carrel", f"ExecStart={sys.executable}"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(tmp_path / UNIT.name)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_the_station_again_for_ever_until_its_operator_closes_it() -> None:
    sections: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sections[line] = []
        elif line and not line.startswith("#"):
            sections[[*sections][-1]].append(line)
    assert "StartLimitIntervalSec=0" in sections["[Unit]"], "elsewhere systemd would pass over it"
    assert {"Type=notify", "Restart=always", "RestartPreventExitStatus=0"} <= set(sections["[Service]"])


@pytest.mark.parametrize("name", ["carrel-kiosk.wayland.desktop", "carrel-kiosk.x11.desktop"])
def test_the_sessions_are_such_as_a_login_screen_reads(name: str) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-utils are not here")
    done = subprocess.run(["desktop-file-validate", FOLDER / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("kind", ["wayland", "x11"])
def test_the_session_runs_the_station_with_its_settings_and_ends_with_it(tmp_path: Path, kind: str) -> None:
    run = session(tmp_path, kind)
    assert run.returncode == 7, "the session tells how the station ended"
    words, platform, runtime = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert words == f"kiosk --config {tmp_path}/my kiosk.toml"
    assert platform == {"wayland": "wayland", "x11": "xcb"}[kind]
    assert runtime and not Path(runtime).exists(), "what the session made for itself goes with it"


def test_a_session_of_no_kind_is_refused(tmp_path: Path) -> None:
    run = session(tmp_path, "tty")
    assert (run.returncode, run.stderr) == (2, "usage: carrel-kiosk-session wayland|x11\n")


@pytest.mark.parametrize("kind", ["wayland", "x11"])
def test_a_session_that_is_ended_asks_its_station_first(tmp_path: Path, kind: str) -> None:
    # A station that is gone when it is asked, and else not before long.
    station = f"#!/bin/sh\ntrap 'echo saved >{tmp_path}/saved; exit 0' TERM\n: >{tmp_path}/said\nsleep 30 & wait\n"
    running = subprocess.Popen([SESSION, kind], env=surroundings(tmp_path, station), start_new_session=True)
    try:
        while not (tmp_path / "said").exists():
            assert running.poll() is None
            time.sleep(0.01)
        running.terminate()
        assert running.wait(20) == 0
        assert (tmp_path / "saved").read_text(encoding="ascii") == "saved\n"
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def session(folder: Path, kind: str) -> subprocess.CompletedProcess[str]:
    """Runs the session with a station that writes down what it was given, and ends."""
    said = folder / "said"
    facts = f'"$*" "$QT_QPA_PLATFORM" "$XDG_RUNTIME_DIR" >{said}'
    station = f"#!/bin/sh\nprintf '%s\\n' {facts}\nexit 7\n"
    environment = surroundings(folder, station)
    return subprocess.run([SESSION, kind], env=environment, capture_output=True, text=True, check=False, timeout=30)


def surroundings(folder: Path, station: str) -> dict[str, str]:
    """With this as `carrel`, and a `cage` that only runs what it is given."""
    programs = folder / "bin"
    programs.mkdir()
    for name, text in (("carrel", station), ("cage", '#!/bin/sh\nshift\n"$@"\n')):
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    known = {name: value for name, value in os.environ.items() if name not in ("XDG_RUNTIME_DIR", "DISPLAY")}
    path = f"{programs}:{os.environ['PATH']}"
    return {**known, "PATH": path, "CARREL_KIOSK_CONFIG": f"{folder}/my kiosk.toml", "TMPDIR": str(folder)}
