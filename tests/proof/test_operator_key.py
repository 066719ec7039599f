"""The operator's key: locked by its code, the same at every station, and no file can make a station fall over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.problem import Problem
from player.proof import operator_key
from player.proof.operator_key import (
    CodeTooShort,
    LockedOperatorKey,
    OperatorKey,
    OperatorKeyUnusable,
    WrongOperatorCode,
    lock_key,
)
from player.proof.problems import KeyExists, NewerFormat

KEY = OperatorKey.generate()
CODE = "Löwe-4711"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hall") / "hall.key"
    lock_key(KEY, CODE).write(file)
    return file


def test_its_code_opens_it_however_its_letters_are_put_together(file: Path) -> None:
    locked = LockedOperatorKey.read(file)
    assert locked.public == KEY.public
    assert locked.unlock("Lo\u0308we-4711 ").secret == KEY.secret


@pytest.mark.parametrize("code", ["", "löwe-4711", "Löwe-4712", "\ud800" * 8])
def test_another_code_does_not(file: Path, code: str) -> None:
    with pytest.raises(WrongOperatorCode):
        LockedOperatorKey.read(file).unlock(code)


def test_the_secret_is_not_in_its_file_and_the_file_is_its_owners(file: Path) -> None:
    assert KEY.secret.hex() not in file.read_text("ascii")
    assert file.stat().st_mode & 0o077 == 0


def test_a_key_is_never_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(KeyExists):
        LockedOperatorKey.read(file).write(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("code", ["", "12345", "  1234  "])
def test_a_short_code_locks_nothing_and_is_told_what_codes_are_worth(code: str) -> None:
    with pytest.raises(CodeTooShort) as refused:
        lock_key(KEY, code)
    assert "Six digits do not" in refused.value.remedy


def test_a_file_of_a_later_version_is_refused_politely(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NewerFormat):
        _read_changed(file, tmp_path, {"format": 2, "something": "new"})


@pytest.mark.parametrize(
    "changes",
    [
        {"n": 1 << 40},
        {"n": 2},
        {"n": 1 << 17, "r": 1 << 20},
        {"p": 9},
        {"n": "131072"},
        {"n": 131072.5},
        {"salt": ""},
        {"salt": "zz"},
        {"locked": "00" * 4096},
        {"public": "00"},
        {"kind": "something else"},
        {"format": 0},
        {"format": None},
        {"more": 1},
    ],
)
def test_a_hostile_file_is_refused_before_anything_is_computed(
    file: Path, tmp_path: Path, changes: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operator_key, "Scrypt", None)
    with pytest.raises(OperatorKeyUnusable):
        _read_changed(file, tmp_path, changes)


@given(data=st.binary(max_size=300))
def test_no_bytes_whatever_make_it_fall_over(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "any.key"
    file.write_bytes(data)
    with pytest.raises(Problem):
        LockedOperatorKey.read(file)


def test_another_keys_public_half_does_not_pass_for_its_own(file: Path, tmp_path: Path) -> None:
    other = OperatorKey.generate().public.hex
    with pytest.raises(WrongOperatorCode):
        _read_changed(file, tmp_path, {"public": other}).unlock(CODE)


def test_marks_and_ids_are_the_same_at_every_station_and_others_with_every_other_key() -> None:
    there, elsewhere = OperatorKey.from_secret(KEY.secret), OperatorKey.generate()
    assert there.mark("badge", "B1") == KEY.mark("badge", "B1") != elsewhere.mark("badge", "B1")
    assert there.learner_id("R1") == KEY.learner_id("R1") != elsewhere.learner_id("R1")
    assert len(KEY.mark("badge", "B1")) == 64 and len(KEY.learner_id("R1")) == 32
    assert there.hall_secret("hall") == KEY.hall_secret("hall") != KEY.hall_secret("other")


@given(st.text(alphabet="abc\0", max_size=4), st.text(max_size=4), st.text(max_size=4))
def test_no_kind_passes_for_another(kind: str, text: str, other: str) -> None:
    kind = kind.replace("\0", "")
    assert (KEY.mark(kind, text) == KEY.mark("badge", other)) == ((kind, text) == ("badge", other))


def test_a_mark_tells_nothing_of_what_it_marks() -> None:
    near = [KEY.mark("number", str(number)) for number in range(64)]
    assert len({mark[:8] for mark in near}) == 64


def _read_changed(file: Path, folder: Path, changes: dict[str, Any]) -> LockedOperatorKey:
    changed = folder / "changed.key"
    changed.write_text(json.dumps({**json.loads(file.read_text("ascii")), **changes}), "ascii")
    return LockedOperatorKey.read(changed)
