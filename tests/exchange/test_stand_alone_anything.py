"""Both verifiers agree on files in which anything at all was changed, and neither ever crashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.problem import Problem
from player.proof.envelope import seal
from player.proof.evidence import verify
from player.proof.manifest import KIND as MANIFEST_KIND
from tests.builders import COURSE, MINUTE, RESPONSES, RIGHT, WRONG
from tests.exchange.agreement import (
    ALONE,
    COUNT,
    FILE,
    agreed,
    alone,
    contents_of,
    handed_in,
    in_fact,
    numbered,
    one_form,
    product,
    ring,
    sealed,
    signed_again,
)
from tests.strands import Device, devices
from tests.trying import tries
from tests.worlds import DEVICE, PUBLISHER, TRUST

RING = ring()
JOINED = handed_in(RING[0])


NUMBERS = (-1, 0, 1, 99, 10**6, 2**31, 2**53, 2**63, 10**30, -(10**30), 1.5)
WORDS = ("", "NaN", "sNaN", "-0", "Infinity", "1E+999999", "0.25", "1.5", "9" * 400)
NAMES = ("first", "second", "ama", "nurse", "a", "boot-1", "\u202e")
NASTY = st.sampled_from([None, True, False, [], [[]], {}, {"a": 1}, *NUMBERS, *WORDS, *NAMES])


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        inside: Any = value.items()
    else:
        inside = enumerate(value) if isinstance(value, list) else ()
    for name, inner in inside:
        found += _places(inner, (*path, name))
    return found


def _with(value: Any, path: tuple[str | int, ...], nasty: object) -> Any:
    if not path:
        return nasty
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = _with(copied[path[0]], path[1:], nasty)
    return copied


@settings(max_examples=tries(300), deadline=None)
@given(st.data())
def test_both_agree_on_events_with_any_values_whatever_was_signed_over_them(data: st.DataObject) -> None:
    contents = contents_of(FILE)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, COUNT - 1))
        event = json.loads(contents["events"][place])
        path = data.draw(st.sampled_from(_places(event)))
        contents["events"][place] = one_form(_with(event, path, data.draw(NASTY)))
    if data.draw(st.booleans()):
        try:
            signed_again(contents, DEVICE)
        except (TypeError, KeyError):
            return
    agreed(sealed(contents, DEVICE))


@settings(max_examples=tries(200), deadline=None)
@given(st.data())
def test_both_agree_on_contents_with_any_values(data: st.DataObject) -> None:
    contents = contents_of(JOINED)
    path = data.draw(st.sampled_from([p for p in PATHS if p[0] != "course"]))
    agreed(sealed(_with(contents, path, data.draw(NASTY)), RING[0].key))


PATHS = _places(contents_of(JOINED))


@settings(max_examples=tries(200), deadline=None)
@given(st.data())
def test_both_agree_on_events_in_any_order(data: st.DataObject) -> None:
    contents = contents_of(FILE)
    events: list[str] = contents["events"]
    for _ in range(data.draw(st.integers(1, 4))):
        taken = events.pop(data.draw(st.integers(1, len(events) - 1)))
        if data.draw(st.booleans()):
            events.insert(data.draw(st.integers(1, len(events))), taken)
    numbered(contents)
    signed_again(contents, DEVICE)
    agreed(sealed(contents, DEVICE))


@settings(max_examples=tries(200), deadline=None)
@given(st.data())
def test_both_agree_on_any_bytes(data: st.DataObject) -> None:
    changed = bytearray(JOINED)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    agreed(bytes(changed))


@settings(max_examples=tries(200), deadline=None)
@given(st.data())
def test_a_course_with_any_values_signed_by_somebody_leads_to_no_crash_and_to_no_more_than_carrel_accepts(
    data: st.DataObject,
) -> None:
    contents = contents_of(FILE)
    manifest = json.loads(contents["course"]["manifest"])
    path = data.draw(st.sampled_from([path for path in _places(manifest) if path[0] == "course"]))
    payload = one_form(_with(manifest, path, data.draw(NASTY))).encode()
    envelope = seal(payload, MANIFEST_KIND, PUBLISHER)
    contents["course"] = {"manifest": payload.decode(), "signatures": msgspec.to_builtins(envelope.signatures)}
    in_fact("stream-opened", course_hash=hashlib.sha256(payload).hexdigest())(contents)
    signed_again(contents, DEVICE)
    made = sealed(contents, DEVICE)
    found = alone(made)
    if found["genuine"]:
        assert list(ALONE.tell(found))
    # Parts of a course on which no credit hangs are checked by Carrel alone.
    assert isinstance(product(made), str) or agreed(made) == "genuine"


def _acts(device: Device, others: list[Device], data: st.DataObject) -> None:
    """One thing that somebody may do now, on a device or its clone."""
    session = data.draw(st.sampled_from(COURSE.sessions))
    act = data.draw(
        st.sampled_from(["watch", "watch", "join", "join", "quiz", "evaluation", "claim", "fork", "reboot"])
    )
    match act:
        case "watch":
            device.world.watch(session, upto_ms=data.draw(st.sampled_from([MINUTE, session.duration_ms])))
        case "join" if others:
            device.join(data.draw(st.sampled_from(others)))
        case "quiz":
            device.journey.submit_quiz(data.draw(st.sampled_from([RIGHT, WRONG])))
        case "evaluation":
            device.journey.submit_evaluation(RESPONSES)
        case "claim":
            device.world.claim(amount=data.draw(st.sampled_from(["0.5", "1.5"])))
            device.journey.issue_certificate(device.world.certificate())
        case "fork" if len(device.family) < 5:
            device.fork()
        case _:
            device.world.clock.reboot(after_ms=data.draw(st.sampled_from([0, MINUTE, 10**10])))


@settings(max_examples=tries(40), deadline=None)
@given(st.data())
def test_both_find_what_the_window_showed_after_any_life_on_several_devices(data: st.DataObject) -> None:
    family = devices(3)[0].family
    for device in family:
        device.journey.acknowledge_disclosures()
    for _ in range(data.draw(st.integers(1, 14))):
        device = data.draw(st.sampled_from(family))
        try:
            _acts(device, [other for other in family if other is not device], data)
        except Problem:
            # The window would have refused it too.
            continue
    device = data.draw(st.sampled_from(family))
    made = handed_in(device)
    assert agreed(made) == "genuine"
    assert verify(device.evidence(), TRUST).history == device.journey.history
