"""The law of adding: whatever lies in the store already, the outcome is the package, or a problem and no course."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.archive.package import open_package
from player.archive.shelf import Shelf
from player.domain.problem import Problem
from player.proof.manifest import BLOCK_SIZE
from tests.archive.editions import NOTES, TALK, edition
from tests.archive.making import TRUST, filling
from tests.trying import tries

SIZE = int(3.5 * BLOCK_SIZE)
MEMBERS = {TALK: filling(3.5, seed=21), NOTES: b"What was said."}
BLOCK_STATES = st.lists(st.sampled_from(["right", "hole", "torn", "other"]), min_size=4, max_size=4)
CHANGES = st.sets(st.integers(0, 3))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edition(tmp_path_factory.mktemp("law"), 1, MEMBERS)


def left_behind(states: list[str], length: int) -> bytes:
    """What a kill or a power cut can leave of a part: each block right, never written, torn, or something else."""
    data = bytearray()
    for number, state in enumerate(states):
        block = MEMBERS[TALK][number * BLOCK_SIZE : (number + 1) * BLOCK_SIZE]
        data += {
            "right": block,
            "hole": bytes(len(block)),
            "torn": block[: len(block) // 3] + bytes(len(block) - len(block) // 3),
            "other": MEMBERS[TALK][: len(block)][::-1],
        }[state]
    return bytes(data[:length]).ljust(length, b"\0")


@settings(max_examples=tries(40), suppress_health_check=[HealthCheck.too_slow])
@given(
    states=BLOCK_STATES,
    length=st.integers(0, SIZE + 5000),
    is_finished=st.booleans(),
    damage=CHANGES,
)
def test_whatever_was_left_behind_the_outcome_is_the_package_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory,
    file: Path,
    states: list[str],
    length: int,
    is_finished: bool,
    damage: set[int],
) -> None:
    place = tmp_path_factory.mktemp("shelf")
    with open_package(file, TRUST) as package:
        talk = next(member for member in package.signed.manifest.members if member.path == TALK)
        offset = package.places[TALK].offset
    data = bytearray(file.read_bytes())
    for number in damage:
        data[offset + number * BLOCK_SIZE] ^= 1
    (place / "source.course").write_bytes(data)
    contents = place / "shelf" / "contents"
    contents.mkdir(parents=True)
    (contents / f"{talk.content}{'' if is_finished else '.part'}").write_bytes(left_behind(states, length))
    shelf = Shelf(place / "shelf", TRUST)
    whole = [n for n, s in enumerate(states) if s == "right" and length >= min((n + 1) * BLOCK_SIZE, SIZE)]
    try:
        shelf.add(place / "source.course")
    except Problem:
        assert damage - set(whole), "every block was to be had from one or the other"
        assert shelf.packages() == ()
        shelf.add(file)
    (shelved,) = shelf.packages()
    assert shelved.package
    shelved.package.verify()
    assert {member: shelved.package.read(member) for member in MEMBERS} == MEMBERS
    assert list(contents.glob("*.part")) == []
    shutil.rmtree(place)
