"""A station's line to the hub of its hall."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import urllib3

from player.domain.event import CourseHash, StreamId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.exchange.union.desk import FAILED, OK, REFUSED
from player.exchange.union.packages import (
    OnProgress,
    Part,
    PieceAsked,
    Shelved,
    hand_over,
)
from player.exchange.union.wire import (
    FETCH,
    MAC_HEADER,
    MEET,
    MOST_BYTES,
    NONCE_HEADER,
    PACKAGES,
    STORE,
    STRANDS,
    TAKE,
    Method,
    Unreadable,
    answer_mac,
    is_mac,
    pack,
    request_mac,
    unpack,
)
from player.proof.hall import Asked, Branches, Given, Taken, Told

CONNECT_S = 3
PAUSE_S = 20
"""The longest silence of a hub that is busy taking in."""
_CHUNK = 1 << 16


class HubUnreachable(Problem):
    what_template = "the hub at {address} does not answer."
    meaning_template = "This station goes on alone, and everything is recorded here."
    remedy_template = "Look whether the hub runs and the network is plugged in."


class NotTheHub(Problem):
    what_template = "whoever answers at {address} is not the hub of this hall: {reason}"
    meaning_template = "Nothing was taken from there, and everything is recorded here."
    remedy_template = "Start the hub with the same operator's key as this station, and look at “union” in its settings."


class HubFails(Problem):
    what_template = "the hub at {address} cannot do that now: {reason}"
    meaning_template = "This station goes on alone, and everything is recorded here."
    remedy_template = "Look at the hub: it may have no room left on its disk."


class HubLine:
    """Implements `proof.hall.MeetingPlace`, and hands courses to and fro. Raises the three `Problem`s above.

    `address`: "http://host:port"; `secret`: the hall's, by which station and hub know each other.
    """

    def __init__(self, address: str, secret: bytes) -> None:
        self._address = address.rstrip("/")
        self._secret = secret
        self._session = requests.Session()
        # The hub is in the same network: no proxy is on the way, and no password of .netrc is its business.
        self._session.trust_env = False
        self._session.headers.clear()
        self.bytes_sent = 0
        self.bytes_received = 0

    def meet(self, asked: Asked) -> Told:
        return self._ask(MEET, asked)

    def strands(self, streams: Sequence[StreamId]) -> Mapping[StreamId, Branches]:
        return self._ask(STRANDS, tuple(streams))

    def take(self, given: Given) -> Taken:
        return self._ask(TAKE, given)

    def packages(self) -> tuple[Shelved, ...]:
        """The courses that the hub keeps for its stations."""
        return self._ask(PACKAGES, None)

    def fetch(self, shelved: Shelved, to: Path, on_progress: OnProgress | None = None) -> Path:
        """Copies a course file to the file `to`, going on where it was broken off; whole when it returns.

        Raises `PackageAltered` or `CannotWrite` too. Whether the course can be trusted is asked by the shelf.
        """
        part = Part(to, shelved)
        while part.size < shelved.size:
            piece = self._ask(FETCH, PieceAsked(digest=shelved.digest, start=part.size))
            if not piece.data:
                break
            part.add(piece.data)
            _tell(on_progress, part.size, shelved.size)
        part.finish()
        return to

    def offer(self, file: Path, course: CourseHash, title: str, on_progress: OnProgress | None = None) -> Shelved:
        """Hands a course file to the hub, going on where it was broken off. Raises `CannotRead` too."""
        return hand_over(lambda stored: self._ask(STORE, stored), file, course, title, on_progress)

    def close(self) -> None:
        self._session.close()

    def _ask(self, method: Method, question: object) -> Any:
        nonce, body = secrets.token_hex(16), pack(question, method.level)
        status, mac, answer = self._exchange(method.path, nonce, body)
        if status == REFUSED:
            raise self._not_the_hub(Phrase("it has another operator's key."))
        expected = answer_mac(self._secret, path=f"{method.path} {status}", nonce=nonce, body=answer)
        if not is_mac(mac, expected):
            raise self._not_the_hub(Phrase("it cannot show that it knows the hall's secret."))
        if status == FAILED:
            raise HubFails(address=self._address, reason=self._read(answer, str))
        if status != OK:
            raise self._not_the_hub(Phrase("it is of another version."))
        return self._read(answer, method.answer)

    def _read(self, answer: bytes, kind: Any) -> Any:
        try:
            return unpack(answer, kind)
        except Unreadable as error:
            raise self._not_the_hub(Phrase("it is of another version."), str(error)) from None

    def _exchange(self, path: str, nonce: str, body: bytes) -> tuple[int, str, bytes]:
        headers = {
            NONCE_HEADER: nonce,
            MAC_HEADER: request_mac(self._secret, path=path, nonce=nonce, body=body),
            "Accept-Encoding": "identity",
        }
        try:
            with self._session.post(
                self._address + path,
                data=body,
                headers=headers,
                timeout=(CONNECT_S, PAUSE_S),
                allow_redirects=False,
                stream=True,
            ) as reply:
                answer = self._body(reply)
                self.bytes_sent += len(body)
                self.bytes_received += len(answer)
                return reply.status_code, reply.headers.get(MAC_HEADER, ""), answer
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise HubUnreachable(address=self._address, details=str(error)) from None

    def _body(self, reply: requests.Response) -> bytes:
        found = bytearray()
        for chunk in reply.iter_content(_CHUNK):
            found += chunk
            if len(found) > 2 * MOST_BYTES:
                raise self._not_the_hub(Phrase("it says more than any hub would."))
        return bytes(found)

    def _not_the_hub(self, reason: str, details: str = "") -> NotTheHub:
        return NotTheHub(address=self._address, reason=reason, details=details)


def _tell(on_progress: OnProgress | None, done: int, size: int) -> None:
    if on_progress is not None:
        on_progress(done, size)
