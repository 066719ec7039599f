from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.problem import Problem
from player.ledger.merging.branches import copy_of
from player.ledger.merging.merge import hold
from player.ledger.problems import StreamDamaged
from player.proof.chain import links_of
from player.proof.envelope import Envelope
from player.proof.problems import EvidenceAltered, NotSigned
from player.proof.strand import Strand, check_strand
from tests.ledger.conftest import Home
from tests.ledger.making import KEY, ledger_in, opening, tamper, watched
from tests.ledger.strands import COLLECTOR, OTHER, content, links_in, links_of_ledger, longer, strand, with_heads
from tests.trying import tries


def _edit(place: int, change: Callable[[bytes], bytes]) -> Callable[[Strand], Strand]:
    return lambda s: replace(s, bodies=(*s.bodies[:place], change(s.bodies[place]), *s.bodies[place + 1 :]))


def _mixed_up(s: Strand) -> Strand:
    """The last head's words with the first head's signature."""
    first, last = s.heads[0], s.heads[-1]
    return replace(s, heads=(first, Envelope(last.payload, last.kind, first.signatures)))


HONEST = opening(signer=OTHER)
TAMPERINGS: dict[str, Callable[[Strand], Strand]] = {
    "an event altered": _edit(3, lambda body: body.replace(b'"end_ms":', b'"end_ms":1')),
    "an event altered after the last head": _edit(9, lambda body: body.replace(b"{", b"{ ", 1)),
    "an event that is none": _edit(9, lambda _: b"{}"),
    "an event of a newer format": _edit(9, lambda body: body.replace(b"[2,", b"[3,")),
    "events exchanged": lambda s: replace(s, bodies=(*s.bodies[:8], s.bodies[9], s.bodies[8])),
    "an event taken out": lambda s: replace(s, bodies=(*s.bodies[:8], s.bodies[9])),
    "signed events cut off": lambda s: replace(s, bodies=s.bodies[:3]),
    "everything cut off": lambda s: replace(s, bodies=()),
    "the opening cut off": lambda s: replace(s, bodies=s.bodies[1:]),
    "another device's key": lambda s: replace(s, device=KEY.public),
    "heads signed by another": lambda s: with_heads(s.bodies, HONEST, KEY, [0, 5]),
    "another head's signature": _mixed_up,
    "a head of another stream": lambda s: replace(
        s, heads=(*s.heads, *with_heads(s.bodies, opening(signer=OTHER), OTHER, [4]).heads)
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_tampered_strand_is_refused_as_a_whole_and_the_others_come_in(tmp_path: Path, tampering: str) -> None:
    tampered = TAMPERINGS[tampering](strand(HONEST, key=OTHER, events=10, signed=5))
    with pytest.raises(Problem):
        check_strand(tampered)
    ledger = ledger_in(tmp_path, signer=COLLECTOR)
    sound = [strand(opening(signer=OTHER), key=OTHER) for _ in range(2)]
    report = ledger.take_in([sound[0], tampered, sound[1]])
    (refused,) = report.refused
    assert report.problems == (refused.problem,)
    assert links_of_ledger(ledger) == links_in(sound)
    ledger.close()


@pytest.mark.parametrize("field", ["learner", "attempt", "stream"])
def test_an_opening_that_no_database_can_list_is_refused(home: Home, field: str) -> None:
    value = 2**40 if field == "attempt" else "a\0b"
    odd = replace(opening(signer=OTHER), **{field: value})
    ledger = home.open(signer=COLLECTOR)
    report = ledger.take_in([strand(odd, key=OTHER)])
    assert isinstance(report.refused[0].problem, EvidenceAltered)
    assert content(ledger) == {}
    ledger.close()


def test_a_strand_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, signer=COLLECTOR)
    (refused,) = ledger.take_in([replace(strand(HONEST, key=OTHER), heads=())]).refused
    assert isinstance(refused.problem, NotSigned)
    ledger.close()


@settings(deadline=None, max_examples=tries(150))
@given(st.data())
def test_bulk_checking_is_as_strict_as_checking_a_strand(data: st.DataObject) -> None:
    honest = strand(HONEST, key=OTHER, events=6, signed=data.draw(st.integers(0, 5)))
    place = data.draw(st.integers(0, 5))
    body = bytearray(honest.bodies[place])
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] = data.draw(st.integers(0, 255))
    altered = replace(honest, bodies=(*honest.bodies[:place], bytes(body), *honest.bodies[place + 1 :]))

    def verdict(check: Callable[[], object]) -> str:
        try:
            check()
        except Problem as problem:
            return problem.code
        return "holds"

    assert verdict(lambda: hold(copy_of(altered))) == verdict(lambda: check_strand(altered))


def test_a_damaged_stream_here_is_left_alone_and_told(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, signer=COLLECTOR)
    whole = strand(HONEST, key=OTHER, events=10)
    sound = strand(opening(signer=OTHER), key=OTHER)
    ledger.take_in([whole])
    tamper(tmp_path, "UPDATE event SET hash = zeroblob(32) WHERE seq >= 4")
    before = content(ledger)
    report = ledger.take_in([longer(whole, HONEST, key=OTHER, by=3), sound])
    assert [type(problem) for problem in report.problems] == [StreamDamaged]
    after = content(ledger)
    assert after.pop(copy_of(sound).stream)
    assert after == before
    ledger.close()


def test_a_stream_whose_end_was_cut_off_here_is_whole_again(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, signer=COLLECTOR)
    whole = strand(HONEST, key=OTHER, events=10)
    ledger.take_in([whole])
    tamper(tmp_path, "DELETE FROM event WHERE seq >= 4")
    assert len(ledger.damaged()) == 1
    assert ledger.take_in([whole]).events == 6
    assert ledger.damaged() == ()
    ledger.close()


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        ("UPDATE event SET body = x'00' WHERE seq = 7", 7),
        ("DELETE FROM event WHERE seq = 8", 8),
        ("DELETE FROM event WHERE seq >= 4", 4),
        ("DELETE FROM event", 0),
    ],
)
def test_of_a_damaged_ledger_everything_before_the_damage_is_taken(tmp_path: Path, statement: str, kept: int) -> None:
    broken, here = ledger_in(tmp_path / "broken"), ledger_in(tmp_path / "here", signer=COLLECTOR)
    stream = broken.open(opening())
    for number in range(12):
        stream.append(watched(number))
    broken.sign_heads()
    broken.close()
    tamper(tmp_path / "broken", statement)
    again = ledger_in(tmp_path / "broken")
    report = here.take_from(again)
    (problem,) = report.problems
    assert isinstance(problem, StreamDamaged)
    assert problem.event == report.events == kept
    assert here.damaged() == ()
    assert all(head.payload.count(b'"seq":0') for found in here.strands() for head in found.heads), "signed over damage"
    again.close()
    here.close()


def test_events_computed_anew_under_a_signed_head_are_not_taken_for_genuine(tmp_path: Path) -> None:
    forged, here = ledger_in(tmp_path / "forged"), ledger_in(tmp_path / "here", signer=COLLECTOR)
    first = opening()
    stream = forged.open(first)
    for number in range(5):
        stream.append(watched(number))
    forged.sign_heads()
    (honest,) = forged.strands()
    anew = longer(honest, first, at=3, by=3, mark=7)
    for seq, (body, link) in enumerate(zip(anew.bodies, links_of(anew.bodies)[1:], strict=True)):
        tamper(tmp_path / "forged", "UPDATE event SET body = ?, hash = ? WHERE seq = ?", body, link, seq)
    report = here.take_from(forged)
    assert [type(problem) for problem in report.problems] == [StreamDamaged]
    assert links_of_ledger(here) == set(links_of(honest.bodies)[1:2])
    forged.close()
    here.close()
