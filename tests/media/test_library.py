"""Without libVLC there is a plain sentence instead of an import error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.modules["vlc"] = None
from player.domain.problem import Problem
try:
    import player.media.vlc_engine
except Problem as problem:
    print(problem.code, problem.remedy)
"""


def test_a_missing_libvlc_says_what_to_install() -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    ).stdout
    assert said.startswith("NoEngine ")
    assert "libvlc5" in said
