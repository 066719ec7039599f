"""The evaluation at work: keeps each response as it is given, sends the whole, and leads on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from player.desk.desk import Desk
from player.domain.evaluation import Response, ResponsesDoNotFit, missing
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.ui.evaluation.screen import EvaluationScreen
from player.ui.evaluation.state import EvaluationState
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.language import tr
from player.ui.public import keep_in
from player.ui.table_saving import TableSaving
from player.ui.unsaved import Unsaved


class EvaluationPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._course: CourseHash | None = None
        self._state: EvaluationState | None = None
        self._unsaved: Unsaved[tuple[str, str], Response] = Unsaved()
        self._screen = EvaluationScreen(host.theme)
        self._screen.responded.connect(self._keep)
        self._screen.submitted.connect(self._submit)
        self._screen.went_on.connect(self._go_on)
        self._screen.back_wanted.connect(self._back)
        self.hold(self._screen)
        keep_in(self, host)
        TableSaving(host, self)

    def keys(self) -> tuple[KeySection, ...]:
        return ((tr("Evaluation"), (("← →", tr("To the rating or choice before or after")),)),)

    def enter(self, route: Route) -> None:
        if route.course is None:
            return
        if route.course != self._course:
            self._unsaved.clear()
        self._course = route.course
        self._host.door.ask(partial(_load, self._host.desk, route.course), self._begin, failed=self._not_loaded)

    def leave(self) -> None:
        for response in self._screen.flush():
            self._keep(response)

    def _begin(self, state: EvaluationState) -> None:
        self._state = replace(state, unsaved=self._unsaved.values)
        self._screen.render_state(self._state)
        self._screen.focus_first()

    def _not_loaded(self, problem: Problem) -> None:
        self._host.go(Route(place=Place.LIBRARY))
        self._host.show_problem(problem)

    def _keep(self, response: Response) -> None:
        if self._course is not None:
            self._unsaved.hold(response.place, response)
            work = partial(_keep, self._host.desk, self._course, response)
            self._host.door.ask(work, partial(self._kept, response), failed=partial(self._not_kept, response))

    def _kept(self, response: Response, state: EvaluationState) -> None:
        self._host.say_saved()
        if state.course != self._course:
            return
        self._unsaved.saved(response.place, response)
        wanting = self._state.wanting if self._state else ()
        now = replace(state, unsaved=self._unsaved.values)
        gaps = missing(now.evaluation, now.responses)
        self._state = replace(now, wanting=tuple(place for place in wanting if place in gaps))
        self._screen.render_state(self._state)
        self._try_again()

    def _not_kept(self, response: Response, problem: Problem) -> None:
        self._unsaved.refused(response.place)
        self._host.show_problem(problem)

    def _try_again(self) -> None:
        for response in self._unsaved.to_try_again():
            self._keep(response)

    def _submit(self) -> None:
        if self._course is not None:
            self.leave()
            self._try_again()
            self._host.door.ask(partial(_submit, self._host.desk, self._course), self._submitted, failed=self._refused)

    def _submitted(self, state: EvaluationState) -> None:
        self._unsaved.clear()
        self._begin(state)
        self._host.say_saved()

    def _refused(self, problem: Problem) -> None:
        state = self._state
        gaps = missing(state.evaluation, state.responses) if state is not None else ()
        if state is not None and gaps and isinstance(problem, ResponsesDoNotFit):
            self._state = replace(state, wanting=gaps)
            self._screen.show_missing(self._state)
        elif not self._unsaved.values:
            # Otherwise why something was not saved has just been told, and is what stands in the way.
            self._host.show_problem(problem)

    def _go_on(self) -> None:
        self._host.go(Route(place=Place.CLAIM, course=self._course))

    def _back(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._course))


def _load(desk: Desk, course: CourseHash) -> EvaluationState:
    """On the desk's lane."""
    signed = desk.package(course).signed
    return EvaluationState(
        course=signed.hash,
        course_title=signed.course.title,
        evaluation=signed.course.evaluation,
        progress=desk.progress(signed),
    )


def _keep(desk: Desk, course: CourseHash, response: Response) -> EvaluationState:
    """On the desk's lane."""
    desk.journey(desk.package(course).signed).keep_response(response)
    return _load(desk, course)


def _submit(desk: Desk, course: CourseHash) -> EvaluationState:
    """On the desk's lane: sends the responses that were kept."""
    journey = desk.journey(desk.package(course).signed)
    journey.submit_evaluation(tuple(r for r in journey.history.responses if not r.is_empty))
    return _load(desk, course)
