"""The course page at work: shows a course, takes the acknowledgement, and leads to the steps."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import Progress, StepName
from player.domain.requirement import Fact
from player.proof.manifest import SignedCourse
from player.ui.course.screen import CourseScreen
from player.ui.course.state import CourseState
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.language import tr
from player.ui.pictures import image_of
from player.ui.public import keep_in
from player.ui.screen_facts import screen_facts

_PLACES = {
    StepName.WATCH: Place.WATCH,
    StepName.QUIZ: Place.QUIZ,
    StepName.EVALUATION: Place.EVALUATION,
    StepName.CLAIM: Place.CLAIM,
    StepName.CERTIFICATE: Place.CERTIFICATE,
}


class CoursePage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._course: CourseHash | None = None
        self._signed: SignedCourse | None = None
        self._screen = CourseScreen(host.theme, public=host.public)
        self._screen.step_wanted.connect(self._go_to_step)
        self._screen.acknowledged.connect(self._acknowledge)
        self._screen.back_wanted.connect(self._back)
        self._screen.clock_corrected.connect(self._correct_clock)
        self._screen.checkup_wanted.connect(self._go_to_checkup)
        self.hold(self._screen)
        keep_in(self, host)

    def keys(self) -> tuple[KeySection, ...]:
        return ((tr("The way through the course"), (("← →", tr("To the step before or after")),)),)

    def enter(self, route: Route) -> None:
        if route.course is not None:
            self._course = route.course
            self._host.door.ask(
                partial(_load, self._host.desk, route.course, screen_facts(self)), self._show, failed=self._not_loaded
            )

    def _not_loaded(self, problem: Problem) -> None:
        self._host.go(Route(place=Place.LIBRARY))
        self._host.show_problem(problem)

    def _show(self, state: CourseState) -> None:
        self._signed = state.signed
        self._screen.render_state(state)
        self._screen.focus_first()

    def _acknowledge(self) -> None:
        if self._signed is not None:
            self._host.door.ask(partial(_acknowledge, self._host.desk, self._signed), self._kept)

    def _correct_clock(self, moment: datetime) -> None:
        if self._signed is not None:
            self._host.door.ask(partial(self._host.desk.correct_clock, self._signed, moment), self._kept)

    def _kept(self, _: Progress) -> None:
        self._host.say_saved()
        self._host.door.ask(partial(_load, self._host.desk, str(self._course), screen_facts(self)), self._show)

    def _go_to_step(self, step: StepName) -> None:
        place = _PLACES.get(step)
        if place is not None:
            self._host.go(Route(place=place, course=self._course))

    def _go_to_checkup(self) -> None:
        self._host.go(Route(place=Place.CHECKUP, course=self._course))

    def _back(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))


def _load(desk: Desk, course: str, seen: tuple[Fact, ...]) -> CourseState:
    """On the desk's lane."""
    package = desk.package(course)
    signed = package.signed
    progress = desk.progress(signed)
    return CourseState(
        signed=signed,
        progress=progress,
        cover=image_of(desk.cover(signed)),
        findings=desk.checkups.quick(signed.course, seen),
        membership=desk.learner.membership,
        now=desk.now(),
        today=desk.today(signed),
        remarks=desk.clock_remarks(signed),
        update=None if progress.issues else desk.update_of(signed),
    )


def _acknowledge(desk: Desk, signed: SignedCourse) -> Progress:
    """On the desk's lane."""
    return desk.journey(signed).acknowledge_disclosures()
