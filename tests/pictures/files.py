"""Courses as files, in pictures: on their page, on the way in, in a new version; strangers; every kind of question."""

from __future__ import annotations

from pathlib import Path

from player.cli.app import run
from player.ui.course.update import UpdateCard
from player.ui.courses.screen import CoursesScreen
from player.ui.courses.state import Work
from player.ui.host import Place, Route
from player.ui.language import tr
from player.ui.library.screen import LibraryScreen
from player.ui.library.state import Adding, LibraryState
from player.ui.shell.shell import Shell
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer
from tests.ui.fake_host import FakeDesk
from tests.ui.filled import LONG_PLACE

MB = 1_000_000
QUESTIONS = ("single", "multiple", "true-false", "inline", "matching", "ordering", "numeric", "text")
MORE_QUESTIONS = ("shapes", "pictured", "arabic")


def filled(photographer: Photographer, hands: Hands, shell: Shell, desk: FakeDesk) -> None:
    """Everything that can be with courses as files, over `filled_desk`."""
    update(photographer, shell, desk)
    courses(photographer, hands, shell)
    on_its_way(photographer, shell)
    stranger(photographer, shell, desk.profile)
    quiz(photographer, hands, desk)


def update(photographer: Photographer, shell: Shell, desk: FakeDesk) -> None:
    route = Route(place=Place.COURSE, course=desk.signed[1].hash)
    photographer.visit("update", route)
    photographer.take("update-card", at=shell.findChildren(UpdateCard)[0])


def courses(photographer: Photographer, hands: Hands, shell: Shell) -> None:
    route = Route(place=Place.COURSES)
    photographer.visit("courses", route)
    hands.press("Remove…")
    photographer.take("courses-question", at=hands.button(tr("Keep", "do not remove the course")))
    photographer.visit("courses-check", route, lambda: hands.press("Check"))
    (screen,) = shell.findChildren(CoursesScreen)
    screen.render_work(Work(what="Checking “Sleep after Shift Work”", done=417 * MB, whole=1318 * MB))
    photographer.take("courses-work")
    screen.render_work(None)


def on_its_way(photographer: Photographer, shell: Shell) -> None:
    """A course of 3 GB, a fifth of which is here."""
    photographer.visit("library-filled", Route(place=Place.LIBRARY))
    (screen,) = shell.findChildren(LibraryScreen)
    adding = Adding(file=LONG_PLACE, done=617 * MB, size=3221 * MB, left_s=228)
    screen.render_adding(LibraryState(entries=(), broken=(), notices=(), adding=adding))
    photographer.take("library-copying")


def stranger(photographer: Photographer, shell: Shell, folder: Path) -> None:
    """A publisher whom a file introduces."""
    file = root_file(folder)
    photographer.visit("introduction", Route(place=Place.LIBRARY), lambda: shell.open_file(file))


def root_file(folder: Path) -> Path:
    """A root as a publisher makes it: two keys sign it, a third signs courses."""
    keys = [folder / f"{name}.key" for name in ("one", "two", "courses")]
    for key in keys:
        assert run(["key", "new", str(key)]) == 0
    one, two, of_courses = (f"{key}.pub" for key in keys)
    root = folder / "example.root.dsse"
    wanted = ["--root-key", one, "--root-key", two, "--course-key", of_courses, "--threshold", "2"]
    assert run(["key", "root", str(root), "--name", "Example Academy of Intensive Care", *wanted]) == 0
    assert run(["key", "sign", str(root), "--key", str(keys[0]), "--key", str(keys[1])]) == 0
    return root


def quiz(photographer: Photographer, hands: Hands, desk: FakeDesk) -> None:
    route = Route(place=Place.QUIZ, course=desk.signed[4].hash)
    photographer.visit("quiz-begin", route)
    hands.press("Begin the quiz")
    for name in (*QUESTIONS, *MORE_QUESTIONS):
        photographer.take(f"quiz-{name}")
        hands.press("Next")
