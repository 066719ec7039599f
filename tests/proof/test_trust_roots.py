"""Trust with roots: whom a course makes us believe (nobody new), and how its key stands."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.event import DeviceId
from player.proof import manifest
from player.proof.files import CannotRead
from player.proof.gathering import keep_roots, read_trust, root_file_name
from player.proof.keys import PrivateKey
from player.proof.problems import CourseUnsound, NotReadable, NotSigned
from player.proof.roots import Root, RootDoesNotFollow, RootForked, SignedRoot
from player.proof.standing import KeyStanding
from player.proof.trust import (
    Grade,
    Publisher,
    Trust,
    enrol,
    write_publisher,
)
from tests.builders import COURSE
from tests.proof.vaults import (
    COURSE_KEY,
    FIRST,
    NEW,
    NEXT_KEY,
    OLD,
    SINCE,
    STRANGER,
    complete,
    draft_of,
    handed_over,
    knowing,
    made,
    next_of,
    revoking,
    text,
)
from tests.trying import tries
from tests.worlds import DEVICE, NOBODY, manifest_of

SECOND = complete(next_of(), OLD[:2])
KNOWN = knowing(FIRST)


def course(by: PrivateKey, *roots: SignedRoot, trust: Trust = KNOWN) -> manifest.SignedCourse:
    written = replace(manifest_of(COURSE, publisher=by), roots=tuple(text(root) for root in roots))
    return manifest.read(manifest.sign(written, by), trust, name="x.course")


def kept(folder: Path, *roots: SignedRoot) -> Path:
    folder.mkdir(exist_ok=True)
    for root in roots:
        (folder / root_file_name(root)).write_bytes(root.envelope.to_json())
    return folder


# --- a course and the roots it brings ------------------------------------------------------------------------


def test_a_key_that_the_known_root_names_gives_credit() -> None:
    signed = course(COURSE_KEY)
    assert signed.publisher is not None and signed.publisher.name == "Example Academy"
    assert (signed.standing, signed.gives_credit) == (KeyStanding.KNOWN, True)


def test_a_course_that_brings_the_next_root_is_judged_by_it_at_once() -> None:
    assert course(NEXT_KEY).standing is KeyStanding.UNKNOWN
    assert course(NEXT_KEY, SECOND).gives_credit
    assert course(NEXT_KEY, FIRST, SECOND).gives_credit


def test_the_way_to_a_root_is_followed_step_by_step_in_whatever_order_it_comes() -> None:
    third = complete(next_of(SECOND, add_course_keys=(STRANGER.public,)), OLD[:2])
    assert course(STRANGER, third, SECOND).gives_credit
    assert course(STRANGER, third).standing is KeyStanding.UNKNOWN


def test_nobody_is_believed_because_a_course_of_theirs_came_by() -> None:
    signed = course(COURSE_KEY, FIRST, SECOND, trust=NOBODY)
    assert (signed.standing, signed.gives_credit, signed.publisher) == (KeyStanding.UNKNOWN, False, None)
    elsewhere = complete(made(), OLD[:2])
    assert course(NEXT_KEY, FIRST, SECOND, trust=knowing(elsewhere)).publisher is None


def test_a_root_that_strangers_made_up_for_a_known_publisher_is_worth_no_word() -> None:
    """It is whole by its own words: it names the strangers as the former keepers, who then signed it."""
    theirs = tuple(one.public.raw.hex() for one in NEW)
    forged_first = complete(draft_of(replace(FIRST.root, root_keys=theirs)), NEW[:2])
    forged = complete(next_of(forged_first, add_course_keys=(STRANGER.public,)), NEW[:2])
    signed = course(STRANGER, FIRST, forged_first, forged)
    assert (signed.standing, signed.refused_roots) == (KeyStanding.UNKNOWN, ())


def test_an_older_root_never_replaces_a_newer_one() -> None:
    newer = knowing(revoking())
    signed = course(COURSE_KEY, FIRST, trust=newer)
    assert signed.standing is KeyStanding.REVOKED
    assert signed.refused_roots == ()


def test_a_fork_is_refused_in_a_sentence_and_the_known_root_goes_on_to_count() -> None:
    other = complete(next_of(add_course_keys=(STRANGER.public,)), OLD[1:])
    signed = course(STRANGER, other, trust=knowing(SECOND))
    assert not signed.gives_credit
    (problem,) = signed.refused_roots
    assert isinstance(problem, RootForked)
    assert "Example Academy" in problem.what
    assert course(NEXT_KEY, other, trust=knowing(SECOND)).gives_credit


def test_a_root_that_takes_a_revocation_back_is_refused_in_a_sentence() -> None:
    second = revoking()
    back = next_of(second, add_course_keys=()).root
    forgiving = _signed(replace(back, revoked=(), course_keys=(COURSE_KEY.public.raw.hex(), *back.course_keys)))
    signed = course(COURSE_KEY, forgiving, trust=knowing(second))
    assert signed.standing is KeyStanding.REVOKED
    assert [type(problem) for problem in signed.refused_roots] == [RootDoesNotFollow]


def _signed(root: Root) -> SignedRoot:
    return complete(draft_of(root), OLD[:2])


def test_what_is_no_root_or_of_a_newer_format_is_passed_over() -> None:
    written = replace(manifest_of(COURSE, publisher=NEXT_KEY), roots=("", "{}", "[" * 10_000, text(SECOND)))
    assert manifest.read(manifest.sign(written, NEXT_KEY), KNOWN, name="x").gives_credit


def test_more_roots_than_any_publisher_has_are_refused_unread() -> None:
    with pytest.raises(CourseUnsound, match="more roots"):
        course(COURSE_KEY, *([FIRST] * (manifest.MOST_ROOTS + 1)))


# --- revoked -------------------------------------------------------------------------------------------------


def test_a_revoked_key_says_by_whom_since_when_and_why_and_gives_no_credit() -> None:
    signed = course(COURSE_KEY, revoking())
    assert signed.publisher is not None and signed.publisher.name == "Example Academy"
    assert (signed.standing, signed.gives_credit) == (KeyStanding.REVOKED, False)
    said = str(signed.revocation)
    assert all(word in said for word in ("Example Academy", SINCE.isoformat(), "The laptop was stolen.", COURSE.title))


def test_a_former_key_that_was_not_lost_stays_good() -> None:
    assert course(COURSE_KEY, SECOND).gives_credit


def test_a_plain_file_does_not_bring_a_revoked_key_back() -> None:
    plain = Publisher(name="Example Academy", keys=(COURSE_KEY.public,), specimen=False)
    trust = Trust((plain, *knowing(revoking()).publishers))
    assert course(COURSE_KEY, trust=trust).standing is KeyStanding.REVOKED


def test_what_a_revoked_key_enrolled_counts_no_more(tmp_path: Path) -> None:
    word = enrol(DEVICE.public, grade=Grade.A, name="Kiosk", signer=COURSE_KEY)
    device = DeviceId(DEVICE.public.id)
    for roots, grade in (((FIRST,), Grade.A), ((FIRST, revoking()), Grade.C)):
        folder = kept(tmp_path / str(len(roots)), *roots)
        (folder / "kiosk.enrolment.json").write_bytes(word)
        trust = read_trust((folder,))
        assert trust.grade_of(device, trust.publishers[0]) is grade
        assert len(trust.problems) == (grade is Grade.C)


def test_a_specimens_root_gives_no_credit() -> None:
    specimen = knowing(complete(made(specimen=True), OLD[:2]))
    assert course(COURSE_KEY, trust=specimen).standing is KeyStanding.SPECIMEN


# --- expiry --------------------------------------------------------------------------------------------------


def test_expiry_warns_and_takes_no_credit_away() -> None:
    """A computer whose clock is wrong must not lock its learners out."""
    day = date(2026, 12, 31)
    signed = course(COURSE_KEY, trust=knowing(complete(made(expires=day), OLD[:2])))
    assert signed.warnings(day) == ()
    (late,) = signed.warnings(day + timedelta(days=1))
    assert "2026-12-31" in late.what
    assert signed.gives_credit
    assert course(COURSE_KEY).warnings(date.max) == ()
    assert course(COURSE_KEY, trust=NOBODY).warnings(date.max) == ()


# --- laws ----------------------------------------------------------------------------------------------------


def _line() -> list[SignedRoot]:
    """Versions 1 to 6 of one publisher; the third revokes its first key, and the fifth has other keepers."""
    second = SECOND
    third = revoking(second)
    fourth = complete(next_of(third, add_course_keys=()), OLD[1:])
    fifth = complete(handed_over(fourth, add_course_keys=()), (*OLD[:2], *NEW[:2]))
    return [FIRST, second, third, fourth, fifth, complete(next_of(fifth, add_course_keys=(STRANGER.public,)), NEW[1:])]


LINE = _line()
OTHERS = [
    complete(made(), OLD[:2]),
    complete(next_of(FIRST, add_course_keys=(STRANGER.public,)), OLD[1:]),
    complete(next_of(complete(made(), OLD[:2])), OLD[:2]),
]


@given(
    known=st.integers(0, len(LINE) - 1),
    brought=st.lists(st.sampled_from([*LINE, *OTHERS]), max_size=8),
    rest=st.lists(st.text(max_size=20), max_size=2),
)
def test_whatever_is_brought_a_root_only_rises_and_only_by_steps(
    known: int, brought: list[SignedRoot], rest: list[str]
) -> None:
    trust = knowing(LINE[known]).with_roots([*(text(root) for root in brought), *rest])
    (publisher,) = trust.publishers
    reachable = known
    while reachable + 1 < len(LINE) and LINE[reachable + 1] in brought:
        reachable += 1
    if known or OTHERS[1] not in brought:
        assert publisher.root == LINE[reachable]
    assert publisher.root is not None and publisher.root.root.version >= LINE[known].root.version
    if known >= 2:
        assert publisher.revocation_of(COURSE_KEY.public.id)


@settings(max_examples=tries(25), deadline=None)
@given(st.lists(st.sampled_from([*LINE, *OTHERS]), unique_by=lambda root: root.hash), st.randoms())
def test_who_is_believed_does_not_hang_on_the_order_of_the_folders(roots: list[SignedRoot], chance: Random) -> None:
    """But for forks, of which the first counts."""
    line = [root for root in roots if root is not OTHERS[1]]
    with TemporaryDirectory() as place:
        folders = [kept(Path(place) / str(number), root) for number, root in enumerate(line)]
        straight = {p.identity: p for p in read_trust(folders).publishers}
        chance.shuffle(folders)
        assert {p.identity: p for p in read_trust(folders).publishers} == straight


# --- files ---------------------------------------------------------------------------------------------------


def test_of_several_versions_the_highest_that_follows_counts(tmp_path: Path) -> None:
    trust = read_trust((kept(tmp_path / "a", FIRST), kept(tmp_path / "b", SECOND)))
    assert [p.root for p in trust.publishers] == [SECOND]
    assert trust.problems == ()


def test_a_program_that_ships_an_older_root_again_takes_nothing_back(tmp_path: Path) -> None:
    third = complete(next_of(revoking(), add_course_keys=()), OLD[:2])
    trust = read_trust((kept(tmp_path / "shipped", FIRST), kept(tmp_path / "own", third)))
    assert course(COURSE_KEY, trust=trust).standing is KeyStanding.REVOKED


def test_of_a_fork_among_the_files_the_first_counts_and_the_other_is_told_of(tmp_path: Path) -> None:
    other = complete(next_of(add_course_keys=(STRANGER.public,)), OLD[1:])
    trust = read_trust((kept(tmp_path / "a", SECOND), kept(tmp_path / "b", other)))
    assert [p.root for p in trust.publishers] == [SECOND]
    assert [type(problem) for problem in trust.problems] == [RootForked]


def test_a_file_that_does_not_follow_is_told_of_and_does_not_count(tmp_path: Path) -> None:
    stranger = complete(made(), OLD[:2])
    theirs = replace(next_of(stranger).root, publisher=FIRST.root.publisher)
    trust = read_trust((kept(tmp_path / "a", FIRST), kept(tmp_path / "b", _signed(theirs))))
    assert [p.root for p in trust.publishers] == [FIRST]
    assert [type(problem) for problem in trust.problems] == [RootDoesNotFollow]


def test_what_a_course_renews_is_kept_and_known_from_then_on(tmp_path: Path) -> None:
    own = kept(tmp_path / "own")
    shipped = kept(tmp_path / "shipped", FIRST)
    third = complete(next_of(SECOND, add_course_keys=(STRANGER.public,)), OLD[:2])
    now = keep_roots(own, [text(third), text(SECOND), text(FIRST)], read_trust((shipped, own)))
    later = read_trust((shipped, own))
    assert [p.root for p in later.publishers] == [p.root for p in now.publishers] == [third]
    assert len(list(own.iterdir())) == 2
    assert course(STRANGER, trust=later).gives_credit


def test_nothing_is_kept_of_whom_nobody_knows_nor_twice(tmp_path: Path) -> None:
    own = kept(tmp_path)
    keep_roots(own, [text(FIRST), text(SECOND)], NOBODY)
    keep_roots(own, [text(FIRST), text(SECOND)], knowing(complete(made(), OLD[:2])))
    keep_roots(own, [text(FIRST), text(SECOND)], knowing(SECOND))
    assert list(own.iterdir()) == []


def test_damaged_and_strange_files_are_told_of_and_stop_nobody(tmp_path: Path) -> None:
    kept(tmp_path, FIRST)
    (tmp_path / "a.publisher.json").write_text('{"name": 7}')
    (tmp_path / "b.root.dsse").write_bytes(FIRST.envelope.to_json()[:-9])
    (tmp_path / "c.root.dsse").write_bytes(made().envelope.to_json())
    (tmp_path / "d.publisher.json").mkdir()
    (tmp_path / "e.enrolment.json").write_text("{}")
    kinds = [NotReadable, CannotRead, NotSigned, NotSigned, NotSigned]
    if os.name != "nt":
        os.mkfifo(tmp_path / "f.root.dsse")
        kinds.insert(4, CannotRead)
    write_publisher(tmp_path / "g.publisher.json", Publisher(name="Fine", keys=(DEVICE.public,), specimen=False))
    trust = read_trust((tmp_path,))
    assert [p.name for p in trust.publishers] == ["Fine", "Example Academy"]
    assert [type(problem) for problem in trust.problems] == kinds
    assert all(problem.data["name"] for problem in trust.problems)
