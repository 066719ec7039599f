from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.ledger.merging.branches import copy_of
from player.proof.chain import links_of
from player.proof.keys import PrivateKey
from player.proof.strand import Strand
from tests.ledger.making import COURSE, LEARNER, ledger_in, opening
from tests.ledger.strands import (
    COLLECTOR,
    content,
    expected_main,
    links_in,
    links_of_ledger,
    longer,
    merged,
    strand,
)
from tests.trying import tries

KEYS = [PrivateKey.generate() for _ in range(2)]
OPENINGS = [opening(signer=key) for key in KEYS for _ in range(2)]


@st.composite
def families(draw: st.DrawFn) -> list[Strand]:
    """Branches of up to three streams: each goes on from some place of an earlier one."""
    found: list[Strand] = []
    for first in draw(st.lists(st.sampled_from(OPENINGS), min_size=1, max_size=3, unique_by=lambda o: o.stream)):
        key = next(key for key in KEYS if key.public.id == first.device)
        family = [strand(first, key=key, events=draw(st.integers(1, 6)), signed=0)]
        for mark in range(1, draw(st.integers(1, 4))):
            begun = draw(st.sampled_from(family))
            at = draw(st.integers(1, len(begun.bodies)))
            by = draw(st.integers(0, 4))
            signed = draw(st.integers(0, at + by - 1))
            family.append(longer(begun, first, key=key, at=at, by=by, signed=signed, mark=draw(st.integers(0, mark))))
        found += family
    return found


law = settings(deadline=None, max_examples=tries(30), suppress_health_check=[HealthCheck.too_slow])


@law
@given(families(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_and_no_event_is_dropped(family: list[Strand], chance: random.Random) -> None:
    shuffled = chance.sample(family, len(family))
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        here, there = merged(family, Path(one)), merged(shuffled, Path(two))
        assert content(here) == content(there)
        assert links_of_ledger(here) == links_in(family)
        for name, found in content(here).items():
            assert found.main == expected_main([s for s in family if copy_of(s).stream == name])
        here.close()
        there.close()


@law
@given(families(), st.randoms(use_true_random=False))
def test_merging_ledgers_is_associative_and_commutative(family: list[Strand], chance: random.Random) -> None:
    parts = [chance.sample(family, chance.randint(0, len(family))) for _ in range(3)]
    with TemporaryDirectory() as folder:
        a, b, c = (merged(part, Path(folder) / str(n)) for n, part in enumerate(parts))
        left, right = (ledger_in(Path(folder) / name, signer=COLLECTOR) for name in ("left", "right"))
        for source in (a, b, c):
            left.take_from(source)
        b.take_from(c)
        b.take_from(a)
        right.take_from(b)
        assert content(left) == content(right) == content(b)
        for ledger in (a, b, c, left, right):
            ledger.close()


@law
@given(families())
def test_merging_again_changes_nothing_and_says_so(family: list[Strand]) -> None:
    with TemporaryDirectory() as folder:
        ledger = merged(family, Path(folder) / "here")
        before = content(ledger)
        for report in (ledger.take_in(family), ledger.take_in(ledger.strands()), ledger.take_from(ledger)):
            assert (report.events, report.known, report.refused) == (0, report.branches, ())
            assert report.moved == report.grown == ()
        assert content(ledger) == before
        ledger.close()


@law
@given(families())
def test_what_was_merged_holds_when_it_is_read_back(family: list[Strand]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        ledger = merged(family, Path(one))
        assert ledger.damaged() == ()
        assert len(ledger.streams()) == len(content(ledger))
        tips = {branch.head for branch in ledger.branches(learner=LEARNER, course_hash=COURSE)}
        assert {links_of(s.bodies)[-1].hex() for s in ledger.strands()} == tips
        assert links_in(ledger.strands()) == links_in(family)
        copied = merged(ledger.strands(), Path(two))
        assert content(copied) == content(ledger)
        copied.close()
        ledger.close()
