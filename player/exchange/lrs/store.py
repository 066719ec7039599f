"""A learning record store as an upload sees it: asked again while it is busy, and never for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from player.domain.phrase import Phrase, Worded
from player.domain.uploading import Statement
from player.exchange.lrs.answers import Answer, Held, Verdict, held, judge, wait_of
from player.exchange.lrs.batches import body_of
from player.exchange.lrs.client import AnswerLost, GivenUp
from player.exchange.lrs.patience import Patience
from player.exchange.lrs.problems import NotAStore, StoreBusy, StoreUnreachable
from player.exchange.lrs.replies import Reply

_WALLS = (400, 403, 406)


class Client(Protocol):
    """Speaks to one store; see `StoreClient`."""

    secrets: tuple[str, ...]
    is_cancelled: Callable[[], bool]

    @property
    def host(self) -> str: ...
    def post(self, body: bytes, content_type: str = ...) -> Reply: ...
    def statement(self, statement: str) -> Reply: ...
    def close(self) -> None: ...


class _Step(Enum):
    AGAIN = auto()
    OVER = auto()


class Store:
    """`again_at`: when a store that was too busy may be asked again."""

    def __init__(self, client: Client, patience: Patience) -> None:
        self._client = client
        self._patience = patience
        self._has_answered = False
        self.again_at: datetime | None = None

    @property
    def host(self) -> str:
        return self._client.host

    def listen_to(self, is_cancelled: Callable[[], bool]) -> None:
        self._client.is_cancelled = is_cancelled

    def hand_over(self, batch: Sequence[Statement], *, once: bool) -> Answer:
        """What the store says to a batch, after asking as often as patience allows (or `once`).

        Raises the `Problem` that ends the upload, or `GivenUp`.
        """
        ids, body, tried = [one.id for one in batch], body_of(batch), 0
        while True:
            if self._client.is_cancelled():
                raise GivenUp
            answer = self._answer(body, ids)
            tried += 1
            if answer.verdict not in (Verdict.LATER, Verdict.FAILED):
                return answer
            if answer.verdict is Verdict.FAILED and once:
                return answer
            if self._again(tried, answer.wait) is _Step.OVER:
                if answer.verdict is Verdict.FAILED:
                    return answer
                raise self._busy(answer.reason, answer.wait)

    def look_up(self, statement: Statement, *, patiently: bool = False) -> Held:
        """What the store holds under the id; `patiently`: it may need a moment before it shows what it took."""
        tried = 0
        while True:
            if self._client.is_cancelled():
                raise GivenUp
            found, asked = self._held(statement)
            tried += 1
            if found is not Held.LATER and not (patiently and found is Held.NOTHING):
                return found
            if self._again(tried, asked) is _Step.OVER:
                if found is Held.NOTHING:
                    return found
                raise self._busy(Phrase("it fails when it is asked for a statement"), asked)

    def _answer(self, body: bytes, ids: Sequence[str]) -> Answer:
        client = self._client
        try:
            reply = client.post(body)
        except AnswerLost:
            return Answer(verdict=Verdict.FAILED, reason=Phrase("it ended the connection without an answer"))
        except StoreUnreachable as problem:
            if not self._has_answered:
                raise
            return Answer(verdict=Verdict.LATER, reason=str(problem.data.get("reason", "")).rstrip("."))
        try:
            answer = judge(reply, ids, host=self.host, now=self._patience.now(), secrets=client.secrets)
        except NotAStore:
            if not self._has_answered or reply.status not in _WALLS:
                raise
            # A wall before the store can take what a learner wrote for an attack: it keeps out no other statement.
            return Answer(
                verdict=Verdict.FAILED, reason=Worded("a page for people answers {status}", status=reply.status)
            )
        self._has_answered = True
        return answer

    def _held(self, statement: Statement) -> tuple[Held, timedelta | None]:
        try:
            reply = self._client.statement(statement.id)
        except AnswerLost:
            return Held.LATER, None
        except StoreUnreachable:
            if not self._has_answered:
                raise
            return Held.LATER, None
        self._has_answered = True
        return held(reply, statement.id, statement.body, host=self.host), wait_of(reply, self._patience.now())

    def _again(self, tried: int, asked: timedelta | None) -> _Step:
        """Waits, and says whether to ask once more."""
        pause = self._patience.pause(tried, asked)
        if pause is None:
            return _Step.OVER
        self._patience.wait(pause, self._client.is_cancelled)
        return _Step.AGAIN

    def _busy(self, reason: str, asked: timedelta | None) -> StoreBusy:
        self.again_at = self._patience.again_at(asked)
        return StoreBusy(host=self.host, reason=reason, again=self.again_at)
