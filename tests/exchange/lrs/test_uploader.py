"""Uploading: in order, each statement until it is confirmed; nothing counts as sent that the store does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from player.domain.uploading import Cause, Statement
from tests.exchange.lrs import fake_store
from tests.exchange.lrs.fake_store import FakeStore, Reaction, page, running, says
from tests.exchange.lrs.uploads import NOW, Learner, ids, statement, statements


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


@pytest.fixture
def learner(store: FakeStore, tmp_path: Path) -> Learner:
    return Learner(tmp_path, store)


def test_statements_go_in_order_in_batches_of_fifty_under_a_million_bytes(store: FakeStore, learner: Learner) -> None:
    small, large = statements(120), [statement(200 + n, result={"response": "x" * 300_000}) for n in range(7)]
    done = learner.upload([*small, *large])
    assert (done.sent, done.known, done.left, done.problem) == (127, 0, 0, None)
    assert done.is_complete
    assert [len(post.ids) for post in store.posts] == [50, 50, 23, 3, 1]
    assert all(len(post.body) <= 1_000_000 for post in store.posts)
    assert [one for post in store.posts for one in post.ids] == ids([*small, *large])


def test_every_request_bears_version_and_credentials(store: FakeStore, learner: Learner) -> None:
    learner.upload(statements(1))
    for seen in store.seen:
        assert seen.headers["x-experience-api-version"] == "1.0.3"
        assert seen.headers["authorization"].startswith("Basic ")
    assert store.posts[0].headers["content-type"] == "application/json"


def test_what_was_confirmed_is_not_sent_again(store: FakeStore, learner: Learner) -> None:
    learner.upload(statements(60))
    store.seen.clear()
    done = learner.upload(statements(70))
    assert (done.sent, done.known) == (10, 60)
    assert [post.ids for post in store.posts] == [ids(statements(10, 61))]


def test_a_profile_that_forgot_sends_again_and_harms_nothing(store: FakeStore, learner: Learner) -> None:
    learner.upload(statements(60))
    learner.journal().file.unlink()
    done = learner.upload(statements(60))
    assert (done.sent, done.left, done.set_aside) == (60, 0, ())
    assert store.arrivals == 60


def test_a_repeated_statement_goes_once_and_a_second_one_under_its_id_is_told(
    store: FakeStore, learner: Learner
) -> None:
    other = Statement(statement(1).id, statement(1, result={"success": True}).body)
    done = learner.upload([statement(1), statement(1), other, statement(2)])
    assert done.sent == 2
    assert [(one.id, one.cause) for one in done.set_aside] == [(statement(1).id, Cause.CONFLICT)]
    assert store.arrivals == 2


def test_one_bad_statement_blocks_no_other(store: FakeStore, learner: Learner) -> None:
    store.bad = {statement(n).id for n in (1, 27, 28, 70)}
    done = learner.upload(statements(80))
    assert done.sent == 76
    assert {one.id for one in done.set_aside} == store.bad
    assert {one.reason for one in done.set_aside} == {"body.0.actor: field required"}
    assert list(store.held) == [one.id for one in statements(80) if one.id not in store.bad]


def test_a_bad_statement_is_not_sent_for_ever_but_when_asked_or_written_anew(
    store: FakeStore, learner: Learner
) -> None:
    store.bad = {statement(2).id}
    learner.upload(statements(3))
    store.seen.clear()
    done = learner.upload(statements(3))
    assert (done.known, len(done.set_aside), store.posts) == (2, 1, [])
    store.bad.clear()
    anew = Statement(statement(2).id, statement(2, result={"success": True}).body)
    assert learner.upload([anew]).sent == 1


def test_what_was_set_aside_is_sent_again_when_asked(store: FakeStore, learner: Learner) -> None:
    store.bad = {statement(2).id}
    learner.upload(statements(3))
    store.bad.clear()
    done = learner.upload(statements(3), again=True)
    assert (done.sent, done.known, done.set_aside) == (1, 2, ())
    assert learner.upload(statements(3)).known == 3


def test_a_store_over_which_one_statement_fails_takes_the_others(store: FakeStore, learner: Learner) -> None:
    store.poison = {statement(33).id}
    done = learner.upload(statements(60))
    assert (done.sent, done.left, done.problem) == (59, 0, None)
    assert [(one.id, one.cause) for one in done.set_aside] == [(statement(33).id, Cause.STORE_FAILED)]
    store.poison.clear()
    assert learner.upload(statements(60)).sent == 1


def test_a_wall_before_the_store_that_dislikes_one_statement_keeps_out_no_other(
    store: FakeStore, learner: Learner
) -> None:
    disliked = statement(70).id

    def wall(handler: fake_store.Handler, body: bytes) -> None:
        (page(403) if disliked.encode() in body else fake_store.healthy)(handler, body)

    store.script.extend([wall] * 100)
    done = learner.upload(statements(80))
    assert (done.sent, done.left, done.problem) == (79, 0, None)
    assert [(one.id, one.cause) for one in done.set_aside] == [(disliked, Cause.STORE_FAILED)]


def test_a_hotels_network_that_wants_another_click_in_between_sets_nothing_aside(
    store: FakeStore, learner: Learner
) -> None:
    store.script.extend([fake_store.healthy, *[page(403)] * 100])
    done = learner.upload(statements(160))
    assert done.problem is not None
    assert (done.sent, done.left, done.set_aside) == (50, 110, ())


def test_a_store_that_refuses_whatever_it_is_sent_is_told_of_and_nothing_is_set_aside_for_good(
    store: FakeStore, learner: Learner
) -> None:
    store.script.extend([says(400, b'{"message": "unknown version"}')] * 1000)
    done = learner.upload(statements(300))
    assert done.problem is not None
    assert done.problem.code == "EverythingRefused"
    assert (done.sent, done.left, done.set_aside) == (0, 300, ())
    store.script.clear()
    assert learner.upload(statements(300)).sent == 300


def test_a_large_statement_goes_alone_and_one_that_no_store_takes_is_set_aside(
    store: FakeStore, learner: Learner
) -> None:
    large = statement(2, result={"response": "x" * 1_200_000})
    larger = statement(3, result={"response": "x" * 6_000_000})
    done = learner.upload([statement(1), large, larger, statement(4)])
    assert [post.ids for post in store.posts] == [[statement(1).id], [large.id], [statement(4).id]]
    assert [(one.id, one.cause) for one in done.set_aside] == [(larger.id, Cause.TOO_LARGE)]


def test_a_batch_that_is_too_large_for_the_store_is_halved(store: FakeStore, learner: Learner) -> None:
    store.script.append(says(413, b"<html>413 Request Entity Too Large</html>", Content_Type="text/html"))
    done = learner.upload(statements(50))
    assert (done.sent, [len(post.ids) for post in store.posts]) == (50, [50, 25, 25])


def test_an_id_that_is_none_is_not_sent(store: FakeStore, learner: Learner) -> None:
    done = learner.upload([Statement("../about", b"{}"), statement(1)])
    assert [one.cause for one in done.set_aside] == [Cause.MALFORMED]
    assert done.sent == 1


# --- at odds ------------------------------------------------------------------------------------------------


def test_what_the_store_holds_already_in_its_own_way_is_confirmed(store: FakeStore, learner: Learner) -> None:
    store.strict = True
    held = json.loads(statement(1).body)
    held["verb"]["display"] = {"de": "abgespielt"}
    held["actor"] |= {"objectType": "Agent", "name": "Dr. Meier"}
    held["object"] |= {"objectType": "Activity", "definition": {"name": {"en": "Talk"}}}
    held["timestamp"] = "2024-06-03T14:00:00+02:00"
    store.held[held["id"]] = {**held, "stored": "2026-01-01T00:00:00Z", "authority": {}, "version": "1.0.0"}
    done = learner.upload(statements(3))
    assert (done.sent, done.known, done.set_aside) == (2, 1, ())
    assert learner.upload(statements(3)).known == 3


def test_another_statement_under_the_same_id_is_told_and_not_sent_for_ever(store: FakeStore, learner: Learner) -> None:
    store.held[statement(2).id] = json.loads(statement(2, result={"success": False}).body) | {
        "stored": "2026-01-01T00:00:00Z",
        "authority": {},
    }
    done = learner.upload(statements(3))
    assert (done.sent, done.left) == (2, 0)
    assert [(one.id, one.cause) for one in done.set_aside] == [(statement(2).id, Cause.CONFLICT)]
    store.seen.clear()
    assert learner.upload(statements(3)).known == 2
    assert not store.posts


# --- nobody counts as a store who is none -------------------------------------------------------------------

LIES: dict[str, tuple[Reaction, str]] = {
    "a hotel's page": (page(), "NotAStore"),
    "a hotel's page with 403": (page(403), "NotAStore"),
    "a page that says 400": (page(400), "NotAStore"),
    "other JSON": (says(200, b'{"ok": true}'), "NotAStore"),
    "no JSON": (says(200, b"OK", Content_Type="text/plain"), "NotAStore"),
    "nothing": (says(200, b""), "NotAStore"),
    "deep JSON": (says(200, b"[" * 100_000), "NotAStore"),
    "numbers": (says(200, b"[1, 2]"), "NotAStore"),
    "other ids": (says(200, b'["7f3f0a3c-6f4b-4f43-9d6e-0a3f7f6b2c11"]'), "StoreNotBelieved"),
    "201": (says(201, b"[]"), "NotAStore"),
    "202": (says(202, b"[]"), "NotAStore"),
    "404": (says(404), "NotAStore"),
    "405": (says(405), "NotAStore"),
    "a redirect": (says(302, Location="https://evil.example/xapi/statements"), "StoreMoved"),
    "a redirect for good": (says(308, Location="http://127.0.0.1/elsewhere"), "StoreMoved"),
    "a redirect to nowhere": (says(307), "StoreMoved"),
    "wrong secret": (says(401, b"{}", WWW_Authenticate="Basic"), "CredentialsRefused"),
    "not allowed": (says(403, b'{"message": "no"}'), "CredentialsRefused"),
    "a proxy": (says(407), "ProxyRefused"),
    "an endless answer": (fake_store.babbles, "NotAStore"),
    "a bomb": (fake_store.bombs, "NotAStore"),
    "an answer that drips": (fake_store.drips, "StoreUnreachable"),
    "headers that drip": (fake_store.drips_headers, "StoreUnreachable"),
    "no answer": (fake_store.hangs, "StoreUnreachable"),
    "all lies": (fake_store.lies, "StoreNotBelieved"),
    "silent lies": (fake_store.lies_silently, "StoreNotBelieved"),
}


SLOW = {"an answer that drips", "headers that drip", "no answer"}


@pytest.mark.parametrize("name", LIES)
def test_nothing_counts_as_sent_by_an_answer_that_no_store_gives(store: FakeStore, learner: Learner, name: str) -> None:
    reaction, code = LIES[name]
    store.script.append(reaction)
    done = (learner.patient(400) if name in SLOW else learner).upload(statements(60))
    assert done.problem is not None
    assert done.problem.code == code
    assert (done.sent, done.known, done.left, done.set_aside) == (0, 0, 60, ())
    assert not learner.journal().has_any
    assert len(store.posts) == 1
    # Once it is a store again, everything arrives, and once.
    done = learner.upload(statements(60))
    assert (done.sent, store.arrivals) == (60, 60)


def test_a_store_that_took_every_other_one_is_found_out_when_all_are_read_back(
    store: FakeStore, learner: Learner
) -> None:
    store.script.append(fake_store.half_lies)
    done = learner.upload(statements(10), verify_all=True)
    assert done.problem is not None
    assert (done.sent, done.left) == (5, 5)
    assert learner.upload(statements(10)).sent == 5
    assert store.arrivals == 10


def test_what_a_store_lost_is_sent_again_when_all_are_read_back(store: FakeStore, learner: Learner) -> None:
    learner.upload(statements(10))
    del store.held[statement(4).id]
    assert learner.upload(statements(10)).known == 10
    done = learner.upload(statements(10), verify_all=True)
    assert (done.sent, done.known) == (1, 9)
    assert statement(4).id in store.held


def test_a_store_that_names_the_new_ones_only_is_asked_for_the_others(store: FakeStore, learner: Learner) -> None:
    learner.upload(statements(3))
    learner.journal().file.unlink()

    def only_new(handler: fake_store.Handler, body: bytes) -> None:
        new = [one["id"] for one in json.loads(body) if one["id"] not in store.held]
        store.take(body)
        handler.answer(200, json.dumps(new).encode())

    store.script.append(only_new)
    done = learner.upload(statements(5))
    assert (done.sent, done.known, done.left) == (2, 3, 0)


def test_a_key_that_may_only_write_is_believed_by_the_stores_word(store: FakeStore, learner: Learner) -> None:
    store.blind = True
    store.script.append(fake_store.silent)
    done = learner.upload(statements(60))
    assert (done.sent, done.by_word, done.problem) == (60, 60, None)


def test_silence_without_the_mark_of_a_store_is_believed_by_nobody(store: FakeStore, learner: Learner) -> None:
    store.blind, store.says_version = True, False
    store.script.append(fake_store.silent)
    done = learner.upload(statements(1))
    assert done.problem is not None
    assert done.problem.code == "StoreNotBelieved"
    assert done.left == 1


def test_a_store_that_shows_only_later_what_it_took_is_waited_for(store: FakeStore, learner: Learner) -> None:
    store.asking.extend([says(404), says(404)])
    done = learner.upload(statements(5))
    assert done.sent == 5
    assert learner.times.slept > 1


# --- later --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_store_that_is_busy_for_a_moment_is_asked_again(store: FakeStore, learner: Learner, status: int) -> None:
    store.script.extend([says(status)] * 3)
    done = learner.upload(statements(60))
    assert (done.sent, done.problem) == (60, None)
    assert 3 < learner.times.slept < 11


@pytest.mark.parametrize("asked", ["30", format_datetime(NOW + timedelta(seconds=30), usegmt=True)])
def test_it_is_left_alone_for_as_long_as_it_asks(store: FakeStore, learner: Learner, asked: str) -> None:
    store.script.append(says(429, Retry_After=asked))
    assert learner.upload(statements(1)).sent == 1
    assert 30 <= learner.times.slept < 32


@pytest.mark.parametrize("asked", ["soon", "-5", "1e9", "Thu, 99 Nov 2026", "Mon, 01 Jan 0001 00:00:00 +1400", "²"])
def test_a_wait_that_is_none_is_not_heeded(store: FakeStore, learner: Learner, asked: str) -> None:
    store.script.append(says(503, Retry_After=asked))
    assert learner.upload(statements(1)).sent == 1
    assert learner.times.slept < 2


def test_a_store_that_asks_for_an_hour_is_left_and_it_is_said_when_to_come_back(
    store: FakeStore, learner: Learner
) -> None:
    store.script.extend([fake_store.healthy, says(503, Retry_After="3600")])
    done = learner.upload(statements(130))
    assert (done.sent, done.left) == (50, 80)
    assert done.again_at == NOW + timedelta(hours=1)
    assert done.problem is not None
    assert "2026-03-01 13:00 UTC" in done.problem.sentence
    assert learner.times.slept == 0


@pytest.mark.parametrize("reaction", [says(503), says(500), fake_store.drops], ids=["503", "500", "drops"])
def test_a_store_that_stays_down_is_given_up_and_the_rest_goes_next_time(
    store: FakeStore, learner: Learner, reaction: Reaction
) -> None:
    store.script.extend([fake_store.healthy, *[reaction] * 100])
    done = learner.upload(statements(160))
    assert done.problem is not None
    assert (done.sent, done.left, done.set_aside) == (50, 110, ())
    assert learner.times.slept < 120
    store.script.clear()
    assert learner.upload(statements(160)).sent == 110
    assert store.arrivals == 160


def test_what_arrived_before_the_connection_broke_is_confirmed_and_stored_once(
    store: FakeStore, learner: Learner
) -> None:
    store.script.append(fake_store.takes_and_drops)
    done = learner.upload(statements(20))
    assert (done.sent, done.left, store.arrivals) == (20, 0, 20)


def test_a_server_of_another_kind_counts_as_none(store: FakeStore, learner: Learner) -> None:
    store.script.extend([fake_store.no_http] * 100)
    done = learner.upload(statements(3))
    assert done.problem is not None
    assert done.left == 3


def test_nobody_there_is_told_at_once(store: FakeStore, learner: Learner, tmp_path: Path) -> None:
    with running(FakeStore()) as gone:
        pass
    done = Learner(tmp_path, gone).upload(statements(3))
    assert done.problem is not None
    assert done.problem.code == "StoreUnreachable"
    assert "nothing answers there" in done.problem.sentence
    assert done.left == 3


def test_a_name_that_nobody_knows_is_told(store: FakeStore, learner: Learner) -> None:
    learner.settings = replace(learner.settings, address="https://store.invalid/xapi")
    done = learner.upload(statements(3))
    assert done.problem is not None
    assert done.problem.code == "StoreUnreachable"
    assert "store.invalid" in done.problem.what


# --- cancelled, and told ------------------------------------------------------------------------------------


def test_whoever_cancels_finds_all_that_was_confirmed_kept(store: FakeStore, learner: Learner) -> None:
    done = learner.upload(statements(200), is_cancelled=lambda: len(store.posts) >= 2)
    assert (done.sent, done.left, done.problem) == (50, 150, None)
    assert learner.upload(statements(200)).sent == 150
    assert store.arrivals == 200


def test_whoever_cancels_need_not_wait_for_a_store_that_hangs(store: FakeStore, learner: Learner) -> None:
    store.script.append(fake_store.hangs)
    done = learner.upload(statements(2), is_cancelled=lambda: bool(store.posts))
    assert (done.sent, done.left) == (0, 2)


def test_progress_goes_up_to_all(store: FakeStore, learner: Learner) -> None:
    told: list[tuple[int, int]] = []
    learner.upload(statements(120), on_progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == [50, 100, 120]


def test_what_a_store_says_is_shown_as_one_plain_short_line_without_the_secret(
    store: FakeStore, learner: Learner
) -> None:
    said = f"<h1>No</h1>\x1b[31m\u202eevil\r\n{learner.secret}" + "x" * 5000
    store.script.extend([says(400, json.dumps({"message": said}).encode())] * 2)
    (one,) = learner.upload(statements(1)).set_aside
    assert one.reason.startswith("No [31m evil …x")
    assert len(one.reason) <= 300


def test_a_full_disk_ends_the_upload_and_counts_nothing_that_was_not_kept(store: FakeStore, learner: Learner) -> None:
    (learner.profile / "uploads").write_bytes(b"")
    done = learner.upload(statements(60))
    assert done.problem is not None
    assert done.problem.code == "CannotWrite"
    assert (done.sent, done.left) == (0, 60)
    (learner.profile / "uploads").unlink()
    assert learner.upload(statements(60)).sent == 60
    assert store.arrivals == 60
