"""Sweeping: while files are taken in, values are swept seldom; afterwards as before, whatever happened."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from player.bootstrap.collecting import Terms, intake_for
from player.bootstrap.places import find_places
from player.domain.problem import Problem


def terms(place: str, folder: Path) -> Terms:
    return Terms(place=place, profile=folder / "profile", resources=find_places().resources)


def test_sweeping_is_seldom_while_files_are_taken_in_and_as_before_afterwards(tmp_path: Path) -> None:
    before = gc.get_threshold()
    with intake_for(terms(str(tmp_path / "collection"), tmp_path)):
        assert gc.get_threshold()[0] > 10 * before[0]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_sweeping_is_as_before_when_taking_in_fails(tmp_path: Path) -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyboardInterrupt), intake_for(terms(str(tmp_path / "collection"), tmp_path)):
        raise KeyboardInterrupt
    assert gc.get_threshold() == before


def test_a_place_that_cannot_be_opened_changes_nothing(tmp_path: Path) -> None:
    before = gc.get_threshold()
    (tmp_path / "collection").write_bytes(b"")
    with pytest.raises(Problem), intake_for(terms(str(tmp_path / "collection"), tmp_path)):
        pass
    assert gc.get_threshold() == before
