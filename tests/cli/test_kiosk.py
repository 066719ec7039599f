"""The command that runs a kiosk's station: what it says of its settings and of this computer before it runs."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import psutil
import pytest

from player.bootstrap import supervising
from player.kiosk.supervision import END, SUPERVISOR, key_line
from player.ledger.problems import ProfileInUse
from player.ledger.profile import lock_profile
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key
from tests.cli.conftest import ROOT, SAMPLE, Carrel, process
from tests.figures import Figures

CODE = "seven-oaks"


@pytest.fixture(scope="module")
def lock() -> LockedOperatorKey:
    """Takes its time to make, as it should."""
    return lock_key(OperatorKey.generate(), CODE)


@pytest.fixture
def settings(tmp_path: Path, profile: Path, lock: LockedOperatorKey) -> Path:
    """The settings of a station with its records in this test's profile, and its operator key."""
    lock.write(tmp_path / "operator.key")
    file = tmp_path / "kiosk.toml"
    file.write_text(
        f"station = 'North 3'\noperator_key = 'operator.key'\nprofile = '{profile}'\ntake_away = ['qr']\n"
        "least_free_mib = 50\n",
        encoding="utf-8",
    )
    return file


def also(settings: Path, line: str) -> None:
    with settings.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")


def test_settings_that_fit_this_computer_are_ready(settings: Path, carrel: Carrel) -> None:
    carrel("add", SAMPLE)
    answer = carrel("kiosk", "--config", settings, "--check")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split()[:2] for line in answer.out.splitlines()] == [
        ["ok", "operator_key"],
        ["ok", "courses"],
        ["ok", "union"],
        ["ok", "least_free_mib"],
    ]


def test_a_check_changes_nothing(settings: Path, carrel: Carrel, profile: Path) -> None:
    before = sorted(profile.rglob("*"))
    carrel("kiosk", "--config", settings, "--check")
    assert sorted(profile.rglob("*")) == before


def test_what_this_computer_lacks_is_said_with_what_to_do(settings: Path, carrel: Carrel, profile: Path) -> None:
    answer = carrel("kiosk", "--config", settings, "--check")
    there = f"There is no course on this station's shelf; add one with “carrel --profile {profile} add FILE”."
    assert f"  BAD   courses         {there}" in answer.out.splitlines()
    assert answer.why == (
        "This computer is not ready for the station North 3: 1 fault above. Nothing was started or changed. "
        "Mend what is marked BAD, and check again."
    )


def test_an_operator_key_that_is_none_is_told(settings: Path, carrel: Carrel) -> None:
    settings.with_name("operator.key").write_text("none", encoding="ascii")
    carrel("add", SAMPLE)
    answer = carrel("kiosk", "--config", settings, "--check")
    assert answer.code == 1
    assert answer.out.startswith("  BAD   operator_key")


def test_faults_in_the_file_are_told_each_with_its_line(settings: Path, carrel: Carrel) -> None:
    also(settings, "idel_s = 3\ntext_percent = 20")
    answer = carrel("kiosk", "--config", settings, "--check")
    assert answer.out.splitlines() == [
        "  line 6, idel_s: there is no such key; perhaps “idle_s” is meant.",
        "  line 7, text_percent: 20 is out of range; 100 to 200 make sense.",
    ]
    assert answer.why.startswith(f"The kiosk's settings {settings} cannot be used: 2 faults above.")
    assert carrel("kiosk", "--config", settings, "--check", "--json").json["faults"][0] == {
        "reason": "there is no such key; perhaps “idle_s” is meant",
        "key": "idel_s",
        "line": 6,
    }


def test_no_password_is_ever_shown(settings: Path, carrel: Carrel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        also(settings, f"union = 'postgresql://carrel:secret@127.0.0.1:{server.getsockname()[1]}/hall'")
        settings.chmod(0o644)
        carrel("add", SAMPLE)
        plain = carrel("kiosk", "--config", settings, "--check")
        as_json = carrel("kiosk", "--config", settings, "--check", "--json")
    assert "secret" not in plain.out + plain.err + as_json.out + as_json.err
    assert ".pgpass" in plain.out
    assert as_json.json["settings"]["union"].startswith("postgresql://carrel@127.0.0.1:")
    assert [finding["standing"] for finding in as_json.json["findings"] if finding["key"] == "union"] == [
        "ok",
        "warning",
    ]


def test_a_union_that_is_away_keeps_no_station_from_running(settings: Path, carrel: Carrel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    also(settings, f"union = 'http://127.0.0.1:{port}'")
    carrel("add", SAMPLE)
    answer = carrel("kiosk", "--config", settings, "--check")
    assert answer.code == 0
    assert f"look  union           http://127.0.0.1:{port} does not answer yet" in answer.out


def test_without_settings_the_command_says_how_it_is_used(carrel: Carrel) -> None:
    answer = carrel("kiosk")
    assert answer.code == 2
    assert "--config" in answer.out


def test_records_are_named_in_the_settings_and_nowhere_else(settings: Path, carrel: Carrel, tmp_path: Path) -> None:
    answer = carrel("--profile", tmp_path / "other", "kiosk", "--config", settings, "--check")
    assert answer.why.startswith(f"A station's records lie where its settings say, and not in {tmp_path / 'other'}.")
    assert not (tmp_path / "other").exists()


def test_unusable_settings_start_nothing(settings: Path) -> None:
    also(settings, "idle_s = 1")
    answer = process("kiosk", "--config", settings, QT_QPA_PLATFORM="offscreen")
    assert "line 6, idle_s: 1 is out of range" in answer.why


def test_without_a_screen_nothing_is_started(settings: Path) -> None:
    answer = process("kiosk", "--config", settings, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert "There is no screen here" in answer.why


def test_records_that_others_use_are_waited_for_and_then_told(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "RECORDS_FREE_WITHIN_S", 0.2)
    with lock_profile(profile), pytest.raises(ProfileInUse):
        supervising._wait_for_records(profile)
    supervising._wait_for_records(profile)


def test_a_second_kiosk_is_told_that_one_runs(settings: Path, profile: Path) -> None:
    with lock_profile(profile / supervising.FOLDER):
        answer = process("kiosk", "--config", settings, QT_QPA_PLATFORM="offscreen")
    assert answer.why == (
        f"This kiosk is running already, with the records in {profile}. Nothing was started a second time, and nothing "
        "that was recorded is affected. Use the window that is open, or end that one first."
    )


def test_a_killed_station_is_back_on_the_screen_and_its_supervisor_ends_in_order(
    settings: Path, profile: Path, figures: Figures
) -> None:
    command = [sys.executable, "-m", "player", "kiosk", "--config", settings]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stderr is not None
        try:
            heard(supervisor.stderr, "carrel kiosk: station 1 ready")
            (station,) = psutil.Process(supervisor.pid).children()
            killed_at = time.monotonic()
            station.kill()
            heard(supervisor.stderr, "carrel kiosk: station 2 ready")
            figures("a killed station shows itself", after_ms=round((time.monotonic() - killed_at) * 1000))
            supervisor.terminate()
            assert supervisor.wait(30) == 0
        finally:
            supervisor.kill()
    assert [entry for entry in diary(profile) if entry != "closed"] == ["started", "started"]


def test_a_station_that_is_handed_its_key_is_open_without_the_operator(settings: Path, profile: Path) -> None:
    key = LockedOperatorKey.read(settings.with_name("operator.key")).unlock(CODE)
    command = [sys.executable, "-m", "player", "kiosk", "--config", settings, "--station"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as station:
        assert station.stdin is not None and station.stdout is not None
        try:
            station.stdin.write(f"{SUPERVISOR}\n{key_line(key.secret)}\n")
            station.stdin.flush()
            heard(station.stdout, "ready")
            assert diary(profile) == ["started", "opened"]
            station.stdin.write(f"{END}\n")
            station.stdin.flush()
            assert station.wait(30) == 0
        finally:
            station.kill()


def heard(stream: IO[str], line: str) -> None:
    """Reads on until this is said."""
    said: list[str] = []
    while line not in said:
        text = stream.readline()
        assert text, f"it ended, and had said {said}"
        said.append(text.strip())


def diary(profile: Path) -> list[str]:
    """What happened at the station, the first first."""
    return [json.loads(line)["entry"] for line in (profile / "kiosk.log").read_text(encoding="ascii").splitlines()]
