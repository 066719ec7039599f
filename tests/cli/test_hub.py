from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.bootstrap.rostering import CODE_VARIABLE
from player.bootstrap.uniting import HallFilesOnDisk, union_over
from player.domain.kiosk.hall import Met, StationWord
from player.kiosk.ferry import Ferry
from player.kiosk.settings_file import read_settings
from player.kiosk.uniting import HallUnion
from player.ledger.cards import open_cards
from player.ledger.sharing import SharedLedger
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key
from tests.kiosk.uniting.stations import card
from tests.ledger.making import KEY, ledger_in, opening, watched

ROOT = Path(__file__).resolve().parents[2]
CODE = "a1b2c3d4e5"


def hub_command(config: Path, folder: Path, *more: str, code: str = CODE) -> subprocess.Popen[str]:
    words = ["kiosk", "hub", "--config", str(config), "--folder", str(folder), "--port", "0", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "player", *words],
        cwd=ROOT,
        env={**os.environ, CODE_VARIABLE: code},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def key() -> OperatorKey:
    return OperatorKey.generate()


@pytest.fixture(scope="module")
def lock(key: OperatorKey) -> LockedOperatorKey:
    return lock_key(key, CODE)


@pytest.fixture
def config(tmp_path: Path, lock: LockedOperatorKey) -> Path:
    lock.write(tmp_path / "hall.key")
    config = tmp_path / "kiosk.toml"
    config.write_text('station = "Hall A, 3"\noperator_key = "hall.key"\n', encoding="utf-8")
    return config


@pytest.mark.skipif(os.name != "posix", reason="ends it as Ctrl+C does")
def test_a_hub_that_was_started_at_a_terminal_serves_stations_until_it_is_ended(
    tmp_path: Path, config: Path, key: OperatorKey
) -> None:
    with closing(ledger_in(tmp_path / "station")) as ledger, closing(open_cards(tmp_path / "station")) as cards:
        stream = ledger.open(opening())
        stream.append(watched(1))
        cards.put([card("Ada")])
        ferry = Ferry(SharedLedger(ledger), cards, HallFilesOnDisk(key), station="S", words=tuple, took=_nothing)
        file = ferry.write_ferry(tmp_path)
        hub = hub_command(config, tmp_path / "hub", "--take", str(file))
        try:
            assert hub.stdout is not None
            took, answers = hub.stdout.readline(), hub.stdout.readline()
            assert "2 new events, 1 new card" in took
            port = answers.split(":")[-1].split()[0]
            settings = replace(read_settings(config), union=f"http://127.0.0.1:{port}")
            union = union_over(settings, ledger, cards, lambda: datetime.now(UTC), key)
            with closing(union):
                stream.append(watched(2))
                met = meet(union)
                assert (met.events_out, met.cards_out, met.events_in) == (1, 0, 0)
                assert [word.station for word in met.words] == ["Hall A, 3"]
        finally:
            hub.send_signal(signal.SIGINT)
            said, complained = hub.communicate(timeout=20)
    assert "go on by themselves" in said
    assert (hub.returncode, complained) == (0, "")


def meet(union: HallUnion) -> Met:
    now = datetime.now(UTC)
    return union.meet(StationWord(station="Hall A, 3", device=KEY.public.id, at=now, seated=now))


@pytest.mark.parametrize(("code", "said"), [("wrong", "not the code"), ("", "No code was given")])
def test_nobody_starts_a_hub_without_the_operators_code(tmp_path: Path, config: Path, code: str, said: str) -> None:
    hub = hub_command(config, tmp_path / "hub", code=code)
    told, complained = hub.communicate(timeout=20)
    assert hub.returncode == 1
    assert told == ""
    assert said in complained
    assert "Traceback" not in complained
    assert not (tmp_path / "hub").exists()


def _nothing() -> None: ...
