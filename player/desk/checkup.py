"""The check-up: facts of the machine, of the records and of the window, held against what is asked of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from player.desk.ports import Asking, Machine, Package, Question, Reading, Trial
from player.desk.record_facts import Records, or_reason
from player.domain.checkup.askable import PLAYS, believed
from player.domain.checkup.course_facts import by_name, facts_of
from player.domain.checkup.judging import judge_all
from player.domain.checkup.own import alike, own_requirements
from player.domain.checkup.report import CheckUp, Subject
from player.domain.course import Course
from player.domain.phrase import Phrase
from player.domain.requirement import Fact, Facts, Finding, Requirement

Told = Callable[[CheckUp], None]
"""Called on another thread each time that something more is known, never twice at once, and not after `close`.

A check-up that is told is as it was then; whoever added something meanwhile, and draws, asks `now`.
"""
DECODER = "decoder.works"
NAME = "name.printable"
END = "end of a check-up"
"""The name of the thread that waits for what does not come."""
NOT_YET = Phrase("This takes a moment to find out, and was not asked yet.")
MOST_TRIED, MOST_AT_ONCE = 100, 8
"""Recordings in one check-up (the others can be asked for row by row), and at the same moment, each by a libVLC of its
own: some hundreds at once end the program."""
PATIENCE_S = 1.8
"""So long a recording waits for its turn; nobody waits for its answer any longer after that."""
BUSY = Phrase("This computer was busy with other recordings.")
_NOT_PLAYED = by_name([Fact(name="test.played", value="no", how=Phrase("nobody has played it in this check-up"))])


class CheckingUp:
    """One check-up under way, for one course or for Carrel alone. May be used from any thread."""

    def __init__(
        self,
        *,
        moment: datetime,
        subject: Subject | None,
        own: tuple[Requirement, ...],
        facts: Facts,
        questions: Mapping[str, Question],
        seen: Facts,
        package: Package | None,
    ) -> None:
        self.subject = subject
        self.questions = questions
        self.seen = frozenset(name for name, fact in seen.items() if fact.value is not None)
        """What was known from elsewhere when it began: a machine, which knows it less well, is not asked for it."""
        self._moment = moment
        self._own = own
        self._asked = subject.course.requirements if subject else ()
        self._facts = {**facts, **seen}
        self._package = package
        self._changed = threading.Condition()
        self._telling = threading.RLock()
        self._rounds = 0
        self._round_of: dict[str, int] = {}
        """Facts that are being found out, each with the round that will answer: a later one outdoes an earlier."""
        self._is_closed = False

    def now(self) -> CheckUp:
        """The check-up with what is known so far."""
        with self._changed:
            moment, facts, pending = self._moment, dict(self._facts), frozenset(self._round_of)
        return CheckUp(
            moment=moment,
            subject=self.subject,
            own=judge_all(self._own, facts),
            asked=judge_all(self._asked, facts),
            facts=tuple(facts[name] for name in sorted(facts)),
            pending=pending,
        )

    @property
    def is_closed(self) -> bool:
        with self._changed:
            return self._is_closed

    def add(self, facts: Iterable[Fact]) -> CheckUp:
        """Takes up what else is known: what the window sees, and what a person says of the test."""
        found = {fact.name: believed(fact) for fact in facts}
        with self._changed:
            self._facts |= found
        return self.now()

    def ask(
        self, machine: Machine, names: frozenset[str], told: Told, *, also: Mapping[str, Question], moment: datetime
    ) -> None:
        """Asks these facts anew, of the machine and by the questions `also`; after `close`, nothing.

        `told` hears of every answer, and once at the end, when those that did not come were given up.
        """
        with self._changed:
            if self._is_closed:
                return
            self._moment = moment
            self._rounds += 1
            this = self._rounds
            self._round_of |= dict.fromkeys((*names, *also), this)

        def hear(facts: Facts) -> None:
            self._hear(this, facts, told)

        try:
            asking = machine.ask(names, hear, also)
        except BaseException:
            self._hear(this, {}, told, is_last=True)
            raise
        threading.Thread(target=self._end, args=(this, asking, told), daemon=True, name=END).start()

    def wait(self) -> CheckUp:
        """Once everything was answered, or given up, or the check-up was closed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._round_of)
        return self.now()

    def close(self) -> None:
        """Lets go of the course; what still comes is not heard, and questions that run give up by themselves."""
        with self._telling, self._changed:
            self._is_closed = True
            self._round_of.clear()
            self._changed.notify_all()
            package, self._package = self._package, None
        if package is not None:
            package.close()

    def _end(self, this: int, asking: Asking, told: Told) -> None:
        answers: Facts = {}
        try:
            answers = asking.wait()
        finally:
            # Whatever happened: nobody waits for an answer that does not come any more.
            self._hear(this, answers, told, is_last=True)

    def _hear(self, this: int, facts: Facts, told: Told, *, is_last: bool = False) -> None:
        """Takes up what this round was waited for; another answer, or one that comes too late, changes nothing."""
        with self._telling:
            with self._changed:
                news = {name: believed(fact) for name, fact in facts.items() if self._round_of.get(name) == this}
                self._facts |= news
                over = [name for name, number in self._round_of.items() if number == this] if is_last else news
                for name in tuple(over):
                    del self._round_of[name]
                self._changed.notify_all()
                is_silent = self._is_closed or not (news or is_last)
            if not is_silent:
                told(self.now())


class CheckUps:
    """Begins check-ups and asks what they hang on. Used on the desk's own thread; the answers come on others."""

    def __init__(self, machine: Machine, records: Records, trial: Trial) -> None:
        self._machine = machine
        self._records = records
        self._trial = trial
        self._seats = threading.BoundedSemaphore(MOST_AT_ONCE)

    def quick(self, course: Course, seen: Iterable[Fact] = ()) -> tuple[Finding, ...]:
        """The answers to what a course asks, by what is known at once; `seen` adds what a window sees."""
        later = self._not_yet(self._machine.slow | {DECODER, NAME})
        facts = {**later, **self._known(), **by_name(seen), **facts_of(course)}
        return judge_all(course.requirements, facts)

    def begin(self, package: Package | None, seen: Iterable[Fact] = (), *, to_copy: int = 0) -> CheckingUp:
        """A check-up by what is known at once; `seen` adds what a window sees, a person says, or another one found.

        `package` None: for Carrel alone; else it is held until the check-up is closed. `to_copy`: the bytes that
        keeping the course here would take.
        """
        course = package.signed.course if package is not None else None
        subject = Subject(course=course, hash=package.signed.hash) if package and course else None
        questions = self._questions(package)
        later = self._not_yet(self._machine.slow | questions.keys())
        return CheckingUp(
            moment=self._records.now(),
            subject=subject,
            own=own_requirements(course, to_copy=to_copy),
            facts={**later, **_NOT_PLAYED, **self._known(), **(facts_of(course) if course else {})},
            questions=questions,
            seen=by_name(believed(fact) for fact in seen),
            package=package,
        )

    def ask(self, checking: CheckingUp, told: Told, only: frozenset[str] | None = None) -> None:
        """Asks everything that takes a while; or anew, and at once, `only` the facts of one row."""
        # The name may have been written otherwise since the check-up began.
        questions = {**checking.questions, NAME: or_reason(self._records.name_question())}
        names = self._machine.slow
        if only is not None:
            checking.add(fact for fact in self._records.facts() if fact.name in only)
            questions = {name: question for name, question in questions.items() if name in only}
            names = self._machine.names & only
        names = names - questions.keys() - checking.seen
        also = {NAME: questions.pop(NAME)} if NAME in questions else {}
        for name in tuple(questions)[:MOST_TRIED]:
            also[name] = self._in_turn(checking, questions[name])
        checking.ask(self._machine, names, told, also=also, moment=self._records.now())

    def _in_turn(self, checking: CheckingUp, question: Question) -> Question:
        """The question, asked when a seat is free, and no more once the check-up was closed."""

        def patient() -> Reading:
            if not self._seats.acquire(timeout=PATIENCE_S):
                return None, BUSY
            try:
                return (None, BUSY) if checking.is_closed else question()
            finally:
                self._seats.release()

        return patient

    def _known(self) -> Facts:
        known = {**self._machine.facts(), **by_name(self._records.facts())}
        return by_name(believed(fact) for fact in known.values())

    def _not_yet(self, names: Iterable[str]) -> Facts:
        return by_name(Fact(name=name, value=None, how=NOT_YET) for name in names)

    def _questions(self, package: Package | None) -> Mapping[str, Question]:
        """What is found out by trying: whether recordings are decoded, and the name printed."""
        found: dict[str, Question] = {
            DECODER: or_reason(lambda: self._trial(None)),
            NAME: or_reason(self._records.name_question()),
        }
        if package is None:
            return found
        for sessions in alike(package.signed.course):
            first = sessions[0]
            found[f"{PLAYS}{first.id}"] = or_reason(_trial_of(self._trial, package, first.media))
        return found


def _trial_of(trial: Trial, package: Package, member: str) -> Question:
    return lambda: trial(package.source(member))
