"""The RSA key that signs statements for learning record stores, which take no other kind; made when first needed.

It proves nothing that the device's own key does not prove better, so nothing is lost when it is: a new one is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from player.proof.files import read_file, write_whole

FILE = "statement.key"
"""Beside `device.key`: the private key and its certificate, both in PEM, for its owner alone."""
BITS = 2048
_MOST_BYTES = 1 << 16
_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "RS512": hashes.SHA512(),
}
_SINCE, _UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""A certificate that nobody renews has no end (RFC 5280, 4.1.2.5), and a beginning that no wrong clock decides."""


class StatementKey:
    """Signs by RS256, RS384 or RS512 (RFC 7518, 3.3). `certificate` is DER, signed by the key itself."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate, *, algorithm: str = "RS256") -> None:
        self._key, self._certificate = key, certificate
        self._hash = _HASHES[algorithm]
        self.algorithm = algorithm

    @property
    def certificate(self) -> bytes:
        return self._certificate.public_bytes(Encoding.DER)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, padding.PKCS1v15(), self._hash)

    @classmethod
    def generate(cls, *, algorithm: str = "RS256") -> StatementKey:
        key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
        return cls(key, _certificate(key), algorithm=algorithm)

    def to_pem(self) -> bytes:
        key = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self._certificate.public_bytes(Encoding.PEM)

    @classmethod
    def from_pem(cls, data: bytes, *, algorithm: str = "RS256") -> StatementKey:
        """Raises ValueError when `data` is not an RSA key with its own certificate."""
        try:
            key = load_pem_private_key(data, password=None)
            certificate = x509.load_pem_x509_certificate(data)
        except (TypeError, UnsupportedAlgorithm) as error:
            raise ValueError(str(error)) from None
        if not isinstance(key, rsa.RSAPrivateKey) or certificate.public_key() != key.public_key():
            raise ValueError("the key and the certificate do not belong together")
        return cls(key, certificate, algorithm=algorithm)


def statement_key_in(profile: Path, *, algorithm: str = "RS256") -> StatementKey:
    """This profile's key; made anew where there is none or it is damaged. Raises `CannotRead` or `CannotWrite`.

    Whoever calls holds the profile's lock.
    """
    file = profile / FILE
    if file.exists():
        data = read_file(file, most=_MOST_BYTES)
        try:
            return StatementKey.from_pem(data, algorithm=algorithm)
        except ValueError:
            pass
    made = StatementKey.generate(algorithm=algorithm)
    write_whole(file, made.to_pem(), secret=True)
    return made


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """It names no person, and no device: only the key itself."""
    public = key.public_key()
    fingerprint = hashlib.sha256(public.public_numbers().n.to_bytes(BITS // 8)).hexdigest()[:16]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Carrel statements {fingerprint}")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(public)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(_SINCE).not_valid_after(_UNTIL)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256())
