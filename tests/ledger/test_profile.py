from __future__ import annotations

from pathlib import Path

import pytest

from player.ledger.problems import PlaceUnsuited, ProfileInUse
from player.ledger.profile import lock_profile


def test_locking_makes_a_folder_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "profile"
    with lock_profile(folder):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_profile_is_locked_once_until_it_is_released(tmp_path: Path) -> None:
    lock = lock_profile(tmp_path)
    with pytest.raises(ProfileInUse) as met:
        lock_profile(tmp_path)
    assert str(tmp_path) in met.value.what
    lock.release()
    lock.release()
    with lock_profile(tmp_path):
        pass
    lock_profile(tmp_path).release()


def test_two_profiles_do_not_disturb_each_other(tmp_path: Path) -> None:
    with lock_profile(tmp_path / "one"), lock_profile(tmp_path / "two"):
        pass


def test_a_file_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PlaceUnsuited, match="it is a file"):
        lock_profile(tmp_path / "file")
    with pytest.raises(PlaceUnsuited, match="it is a file"):
        lock_profile(tmp_path / "file" / "below")
