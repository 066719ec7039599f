from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.court import Court
from tests.faults.desks import make_talk
from tests.ledger.conftest import small_disk

__all__ = ["small_disk"]


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of `make_talk`, to be read only."""
    return make_talk(tmp_path_factory.mktemp("talk"))


@pytest.fixture
def court(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Court:
    """`carrel verify`, which knows the publisher of the tests."""
    return Court(tmp_path, capsys).open()
