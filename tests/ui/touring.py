"""A tour of the window: every page that there is, in every state of a learner's life that changes what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.archive.authoring.draft import read_folder
from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.learner import Profession
from player.domain.policy import Checkpoint, CheckpointChoice
from player.ui.certificate.page import CertificatePage
from player.ui.checkup.page import CheckupPage
from player.ui.courses.row import CourseRow
from player.ui.host import Page, Place, Route
from player.ui.language import tr
from player.ui.pages import Pages
from player.ui.send.page import SendPage
from player.ui.theme.tokens import Scheme
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.noting import Noting
from player.ui.watch.page import WatchPage
from tests.archive.making import probe, real_folder
from tests.builders import COURSE, RESPONSES, RIGHT, SHORT_COURSE, WRONG
from tests.fakes import NOON
from tests.ui.checkup_parts import settle
from tests.ui.fake_host import (
    RESOURCES,
    FakeDesk,
    FakeDrive,
    FakeHost,
    NobodyKnown,
    make_host,
    make_speech,
    make_theme,
)
from tests.ui.filled import LONG_TITLE, filled_desk, twin
from tests.ui.gestures import press, shown, stack_of
from tests.ui.watch_parts import TALK, TALK_COURSE, WatchDesk

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
SIZE = (1280, 800)
SETTLING = 4
"""Rounds of the event loop until words that wrap, in what holds them, in what scrolls, have found their heights."""
UNSET = datetime(1970, 1, 1, 3, 12, tzinfo=UTC)
"""What a clock says whose battery is empty."""
STAGES = (
    "empty", "new", "early", "corrected", "real", "begun", "asked", "tested", "finished", "claimed", "playing",
    "questioned", "noted", "files", "long", "reissued", "correcting",
)  # fmt: skip
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
ORDINARY = tuple(place for place in Place if place is not Place.TAKE_AWAY)
"""The pages of the ordinary window."""
AS_AT_FIRST = (Place.WELCOME, Place.COURSES, Place.CREDITS, Place.SEND, Place.PROFILE)
"""Pages that stay as they are in stage “new” until there is credit."""
AS_BEFORE: Mapping[str, Mapping[str, tuple[Place, ...]]] = {
    "early": {"new": AS_AT_FIRST},
    "corrected": {"new": AS_AT_FIRST},
    "begun": {"new": AS_AT_FIRST},
    "asked": {
        "new": AS_AT_FIRST,
        "begun": (
            Place.LIBRARY, Place.COURSE, Place.EVALUATION, Place.CLAIM, Place.CERTIFICATE, Place.CHECKUP
        ),
    },
    "tested": {"new": AS_AT_FIRST, "begun": (Place.CHECKUP,)},
    "finished": {"new": AS_AT_FIRST, "begun": (Place.CHECKUP,), "tested": (Place.QUIZ,)},
    "claimed": {
        "new": (Place.WELCOME, Place.COURSES),
        "begun": (Place.CHECKUP,),
        "tested": (Place.QUIZ,),
        "finished": (Place.EVALUATION,),
    },
    "long": {
        "new": (
            Place.WELCOME, Place.QUIZ, Place.EVALUATION, Place.CLAIM, Place.CERTIFICATE, Place.CREDITS, Place.SEND,
            Place.PROFILE,
        ),
    },
}  # fmt: skip
"""Pages that are as another stage has them: these stages leave them out."""


class Tour:
    """The pages that a stage is about in one window, over one desk."""

    def __init__(
        self, desk: Desk, course: CourseHash | None, qapp: QApplication, *, stage: str, asked: Iterable[Place]
    ) -> None:
        self.stage = stage
        self.host: FakeHost = make_host(desk, qapp)
        self.course = course
        find = Pages(self.host, sample=SAMPLE, introducer=NobodyKnown())
        self.pages = {place: find(place)() for place in asked}
        self.window = stack_of(self.pages.values(), SIZE)

    def visit(self, place: Place) -> QWidget:
        page = self.pages[place]
        page.enter(Route(place=place, course=self.course, offer="ama"))
        self.window.setCurrentWidget(page)
        self.host.settle()
        if self.stage == "files":
            self._open_all(place, page)
            self.host.settle()
        if isinstance(page, WatchPage):
            self._add_to_picture(page)
            self.host.settle()
        if isinstance(page, CertificatePage) and self.stage == "correcting":
            self._correct(page)
        if isinstance(page, SendPage) and self.stage == "claimed":
            press(page, tr("Files written"))
        if isinstance(page, CheckupPage):
            settle(page, self.host)
        for _ in range(SETTLING):
            QApplication.processEvents()
        return page

    def _open_all(self, place: Place, page: Page) -> None:
        """A stranger at the door of the library, a course that was checked, and another that is to be removed."""
        if place is Place.LIBRARY:
            page.take_files([Path("academy.root.dsse")])
        if place is Place.COURSES:
            press(page, tr("Check"))
            self.host.settle()
            press(shown(page, CourseRow)[1], tr("Remove…"))

    def _correct(self, page: CertificatePage) -> None:
        """A wrong profession, and the credit of the right one."""
        press(page, tr("Something is wrong…"))
        for choice in (tr("My profession"), tr("Nurse"), tr("Continue")):
            press(page, choice)
            self.host.settle()

    def _add_to_picture(self, page: WatchPage) -> None:
        """A question over the picture that was answered wrongly, or the notes beside it with one being changed."""
        if self.stage == "questioned":
            asking = next(one for one in page._company if isinstance(one, Checkpoints))
            # Nothing is asked before it plays.
            page._screen.stage._begin()
            asking._ask_first()
            asking.card.say_wrong()
        if self.stage == "noted":
            notes = next(one for one in page._company if isinstance(one, Noting)).page
            page._screen.show_tab(notes)
            for text in ("Drains, not only taps.", "Ask the laboratory for both counts."):
                notes.written.emit(text)
                self.host.settle()
            notes.marked.emit()
            self.host.settle()
            press(notes, f"{tr('Edit')}: 0:00")

    def leave(self, place: Place) -> None:
        self.pages[place].leave()
        self.host.settle()


@contextmanager
def desk_of(stage: str, folder: Path) -> Generator[Desk]:
    """The desk on which everything lies as the stage has it."""
    if stage == "real":
        with desk_over(Places(profile=folder / "profile", resources=RESOURCES)) as desk:
            desk.add_course(SAMPLE)
            yield desk
        return
    made: dict[str, Callable[[], FakeDesk]] = {
        "playing": lambda: _playing(folder),
        "noted": lambda: _playing(folder),
        "questioned": lambda: _playing(folder, QUESTION),
        "files": lambda: filled_desk(folder),
        "long": lambda: FakeDesk(folder, courses=(twin("long", LONG_TITLE),)),
    }
    yield made[stage]() if stage in made else _lived(stage, folder)


def _playing(tmp_path: Path, *questions: Checkpoint) -> FakeDesk:
    desk = WatchDesk(tmp_path, replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=questions),)))
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    return desk


def _lived(stage: str, tmp_path: Path) -> FakeDesk:
    activities = [read_folder(real_folder(name, tmp_path), probe) for name in ("ketamine-biomarkers", "ketamine-trd")]
    desk = FakeDesk(tmp_path, courses=() if stage == "empty" else (COURSE, SHORT_COURSE, *activities))
    if stage == "early":
        desk.clock.set_wall(UNSET)
    if stage == "corrected":
        _mistrusted(desk)
    if stage == "begun":
        desk.watch(desk.signed[0])
    if stage == "asked":
        desk.watch(desk.signed[0])
        desk.journey(desk.signed[0]).submit_quiz(WRONG)
        desk.journey(desk.signed[0]).keep_answer(RIGHT[0])
    if stage == "tested":
        desk.watch(desk.signed[0])
        desk.journey(desk.signed[0]).submit_quiz(RIGHT)
        desk.journey(desk.signed[0]).keep_response(RESPONSES[0])
    if stage in ("finished", "claimed", "reissued", "correcting"):
        desk.finish(desk.signed[0])
    if stage in ("claimed", "reissued", "correcting"):
        desk.journey(desk.signed[0]).claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
        desk.documents.issue(desk.signed[0], "ama")
    if stage == "claimed":
        # A file is out, and says nothing of what was decided later.
        desk.export(desk.signed[0], tmp_path)
        desk.sending.decide_reporting(permitted=False)
    if stage == "reissued":
        desk.export(desk.signed[0], tmp_path)
        desk.documents.correct_name(desk.signed[0], "ama", name="Ana María Núñez de la Cruz", degrees="MD, PhD")
        desk.plugged = [FakeDrive(root=tmp_path), FakeDrive(root=tmp_path, name="Locked", writable=False)]
    return desk


def _mistrusted(desk: FakeDesk) -> None:
    """The clock was wrong, the learner put it right, and it moved once more."""
    desk.clock.set_wall(UNSET)
    desk.correct_clock(desk.signed[0], NOON)
    desk.clock.set_wall(UNSET + timedelta(days=3))
    desk.journey(desk.signed[0]).acknowledge_disclosures()


def _course_in(desk: Desk, stage: str) -> CourseHash | None:
    """The first there is, or the one that is an update."""
    here = [listing.signed.hash for listing in desk.library() if listing.signed is not None]
    return here[1] if stage == "files" else next(iter(here), None)


@contextmanager
def speaking(tongue: str) -> Generator[None]:
    """The window speaks this language; English again afterwards."""
    speech = make_speech()
    speech.speak(tongue)
    try:
        yield
    finally:
        speech.speak("en")


@contextmanager
def touring(
    desk: Desk, stage: str, qapp: QApplication, qtbot: QtBot, *, asked: Iterable[Place] = ()
) -> Generator[Tour]:
    """Built plain and small, as most windows are; a test may change the look afterwards, as a person may.

    Of the pages that are `asked` for, or of all of the stage.
    """
    with ExitStack() as ends:
        tour = Tour(desk, _course_in(desk, stage), qapp, stage=stage, asked=asked or places(stage))
        qtbot.addWidget(tour.window)
        ends.callback(wear, qapp, Scheme.LIGHT, 100)
        # By now the window is closed; to dress it anew before it is gone would take seconds.
        ends.callback(QApplication.sendPostedEvents, None, QEvent.Type.DeferredDelete)
        ends.callback(tour.host.door.close)
        yield tour


def wear(qapp: QApplication, scheme: Scheme, percent: int) -> None:
    theme = make_theme(qapp)
    theme.keep_still(True)
    if scheme != theme.scheme:
        theme._percent = percent  # dressed in both at once: thousands of widgets take a second each time
    theme.switch(scheme)
    theme.scale_text(percent)


def places(stage: str) -> list[Place]:
    """Without a course there are no pages of one, and only one of these desks has an engine to play with."""
    rail = [Place.LIBRARY, Place.CREDITS, Place.SEND, Place.CHECKUP, Place.PROFILE]
    if stage == "empty":
        return rail
    if stage in ("playing", "questioned", "noted"):
        return [Place.WATCH]
    if stage in ("reissued", "correcting"):
        return [Place.CERTIFICATE]
    if stage == "files":
        return [Place.LIBRARY, Place.COURSES, Place.COURSE]
    left_out = {place for pages in AS_BEFORE.get(stage, {}).values() for place in pages}
    here = [place for place in ORDINARY if place is not Place.WATCH or stage in ("new", "real")]
    return [place for place in here if place not in left_out]
