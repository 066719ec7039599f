"""Several devices, branches and versions of one learner: each told once, each from what it knew."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import MINUTE, RESPONSES, RIGHT
from tests.exchange.xapi.by_the_book import Statement, faults, is_video, outcome, verb
from tests.exchange.xapi.lives import LENIENT, completion_of, of_devices, open_player, play, told, verbs
from tests.strands import Device, devices, in_versions
from tests.worlds import signed

ONE, TWO = LENIENT.sessions


def paused(statements: list[Statement]) -> list[tuple[object, object]]:
    found = [one for one in statements if verb(one) == "paused"]
    return [(outcome(one, "played-segments"), outcome(one, "progress")) for one in found]


def begin(device: Device) -> None:
    device.journey.acknowledge_disclosures()
    open_player(device.world, ONE)


def after(device: Device, other: Device) -> None:
    device.world.clock.go_to(other.world.clock.moment)


def test_what_another_device_played_counts_from_where_it_was_joined() -> None:
    here, there = devices(2, LENIENT)
    begin(there)
    play(there.world, ONE, 0, 30 * MINUTE)
    open_player(there.world, TWO)
    after(here, there)
    here.join(there)
    open_player(here.world, ONE)
    play(here.world, ONE, 30 * MINUTE, 45 * MINUTE)
    open_player(here.world, TWO)
    statements = told(of_devices(here, there))
    assert faults(statements, one_device=False) == []
    assert paused(statements) == [("0[.]1800", 0.5), ("0[.]1800[,]1800[.]2700", 0.75)]
    assert len({one["context"]["registration"] for one in statements}) == 1


def test_what_was_uploaded_before_a_joining_says_the_same_after_it() -> None:
    here, there = devices(2, LENIENT)
    begin(here)
    play(here.world, ONE, 0, 10 * MINUTE)
    open_player(here.world, ONE)
    alone = told(completion_of(here.world))
    after(there, here)
    begin(there)
    play(there.world, ONE, 10 * MINUTE, 60 * MINUTE)
    open_player(there.world, TWO)
    after(here, there)
    here.join(there)
    both = {one["id"]: one for one in told(of_devices(here, there))}
    assert all(both[one["id"]] == one for one in alone)


def test_a_joining_while_something_plays_loses_none_of_it() -> None:
    here, there = devices(2, LENIENT)
    begin(there)
    play(there.world, ONE, 40 * MINUTE, 50 * MINUTE)
    open_player(there.world, TWO)
    begin(here)
    play(here.world, ONE, 0, 10 * MINUTE)
    here.join(there)
    play(here.world, ONE, 10 * MINUTE, 20 * MINUTE)
    open_player(here.world, TWO)
    statements = told(of_devices(here, there))
    assert faults(statements, one_device=False) == []
    assert paused(statements)[-1] == ("0[.]600[,]2400[.]3000[,]600[.]1200", 0.5)


def test_what_two_devices_did_without_knowing_of_each_other_is_told_once_the_earliest() -> None:
    here, there = devices(2, LENIENT)
    for device in (there, here):
        begin(device)
        play(device.world, ONE, 0, 60 * MINUTE)
        open_player(device.world, TWO)
        play(device.world, TWO, 0, 30 * MINUTE)
        device.journey.submit_quiz(RIGHT)
        device.journey.submit_evaluation(RESPONSES)
        device.world.claim()
        after(here, there)
    here.join(there)
    assert here.journey.history.repeated_claims
    statements = told(of_devices(here, there))
    assert faults(statements, one_device=False) == []
    words = verbs(one for one in statements if not is_video(one))
    assert [words.count(word) for word in ("passed", "completed", "satisfied", "earned")] == [1, 1, 1, 1]
    assert [one["id"] for one in told(completion_of(there.world)) if one in statements]


def test_a_branch_of_the_same_stream_is_told_once_up_to_where_it_parted() -> None:
    (here,) = devices(1, LENIENT)
    begin(here)
    play(here.world, ONE, 0, 10 * MINUTE)
    here.journey.start_watching(TWO.id, position_ms=0)
    clone = here.fork()
    clone.world.clock.advance(MINUTE)
    open_player(clone.world, ONE, at_ms=10 * MINUTE)
    play(clone.world, ONE, 10 * MINUTE, 20 * MINUTE)
    open_player(clone.world, TWO)
    after(here, clone)
    here.join(clone)
    statements = told(of_devices(here, clone))
    assert [one["id"] for one in statements] == list(dict.fromkeys(one["id"] for one in statements))
    assert paused(statements) == [("0[.]600", 0.166), ("0[.]600[,]600[.]1200", 0.333)]


def test_what_a_branch_and_this_stream_share_counts_once_after_a_joining() -> None:
    (here,) = devices(1, LENIENT)
    begin(here)
    play(here.world, ONE, 0, 30 * MINUTE)
    open_player(here.world, TWO)
    clone = here.fork()
    open_player(clone.world, TWO)
    after(here, clone)
    here.join(clone)
    open_player(here.world, ONE)
    play(here.world, ONE, 30 * MINUTE, 60 * MINUTE)
    open_player(here.world, TWO)
    statements = told(of_devices(here, clone))
    assert paused(statements)[-1] == ("0[.]1800[,]1800[.]3600", 1)
    (completed,) = [one for one in statements if verb(one) == "completed"]
    assert completed["result"]["duration"] == "PT3600S"


def test_an_earlier_version_is_told_by_its_own_name_in_the_same_registration() -> None:
    newer = replace(LENIENT, version=2, title="Sleep after Shift Work, revised")
    old, new = in_versions(signed(LENIENT), signed(newer))
    begin(old)
    play(old.world, ONE, 0, 60 * MINUTE)
    open_player(old.world, TWO)
    after(new, old)
    new.join(old)
    open_player(new.world, ONE)
    play(new.world, ONE, 0, 10 * MINUTE)
    open_player(new.world, TWO)
    statements = told(of_devices(new, old))
    assert faults(statements, one_device=False) == []
    assert {one["context"]["revision"] for one in statements} == {"1", "2"}
    assert sum(verb(one) == "completed" for one in statements) == 1
    assert len({one["context"]["registration"] for one in statements}) == 1
