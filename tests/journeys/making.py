"""The course of the journeys: a recording whose pictures carry their numbers, built by the real command."""

from __future__ import annotations

from pathlib import Path

from player.cli.app import run
from tests.media.clips import make_clip

SECONDS = 100


def numbered_course(folder: Path, root: Path, *, required_percent: int = 50) -> Path:
    """A `.course` file with one session of `SECONDS`, so much of it required; signed by the specimen key."""
    source, package = folder / "numbers", folder / "numbers.course"
    assert run(["course", "new", str(source)]) == 0
    make_clip(source / "media" / "welcome.mp4", seconds=SECONDS)
    text = (source / "course.toml").read_text(encoding="utf-8")
    (source / "course.toml").write_text(halved(text, required_percent), encoding="utf-8")
    key = root / "resources" / "samples" / "specimen.key"
    assert run(["course", "build", str(source), "--key", str(key), "--out", str(package)]) == 0
    return package


def halved(text: str, required_percent: int = 50) -> str:
    """The template's text with so much of the recording required, and without a statement of its length."""
    required = f"required_percent = {required_percent}"
    lines = [line for line in text.splitlines() if not line.startswith("duration")]
    return "\n".join(line if not line.startswith("required_percent") else required for line in lines)
