"""Reading keys: what is sealed to one opens with its secret half alone, beside what it was sealed for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from player.proof.files import CannotRead
from player.proof.keys import KeyLocked, PrivateKey
from player.proof.problems import KeyExists, KeyUnusable
from player.proof.sealing import LEAST_SEALED_BYTES, DoesNotOpen, PrivateReadingKey, PublicReadingKey
from tests.worlds import key


def reading_key(number: int) -> PrivateReadingKey:
    """The same key for the same number (0 to 255), in every run."""
    return PrivateReadingKey(X25519PrivateKey.from_private_bytes(bytes([number]) * 32))


MINE, THEIRS = reading_key(1), reading_key(2)
SEALED = MINE.public.seal(b"Ana", info=b"of this file")


@given(plain=st.binary(max_size=100), info=st.binary(max_size=40))
def test_what_was_sealed_opens(plain: bytes, info: bytes) -> None:
    assert MINE.open(MINE.public.seal(plain, info=info), info=info) == plain


def test_what_is_sealed_comes_out_otherwise_each_time_and_does_not_show_what_it_is() -> None:
    assert MINE.public.seal(b"Ana", info=b"of this file") != SEALED
    assert b"Ana" not in SEALED and len(SEALED) == LEAST_SEALED_BYTES + len(b"Ana")


@given(place=st.integers(0, len(SEALED) * 8 - 1))
def test_no_flipped_bit_opens_to_anything(place: int) -> None:
    flipped = bytearray(SEALED)
    flipped[place // 8] ^= 1 << place % 8
    if place == 255:
        # The last bit of an X25519 key counts for nothing, but HPKE makes its key of all bits that were sent.
        assert flipped[31] != SEALED[31]
    with pytest.raises(DoesNotOpen):
        MINE.open(bytes(flipped), info=b"of this file")


@pytest.mark.parametrize("length", [0, 1, 31, 32, LEAST_SEALED_BYTES - 1, len(SEALED) - 1])
def test_nothing_that_was_cut_opens(length: int) -> None:
    with pytest.raises(DoesNotOpen):
        MINE.open(SEALED[:length], info=b"of this file")


def test_it_opens_neither_with_another_key_nor_beside_anything_else() -> None:
    with pytest.raises(DoesNotOpen):
        THEIRS.open(SEALED, info=b"of this file")
    with pytest.raises(DoesNotOpen):
        MINE.open(SEALED, info=b"of another file")


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_points_of_low_order_neither_seal_nor_open(point: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        PublicReadingKey(point).seal(b"Ana", info=b"")
    with pytest.raises(DoesNotOpen):
        MINE.open(point + SEALED[32:], info=b"of this file")


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "00" * 33])
def test_what_is_no_key_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"key|hex"):
        PublicReadingKey.from_hex(text)


# --- in files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_key_that_was_written_is_read_back_and_only_its_owner_reads_it(tmp_path: Path, passphrase: str) -> None:
    file = tmp_path / "reading"
    MINE.write(file, passphrase=passphrase)
    assert PrivateReadingKey.read(file, passphrase=passphrase).public == MINE.public
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "reading"
    MINE.write(file)
    before = file.read_bytes()
    with pytest.raises(KeyExists):
        THEIRS.write(file)
    assert file.read_bytes() == before


def test_a_locked_key_asks_for_its_passphrase_and_takes_no_other(tmp_path: Path) -> None:
    file = tmp_path / "reading"
    MINE.write(file, passphrase="correct horse")
    with pytest.raises(KeyLocked):
        PrivateReadingKey.read(file)
    with pytest.raises(KeyUnusable, match="not its passphrase"):
        PrivateReadingKey.read(file, passphrase="battery staple")


def test_a_key_that_signs_is_no_reading_key_and_neither_is_anything_else(tmp_path: Path) -> None:
    key(1).write(tmp_path / "signs")
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    for name in ("signs", "holiday.jpg"):
        with pytest.raises(KeyUnusable, match="reading key"):
            PrivateReadingKey.read(tmp_path / name)
    with pytest.raises(CannotRead):
        PrivateReadingKey.read(tmp_path / "nowhere")
    MINE.write(tmp_path / "reads")
    with pytest.raises(KeyUnusable):
        PrivateKey.read(tmp_path / "reads")
