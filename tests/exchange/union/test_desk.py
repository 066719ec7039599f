from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.hall import StationWord
from player.exchange.union.desk import BAD, OK, REFUSED, UNKNOWN, HubDesk, Request
from player.exchange.union.packages import HubPackages
from player.exchange.union.wire import (
    MEET,
    METHODS,
    MOST_PLAIN_BYTES,
    TAKE,
    Unreadable,
    pack,
    request_mac,
    unpack,
)
from player.ledger.hall import Hall, open_hall
from player.proof.hall import Asked, Given, Taken, Told
from tests.kiosk.uniting.stations import SECRET, card
from tests.ledger.making import opening
from tests.ledger.strands import OTHER, strand, with_heads

NONCE = "ab" * 16
WORD = StationWord(
    station="S", device="d" * 64, at=datetime(2030, 1, 1, tzinfo=UTC), seated=datetime(2030, 1, 1, tzinfo=UTC)
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(open_hall(tmp_path / "hub")) as hall:
        yield hall


@pytest.fixture
def desk(hall: Hall, tmp_path: Path) -> HubDesk:
    return HubDesk(hall, HubPackages(tmp_path / "packages"), SECRET)


def request(path: str, body: bytes, *, secret: bytes = SECRET, nonce: str = NONCE) -> Request:
    return Request(path=path, nonce=nonce, mac=request_mac(secret, path=path, nonce=nonce, body=body), body=body)


def asked(desk: HubDesk, path: str, question: object, kind: Any) -> Any:
    answer = desk.answer(request(path, pack(question)))
    assert answer.status == OK
    return unpack(answer.body, kind)


def test_whoever_has_the_secret_is_answered(desk: HubDesk) -> None:
    told = asked(desk, MEET.path, Asked(word=WORD), Told)
    assert told.words == (WORD,)


@pytest.mark.parametrize("path", list(METHODS))
def test_whoever_has_another_secret_is_refused_whatever_they_ask(desk: HubDesk, hall: Hall, path: str) -> None:
    body = pack(Asked(word=WORD))
    answer = desk.answer(request(path, body, secret=b"of another hall"))
    assert (answer.status, answer.body, answer.mac) == (REFUSED, b"", "")
    assert hall.words() == ()


def test_a_request_is_for_one_thing_alone(desk: HubDesk) -> None:
    real = request(MEET.path, pack(Asked(word=WORD)))
    assert desk.answer(replace(real, path=TAKE.path)).status == REFUSED
    assert desk.answer(replace(real, body=pack(Asked(word=replace(WORD, station="T"))))).status == REFUSED
    assert desk.answer(replace(real, nonce="cd" * 16)).status == REFUSED
    assert desk.answer(replace(real, nonce="é" * 32)).status == REFUSED
    assert desk.answer(replace(real, mac="é")).status == REFUSED
    assert desk.answer(real).status == OK


def test_what_nobody_can_ask_is_unknown(desk: HubDesk) -> None:
    assert desk.answer(request("/", b"")).status == UNKNOWN


def test_a_request_that_comes_twice_does_nothing_the_second_time(desk: HubDesk) -> None:
    body = pack(Given(strands=(strand(),), cards=(card("Ada"),)))
    first, second = (unpack(desk.answer(request(TAKE.path, body)).body, Taken) for _ in range(2))
    assert (first.events, first.cards) == (10, 1)
    assert (second.events, second.cards) == (0, 0)


@given(body=st.binary(max_size=200), zipped=st.booleans(), path=st.sampled_from(list(METHODS)))
def test_bytes_that_are_no_question_are_told_to_be_none(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, zipped: bool, path: str
) -> None:
    desk = HubDesk(_NoHall(), HubPackages(tmp_path_factory.getbasetemp() / "none"), SECRET)
    data = zlib.compress(body) if zipped else body
    assert desk.answer(request(path, data)).status in {BAD, OK}


class _NoHall:
    """Is asked nothing by those who ask nothing."""

    def meet(self, asked: Asked) -> Told:
        raise AssertionError

    def strands(self, streams: object) -> dict[Any, Any]:
        return {}

    def take(self, given: Given) -> Taken:
        return Taken(marks={})

    def close(self) -> None: ...


def test_what_unfolds_without_end_is_not_unfolded() -> None:
    bomb = zlib.compress(b"\0" * (MOST_PLAIN_BYTES + 1))
    with pytest.raises(Unreadable):
        unpack(bomb, Given)


@pytest.mark.parametrize("data", [zlib.compress(msgspec.msgpack.encode({}))[:-1], zlib.compress(b"") + b"more", b""])
def test_what_is_cut_off_or_followed_by_something_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(data, dict[str, str])


@pytest.mark.parametrize(
    "bad",
    [
        replace(card("Ada"), sealed=b"x" * (1 << 17)),
        replace(card("Ada"), marks=("m",) * 1_000),
        replace(card("Ada"), marks=("\0",)),
        replace(card("Ada"), changed=2**63),
        replace(card("Ada"), changed=-1),
    ],
)
def test_cards_that_no_station_has_are_not_kept(desk: HubDesk, hall: Hall, bad: Any) -> None:
    assert desk.answer(request(TAKE.path, pack(Given(cards=(bad,))))).status == BAD
    assert asked(desk, MEET.path, Asked(word=WORD), Told).cards == ()


@pytest.mark.parametrize(
    "bad", [Asked(word=WORD, streams=-1), Asked(word=WORD, cards=2**63), Asked(word=replace(WORD, station="S" * 999))]
)
def test_words_that_no_station_says_are_not_kept(desk: HubDesk, hall: Hall, bad: Asked) -> None:
    assert desk.answer(request(MEET.path, pack(bad))).status == BAD
    assert hall.words() == ()


def test_evidence_that_does_not_hold_is_left_out_and_the_rest_taken(desk: HubDesk) -> None:
    good, bad = strand(), strand(key=OTHER)
    altered = replace(bad, bodies=(*bad.bodies[:-1], bad.bodies[-1].replace(b"1000", b"9000")))
    unsigned = with_heads(strand(key=OTHER).bodies, opening(signer=OTHER), OTHER, [])
    taken = asked(desk, TAKE.path, Given(strands=(altered, good, unsigned, replace(good, bodies=()))), Taken)
    assert taken.events == 10
    assert len(taken.marks) == 1
