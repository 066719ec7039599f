"""Evidence is verified without the window and without the database: neither is even loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from player.exchange.completion import write_completion
from tests.builders import PHYSICIAN
from tests.worlds import DEVICE, world

ROOT = Path(__file__).resolve().parents[2]
WATCHED = """
import atexit, sys
sys.path.insert(0, {root!r})
heavy = ["PySide6", "shiboken6", "sqlalchemy", "pysqlite3", "sqlite3", "vlc", "fpdf"]
atexit.register(lambda: print("loaded:", *(name for name in heavy if name in sys.modules), file=sys.stderr))
"""
BY_COMMAND = """
from player.cli.app import run
run(["verify", "a.completion", "--json"])
"""
BY_LIBRARY = """
from pathlib import Path
from player.exchange.completion import verify_completion
from player.proof.trust import Trust
print(*verify_completion(Path("a.completion").read_bytes(), Trust(()), name="a").verdict.history.claims)
"""


@pytest.mark.parametrize("code", [BY_COMMAND, BY_LIBRARY])
def test_a_completion_file_is_verified_without_window_and_database(tmp_path: Path, code: str) -> None:
    here = world()
    here.earn()
    (tmp_path / "a.completion").write_bytes(write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(root=str(ROOT)) + code],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1:] == ["loaded:"]
    assert "Traceback" not in done.stderr and "1.5" in done.stdout
