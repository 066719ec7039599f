"""`carrel kiosk status`, `export`, `share` and `clear` behind the operator's code, and what is sealed to its key."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from player.proof.files import make_folder
from player.proof.trust import write_publisher
from tests.cli.conftest import ROOT, Carrel
from tests.kiosk.exports import PROVIDER, PUBLISHER, make_talks
from tests.kiosk.operators import CODE, KEY, make_key, standing


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_talks(tmp_path_factory.mktemp("talks"))


@pytest.fixture
def settings(tmp_path: Path, talks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Those of a station at which somebody was."""
    key = make_key(tmp_path)
    with standing(tmp_path, key) as stand:
        stand.somebody(talks[0])
    file = tmp_path / "kiosk.toml"
    lines = {
        "station": "Hall B 3",
        "operator_key": str(key),
        "profile": str(tmp_path / "profile"),
        "provider_keys": [PROVIDER.public.hex],
    }
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items()), encoding="utf-8")
    monkeypatch.setenv("CARREL_OPERATOR_CODE", CODE)
    return file


def test_status_export_and_clear_follow_each_other(carrel: Carrel, settings: Path, tmp_path: Path) -> None:
    before = carrel("kiosk", "status", "--config", settings, "--json").json
    assert (before["completions"], before["unsaved"]) == (1, 1)
    assert "1 completion that is on no stick" in carrel("kiosk", "clear", "--config", settings).why
    done = carrel("kiosk", "export", tmp_path / "out", "--config", settings, "--json").json
    assert (done["written"], done["of"], done["left_out"], done["stopped"]) == (1, 1, [], None)
    assert (tmp_path / "out" / done["folder"] / "receipt.json").exists()
    again = carrel("kiosk", "export", tmp_path / "out", "--config", settings)
    assert "no files written, 1 there already" in again.out
    told = carrel("kiosk", "status", "--config", settings)
    assert "1, of which 0 are on no stick yet" in told.out
    assert carrel("kiosk", "clear", "--config", settings).code == 0
    assert carrel("kiosk", "status", "--config", settings, "--json").json["completions"] == 0


def test_a_wrong_code_is_told_in_a_sentence(carrel: Carrel, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARREL_OPERATOR_CODE", "000000")
    assert "not the operator's code" in carrel("kiosk", "status", "--config", settings).why


def test_two_stations_share_by_a_folder_without_a_network(carrel: Carrel, settings: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    text = settings.read_text(encoding="utf-8").replace("Hall B 3", "Hall B 4")
    other.write_text(text.replace(str(tmp_path / "profile"), str(tmp_path / "profile-4")), encoding="utf-8")
    stick = tmp_path / "carried"
    assert "hall-Hall B 3.carrel-hall" in carrel("kiosk", "share", stick, "--config", settings).out
    done = carrel("kiosk", "share", stick, "--config", other, "--json").json
    assert [(one["file"], one["cards"]) for one in done["taken"]] == [("hall-Hall B 3.carrel-hall", 1)]
    assert done["taken"][0]["events"] > 0
    again = carrel("kiosk", "share", stick, "--config", other)
    assert "hall-Hall B 3.carrel-hall  no new events, no new attendees" in again.out
    (stick / "x.carrel-hall").write_bytes(b"")
    told = carrel("kiosk", "share", stick, "--config", settings)
    assert told.code == 1
    assert "x.carrel-hall cannot be taken in: it is another kind of file." in told.out


def test_the_status_of_a_station_that_runs_is_what_it_said_last_and_asks_for_no_code(
    carrel: Carrel, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARREL_OPERATOR_CODE")
    with standing(tmp_path, tmp_path / "hall.key") as stand:
        assert "already open" in carrel("kiosk", "status", "--config", settings).why
        stand.works.station.meet()
        told = carrel("kiosk", "status", "--config", settings)
        facts = carrel("kiosk", "status", "--config", settings, "--json").json
    assert "Station Hall B 3 runs; at" in told.out
    assert "1 completion on no stick" in told.out
    assert (facts["running"], facts["unsaved"], facts["figures"]["arrivals"]) == (True, 1, 1)
    kept = (tmp_path / "profile" / "status.json").read_text(encoding="utf-8")
    assert "learner" not in kept
    assert "seated" not in kept


def test_what_is_sealed_to_the_operator_alone_is_verified_and_collected_with_the_operators_key(
    carrel: Carrel, profile: Path, talks: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(tmp_path)
    with standing(tmp_path, key, provider_keys=()) as stand:
        stand.somebody(talks[1])
        stand.operator.export(stand.stick, lambda _: None, lambda: False)
    (file,) = (tmp_path / "stick").rglob("*.completion")
    make_folder(profile / "trust")
    write_publisher(profile / "trust" / "talks.publisher.json", PUBLISHER)
    refused = carrel("verify", file)
    assert f"a kiosk sealed it to {KEY.public.hex[:16]}…" in refused.why
    program = ROOT / "resources" / "auditor" / "verify_completion.py"
    alone = subprocess.run([sys.executable, program, file], capture_output=True, text=True, check=False)
    assert (alone.returncode, f"A kiosk sealed it to {KEY.public.hex[:16]}..." in alone.stderr) == (1, True)
    monkeypatch.setenv("CARREL_OPERATOR_CODE", CODE)
    assert carrel("verify", file, "--operator-key", key).code == 0
    college = talks[1].with_name("talk.key")
    to = ("--into", tmp_path / "collection", "--key", college)
    assert carrel("collect", "files", file, *to).code == 1
    done = carrel("collect", "files", file, *to, "--operator-key", key, "--json").json
    assert (done["new"], done["receipts"]) == (1, 1)
    found = carrel("collect", "statistics", "--to", tmp_path / "sums", *to[:2], "--operator-key", key)
    assert "Nothing" in found.err or found.code == 0
    monkeypatch.setenv("CARREL_OPERATOR_CODE", "000000")
    assert "not the code" in carrel("collect", "files", file, *to, "--operator-key", key).why
