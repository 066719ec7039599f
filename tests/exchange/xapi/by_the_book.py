"""A second reader of statements, written from the xAPI, its Video Profile and cmi5 alone: it says what breaks a rule.

It knows nothing of how Carrel writes them, and nothing of courses and events.
"""

from __future__ import annotations

import math
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

Statement = dict[str, Any]

VIDEO = "https://w3id.org/xapi/video"
EXTENSION = f"{VIDEO}/extensions/"
CMI5 = "https://w3id.org/xapi/cmi5/context/"
SESSION = f"{CMI5}extensions/sessionid"
MODE = f"{CMI5}extensions/launchmode"
MASTERY = f"{CMI5}extensions/masteryscore"
IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9]*:[^\s<>\"{}|\\^`]+")
DURATION = re.compile(r"PT\d+(\.\d{1,2})?S")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
KINDS = {"choice", "true-false", "fill-in", "likert", "matching", "sequencing", "numeric"}
DEFINED = {"launched", "initialized", "completed", "passed", "failed", "abandoned", "waived", "terminated", "satisfied"}


def faults(statements: Sequence[Statement], *, one_device: bool = True) -> list[str]:
    """`one_device`: what a later statement says of a recording is never less than an earlier one."""
    found = [f"{verb(s)} {s.get('id')}: {fault}" for s in statements for fault in _of_one(s)]
    ids = [s["id"] for s in statements]
    found += [f"{name} stands there twice" for name in set(ids) if ids.count(name) > 1]
    for session in _grouped(statements, lambda s: extension(s, f"{EXTENSION}session-id")).values():
        found += [f"video session {session[0]['id']}: {fault}" for fault in _of_video_session(session)]
    for session in _grouped(statements, lambda s: extension(s, SESSION)).values():
        found += [f"session of {session[0]['id']}: {fault}" for fault in _of_session(session)]
    for name, registration in _grouped(statements, lambda s: s["context"].get("registration")).items():
        found += [f"registration {name}: {fault}" for fault in _of_registration(registration)]
        found += [f"registration {name}: {fault}" for fault in _of_recordings(registration, one_device=one_device)]
    return found


def verb(statement: Statement) -> str:
    return statement["verb"]["id"].rsplit("/", 1)[-1]


def is_video(statement: Statement) -> bool:
    return f"{EXTENSION}session-id" in statement["context"].get("extensions", {})


def is_defined(statement: Statement) -> bool:
    return f"{CMI5}categories/cmi5" in categories(statement)


def categories(statement: Statement) -> list[str]:
    return [one["id"] for one in statement["context"].get("contextActivities", {}).get("category", [])]


def extension(statement: Statement, name: str) -> Any:
    return statement["context"].get("extensions", {}).get(name)


def outcome(statement: Statement, name: str) -> Any:
    return statement.get("result", {}).get("extensions", {}).get(EXTENSION + name)


def _grouped(statements: Iterable[Statement], key) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if key(statement) is not None:
            groups[key(statement)].append(statement)
    return groups


# --- any statement


def _of_one(s: Statement) -> Iterator[str]:
    known = {"id", "actor", "verb", "object", "result", "context", "timestamp", "version", "attachments"}
    yield from (f"has {name}" for name in s.keys() - known)
    if uuid.UUID(s["id"]).version != 4 or uuid.UUID(s["id"]).variant != uuid.RFC_4122 or s["id"] != s["id"].lower():
        yield "its id is no UUID of version 4"
    if not INSTANT.fullmatch(s["timestamp"]):
        yield "its timestamp is not UTC with milliseconds"
    if s["actor"].keys() - {"objectType"} != {"account"} or s["actor"]["account"].keys() != {"homePage", "name"}:
        yield "its actor is not an account and nothing else"
    if list(s["verb"]["display"]) != ["en-US"]:
        yield "its verb has other words than en-US"
    iris = [s["verb"]["id"], s["actor"]["account"]["homePage"], *s["context"].get("extensions", {})]
    iris += [*s.get("result", {}).get("extensions", {}), *categories(s)]
    if s["object"].get("objectType", "Activity") == "Activity":
        iris += [s["object"]["id"], s["object"]["definition"]["type"]]
        yield from _of_interaction(s)
    elif s["context"].keys() & {"platform", "revision"}:
        yield "platform or revision without an activity"
    yield from (f"{one} is no IRI" for one in iris if not IRI.fullmatch(one))
    yield from _of_nothing({name: value for name, value in s.items() if name != "extensions"})
    yield from _of_result(s.get("result", {}))


def _of_nothing(value: Any, place: str = "") -> Iterator[str]:
    if value is None or value in ("", {}, []) or (isinstance(value, float) and math.isnan(value)):
        yield f"{place} is empty"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _of_nothing(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _of_nothing(inner, place)


def _of_result(result: dict[str, Any]) -> Iterator[str]:
    if "duration" in result and not DURATION.fullmatch(result["duration"]):
        yield f"the duration {result['duration']}"
    if any(not isinstance(result.get(name, True), bool) for name in ("success", "completion")):
        yield "a yes or no is none"
    score = result.get("score")
    if score is not None:
        if not 0 <= score["scaled"] <= 1 or not score["min"] <= score["raw"] <= score["max"]:
            yield f"the score {score}"
        if score["min"] >= score["max"]:
            yield "a score without room"


def _of_interaction(s: Statement) -> Iterator[str]:
    definition, response = s["object"]["definition"], s.get("result", {}).get("response")
    if "interactionType" not in definition:
        return
    kind = definition["interactionType"]
    parts = {name: [one["id"] for one in definition.get(name, [])] for name in ("choices", "scale", "source", "target")}
    if kind not in KINDS:
        yield f"there is no interaction {kind}"
    for ids in parts.values():
        if len(set(ids)) != len(ids) or any(re.search(r"\s|\[[,.:]\]", one) for one in ids):
            yield f"the components {ids}"
    answers = [*definition.get("correctResponsesPattern", []), *([response] if response else [])]
    for answer in answers:
        given = answer.split("[,]")
        if kind in ("choice", "sequencing") and not set(given) <= set(parts["choices"]):
            yield f"{answer} is none of the choices"
        if kind == "likert" and answer not in parts["scale"]:
            yield f"{answer} is not on the scale"
        if kind == "matching":
            pairs = [pair.split("[.]") for pair in given]
            if any(one not in parts["source"] or other not in parts["target"] for one, other in pairs):
                yield f"{answer} matches nothing"
        if kind == "numeric" and not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", answer):
            yield f"{answer} is no number"


# --- the Video Profile

MUST: dict[str, tuple[set[str], set[str]]] = {
    "initialized": (set(), {"length"}),
    "played": ({"time"}, set()),
    "paused": ({"time", "progress", "played-segments"}, {"length"}),
    "seeked": ({"time-from", "time-to"}, set()),
    "completed": ({"time", "progress", "played-segments"}, {"length"}),
    "terminated": ({"time", "progress", "played-segments"}, {"length"}),
    "interacted": ({"time"}, {"speed"}),
}


def _of_video_session(session: Sequence[Statement]) -> Iterator[str]:
    verbs = [verb(s) for s in session]
    first = session[0]
    if verbs[0] != "initialized" or verbs.count("initialized") != 1:
        yield "it does not begin with initialized, once"
    if extension(first, f"{EXTENSION}session-id") != first["id"]:
        yield "its id is not that of initialized"
    if "terminated" in verbs and (verbs.index("terminated") != len(verbs) - 1 or "paused" not in verbs[-3:]):
        yield f"terminated is not the end, after a pause: {verbs}"
    if len({s["object"]["id"] for s in session}) != 1:
        yield "it is of several recordings"
    yield from _in_time(session)
    for s in session:
        yield from _of_video_statement(s)
        if extension(s, f"{EXTENSION}length") not in (None, extension(first, f"{EXTENSION}length")):
            yield "the recording has two lengths"


def _of_video_statement(s: Statement) -> Iterator[str]:
    word = verb(s)
    if VIDEO not in categories(s) or s["object"]["definition"]["type"] != f"{VIDEO}/activity-type/video":
        yield f"{word} is not of the profile"
    if is_defined(s) or f"{CMI5}categories/moveon" in categories(s):
        yield f"{word} claims to be one of cmi5's own"
    needed, around = MUST[word]
    yield from (f"{word} has no {name}" for name in needed if outcome(s, name) is None)
    yield from (f"{word} has no {name}" for name in around if extension(s, EXTENSION + name) is None)
    if ("completion" in s.get("result", {})) != (word == "completed") or (word == "seeked") != (
        outcome(s, "time-from") is not None
    ):
        yield f"{word} says what only another verb says"
    if word == "completed" and (s["result"]["completion"] is not True or "duration" not in s["result"]):
        yield "completed without completion and duration"
    numbers = [outcome(s, name) for name in ("time", "time-from", "time-to", "progress")]
    numbers += [extension(s, EXTENSION + name) for name in ("length", "completion-threshold")]
    for number in numbers:
        if isinstance(number, str | bool) or (number is not None and round(number, 3) != number):
            yield f"{number} is no number with three decimals"


def segments(text: str) -> list[tuple[Fraction, Fraction]]:
    pieces = [piece.split("[.]") for piece in text.split("[,]")] if text else []
    return [(Fraction(start), Fraction(end)) for start, end in pieces]


def union(pieces: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    total, reached = Fraction(0), Fraction(0)
    for start, end in sorted(pieces):
        total += max(Fraction(0), end - max(start, reached))
        reached = max(reached, end)
    return total


def _of_recordings(registration: Sequence[Statement], *, one_device: bool) -> Iterator[str]:
    """What is said of one recording in a whole registration."""
    videos = [s for s in registration if is_video(s)]
    for watched in _grouped(videos, lambda s: s["object"]["id"]).values():
        if sum(verb(s) == "completed" for s in watched) > 1:
            yield "a recording is completed twice"
        stated, before = set[Fraction](), Fraction(0)
        for s in watched:
            times = [outcome(s, name) for name in ("time", "time-from", "time-to")]
            if verb(s) in ("played", "paused", "seeked"):
                stated |= {Fraction(str(one)) for one in times if one is not None}
        # Another device may be playing still, and has not told where it will stop.
        sessions = _grouped(watched, lambda s: extension(s, f"{EXTENSION}session-id")).values()
        playing = not one_device and any(outcome(session[-1], "played-segments") is None for session in sessions)
        for s in watched:
            if outcome(s, "played-segments") is None:
                continue
            pieces = segments(outcome(s, "played-segments"))
            length = Fraction(str(extension(s, f"{EXTENSION}length")))
            progress = Fraction(str(outcome(s, "progress")))
            if not playing and not {edge for piece in pieces for edge in piece} <= stated:
                yield f"a piece was played whose ends nothing tells: {outcome(s, 'played-segments')}"
            if any(start >= end or end > length + 1 for start, end in pieces):
                yield "a piece is none"
            if not 0 <= progress <= 1 or not 0 <= min(union(pieces) / length, 1) - progress < Fraction(1, 1000):
                yield f"progress {float(progress)} of {outcome(s, 'played-segments')} in {float(length)}"
            threshold = Fraction(str(extension(s, f"{EXTENSION}completion-threshold") or 1))
            if verb(s) == "completed" and progress < threshold:
                yield "completed too early"
            if one_device and progress < before:
                yield "progress runs back"
            before = progress


# --- cmi5


def _of_session(session: Sequence[Statement]) -> Iterator[str]:
    own = [s for s in session if is_defined(s)]
    verbs = [verb(s) for s in own]
    if verbs[:2] != ["launched", "initialized"] or session[0] is not own[0] or session[1] is not own[1]:
        yield f"it does not begin with launched and initialized: {verbs}"
    if len(set(verbs)) != len(verbs) or not set(verbs) <= DEFINED:
        yield f"a verb stands there twice: {verbs}"
    if {"passed", "failed"} <= set(verbs) or {"terminated", "abandoned"} <= set(verbs):
        yield f"these exclude each other: {verbs}"
    for last in ("terminated", "abandoned"):
        if last in verbs and (verb(session[-1]) != last or not is_defined(session[-1])):
            yield f"something stands after {last}"
    mode, mastery = extension(own[0], MODE), extension(own[0], MASTERY)
    if mode != "Normal" and {"completed", "passed", "failed", "satisfied"} & set(verbs):
        yield f"{mode} earns nothing"
    if len({s["context"]["registration"] for s in session}) != 1 or len({str(s["actor"]) for s in session}) != 1:
        yield "it has several registrations or actors"
    yield from _in_time(session)
    for s in own:
        yield from _of_defined(s, mastery)


def _of_defined(s: Statement, mastery: Any) -> Iterator[str]:
    word, result = verb(s), s.get("result", {})
    if (f"{CMI5}categories/moveon" in categories(s)) != bool(result.keys() & {"success", "completion"}):
        yield f"{word}: the category moveon"
    if word in ("completed", "passed", "failed", "terminated", "abandoned") and "duration" not in result:
        yield f"{word} has no duration"
    if word == "completed" and (result.get("completion") is not True or "score" in result):
        yield "completed has a score, or is none"
    if word in ("passed", "failed"):
        if result["success"] is not (word == "passed") or extension(s, MASTERY) != mastery:
            yield f"{word} says otherwise"
        if (result["score"]["scaled"] >= mastery) is not (word == "passed"):
            yield f"{word} with {result['score']['scaled']} of {mastery}"
    published = [one["id"] for one in s["context"]["contextActivities"]["grouping"]]
    if s["object"]["id"] in published:
        yield f"{word}: the publisher's id"
    if word == "satisfied" and s["object"]["definition"]["type"] != "https://w3id.org/xapi/cmi5/activitytype/course":
        yield "satisfied is not of a course"
    needed = {f"{CMI5}extensions/{name}" for name in ("launchmode", "launchurl", "moveon")}
    if word == "launched" and not needed <= s["context"]["extensions"].keys():
        yield "launched does not say how"


def _of_registration(registration: Sequence[Statement]) -> Iterator[str]:
    own = [verb(s) for s in registration if is_defined(s)]
    yield from (f"{word} twice" for word in ("completed", "passed", "satisfied") if own.count(word) > 1)
    if "passed" in own and "failed" in own[own.index("passed") :]:
        yield "failed after passed"
    told = [s["id"] for s in registration]
    for s in registration:
        if verb(s) == "voided" and s["object"]["id"] not in told[: told.index(s["id"])]:
            yield "what is voided was not told before"


def _in_time(session: Sequence[Statement]) -> Iterator[str]:
    times = [s["timestamp"] for s in session]
    if times != sorted(times):
        yield "its times are out of order"
