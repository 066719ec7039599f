"""Keys: made once, never overwritten, read by their owner, and known by the hash of their public half."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from player.domain.problem import Problem
from player.proof.keys import PrivateKey, PublicKey, read_public_key
from tests.worlds import DEVICE


def test_a_key_comes_back_from_its_files(tmp_path: Path) -> None:
    made = PrivateKey.generate()
    public_file = made.write(tmp_path / "device.key")
    assert public_file == tmp_path / "device.key.pub"
    assert PrivateKey.read(tmp_path / "device.key").public == made.public == read_public_key(public_file)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_only_its_owner_reads_the_secret_half(tmp_path: Path) -> None:
    DEVICE.write(tmp_path / "device.key")
    assert (tmp_path / "device.key").stat().st_mode & 0o077 == 0


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "device.key"
    DEVICE.write(file)
    kept = file.read_bytes()
    with pytest.raises(Problem, match=r"device\.key"):
        PrivateKey.generate().write(file)
    assert file.read_bytes() == kept


def test_a_signature_is_over_every_byte() -> None:
    signature = DEVICE.sign(b"message")
    DEVICE.public.crypto.verify(signature, b"message")
    with pytest.raises(InvalidSignature):
        DEVICE.public.crypto.verify(signature, b"massage")


def test_a_key_is_known_by_the_hash_of_its_public_half() -> None:
    assert DEVICE.public.id == hashlib.sha256(DEVICE.public.raw).hexdigest()
    assert PublicKey.from_hex(DEVICE.public.raw.hex()) == DEVICE.public


@pytest.mark.parametrize("text", ["", "zz", "00", "00" * 31, "00" * 33])
def test_what_is_no_key_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        PublicKey.from_hex(text)


def test_what_is_no_key_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    other = X25519PrivateKey.generate()
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_text("hello")
    (tmp_path / "other").write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "other.pub").write_bytes(
        other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    for name in ("empty", "text", "other", "missing"):
        with pytest.raises(Problem, match=name):
            PrivateKey.read(tmp_path / name)
    for name in ("empty", "text", "other.pub", "missing.pub"):
        with pytest.raises(Problem, match=name):
            read_public_key(tmp_path / name)


def test_a_key_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        DEVICE.write(tmp_path / "missing" / "device.key")
