"""A verifier of badges written from the specifications alone (W3C eddsa-jcs-2022, did:key, base58btc, RFC 8785)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def verified(badge: bytes) -> dict[str, Any]:
    """The badge, once its proof holds with the key that its issuer's address is. Raises anything where it does not."""
    document: dict[str, Any] = json.loads(badge)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    proof = dict(document["proof"])
    signature = decoded(proof.pop("proofValue"))
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == "eddsa-jcs-2022"
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof.get("@context", document["@context"]) == document["@context"]
    controller, _, fragment = proof["verificationMethod"].partition("#")
    assert controller == document["issuer"]["id"] == f"did:key:{fragment}"
    key = decoded(fragment)
    assert key[:2] == b"\xed\x01"
    assert len(key) == 34
    digest = hashlib.sha256(rfc8785.dumps(proof)).digest() + hashlib.sha256(rfc8785.dumps(unsecured)).digest()
    Ed25519PublicKey.from_public_bytes(key[2:]).verify(signature, digest)
    return document


def decoded(multibase: str) -> bytes:
    assert multibase[0] == "z"
    number = 0
    for letter in multibase[1:]:
        number = number * 58 + ALPHABET.index(letter)
    leading = len(multibase[1:]) - len(multibase[1:].lstrip("1"))
    return bytes(leading) + number.to_bytes((number.bit_length() + 7) // 8, "big")
