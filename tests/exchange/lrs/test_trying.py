"""A key that is tried before anything is sent: what a store may say to it, and what that means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from player.domain.problem import Problem
from player.domain.uploading import KeyTried, StoreSettings
from player.exchange.lrs.client import StoreClient
from player.exchange.lrs.trying import try_key
from tests.exchange.lrs.fake_store import KEY, SECRET, FakeStore, Reaction, drops, page, running, says
from tests.lrs.store import RecordStore


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


def tried(address: str, user: str = KEY, secret: str = SECRET) -> KeyTried:
    client = StoreClient(StoreSettings(address=address, user=user, connect_ms=2000, answer_ms=5000), secret=secret)
    try:
        return try_key(client)
    finally:
        client.close()


def test_a_store_that_shows_its_latest_statement_takes_the_key(store: FakeStore) -> None:
    assert tried(store.address) is KeyTried.TAKEN
    (seen,) = store.seen
    assert (seen.method, seen.path.rpartition("/")[2]) == ("GET", "statements?limit=1")


def test_a_store_that_knows_the_key_and_shows_nothing_has_not_told(store: FakeStore) -> None:
    store.blind = True
    assert tried(store.address) is KeyTried.NOT_TOLD


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(401), "CredentialsRefused"),
        (page(200), "NotAStore"),
        (page(403), "NotAStore"),
        (says(200, b"[]"), "NotAStore"),
        (says(200, b"nonsense"), "NotAStore"),
        (says(404), "NotAStore"),
        (says(302, Location="https://elsewhere.example.org/"), "StoreMoved"),
        (says(429), "StoreNotReady"),
        (says(500, b'{"message": "out of order"}'), "StoreNotReady"),
        (drops, "StoreUnreachable"),
    ],
)
def test_every_other_answer_has_its_sentence(store: FakeStore, answer: Reaction, code: str) -> None:
    store.asking.append(answer)
    with pytest.raises(Problem) as caught:
        tried(store.address)
    assert caught.value.code == code
    assert not store.posts
    assert SECRET not in caught.value.sentence


def test_a_real_store_takes_the_right_secret_and_no_other(lrs: RecordStore) -> None:
    assert tried(lrs.url, *lrs.credentials) is KeyTried.TAKEN
    with pytest.raises(Problem) as caught:
        tried(lrs.url, lrs.credentials[0], "another")
    assert caught.value.code == "CredentialsRefused"
