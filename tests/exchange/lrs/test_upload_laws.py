"""Whatever a server answers: nothing is confirmed that it does not hold, and in the end everything is there once."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.lrs import fake_store
from tests.exchange.lrs.fake_store import FakeStore, page, running, says
from tests.exchange.lrs.uploads import Learner, statement, statements
from tests.trying import tries

COUNT = 23
REACTIONS = {
    "healthy": fake_store.healthy,
    "silent": fake_store.silent,
    "page": page(),
    "page 403": page(403),
    "lies": fake_store.lies,
    "half lies": fake_store.half_lies,
    "lies silently": fake_store.lies_silently,
    "drops": fake_store.drops,
    "takes and drops": fake_store.takes_and_drops,
    "no HTTP": fake_store.no_http,
    "other ids": says(200, b'["7f3f0a3c-6f4b-4f43-9d6e-0a3f7f6b2c11"]'),
    "no ids": says(200, b"[]"),
    **{str(status): says(status) for status in (200, 202, 302, 400, 401, 404, 409, 413, 422, 429, 500, 503)},
    "an hour": says(503, Retry_After="3600"),
}
ASKED = {"404": says(404), "500": says(500), "page": page(), "403": says(403), "drops": fake_store.drops}
scripts = st.lists(st.sampled_from(sorted(REACTIONS)), max_size=12)
asked = st.lists(st.sampled_from(sorted(ASKED)), max_size=4)


@given(script=scripts, asking=asked, bad=st.frozensets(st.integers(1, COUNT), max_size=3), runs=st.integers(1, 3))
@settings(max_examples=tries(40))
def test_nothing_is_confirmed_that_is_not_there_and_all_that_is_good_arrives_once(
    tmp_path_factory: pytest.TempPathFactory,
    script: list[str],
    asking: list[str],
    bad: frozenset[int],
    runs: int,
) -> None:
    store = FakeStore(bad={statement(number).id for number in bad})
    store.script = deque(REACTIONS[name] for name in script)
    store.asking = deque(ASKED[name] for name in asking)
    everything = statements(COUNT)
    with running(store):
        learner = Learner(tmp_path_factory.mktemp("profile"), store)
        for _ in range(runs):
            done = learner.upload(everything, verify_all=True)
            assert done.sent + done.known + done.left + len(done.set_aside) == COUNT
            confirmed = {one.id for one in everything if learner.journal().is_confirmed(one.id)}
            # Where nothing may be read back, it is the store's word that counts, and it may be a lie.
            assert confirmed <= store.held.keys() or "403" in asking
        store.script.clear()
        store.asking.clear()
        done = learner.upload(everything, verify_all=True, again=True)
    good = {one.id for one in everything} - store.bad
    assert store.held.keys() == good
    assert store.arrivals == len(good)
    assert {one.id for one in done.set_aside} == store.bad
    assert done.left == 0
