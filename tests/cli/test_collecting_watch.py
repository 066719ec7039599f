"""`carrel collect --watch` as a process of its own: what is laid before it is taken in until somebody stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from player.proof.trust import write_publisher
from tests.cli.conftest import ROOT, Carrel
from tests.office.lives import lay
from tests.worlds import TRUST


def test_what_comes_while_it_watches_is_taken_in_once_and_stopping_it_loses_nothing(
    carrel: Carrel, profile: Path, tmp_path: Path
) -> None:
    (profile / "trust").mkdir(parents=True, exist_ok=True)
    write_publisher(profile / "trust" / "sample.publisher.json", TRUST.publishers[0])
    folder, later = tmp_path / "in", tmp_path / "later"
    lay(folder, 1, 2)
    lay(later, 3)
    command = [sys.executable, "-m", "player", "--profile", str(profile), "collect", "--watch", str(folder)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None and watching.stderr is not None
        try:
            assert "Watching" in watching.stdout.readline()
            assert watching.stdout.readline() == "2 files: 2 taken in.\n"
            # At once: a file that is found while it is still being copied is told of, and left for the next time.
            (later / "0003.completion").rename(folder / "0003.completion")
            assert watching.stdout.readline() == "1 file: 1 taken in.\n"
            watching.send_signal(signal.SIGINT)
            assert watching.wait(timeout=30) in (0, 130)
            assert "Traceback" not in watching.stderr.read()
        finally:
            watching.kill()
    status = carrel("collect", "status", "--json").json
    assert (status["files"], status["credits"]) == (3, 3)
    assert carrel("collect", folder).out == "3 files: 3 known already.\n"
