"""Data integrity by `eddsa-jcs-2022`: a JSON document signed in the canonical form of RFC 8785, by a key that is its
own address (`did:key`).

W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3; multibase, multicodec and did:key as registered there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

import rfc8785
from cryptography.exceptions import InvalidSignature

from player.proof.keys import PublicKey, Signer

Json = dict[str, Any]

CRYPTOSUITE = "eddsa-jcs-2022"
_ED25519 = b"\xed\x01"
"""The multicodec mark of an Ed25519 public key."""
_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def canonical(document: Json) -> bytes:
    """The one form of RFC 8785. Raises `rfc8785.CanonicalizationError`."""
    return rfc8785.dumps(document)


def address_of(key: PublicKey) -> str:
    """ "did:key:z6Mk…": names the key and holds it."""
    return f"did:key:{multikey(key)}"


def multikey(key: PublicKey) -> str:
    return base58btc(_ED25519 + key.raw)


def method_of(key: PublicKey) -> str:
    """How a proof names the key that made it."""
    return f"{address_of(key)}#{multikey(key)}"


def secured(document: Json, *, signer: Signer, created: str) -> Json:
    """The document with its proof; the same document, key and moment always give the same."""
    proof: Json = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": method_of(signer.public),
        "proofPurpose": "assertionMethod",
    }
    return {**document, "proof": {**proof, "proofValue": base58btc(signer.sign(_hashes(document, proof)))}}


def is_secured_by(document: Json, key: PublicKey) -> bool:
    """Whether the one proof of the document was made with this key over all that the document says."""
    found = document.get("proof")
    if not isinstance(found, dict) or "proofValue" not in found:
        return False
    proof = cast("Json", found)
    options: Json = {name: value for name, value in proof.items() if name != "proofValue"}
    said = (options.get("type"), options.get("cryptosuite"), options.get("proofPurpose"))
    if said != ("DataIntegrityProof", CRYPTOSUITE, "assertionMethod"):
        return False
    if options.get("verificationMethod") != method_of(key) or options.get("@context") != document.get("@context"):
        return False
    try:
        key.crypto.verify(from_base58btc(str(proof["proofValue"])), _hashes(without_proof(document), options))
    except (InvalidSignature, ValueError, RecursionError, rfc8785.CanonicalizationError):
        return False
    return True


def without_proof(document: Mapping[str, Any]) -> Json:
    return {name: value for name, value in document.items() if name != "proof"}


def _hashes(document: Json, options: Json) -> bytes:
    """What is signed: the digest of the proof's options, then that of the document."""
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()


def base58btc(data: bytes) -> str:
    """In multibase, which marks it with a z; each leading zero byte is a 1."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _DIGITS[digit] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58btc(text: str) -> bytes:
    """Raises ValueError."""
    if not text.startswith("z") or len(text) > 200:
        raise ValueError("not in base58btc")
    number = 0
    for letter in text[1:]:
        number = number * 58 + _DIGITS.index(letter)
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
