"""A program that used the engine ends quietly, whatever state the engine was left in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys, threading
from pathlib import Path
from player.domain.engine import Sign
from player.media.source import FileSource
from player.media.vlc_engine import create_engine

how, path = sys.argv[1], Path(sys.argv[2])
engine = create_engine(silent=True)
plays = threading.Event()
engine.on_observation(lambda seen: plays.set() if seen.sign is Sign.TIME else None)
engine.on_frame(lambda width, height, pitch, pixels: None)
engine.load(FileSource(path))
if how != "loaded":
    engine.play()
    assert plays.wait(10)
if how == "seeking":
    engine.seek(4000)
if how == "released":
    engine.release()
if how == "raised":
    raise SystemExit(0)
"""


@pytest.mark.parametrize("how", ["released", "forgotten", "loaded", "seeking", "raised"])
def test_leaving_never_crashes(short_clip: Path, how: str) -> None:
    for _ in range(4):
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM, how, str(short_clip)],
            capture_output=True,
            timeout=30,
            check=False,
            cwd=Path(__file__).parents[2],
        )
        assert (ended.returncode, ended.stderr) == (0, b"")
