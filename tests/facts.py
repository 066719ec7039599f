"""Facts of every kind with whatever they may hold, for laws that must hold of all of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from player.domain.course import ContentHash, SessionId
from player.domain.credit import Document
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckedUp,
    CheckpointAnswered,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    MachineChecked,
    PresenceConfirmed,
    QuizSubmitted,
    ReceiptAccepted,
    ReportingDecided,
    ResponseGiven,
    TakenBackFor,
    Watched,
    WatchStarted,
)
from player.domain.learner import Profession
from player.domain.quiz import Answer

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
    st.builds(PresenceConfirmed, session=_ids.map(SessionId), position_ms=_ms),
    st.builds(CheckpointAnswered, session=_ids.map(SessionId), checkpoint=_ids, answer=st.text(max_size=20)),
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
    st.builds(CreditWithdrawn, offer=_ids, number=_ids, reason=st.sampled_from(TakenBackFor)),
    st.builds(CertificateRevoked, offer=_ids, number=_ids, reason=st.sampled_from(TakenBackFor)),
    st.builds(CompletionExported, digest=_ids),
    st.builds(ReportingDecided, permitted=st.booleans()),
    st.builds(
        ReceiptAccepted,
        completion=_hex,
        receipt=_hex,
        credited=st.lists(_ids, max_size=3).map(tuple),
        taken_back=st.lists(_ids, max_size=3).map(tuple),
    ),
    st.builds(ClockJumped, by_ms=_count),
    st.builds(MachineChecked, verdicts=st.lists(st.tuples(_ids, _ms), max_size=4).map(tuple), report=_ids),
    st.builds(CheckedUp, verdicts=st.lists(st.tuples(_ids, _ms), max_size=4).map(tuple)),
)
"""Every kind of fact that may follow an opening, with whatever it may hold."""
