"""The second reader of statements sees what breaks a rule: each fault put into a sound life is found and named."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.exchange.xapi.by_the_book import EXTENSION, SESSION, Statement, faults, is_defined, is_video, verb
from tests.exchange.xapi.lives import completion_of, full_life, told

SOUND = told(completion_of(full_life()))


def first(statements: list[Statement], word: str, *, video: bool) -> Statement:
    return next(one for one in statements if verb(one) == word and is_video(one) is video)


def after_the_end(statements: list[Statement]) -> None:
    """Something of a session is told after its terminated."""
    place = next(n for n, one in enumerate(statements) if verb(one) == "terminated" and is_defined(one))
    session = statements[place]["context"]["extensions"][SESSION]
    late = copy.deepcopy(next(one for one in statements if one["context"]["extensions"].get(SESSION) == session))
    late["id"], late["verb"] = str(uuid.uuid4()), {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {}}
    late["verb"]["display"] = {"en-US": "answered"}
    late["context"]["contextActivities"].pop("category")
    statements.insert(place + 1, late)


def played_on_after_the_end(statements: list[Statement]) -> None:
    place = next(n for n, one in enumerate(statements) if verb(one) == "terminated" and is_video(one))
    late = copy.deepcopy(statements[place - 1])
    late["id"] = str(uuid.uuid4())
    statements.insert(place + 1, late)


def slider(statements: list[Statement]) -> None:
    """How far the slider is, as a share, in place of what was played."""
    last = [one for one in statements if verb(one) == "paused"][-1]
    extensions = last["result"]["extensions"]
    extensions[f"{EXTENSION}progress"] = 0.97


def another_session_id(statements: list[Statement]) -> None:
    video = first(statements, "initialized", video=True)
    known, other = video["id"], str(uuid.uuid4())
    for one in statements:
        around = one["context"].get("extensions", {})
        if around.get(f"{EXTENSION}session-id") == known:
            around[f"{EXTENSION}session-id"] = other


def changed(
    word: str, change: Callable[[Statement], object], *, video: bool = True
) -> Callable[[list[Statement]], None]:
    def of(statements: list[Statement]) -> None:
        change(first(statements, word, video=video))

    return of


def extensions(statement: Statement) -> dict[str, Any]:
    return statement["result"]["extensions"]


BROKEN: dict[str, tuple[Callable[[list[Statement]], None], str]] = {
    "after terminated": (after_the_end, "something stands after terminated"),
    "video after terminated": (played_on_after_the_end, "terminated is not the end"),
    "slider": (slider, "progress 0.97"),
    "session id": (another_session_id, "its id is not that of initialized"),
    "local time": (
        changed("paused", lambda one: one.update(timestamp=one["timestamp"].replace("Z", "+02:00"))),
        "not UTC",
    ),
    "out of order": (changed("played", lambda one: one.update(timestamp="2020-01-01T00:00:00.000Z")), "out of order"),
    "version 1 id": (changed("paused", lambda one: one.update(id=str(uuid.uuid1()))), "no UUID of version 4"),
    "completion of a pause": (
        changed("paused", lambda one: one["result"].update(completion=True)),
        "says what only another verb says",
    ),
    "no time": (changed("played", lambda one: extensions(one).pop(f"{EXTENSION}time")), "played has no time"),
    "four decimals": (
        changed("played", lambda one: extensions(one).update({f"{EXTENSION}time": 0.1234})),
        "no number with three decimals",
    ),
    "a name": (changed("paused", lambda one: one["actor"].update(name="Ana")), "not an account and nothing else"),
    "no duration": (
        changed("terminated", lambda one: one["result"].pop("duration"), video=False),
        "terminated has no duration",
    ),
    "passed by too little": (
        changed("passed", lambda one: one["result"]["score"].update(scaled=0), video=False),
        "passed with 0",
    ),
    "twice": (lambda statements: statements.append(copy.deepcopy(statements[-1])), "stands there twice"),
}


def test_a_sound_life_has_no_faults() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_a_rule_is_found(name: str) -> None:
    break_it, found = BROKEN[name]
    statements = copy.deepcopy(SOUND)
    break_it(statements)
    assert any(found in fault for fault in faults(statements)), faults(statements)
