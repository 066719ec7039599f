"""The stand-alone verifier takes a publisher's root, and gives no credit where Carrel gives none."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.proof.keys import PrivateKey
from player.proof.renewing import Changes, first_root, renewed, sign_root
from player.proof.roots import Revocation, SignedRoot
from player.proof.trust import Trust, publisher_of_root
from tests.exchange.agreement import ALONE, earned, product, written
from tests.proof.vaults import SINCE, signed_by
from tests.worlds import PUBLISHER, key

KEEPERS = (key(50), key(51), key(52))
DATA = written(earned())


def root(*, signers: tuple[PrivateKey, ...] = KEEPERS[:2]) -> SignedRoot:
    found = first_root(
        name="Example Medical College",
        threshold=2,
        root_keys=[one.public for one in KEEPERS],
        course_keys=[PUBLISHER.public],
    )
    return signed_by(found, signers)


def revoked(known: SignedRoot) -> SignedRoot:
    lost = Revocation(key=PUBLISHER.public.raw.hex(), on=SINCE, reason="Lost.")
    return signed_by(renewed(known, Changes(revoke=(lost,))), KEEPERS[:2])


def _alone(folder: Path, found: SignedRoot) -> bool:
    file = folder / "x.root.dsse"
    file.write_bytes(found.envelope.to_json())
    return ALONE.verify(DATA, [ALONE.read_publisher(str(file))], [])["proves_credit"]


@pytest.mark.parametrize("is_revoked", [False, True])
def test_both_find_credit_proven_under_a_root_unless_its_key_was_revoked(tmp_path: Path, is_revoked: bool) -> None:
    known = revoked(root()) if is_revoked else root()
    ours = product(DATA, trust=Trust((publisher_of_root(known),)))
    assert not isinstance(ours, str)
    assert _alone(tmp_path, known) is (not ours.verdict.is_specimen) is (not is_revoked)


def test_a_root_that_too_few_signed_or_that_was_changed_is_refused(tmp_path: Path) -> None:
    few = root(signers=KEEPERS[:1])
    with pytest.raises(ALONE.NotGenuine, match="too few"):
        _alone(tmp_path, few)
    (tmp_path / "y.root.dsse").write_bytes(
        sign_root(few, KEEPERS[1], name="k").envelope.to_json().replace(b"Q", b"R", 1)
    )
    with pytest.raises((ALONE.NotGenuine, ValueError)):
        ALONE.read_publisher(str(tmp_path / "y.root.dsse"))
