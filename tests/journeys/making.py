"""The course of the journeys: a recording whose pictures carry their numbers, built by the real command."""

from __future__ import annotations

from pathlib import Path

from player.bootstrap.keying import new_key
from player.bootstrap.places import find_places
from player.bootstrap.trusting import introduce
from player.cli.app import run
from tests.media.clips import make_clip, make_described

SECONDS = 100


def numbered_course(folder: Path, root: Path, *, required_percent: int = 50, key: Path | None = None) -> Path:
    """A `.course` file with one session of `SECONDS`, so much of it required; without a `key` it is a specimen."""
    source, package = folder / "numbers", folder / "numbers.course"
    assert run(["course", "new", str(source)]) == 0
    make_clip(source / "media" / "welcome.mp4", seconds=SECONDS)
    text = (source / "course.toml").read_text(encoding="utf-8")
    (source / "course.toml").write_text(halved(text, required_percent), encoding="utf-8")
    signer = key or root / "resources" / "samples" / "specimen.key"
    assert run(["course", "build", str(source), "--key", str(signer), "--out", str(package)]) == 0
    return package


def short_course(folder: Path, *, key: Path, seconds: int) -> Path:
    """A course whose recording is short, with an audio description, and asked for whole."""
    source, package = folder / "short", folder / "short.course"
    assert run(["course", "new", str(source)]) == 0
    make_described(source / "media" / "welcome.mp4", seconds=seconds)
    text = (source / "course.toml").read_text(encoding="utf-8")
    (source / "course.toml").write_text(halved(text, 100), encoding="utf-8")
    assert run(["course", "build", str(source), "--key", str(key), "--out", str(package)]) == 0
    return package


def publisher_known_to(profile: Path, folder: Path) -> Path:
    """The key of a publisher whom this profile believes, so that its courses give credit."""
    key = folder / "academy.key"
    public, fingerprint = new_key(key)
    introduce(find_places(profile), public, fingerprint=fingerprint, name="Example Academy")
    return key


def halved(text: str, required_percent: int = 50) -> str:
    """The template's text with so much of the recording required, and without a statement of its length."""
    required = f"required_percent = {required_percent}"
    lines = [line for line in text.splitlines() if not line.startswith("duration")]
    return "\n".join(line if not line.startswith("required_percent") else required for line in lines)
