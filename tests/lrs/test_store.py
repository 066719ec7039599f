"""The record store itself: it starts, keeps what it is given, and refuses what a store must refuse."""

from __future__ import annotations

import uuid

import requests

from tests.lrs.store import RecordStore


def statement(**more) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": "https://example.org", "name": uuid.uuid4().hex}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://example.org/something"},
        "timestamp": "2024-06-03T12:00:00.000Z",
        **more,
    }


def test_what_is_posted_is_given_back_and_a_second_write_is_taken(lrs: RecordStore) -> None:
    first, second = statement(), statement()
    assert lrs.post([first]).status_code == 200
    assert lrs.post([second]).status_code == 200
    for one in (first, second):
        kept = lrs.get(one["id"])
        assert kept is not None and kept["object"] == one["object"]
    assert lrs.get(str(uuid.uuid4())) is None


def test_the_same_again_changes_nothing_and_another_under_its_id_is_refused(lrs: RecordStore) -> None:
    one = statement()
    assert [lrs.post([one]).status_code for _ in range(2)] == [200, 204]
    assert lrs.post([one | {"object": {"id": "https://example.org/another"}}]).status_code == 409


def test_nobody_posts_without_an_account(lrs: RecordStore) -> None:
    answer = requests.post(lrs.statements, json=[statement()], auth=("cme", "wrong"), timeout=60)
    assert answer.status_code == 401
