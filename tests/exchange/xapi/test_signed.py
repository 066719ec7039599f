"""Signed statements: a body that can be posted as it is, each signature checked by another library than made it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.api_jws import PyJWS

from player.domain.report_format import ReportFormat
from player.exchange.xapi import xapi_bytes
from player.exchange.xapi.forms import SIGNED_CONTENT_TYPE
from player.proof.statement_key import StatementKey
from tests.exchange.xapi.lives import completion_of, full_life, told

HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}
COMPLETION = completion_of(full_life())
KEY = StatementKey.generate()


@dataclass(frozen=True)
class Part:
    headers: dict[str, str]
    body: bytes


def parts_of(body: bytes) -> list[Part]:
    """As the `email` library reads it, with the boundary that the first line tells."""
    boundary = body.split(b"\r\n", 1)[0].removeprefix(b"--").decode()
    head = f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    assert not message.defects
    return [_part(one) for one in message.iter_parts()]


def _part(one) -> Part:
    return Part(headers=dict(one.items()), body=one.get_payload(decode=True))


def signed(key: StatementKey = KEY) -> bytes:
    return b"".join(xapi_bytes(ReportFormat.XAPI_SIGNED, [COMPLETION], signer=key))


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.mark.parametrize("algorithm", HASHES)
def test_each_statement_is_signed_and_the_signature_holds_for_what_it_said_before(algorithm: str) -> None:
    key = StatementKey.from_pem(KEY.to_pem(), algorithm=algorithm)
    first, *attached = parts_of(signed(key))
    statements = json.loads(first.body)
    signatures = {part.headers["X-Experience-API-Hash"]: part.body for part in attached}
    assert [one | {"attachments": None} for one in statements] == [
        one | {"attachments": None} for one in told(COMPLETION)
    ]
    for statement in statements:
        (attachment,) = statement.pop("attachments")
        jws = signatures.pop(attachment["sha2"])
        assert (len(jws), hashlib.sha256(jws).hexdigest()) == (attachment["length"], attachment["sha2"])
        assert attachment["usageType"] == "http://adlnet.gov/expapi/attachments/signature"
        assert attachment["contentType"] == "application/octet-stream"
        header, payload, signature = jws.decode().split(".")
        said = json.loads(_decoded(header))
        assert said["alg"] == algorithm
        public = x509.load_der_x509_certificate(b64decode(said["x5c"][0])).public_key()
        assert isinstance(public, RSAPublicKey)
        public.verify(_decoded(signature), f"{header}.{payload}".encode(), PKCS1v15(), HASHES[algorithm])
        assert PyJWS().decode(jws, public, algorithms=[algorithm]) == _decoded(payload)
        assert json.loads(_decoded(payload)) == statement
    assert signatures == {}


def test_every_part_says_what_the_xapi_asks_of_it() -> None:
    first, *attached = parts_of(signed())
    assert first.headers["Content-Type"] == "application/json"
    for part in attached:
        assert part.headers["Content-Transfer-Encoding"] == "binary"
        assert part.headers["Content-Type"] == "application/octet-stream"


def test_signed_again_it_is_the_same_and_the_boundary_is_told_in_its_first_line() -> None:
    body = signed()
    assert body == signed()
    boundary = SIGNED_CONTENT_TYPE.split("boundary=")[1]
    assert body.startswith(f"--{boundary}\r\n".encode()) and body.endswith(f"\r\n--{boundary}--\r\n".encode())
    assert body.count(f"--{boundary}".encode()) == len(told(COMPLETION)) + 2


def test_nothing_is_signed_without_a_key_or_by_what_the_xapi_forbids() -> None:
    with pytest.raises(ValueError, match="signer"):
        list(xapi_bytes(ReportFormat.XAPI_SIGNED, [COMPLETION]))
    with pytest.raises(KeyError):
        StatementKey.from_pem(KEY.to_pem(), algorithm="ES256")
    with pytest.raises(ValueError, match="not a form"):
        list(xapi_bytes(ReportFormat.PARS, [COMPLETION]))
