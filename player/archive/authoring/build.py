"""Building: from a course folder to its signed package; the same folder and key always give the same bytes.

Each file is read once. What stands in front of the files - the manifest and the hashes of all blocks - has a length
that follows from their sizes: room is left for it, and it is written when everything behind it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.authoring.copying import Changed, Copied, Lanes, Stamp, lanes, stamp_of
from player.archive.authoring.draft import NOT_YET, Draft, MediaProbe, read_draft, with_contents
from player.archive.authoring.problems import CourseFileChanged, CourseFileMissing, CourseHasErrors
from player.archive.authoring.remarks import Remark, Severity, remark, remarks_on
from player.archive.authoring.remarks_on_files import InspectHandout, Recorded, file_remarks
from player.archive.authoring.text import COURSE_FILE
from player.archive.authoring.trial import TrialPrint, printing_remarks
from player.archive.blocks import HASH_SIZE, block_count
from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, ContainerWriter
from player.archive.names import fault_of_names
from player.archive.package import read_signed
from player.archive.parts import parts_of
from player.archive.problems import reason_of
from player.domain.course import ContentHash
from player.proof.files import read_file, whole_file
from player.proof.keys import Signer
from player.proof.manifest import FORMAT, Manifest, Member, SignedCourse, sign
from player.proof.problems import CourseUnsound
from player.proof.trust import Trust

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a build works with: who signs, the publisher's roots, and what tries recordings, handouts and printing."""

    signer: Signer
    probe: MediaProbe
    inspect: InspectHandout | None = None
    trial: TrialPrint | None = None
    roots: tuple[str, ...] = ()


def build_package(
    folder: Path,
    *,
    signer: Signer,
    out: Path,
    probe: MediaProbe,
    on_progress: OnProgress | None = None,
    roots: tuple[str, ...] = (),
) -> SignedCourse:
    """As `build`, with the engine alone."""
    return build(folder, out, Bench(signer=signer, probe=probe, roots=roots), on_progress)


def build(folder: Path, out: Path, bench: Bench, on_progress: OnProgress | None = None) -> SignedCourse:
    """Writes the package of the course in `folder` to `out`, whole or not at all, and returns what was signed.

    `on_progress` is told bytes done and in all; it may raise to stop. Raises a `Problem`, also for the first error that
    a check would name.
    """
    stamps: dict[str, Stamp] = {}
    draft = read_draft(folder, _stamping(bench.probe, folder, stamps))
    _refuse_errors(draft, bench)
    for path in parts_of(draft.course):
        if path not in draft.made and path not in stamps:
            stamps[path] = _stamp(folder, path)
    with whole_file(out) as stream, lanes() as threads:
        envelope = _Building(draft, bench, stamps, stream).write(threads, on_progress or _nothing)
    return read_signed(envelope, Trust(()), name=out.name)


class _Building:
    """One package while it is written."""

    def __init__(self, draft: Draft, bench: Bench, stamps: Mapping[str, Stamp], stream: BinaryIO) -> None:
        self._draft, self._bench, self._stamps, self._stream = draft, bench, stamps, stream
        self._paths = parts_of(draft.course)
        self._copied: dict[str, Copied] = {}

    def write(self, threads: Lanes, on_progress: OnProgress) -> bytes:
        """Returns the bytes of the manifest's envelope."""
        writer = ContainerWriter(self._stream)
        writer.reserve(MANIFEST_NAME, len(self._envelope({}, NOT_YET)))
        writer.reserve(BLOCKS_NAME, HASH_SIZE * sum(block_count(self._size(path)) for path in self._paths))
        self._copy_all(writer, threads, on_progress)
        hashes = b"".join(self._copied[path].measure.blocks for path in self._paths)
        contents = {path: self._copied[path].measure.content for path in self._paths}
        envelope = self._envelope(contents, ContentHash(blake3(hashes).hexdigest()))
        writer.fill(MANIFEST_NAME, envelope)
        writer.fill(BLOCKS_NAME, hashes)
        writer.finish()
        return envelope

    def _copy_all(self, writer: ContainerWriter, threads: Lanes, on_progress: OnProgress) -> None:
        done, whole = 0, sum(map(self._size, self._paths))

        def read(length: int) -> None:
            nonlocal done
            done += length
            on_progress(done, whole)

        for path in self._paths:
            writer.begin(path, self._size(path))
            self._copied[path] = copied = self._copy(path, threads, read)
            writer.end(copied.crc)

    def _copy(self, path: str, threads: Lanes, on_read: Callable[[int], None]) -> Copied:
        if path in self._draft.made:
            return threads.pour(iter((self._draft.made[path],)), self._stream, on_read)
        try:
            source = (self._draft.folder / path).open("rb", buffering=0)
        except OSError as error:
            raise _gone(path, error) from None
        with source:
            try:
                return threads.copy(source, self._stamps[path], self._stream, on_read)
            except Changed:
                raise CourseFileChanged(file=path) from None

    def _size(self, path: str) -> int:
        made = self._draft.made.get(path)
        return len(made) if made is not None else self._stamps[path].size

    def _envelope(self, contents: Mapping[str, ContentHash], blocks: ContentHash) -> bytes:
        """What the provider vouches for; without contents it is as long as it will be."""
        known = {path: contents.get(path, NOT_YET) for path in self._paths}
        hashes = HASH_SIZE * sum(block_count(self._size(path)) for path in self._paths)
        manifest = Manifest(
            format=FORMAT,
            publisher_key=self._bench.signer.public.raw.hex(),
            course=with_contents(self._draft.course, known),
            blocks=Member(path=BLOCKS_NAME, size=hashes, content=blocks),
            members=tuple(Member(path=path, size=self._size(path), content=known[path]) for path in self._paths),
            roots=self._bench.roots,
        )
        return sign(manifest, self._bench.signer).to_json()


def _refuse_errors(draft: Draft, bench: Bench) -> None:
    fault = fault_of_names(parts_of(draft.course))
    if fault:
        raise CourseUnsound(name=COURSE_FILE, reason=fault)
    errors = [found for found in _remarks(draft, bench) if found.severity is Severity.ERROR]
    if errors:
        raise CourseHasErrors(name=draft.folder.name, place=errors[0].place, text=errors[0].text, count=len(errors))


def _remarks(draft: Draft, bench: Bench) -> Iterable[Remark]:
    def read(path: str) -> bytes:
        return read_file(draft.folder / path)

    yield from remarks_on(draft.course)
    yield from map(remark, file_remarks(draft.written, read, bench.inspect))
    if bench.trial:
        yield from map(remark, printing_remarks(draft.written, read, bench.trial))


def _stamping(probe: MediaProbe, folder: Path, stamps: dict[str, Stamp]) -> MediaProbe:
    """The probe, with each recording's stamp taken before it is looked at."""

    def look(file: Path) -> Recorded:
        path = file.relative_to(folder).as_posix()
        stamps[path] = _stamp(folder, path)
        return probe(file)

    return look


def _stamp(folder: Path, path: str) -> Stamp:
    try:
        return stamp_of(folder / path)
    except OSError as error:
        raise _gone(path, error) from None


def _gone(path: str, error: OSError) -> CourseFileMissing:
    return CourseFileMissing(name=COURSE_FILE, key="a file", file=path, reason=reason_of(error), details=str(error))


def _nothing(_done: int, _whole: int) -> None:
    """Nobody watches."""
