"""Every reader of strangers' bytes, a little in each run and for a long time behind `--long`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

SECONDS = int(os.environ.get("CARREL_FUZZ_SECONDS", "120"))
"""For each target in the long run."""
TRIES = 60
MOST_MB = 1_500


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_is_changed_in_an_input_ends_in_a_problem_or_in_what_was_read(name: str) -> None:
    target, chosen = TARGETS[name], random.Random(name)
    for seed in target.seeds():
        target.feed(seed)
        for _ in range(TRIES):
            target.feed(_changed(seed, chosen))


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_a_fuzzer_that_sees_the_code_finds_nothing_else(name: str, tmp_path: Path, root: Path) -> None:
    options = [f"-max_total_time={SECONDS}", f"-rss_limit_mb={MOST_MB}", "-timeout=20"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, str(tmp_path / "corpus"), *options],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    told = run.stderr.splitlines()
    assert run.returncode == 0, "\n".join(told[-25:])
    print(f"\n{name}: {told[-1]}")


def _changed(seed: bytes, chosen: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(chosen.choice((1, 1, 2, 8))):
        place = chosen.randrange(len(data)) if data else 0
        match chosen.randrange(4):
            case 0 if data:
                data[place] = chosen.randrange(256)
            case 1:
                data[place:place] = chosen.randbytes(chosen.randrange(1, 9))
            case 2:
                del data[place : place + chosen.randrange(1, 40)]
            case _:
                data[place:place] = data[place : place + chosen.randrange(1, 200)]
    return bytes(data)
