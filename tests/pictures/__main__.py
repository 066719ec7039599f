"""Makes the pictures of every screen on whatever display is there: `python -m tests.pictures FOLDER`.

Lives a learner's life with the sample course in the real window, with the real engine and a real recording, and grabs
the window at each step: in light, dark and high contrast, at 1280×800 and 1920×1080, and at 200 % text. Does the same
with everything that the player can show, and with what can happen to courses as files. The
check-up is seen from right to left, too. `--readme` makes only the few that the README shows, `--player`, `--files` and
`--check-up` only one part.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from player.ui.none_guard import guard_none

guard_none()

from PySide6.QtWidgets import QApplication  # noqa: E402

from player.bootstrap.desk import desk_over  # noqa: E402
from player.bootstrap.places import Places  # noqa: E402
from player.ui.start import make_application, make_window  # noqa: E402
from tests.journeys.hands import Hands  # noqa: E402
from tests.pictures.checking import checking, desk_for_pictures  # noqa: E402
from tests.pictures.files import filled  # noqa: E402
from tests.pictures.lives import ROOT, whole_life  # noqa: E402
from tests.pictures.photographer import MIRRORED, Photographer  # noqa: E402
from tests.pictures.watching import watching  # noqa: E402
from tests.ui.filled import filled_desk  # noqa: E402

IN_README = frozenset({"library", "course", "player", "quiz", "claim", "certificate"})


def real(app: QApplication, folder: Path, profile: Path, *, only: frozenset[str] | None) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    with desk_over(places) as desk:
        shell = make_window(app, desk, places)
        shell.show()
        whole_life(Photographer(shell, folder, only=only), Hands(app, shell), desk, profile)
        shell.close()


def player(app: QApplication, folder: Path, profile: Path) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    with desk_over(places) as desk:
        shell = make_window(app, desk, places)
        shell.show()
        watching(Photographer(shell, folder, only=None), Hands(app, shell), shell, desk, profile)
        shell.close()


def made_up(app: QApplication, folder: Path, profile: Path) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = filled_desk(profile)
    shell = make_window(app, desk, places)
    shell.show()
    filled(Photographer(shell, folder, only=None), Hands(app, shell), shell, desk)
    shell.close()


def check_up(app: QApplication, folder: Path, profile: Path) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = desk_for_pictures(profile)
    shell = make_window(app, desk, places)
    shell.show()
    checking(Photographer(shell, folder, only=None, looks=MIRRORED), Hands(app, shell), shell, desk)
    shell.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true", help="only the light ones")
    parser.add_argument("--files", action="store_true", help="only those of courses as files")
    parser.add_argument("--player", action="store_true", help="only those of the player")
    parser.add_argument("--check-up", action="store_true", help="only those of the check-up")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="carrel-pictures-") as profile:
        if not (options.readme or options.files or options.check_up):
            player(app, options.folder, Path(profile) / "player")
        if not (options.files or options.player or options.check_up):
            real(app, options.folder, Path(profile) / "life", only=IN_README if options.readme else None)
        if not (options.readme or options.player or options.check_up):
            made_up(app, options.folder, Path(profile) / "files")
        if not (options.readme or options.player or options.files):
            check_up(app, options.folder, Path(profile) / "check-up")
    return 0


if __name__ == "__main__":
    sys.exit(main())
