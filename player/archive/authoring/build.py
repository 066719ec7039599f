"""Building: from a course folder to its signed package; the same folder and key always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from player.archive.authoring.draft import Draft, MediaProbe, read_draft
from player.archive.authoring.problems import CourseFileMissing, CourseHasErrors
from player.archive.authoring.remarks import Severity, remarks_on
from player.archive.authoring.text import COURSE_FILE
from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, ContainerWriter
from player.archive.measure import Measure
from player.archive.names import fault_of_names
from player.archive.package import read_signed
from player.archive.parts import parts_of
from player.archive.problems import reason_of
from player.domain.course import ContentHash
from player.proof.files import whole_file
from player.proof.keys import Signer
from player.proof.manifest import BLOCK_SIZE, FORMAT, Manifest, Member, SignedCourse, sign
from player.proof.problems import CourseUnsound
from player.proof.trust import Trust

OnProgress = Callable[[int, int], None]


def build_package(
    folder: Path,
    *,
    signer: Signer,
    out: Path,
    probe: MediaProbe,
    on_progress: OnProgress | None = None,
) -> SignedCourse:
    """Writes the package of the course in `folder` to `out`, whole or not at all, and returns what was signed.

    `on_progress` may raise to stop. Raises a `Problem`, also for the first error that `check_path` would name.
    """
    draft = read_draft(folder, probe)
    _refuse_errors(draft)
    manifest = manifest_of(draft, signer)
    envelope = sign(manifest, signer).to_json()
    signed = read_signed(envelope, Trust(()), name=out.name)
    with whole_file(out) as stream:
        _write(stream, draft, manifest, envelope, on_progress or _nothing)
    return signed


def manifest_of(draft: Draft, signer: Signer) -> Manifest:
    """What the provider vouches for: the course, and each file in its place."""
    members = tuple(
        Member(path=path, size=draft.measures[path].size, content=draft.measures[path].content)
        for path in parts_of(draft.course)
    )
    hashes = _hashes(draft, members)
    return Manifest(
        format=FORMAT,
        publisher_key=signer.public.raw.hex(),
        course=draft.course,
        blocks=Member(path=BLOCKS_NAME, size=len(hashes), content=ContentHash(blake3(hashes).hexdigest())),
        members=members,
    )


def _refuse_errors(draft: Draft) -> None:
    fault = fault_of_names(parts_of(draft.course))
    if fault:
        raise CourseUnsound(name=COURSE_FILE, reason=fault)
    errors = [remark for remark in remarks_on(draft.course) if remark.severity is Severity.ERROR]
    if errors:
        raise CourseHasErrors(name=draft.folder.name, place=errors[0].place, text=errors[0].text, count=len(errors))


def _hashes(draft: Draft, members: tuple[Member, ...]) -> bytes:
    return b"".join(draft.measures[member.path].blocks for member in members)


def _write(stream: BinaryIO, draft: Draft, manifest: Manifest, envelope: bytes, on_progress: OnProgress) -> None:
    writer = ContainerWriter(stream)
    writer.add(MANIFEST_NAME, len(envelope), (envelope,))
    hashes = _hashes(draft, manifest.members)
    writer.add(BLOCKS_NAME, len(hashes), (hashes,))
    done, whole = 0, sum(member.size for member in manifest.members)
    for member in manifest.members:
        writer.add(member.path, member.size, _same(draft, member.path))
        done += member.size
        on_progress(done, whole)
    writer.finish()


def _same(draft: Draft, path: str) -> Iterator[bytes]:
    """The file's blocks once more; raises when it is not any longer the file that was measured."""
    measured: Measure = draft.measures[path]
    whole, left = blake3(), measured.size
    try:
        with (draft.folder / path).open("rb") as stream:
            while block := stream.read(min(BLOCK_SIZE, left)):
                whole.update(block)
                left -= len(block)
                yield block
            left += len(stream.read(1))
    except OSError as error:
        raise CourseFileMissing(
            name=COURSE_FILE, key="a file", file=path, reason=reason_of(error), details=str(error)
        ) from None
    if left or whole.hexdigest() != measured.content:
        raise CourseFileMissing(name=COURSE_FILE, key="a file", file=path, reason="it changed while it was read.")


def _nothing(_done: int, _whole: int) -> None:
    """Nobody watches."""
