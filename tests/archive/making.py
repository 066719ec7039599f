"""Course folders and packages for tests: small, made in an instant, with blocks enough to be damaged."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from blake3 import blake3

from player.archive.authoring.build import build_package
from player.archive.authoring.folder import new_folder
from player.archive.blocks import block_count
from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, ContainerWriter
from player.domain.course import ContentHash, Course
from player.proof.keys import PrivateKey, PublicKey
from player.proof.manifest import BLOCK_SIZE, FORMAT, Manifest, Member, sign
from player.proof.trust import Publisher, Trust
from tests.builders import SHORT_COURSE

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "template"
COURSES = ROOT / "tests" / "courses"
KEY = PrivateKey.generate()
OTHER_KEY = PrivateKey.generate()
TRUST = Trust((Publisher(name="Example Academy", keys=(KEY.public,), specimen=False),))

CLIP_MS = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """What the tests' own probe says."""

    duration_ms: int
    has_picture: bool
    has_sound: bool = True
    codecs: tuple[str, ...] = ()
    keyframe_gap_ms: int | None = None


def probe(_: Path) -> Found:
    """The clip of the template lasts ten seconds, and so does every file in these tests."""
    return Found(CLIP_MS, True)


def filling(blocks: float, seed: int = 0) -> bytes:
    """Bytes of which no two blocks are the same; the same every time."""
    return blake3(seed.to_bytes(8, "big")).digest(length=int(blocks * BLOCK_SIZE))


def folder_in(place: Path) -> Path:
    """The template as a course folder, with a recording of two and a half blocks."""
    folder = place / "folder"
    new_folder(folder, template=TEMPLATE)
    (folder / "media" / "welcome.mp4").write_bytes(filling(2.5))
    return folder


def real_folder(name: str, place: Path) -> Path:
    """One of the two activities, with the template's clip and picture in its places."""
    folder = place / name
    shutil.copytree(COURSES / name, folder)
    for part in ("media", "images"):
        (folder / part).mkdir(exist_ok=True)
    shutil.copy(TEMPLATE / "media" / "welcome.mp4", folder / "media" / "recording.mp4")
    shutil.copy(TEMPLATE / "images" / "cover.png", folder / "images" / "cover.png")
    return folder


def built_in(place: Path, *, version: int = 1, key: PrivateKey = KEY, name: str = "my.course") -> Path:
    """A package of the template's course."""
    folder = folder_in(place / f"v{version}-{name}")
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace("version = 1 ", f"version = {version} "))
    build_package(folder, signer=key, out=place / name, probe=probe)
    return place / name


def course_with(members: Mapping[str, bytes], course: Course = SHORT_COURSE) -> Course:
    """A course whose recording is the first of these files."""
    media, data = next(iter(members.items()))
    content = ContentHash(blake3(data).hexdigest())
    return replace(course, sessions=(replace(course.sessions[0], media=media, content=content),), grant=None)


def manifest_for(members: Mapping[str, bytes], course: Course, key: PublicKey) -> Manifest:
    hashes = hashes_of(members)
    return Manifest(
        format=FORMAT,
        publisher_key=key.raw.hex(),
        course=course,
        blocks=Member(path=BLOCKS_NAME, size=len(hashes), content=ContentHash(blake3(hashes).hexdigest())),
        members=tuple(
            Member(path=path, size=len(data), content=ContentHash(blake3(data).hexdigest()))
            for path, data in members.items()
        ),
    )


def hashes_of(members: Mapping[str, bytes]) -> bytes:
    return b"".join(
        blake3(data[n * BLOCK_SIZE : (n + 1) * BLOCK_SIZE]).digest()
        for data in members.values()
        for n in range(block_count(len(data)))
    )


def forge(
    out: Path,
    members: Mapping[str, bytes],
    *,
    manifest: Manifest | None = None,
    envelope: bytes | None = None,
    key: PrivateKey = KEY,
) -> Path:
    """A well laid out container around whatever manifest or envelope one wants."""
    stated = manifest or manifest_for(members, course_with(members), key.public)
    sealed = envelope if envelope is not None else sign(stated, key).to_json()
    with out.open("wb") as stream:
        writer = ContainerWriter(stream)
        writer.add(MANIFEST_NAME, len(sealed), (sealed,))
        hashes = hashes_of(members)
        writer.add(BLOCKS_NAME, len(hashes), (hashes,))
        for path, data in members.items():
            writer.add(path, len(data), (data,))
        writer.finish()
    return out
