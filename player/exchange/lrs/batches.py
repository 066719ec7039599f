"""Statements in batches that every store takes: in their order, at most 50, and under a million bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from player.domain.uploading import Statement

MOST_STATEMENTS = 50
MOST_BYTES = 1_000_000
"""nginx takes a MiB unless it is told otherwise."""
MOST_ALONE = 5_000_000
"""What no store that is known takes, whatever is set there."""


def batches(statements: Iterable[Statement]) -> Iterator[tuple[Statement, ...]]:
    """One that is larger than a batch may be goes alone."""
    batch: list[Statement] = []
    size = len(b"[]")
    for statement in statements:
        more = len(statement.body) + len(b",")
        if batch and (len(batch) == MOST_STATEMENTS or size + more > MOST_BYTES):
            yield tuple(batch)
            batch, size = [], len(b"[]")
        batch.append(statement)
        size += more
    if batch:
        yield tuple(batch)


def body_of(batch: Sequence[Statement]) -> bytes:
    return b"[" + b",".join(statement.body for statement in batch) + b"]"
