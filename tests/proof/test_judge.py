"""A judge of many pieces of evidence says of each what is said of it alone; a course is read once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.problem import Problem
from player.proof import manifest
from player.proof.courses import Courses
from player.proof.envelope import Envelope
from player.proof.evidence import Evidence, Judge, verify
from player.proof.trust import Trust
from tests.builders import COURSE, MINUTE, STRICT_COURSE
from tests.strands import in_versions
from tests.worlds import NOBODY, PUBLISHER, TRUST, key, manifest_of, signed, world

STRANGER = key(9)
NEWER = replace(COURSE, version=2)


def _evidence(course: str = "") -> Evidence:
    publisher = STRANGER if course == "theirs" else PUBLISHER
    here = world(STRICT_COURSE if course == "strict" else COURSE, publisher=publisher)
    here.journey.acknowledge_disclosures()
    return here.evidence()


def _updated() -> Evidence:
    """Begun in one version of the course, and gone on with in the next."""
    old, new = in_versions(signed(), signed(NEWER))
    old.journey.acknowledge_disclosures()
    old.world.watch(COURSE.sessions[0], upto_ms=MINUTE)
    new.join(old)
    return new.evidence()


PLAIN = _evidence()
PIECES = (
    PLAIN,
    _evidence("strict"),
    _evidence("theirs"),
    _updated(),
    replace(PLAIN, heads=()),
    replace(PLAIN, course=replace(PLAIN.course, payload=PLAIN.course.payload.replace(b"Shift", b"Night"))),
    replace(PLAIN, course=replace(PLAIN.course, signatures=())),
    replace(PLAIN, course=_evidence("strict").course),
    replace(_updated(), earlier=()),
    replace(PLAIN, earlier=(PLAIN.course,)),
)


def outcome(judge: Judge, evidence: Evidence) -> object:
    try:
        return judge.verify(evidence)
    except Problem as problem:
        return type(problem), problem.sentence


@pytest.mark.parametrize("trust", [TRUST, NOBODY])
def test_of_many_pieces_each_gets_the_verdict_that_it_gets_alone(trust: Trust) -> None:
    judge = Judge(trust)
    alone = [outcome(Judge(trust), piece) for piece in PIECES]
    assert [outcome(judge, piece) for piece in PIECES] == alone
    assert [outcome(judge, piece) for piece in reversed(PIECES)] == alone[::-1]
    assert verify(PLAIN, trust) == alone[0]


def test_a_course_is_read_once_for_all_who_took_it() -> None:
    known = Courses(TRUST)
    first = known.read(PLAIN.course, name="a course")
    assert known.read(replace(PLAIN.course), name="the same") is first


def test_a_course_with_other_signatures_is_another() -> None:
    known = Courses(TRUST)
    known.read(PLAIN.course, name="a course")
    with pytest.raises(Problem):
        known.read(replace(PLAIN.course, signatures=()), name="unsigned")


def test_what_is_kept_is_bounded_and_no_stranger_drives_it_out() -> None:
    known = Courses(TRUST, most=2)
    a, b, c = (_signed(version) for version in (1, 2, 3))
    first = known.read(a, name="a")
    for number in range(1, 6):
        known.read(manifest.sign(manifest_of(replace(COURSE, version=number), publisher=STRANGER), STRANGER), name="x")
    assert known.read(a, name="a") is first
    second = known.read(b, name="b")
    known.read(a, name="a")
    known.read(c, name="c")
    assert known.read(a, name="a") is first
    assert known.read(b, name="b") is not second


def _signed(version: int) -> Envelope:
    return manifest.sign(manifest_of(replace(COURSE, version=version)), PUBLISHER)


def test_an_earlier_version_is_read_anew_by_what_other_roots_say() -> None:
    known, newest = Courses(TRUST), signed(NEWER)
    first = known.read(PLAIN.course, name="itself")
    renewed = replace(newest, manifest=replace(newest.manifest, roots=("a root that nobody can read",)))
    earlier = known.read_earlier(PLAIN.course, newest=renewed, name="an earlier one")
    assert earlier is not first
    assert earlier is not known.read_earlier(PLAIN.course, newest=newest, name="an earlier one")
    assert earlier is known.read_earlier(PLAIN.course, newest=renewed, name="an earlier one")
