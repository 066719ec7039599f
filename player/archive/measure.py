"""Measuring a file in one pass: its size, the BLAKE3 of the whole and of each block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from blake3 import blake3

from player.domain.course import ContentHash
from player.proof.manifest import BLOCK_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`blocks`: the 32-byte hashes of all blocks, joined."""

    size: int
    content: ContentHash
    blocks: bytes


def measure(file: Path, on_block: Callable[[int], None] | None = None) -> Measure:
    """Reads `file` once; `on_block` is told the length of each block read. Raises OSError."""
    whole, hashes, size = blake3(), bytearray(), 0
    with file.open("rb") as stream:
        while block := stream.read(BLOCK_SIZE):
            whole.update(block)
            hashes += blake3(block).digest()
            size += len(block)
            if on_block:
                on_block(len(block))
    return Measure(size=size, content=ContentHash(whole.hexdigest()), blocks=bytes(hashes))
