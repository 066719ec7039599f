"""Both verifiers judge alike what a course asks while it plays: no skipping, signs of presence, answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.course import SessionId
from player.domain.event import CheckpointAnswered, Fact, PresenceConfirmed, QuizSubmitted, Watched, WatchStarted
from player.domain.problem import Problem
from player.proof import manifest
from player.proof.problems import Fault
from tests.builders import CHOICE, CODE, COURSE, FIRST, MINUTE, RIGHT, SECOND, STRICT_COURSE
from tests.exchange.agreement import agreed, alone, contents_of, handed_in, one_form, sealed, written
from tests.lines import fields_of
from tests.strands import Device, devices, in_versions
from tests.trying import tries
from tests.versions import later
from tests.worlds import DEVICE, PUBLISHER, TRUST, World, head_after, manifest_of, signed, world

LIMIT_MS = 10 * MINUTE + 62_000
ASKING = replace(COURSE, sessions=STRICT_COURSE.sessions)
CODED = CheckpointAnswered(session=FIRST, checkpoint=CODE.id, answer="zz 42")
CHOSEN = CheckpointAnswered(session=FIRST, checkpoint=CHOICE.id, answer="b")
PRESENT = PresenceConfirmed(session=FIRST, position_ms=0)
STARTED = WatchStarted(session=FIRST, content=COURSE.sessions[0].content, position_ms=0)
NOWHERE = SessionId("third")


def opened() -> World:
    return world(STRICT_COURSE)


def begun() -> World:
    here = opened()
    here.journey.acknowledge_disclosures()
    here.clock.advance(20 * MINUTE)
    return here


def free() -> World:
    here = world(COURSE)
    here.journey.acknowledge_disclosures()
    return here


def ten_minutes() -> World:
    here = begun()
    here.stream.append(span(0, 10 * MINUTE))
    return here


def coded() -> World:
    here = begun()
    here.stream.append(CODED)
    return here


def seen() -> World:
    here = begun()
    for session in STRICT_COURSE.sessions:
        here.watch(session)
    return here


def seen_and_coded() -> World:
    here = seen()
    here.stream.append(CODED)
    return here


def span(start_ms: int, end_ms: int) -> Watched:
    return Watched(session=FIRST, start_ms=start_ms, end_ms=end_ms, engaged_ms=end_ms - start_ms, rate_percent=100)


REFUSED: dict[str, tuple[Callable[[], World], Fact]] = {
    "present before acknowledging": (opened, PRESENT),
    "answered before acknowledging": (opened, CODED),
    "present where nobody asks": (free, PRESENT),
    "present in no session": (begun, replace(PRESENT, session=NOWHERE)),
    "present before the beginning": (begun, replace(PRESENT, position_ms=-1)),
    "present beyond the end": (begun, replace(PRESENT, position_ms=3_601_001)),
    "begun a millisecond ahead": (begun, replace(STARTED, position_ms=1_001)),
    "begun a millisecond ahead of what was played": (ten_minutes, replace(STARTED, position_ms=601_001)),
    "played a millisecond ahead": (begun, span(1_001, 2_000)),
    "played a millisecond ahead of what was played": (ten_minutes, span(601_001, 602_000)),
    "a millisecond too long alone": (ten_minutes, span(10 * MINUTE, LIMIT_MS + 1)),
    "a millisecond too long alone at once": (begun, span(0, LIMIT_MS + 1)),
    "an answer in no session": (begun, replace(CODED, session=NOWHERE)),
    "an answer in another session": (begun, replace(CODED, session=SECOND)),
    "an answer at no checkpoint": (begun, replace(CODED, checkpoint="none")),
    "an answer where none is asked": (free, CODED),
    "an answer after a right one": (coded, CODED),
    "a wrong answer after a right one": (coded, replace(CODED, answer="zz 44")),
    "an empty answer": (begun, replace(CODED, answer=" - ")),
    "an answer far too long": (begun, replace(CODED, answer="z" * 201)),
    "none of the choices": (begun, replace(CHOSEN, answer="That")),
    "the quiz before any checkpoint": (seen, QuizSubmitted(answers=RIGHT)),
    "the quiz before the last checkpoint": (seen_and_coded, QuizSubmitted(answers=RIGHT)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse_one_act_that_the_window_would_refuse(name: str) -> None:
    state, fact = REFUSED[name]
    here = state()
    assert agreed(written(here)) == "genuine"
    here.stream.append(fact)
    assert agreed(written(here)) == Fault.IMPOSSIBLE


ACCEPTED: dict[str, tuple[Callable[[], World], Fact]] = {
    "present at the very end": (begun, replace(PRESENT, position_ms=3_601_000)),
    "begun as far ahead as may be": (ten_minutes, replace(STARTED, position_ms=601_000)),
    "played as far ahead as may be": (begun, span(1_000, 2_000)),
    "alone as long as may be": (ten_minutes, span(10 * MINUTE, LIMIT_MS)),
    "a wrong answer": (begun, replace(CODED, answer="zz 44")),
    "an answer as long as may be": (begun, replace(CODED, answer="z" * 200)),
    "a wrong choice": (begun, replace(CHOSEN, answer="a")),
    "an answer before its place was played": (begun, CHOSEN),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_both_accept_one_act_that_the_window_allows(name: str) -> None:
    state, fact = ACCEPTED[name]
    here = state()
    here.stream.append(fact)
    assert agreed(written(here)) == "genuine"


@pytest.mark.parametrize("answer", ["zz 43", "ZZ43", "Z.Z.-4 2", "ＺＺ４２", "zz42\u0301", "zz44", "zz4²", "ʐz42"])
def test_both_take_the_same_codes_for_right(answer: str) -> None:
    here = seen()
    for fact in (CHOSEN, replace(CODED, answer=answer)):
        here.stream.append(fact)
    assert agreed(written(here)) == "genuine"
    done = here.journey
    here.stream.append(QuizSubmitted(answers=RIGHT))
    fresh = type(done)(course=done.course, stream=here.stream, clock=here.clock, profession=None)
    open_ones = fresh.progress().sessions[0].open_checkpoints
    assert agreed(written(here)) == (Fault.IMPOSSIBLE if open_ones else "genuine")


def test_both_follow_a_strict_course_to_its_certificate() -> None:
    here = world(STRICT_COURSE)
    here.earn()
    assert agreed(written(here, heads=(0, 60))) == "genuine"
    assert alone(written(here))["watch"]["seeking"] == "seen-only"


def test_both_count_what_was_played_and_answered_on_another_device_and_not_who_was_there() -> None:
    one, other = devices(2, STRICT_COURSE)
    for device in (one, other):
        device.journey.acknowledge_disclosures()
    other.world.watch(STRICT_COURSE.sessions[0])
    other.world.answer_checkpoints()
    one.world.watch(STRICT_COURSE.sessions[1], upto_ms=4 * MINUTE)
    one.join(other)
    one.world.clock.advance(10 * MINUTE)
    last = Watched(session=FIRST, start_ms=0, end_ms=7 * MINUTE, engaged_ms=7 * MINUTE, rate_percent=100)
    one.world.stream.append(replace(last, start_ms=50 * MINUTE, end_ms=57 * MINUTE))
    assert agreed(handed_in(one)) == "genuine"
    one.world.stream.append(replace(last, end_ms=MINUTE, engaged_ms=MINUTE))
    assert agreed(handed_in(one)) == Fault.IMPOSSIBLE


@pytest.mark.parametrize("kept", [True, False], ids=["the same is asked", "something else is asked"])
def test_both_carry_answers_to_a_later_version_where_the_same_is_asked(kept: bool) -> None:
    first, second = STRICT_COURSE.sessions
    asked = (CODE, CHOICE) if kept else (CODE, replace(CHOICE, prompt="Which one is it now?"))
    new = later(STRICT_COURSE, sessions=(replace(first, checkpoints=asked), second))
    before, after = in_versions(signed(STRICT_COURSE), signed(new), one_machine=True)
    before.journey.acknowledge_disclosures()
    before.world.watch_all()
    after.join(before)
    assert agreed(handed_in(after)) == "genuine"
    after.world.stream.append(QuizSubmitted(answers=RIGHT))
    assert agreed(handed_in(after)) == ("genuine" if kept else Fault.IMPOSSIBLE)


def test_both_read_a_version_of_the_second_format_as_one_that_asks_nothing_meanwhile() -> None:
    second_format = replace(manifest_of(COURSE), format=2)
    old_course = manifest.read(manifest.sign(second_format, PUBLISHER), TRUST, name="The course")
    old, new = in_versions(old_course, signed(later()), one_machine=True)
    old.journey.acknowledge_disclosures()
    old.world.watch_all()
    new.join(old)
    new.world.stream.append(QuizSubmitted(answers=RIGHT))
    assert agreed(handed_in(new)) == "genuine"


@pytest.mark.parametrize("fact", [PRESENT, CODED], ids=["presence", "an answer"])
@pytest.mark.parametrize("lower", [2, 3])
def test_both_refuse_a_file_of_a_format_that_does_not_know_what_is_in_it(fact: Fact, lower: int) -> None:
    here = begun()
    here.stream.append(fact)
    contents = contents_of(written(here))
    assert contents["format"] == 4
    contents["format"] = lower
    if lower == 2:
        del contents["earlier"]
    assert agreed(sealed(contents, DEVICE)) == "not-a-completion-file"


def test_both_take_the_fourth_format_where_a_lower_one_would_do() -> None:
    contents = {**contents_of(written(free())), "format": 4, "joined": [], "earlier": []}
    assert agreed(sealed(contents, DEVICE)) == "genuine"


def test_both_know_the_new_events_in_either_version_of_writing() -> None:
    here = begun()
    here.stream.append(PRESENT)
    contents = contents_of(written(here))
    contents["events"] = [one_form({**fields_of(text), "v": 1}) for text in contents["events"]]
    bodies = tuple(text.encode() for text in contents["events"])
    contents["heads"] = [head_after(here.stream.id, bodies, len(bodies) - 1).to_json().decode()]
    assert agreed(sealed(contents, DEVICE)) == "genuine"
    assert agreed(sealed({**contents, "format": 3}, DEVICE)) == "not-a-completion-file"


_TIMES = st.integers(0, 62 * MINUTE)
_FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        lambda start, length: span(start, start + length),
        st.one_of(st.sampled_from([0, 1_000, 1_001]), _TIMES),
        st.one_of(st.sampled_from([MINUTE, 10 * MINUTE, LIMIT_MS, LIMIT_MS + 1]), st.integers(1, 12 * MINUTE)),
    ),
    st.builds(WatchStarted, session=st.just(FIRST), content=st.just(COURSE.sessions[0].content), position_ms=_TIMES),
    st.builds(PresenceConfirmed, session=st.sampled_from([FIRST, SECOND]), position_ms=_TIMES),
    st.builds(
        CheckpointAnswered,
        session=st.sampled_from([FIRST, FIRST, SECOND]),
        checkpoint=st.sampled_from([CODE.id, CHOICE.id]),
        answer=st.sampled_from(["zz42", "zz41", "a", "b", ""]),
    ),
)


@settings(max_examples=tries(150), deadline=None)
@given(st.data())
def test_both_say_the_same_of_whatever_is_done_on_two_devices(data: st.DataObject) -> None:
    """What the window would allow is recorded; now and then something else, at the end."""
    family = devices(2, STRICT_COURSE)
    for device in family:
        device.journey.acknowledge_disclosures()
    for _ in range(data.draw(st.integers(1, 12))):
        device = data.draw(st.sampled_from(family))
        device.world.clock.advance(12 * MINUTE)
        if data.draw(st.integers(0, 5)) == 0:
            device.join(family[device is family[0]])
            continue
        _try(device, data.draw(_FACTS))
    device = data.draw(st.sampled_from(family))
    assert agreed(handed_in(device)) == "genuine"
    device.world.clock.advance(12 * MINUTE)
    device.world.stream.append(data.draw(_FACTS))
    assert agreed(handed_in(device)) in ("genuine", Fault.IMPOSSIBLE)


def _try(device: Device, fact: Fact) -> None:
    try:
        device.journey.may(fact)
    except Problem:
        # The window would have refused it too.
        return
    device.world.stream.append(fact)
    device.world.journey = type(device.journey)(
        course=device.world.course,
        stream=device.world.stream,
        clock=device.world.clock,
        profession=None,
        bring=device.bring,
    )
