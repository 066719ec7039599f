"""Hostile documents given to `carrel verify`: one sentence, soon, in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.proof.transcript import FILE_NAME
from tests.faults.hostile.documents import DOCUMENTS
from tests.faults.hostile.test_hostile import MOST_SECONDS, Commands, Ended

MOST_MB = 700
"""Of the whole process, the program and its libraries included."""
SLOW = {
    "a text of fifty million",
    "another packing",
    "drawing below what is refused",
    "turns without end",
    "nothing but zeros",
}
"""For the exhaustive run: each takes a second or more."""


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Commands]:
    running = Commands(root, tmp_path_factory.mktemp("home"))
    assert running.run("list").code == 0, "the profile is made"
    yield running
    running.close()


def refused(ended: Ended) -> None:
    assert ended.code == 1, ended
    assert "Traceback" not in ended.said + ended.complained
    assert ended.complained.strip(), "it says why"
    assert len(ended.complained) < 1_500, "in a sentence"
    assert ended.seconds < MOST_SECONDS
    assert ended.peak_mb < MOST_MB


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if kind not in SLOW])
def test_a_hostile_document_is_refused(commands: Commands, tmp_path: Path, kind: str) -> None:
    data = DOCUMENTS[kind]()
    (tmp_path / "evil.pdf").write_bytes(data)
    refused(commands.run("verify", tmp_path / "evil.pdf"))


@pytest.mark.long
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_hostile_document_is_refused_whatever_it_is_taken_for(commands: Commands, tmp_path: Path, kind: str) -> None:
    """As a certificate, and as a transcript, which it says that it is."""
    data = DOCUMENTS[kind]()
    said = f"%/F ({FILE_NAME})\n".encode()
    for number, file in enumerate((data, data[:9] + said + data[9:], said + data)):
        (tmp_path / f"{number}.pdf").write_bytes(file)
        refused(commands.run("verify", tmp_path / f"{number}.pdf"))
