"""Makes the pictures of every screen: `python -m tests.pictures FOLDER [--readme]`, on whatever display there is.

Lives a learner's life with the sample course in the real window, with the real engine and a real recording, and grabs
the window at each step: in light, dark and high contrast, at 1280×800 and 1920×1080, and at 200 % text. `--readme`
makes only the few that the README shows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from player.ui.none_guard import guard_none

guard_none()

from PySide6.QtCore import QEventLoop, QSize, QTimer  # noqa: E402

from player.bootstrap.desk import desk_over  # noqa: E402
from player.bootstrap.places import Places  # noqa: E402
from player.cli.app import run  # noqa: E402
from player.desk.desk import Desk  # noqa: E402
from player.desk.rehearsal import answers_from_key, plausible_responses  # noqa: E402
from player.domain.learner import Profession  # noqa: E402
from player.proof.manifest import SignedCourse  # noqa: E402
from player.ui.host import Place, Route  # noqa: E402
from player.ui.shell.shell import Shell  # noqa: E402
from player.ui.start import make_application, make_window  # noqa: E402
from player.ui.widgets.scroll import ScrollPage  # noqa: E402
from tests.journeys.hands import Hands  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
SPECIMEN_KEY = ROOT / "resources" / "samples" / "specimen.key"
OTHERS = ("Delirium on the ward", "Asthma in primary care", "Opioids: starting, changing, stopping")
IN_README = frozenset({"library", "course", "player", "quiz", "claim", "certificate"})
FAR = datetime(2126, 1, 1, 12, tzinfo=UTC)
"""When every course has closed."""
SMALL, LARGE = QSize(1280, 800), QSize(1920, 1080)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the window is dressed for a set of pictures."""

    name: str
    scheme: str = "light"
    size: QSize = SMALL
    percent: int = 100


LOOKS = (
    Look(name="light"),
    Look(name="dark", scheme="dark"),
    Look(name="contrast", scheme="contrast"),
    Look(name="large", size=LARGE),
    Look(name="double", percent=200),
)


class Photographer:
    """Grabs the window as it stands, in each look; `only`: the named pictures, in the first look."""

    def __init__(self, shell: Shell, folder: Path, *, only: frozenset[str] | None) -> None:
        self._shell = shell
        self._folder = folder
        self._only = only
        self._looks = LOOKS if only is None else LOOKS[:1]

    def visit(self, name: str, route: Route, prepare: Callable[[], None] | None = None) -> None:
        """Goes somewhere and takes the pictures of it."""
        self._shell.go(route)
        self.settle()
        if prepare is not None:
            prepare()
            self.settle()
        for look in self._looks:
            self.dress(look)
            self._take(name, look)
        self.dress(self._looks[0])

    def _take(self, name: str, look: Look) -> None:
        if self._only is None:
            self._shell.grab().save(str(self._folder / f"{name}-{look.name}.png"))
        elif name in self._only:
            self._shell.grab().save(str(self._folder / f"{name}.png"))

    def dress(self, look: Look) -> None:
        settings = replace(self._shell.settings, scheme=look.scheme, text_percent=look.percent)
        self._shell.change_settings(settings)
        self._shell.resize(look.size)
        self.settle()

    def settle(self, seconds: float = 0.6) -> None:
        """Until nothing is on its way, and what is drawn late is drawn."""
        live(seconds)
        while not self._shell.door.is_idle:
            live(0.05)
        live(0.2)


def live(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def life(photographer: Photographer, hands: Hands, desk: Desk, signed: SignedCourse) -> None:
    """From an empty library to the completion file, with a picture at each step."""
    course = signed.hash
    photographer.visit("course-before", Route(place=Place.COURSE, course=course))
    journey = desk.journey(signed)
    journey.acknowledge_disclosures()
    photographer.visit("player", Route(place=Place.WATCH, course=course), lambda: watch(hands))
    photographer.visit("library", Route(place=Place.LIBRARY))
    photographer.visit("course", Route(place=Place.COURSE, course=course))
    photographer.visit("quiz", Route(place=Place.QUIZ, course=course), lambda: begin_quiz(hands))
    quiz = signed.course.quiz
    assert quiz is not None
    journey.submit_quiz(answers_from_key(quiz))
    photographer.visit("quiz-result", Route(place=Place.QUIZ, course=course))
    photographer.visit("evaluation", Route(place=Place.EVALUATION, course=course))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    photographer.visit("claim-who", Route(place=Place.CLAIM, course=course))
    desk.save_learner(replace(desk.learner, profession=Profession.PHYSICIAN))
    photographer.visit("claim", Route(place=Place.CLAIM, course=course))
    entitlement = journey.progress().entitlements[0]
    journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)
    offer = entitlement.offer.id
    photographer.visit("certificate", Route(place=Place.CERTIFICATE, course=course, offer=offer), lambda: live(2))
    photographer.visit("course-done", Route(place=Place.COURSE, course=course))
    photographer.visit("credits", Route(place=Place.CREDITS))
    photographer.visit("send", Route(place=Place.SEND))
    photographer.visit("check-up", Route(place=Place.CHECKUP, course=course))
    photographer.visit("profile", Route(place=Place.PROFILE))
    photographer.visit("profile-records", Route(place=Place.PROFILE), lambda: show_records(hands))


def wrong_date(photographer: Photographer, hands: Hands, desk: Desk, signed: SignedCourse) -> None:
    """A course that is locked by its days, and the way out where the date is wrong."""
    desk.correct_clock(signed, FAR)
    route = Route(place=Place.COURSE, course=signed.hash)
    photographer.visit("course-date", route, lambda: hands.press("This computer's date is wrong…"))
    desk.correct_clock(signed, desk.now())


def show_records(hands: Hands) -> None:
    """What a check says of the records, at the foot of the page."""
    hands.press("Check now")
    page = hands.button("Check now").parentWidget()
    while page is not None and not isinstance(page, ScrollPage):
        page = page.parentWidget()
    if page is not None:
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


def other_course(folder: Path, number: int, title: str) -> Path:
    """A course beside the sample, from the template, without a cover of its own."""
    package = folder.with_suffix(".course")
    assert run(["course", "new", str(folder)]) == 0
    text = (folder / "course.toml").read_text(encoding="utf-8")
    text = text.replace('"My course"', f'"{title}"').replace("org.example.my-course", f"org.example.course-{number}")
    before, _, rest = text.partition("[cover]")
    text = before + rest[rest.index("[") :]
    (folder / "course.toml").write_text(text, encoding="utf-8")
    assert run(["course", "build", str(folder), "--key", str(SPECIMEN_KEY), "--out", str(package)]) == 0
    return package


def watch(hands: Hands) -> None:
    """Plays for real, at double speed: the beginning, then on from the middle, so that a hollow part is to be seen."""
    hands.press("Play")
    for _ in range(4):
        hands.key(">")
    hands.live(26)
    for _ in range(2):
        hands.key("l")
    hands.live(24)
    for _ in range(4):
        hands.key("<")
    hands.live(1)


def begin_quiz(hands: Hands) -> None:
    hands.press("Begin the quiz")
    hands.press("The last minute")
    hands.press("Next")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true", help="only the light ones")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="carrel-pictures-") as profile:
        places = Places(profile=Path(profile), resources=ROOT / "resources")
        with desk_over(places) as desk:
            shell = make_window(app, desk, places)
            shell.show()
            photographer = Photographer(shell, options.folder, only=IN_README if options.readme else None)
            photographer.visit("library-empty", Route(place=Place.LIBRARY))
            signed = desk.add_course(SAMPLE)
            others = [
                desk.add_course(other_course(Path(profile) / f"other-{number}", number, title))
                for number, title in enumerate(OTHERS)
            ]
            desk.save_learner(replace(desk.learner, name="Ana María Núñez", degrees="MD"))
            hands = Hands(app, shell)
            wrong_date(photographer, hands, desk, others[0])
            life(photographer, hands, desk, signed)
            shell.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
