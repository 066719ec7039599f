"""The check-up at work: asks the machine, adds what the window sees and what somebody says, shows the answer."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, replace
from functools import partial

from player.desk.checkup import CheckingUp, Told
from player.desk.desk import Desk
from player.desk.ports import Package
from player.domain.checkup.report import CheckUp
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.requirement import Fact, Finding
from player.proof.manifest import SignedCourse
from player.ui.checkup.reporting import Reporting
from player.ui.checkup.screen import CheckupScreen
from player.ui.checkup.selftest import Answers as Said
from player.ui.checkup.selftest import Sense
from player.ui.checkup.state import CheckupState, CourseChoice
from player.ui.checkup.testing import SelfTesting
from player.ui.door import Door
from player.ui.host import Host, Page, Route
from player.ui.screen_facts import screen_facts
from player.ui.table_saving import TableSaving

SOUND = "sound.outputs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A check-up that is under way, and what else the page shows. `signed` None: of Carrel alone."""

    courses: tuple[CourseChoice, ...]
    signed: SignedCourse | None
    checking: CheckingUp


class CheckupPage(Page):
    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._visit = 0
        self._course: CourseHash | None = None
        self._shown_course: CourseHash | None = None
        self._begun: Begun | None = None
        self._state: CheckupState | None = None
        self._is_new = True
        self._to_record = False
        self._said: Said = {}
        self._screen = CheckupScreen(host.theme)
        self._testing = SelfTesting(host, self)
        self._reporting = Reporting(host, self)
        self._join()
        self.hold(self._screen)
        TableSaving(host, self)

    # --- coming and going --------------------------------------------------------------------------------

    def enter(self, route: Route) -> None:
        self._course = route.course
        self._is_new = True
        self._check()

    def leave(self) -> None:
        self._visit += 1
        self._testing.stop()
        self._screen.test.render_rest()
        self._let_go()

    def _let_go(self) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            self._host.door.ask(begun.checking.close)

    # --- checking ----------------------------------------------------------------------------------------

    def _check(self) -> None:
        """All of it anew; what somebody said of the test holds on."""
        self._visit += 1
        self._let_go()
        seen = (*screen_facts(self), *facts_said(self._said))
        bell = _Bell(self._host.door, self, self._visit)
        work = partial(_begin, self._host.desk, self._course, seen, bell.told)
        self._host.door.ask(work, partial(self._take, self._visit), failed=partial(self._not_begun, self._visit))

    def _take(self, visit: int, begun: Begun) -> None:
        if visit != self._visit:
            self._host.door.ask(begun.checking.close)
            return
        self._begun = begun
        self._to_record = begun.signed is not None
        self._state = None
        self.look(visit)
        if self._is_new:
            self._is_new = False
            self._screen.focus_first()

    def _not_begun(self, visit: int, problem: Problem) -> None:
        """The course cannot be opened: Carrel itself can be checked all the same."""
        self._host.show_problem(problem)
        if visit == self._visit and self._course is not None:
            self._course = None
            self._check()

    def look(self, visit: int) -> None:
        """Shows what is known by now. Asked for whenever an answer came, it always takes the newest."""
        begun = self._begun
        if visit != self._visit or begun is None:
            return
        checkup = self._with_what_was_heard(begun.checking)
        course = begun.signed.hash if begun.signed is not None else None
        anew = self._state.asked_anew if self._state is not None and not checkup.is_complete else frozenset[str]()
        fresh = self._state is None and (course != self._shown_course or not self._screen.answers.is_begun)
        self._shown_course = course
        self._state = CheckupState(courses=begun.courses, course=course, checkup=checkup, asked_anew=anew)
        self._screen.render_state(self._state, fresh=fresh)
        self._reporting.checkup = checkup
        if checkup.is_complete and self._to_record and begun.signed is not None:
            self._to_record = False
            self._host.door.ask(partial(self._host.desk.record_check_up, begun.signed, checkup), self._recorded)

    def _with_what_was_heard(self, checking: CheckingUp) -> CheckUp:
        """Whoever heard the test has a sound output, whether or not the system tells of one."""
        checkup = checking.now()
        if not self._said.get(Sense.HEARD) or not checkup.is_complete:
            return checkup
        found = next((fact.value for fact in checkup.facts if fact.name == SOUND), None)
        if found not in (None, "0"):
            return checkup
        return checking.add((Fact(name=SOUND, value="1", how="you heard the test"),))

    def _recorded(self, kept: bool) -> None:
        if kept:
            self._host.say_saved()

    def _choose(self, course: CourseHash | None) -> None:
        self._course = course
        self._check()

    def _ask_again(self, finding: Finding) -> None:
        """One row alone: it says so at once, and keeps the others as they are."""
        begun, state = self._begun, self._state
        if begun is None or state is None:
            return
        self._state = replace(state, asked_anew=state.asked_anew | {finding.requirement.id})
        begun.checking.add(screen_facts(self))
        bell = _Bell(self._host.door, self, self._visit)
        only = frozenset(finding.asked)
        work = partial(self._host.desk.checkups.ask, begun.checking, bell.told, only)
        self._host.door.ask(work, partial(self._asked_again, self._visit))

    def _asked_again(self, visit: int, _: object) -> None:
        self.look(visit)

    # --- the test ----------------------------------------------------------------------------------------

    def _play_test(self) -> None:
        self._screen.test.render_playing(self._host.settings.caption_look)
        self._screen.show_test()
        self._testing.start()

    def _stop_test(self) -> None:
        self._testing.stop()
        self._screen.test.render_rest()

    def _test_failed(self, problem: Problem) -> None:
        self._screen.test.render_rest(problem)

    def _ask_what_came(self) -> None:
        self._screen.test.render_questions()
        self._screen.show_test()

    def _take_said(self, said: Said) -> None:
        self._said = said
        if self._begun is not None:
            self._begun.checking.add(facts_said(said))
            # What was said is part of the report: once all is said, the record names the report that says it.
            self._to_record = self._to_record or (self._begun.signed is not None and len(said) == len(Sense))
            self.look(self._visit)

    def _join(self) -> None:
        screen, testing, test = self._screen, self._testing, self._screen.test
        screen.again.connect(self._check)
        screen.course_chosen.connect(self._choose)
        screen.row_again.connect(self._ask_again)
        screen.overall.save_wanted.connect(self._reporting.save)
        screen.overall.copy_wanted.connect(self._reporting.copy)
        screen.overall.mail_wanted.connect(self._reporting.write_mail)
        test.play_wanted.connect(self._play_test)
        test.stop_wanted.connect(self._stop_test)
        test.answered.connect(self._take_said)
        testing.began.connect(test.render_began)
        testing.framed.connect(test.render_frame)
        testing.captioned.connect(test.render_captions)
        testing.ended.connect(self._ask_what_came)
        testing.failed.connect(self._test_failed)


class _Bell:
    """Rung on the machine's threads when there is an answer: the page then looks for itself.

    They hold it in the page's stead, and maybe for long: were one of them the last to let go of a widget, it would be
    freed there. However many answers come before the page looks, it looks once.
    """

    def __init__(self, door: Door, page: CheckupPage, visit: int) -> None:
        self._door = door
        self._page = weakref.ref(page)
        self._visit = visit
        self._rung = False

    def told(self, _: CheckUp) -> None:
        """On any thread."""
        if not self._rung:
            self._rung = True
            self._door.tell(self._look, None)

    def _look(self, _: None) -> None:
        """On the thread that draws."""
        self._rung = False
        page = self._page()
        if page is not None:
            page.look(self._visit)


def facts_said(said: Said) -> tuple[Fact, ...]:
    """What somebody said after the test; nothing as long as nobody did."""
    if not said:
        return ()
    how = "you said so after the test"
    answers = (Fact(name=f"test.{sense}", value="yes" if answer else "no", how=how) for sense, answer in said.items())
    return (Fact(name="test.played", value="yes", how="you played it"), *answers)


def _begin(desk: Desk, course: CourseHash | None, seen: tuple[Fact, ...], told: Told) -> Begun:
    """On the desk's lane. A course that is no longer in the library is not checked for."""
    listings = [listing for listing in desk.library() if listing.signed is not None]
    courses = [CourseChoice(hash=one.signed.hash, title=one.signed.course.title) for one in listings if one.signed]
    chosen = next((one for one in listings if one.signed and one.signed.hash == course), None)
    package: Package | None = desk.package(chosen.signed.hash) if chosen and chosen.signed else None
    checking = desk.checkups.begin(package, seen=seen)
    desk.checkups.ask(checking, told)
    return Begun(courses=tuple(courses), signed=package.signed if package else None, checking=checking)
