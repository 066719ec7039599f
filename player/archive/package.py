"""The course package: opened in milliseconds whatever its size, believed only as far as it was verified."""

from __future__ import annotations

import base64
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from player.archive.blocks import HASH_SIZE, Blocks, Place, VerifiedSource, block_count
from player.archive.container import (
    BLOCKS_NAME,
    FIXED_NAMES,
    LONGEST_ENVELOPE,
    MANIFEST_NAME,
    MOST_MEMBERS,
    Container,
    read_container,
)
from player.archive.names import fault_of_names
from player.archive.parts import parts_of
from player.archive.problems import (
    CourseAltered,
    CourseEncrypted,
    CourseMissing,
    CourseOutOfReach,
    NotACourse,
    reason_of,
)
from player.domain.phrase import Phrase, Worded
from player.proof import manifest as manifests
from player.proof.envelope import Envelope
from player.proof.manifest import Manifest, SignedCourse
from player.proof.problems import CourseUnsound, NotReadable, NotSigned
from player.proof.trust import Trust

OnProgress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""
_HASH = re.compile("[0-9a-f]{64}")


class Package:
    """An opened package whose manifest was verified; `path` is the file, or the folder of an unpacked one.

    Members are verified block by block as they are read. Any thread may read. Close it when done, or use it
    as a context manager.
    """

    def __init__(self, *, path: Path, signed: SignedCourse, places: Mapping[str, Place], name: str = "") -> None:
        """`name`: what it is called when something is wrong with it; the file's name unless told otherwise."""
        self.path = path
        self.name = name or path.name
        self.signed = signed
        self.places = places
        self.blocks = Blocks(name=self.name, manifest=signed.manifest, places=places)

    @property
    def envelope(self) -> bytes:
        """The signed manifest as it lies in the package: there is one way of writing it."""
        return self.signed.envelope.to_json()

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(member.size for member in self.signed.manifest.members)

    def read(self, member: str) -> bytes:
        """All bytes of a member, verified; for pictures, captions and handouts. Raises a `Problem`."""
        return b"".join(self.walk(member))

    def source(self, member: str) -> VerifiedSource:
        """A member for an engine to read from; no byte of it is read yet."""
        return VerifiedSource(self.blocks, self.blocks.member(member))

    def walk(self, member: str) -> Iterator[bytes]:
        """The verified blocks of a member, one after the other. Raises a `Problem` at the first bad one."""
        return self.blocks.walk(member)

    def block_hashes(self) -> bytes:
        """The list of block hashes, verified."""
        return self.blocks.hashes()

    def verify(self, on_progress: OnProgress | None = None) -> None:
        """Reads and checks every byte. Raises the `Problem` of the first that is wrong."""
        done = 0
        self.block_hashes()
        for member in self.signed.manifest.members:
            for block in self.walk(member.path):
                done += len(block)
                if on_progress:
                    on_progress(done, self.size)

    def close(self) -> None:
        self.blocks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_package(path: Path, trust: Trust) -> Package:
    """The package at `path`: a `.course` file, or a folder with the same manifest beside its members.

    Read are the ending, the directory, the headers and the manifest. Raises a `Problem` that says what is wrong.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _open_folder(path, trust)
        if not stat.S_ISREG(mode):
            raise NotACourse(name=path.name, reason=Phrase("it is no ordinary file."))
        return _open_file(path, trust)
    except (FileNotFoundError, NotADirectoryError):
        raise CourseMissing(name=path.name or str(path)) from None
    except OSError as error:
        raise CourseOutOfReach(name=path.name, reason=reason_of(error), details=str(error)) from None
    except ValueError as error:
        # A NUL in the path, which no system can look up.
        raise CourseMissing(name=path.name, details=str(error)) from None


def _open_file(path: Path, trust: Trust) -> Package:
    with path.open("rb") as stream:
        container = read_container(stream, name=path.name)
    signed = read_signed(container.envelope, trust, name=path.name)
    _check_agreement(container, signed.manifest, path.name)
    places = {
        entry.name: Place(file=path, offset=entry.data_offset, size=entry.size, crc=entry.crc)
        for entry in container.entries
    }
    return Package(path=path, signed=signed, places=places)


def _open_folder(path: Path, trust: Trust) -> Package:
    found = unpacked_package(path, trust)
    for name, place in found.places.items():
        if not place.file.is_file() or place.file.stat().st_size != place.size:
            raise CourseAltered(name=path.name, reason=Worded("{name} is missing or has another size.", name=name))
    return found


def unpacked_package(path: Path, trust: Trust) -> Package:
    """The package of a folder whatever lies beside its manifest, to be repaired. Raises a `Problem` or OSError."""
    if not (path / MANIFEST_NAME).is_file():
        raise NotACourse(
            name=path.name, reason=Worded("the folder holds no {manifest_name}.", manifest_name=MANIFEST_NAME)
        )
    with (path / MANIFEST_NAME).open("rb") as stream:
        envelope = stream.read(LONGEST_ENVELOPE + 1)
    signed = read_signed(envelope, trust, name=path.name)
    manifest = signed.manifest
    places = {m.path: Place(file=path / m.path, offset=0, size=m.size) for m in all_files(manifest)}
    return Package(path=path, signed=signed, places=places)


def read_signed(envelope: bytes, trust: Trust, *, name: str) -> SignedCourse:
    """The signed, sound course in the bytes of `manifest.dsse`. Raises a `Problem`."""
    if len(envelope) > LONGEST_ENVELOPE:
        raise NotReadable(name=name, kind=Phrase("a course"), reason=Phrase("its manifest is too large."))
    sealed = Envelope.from_json(envelope, name=name)
    signed = manifests.read(sealed, trust, name=name)
    if not _is_plain(sealed):
        raise NotSigned(name=name, reason=Phrase("its signature is not written in the one way allowed."))
    _check_manifest(signed.manifest, name)
    return signed


def _is_plain(sealed: Envelope) -> bool:
    """Exactly one signature, and no second way of writing it; of the envelope itself `from_json` refuses any other."""
    if len(sealed.signatures) != 1:
        return False
    signature = sealed.signatures[0].sig
    return base64.b64encode(base64.b64decode(signature)).decode() == signature


def _check_manifest(manifest: Manifest, name: str) -> None:
    """The manifest describes files that can exist and be read, and a course that is sound and lies whole in them."""
    if manifest.encryption is not None:
        raise CourseEncrypted(name=name)
    if len(manifest.members) > MOST_MEMBERS:
        raise CourseAltered(
            name=name, reason=Worded("it holds more than {most_members} files.", most_members=MOST_MEMBERS)
        )
    fault = fault_of_names((*FIXED_NAMES[:2], *(member.path for member in all_files(manifest))))
    if fault:
        raise CourseAltered(name=name, reason=fault)
    if any(m.size < 0 or not _HASH.fullmatch(m.content) for m in all_files(manifest)):
        raise CourseAltered(name=name, reason=Phrase("a size or hash in its manifest is none."))
    blocks = sum(block_count(member.size) for member in manifest.members)
    if (manifest.blocks.path, manifest.blocks.size) != (BLOCKS_NAME, blocks * HASH_SIZE):
        raise CourseAltered(name=name, reason=Phrase("its list of block hashes has the wrong length."))
    _check_course(manifest, name)


def _check_course(manifest: Manifest, name: str) -> None:
    contents = {member.path: member.content for member in manifest.members}
    missing = next((part for part in parts_of(manifest.course) if part not in contents), None)
    if missing is not None:
        raise CourseUnsound(
            name=name, reason=Worded("the file {missing} belongs to the course and is not in it.", missing=missing)
        )
    for session in manifest.course.sessions:
        if contents[session.media] != session.content:
            raise CourseUnsound(name=name, reason=Worded("session {id} names another recording.", id=session.id))


def _check_agreement(container: Container, manifest: Manifest, name: str) -> None:
    stated = [(member.path, member.size) for member in all_files(manifest)]
    found = [(entry.name, entry.size) for entry in container.entries[2:]]
    if stated != found:
        raise CourseAltered(name=name, reason=Phrase("it does not hold exactly the files that were signed."))


def all_files(manifest: Manifest) -> Iterator[manifests.Member]:
    yield manifest.blocks
    yield from manifest.members
