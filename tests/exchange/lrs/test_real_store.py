"""Uploading to a real learning record store: read back, repeated without harm, and resumed after a kill."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from player.domain.learner import LearnerId
from player.domain.uploading import Cause, Statement, StoreSettings
from player.exchange.lrs.comparing import same_statement
from player.exchange.xapi import statement_bytes, write_statements
from tests.builders import PHYSICIAN
from tests.conftest import ROOT
from tests.exchange.lrs.fake_store import FakeStore
from tests.exchange.lrs.uploads import Learner
from tests.exchange.xapi.lives import completion_of, full_life
from tests.lrs.store import RecordStore


def new(count: int) -> list[Statement]:
    """Statements that no other test has sent, in a registration of their own."""
    registration = str(uuid4())

    def one(number: int) -> Statement:
        told: dict[str, object] = {
            "id": str(uuid4()),
            "actor": {"account": {"homePage": "https://example.org", "name": "learner"}},
            "verb": {"id": "https://w3id.org/xapi/video/verbs/played", "display": {"en-US": "played"}},
            "object": {"id": f"https://example.org/{number}"},
            "timestamp": "2024-06-03T12:00:00.000Z",
            "context": {"registration": registration},
        }
        return Statement(str(told["id"]), json.dumps(told).encode())

    return [one(number) for number in range(count)]


OTHER = replace(PHYSICIAN, id=LearnerId("77" * 16))
"""The store is that of all tests of a process: nobody else's statements are this learner's."""


@pytest.fixture
def learner(tmp_path: Path, lrs: RecordStore) -> Learner:
    user, secret = lrs.credentials
    return Learner(tmp_path, FakeStore(), settings=StoreSettings(address=lrs.url, user=user), secret=secret)


def test_what_a_learner_did_arrives_as_it_was_written(learner: Learner, lrs: RecordStore) -> None:
    told = list(write_statements([completion_of(full_life(learner=OTHER))]))
    sent = [Statement(str(one["id"]), statement_bytes(one)) for one in told]
    done = learner.upload(sent, verify_all=True)
    assert (done.sent, done.left, done.set_aside, done.problem) == (len(sent), 0, (), None)
    for statement in sent:
        assert same_statement(statement.body, lrs.get(statement.id))


def test_sending_again_changes_nothing(learner: Learner, lrs: RecordStore) -> None:
    sent = new(70)
    assert learner.upload(sent).sent == 70
    assert learner.upload(sent).known == 70
    learner.journal().file.unlink()
    more = new(5)
    # One batch of old and new, and one of old alone.
    done = learner.upload([*sent[:30], *more, *sent[30:]])
    assert (done.sent + done.known, done.left, done.set_aside) == (75, 0, ())
    assert all(same_statement(one.body, lrs.get(one.id)) for one in (*sent, *more))


def test_one_bad_and_one_at_odds_block_no_other(learner: Learner, lrs: RecordStore) -> None:
    sent = new(40)
    learner.upload([sent[7]])
    learner.journal().file.unlink()
    other = Statement(sent[7].id, sent[7].body.replace(b"/7", b"/seven"))
    bad = Statement(sent[20].id, sent[20].body.replace(b'"actor"', b'"nobody"'))
    done = learner.upload([*sent[:7], other, *sent[8:20], bad, *sent[21:]])
    assert (done.sent, done.left, done.problem) == (38, 0, None)
    assert [(one.id, one.cause) for one in done.set_aside] == [
        (sent[7].id, Cause.CONFLICT),
        (sent[20].id, Cause.REFUSED),
    ]
    assert "actor" in done.set_aside[1].reason
    assert lrs.get(sent[20].id) is None


def test_whoever_has_the_wrong_secret_sends_nothing(learner: Learner, lrs: RecordStore) -> None:
    done = replace(learner, secret="wrong").upload(new(3))
    assert done.problem is not None
    assert done.problem.code == "CredentialsRefused"
    assert done.left == 3


def test_a_killed_upload_goes_on_where_it_was(learner: Learner, lrs: RecordStore) -> None:
    sent = new(600)
    file = learner.profile / "statements.json"
    file.write_bytes(b"[" + b",".join(one.body for one in sent) + b"]")
    words = [str(learner.profile), lrs.url, *lrs.credentials, str(file)]
    command = [sys.executable, "-m", "tests.exchange.lrs.killed", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = int(process.stdout.readline())
        process.kill()
    kept = sum(learner.journal().is_confirmed(one.id) for one in sent)
    assert told <= kept < 600
    done = learner.upload(sent)
    assert (done.known, done.sent, done.left) == (kept, 600 - kept, 0)
    found = [one["id"] for one in lrs.of_registration(json.loads(sent[0].body)["context"]["registration"])]
    assert sorted(found) == sorted(one.id for one in sent)
