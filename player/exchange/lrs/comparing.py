"""Whether a store holds the statement that was sent, by the rule of the xAPI specification (1.0.3, part two, 2.3.1).

A store may add who vouches (authority), when it stored (stored), its version, its own words for verbs and activities,
names of people, and where an attachment lies; it may write lists where one thing stood, cut durations to hundredths of
a second, and tell a moment in another way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

_ADDED = frozenset({"stored", "authority", "version"})
_SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
_DURATION = re.compile(
    r"P(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?"
)


def read_json(data: bytes) -> object:
    """Raises ValueError for anything that is no sound JSON."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def same_statement(ours: bytes, theirs: object) -> bool:
    """`theirs`: as JSON was read; anything at all."""
    try:
        own = read_json(ours)
        if not isinstance(own, dict) or not isinstance(theirs, dict):
            return False
        left, right = cast("dict[str, object]", own), cast("dict[str, object]", theirs)
        if "timestamp" not in left:
            # Then the store states its own moment.
            right = {name: value for name, value in right.items() if name != "timestamp"}
        return _statement(left) == _statement(right)
    except (ValueError, RecursionError, OverflowError):
        return False


def _statement(told: Mapping[str, object]) -> dict[str, object]:
    plain = {name: value for name, value in told.items() if name not in _ADDED and value is not None}
    plain["object"] = _object(plain.get("object"))
    for name, reduced in (
        ("id", _lower),
        ("actor", _actor),
        ("verb", _verb),
        ("timestamp", _moment),
        ("result", _result),
        ("context", _context),
        ("attachments", _attachments),
    ):
        if name in plain:
            plain[name] = reduced(plain[name])
    if not plain.get("attachments"):
        plain.pop("attachments", None)
    return plain


def _object(value: object) -> object:
    if not isinstance(value, dict):
        return value
    told = cast("dict[str, object]", value)
    kind = told.get("objectType", "Activity")
    if kind == "SubStatement":
        return {"objectType": kind, **_statement({name: part for name, part in told.items() if name != "objectType"})}
    if kind in ("Agent", "Group"):
        return _actor(told)
    if kind == "StatementRef":
        return {"objectType": kind, "id": _lower(told.get("id"))}
    # What an activity is called belongs to the activity, of which a store keeps one description for all statements.
    return {"objectType": "Activity", "id": told.get("id")}


def _actor(value: object) -> object:
    if not isinstance(value, dict):
        return value
    told = {name: part for name, part in cast("dict[str, object]", value).items() if name != "name"}
    told.setdefault("objectType", "Agent")
    members = told.get("member")
    if isinstance(members, list):
        reduced = (_actor(member) for member in cast("list[object]", members))
        told["member"] = sorted(reduced, key=lambda one: json.dumps(one, sort_keys=True))
    return told


def _verb(value: object) -> object:
    return cast("dict[str, object]", value).get("id") if isinstance(value, dict) else value


def _result(value: object) -> object:
    if not isinstance(value, dict):
        return value
    told = dict(cast("dict[str, object]", value))
    if "duration" in told:
        told["duration"] = _duration(told["duration"])
    return told


def _context(value: object) -> object:
    if not isinstance(value, dict):
        return value
    told = dict(cast("dict[str, object]", value))
    for name in ("instructor", "team"):
        if name in told:
            told[name] = _actor(told[name])
    if "registration" in told:
        told["registration"] = _lower(told["registration"])
    reference = told.get("statement")
    if isinstance(reference, dict):
        told["statement"] = _object({**cast("dict[str, object]", reference), "objectType": "StatementRef"})
    activities = told.get("contextActivities")
    if isinstance(activities, dict):
        told["contextActivities"] = _activities(cast("dict[str, object]", activities))
    return told


def _activities(told: Mapping[str, object]) -> dict[str, object]:
    """Each kind as a list; one that is empty is as none."""
    lists = {name: cast("list[object]", part) if isinstance(part, list) else [part] for name, part in told.items()}
    return {
        name: sorted((_object(one) for one in part), key=lambda one: json.dumps(one, sort_keys=True))
        for name, part in lists.items()
        if part
    }


def _attachments(value: object) -> object:
    """What the bytes are; not where they lie, nor what they are called. A signature says who vouches, as an authority
    does, and nothing of what happened: signed or not, it is the same statement."""
    if not isinstance(value, list):
        return value
    kept = ("usageType", "contentType", "length", "sha2")
    found: list[object] = []
    for one in cast("list[object]", value):
        told = cast("dict[str, object]", one) if isinstance(one, dict) else {}
        if told.get("usageType") == _SIGNATURE:
            continue
        found.append({name: told.get(name) for name in kept})
    return sorted(found, key=lambda one: json.dumps(one, sort_keys=True))


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _moment(value: object) -> object:
    """To the millisecond, in UTC."""
    if not isinstance(value, str):
        return value
    moment = datetime.fromisoformat(value)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds")


def _duration(value: object) -> object:
    """In hundredths of a second, which is as exact as stores need be; as it is where it cannot be read."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    years, months, weeks, days, hours, minutes, seconds = (_hundredths(part) for part in found.groups("0"))
    exact = weeks * 604_800 + days * 86_400 + hours * 3_600 + minutes * 60 + seconds
    return years, months, exact


def _hundredths(number: str) -> int:
    """Cut, not rounded: that is what stores do."""
    whole, _, part = number.partition(".")
    return int(whole or "0") * 100 + int((part + "00")[:2])
