"""The pages of the ordinary window as they stand in a public place, over desks at every point of a learner's way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from player.domain.learner import Learner, LearnerId, Profession
from player.domain.policy import Checkpoint, CheckpointChoice
from player.ui.host import PUBLIC_PLACES, Page, Place, Route
from player.ui.pages import Pages
from tests.builders import COURSE, RESPONSES, RIGHT, SHORT_COURSE, WRONG
from tests.ui.fake_host import FakeDesk, FakeHost, NobodyKnown, make_host, make_theme
from tests.ui.gestures import stack_of
from tests.ui.quizzes import EVERY_KIND
from tests.ui.watch_parts import TALK, TALK_COURSE, WatchDesk

SIZE = (1280, 800)
SETTLING = 4
STRANGER = Learner(id=LearnerId("33" * 16))
"""Somebody of whom nothing is known yet."""
QUESTION = Checkpoint(
    id="germ",
    at_ms=20_000,
    prompt="Which germ was found in nine of twelve taps?",
    choices=(
        CheckpointChoice(id="a", text="Pseudomonas aeruginosa"),
        CheckpointChoice(id="b", text="Stenotrophomonas maltophilia, which is often taken for it"),
    ),
    answer="a",
)


class PublicRoom:
    """The pages that may stand in a public place, in one window; `enter` shows one as a guest would come to it, and
    each is made when somebody first does."""

    def __init__(self, desk: FakeDesk, qapp: QApplication, *, most_volume: int = 100) -> None:
        self.desk = desk
        self.host: FakeHost = make_host(desk, qapp)
        self.host.public, self.host.most_volume = True, most_volume
        self._find = Pages(self.host, sample=Path("none.course"), introducer=NobodyKnown())
        self.pages: dict[Place, Page] = {}
        self.window = stack_of((), SIZE)

    def enter(self, place: Place) -> Page:
        page = self._page(place)
        self.window.setCurrentWidget(page)
        page.enter(Route(place=place, course=self.desk.signed[0].hash, offer="ama"))
        self.settle()
        return page

    def settle(self) -> None:
        self.host.settle()
        for _ in range(SETTLING):
            QApplication.processEvents()

    def leave(self, place: Place) -> None:
        self.pages[place].leave()
        self.host.settle()

    def _page(self, place: Place) -> Page:
        assert place in PUBLIC_PLACES
        if place not in self.pages:
            self.pages[place] = self._find(place)()
            self.window.addWidget(self.pages[place])
        return self.pages[place]


@contextmanager
def public_room(
    desk: FakeDesk, qapp: QApplication, *, roomy: bool = False, percent: int = 100, most_volume: int = 100
) -> Generator[PublicRoom]:
    """A room in that look; afterwards everything looks as before, and nothing of the room is left."""
    theme = make_theme(qapp)
    theme.keep_still(True)
    theme.scale_text(percent)
    theme.make_roomy(roomy)
    room = PublicRoom(desk, qapp, most_volume=most_volume)
    try:
        yield room
    finally:
        for page in room.pages.values():
            page.leave()
        room.host.door.close()
        room.window.close()
        room.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # pyright: ignore[reportArgumentType]
        theme.make_roomy(False)
        theme.scale_text(100)
        theme.keep_still(False)


# --- desks -----------------------------------------------------------------------------------------------


def new(folder: Path) -> FakeDesk:
    return FakeDesk(folder, courses=(COURSE,))


def playing(folder: Path) -> FakeDesk:
    desk = WatchDesk(folder, replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=(QUESTION,)),)))
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    return desk


def begun(folder: Path) -> FakeDesk:
    desk = new(folder)
    desk.watch(desk.signed[0])
    return desk


def asked(folder: Path) -> FakeDesk:
    """A quiz of every kind of question, to be answered."""
    desk = FakeDesk(folder, courses=(replace(COURSE, quiz=EVERY_KIND),))
    desk.watch(desk.signed[0])
    return desk


def failed(folder: Path) -> FakeDesk:
    desk = begun(folder)
    desk.journey(desk.signed[0]).submit_quiz(WRONG)
    return desk


def tested(folder: Path) -> FakeDesk:
    desk = begun(folder)
    desk.journey(desk.signed[0]).submit_quiz(RIGHT)
    desk.journey(desk.signed[0]).keep_response(RESPONSES[0])
    return desk


def unknown(folder: Path) -> FakeDesk:
    """Everything done up to the claim, by somebody without a name or a profession."""
    desk = FakeDesk(folder, courses=(COURSE,), learner=STRANGER)
    desk.finish(desk.signed[0])
    return desk


def finished(folder: Path) -> FakeDesk:
    desk = new(folder)
    desk.finish(desk.signed[0])
    return desk


def claimed(folder: Path) -> FakeDesk:
    desk = finished(folder)
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    desk.documents.issue(desk.signed[0], "ama")
    return desk


def renamed(folder: Path) -> FakeDesk:
    """Documents with a history, and a completion file that was sent before."""
    desk = claimed(folder)
    desk.export(desk.signed[0], folder)
    desk.documents.correct_name(desk.signed[0], "ama", name="Ana María Núñez de la Cruz", degrees="MD, PhD")
    return desk


def short(folder: Path) -> FakeDesk:
    return FakeDesk(folder, courses=(SHORT_COURSE,))


_MOST = tuple(place for place in sorted(PUBLIC_PLACES) if place is not Place.WATCH)
STAGES: dict[str, tuple[Callable[[Path], FakeDesk], tuple[Place, ...]]] = {
    "new": (new, _MOST),
    "playing": (playing, (Place.WATCH,)),
    "asked": (asked, (Place.COURSE, Place.QUIZ)),
    "failed": (failed, (Place.QUIZ,)),
    "tested": (tested, (Place.QUIZ, Place.EVALUATION)),
    "unknown": (unknown, (Place.CLAIM, Place.CERTIFICATE)),
    "finished": (finished, (Place.CLAIM,)),
    "claimed": (claimed, _MOST),
    "renamed": (renamed, (Place.CERTIFICATE,)),
}
"""Where a guest can stand, and the pages that are worth looking at there."""
