"""Runs one target under atheris until its time is over or something unexpected came out.

    python -m tests.fuzz TARGET FOLDER -max_total_time=60

FOLDER keeps the inputs that reached new code; more options are those of libFuzzer. Exit code 0: nothing was found.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris
from atheris.import_hook import instrument_imports

with instrument_imports(include=["player"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    name, folder, *options = sys.argv[1:]
    target = TARGETS[name]
    corpus = Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    found = f"-artifact_prefix={corpus.parent}/{name}-"
    atheris.Setup([sys.argv[0], str(corpus), found, *options], target.feed)
    atheris.Fuzz()


main()
