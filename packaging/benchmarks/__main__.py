"""What `packaging/bench` measures: each figure of ours beside one of a baseline, taken in turn in the same run."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measuring import ROOT, Figures

# Carrel and its tests' builders are imported by the groups, from the project that this file belongs to.
sys.path.insert(0, str(ROOT))

from building import measure_building
from checkup import measure_checkup
from documents import measure_package, measure_paper
from evidence import measure_evidence, measure_ledger
from packages import measure_packages
from playback import measure_playback
from start import measure_start


def main() -> int:
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one flat object of name and number")
    parser.add_argument(
        "--only", default="", help="start, playback, ledger, evidence, paper, package, packages, building or checkup"
    )
    parser.add_argument("--events", type=int, default=200_000, help="how many events the large ledger holds")
    parser.add_argument("--long", action="store_true", help="also what takes more than an hour: steady playing")
    options = parser.parse_args()
    figures: Figures = {}
    groups: dict[str, Callable[[Path], Figures]] = {
        "start": measure_start,
        "playback": partial(measure_playback, long=options.long),
        "ledger": measure_ledger,
        "evidence": partial(measure_evidence, events=options.events),
        "paper": measure_paper,
        "package": measure_package,
        "building": measure_building,
        "packages": measure_packages,
        "checkup": measure_checkup,
    }
    for group, measure in groups.items():
        if options.only in ("", group):
            print(f"measuring {group} …", file=sys.stderr)
            with tempfile.TemporaryDirectory(prefix="carrel-bench-") as folder:
                figures |= measure(Path(folder))
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value:10.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
