"""Trust: the publishers that this installation believes, from files that anybody can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.problem import Problem
from player.proof.trust import Publisher, Trust, read_publisher, read_trust, write_publisher
from tests.worlds import DEVICE, PUBLISHER

COLLEGE = Publisher(name="Example Medical College", keys=(PUBLISHER.public, DEVICE.public), specimen=False)
SPECIMEN = Publisher(name="Specimen", keys=(DEVICE.public,), specimen=True)


def test_a_publisher_comes_back_from_its_file(tmp_path: Path) -> None:
    for publisher in (COLLEGE, SPECIMEN):
        file = tmp_path / "x.publisher.json"
        write_publisher(file, publisher)
        assert read_publisher(file) == publisher


def test_a_publisher_is_known_by_any_of_its_keys() -> None:
    trust = Trust((COLLEGE, SPECIMEN))
    assert trust.publisher_of(PUBLISHER.public.id) == COLLEGE
    assert trust.publisher_of(DEVICE.public.id) == COLLEGE
    assert Trust((SPECIMEN,)).publisher_of(PUBLISHER.public.id) is None


def test_trust_is_gathered_from_folders_and_one_that_is_missing_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    write_publisher(tmp_path / "a" / "one.publisher.json", COLLEGE)
    (tmp_path / "a" / "notes.txt").write_text("not a publisher")
    assert read_trust((tmp_path / "a", tmp_path / "missing")).publishers == (COLLEGE,)
    assert read_trust(()).publishers == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"name":"x","keys":["zz"]}',
        '{"name":"x","keys":["00"]}',
        '{"name":"x","keys":[],"more":1}',
        '{"format":2,"name":"x","keys":[]}',
        '{"format":2,"names":["x"]}',
        "[" * 100_000,
    ],
)
def test_a_damaged_publisher_file_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.publisher.json"
    file.write_text(text)
    with pytest.raises(Problem, match=r"x\.publisher\.json"):
        read_publisher(file)


def test_a_missing_publisher_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"x\.publisher\.json"):
        read_publisher(tmp_path / "x.publisher.json")
