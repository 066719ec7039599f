from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from player.domain.event import CourseHash, StreamId
from player.domain.learner import LearnerId
from player.ledger.care.other import merge_ledgers, open_other
from player.ledger.merging.merge import MergeReport
from player.ledger.problems import RecordsDamaged
from player.ledger.store import SqlLedger
from player.proof.chain import links_of, read_head
from player.proof.envelope import Envelope, Signature
from player.proof.files import CannotRead
from player.proof.keys import PrivateKey
from player.proof.problems import NotSigned
from tests.ledger.making import COURSE, KEY, LEARNER, TickingClock, ledger_in, opening, tamper, watched
from tests.ledger.strands import COLLECTOR, content, devices, links_of_ledger

FORMAT_1 = Path(__file__).parent / "kept" / "format-1"
ANA = LearnerId("0a" * 16)
"""The learner in the kept profile, and the course in which she earned credit."""
ANAS = CourseHash("c0" * 32)


def profile(folder: Path, *, key: bool = True, events: int = 5) -> tuple[SqlLedger, StreamId]:
    """A profile in use, whose last events are signed by no head yet."""
    if key:
        folder.mkdir()
        KEY.write(folder / "device.key")
    ledger = ledger_in(folder)
    stream = ledger.open(opening())
    for number in range(events - 1):
        stream.append(watched(number))
    return ledger, stream.id


def merge_from(place: Path, into: SqlLedger) -> MergeReport:
    with open_other(place, clock=TickingClock()) as other:
        return merge_ledgers(into, other)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.mark.parametrize("bare", [False, True])
def test_another_profile_is_read_with_its_log_and_not_changed(tmp_path: Path, bare: bool) -> None:
    other, name = profile(tmp_path / "other")
    here = ledger_in(tmp_path / "here", signer=COLLECTOR)
    before = bytes_in(tmp_path / "other")
    place = tmp_path / "other" / "ledger.sqlite" if bare else tmp_path / "other"
    report = merge_from(place, here)
    assert (report.events, report.grown, report.problems) == (5, (name,), ())
    assert bytes_in(tmp_path / "other") == before
    assert before["ledger.sqlite-wal"], "the test is about a ledger in use"
    assert merge_from(place, here).known == 1
    other.close()
    here.close()


def test_what_was_not_signed_yet_is_signed_with_the_key_that_lies_beside_it(tmp_path: Path) -> None:
    other, _ = profile(tmp_path / "other")
    here = ledger_in(tmp_path / "here", signer=COLLECTOR)
    merge_from(tmp_path / "other", here)
    (found,) = here.strands()
    assert [read_head(head, KEY.public).seq for head in found.heads] == [0, 4]
    other.close()
    here.close()


def test_without_a_key_beside_it_nothing_is_signed_in_another_device_s_name(tmp_path: Path) -> None:
    other, _ = profile(tmp_path / "other", key=False)
    here = ledger_in(tmp_path / "here", signer=COLLECTOR)
    merge_from(tmp_path / "other", here)
    (found,) = here.strands()
    assert [read_head(head, KEY.public).seq for head in found.heads] == [0]
    other.close()
    here.close()


def kept(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        shutil.copyfile(FORMAT_1 / name, folder / name)
    return folder


@pytest.mark.parametrize("key", ["device.key", "device.key.pub"])
def test_a_profile_of_the_first_format_comes_in_whole_when_a_key_lies_beside_it(tmp_path: Path, key: str) -> None:
    place = kept(tmp_path / "old", "ledger.sqlite", key)
    before = bytes_in(place)
    here = ledger_in(tmp_path / "here", signer=COLLECTOR)
    report = merge_from(place, here)
    assert (report.events, report.unvouched, report.problems) == (150, (), ())
    assert bytes_in(place) == before
    assert here.damaged() == ()
    assert {len(branch.events) for branch in here.branches(learner=ANA, course_hash=ANAS)} == {2, 85}
    here.close()


def test_events_for_which_nobody_vouches_are_kept_and_not_offered(tmp_path: Path) -> None:
    place = kept(tmp_path / "old", "ledger.sqlite")
    here, there = (ledger_in(tmp_path / name, signer=COLLECTOR) for name in ("here", "there"))
    report = merge_from(place, here)
    assert (report.events, len(report.unvouched), report.problems) == (150, 5, ())
    assert here.branches(learner=ANA, course_hash=ANAS) == ()
    assert list(here.strands()) == []
    assert merge_from(place, here).known == 5
    assert there.take_from(here).events == 150
    assert content(there) == content(here)
    for ledger in (here, there):
        ledger.close()


def with_a_false_signature(ledger: SqlLedger) -> bytes:
    (head, *_) = ledger.heads(ledger.streams()[4].id)
    (signature,) = head.signatures
    return Envelope(head.payload, head.kind, (Signature(signature.keyid, "+" * 86 + "=="),)).to_json()


def test_they_are_vouched_for_when_the_key_comes(tmp_path: Path) -> None:
    bare, whole = kept(tmp_path / "bare", "ledger.sqlite"), kept(tmp_path / "whole", "ledger.sqlite", "device.key.pub")
    here, plain = (ledger_in(tmp_path / name, signer=COLLECTOR) for name in ("here", "plain"))
    merge_from(bare, here)
    # Smaller than the genuine one, which it would thus keep out.
    tamper(tmp_path / "here", "UPDATE head SET envelope = ? WHERE stream = 5 AND seq = 0", with_a_false_signature(here))
    report = merge_from(whole, here)
    merge_from(whole, plain)
    assert (report.events, report.problems) == (0, ())
    assert content(here) == content(plain)
    assert len(here.branches(learner=ANA, course_hash=ANAS)) == 2
    assert here.damaged() == ()
    here.close()
    plain.close()


def test_who_brings_no_key_cannot_bring_heads_that_the_known_key_belies(tmp_path: Path) -> None:
    whole, bare = kept(tmp_path / "whole", "ledger.sqlite", "device.key.pub"), kept(tmp_path / "bare", "ledger.sqlite")
    here, there = (ledger_in(tmp_path / name, signer=COLLECTOR) for name in ("here", "there"))
    merge_from(bare, there)
    tamper(
        tmp_path / "there", "UPDATE head SET envelope = ? WHERE stream = 5 AND seq = 0", with_a_false_signature(there)
    )
    tamper(whole, "DELETE FROM stream WHERE number = 5")
    merge_from(whole, here)
    report = here.take_from(there)
    assert [type(problem) for problem in report.problems] == [NotSigned]
    assert here.damaged() == ()
    assert len(here.streams()) == 4
    here.close()
    there.close()


def test_a_place_without_a_ledger_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CannotRead), open_other(tmp_path, clock=TickingClock()):
        pass
    (tmp_path / "ledger.sqlite").write_bytes(b"something else" * 1000)
    with pytest.raises(RecordsDamaged), open_other(tmp_path, clock=TickingClock()):
        pass


def test_two_profiles_of_one_device_lose_nothing_by_being_merged_from_their_folders(tmp_path: Path) -> None:
    here, _ = profile(tmp_path / "here")
    here.sign_heads()
    shutil.copytree(tmp_path / "here", tmp_path / "clone")
    clone = ledger_in(tmp_path / "clone")
    for ledger, count in ((here, 3), (clone, 9)):
        (stream,) = ledger.streams()
        for number in range(count):
            stream.append(watched(100 * count + number))
    every = links_of_ledger(here) | links_of_ledger(clone)
    merge_from(tmp_path / "clone", here)
    merge_from(tmp_path / "here", clone)
    assert links_of_ledger(here) == links_of_ledger(clone) == every
    assert content(here) == content(clone)
    assert sorted(len(b.events) for b in here.branches(learner=LEARNER, course_hash=COURSE)) == [8, 14]
    here.close()
    clone.close()


def test_only_devices_of_what_was_merged_become_known(tmp_path: Path) -> None:
    other, _ = profile(tmp_path / "other")
    PrivateKey.generate().write(tmp_path / "other" / "stray.key")
    here = ledger_in(tmp_path / "here", signer=COLLECTOR)
    merge_from(tmp_path / "other", here)
    assert devices(here) == {KEY.public.id, COLLECTOR.public.id}
    assert links_of_ledger(here) == {link for found in here.strands() for link in links_of(found.bodies)[1:]}
    other.close()
    here.close()
