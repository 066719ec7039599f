"""The pictures that were judged and kept: small, one file each, and what has become different since.

A kept picture is a quarter of the size: it catches what somebody would see, something that moved, changed its colour,
appeared or went. Recordings go on between two pictures; a part of a picture may differ.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

KEPT = Path(__file__).parent / "kept"
WIDTH = 320
TILE = 10
"""Pixels of a side of the squares that are compared one by one."""
MOST_IN_A_TILE = 8
"""How much the mean of a square may differ, of 255: a letter that moved by a pixel stays below it."""
MOST_TILES_PERMILLE = 40
"""How many squares may differ: a clock, a date, the picture of a recording that is a moment further."""
QUALITY = 60
_LOOK = re.compile(r"^(?P<name>.+)-(?P<look>(?:light|dark|contrast)-\d+-\d+)$")


@dataclass(frozen=True, slots=True)
class Difference:
    """`picture`: language and name; `words`: what is different."""

    picture: str
    words: str


def keep_all(folder: Path, kept: Path = KEPT) -> int:
    """Keeps every picture of the session in place of those before. Returns how many."""
    kept.mkdir(exist_ok=True)
    there = {target: source for source, target in _pairs(folder, kept)}
    for old in kept.glob("*/*.webp"):
        if old not in there:
            old.unlink()
    for target, source in there.items():
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(_packed(source))
    return len(there)


def compare(folder: Path, kept: Path = KEPT) -> list[Difference]:
    """What differs between the session and what was kept; new pictures and missing ones too."""
    taken = {target: source for source, target in _pairs(folder, kept)}
    found: list[Difference] = []
    for target, source in sorted(taken.items()):
        name = f"{target.parent.name}/{target.stem}"
        if not target.is_file():
            found.append(Difference(name, "is new"))
        # Packed as the kept one was: what is lost by that, letters on black above all, is lost in both.
        elif words := difference(_unpacked(_packed(source)), _unpacked(target.read_bytes())):
            found.append(Difference(name, words))
    missing = sorted(old for old in kept.glob("*/*.webp") if old not in taken)
    return found + [Difference(f"{old.parent.name}/{old.stem}", "was not taken") for old in missing]


def _packed(picture: Path) -> bytes:
    """As it is kept, whatever the ratio of the screen."""
    image = Image.open(picture).convert("RGB")
    small = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "webp", quality=QUALITY)
    return written.getvalue()


def _unpacked(kept: bytes) -> Image.Image:
    return Image.open(io.BytesIO(kept)).convert("RGB")


def difference(now: Image.Image, before: Image.Image) -> str:
    """What a person would see, in words; "" where it is the same picture."""
    if now.size != before.size:
        return f"is {now.size} and was {before.size}"
    blurred = (image.filter(ImageFilter.BoxBlur(1)) for image in (now, before))
    red, green, blue = ImageChops.difference(*blurred).split()
    change = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    tiles = change.reduce(TILE)
    other = sum(value > MOST_IN_A_TILE for value in tiles.tobytes())
    permille = other * 1000 // (tiles.width * tiles.height)
    return f"differs in {permille} of 1000 places" if permille > MOST_TILES_PERMILLE else ""


def _pairs(folder: Path, kept: Path) -> Iterator[tuple[Path, Path]]:
    """Every picture that was taken and has a look, with where it is kept."""
    for source in sorted(folder.glob("*/*.png")):
        if _LOOK.match(source.stem):
            yield source, kept / source.parent.name / f"{source.stem}.webp"
