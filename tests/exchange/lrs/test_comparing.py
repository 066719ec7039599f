"""Two statements are the same by the specification's rule, whatever a store may add; anything else is another one."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.exchange.lrs.comparing import same_statement
from player.exchange.lrs.replies import Reply, reason_in

SENT: dict[str, Any] = {
    "id": "7f3f0a3c-6f4b-4f43-9d6e-0a3f7f6b2c11",
    "actor": {"account": {"homePage": "https://example.org", "name": "a"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-US": "completed"}},
    "object": {"id": "https://example.org/talk", "definition": {"name": {"en": "Talk"}}},
    "timestamp": "2024-06-03T12:00:00.000Z",
    "result": {"completion": True, "duration": "PT699.75S", "extensions": {"https://w3id.org/x": 1.5}},
    "context": {
        "registration": "5f3f0a3c-6f4b-4f43-9d6e-0a3f7f6b2c11",
        "contextActivities": {"category": [{"id": "https://w3id.org/xapi/video"}]},
        "extensions": {"https://w3id.org/xapi/video/extensions/length": 700},
    },
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The statement as a store gives it back, with one thing otherwise; `...` takes it away."""
    told = copy.deepcopy(SENT)
    *way, last = path.split("/")
    place = told
    for step in way:
        place = place.setdefault(step, {})
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return told


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stored", "2026-01-01T00:00:00Z"),
        ("authority", {"mbox": "mailto:a@b.ch"}),
        ("version", "1.0.3"),
        ("id", SENT["id"].upper()),
        ("verb/display", {"de": "abgeschlossen"}),
        ("verb/display", ...),
        ("object/definition", ...),
        ("object/objectType", "Activity"),
        ("actor/objectType", "Agent"),
        ("actor/name", "Dr. Meier"),
        ("timestamp", "2024-06-03T14:00:00+02:00"),
        ("result/duration", "PT11M39.75S"),
        ("result/duration", "PT699.759S"),
        ("result/extensions", {"https://w3id.org/x": 1.50}),
        ("context/registration", SENT["context"]["registration"].upper()),
        ("context/contextActivities/category", {"id": "https://w3id.org/xapi/video"}),
        ("context/contextActivities/grouping", []),
        ("attachments", [{"usageType": "http://adlnet.gov/expapi/attachments/signature", "sha2": "ab"}]),
    ],
)
def test_what_a_store_may_change_is_no_difference(path: str, value: object) -> None:
    assert same_statement(json.dumps(SENT).encode(), changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor/account/name", "b"),
        ("verb/id", "http://adlnet.gov/expapi/verbs/failed"),
        ("object/id", "https://example.org/other"),
        ("timestamp", "2024-06-03T12:00:01.000Z"),
        ("timestamp", "soon"),
        ("timestamp", ...),
        ("result/completion", False),
        ("result/completion", ...),
        ("result/duration", "PT699.74S"),
        ("result/extensions", {"https://w3id.org/x": 1.51}),
        ("context/registration", "6f3f0a3c-6f4b-4f43-9d6e-0a3f7f6b2c11"),
        ("context/contextActivities/category", [{"id": "https://w3id.org/other"}]),
        ("attachments", [{"usageType": "https://example.org/certificate", "sha2": "ab"}]),
    ],
)
def test_anything_else_is_another_statement(path: str, value: object) -> None:
    assert not same_statement(json.dumps(SENT).encode(), changed(path, value))


@pytest.mark.parametrize("told", [None, [], "x", 1, {}, {"verb": []}, {"context": {"statement": 3}}])
def test_whatever_a_store_answers_can_be_compared(told: object) -> None:
    assert not same_statement(json.dumps(SENT).encode(), told)


NAMES = ("detail", "message", "loc", "msg", "id", "objectType", "member", "category", "statement", "duration")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["detail", "message", "loc", "msg", "id"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(part=st.sampled_from(sorted({*SENT, "attachments"})), value=ANYTHING)
def test_whatever_stands_in_any_part_of_a_statement_can_be_compared(part: str, value: object) -> None:
    other = {**SENT, part: value}
    assert same_statement(json.dumps(other).encode(), json.loads(json.dumps(other))) in (True, False)
    assert not same_statement(json.dumps(SENT).encode(), other) or part in ("attachments", "version")


@given(body=st.binary(max_size=200) | ANYTHING.map(lambda told: json.dumps(told).encode()))
def test_whatever_a_server_says_becomes_one_short_line(body: bytes) -> None:
    line = reason_in(Reply(status=400, headers={}, body=body), secrets=("geheim",))
    assert line
    assert len(line) <= 300
    assert line.isprintable()


def test_a_moment_that_was_not_sent_is_the_stores_own() -> None:
    sent = {name: value for name, value in SENT.items() if name != "timestamp"}
    assert same_statement(json.dumps(sent).encode(), SENT)
