"""The record of what a store confirmed: it survives kills, power cuts and bad disks, and never says too much."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.problem import Problem
from player.domain.uploading import Cause, SetAside
from player.exchange.lrs.journal import Journal

ADDRESS = "https://lrs.example.org/xapi"


def journal(profile: Path, user: str = "me") -> Journal:
    return Journal(profile, address=ADDRESS, user=user)


def test_what_was_confirmed_is_known_after_a_start(tmp_path: Path) -> None:
    first, second = str(uuid4()), str(uuid4())
    journal(tmp_path).confirm([first])
    again = journal(tmp_path)
    assert again.is_confirmed(first)
    assert again.is_confirmed(first.upper())
    assert not again.is_confirmed(second)


def test_another_name_at_the_same_address_is_another_store(tmp_path: Path) -> None:
    one = str(uuid4())
    journal(tmp_path).confirm([one])
    assert not journal(tmp_path, "you").is_confirmed(one)


def test_what_the_store_lost_is_confirmed_no_more(tmp_path: Path) -> None:
    one = str(uuid4())
    journal(tmp_path).confirm([one])
    journal(tmp_path).lose([one])
    assert not journal(tmp_path).is_confirmed(one)


def test_what_was_set_aside_counts_for_these_bytes_alone_and_until_it_is_confirmed(tmp_path: Path) -> None:
    one = SetAside(id=str(uuid4()), cause=Cause.REFUSED, reason="no")
    journal(tmp_path).set_aside(one, b"{}")
    assert journal(tmp_path).set_aside_before(one.id, b"{}") == one
    assert journal(tmp_path).set_aside_before(one.id, b"{ }") is None
    journal(tmp_path).confirm([one.id])
    assert journal(tmp_path).set_aside_before(one.id, b"{}") is None


def test_over_what_a_store_failed_is_tried_again(tmp_path: Path) -> None:
    one = SetAside(id=str(uuid4()), cause=Cause.STORE_FAILED, reason="500")
    journal(tmp_path).set_aside(one, b"{}")
    assert journal(tmp_path).set_aside_before(one.id, b"{}") is None


def test_a_cut_at_any_place_loses_the_last_lines_and_nothing_else(tmp_path: Path) -> None:
    groups = [[str(uuid4()) for _ in range(3)] for _ in range(3)]
    for group in groups:
        journal(tmp_path).confirm(group)
    (file,) = (tmp_path / "uploads").iterdir()
    whole = file.read_bytes()
    ends = [place + 1 for place, letter in enumerate(whole) if letter == ord("\n")]
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        lines = sum(end <= cut for end in ends)
        found = journal(tmp_path)
        known = [all(found.is_confirmed(one) for one in group) for group in groups]
        assert known == [number + 2 <= lines for number in range(3)]


def test_after_a_torn_line_the_next_one_stands_alone(tmp_path: Path) -> None:
    first, second, third = str(uuid4()), str(uuid4()), str(uuid4())
    journal(tmp_path).confirm([first])
    journal(tmp_path).confirm([second])
    (file,) = (tmp_path / "uploads").iterdir()
    file.write_bytes(file.read_bytes()[:-10] + bytes(40))
    journal(tmp_path).confirm([third])
    found = journal(tmp_path)
    assert [found.is_confirmed(one) for one in (first, second, third)] == [True, False, True]


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_confirms_anything_else(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    profile = tmp_path_factory.mktemp("journal")
    sent = ["00000001-0000-4000-8000-000000000000", "abcdef01-2345-4789-8abc-def012345678"]
    journal(profile).confirm(sent)
    (file,) = (profile / "uploads").iterdir()
    data = bytearray(file.read_bytes())
    data[place % len(data)] ^= 1 << bit
    file.write_bytes(data)
    found = journal(profile)
    assert found._confirmed <= {UUID(one).bytes for one in sent}


def test_one_of_a_newer_carrel_is_refused_politely(tmp_path: Path) -> None:
    journal(tmp_path).confirm([str(uuid4())])
    (file,) = (tmp_path / "uploads").iterdir()
    told = file.read_bytes().splitlines()[0].partition(b" ")[2].replace(b'"format":1', b'"format":2')
    file.write_bytes(hashlib.sha256(told).hexdigest()[:16].encode() + b" " + told + b"\n")
    with pytest.raises(Problem, match="newer Carrel"):
        journal(tmp_path)
