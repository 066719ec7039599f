"""The baseline for certificates: the same page by reportlab, as somebody draws it who wants neither tags nor proof."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import segno
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from player.desk.ports import PrintJob
from player.paper.typefaces import Cut
from player.paper.wording import Part, wording

FACES = {"arabic": "NotoNaskhArabic-Regular", "devanagari": "NotoSansDevanagari-Regular"}
CHINESE = "STSong-Light"
SIZES = {Part.HEADING: 26.0, Part.NAME: 32.0, Part.TITLE: 17.0, Part.SENTENCE: 12.0, Part.ISSUER: 12.0}
WIDTH, HEIGHT, MARGIN, SIDE = 792.0, 612.0, 58.0, 106.0

Word = tuple[str, str]
"""A font's name, and a word with the space after it."""


def drawn(job: PrintJob, *, script: str, fonts: Path) -> bytes:
    """The texts of a certificate, line by line, the picture of a signature, and the QR code."""
    _register(fonts)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.setTitle(job.facts.title)
    y = HEIGHT - MARGIN
    for text in wording(job.facts).texts():
        size = SIZES.get(text.part, 7.8)
        pieces = ((piece.cut.value, piece.text) for piece in text.pieces)
        face = FACES.get(script, CHINESE) if script != "latin" and text.part is Part.NAME else None
        for line in _lines(_words(pieces, face), size):
            y -= size * 1.3
            _draw(canvas, line, size, y)
    if job.signature_image:
        picture = ImageReader(io.BytesIO(job.signature_image))
        canvas.drawImage(picture, MARGIN, MARGIN, width=140, height=42, mask="auto")
    _draw_code(canvas, job.token)
    canvas.setStrokeColorRGB(0.1, 0.2, 0.4)
    canvas.rect(24, 24, WIDTH - 48, HEIGHT - 48)
    canvas.save()
    return out.getvalue()


@lru_cache(maxsize=1)
def _register(fonts: Path) -> None:
    """Once. Text around streams of bytes is what nobody needs any more, and would make the files larger and slower."""
    rl_config.useA85 = 0
    for name in (*(cut.value for cut in Cut), *FACES.values()):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def _words(pieces: Iterable[tuple[str, str]], face: str | None) -> Iterator[Word]:
    for cut, text in pieces:
        for word in re.findall(r"\S+\s*|\s+", text):
            yield face or cut, word


def _lines(words: Iterable[Word], size: float) -> Iterator[list[Word]]:
    line: list[Word] = []
    taken = 0.0
    for face, word in words:
        width = pdfmetrics.stringWidth(word, face, size)
        if line and taken + width > WIDTH - 2 * MARGIN:
            yield line
            line, taken = [], 0.0
        line.append((face, word))
        taken += width
    if line:
        yield line


def _draw(canvas: Canvas, line: list[Word], size: float, y: float) -> None:
    """A run of words in one font at a time."""
    text = canvas.beginText(MARGIN, y)
    run, current = "", line[0][0]
    for face, word in line:
        if face != current:
            text.setFont(current, size)
            text.textOut(run)
            run, current = "", face
        run += word
    text.setFont(current, size)
    text.textOut(run)
    canvas.drawText(text)


def _draw_code(canvas: Canvas, token: str) -> None:
    rows = list(segno.make(token, error="m", micro=False, boost_error=False, mask=2).matrix_iter(border=0))
    module = SIDE / len(rows)
    path = canvas.beginPath()
    for up, row in enumerate(reversed(rows)):
        along = 0
        while along < len(row):
            end = along
            while end < len(row) and row[end]:
                end += 1
            if end > along:
                path.rect(WIDTH - MARGIN - SIDE + along * module, MARGIN + up * module, (end - along) * module, module)
            along = max(end, along + 1)
    canvas.drawPath(path, stroke=0, fill=1)
