"""A plain file as a source of media: for checking recordings before they are packed."""

from __future__ import annotations

import os
import threading
from pathlib import Path


class FileSource:
    """The bytes of one file, from any thread; `close` it when done. Raises `OSError` when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._lock = threading.Lock()
        self.size = os.fstat(self._handle).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        with self._lock:
            os.lseek(self._handle, offset, os.SEEK_SET)
            return os.read(self._handle, length)

    def close(self) -> None:
        os.close(self._handle)
