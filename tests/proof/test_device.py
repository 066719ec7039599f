"""The device's key: one for each machine, found again, never lost half way, never used again once put away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from player.domain.problem import Problem
from player.proof.device import MachineId, device_key, own_keys, retire
from player.proof.keys import PrivateKey, read_public_key
from tests.dying import dies_before

HERE, THERE, ELSEWHERE = (MachineId(digit * 32) for digit in "abc")


def id_in(profile: Path, machine: MachineId) -> str:
    return device_key(profile, machine).public.id


def test_the_first_start_makes_a_key_and_every_later_one_finds_it(tmp_path: Path) -> None:
    made = id_in(tmp_path, HERE)
    assert id_in(tmp_path, HERE) == made == read_public_key(tmp_path / "device.key.pub").id


def test_a_profile_of_an_earlier_version_keeps_its_key(tmp_path: Path) -> None:
    key = PrivateKey.generate()
    key.write(tmp_path / "device.key")
    assert id_in(tmp_path, HERE) == id_in(tmp_path, HERE) == key.public.id
    assert id_in(tmp_path, THERE) != key.public.id


def test_on_another_machine_another_key_signs_and_back_home_the_first_one(tmp_path: Path) -> None:
    home, away = id_in(tmp_path, HERE), id_in(tmp_path, THERE)
    assert home != away
    for _ in range(2):
        assert id_in(tmp_path, HERE) == home
        assert id_in(tmp_path, THERE) == away
        assert read_public_key(tmp_path / "device.key.pub").id == away
    assert {key.public.id for key in own_keys(tmp_path)} == {home, away}


def test_two_copies_of_a_profile_never_sign_with_one_key(tmp_path: Path) -> None:
    home = id_in(tmp_path, HERE)
    (tmp_path / "a").mkdir()
    copies = [tmp_path / name for name in ("b", "c")]
    for copy, machine in zip(copies, (THERE, ELSEWHERE), strict=True):
        shutil.copytree(tmp_path, copy, ignore=shutil.ignore_patterns("a", "b", "c"))
        assert id_in(copy, machine) != home
    assert id_in(copies[0], THERE) != id_in(copies[1], ELSEWHERE)


def test_a_key_put_away_is_never_used_again_and_is_kept(tmp_path: Path) -> None:
    first = id_in(tmp_path, HERE)
    second = retire(tmp_path, HERE).public.id
    third = retire(tmp_path, HERE).public.id
    assert len({first, second, third}) == 3
    assert id_in(tmp_path, HERE) == third
    assert id_in(tmp_path, THERE) not in {first, second, third}
    assert id_in(tmp_path, HERE) == third
    assert {first, second, third} <= {key.public.id for key in own_keys(tmp_path)}


def test_a_key_put_away_is_not_used_either_when_its_file_comes_back(tmp_path: Path) -> None:
    id_in(tmp_path, HERE)
    old = (tmp_path / "device.key").read_bytes()
    first = retire(tmp_path, HERE).public.id
    (tmp_path / "device.key").write_bytes(old)
    assert id_in(tmp_path, HERE) == first


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format":1,"machine":"../../x","key":"k"}', '{"format":1}'])
def test_where_nobody_knows_whose_a_key_is_it_is_kept_and_not_used(tmp_path: Path, text: str) -> None:
    home = id_in(tmp_path, HERE)
    (tmp_path / "device.json").write_text(text)
    assert id_in(tmp_path, HERE) != home
    assert home in {key.public.id for key in own_keys(tmp_path)}


def test_a_newer_program_s_word_on_the_key_is_left_alone(tmp_path: Path) -> None:
    id_in(tmp_path, HERE)
    (tmp_path / "device.json").write_text('{"format":2,"machine":"?"}')
    with pytest.raises(Problem, match="newer Carrel"):
        device_key(tmp_path, HERE)


def test_a_damaged_key_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    id_in(tmp_path, HERE)
    (tmp_path / "device.key").write_bytes(b"-----BEGIN")
    with pytest.raises(Problem, match=r"device\.key"):
        device_key(tmp_path, HERE)
    assert (tmp_path / "device.key").read_bytes() == b"-----BEGIN"


def test_a_damaged_key_can_be_put_away_and_is_kept_as_it_is(tmp_path: Path) -> None:
    home = id_in(tmp_path, HERE)
    away = id_in(tmp_path, THERE)
    (tmp_path / "device.key").write_bytes(b"-----BEGIN")
    made = retire(tmp_path, THERE).public.id
    assert made not in {home, away}
    assert id_in(tmp_path, THERE) == made
    assert (tmp_path / "keys" / "damaged-1.txt").read_bytes() == b"-----BEGIN"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_every_copy_of_a_secret_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    device_key(tmp_path, HERE)
    device_key(tmp_path, THERE)
    retire(tmp_path, THERE)
    secrets = [tmp_path / "device.key", *(tmp_path / "keys").glob("*.key")]
    assert len(secrets) >= 4
    assert [file for file in secrets if file.stat().st_mode & 0o077] == []


def begun(profile: Path) -> str:
    return id_in(profile, HERE)


ACTS: dict[str, Callable[[Path], object]] = {
    "move": lambda profile: device_key(profile, THERE),
    "return": lambda profile: (device_key(profile, THERE), device_key(profile, HERE)),
    "retire": lambda profile: retire(profile, HERE),
    "retire elsewhere": lambda profile: retire(profile, THERE),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_step_the_profile_opens_and_no_key_is_used_by_two(tmp_path: Path, act: str) -> None:
    step, died = 0, True
    while died:
        profile = tmp_path / str(step)
        profile.mkdir()
        home = begun(profile)
        died = dies_before(step, lambda: ACTS[act](profile), within=str(profile))  # noqa: B023 - called at once
        was_retired = any((profile / "keys").glob("retired-*.key"))
        here, there = id_in(profile, HERE), id_in(profile, THERE)
        assert here != there
        assert (here == home) is (not was_retired or act == "retire elsewhere")
        assert id_in(profile, HERE) == here
        assert home in {key.public.id for key in own_keys(profile)}
        step += 1
    assert step > 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_killed_at_the_first_start_the_next_one_goes_on(tmp_path: Path) -> None:
    step, died = 0, True
    while died:
        profile = tmp_path / str(step)
        profile.mkdir()
        died = dies_before(step, lambda: device_key(profile, HERE), within=str(profile))  # noqa: B023
        assert id_in(profile, HERE) == id_in(profile, HERE)
        step += 1
    assert step > 3
