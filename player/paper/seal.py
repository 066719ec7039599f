"""The seal: checks the signature of a document that this program signed, byte by byte.

Stricter than a general validator, on purpose: one signature of one form, over the whole file, in which every byte means
something. Nothing of the PDF is parsed for it, so a hostile file finds little to hold on to.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from asn1crypto import cms, tsp, x509
from cryptography.exceptions import InvalidSignature

from player.proof.keys import PublicKey

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0 +(\d{1,10}) +(\d{1,10}) +(\d{1,10})\s*\]")
MOST_SIGNATURE = 32 * 1024
_NAMED_BY = tsp.SigningCertificateV2
"""Importing `tsp` is what teaches asn1crypto the attribute that names the signing certificate."""


def signer_of(pdf: bytes) -> PublicKey | None:
    """The Ed25519 key whose signature covers all of `pdf`, or None when there is none or it does not hold."""
    found = _found(pdf)
    if found is None:
        return None
    before, after, signature = found
    digest = hashlib.sha512(memoryview(pdf)[:before])
    digest.update(memoryview(pdf)[after:])
    try:
        return _checked(signature, digest.digest())
    except (ValueError, TypeError, KeyError, AttributeError, InvalidSignature):
        return None


def signature_in(pdf: bytes) -> bytes | None:
    """The signature's CMS structure, not yet checked."""
    found = _found(pdf)
    return found[2] if found else None


def _found(pdf: bytes) -> tuple[int, int, bytes] | None:
    """Where the signature begins and ends, and what it is."""
    ranges = list(_RANGE.finditer(pdf))
    if not ranges:
        return None
    before, after, length = (int(number) for number in ranges[-1].groups())
    if not 0 < before < after or after + length != len(pdf) or after - before > MOST_SIGNATURE:
        return None
    signature = _unwrapped(pdf[before:after])
    return None if signature is None else (before, after, signature)


def _unwrapped(written: bytes) -> bytes | None:
    """The bytes in `<…>`, if written as they would be written and no other way."""
    try:
        raw = bytes.fromhex(written[1:-1].decode("ascii"))
    except ValueError:
        return None
    return raw if written == b"<" + raw.hex().upper().encode() + b">" else None


def _checked(signature: bytes, digest: bytes) -> PublicKey:
    """The key of a CMS signature over `digest`. Raises one of several errors when anything is not as it must be."""
    signed_data: Any = cms.ContentInfo.load(signature, strict=True)["content"]
    (info,), (choice,) = signed_data["signer_infos"], signed_data["certificates"]
    certificate = choice.chosen
    attributes = {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}
    _require(set(attributes) == {"content_type", "message_digest", "signing_certificate_v2"})
    _require(attributes["message_digest"].native == [digest])
    (named,) = attributes["signing_certificate_v2"][0]["certs"]
    _require(named["cert_hash"].native == hashlib.sha256(certificate.dump()).digest())
    raw = certificate["tbs_certificate"]["subject_public_key_info"]["public_key"].native
    _require(isinstance(raw, bytes) and len(raw) == 32)
    key = PublicKey(raw)
    key.crypto.verify(info["signature"].native, b"\x31" + info["signed_attrs"].dump()[1:])
    _require(signature == _rebuilt(certificate, info["signed_attrs"], info["signature"].native))
    return key


def _rebuilt(certificate: x509.Certificate, attributes: cms.CMSAttributes, signature: bytes) -> bytes:
    """The whole CMS structure from the three parts that vary: nothing else may be in the file."""
    issued: Any = certificate["tbs_certificate"]
    name = {"issuer": issued["issuer"], "serial_number": issued["serial_number"]}
    info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": name},
        "digest_algorithm": {"algorithm": "sha512"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "ed25519"},
        "signature": signature,
    }
    content = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha512"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [info],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)}).dump()


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("the signature is of another form")
