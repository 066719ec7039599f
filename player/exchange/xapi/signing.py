"""Signatures on statements: JWS in its compact form (RFC 7515), as the xAPI has it, by RSA only."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from enum import StrEnum
from typing import Protocol

import msgspec


class Algorithm(StrEnum):
    """What the xAPI allows (1.0.3, 2.6): curves and Ed25519 are forbidden."""

    RS256 = "RS256"
    RS384 = "RS384"
    RS512 = "RS512"


class StatementSigner(Protocol):
    """An RSA key and its certificate (DER); see `player.proof.statement_key`."""

    @property
    def algorithm(self) -> str: ...
    @property
    def certificate(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


def sign_statement(statement: bytes, signer: StatementSigner) -> bytes:
    """The JWS over the statement's bytes, as they are before the signature is attached.

    The same statement and key always give the same signature: signed again, it is no other statement.
    """
    header = {"alg": Algorithm(signer.algorithm).value, "x5c": [b64encode(signer.certificate).decode()]}
    signed = _part(msgspec.json.encode(header)) + b"." + _part(statement)
    return signed + b"." + _part(signer.sign(signed))


def _part(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")
