"""Sealed files open for each of their keepers and nobody else, and not after a single bit was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.proof.sealed_file import FileSealed, is_sealed, most_sealed, open_file, seal_file
from player.proof.sealing import PrivateReadingKey

FIRST, SECOND, STRANGER = (PrivateReadingKey.generate() for _ in range(3))


@given(st.binary(max_size=4_096))
def test_each_keeper_alone_opens_it(plain: bytes) -> None:
    sealed = seal_file(plain, [FIRST.public, SECOND.public])
    assert is_sealed(sealed)
    assert len(sealed) <= most_sealed(len(plain))
    assert open_file(sealed, [FIRST], name="a") == open_file(sealed, [STRANGER, SECOND], name="a") == plain


def test_nobody_else_opens_it_and_it_is_other_bytes_each_time() -> None:
    sealed = seal_file(b"particulars", [FIRST.public])
    assert b"particulars" not in sealed
    assert sealed != seal_file(b"particulars", [FIRST.public])
    for keys in ([], [STRANGER]):
        with pytest.raises(FileSealed, match="none of the reading keys"):
            open_file(sealed, keys, name="a.completion")


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_never_opened_as_something_else(place: int, change: int) -> None:
    sealed = bytearray(seal_file(b"particulars", [FIRST.public]))
    sealed[place % len(sealed)] ^= change
    try:
        assert open_file(bytes(sealed), [FIRST], name="a") == b"particulars"
    except FileSealed:
        return


def test_what_is_sealed_to_nobody_would_be_lost() -> None:
    with pytest.raises(ValueError, match="nobody"):
        seal_file(b"", [])
