"""A learning record store that is down, slow, lying or says no: a sentence, nothing counts as sent, and nothing that
was uploaded counts as submitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from player.domain.uploading import Uploaded
from tests.cli.conftest import Carrel, carrel
from tests.exchange.lrs import fake_store
from tests.exchange.lrs.fake_store import KEY, SECRET, FakeStore, Reaction, running, says
from tests.exchange.lrs.uploads import Learner, statements
from tests.faults.handing import claimed, copy_of

__all__ = ["carrel", "claimed"]

MESSAGE = b'{"message": "no"}'
FOR_EVER = 500
TROUBLES: dict[str, Reaction] = {
    "down": fake_store.drops,
    "slow": fake_store.hangs,
    "dripping": fake_store.drips,
    "lying": fake_store.lies,
    "lying in silence": fake_store.lies_silently,
    "400": says(400, MESSAGE),
    "401": says(401, MESSAGE),
    "409": says(409, MESSAGE),
    "413": says(413, b"<html>413 Request Entity Too Large</html>", Content_Type="text/html"),
    "413 in JSON": says(413, MESSAGE),
    "429": says(429, Retry_After="1"),
    "500": says(500, MESSAGE),
}
SLOW = {"slow", "dripping"}
AT_ONCE = ("400", "401", "409", "413")
"""After these nobody waits."""


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


def told(done: Uploaded) -> str:
    """All that is said, held against the rule: a sentence for what is in the way of all, or a reason for each."""
    if done.problem is not None:
        for part in (done.problem.what, done.problem.meaning, done.problem.remedy):
            assert part.strip().endswith((".", "”", ")")), part
            assert "{" not in part
        return done.problem.sentence
    assert done.set_aside and all(one.reason.strip() for one in done.set_aside)
    return " ".join(one.reason for one in done.set_aside)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_store_that_never_takes_anything_has_nothing_counted_as_sent_and_gets_all_of_it_once_it_is_well(
    store: FakeStore, tmp_path: Path, trouble: str
) -> None:
    learner = Learner(tmp_path, store)
    store.script.extend([TROUBLES[trouble]] * FOR_EVER)
    done = (learner.patient(150) if trouble in SLOW else learner).upload(statements(12))
    assert (done.sent, done.known) == (0, 0)
    assert done.left + len(done.set_aside) == 12, "each is waited for, or set aside with its reason"
    assert told(done)
    assert SECRET not in told(done)
    store.script.clear()
    learner.upload(statements(12), again=True)
    assert store.arrivals == 12
    assert learner.upload(statements(12)).known == 12


def test_nobody_there_at_all_is_told_and_everything_waits(tmp_path: Path) -> None:
    with running(FakeStore()) as gone:
        learner = Learner(tmp_path, gone)
        settings = replace(learner.settings, address=gone.address)
    done = replace(learner, settings=settings).upload(statements(12))
    assert (done.sent, done.known, done.left) == (0, 0, 12)
    assert told(done)


# --- and what is submitted -----------------------------------------------------------------------------------------


@pytest.fixture
def profile(claimed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = copy_of(claimed, tmp_path)
    monkeypatch.setenv("CARREL_PROFILE", str(copy))
    monkeypatch.setenv("CARREL_LRS_USER", KEY)
    monkeypatch.setenv("CARREL_LRS_SECRET", SECRET)
    return copy


@pytest.mark.parametrize("trouble", ["none", *AT_ONCE])
def test_whatever_becomes_of_an_upload_only_a_receipt_makes_credit_count_as_submitted(
    carrel: Carrel, store: FakeStore, trouble: str
) -> None:
    before = carrel("submissions", "--json").json
    assert before["submissions"][0]["to_submit"]
    if trouble != "none":
        store.script.extend([TROUBLES[trouble]] * FOR_EVER)
    answer = carrel("upload", "--to", store.address, "--secret-from-env")
    assert answer.code == (trouble != "none")
    assert (store.arrivals > 0) == (trouble == "none")
    assert SECRET not in answer.out + answer.err
    assert carrel("submissions", "--json").json == before
