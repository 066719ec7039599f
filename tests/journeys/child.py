"""The program as a process of its own, to be killed: `python -m tests.journeys.child PROFILE PACKAGE SECONDS`.

Opens the real window, begins or goes on with the course, plays, and says on its output what is on disk: `covered N`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.progress import StepName, StepState
from player.ui.application import make_application
from player.ui.host import Place, Route
from player.ui.none_guard import guard_none
from player.ui.start import make_window
from tests.journeys.hands import Hands

ROOT = Path(__file__).resolve().parents[2]


def main(profile: Path, package: Path, seconds: float) -> None:
    guard_none()
    app = make_application()
    places = Places(profile=profile, resources=ROOT / "resources")
    with desk_over(places) as desk:
        signed = desk.add_course(package)
        shell = make_window(app, desk, places)
        shell.show()
        hands = Hands(app, shell)
        if desk.progress(signed).step(StepName.BEFORE).state is StepState.OPEN:
            desk.journey(signed).acknowledge_disclosures()
        shell.go(Route(place=Place.WATCH, course=signed.hash))
        hands.press("Play")

        def tell() -> None:
            covered = desk.progress(signed).sessions[0].coverage.length_ms
            print(f"covered {covered}", flush=True)

        beat = QTimer(shell)
        beat.timeout.connect(lambda: shell.door.ask(tell))
        beat.start(200)
        hands.live(seconds)
        shell.close()
        tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
