"""Pages as they are seen: pictures of them, and where the words stand, by poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler-utils")


def as_picture(pdf: bytes, folder: Path, *, dpi: int = 96) -> Image.Image:
    file = folder / "certificate.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(file), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(folder / "page.png").convert("RGB")


def words_of(pdf: bytes, folder: Path) -> list[tuple[float, float, float, float]]:
    """The boxes of all words: left, top, right, bottom."""
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
    found = re.findall(pattern, poppler_text(pdf, folder, "-bbox"))
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def poppler_text(pdf: bytes, folder: Path, *options: str) -> str:
    file = folder / "certificate.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", *options, str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
