"""The key for statements: made when first needed, its owner's alone, and harmless to lose."""

from __future__ import annotations

import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from player.proof.statement_key import FILE, StatementKey, statement_key_in


def test_it_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    first = statement_key_in(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert statement_key_in(tmp_path).certificate == first.certificate
    assert statement_key_in(tmp_path).sign(b"so") == first.sign(b"so")


def test_a_lost_or_damaged_one_is_replaced(tmp_path: Path) -> None:
    first = statement_key_in(tmp_path)
    for damage in (b"", b"no key", StatementKey.generate().to_pem()[:900]):
        (tmp_path / FILE).write_bytes(damage)
        assert statement_key_in(tmp_path).certificate != first.certificate
    (tmp_path / FILE).unlink()
    assert statement_key_in(tmp_path).certificate != first.certificate


def test_a_certificate_of_another_key_is_not_taken(tmp_path: Path) -> None:
    one, other = StatementKey.generate().to_pem(), StatementKey.generate().to_pem()
    mark = b"-----BEGIN CERTIFICATE-----"
    (tmp_path / FILE).write_bytes(one.split(mark)[0] + mark + other.split(mark)[1])
    before = (tmp_path / FILE).read_bytes()
    statement_key_in(tmp_path)
    assert (tmp_path / FILE).read_bytes() != before


def test_its_certificate_is_its_own_and_names_nobody() -> None:
    key = StatementKey.generate()
    certificate = x509.load_der_x509_certificate(key.certificate)
    public = certificate.public_key()
    assert isinstance(public, RSAPublicKey) and public.key_size >= 2048
    assert certificate.subject == certificate.issuer
    certificate.verify_directly_issued_by(certificate)
    public.verify(key.sign(b"so it is"), b"so it is", PKCS1v15(), SHA256())
