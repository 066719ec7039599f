"""The stand-alone verifier takes a publisher's root, and gives no credit where Carrel gives none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from player.domain.problem import Problem
from player.proof import manifest
from player.proof.envelope import Envelope, add_signature, seal
from player.proof.keys import PrivateKey
from player.proof.renewing import Changes, first_root, renewed, sign_root
from player.proof.roots import Revocation, Root, SignedRoot, read_root
from player.proof.trust import (
    Grade,
    Publisher,
    Trust,
    enrol,
    publisher_of_root,
    read_enrolment,
    read_publisher,
    write_publisher,
)
from tests.builders import COURSE
from tests.exchange.agreement import ALONE, agreed, alone, earned, handed_in, product, written
from tests.proof import vaults
from tests.proof.vaults import SINCE, signed_by
from tests.strands import Device, in_versions
from tests.worlds import PUBLISHER, key, manifest_of

KEEPERS = (key(50), key(51), key(52))
DATA = written(earned())


def first(**changes: object) -> SignedRoot:
    """The first version with any changes, not signed yet."""
    found = first_root(
        name="Example Medical College",
        threshold=2,
        root_keys=[one.public for one in KEEPERS],
        course_keys=[PUBLISHER.public],
    )
    return vaults.draft_of(replace(found.root, **changes))  # pyright: ignore[reportArgumentType]


def root(*, signers: tuple[PrivateKey, ...] = KEEPERS[:2]) -> SignedRoot:
    return signed_by(first(), signers)


def revoked(known: SignedRoot) -> SignedRoot:
    lost = Revocation(key=PUBLISHER.public.raw.hex(), on=SINCE, reason="Lost.")
    return signed_by(renewed(known, Changes(revoke=(lost,))), KEEPERS[:2])


def specimens() -> SignedRoot:
    return signed_by(first(specimen=True), KEEPERS[:2])


def _alone(folder: Path, found: SignedRoot) -> bool:
    file = folder / "x.root.dsse"
    file.write_bytes(found.envelope.to_json())
    return ALONE.verify(DATA, [ALONE.read_publisher(str(file))], [])["proves_credit"]


@pytest.mark.parametrize(("known", "credit"), [(root(), True), (revoked(root()), False), (specimens(), False)])
def test_both_find_credit_proven_under_a_root_unless_it_says_otherwise(
    tmp_path: Path, known: SignedRoot, credit: bool
) -> None:
    ours = product(DATA, trust=Trust((publisher_of_root(known),)))
    assert not isinstance(ours, str)
    assert _alone(tmp_path, known) is (not ours.verdict.is_specimen) is credit


def test_a_root_that_too_few_signed_or_that_was_changed_is_refused(tmp_path: Path) -> None:
    few = root(signers=KEEPERS[:1])
    with pytest.raises(ALONE.NotGenuine, match="too few"):
        _alone(tmp_path, few)
    (tmp_path / "y.root.dsse").write_bytes(
        sign_root(few, KEEPERS[1], name="k").envelope.to_json().replace(b"Q", b"R", 1)
    )
    with pytest.raises((ALONE.NotGenuine, ValueError)):
        ALONE.read_publisher(str(tmp_path / "y.root.dsse"))


def refused_by_both(found: SignedRoot) -> None:
    data = found.envelope.to_json()
    with pytest.raises(Problem):
        read_root(data, name="x.root.dsse")
    with pytest.raises(ALONE.NotGenuine):
        ALONE.read_root(data)


def taken_by_both(found: SignedRoot) -> None:
    data = found.envelope.to_json()
    assert read_root(data, name="x.root.dsse").root == found.root
    assert ALONE.read_root(data).name == found.root.name


HEX = [one.public.raw.hex() for one in KEEPERS]
LOST = Revocation(key=PUBLISHER.public.raw.hex(), on=SINCE, reason="Lost.")
HOSTILE: dict[str, Root] = {
    "no signature needed": first(threshold=0).root,
    "a keeper twice": first(root_keys=(*HEX, HEX[0])).root,
    "a keeper that signs courses": first(course_keys=(HEX[0],)).root,
    "a key that is revoked and still signs": first(revoked=(LOST,)).root,
    "a later format": first(format=2).root,
    "a key written otherwise": first(root_keys=(*HEX[:2], HEX[2].upper())).root,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_both_refuse_a_root_that_contradicts_itself_whoever_signed_it(name: str) -> None:
    taken_by_both(signed_by(vaults.draft_of(first().root), KEEPERS[:2]))
    envelope = vaults.draft_of(HOSTILE[name]).envelope
    for keeper in KEEPERS[:2]:
        envelope = add_signature(envelope, keeper)
    refused_by_both(SignedRoot(HOSTILE[name], envelope))


def test_both_demand_the_keys_of_the_version_before_as_well() -> None:
    handed = vaults.handed_over()
    refused_by_both(signed_by(handed, vaults.NEW[:2]))
    refused_by_both(signed_by(handed, (*vaults.NEW[:2], vaults.OLD[0])))
    refused_by_both(signed_by(handed, vaults.OLD))
    taken_by_both(signed_by(handed, (*vaults.NEW[:2], *vaults.OLD[:2])))


def test_both_refuse_a_root_that_a_stranger_signed_beside_enough_keepers() -> None:
    envelope = add_signature(root().envelope, vaults.STRANGER)
    refused_by_both(SignedRoot(root().root, envelope))


PLAIN = Publisher(name="Example Medical College", keys=(PUBLISHER.public,), specimen=False)


@pytest.mark.parametrize("publishers", [(PLAIN, publisher_of_root(revoked(root()))), (PLAIN,)])
def test_both_let_no_plain_file_bring_a_revoked_key_back(publishers: tuple[Publisher, ...]) -> None:
    for order in (publishers, publishers[::-1]):
        assert agreed(DATA, trust=Trust(order)) == "genuine"
        assert alone(DATA, trust=Trust(order))["proves_credit"] is (len(publishers) == 1)


def test_another_publisher_cannot_revoke_a_key_of_a_root() -> None:
    envious = first_root(name="Envy", threshold=1, root_keys=[key(90).public], course_keys=[key(91).public])
    envious = signed_by(vaults.draft_of(replace(envious.root, revoked=(LOST,))), [key(90)])
    trust = Trust((publisher_of_root(envious), publisher_of_root(root())))
    assert agreed(DATA, trust=trust) == "genuine"
    assert alone(DATA, trust=trust)["proves_credit"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_versions_of_a_root_the_newest_counts(tmp_path: Path, turned: bool) -> None:
    files, known = list[str](), root()
    for number, found in enumerate((known, revoked(known))):
        files.append(str(tmp_path / f"{number}.root.dsse"))
        Path(files[-1]).write_bytes(found.envelope.to_json())
    publishers = ALONE.read_publishers([PUBLISHER.public.raw.hex(), *(files[::-1] if turned else files)])
    assert [publisher.name for publisher in publishers] == [PUBLISHER.public.raw.hex(), "Example Medical College"]
    assert not ALONE.verify(DATA, publishers, [])["proves_credit"]


def test_both_tell_the_grade_also_where_the_key_of_the_course_was_revoked(tmp_path: Path) -> None:
    found = vaults.revoking()
    publisher = publisher_of_root(found)
    device = _under(vaults.COURSE_KEY, Trust((publisher,)))
    file, data = tmp_path / "kiosk.enrolment.json", handed_in(device)
    file.write_bytes(enrol(device.key.public, grade=Grade.A, name="Kiosk", signer=vaults.NEXT_KEY))
    trust = Trust((publisher,), (read_enrolment(file, (publisher,)),))
    ours = product(data, trust=trust)
    assert not isinstance(ours, str)
    theirs = ALONE.read_root(found.envelope.to_json())
    told = ALONE.verify(data, [theirs], [ALONE.read_enrolment(str(file), [theirs])])
    assert (told["grade"], told["proves_credit"]) == (ours.verdict.grade.value, False) == ("A", False)
    assert told["publisher"]["name"] == "Example Academy"


def _under(publisher: PrivateKey, trust: Trust, roots: Iterable[str] = ()) -> Device:
    brought = replace(manifest_of(COURSE, publisher=publisher), roots=tuple(roots))
    (device,) = in_versions(manifest.read(manifest.sign(brought, publisher), trust, name="The course"))
    return device


def test_it_follows_no_roots_inside_the_evidence_as_its_document_says() -> None:
    """Carrel, which knows the first version, follows to the next one; an auditor hands in the newest by hand."""
    newer = vaults.complete(vaults.next_of(), vaults.OLD[:2])
    known = vaults.knowing(vaults.FIRST)
    data = handed_in(_under(vaults.NEXT_KEY, known, [vaults.text(newer)]))
    ours = product(data, trust=known)
    assert not isinstance(ours, str) and not ours.verdict.is_specimen
    assert not alone(data, trust=known)["proves_credit"]
    assert alone(data, trust=vaults.knowing(newer))["proves_credit"]


def test_both_refuse_a_root_under_signatures_of_other_words() -> None:
    known = root()
    other = replace(known.root, name="Another College")
    refused_by_both(SignedRoot(other, replace(known.envelope, payload=msgspec.json.encode(other))))


def test_both_refuse_an_enrolment_under_the_signature_of_another_or_with_no_such_grade(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.enrolment.json"
    theirs = ALONE.Publisher("College", [PUBLISHER.public.raw.hex()])
    given = Envelope.from_json(enrol(key(1).public, grade=Grade.B, name="Kiosk", signer=PUBLISHER), name="x")
    better = given.payload.replace(b'"B"', b'"A"')
    file.write_bytes(given.to_json())
    assert ALONE.read_enrolment(str(file), [theirs])["grade"] == "B"
    for envelope in (
        replace(given, payload=better),
        seal(given.payload.replace(b'"B"', b'"D"'), given.kind, PUBLISHER),
        seal(given.payload, "application/vnd.carrel.head+json", PUBLISHER),
        seal(better, given.kind, key(2)),
    ):
        file.write_bytes(envelope.to_json())
        with pytest.raises(Problem):
            read_enrolment(file, [PLAIN])
        with pytest.raises(ALONE.NotGenuine):
            ALONE.read_enrolment(str(file), [theirs])


@pytest.mark.parametrize("specimen", [False, True])
def test_both_give_no_credit_for_what_a_publisher_of_specimens_signed(tmp_path: Path, specimen: bool) -> None:
    file = tmp_path / "college.publisher.json"
    write_publisher(file, replace(PLAIN, specimen=specimen))
    ours = product(DATA, trust=Trust((read_publisher(file),)))
    assert not isinstance(ours, str)
    theirs = ALONE.verify(DATA, ALONE.read_publishers([str(file)]), [])
    assert theirs["proves_credit"] is (not ours.verdict.is_specimen) is (not specimen)
