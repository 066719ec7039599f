"""A ZIP file or folder from another system, of which nothing is believed and nothing is written anywhere."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from player.archive.importing.problems import NotTaken
from player.archive.problems import reason_of

MOST_FILES = 10_000
MOST_TEXT = 32 << 20
"""Bytes of a file that is read whole."""
MOST_BYTES = 64 << 30
"""Bytes of all files together once unpacked."""
MOST_GROWTH = 200
"""How many times larger a file may become when it is unpacked."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Found:
    size: int
    source: zipfile.ZipInfo | Path


class Bundle:
    """The files of a ZIP or a folder by their names, with `/` between the parts. Close it, or use it with `with`."""

    def __init__(self, path: Path) -> None:
        """Raises `NotTaken`: for names that lead out of it or stand twice, links, encryption, bombs."""
        self.name = path.name
        self._zip: zipfile.ZipFile | None = None
        try:
            self._files = self._of_folder(path) if path.is_dir() else self._of_zip(path)
        except OSError as error:
            raise self._refusal(reason_of(error), error) from None
        except (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError) as error:
            raise self._refusal("it is no ZIP file that can be read.", error) from None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def has(self, name: str) -> bool:
        return name in self._files

    def size(self, name: str) -> int:
        """In bytes, unpacked. Raises `NotTaken` where there is no such file."""
        return self._found(name).size

    def read(self, name: str) -> bytes:
        """A small file whole. Raises `NotTaken`."""
        if self.size(name) > MOST_TEXT:
            raise self._refusal(f"its file {name!r} is larger than {MOST_TEXT >> 20} MB.")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file piece by piece, never more than its stated size. Raises `NotTaken`."""
        left = self.size(name)
        try:
            with self._open(name) as stream:
                while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
                    left -= len(chunk)
                    yield chunk
                if left or stream.read(1):
                    raise self._refusal(f"its file {name!r} has another size than it says.")
        except OSError as error:
            raise self._refusal(reason_of(error), error) from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
            raise self._refusal(f"its file {name!r} is damaged.", error) from None

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self, name: str) -> _Found:
        found = self._files.get(name)
        if found is None:
            raise self._refusal(f"there is no file {name!r} in it.")
        return found

    @contextmanager
    def _open(self, name: str) -> Generator[IO[bytes]]:
        source = self._found(name).source
        if isinstance(source, Path):
            with source.open("rb") as stream:
                yield stream
        elif self._zip is not None:
            with self._zip.open(source) as stream:
                yield stream

    def _of_folder(self, path: Path) -> Mapping[str, _Found]:
        files: dict[str, _Found] = {}
        for file in sorted(path.rglob("*")):
            if len(files) >= MOST_FILES:
                raise self._refusal(f"it holds more than {MOST_FILES} files.")
            status = file.lstat()
            if stat.S_ISLNK(status.st_mode):
                raise self._refusal(f"{file.name!r} is a link to somewhere else.")
            if stat.S_ISREG(status.st_mode):
                files[file.relative_to(path).as_posix()] = _Found(status.st_size, file)
        return files

    def _of_zip(self, path: Path) -> Mapping[str, _Found]:
        self._zip = zipfile.ZipFile(path)
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
            raise self._refusal("it holds too many files, or too much.")
        files: dict[str, _Found] = {}
        folded: set[str] = set()
        for info in infos:
            if info.filename.endswith("/"):
                continue
            self._check(info)
            if info.filename.casefold() in folded:
                raise self._refusal(f"the name {info.filename!r} stands in it twice.")
            folded.add(info.filename.casefold())
            files[info.filename] = _Found(info.file_size, info)
        return files

    def _check(self, info: zipfile.ZipInfo) -> None:
        name, parts = info.filename, info.filename.split("/")
        if "\\" in info.orig_filename or "\0" in info.orig_filename or ":" in parts[0] or not name:
            raise self._refusal(f"the name {name[:80]!r} is not allowed in it.")
        if any(part in ("", ".", "..") for part in parts):
            raise self._refusal(f"the name {name[:80]!r} leads out of it.")
        if info.flag_bits & 0x41:
            raise self._refusal("it is encrypted.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._refusal(f"its file {name!r} is compressed in a rare way.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise self._refusal(f"{name!r} is a link to somewhere else.")
        if info.file_size > MOST_GROWTH * max(info.compress_size, 1024):
            raise self._refusal(f"its file {name!r} grows too much when it is unpacked.")

    def _refusal(self, reason: str, error: Exception | None = None) -> NotTaken:
        return NotTaken(name=self.name, reason=reason, details=str(error or ""))
