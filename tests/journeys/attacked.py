"""The program as a process of its own, to be stopped and to have its clock set.

`python -m tests.journeys.attacked PROFILE PACKAGE SIGHTINGS` plays, says `playing` once there is a picture, and
leaves when it reads a line. The pictures that were shown go to SIGHTINGS, each as [monotonic ms, number].
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from player.ui.application import make_application
from player.ui.none_guard import guard_none
from tests.journeys.attacking import Attempt
from tests.truth.script import play


def main(profile: Path, package: Path, sightings: Path) -> None:
    guard_none()
    app = make_application()
    attempt = Attempt(profile=profile, package=package)
    told = threading.Event()

    def listen() -> None:
        sys.stdin.readline()
        told.set()

    with attempt.visit(app) as visit:
        threading.Thread(target=listen, daemon=True).start()
        visit.do(play(0))
        visit.hands.until(lambda: len(attempt.pictures.seen) > 1, "a picture")
        print("playing", flush=True)
        visit.hands.until(told.is_set, "the word to leave")
    sightings.write_text(json.dumps([(one.mono_ms, one.number) for one in attempt.pictures.seen]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
