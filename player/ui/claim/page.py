"""The claim at work: keeps who I am, claims, and leads to the document."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.learner import Learner, Profession
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState, participation
from player.ui.claim.screen import ClaimScreen
from player.ui.claim.state import ClaimState
from player.ui.claiming.face import ClaimWanted, with_identifiers
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.language import tr
from player.ui.printed_name import PrintedName
from player.ui.public import keep_in


class ClaimPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._course: CourseHash | None = None
        self._state: ClaimState | None = None
        self._wanted: ClaimWanted | None = None
        self._screen = ClaimScreen(host.theme, public=host.public)
        self._screen.profession_chosen.connect(self._keep_profession)
        self._screen.name_given.connect(self._keep_name)
        self._screen.reporting_decided.connect(self._keep_decision)
        self._screen.claim_wanted.connect(self._claim)
        self._screen.certificate_wanted.connect(self._open)
        self._screen.watch_wanted.connect(self._watch)
        self._screen.back_wanted.connect(self._back)
        self.hold(self._screen)
        keep_in(self, host)

    def keys(self) -> tuple[KeySection, ...]:
        rows = (
            ("↑ ↓", tr("More or less credit, by the steps of its type")),
            (tr("Home End"), tr("None, or all that can be claimed now")),
        )
        return ((tr("Amount of credit"), rows),)

    def enter(self, route: Route) -> None:
        if route.course is not None:
            self._course = route.course
            self._wanted = None
            self._host.door.ask(partial(_load, self._host.desk, route.course), self._begin)

    def _begin(self, state: ClaimState) -> None:
        self._state = state
        self._screen.begin(state)

    def _keep_profession(self, profession: Profession) -> None:
        if self._course is not None:
            work = partial(_keep_profession, self._host.desk, self._course, profession)
            self._host.door.ask(work, self._kept)

    def _keep_name(self, name: PrintedName) -> None:
        if self._course is not None:
            self._host.door.ask(partial(_keep_name, self._host.desk, self._course, name), self._kept)

    def _keep_decision(self, permitted: bool) -> None:
        if self._course is not None:
            work = partial(_keep_decision, self._host.desk, self._course, permitted=permitted)
            self._host.door.ask(work, self._kept)

    def _kept(self, state: ClaimState) -> None:
        self._state = state
        self._screen.answer(state)
        self._host.say_saved()

    def _claim(self, wanted: ClaimWanted) -> None:
        profession = self._state.profession if self._state else None
        if self._course is None or profession is None or self._wanted is not None:
            return
        self._wanted = wanted
        work = partial(_claim, self._host.desk, self._course, wanted, profession)
        self._host.door.ask(work, self._claimed, failed=self._refused)

    def _claimed(self, state: ClaimState) -> None:
        wanted, self._wanted = self._wanted, None
        self._state = state
        self._screen.render_state(state)
        self._host.say_saved()
        if wanted is not None:
            self._open(wanted.offer)

    def _refused(self, problem: Problem) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._screen.show_problem(wanted.offer, problem)

    def _open(self, offer: str) -> None:
        self._host.go(Route(place=Place.CERTIFICATE, course=self._course, offer=offer))

    def _watch(self) -> None:
        self._host.go(Route(place=Place.WATCH, course=self._course))

    def _back(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._course))


def _load(desk: Desk, course: CourseHash) -> ClaimState:
    """On the desk's lane. Looking at a claim that is locked records nothing, not even a stream."""
    signed = desk.package(course).signed
    progress = desk.progress(signed)
    locked = progress.step(StepName.CLAIM).state is StepState.LOCKED
    share = Fraction(0) if locked else participation(signed.course, desk.journey(signed).history)
    return ClaimState(
        course=signed.course,
        progress=progress,
        learner=desk.learner,
        share=share,
        specimen=not signed.gives_credit,
    )


def _keep(desk: Desk, course: CourseHash, learner: Learner) -> ClaimState:
    desk.save_learner(learner)
    return _load(desk, course)


def _keep_profession(desk: Desk, course: CourseHash, profession: Profession) -> ClaimState:
    """On the desk's lane."""
    return _keep(desk, course, replace(desk.learner, profession=profession))


def _keep_name(desk: Desk, course: CourseHash, name: PrintedName) -> ClaimState:
    """On the desk's lane."""
    return _keep(desk, course, replace(desk.learner, name=name.name, degrees=name.degrees))


def _keep_decision(desk: Desk, course: CourseHash, *, permitted: bool) -> ClaimState:
    """On the desk's lane."""
    desk.sending.decide_reporting(permitted=permitted)
    return _load(desk, course)


def _claim(desk: Desk, course: CourseHash, wanted: ClaimWanted, profession: Profession) -> ClaimState:
    """On the desk's lane: keeps the identifiers first, so that nothing typed is lost when the claim is refused."""
    identifiers = with_identifiers(desk.learner, wanted.identifiers)
    if identifiers != desk.learner.identifiers:
        desk.save_learner(replace(desk.learner, identifiers=identifiers))
    journey = desk.journey(desk.package(course).signed)
    journey.claim(wanted.offer, amount=wanted.amount, profession=profession)
    return _load(desk, course)
