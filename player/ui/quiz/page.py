"""The quiz at work: keeps each answer as it is given, submits, and leads on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtGui import QImage

from player.desk.desk import Desk
from player.desk.ports import Package
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.domain.quiz import Answer, Question
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.language import tr
from player.ui.pictures import image_of
from player.ui.public import keep_in
from player.ui.quiz.screen import QuizScreen
from player.ui.quiz.state import QuizState
from player.ui.table_saving import TableSaving
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
        self._screen.asked.connect(self._fetch_pictures)
        self._screen.submitted.connect(self._submit)
        self._screen.went_on.connect(self._go_on)
        self._screen.back_wanted.connect(self._back)
        self.hold(self._screen)
        keep_in(self, host)
        TableSaving(host, self)

    def keys(self) -> tuple[KeySection, ...]:
        rows = (
            ("↑ ↓", tr("To the choice before or after")),
            (tr("Space"), tr("Tick the choice, or take the tick away")),
            (tr("Alt+↑ Alt+↓"), tr("Move a line up or down, where an order is asked for")),
        )
        return ((tr("Quiz"), rows),)

    def enter(self, route: Route) -> None:
        if route.course is None:
            return
        if route.course != self._course:
            self._unsaved.clear()
        self._course = route.course
        self._host.door.ask(partial(_load, self._host.desk, route.course), self._begin, failed=self._not_loaded)

    def leave(self) -> None:
        self._screen.flush()

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
            if self._state is not None:
                # What was just given counts on screen at once; “saved” is said when it is.
                self._state = replace(self._state, unsaved=self._unsaved.values)
                self._screen.render_state(self._state)
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
            self._screen.flush()
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

    def _fetch_pictures(self, question: Question) -> None:
        paths = _pictures_in(question)
        if paths and self._course is not None:
            work = partial(_images, self._host.desk, self._course, paths)
            render = partial(self._screen.render_images, question.id)
            # That the course cannot be read is told by what else is done with it; here words stand in for pictures.
            self._host.door.ask(work, render, failed=lambda _: render(dict.fromkeys(paths)))

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
    # Looking at a quiz that cannot be taken yet records nothing, and begins nothing.
    is_locked = progress.step(StepName.QUIZ).state is StepState.LOCKED
    journey = desk.journey(signed) if progress.quiz_results or not is_locked else None
    return QuizState(
        course=signed.hash,
        course_title=signed.course.title,
        quiz=quiz,
        progress=progress,
        questions=journey.sheet() if journey else (),
        last_questions=journey.last_sheet() if journey else (),
        answers=progress.draft_answers,
    )


def _keep(desk: Desk, course: CourseHash, answer: Answer) -> QuizState | None:
    """On the desk's lane."""
    desk.journey(desk.package(course).signed).keep_answer(answer)
    return _load(desk, course)


def _submit(desk: Desk, course: CourseHash) -> QuizState | None:
    """On the desk's lane: submits the answers that were kept."""
    journey = desk.journey(desk.package(course).signed)
    journey.submit_quiz(journey.progress().draft_answers)
    return _load(desk, course)


def _pictures_in(question: Question) -> tuple[str, ...]:
    found = (*question.pictures, *(choice.picture for choice in question.choices))
    return tuple(picture.path for picture in found if picture is not None)


def _images(desk: Desk, course: CourseHash, paths: tuple[str, ...]) -> dict[str, QImage | None]:
    """On the desk's lane: the pictures of one question, read and decoded; None for one that is damaged."""
    package = desk.package(course)
    return {path: _image(package, path) for path in paths}


def _image(package: Package, path: str) -> QImage | None:
    try:
        return image_of(package.read(path))
    except Problem:
        return None
