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

from batches import measure_batches
from building import measure_building
from certificates import LIMITS, measure_certificates
from checkup import measure_checkup
from collecting import measure_collecting
from documents import measure_package, measure_paper
from evidence import measure_evidence, measure_ledger
from exports import measure_xapi
from hall import measure_hall
from interface import INTERFACE_LIMITS, measure_interface
from kiosk import measure_kiosk
from packages import measure_packages
from playback import measure_playback
from replay import measure_replay
from rosters import measure_rosters
from start import measure_start


def main() -> int:
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one flat object of name and number")
    parser.add_argument(
        "--only",
        default="",
        help="start, interface, playback, ledger, evidence, paper, certificates, batches, package, packages, building, "
        "checkup, rosters, exports, replay, collect, hall or kiosk",
    )
    parser.add_argument("--events", type=int, default=200_000, help="how many events the large ledger holds")
    parser.add_argument("--long", action="store_true", help="also what takes more than an hour: steady playing")
    options = parser.parse_args()
    figures: Figures = {}
    groups: dict[str, Callable[[Path], Figures]] = {
        "start": measure_start,
        "interface": measure_interface,
        "playback": partial(measure_playback, long=options.long),
        "ledger": measure_ledger,
        "evidence": partial(measure_evidence, events=options.events),
        "paper": measure_paper,
        "certificates": measure_certificates,
        "batches": measure_batches,
        "package": measure_package,
        "building": measure_building,
        "packages": measure_packages,
        "checkup": measure_checkup,
        "rosters": measure_rosters,
        "exports": measure_xapi,
        "replay": measure_replay,
        "collect": measure_collecting,
        "hall": measure_hall,
        "kiosk": measure_kiosk,
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
            most = (LIMITS | INTERFACE_LIMITS).get(name)
            limit = "" if most is None else f"   at most {most:.4g}"
            print(f"{name:35} {value:10.3f}{limit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
