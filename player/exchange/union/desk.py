"""The hub's desk: what is asked of it, checked, done and answered; it knows of no network, so that it can be tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from player.domain.kiosk.card import Card
from player.domain.problem import Problem
from player.exchange.union.packages import HubPackages
from player.exchange.union.wire import (
    FETCH,
    MEET,
    METHODS,
    PACKAGES,
    STORE,
    STRANDS,
    TAKE,
    Unreadable,
    answer_mac,
    is_mac,
    pack,
    request_mac,
    unpack,
)
from player.proof.hall import Asked, Given, MeetingPlace, Taken, Told

OK, BAD, REFUSED, UNKNOWN, FAILED = 200, 400, 403, 404, 503
_NONCE = re.compile("[0-9a-f]{32}")
_MOST_SEALED = 1 << 16
_MOST_MARKS = 64
_MOST_TEXT = 200
_SAID_BY_HALL = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """As it came: nothing of it is believed."""

    path: str
    nonce: str
    mac: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`mac` is empty where the asker did not show that they belong here."""

    status: int
    body: bytes = b""
    mac: str = ""


class HubDesk:
    """Answers everybody who has the hall's secret, and nobody else. Thread-safe, as its parts are."""

    def __init__(self, hall: MeetingPlace, packages: HubPackages, secret: bytes) -> None:
        self._secret = secret
        self._hall = hall
        self._ways: Mapping[str, Callable[[Any], object]] = {
            MEET.path: self._meet,
            STRANDS.path: hall.strands,
            TAKE.path: self._take,
            PACKAGES.path: lambda _: packages.listed(),
            FETCH.path: packages.piece,
            STORE.path: packages.store,
        }

    def answer(self, request: Request) -> Answer:
        """Raises nothing that the request could bring about."""
        method = METHODS.get(request.path)
        if method is None:
            return Answer(status=UNKNOWN)
        if not _NONCE.fullmatch(request.nonce) or not self._is_ours(request):
            return Answer(status=REFUSED)
        try:
            said = self._ways[method.path](unpack(request.body, method.question))
        except Unreadable:
            return self._said(request, BAD, b"")
        except Problem as problem:
            return self._said(request, FAILED, pack(problem.what))
        return self._said(request, OK, pack(said, method.level))

    def _is_ours(self, request: Request) -> bool:
        expected = request_mac(self._secret, path=request.path, nonce=request.nonce, body=request.body)
        return is_mac(request.mac, expected)

    def _said(self, request: Request, status: int, body: bytes) -> Answer:
        told = f"{request.path} {status}"
        return Answer(status=status, body=body, mac=answer_mac(self._secret, path=told, nonce=request.nonce, body=body))

    def _meet(self, asked: Asked) -> Told:
        word = asked.word
        numbers = (asked.streams, asked.cards)
        texts = (word.station, word.device, word.learner or "", word.note, asked.hall)
        if not all(0 <= number <= _SAID_BY_HALL for number in numbers) or any(len(t) > _MOST_TEXT for t in texts):
            raise Unreadable("no station says that")
        return self._hall.meet(asked)

    def _take(self, given: Given) -> Taken:
        if not all(map(_is_card, given.cards)):
            raise Unreadable("no station has such cards")
        return self._hall.take(given)


def _is_card(card: Card) -> bool:
    texts = (card.learner, *card.marks)
    return (
        len(card.sealed) <= _MOST_SEALED
        and len(card.marks) <= _MOST_MARKS
        and 0 <= card.changed <= _SAID_BY_HALL
        and all(0 < len(text) <= _MOST_TEXT and text.isascii() and text.isprintable() for text in texts)
    )
