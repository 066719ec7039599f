"""A root counts when enough of its keys signed it, and a new version when enough of the old ones did as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.problem import Problem
from player.proof.envelope import Envelope, Signature, add_signature
from player.proof.keys import PrivateKey
from player.proof.problems import KeyUnusable, NewerFormat, NotReadable, NotSigned
from player.proof.renewing import Changes, chain_for, first_root, renewed, sign_root
from player.proof.roots import (
    ROOT_KIND,
    Root,
    RootUnsound,
    fault_of_step,
    is_fork,
    lacking_words,
    read_draft,
    read_root,
)
from tests.proof.vaults import (
    COURSE_KEY,
    FIRST,
    NEW,
    NEXT_KEY,
    OLD,
    STRANGER,
    complete,
    draft_of,
    handed_over,
    made,
    next_of,
    revoking,
    signed_by,
)

DATA = FIRST.envelope.to_json()


def sealed(root: Root, *keys: PrivateKey, kind: str = ROOT_KIND) -> bytes:
    """A root with any signatures at all, as somebody else could write it."""
    envelope = Envelope(msgspec.json.encode(root), kind, ())
    for one in keys:
        envelope = add_signature(envelope, one)
    return envelope.to_json()


# --- enough signatures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [OLD[:2], OLD[1:], OLD])
def test_any_keys_that_are_enough_make_a_root(keys: tuple[PrivateKey, ...]) -> None:
    found = complete(made(), keys)
    assert found.signers == {one.public.id for one in keys}
    assert found.root.course_keys == (COURSE_KEY.public.raw.hex(),)


@pytest.mark.parametrize("keys", [(), OLD[:1]])
def test_too_few_signatures_make_none_and_it_says_how_many_are_lacking(keys: tuple[PrivateKey, ...]) -> None:
    draft = signed_by(made(), keys)
    assert draft.lacking == (2 - len(keys), 0)
    with pytest.raises(NotSigned, match=f"{2 - len(keys)} of its own root keys"):
        read_root(draft.envelope.to_json(), name="x")


def test_a_root_may_go_from_one_keeper_to_the_next_and_the_order_leaves_no_trace() -> None:
    start = made()
    one_way, other_way = (signed_by(start, keys) for keys in (OLD[:2], reversed(OLD[:2])))
    assert one_way.envelope.to_json() == other_way.envelope.to_json()
    again = read_draft(signed_by(start, OLD[:1]).envelope.to_json(), name="x")
    assert sign_root(again, OLD[1], name="k").envelope == one_way.envelope


def test_a_key_that_signs_twice_counts_once() -> None:
    draft = signed_by(made(), (OLD[0], OLD[0]))
    assert draft.lacking == (1, 0)
    twice = replace(draft.envelope, signatures=draft.envelope.signatures * 2)
    with pytest.raises(NotSigned, match="one order allowed"):
        read_root(twice.to_json(), name="x")


def test_a_key_cannot_be_named_twice_so_as_to_count_twice() -> None:
    root = made().root
    doubled = replace(root, root_keys=(root.root_keys[0], root.root_keys[0]))
    shouted = replace(root, root_keys=(root.root_keys[0], root.root_keys[0].upper()))
    for forged in (doubled, shouted):
        with pytest.raises(RootUnsound):
            read_root(sealed(forged, OLD[0]), name="x")


def test_a_key_without_a_say_cannot_sign() -> None:
    with pytest.raises(KeyUnusable, match=r"course\.key"):
        sign_root(made(), COURSE_KEY, name="course.key")
    with pytest.raises(NotSigned, match="no say"):
        read_root(sealed(FIRST.root, *OLD[:2], STRANGER), name="x")


def test_bytes_signed_as_something_else_are_no_root() -> None:
    with pytest.raises(NotSigned, match="something else"):
        read_root(sealed(FIRST.root, *OLD[:2], kind="application/vnd.carrel.manifest+json"), name="x")


def test_a_signature_over_another_type_does_not_hold() -> None:
    """The kind is part of what is signed: it cannot be exchanged afterwards."""
    other = sealed(FIRST.root, *OLD[:2], kind="application/vnd.carrel.head+json")
    with pytest.raises(NotSigned, match="changed after"):
        read_root(other.replace(b"carrel.head", b"carrel.root"), name="x")


# --- rotation ------------------------------------------------------------------------------------------------


def test_one_old_and_one_new_key_are_not_enough_to_renew_a_root() -> None:
    """Two of the old and two of the new must sign."""
    for keys in ((OLD[0], NEW[0]), (OLD[0], *NEW), (*OLD, NEW[0]), NEW):
        with pytest.raises(NotSigned, match="still needs signatures"):
            complete(handed_over(), keys)


def test_two_old_and_two_new_keys_renew_a_root() -> None:
    new = complete(handed_over(), (*OLD[:2], *NEW[:2]))
    assert fault_of_step(FIRST, new) == ""
    third = complete(next_of(new, add_course_keys=(STRANGER.public,)), NEW[1:])
    assert fault_of_step(new, third) == ""


def test_a_key_in_both_versions_counts_for_both() -> None:
    new = complete(next_of(), OLD[:2])
    assert fault_of_step(FIRST, new) == ""


def test_a_higher_threshold_holds_for_the_version_that_names_it() -> None:
    with pytest.raises(NotSigned, match="1 of its own"):
        complete(next_of(threshold=3), OLD[:2])
    assert complete(next_of(threshold=3), OLD).root.threshold == 3


def test_a_root_that_calls_other_keys_the_former_ones_does_not_follow() -> None:
    """Whole by its own words, and made by strangers from the first version that they made up."""
    forged_first = complete(
        draft_of(replace(FIRST.root, root_keys=tuple(one.public.raw.hex() for one in NEW))), NEW[:2]
    )
    forged = complete(next_of(forged_first), NEW[:2])
    assert "did not sign it" in fault_of_step(FIRST, forged)
    assert not is_fork(FIRST, forged_first)


def test_versions_follow_one_by_one() -> None:
    second = complete(next_of(), OLD[:2])
    third = complete(next_of(second, add_course_keys=()), OLD[:2])
    assert "2 would be next" in fault_of_step(FIRST, third)
    assert "3 would be next" in fault_of_step(second, FIRST)
    assert "another publisher" in fault_of_step(complete(made(), OLD[:2]), second)


def test_what_is_revoked_stays_revoked_and_no_key_is_dropped_in_silence() -> None:
    second = revoking()
    back = replace(next_of(second, add_course_keys=()).root, revoked=())
    assert "takes back" in fault_of_step(second, complete(draft_of(back), OLD[:2]))
    gone = replace(next_of().root, course_keys=())
    assert "drops a key" in fault_of_step(FIRST, complete(draft_of(gone), OLD[:2]))


def test_a_specimen_never_becomes_worth_credit() -> None:
    """Its keys may be published, as those of the samples are."""
    specimen = complete(made(specimen=True), OLD[:2])
    grown = replace(next_of(specimen).root, specimen=False)
    assert "specimens" in fault_of_step(specimen, complete(draft_of(grown), OLD[:2]))


def test_two_roots_of_one_version_by_the_same_keys_are_a_fork() -> None:
    one, other = complete(next_of(), OLD[:2]), complete(next_of(add_course_keys=()), OLD[1:])
    assert is_fork(one, other) and is_fork(other, one)
    assert not is_fork(one, one)
    assert not is_fork(FIRST, one)
    more_signatures = complete(next_of(), OLD)
    assert not is_fork(one, more_signatures)


# --- making --------------------------------------------------------------------------------------------------


def test_a_renewal_changes_what_was_asked_and_no_more() -> None:
    second = revoking()
    assert second.root.version == 2
    assert second.root.course_keys == (NEXT_KEY.public.raw.hex(),)
    assert [one.key for one in second.root.revoked] == [COURSE_KEY.public.raw.hex()]
    assert (second.root.name, second.root.publisher) == (FIRST.root.name, FIRST.root.publisher)


@pytest.mark.parametrize(
    "changes",
    [
        {"threshold": 4},
        {"threshold": 0},
        {"name": "  "},
        {"name": "Acad\u202eemy"},
        {"add_root_keys": (OLD[0].public,)},
        {"add_course_keys": (OLD[0].public,)},
        {"drop_root_keys": (STRANGER.public,)},
        {"drop_root_keys": tuple(one.public for one in OLD)},
    ],
)
def test_a_renewal_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RootUnsound):
        renewed(FIRST, Changes(**changes))


def test_a_key_of_roots_signs_no_courses() -> None:
    with pytest.raises(RootUnsound, match="two roles"):
        first_root(name="A", threshold=1, root_keys=[OLD[0].public], course_keys=[OLD[0].public])


def test_what_is_lacking_is_said_in_words() -> None:
    assert "2 of its own root keys, 2 of those of version 1" in lacking_words(handed_over())
    assert "all the signatures" in lacking_words(FIRST)


def test_a_course_brings_roots_that_lead_to_its_key() -> None:
    second = revoking()
    assert len(chain_for([second, FIRST], NEXT_KEY.public)) == 2
    assert chain_for([], STRANGER.public) == ()
    with pytest.raises(RootUnsound, match="none of its keys of courses"):
        chain_for([FIRST, second], COURSE_KEY.public)
    with pytest.raises(RootUnsound, match="another publisher"):
        chain_for([complete(made(), OLD[:2]), second], NEXT_KEY.public)


# --- bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"", NotReadable),
        (b"{}", NotReadable),
        (b'{"format":2,"everything":"else"}', NewerFormat),
        (b"[" * 100_000, NotReadable),
        (msgspec.json.encode(FIRST.root) + b" ", NotReadable),
        (msgspec.json.encode(FIRST.root).replace(b'"version":1', b'"version":1,"version":1'), NotReadable),
        (msgspec.json.encode(FIRST.root).replace(b'"format":1', b'"format":0'), RootUnsound),
        (msgspec.json.encode(FIRST.root).replace(b'"version":1', b'"version":7'), RootUnsound),
        (msgspec.json.encode(FIRST.root).replace(b'"expires":null', b'"expires":"2026-13-01"'), NotReadable),
        (msgspec.json.encode(replace(FIRST.root, publisher="../../evil")), RootUnsound),
        (msgspec.json.encode(replace(FIRST.root, name="\x1b[2J")), RootUnsound),
    ],
)
def test_a_payload_that_is_not_written_in_the_one_way_is_refused(payload: bytes, kind: type[Problem]) -> None:
    envelope = Envelope(payload, ROOT_KIND, ())
    for one in OLD[:2]:
        envelope = add_signature(envelope, one)
    with pytest.raises(kind, match=r"x\.root"):
        read_root(envelope.to_json(), name="x.root.dsse")


@given(st.data())
def test_no_byte_of_a_root_can_be_changed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(DATA) - 1))
    changed = data.draw(st.integers(0, 255).filter(lambda byte: byte != DATA[place]))
    with pytest.raises(Problem):
        read_root(DATA[:place] + bytes([changed]) + DATA[place + 1 :], name="x")


@given(st.data())
def test_nothing_can_be_cut_out_of_a_root_or_put_into_it(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DATA)))
    end = data.draw(st.integers(start, len(DATA)))
    put = data.draw(st.binary(max_size=8))
    mutated = DATA[:start] + put + DATA[end:]
    if mutated != DATA:
        with pytest.raises(Problem):
            read_root(mutated, name="x")


FIELDS = {
    "name": "Another Academy",
    "version": 2,
    "threshold": 1,
    "course_keys": (STRANGER.public.raw.hex(),),
    "root_keys": tuple(one.public.raw.hex() for one in NEW),
    "expires": date(2099, 1, 1),
    "specimen": True,
}


@pytest.mark.parametrize("field", FIELDS)
def test_no_fact_of_a_root_can_be_changed_under_its_signatures(field: str) -> None:
    forged = msgspec.json.encode(replace(FIRST.root, **{field: FIELDS[field]}))
    with pytest.raises(Problem):
        read_root(Envelope(forged, ROOT_KIND, FIRST.envelope.signatures).to_json(), name="x")


def test_a_signature_by_another_hand_does_not_hold() -> None:
    theirs = add_signature(Envelope(FIRST.envelope.payload, ROOT_KIND, ()), STRANGER).signatures[0]
    forged = tuple(sorted((Signature(one.public.id, theirs.sig) for one in OLD[:2]), key=lambda s: s.keyid))
    with pytest.raises(NotSigned, match="changed after"):
        read_root(replace(FIRST.envelope, signatures=forged).to_json(), name="x")
