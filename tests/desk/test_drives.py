"""Copies for a stick: read back before anything is said, and told in one sentence where they are not taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from player.desk.drives import CopyDiffers, Sticks
from player.proof.files import CannotWrite


@dataclass(frozen=True, kw_only=True)
class Stick:
    root: Path
    name: str = "STICK"
    free: int = 1 << 30
    writable: bool = True


def test_a_copy_lies_on_the_stick_byte_for_byte(tmp_path: Path) -> None:
    stick = Stick(root=tmp_path)
    sticks = Sticks(lambda: [stick])
    assert sticks.here() == (stick,)
    assert sticks.save(stick, "certificate.pdf", b"%PDF-1.7").read_bytes() == b"%PDF-1.7"


def test_a_failing_stick_is_told_of_and_keeps_no_bad_copy(tmp_path: Path) -> None:
    sticks = Sticks(tuple, reads=lambda _: b"%PDF-1.6")
    with pytest.raises(CopyDiffers):
        sticks.save(Stick(root=tmp_path), "certificate.pdf", b"%PDF-1.7")
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_was_pulled_out_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="perhaps the stick or disk was taken out"):
        Sticks(tuple).save(Stick(root=tmp_path / "gone"), "certificate.pdf", b"%PDF-1.7")
