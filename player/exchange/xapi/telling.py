"""Telling: one device's events, read in their order, become the statements of what the learner did there."""

from __future__ import annotations

from collections.abc import Callable

from player.domain.clock import Stamp
from player.domain.event import (
    AnswerGiven,
    CertificateRevoked,
    CheckpointAnswered,
    ClockJumped,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    QuizSubmitted,
    ResponseGiven,
    StreamJoined,
    Watched,
    WatchStarted,
)
from player.domain.learner_completion import RecordedStrand
from player.domain.policy import is_right
from player.domain.scoring import points_of, score
from player.exchange.xapi.known import Known
from player.exchange.xapi.measures import plain_number
from player.exchange.xapi.pen import Pen
from player.exchange.xapi.scores import score_of_attempt, score_of_question
from player.exchange.xapi.showing import Showing
from player.exchange.xapi.sitting import Sitting
from player.exchange.xapi.words import ANSWERED, CREDIT, EARNED, PLATFORM, RESPONDED, SCORED, VOIDED, Json

LONGEST_SILENCE_MS = 30 * 60_000
"""Of monotonic time: whoever does something after a longer one comes back to the course."""

Join = Callable[[StreamJoined, Known], None]
"""Counts what another device recorded."""


class Telling:
    """One strand. `wall_ms`: when a stamp was taken, by the best word there is on the clock."""

    def __init__(self, strand: RecordedStrand, pen: Pen, *, wall_ms: Callable[[Stamp], int], join: Join) -> None:
        self._strand, self._pen = strand, pen
        self._wall_ms, self._join = wall_ms, join
        self._stage = pen.scene.stage
        self._known = Known(self._stage)
        self._sitting: Sitting | None = None
        self._showing: Showing | None = None
        self._visit: tuple[WatchStarted, bytes, int] | None = None
        self._last: tuple[Event, bytes] | None = None

    def tell(self) -> None:
        events, links = self._strand.events, self._strand.links
        self._known.seen.update(links)
        place = 0
        while place < len(events):
            # Nine events of ten go on where the one before stopped, and say nothing by themselves.
            more = self._showing.run_on(events, place) if self._showing is not None else 0
            place += max(more, 1)
            event, link = events[place - 1], links[place - 1]
            wall_ms = self._wall_ms(event.stamp)
            if more and self._showing is not None:
                self._showing.reached(link, event, wall_ms)
            else:
                self._hear(event, link, wall_ms)
            self._last = (event, link)
            if self._sitting is not None:
                self._sitting.went_on(wall_ms)

    def _hear(self, event: Event, link: bytes, wall_ms: int) -> None:
        if self._is_apart(event):
            self._leave(event, link, wall_ms)
        self._take(event, link, wall_ms)

    def _is_apart(self, event: Event) -> bool:
        """Whether the program was left, or the clock was set, since the event before."""
        if self._last is None or self._sitting is None:
            return False
        now, before = event.stamp, self._last[0].stamp
        away = now.boot != before.boot or now.mono_ms - _length(event) - before.mono_ms > LONGEST_SILENCE_MS
        return away or isinstance(event.fact, ClockJumped)

    def _take(self, event: Event, link: bytes, wall_ms: int) -> None:
        fact = event.fact
        match fact:
            case Watched():
                self._watch(event, link, fact, wall_ms)
            case WatchStarted():
                self._visit_recording(event, link, fact, wall_ms)
            case CheckpointAnswered():
                self._checkpoint(self._at_work(link, wall_ms), link, fact, wall_ms)
            case DisclosuresAcknowledged() | AnswerGiven() | ResponseGiven():
                self._turn_to_other(link, wall_ms)
            case QuizSubmitted():
                self._quiz(self._turn_to_other(link, wall_ms), link, fact, wall_ms)
            case EvaluationSubmitted():
                self._evaluation(self._turn_to_other(link, wall_ms), link, fact, wall_ms)
            case CreditClaimed():
                self._claim(link, fact, wall_ms)
            case CreditWithdrawn() | CertificateRevoked():
                self._take_back(link, fact, wall_ms)
            case StreamJoined():
                # From here on more is known of what was played: what was playing is told as it was before.
                self._end_showing()
                self._join(fact, self._known)
            case _:
                pass

    # --- sessions begin and end

    def _at_work(self, link: bytes, wall_ms: int) -> Sitting:
        if self._sitting is None:
            self._sitting = Sitting(self._pen, link, wall_ms, reviewing=self._known.evaluated)
        return self._sitting

    def _turn_to_other(self, link: bytes, wall_ms: int) -> Sitting:
        """To something else than a recording."""
        self._end_showing()
        return self._at_work(link, wall_ms)

    def _end_showing(self, *, suddenly: bool = False) -> None:
        if self._showing is not None:
            self._showing.end(suddenly=suddenly)
        self._showing = self._visit = None

    def _leave(self, event: Event, link: bytes, wall_ms: int) -> None:
        """The sitting is over; that it was cut off is noticed by the event that comes now."""
        sitting, last = self._sitting, self._last
        if sitting is None or last is None:
            return
        showing = self._showing
        restarted = event.stamp.boot != last[0].stamp.boot or isinstance(event.fact, WatchStarted)
        suddenly = restarted and showing is not None and showing.ended_suddenly(last[0])
        self._end_showing(suddenly=suddenly)
        if suddenly:
            sitting.abandon(link, wall_ms)
        else:
            sitting.terminate(last[1])
        self._sitting = None

    # --- playing

    def _visit_recording(self, event: Event, link: bytes, fact: WatchStarted, wall_ms: int) -> None:
        if self._showing is not None and self._last and self._showing.ended_suddenly(self._last[0]):
            self._leave(event, link, wall_ms)
        self._end_showing()
        self._at_work(link, wall_ms)
        self._visit = (fact, link, wall_ms)

    def _watch(self, event: Event, link: bytes, fact: Watched, wall_ms: int) -> None:
        recording = self._stage.recordings.get(fact.session)
        if recording is None:
            return
        if self._showing is not None and self._showing.session != fact.session:
            self._end_showing()
        began_ms = wall_ms - fact.engaged_ms
        sitting = self._at_work(link, began_ms)
        if self._showing is None:
            visit, self._visit = self._visit, None
            of_it = visit is not None and visit[0].session == fact.session
            opened = (visit[1], visit[2]) if visit is not None and of_it else (link, began_ms)
            self._showing = Showing(self._pen, sitting, self._known, recording, opened)
        self._showing.play(link, event, fact, wall_ms)

    def _checkpoint(self, sitting: Sitting, link: bytes, fact: CheckpointAnswered, wall_ms: int) -> None:
        session = self._stage.course.session(fact.session)
        checkpoint = session.checkpoint(fact.checkpoint) if session else None
        if checkpoint is None:
            return
        asked = self._stage.checkpoints[fact.session, fact.checkpoint]
        recording = self._stage.recordings[fact.session]
        result: Json = {"success": is_right(checkpoint, fact.answer)}
        said = asked.respond((fact.answer,))
        if said:
            result["response"] = said
        context = sitting.context(parent=recording.activity)
        self._pen.write(link, "checkpoint", wall_ms, ANSWERED, asked.activity, context, result)

    # --- quiz and evaluation

    def _quiz(self, sitting: Sitting, link: bytes, fact: QuizSubmitted, wall_ms: int) -> None:
        quiz = self._stage.course.quiz
        if quiz is None:
            return
        result = score(quiz, fact.answers)
        context = sitting.context(parent=self._stage.quiz)
        for answer in fact.answers:
            question, asked = quiz.question(answer.question), self._stage.questions.get(answer.question)
            if question is None or asked is None:
                continue
            said: Json = {"success": points_of(question, answer) == question.points}
            response = asked.respond(answer.choices)
            if response:
                said["response"] = response
            said |= score_of_question(question, answer)
            self._pen.write(link, f"question {question.id}", wall_ms, ANSWERED, asked.activity, context, said)
        points = score_of_attempt(quiz, fact.answers, result)
        judged: Json = {"score": points, "success": result.passed}
        around = sitting.context(parent=self._stage.lesson)
        self._pen.write(link, "scored", wall_ms, SCORED, self._stage.quiz, around, judged)
        sitting.went_on(wall_ms)
        if not self._known.passed:
            sitting.judge(link, wall_ms, result, points)
        self._known.passed = self._known.passed or result.passed
        if not result.passed:
            # Passed and failed never stand in one session: the next attempt is another.
            sitting.terminate(link)
            self._sitting = None

    def _evaluation(self, sitting: Sitting, link: bytes, fact: EvaluationSubmitted, wall_ms: int) -> None:
        """Without what was written in the learner's own words."""
        context = sitting.context(parent=self._stage.evaluation)
        for response in fact.responses:
            asked = self._stage.items.get(response.place)
            if asked is None or not response.options:
                continue
            about = "item " + "/".join(response.place)
            said: Json = {"response": asked.respond(response.options)}
            self._pen.write(link, about, wall_ms, RESPONDED, asked.activity, context, said)
        sitting.went_on(wall_ms)
        passed = self._known.passed or self._stage.course.quiz is None
        sitting.complete(link, wall_ms, satisfied=passed)
        self._known.evaluated = True
        sitting.terminate(link)
        self._sitting = None

    # --- credit

    def _claim(self, link: bytes, fact: CreditClaimed, wall_ms: int) -> None:
        self._end_showing()
        self._step_outside(wall_ms)
        stream = self._strand.opening.stream
        number = self._known.claim(stream, fact, self._pen.id_of(link, "earned"))
        offer = self._known.offer(fact.offer)
        if self._pen.scene.marks or offer is None:
            return
        credit: Json = {"type": offer.name, "amount": plain_number(fact.amount), "unit": offer.unit, "number": number}
        said: Json = {"extensions": {CREDIT: credit}}
        once = (self._pen.scene.registration, "earned", stream, fact.offer, str(fact.amount), fact.profession.value)
        thing = self._stage.credit(fact.offer)
        self._pen.write(link, "earned", wall_ms, EARNED, thing, self._outside(), said, once=once)

    def _take_back(self, link: bytes, fact: CreditWithdrawn | CertificateRevoked, wall_ms: int) -> None:
        """A claim that counts no more makes the statement of it void; one whose certificate was wrong still stands."""
        gone = self._known.take_back(fact)
        if gone is None or self._pen.scene.marks:
            return
        self._step_outside(wall_ms)
        void: Json = {"objectType": "StatementRef", "id": gone.statement}
        context: Json = {"registration": self._pen.scene.registration}
        once = (self._pen.scene.registration, "voided", gone.statement)
        self._pen.write(link, "voided", wall_ms, VOIDED, void, context, once=once)

    def _step_outside(self, wall_ms: int) -> None:
        """Where no session is open, nothing keeps what is told from having its own time."""
        if self._sitting is None:
            self._pen.begin(wall_ms)

    def _outside(self) -> Json:
        """Of what happens outside of any session."""
        stage = self._stage
        return {
            "registration": self._pen.scene.registration,
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": stage.address}]},
            "revision": str(stage.course.version),
            "platform": PLATFORM,
        }


def _length(event: Event) -> int:
    return event.fact.engaged_ms if isinstance(event.fact, Watched) else 0
