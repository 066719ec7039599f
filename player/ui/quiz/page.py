"""The quiz at work: keeps each answer as it is given, submits, and leads on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.quiz import Answer
from player.ui.host import Host, Page, Place, Route
from player.ui.quiz.screen import QuizScreen
from player.ui.quiz.state import QuizState
from player.ui.unsaved import Unsaved


class QuizPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._course: CourseHash | None = None
        self._state: QuizState | None = None
        self._unsaved: Unsaved[str, Answer] = Unsaved()
        self._screen = QuizScreen(host.theme)
        self._screen.answered.connect(self._keep)
        self._screen.submitted.connect(self._submit)
        self._screen.went_on.connect(self._go_on)
        self._screen.back_wanted.connect(self._back)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        if route.course is None:
            return
        if route.course != self._course:
            self._unsaved.clear()
        self._course = route.course
        self._host.door.ask(partial(_load, self._host.desk, route.course), self._begin, failed=self._not_loaded)

    def _begin(self, state: QuizState | None) -> None:
        if state is None:
            self._back()
            return
        self._state = replace(state, unsaved=self._unsaved.values)
        self._screen.begin(self._state)

    def _not_loaded(self, problem: Problem) -> None:
        self._host.go(Route(place=Place.LIBRARY))
        self._host.show_problem(problem)

    def _keep(self, answer: Answer) -> None:
        if self._course is not None:
            self._unsaved.hold(answer.question, answer)
            work = partial(_keep, self._host.desk, self._course, answer)
            self._host.door.ask(work, partial(self._kept, answer), failed=partial(self._not_kept, answer))

    def _kept(self, answer: Answer, state: QuizState | None) -> None:
        self._host.say_saved()
        if state is None or state.course != self._course:
            return
        self._unsaved.saved(answer.question, answer)
        self._state = replace(state, unsaved=self._unsaved.values)
        self._screen.render_state(self._state)
        self._try_again()

    def _not_kept(self, answer: Answer, problem: Problem) -> None:
        self._unsaved.refused(answer.question)
        self._host.show_problem(problem)

    def _try_again(self) -> None:
        for answer in self._unsaved.to_try_again():
            self._keep(answer)

    def _submit(self) -> None:
        if self._course is not None and self._state is not None:
            self._try_again()
            work = partial(_submit, self._host.desk, self._course)
            self._host.door.ask(work, self._submitted, failed=self._refused)

    def _submitted(self, state: QuizState | None) -> None:
        if state is not None:
            self._unsaved.clear()
            self._state = state
            self._screen.show_result(state)
            self._host.say_saved()

    def _refused(self, problem: Problem) -> None:
        if not self._unsaved.values:
            # Otherwise why an answer was not saved has just been told, and is what stands in the way.
            self._host.show_problem(problem)

    def _go_on(self) -> None:
        self._host.go(Route(place=Place.EVALUATION, course=self._course))

    def _back(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._course))


def _load(desk: Desk, course: CourseHash) -> QuizState | None:
    """On the desk's lane. None when the course has no quiz."""
    signed = desk.package(course).signed
    quiz = signed.course.quiz
    if quiz is None:
        return None
    progress = desk.progress(signed)
    return QuizState(
        course=signed.hash,
        course_title=signed.course.title,
        quiz=quiz,
        progress=progress,
        answers=progress.draft_answers,
    )


def _keep(desk: Desk, course: CourseHash, answer: Answer) -> QuizState | None:
    """On the desk's lane."""
    desk.journey(desk.package(course).signed).keep_answer(answer)
    return _load(desk, course)


def _submit(desk: Desk, course: CourseHash) -> QuizState | None:
    """On the desk's lane: submits the answers that were kept."""
    journey = desk.journey(desk.package(course).signed)
    journey.submit_quiz(journey.history.draft_answers)
    return _load(desk, course)
