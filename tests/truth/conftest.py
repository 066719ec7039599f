"""The theatre in which sessions are played."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.truth.theatre import Theatre


@pytest.fixture
def theatre(tmp_path: Path, profile: Path, root: Path) -> Iterator[Theatre]:
    """A machine of this test's own; its recording is taken away afterwards, it can be large."""
    if not sys.platform.startswith("linux"):
        pytest.skip("needs a virtual screen and a sound server, which only Linux has here")
    folder = tmp_path / "theatre"
    folder.mkdir()
    yield Theatre(folder=folder, profile=profile, root=root)
    shutil.rmtree(folder)
