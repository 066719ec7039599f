from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from player.domain.event import StreamId
from player.ledger.merging.branches import copy_of
from player.ledger.merging.merge import AT_ONCE_BRANCHES, Merge
from player.ledger.problems import GoneOnElsewhere
from player.ledger.store import SqlLedger
from player.proof.envelope import Envelope
from player.proof.strand import Strand
from tests.ledger.conftest import Home
from tests.ledger.making import COURSE, LEARNER, ledger_in, opening, watched
from tests.ledger.strands import COLLECTOR, OTHER, content, links_in, links_of_ledger, longer, merged, strand

HONEST = opening(signer=OTHER)


def test_a_file_and_a_server_come_to_the_same(home: Home, tmp_path: Path) -> None:
    first = opening(signer=OTHER)
    begun = strand(first, key=OTHER, events=5)
    family = [
        longer(begun, first, key=OTHER, at=3, by=4, mark=1),
        begun,
        longer(begun, first, key=OTHER, by=3, signed=6),
        longer(begun, first, key=OTHER, at=1, by=6, mark=2),
        strand(opening(signer=OTHER), key=OTHER, events=3),
    ]
    ledger, plain = home.open(signer=COLLECTOR), merged(reversed(family), tmp_path / "plain")
    report = ledger.take_in(family)
    assert (report.events, report.refused) == (len(links_in(family)), ())
    assert content(ledger) == content(plain)
    assert ledger.damaged() == ()
    assert ledger.forks() == plain.forks()
    assert ledger.take_in(family).known == len(family)
    ledger.close()
    plain.close()


def cloned(folder: Path, home: Home) -> tuple[SqlLedger, SqlLedger, StreamId]:
    """Two ledgers of one device with the same beginning of a stream, as a copied disk leaves them."""
    here = home.open()
    stream = here.open(opening())
    for number in range(5):
        stream.append(watched(number))
    there = ledger_in(folder / "clone")
    there.take_from(here)
    return here, there, stream.id


def test_a_cloned_profile_is_merged_both_ways_and_nothing_is_dropped(home: Home, tmp_path: Path) -> None:
    here, there, name = cloned(tmp_path, home)
    for ledger, count in ((here, 10), (there, 20)):
        (stream,) = ledger.streams()
        written = [stream.append(watched(100 * count + number)) for number in range(count)]
        assert len(written) == count
        ledger.open(opening())
    every = links_of_ledger(here) | links_of_ledger(there)
    report = there.take_from(here)
    assert report.moved == ()
    assert here.take_from(there).moved == (name,)
    there.take_from(here)
    assert links_of_ledger(here) == links_of_ledger(there) == every
    assert content(here) == content(there)
    (fork,) = here.forks()
    assert (fork.stream, fork.first, [tip.events for tip in fork.tips]) == (name, 6, [26, 16])
    assert report.forks == here.forks() == there.forks()
    found = here.branches(learner=LEARNER, course_hash=COURSE)
    assert sorted(len(branch.events) for branch in found) == [1, 1, 16, 26]
    here.close()
    there.close()


def test_whoever_asks_for_a_stream_after_a_merge_gets_it_as_it_is(home: Home, tmp_path: Path) -> None:
    """A stream that merely grew, and one of which another branch became the main one."""
    here, there, name = cloned(tmp_path, home)
    for count in (3, 9):
        (known,) = here.streams()
        (other,) = there.streams()
        written = [other.append(watched(100 * count + number)) for number in range(count)]
        here.take_from(there)
        found = here.stream_for(learner=LEARNER, course_hash=COURSE)
        assert found is not None and found.id == known.id == name
        assert list(found.events[-count:]) == written
        found.append(watched(7))
        assert len(here.bodies(name)) == len(found.events)
    here.close()
    there.close()


def test_a_backup_that_was_gone_on_with_brings_its_events_in(home: Home, tmp_path: Path) -> None:
    here, backup, name = cloned(tmp_path, home)
    (now,), (old,) = here.streams(), backup.streams()
    for number in range(30):
        now.append(watched(number))
    for number in range(7):
        old.append(watched(500 + number))
    report = here.take_from(backup)
    assert (report.events, report.moved, [fork.stream for fork in report.forks]) == (7, (), [name])
    assert now.append(watched(31)).seq == 36
    assert here.damaged() == ()
    here.close()
    backup.close()


def test_a_stream_that_was_gone_on_with_elsewhere_says_so_once_and_then_goes_on(home: Home, tmp_path: Path) -> None:
    here, there, _ = cloned(tmp_path, home)
    (ours,), (theirs,) = here.streams(), there.streams()
    ours.append(watched(7))
    for number in range(3):
        theirs.append(watched(50 + number))
    here.take_from(there)
    with pytest.raises(GoneOnElsewhere):
        ours.append(watched(8))
    assert ours.events == theirs.events
    assert ours.append(watched(8)).seq == 9
    assert here.damaged() == ()
    assert [branch.strand.heads[-1] for branch in here.branches(learner=LEARNER, course_hash=COURSE)]
    here.close()
    there.close()


def test_nobody_puts_unsigned_events_into_this_device_s_own_streams(home: Home, tmp_path: Path) -> None:
    here = home.open()
    first = opening()
    stream = here.open(first)
    for number in range(3):
        stream.append(watched(number))
    (own,) = here.strands()
    forged = [longer(own, first, by=50, signed=1, mark=9), longer(own, first, at=2, by=70, signed=1, mark=8)]
    report = here.take_in(forged)
    assert (report.events, report.moved, report.grown) == (120, (), ())
    assert stream.append(watched(3)).seq == 4
    assert len(here.streams()[0].events) == 5
    assert links_of_ledger(here) >= links_in(forged)
    signed = longer(forged[0], first, by=0, signed=40)
    assert here.take_in([signed]).moved == (first.stream,)
    assert len(content(here)[first.stream].main) == 41
    assert here.damaged() == ()
    unknown = strand(opening(), events=4, signed=2)
    assert here.take_in([unknown]).events == 4
    assert len(content(here)[copy_of(unknown).stream].main) == 3
    here.close()


def test_two_openings_of_one_name_are_both_kept(home: Home, tmp_path: Path) -> None:
    first = opening(signer=OTHER)
    second = replace(opening(), stream=first.stream, attempt=5)
    honest, usurper = strand(first, key=OTHER, events=3), strand(second, events=6)
    ledger, plain = home.open(signer=COLLECTOR), merged([usurper, honest], tmp_path / "plain")
    ledger.take_in([honest])
    assert ledger.take_in([usurper]).moved == (first.stream,)
    assert content(ledger) == content(plain)
    assert ledger.damaged() == ()
    assert [tip.events for tip in ledger.forks()[0].tips] == [6, 3]
    assert {len(branch.events) for branch in ledger.branches(learner=LEARNER, course_hash=COURSE)} == {3, 6}
    ledger.close()
    plain.close()


def test_what_a_stream_adds_up_to_follows_its_main_branch(home: Home, tmp_path: Path) -> None:
    here, there, _ = cloned(tmp_path, home)
    assert [found.events for found in here.tallies()] == [6]
    (theirs,) = there.streams()
    for number in range(9):
        theirs.append(watched(40 + number))
    (ours,) = here.streams()
    ours.append(watched(9))
    here.take_from(there)
    assert [found.events for found in here.tallies()] == [15]
    assert here.rebuild().wrong == ()
    here.close()
    there.close()


def test_heads_alone_are_taken_in_too(home: Home) -> None:
    ledger = home.open(signer=COLLECTOR)
    early = strand(HONEST, key=OTHER, events=8, signed=3)
    ledger.take_in([early])
    report = ledger.take_in([longer(early, HONEST, key=OTHER, by=0, signed=6)])
    assert (report.events, report.known) == (0, 0)
    assert {seq for seq, _, _ in content(ledger)[HONEST.stream].heads} == {0, 3, 6}
    ledger.close()


def test_taking_in_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, signer=COLLECTOR)
    every = [strand(opening(signer=OTHER), key=OTHER, events=3) for _ in range(AT_ONCE_BRANCHES + 50)]

    def broken_off() -> Iterable[Strand]:
        yield from every[:-10]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.take_in(broken_off())
    assert links_of_ledger(ledger) == links_in(every[:AT_ONCE_BRANCHES])
    report = ledger.take_in(every)
    assert (report.known, report.events) == (AT_ONCE_BRANCHES, 150)
    assert links_of_ledger(ledger) == links_in(every)
    ledger.close()


def test_streams_too_large_for_one_statement_come_in_as_well(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.ledger.merging.bulk._MOST_BYTES", 1_000)
    whole = strand(HONEST, key=OTHER, events=20)
    ledger = home.open(signer=COLLECTOR)
    assert ledger.take_in([whole]).events == 20
    assert ledger.damaged() == ()
    assert ledger.bodies(HONEST.stream) == whole.bodies
    ledger.close()


def test_a_branch_for_which_a_device_vouches_goes_before_a_longer_one_for_which_none_does(home: Home) -> None:
    ledger = home.open(signer=COLLECTOR)
    nobody_s = strand(replace(opening(), stream=HONEST.stream), events=30)
    Merge(ledger.database, own=COLLECTOR.public.id).take_in([replace(copy_of(nobody_s), key=None)], {})
    assert [found.events for found in ledger.tallies()] == [30]
    honest = strand(HONEST, key=OTHER, events=4)
    report = ledger.take_in([honest])
    assert report.moved == (HONEST.stream,)
    assert ledger.bodies(HONEST.stream) == honest.bodies
    assert ledger.damaged() == ()
    assert [found.events for found in ledger.tallies()] == [4]
    assert links_of_ledger(ledger) == links_in([honest, nobody_s])
    ledger.close()


def test_a_head_that_came_without_a_key_is_held_against_the_key_that_is_known_when_it_is_written(home: Home) -> None:
    ledger = home.open(signer=COLLECTOR)
    ledger.take_in([strand(opening(signer=OTHER), key=OTHER)])
    whole = strand(HONEST, key=OTHER)
    first, last = whole.heads
    false = replace(whole, heads=(first, Envelope(last.payload, last.kind, first.signatures)))
    for brought, refused in ((false, 1), (whole, 0)):
        merge = Merge(ledger.database, own=COLLECTOR.public.id)
        report = merge.take_in([replace(copy_of(brought), key=None)], {})
        assert len(report.refused) == refused
        assert ledger.damaged() == ()
    assert len(ledger.streams()) == 2
    ledger.close()
