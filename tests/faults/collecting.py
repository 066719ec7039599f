"""A provider who collects: files laid into folders, and `carrel collect` over one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from player.proof.trust import write_publisher
from tests.cli.conftest import Answer, Carrel
from tests.worlds import TRUST


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.completion"
    file.write_bytes(data)
    return file


@pytest.fixture
def believing(profile: Path) -> Path:
    folder = profile / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    write_publisher(folder / "sample.publisher.json", TRUST.publishers[0])
    return profile


@dataclass(frozen=True, slots=True)
class Collecting:
    """`carrel collect` over one folder."""

    carrel: Carrel
    folder: Path

    def __call__(self, *words: str | Path) -> Answer:
        return self.carrel("collect", self.folder, *words)

    def figures(self) -> dict[str, int]:
        return self.carrel("collect", "status", "--json").json


@pytest.fixture
def collect(carrel: Carrel, believing: Path, tmp_path: Path) -> Collecting:
    return Collecting(carrel, tmp_path / "in")
