"""Stations that open by themselves: only where it was asked for, and only with a code that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.bootstrap.kiosk import station_over
from player.bootstrap.unattended import SERVICE, CodeKeeper, code_keeper
from player.domain.kiosk.settings import KioskSettings, Unattended
from player.machine.secrets import KeyStore
from player.proof.operator_key import OperatorKey, lock_key

CODE = "Carrel2026!"
LOCK = lock_key(OperatorKey.generate(), CODE)


class Locker:
    """A key store in memory; `shut`: it refuses."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.shut = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username))

    def _ask(self) -> None:
        if self.shut:
            raise OSError("locked")


@pytest.fixture
def settings(tmp_path: Path) -> KioskSettings:
    LOCK.write(tmp_path / "operator.key")
    return KioskSettings(station="One", operator_key=tmp_path / "operator.key", profile=tmp_path / "records")


def test_a_code_that_was_right_opens_the_station_after_the_next_start(settings: KioskSettings) -> None:
    locker = Locker()
    CodeKeeper(KeyStore(locker), LOCK).remember(CODE)
    assert list(locker.kept) == [(SERVICE, LOCK.public.hex)]
    with station_over(settings) as works:
        CodeKeeper(KeyStore(locker), LOCK).open(works.station)
        assert works.station.is_open


def test_a_code_that_is_right_no_more_leaves_it_closed(settings: KioskSettings) -> None:
    locker = Locker()
    locker.kept[SERVICE, LOCK.public.hex] = "another one"
    with station_over(settings) as works:
        CodeKeeper(KeyStore(locker), LOCK).open(works.station)
        assert not works.station.is_open


def test_a_key_store_that_is_shut_keeps_nobody_from_opening_it_by_hand(settings: KioskSettings) -> None:
    locker = Locker()
    locker.shut = True
    keeper = CodeKeeper(KeyStore(locker), LOCK)
    with station_over(settings) as works:
        keeper.open(works.station)
        assert not works.station.is_open
        keeper.remember(CODE)
        works.station.open(CODE)
        assert works.station.is_open


def test_where_it_was_not_asked_for_no_key_store_is_touched() -> None:
    code_keeper(Unattended.NO, LOCK).remember(CODE)
