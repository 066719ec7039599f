"""Makes the pictures of every screen on whatever display is there: `python -m tests.pictures FOLDER`.

Lives a learner's life with the sample course in the real window, with the real engine and a real recording, and grabs
the window at each step; does the same with everything that the player can show, with what can happen to courses as
files, with the check-up, documents, credits, sending and the kiosk; and takes every widget of the gallery.

    --language CODE      in another language than English, or in the made-up one (en-XA)
    --looks WHICH        usual (five), covering (three), or all (three schemes, three sizes, 100 and 200 %)
    --part NAME …        only these
    --readme             the few that the README shows, into docs/pictures as FOLDER
    --sheet              everything in English, Arabic and the made-up language, side by side on one page, held against
                         the pictures that were kept; with --keep these are kept from now on
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from player.ui.none_guard import guard_none

guard_none()

from PySide6.QtWidgets import QApplication  # noqa: E402

from player.bootstrap.desk import desk_over  # noqa: E402
from player.bootstrap.places import Places  # noqa: E402
from player.ui.application import make_application  # noqa: E402
from player.ui.gallery import grab_whole  # noqa: E402
from player.ui.language import Speech  # noqa: E402
from player.ui.pages import Pages  # noqa: E402
from player.ui.settings import Settings, write_settings  # noqa: E402
from player.ui.start import make_window  # noqa: E402
from player.ui.theme import Scheme, Theme  # noqa: E402
from tests.journeys.hands import Hands  # noqa: E402
from tests.pictures.certificates import certificates, desk_with_claim  # noqa: E402
from tests.pictures.checking import checking, desk_for_pictures  # noqa: E402
from tests.pictures.credit import credit  # noqa: E402
from tests.pictures.files import filled  # noqa: E402
from tests.pictures.kiosk import kiosk  # noqa: E402
from tests.pictures.kiosk_operator import kiosk_operator  # noqa: E402
from tests.pictures.kiosk_pages import kiosk_pages  # noqa: E402
from tests.pictures.kiosk_take_away import kiosk_take_away  # noqa: E402
from tests.pictures.lives import ROOT, whole_life  # noqa: E402
from tests.pictures.looks import LANGUAGES, LOOKS, USUAL, Look  # noqa: E402
from tests.pictures.photographer import Photographer  # noqa: E402
from tests.pictures.sending import asking, desk_before_claim, desk_for_sending, sending, stores_of  # noqa: E402
from tests.pictures.session import take_everything  # noqa: E402
from tests.pictures.watching import watching  # noqa: E402
from tests.ui.credit_years import years_of_credit  # noqa: E402
from tests.ui.fake_host import NobodyKnown  # noqa: E402
from tests.ui.filled import filled_desk  # noqa: E402

IN_README = frozenset({"library", "course", "player", "quiz", "claim", "certificate"})
Looks = tuple[Look, ...]


def real(app: QApplication, folder: Path, profile: Path, looks: Looks, *, only: frozenset[str] | None = None) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    with desk_over(places) as desk:
        shell = make_window(app, desk, places)
        shell.show()
        whole_life(Photographer(shell, folder, only=only, looks=looks), Hands(app, shell), desk, profile)
        shell.close()


def player(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    with desk_over(places) as desk:
        shell = make_window(app, desk, places)
        shell.show()
        watching(Photographer(shell, folder, looks=looks), Hands(app, shell), shell, desk, profile)
        shell.close()


def made_up(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = filled_desk(profile)
    shell = make_window(app, desk, places)
    shell.show()
    filled(Photographer(shell, folder, looks=looks), Hands(app, shell), shell, desk)
    shell.close()


def check_up(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = desk_for_pictures(profile)
    shell = make_window(app, desk, places)
    shell.show()
    checking(Photographer(shell, folder, looks=looks), Hands(app, shell), shell, desk)
    shell.close()


def documents(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = desk_with_claim(profile)
    shell = make_window(app, desk, places)
    shell.show()
    certificates(Photographer(shell, folder, looks=looks), Hands(app, shell), desk, profile)
    shell.close()


def credits_(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    shell = make_window(app, years_of_credit(profile), places)
    shell.show()
    credit(Photographer(shell, folder, looks=looks), Hands(app, shell), shell)
    shell.close()


def sending_(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    places = Places(profile=profile, resources=ROOT / "resources")
    desk = desk_before_claim(profile / "before")
    shell = make_window(app, desk, places)
    shell.show()
    asking(Photographer(shell, folder, looks=looks), desk)
    shell.close()
    desk = desk_for_sending(profile)
    shell = make_window(app, desk, places)
    shell.take_pages(Pages(shell, sample=ROOT, introducer=NobodyKnown(), uploading=partial(stores_of, desk)))
    shell.show()
    sending(Photographer(shell, folder, looks=looks), Hands(app, shell), shell, desk, profile)
    shell.close()


def widgets(app: QApplication, folder: Path, profile: Path, looks: Looks) -> None:
    theme = Theme(ROOT / "resources")
    theme.apply(app)
    theme.keep_still(True)
    for look in looks:
        theme.switch(Scheme(look.scheme))
        theme.scale_text(look.percent)
        grab_whole(theme, folder / f"widgets-{look.name}.png", look.size.width())


PARTS: dict[str, Callable[[QApplication, Path, Path, Looks], None]] = {
    "way": real,
    "player": player,
    "files": made_up,
    "check-up": check_up,
    "documents": documents,
    "credits": credits_,
    "sending": sending_,
    "kiosk": kiosk,
    "kiosk-operator": kiosk_operator,
    "kiosk-pages": kiosk_pages,
    "kiosk-take-away": kiosk_take_away,
    "widgets": widgets,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.pictures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--looks", choices=tuple(LOOKS), default="usual")
    parser.add_argument("--part", choices=tuple(PARTS), nargs="+", default=list(PARTS))
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--sheet", action="store_true")
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.sheet:
        wrong = take_everything(chosen.folder, chosen.part, LANGUAGES, chosen.looks, keep=chosen.keep)
        # Not the number itself: of 256 nothing would be left in an exit code.
        return 1 if wrong else 0
    app = make_application()
    Speech(ROOT / "resources" / "i18n", app).speak(chosen.language)
    looks = USUAL[:1] if chosen.readme else LOOKS[chosen.looks](chosen.language)
    parts = {"way": partial(real, only=IN_README)} if chosen.readme else {name: PARTS[name] for name in chosen.part}
    with tempfile.TemporaryDirectory(prefix="carrel-pictures-") as home:
        for name, take in parts.items():
            profile = Path(home) / name
            profile.mkdir()
            # As the program itself finds what was chosen.
            write_settings(profile, Settings(language=chosen.language))
            take(app, chosen.folder, profile, looks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
