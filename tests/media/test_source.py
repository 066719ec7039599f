"""A source may be read by whoever plays, previews and tries the same recording, all at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from player.domain.engine import MediaSource
from player.media.source import FileSource
from tests.media.bench import BLOCK, PackageLikeSource

PIECE = 4096


@pytest.mark.parametrize("opened", [FileSource, PackageLikeSource])
def test_several_threads_read_the_same_bytes(opened: Callable[[Path], MediaSource], tmp_path: Path) -> None:
    """A place that one thread sought must never be where another one reads."""
    content = random.Random(1).randbytes(12 * BLOCK)
    (path := tmp_path / "talk.mp4").write_bytes(content)
    source = opened(path)

    def read_about(seed: int) -> bool:
        places = random.Random(seed)
        offsets = (places.randrange(len(content) // PIECE) * PIECE for _ in range(150))
        return all(source.read_at(offset, PIECE) == content[offset : offset + PIECE] for offset in offsets)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read_about, range(8)))
