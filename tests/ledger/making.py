"""What the ledger's tests are made of: a clock, a key, openings, any facts whatever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from player.domain.clock import BootId, Stamp
from player.domain.course import ContentHash, CourseId, SessionId
from player.domain.credit import Document
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CheckedUp,
    ClockJumped,
    CompletionExported,
    CourseHash,
    CreditClaimed,
    DeviceId,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    Purpose,
    QuizSubmitted,
    ResponseGiven,
    StreamOpened,
    Watched,
    WatchStarted,
)
from player.domain.learner import LearnerId, Profession
from player.domain.quiz import Answer
from player.ledger.database import DRIVER
from player.ledger.store import SqlLedger, new_stream_id, open_ledger
from player.proof.keys import PrivateKey, Signer

KEY = PrivateKey.generate()
LEARNER = LearnerId("0f" * 16)
COURSE = CourseHash("c0" * 32)


class TickingClock:
    """A millisecond later at each look."""

    def __init__(self) -> None:
        self._now = 1_700_000_000_000

    def stamp(self) -> Stamp:
        self._now += 1
        return Stamp(wall_ms=self._now, offset_min=60, mono_ms=self._now % 10**9, boot=BootId("b0" * 16))


def opening(*, signer: Signer = KEY, attempt: int = 1, course_hash: CourseHash = COURSE) -> StreamOpened:
    return StreamOpened(
        stream=new_stream_id(),
        device=DeviceId(signer.public.id),
        learner=LEARNER,
        course=CourseId("org.example.course"),
        course_version=1,
        course_hash=course_hash,
        policy=1,
        attempt=attempt,
        purpose=Purpose.CREDIT,
    )


def ledger_in(folder: Path, *, signer: Signer = KEY) -> SqlLedger:
    return open_ledger(folder, signer=signer, clock=TickingClock())


def watched(number: int) -> Watched:
    start = number * 1_000
    return Watched(session=SessionId("main"), start_ms=start, end_ms=start + 1_000, engaged_ms=1_000, rate_percent=100)


def tamper(folder: Path, statement: str, *values: object, file: str = "ledger.sqlite") -> None:
    """Changes the file behind the store's back."""
    connection = DRIVER.connect(str(folder / file), isolation_level=None)
    connection.execute(statement, values)
    connection.close()


_ids = st.text(min_size=1, max_size=12)
_ms = st.integers(min_value=0, max_value=2**53)
_count = st.integers(min_value=-(2**53), max_value=2**53)
_answers = st.builds(Answer, question=_ids, choices=st.lists(_ids, max_size=4).map(tuple))
_responses = st.builds(
    Response, item=_ids, row=_ids, options=st.lists(_ids, max_size=3).map(tuple), text=st.text(max_size=80)
)
_hex = st.binary(min_size=32, max_size=32).map(bytes.hex)
_amounts = st.integers(min_value=0, max_value=10_000).map(lambda cents: Decimal(cents) / 100)

facts: SearchStrategy[Fact] = st.one_of(
    st.just(DisclosuresAcknowledged()),
    st.builds(WatchStarted, session=_ids.map(SessionId), content=_hex.map(ContentHash), position_ms=_ms),
    st.builds(
        Watched,
        session=_ids.map(SessionId),
        start_ms=_ms,
        end_ms=_ms,
        engaged_ms=_ms,
        rate_percent=st.integers(min_value=1, max_value=400),
    ),
    st.builds(AnswerGiven, answer=_answers),
    st.builds(QuizSubmitted, answers=st.lists(_answers, max_size=5).map(tuple)),
    st.builds(ResponseGiven, response=_responses),
    st.builds(EvaluationSubmitted, responses=st.lists(_responses, max_size=5).map(tuple)),
    st.builds(CreditClaimed, offer=_ids, amount=_amounts, profession=st.sampled_from(Profession)),
    st.builds(
        CertificateIssued,
        number=_ids,
        offer=_ids,
        document=st.sampled_from(Document),
        facts=_hex,
        salt=_hex,
        name=_hex,
        signer=_hex,
    ),
    st.builds(CompletionExported, digest=_ids),
    st.builds(ClockJumped, by_ms=_count),
    st.builds(CheckedUp, verdicts=st.lists(st.tuples(_ids, _ms), max_size=4).map(tuple)),
)
"""Every kind of fact that may follow an opening, with whatever it may hold."""


def another(first: StreamOpened, *, attempt: int) -> StreamOpened:
    """The same learner's next attempt at the same course."""
    return replace(first, stream=new_stream_id(), attempt=attempt)
