"""The sheet: the tagged pages of a PDF/A-3 document, on which lines of text, rules and pictures are placed.

fpdf2 writes the file. Tags, lines and fonts are this room's own: fpdf2 has no public way to tag, and setting text by
HarfBuzz directly gives kerning and every script at a fraction of the time.
Places are in points from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from fpdf import FPDF
from fpdf.output import OutputProducer, PDFFont, PDFResourceType, PDFType3Font
from fpdf.prefs import ViewerPreferences
from fpdf.syntax import PDFString
from PIL import Image

from player.paper.embedding import EmbeddedFace
from player.paper.face import Direction
from player.paper.lines import Composer, Piece, Run
from player.paper.metadata import Metadata, xmp
from player.paper.tree import Tree

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How a line of text is drawn: its size in points, its colour, and space added after each letter in points."""

    size: float
    colour: Colour
    tracking: float = 0


class Sheet:
    """A first page, and those that follow. Draw in reading order: texts within `tag`, ornaments within `ornament`."""

    def __init__(self, *, width: float, height: float, composer: Composer, metadata: Metadata) -> None:
        self._composer = composer
        self._height = height
        self._faces: list[EmbeddedFace] = []
        # This level adds the colour profile and leaves the Info dictionary out; the XMP claims the stricter "A",
        # for which fpdf2 has no constant.
        self._pdf = FPDF(unit="pt", format=(width, height), enforce_compliance="PDF/A-3u")
        self._tree = self._pdf.struct_builder = Tree()
        self._pdf.set_creation_date(metadata.created.astimezone(UTC))
        self._pdf.set_lang(metadata.language)
        self._pdf.set_title(metadata.title)
        self._pdf.set_xmp_metadata(xmp(metadata))
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.add_page()

    @property
    def pages(self) -> int:
        return len(self._pdf.pages)

    def next_page(self) -> None:
        self._pdf.add_page()

    def turn_to(self, page: int) -> None:
        """Draws on this page from now on; the first is 1. Only ornaments may be added where texts follow already."""
        self._pdf.page = page

    @contextmanager
    def group(self, kind: str, *, attributes: str = "") -> Generator[None, None, None]:
        """What is tagged inside is part of one element (`L`, `LI`, `Table`, `TR`), which may span pages."""
        self._tree.open(kind, page=self._pdf.page, attributes=attributes)
        yield
        self._tree.close()

    @contextmanager
    def tag(
        self, kind: str, *, alt: str | None = None, language: str | None = None, attributes: str = ""
    ) -> Generator[None, None, None]:
        """What is drawn inside is one element (`H1`, `P`, `Figure`, `TH`) of the document's structure."""
        mark = self._tree.next_mcid_for_page(self._pdf.page)
        element: Any = self._pdf._add_marked_content(struct_type=f"/{kind}", mcid=mark, alt_text=alt)
        self._tree.placed(element, self._pdf.pages[self._pdf.page])
        if attributes:
            element.a = attributes
        if language is not None:
            element.lang = PDFString(language)  # fpdf2 writes any attribute as a key
        self._write(f"/{kind} <</MCID {mark}>> BDC")
        yield
        self._write("EMC")

    @contextmanager
    def ornament(self) -> Generator[None, None, None]:
        """What is drawn inside means nothing and is not read out."""
        self._write("/Artifact BMC q")
        yield
        self._write("Q EMC")

    def line(self, pieces: Sequence[Piece], *, x: float, baseline: float, pen: Pen, goes_on: bool) -> None:
        """A line from `x` on. `goes_on`: a space follows, so that the paragraph's words stay apart when read."""
        runs = list(self._composer.runs(pieces))
        if goes_on and all(run.direction is Direction.LTR for run in runs):
            runs += self._composer.runs([Piece(" ", pieces[-1].cut)])
        out = [f"BT {operands(pen.colour)} rg"]
        for run in (part for whole in runs for part in whole.parts()):
            out.append(self._spelled(run, self._drawn(run, x, baseline, pen)))
            x += run.face.unit * pen.size * sum(glyph.advance for glyph in run.glyphs)
            x += pen.tracking * len(run.glyphs)
        self._write(" ".join((*out, "ET")))

    def draw(self, operators: str) -> None:
        """Path operators in PDF's own coordinates: see `up`."""
        self._write(operators)

    def up(self, y: float) -> float:
        """PDF counts from the lower left corner."""
        return self._height - y

    def picture(self, picture: Image.Image, *, x: float, y: float, width: float) -> None:
        """A picture on white, laid like ink over what is under it."""
        with self._pdf.local_context(blend_mode="MULTIPLY"):
            self._pdf.image(picture, x=x, y=y, w=width)

    def attach(
        self,
        data: bytes,
        *,
        name: str,
        description: str,
        media_type: str = "application/octet-stream",
        relationship: str = "Data",
    ) -> None:
        """A file inside the file: the data that the page rests on, or what says the same (`Supplement`)."""
        self._pdf.embed_file(
            bytes=data,
            basename=name,
            desc=description,
            modification_date=self._pdf.creation_date,
            mime_type=media_type,
            associated_file_relationship=relationship,
            compress=True,
        )

    def finished(self) -> bytes:
        """The file's bytes: the same for the same drawing."""
        faces = self._faces

        class Producer(OutputProducer):
            def _add_fonts(self, *_args: Any, **_kwargs: Any) -> dict[int, PDFFont | PDFType3Font]:
                return {face.index: face.objects(self._add_pdf_obj) for face in faces}

        return bytes(self._pdf.output(output_producer_class=Producer))

    def _drawn(self, run: Run, x: float, baseline: float, pen: Pen) -> str:
        face = self._embedded(run)
        place = _Place(x, self.up(baseline), pen.size * run.face.unit)
        out = [f"/F{face.index} {pen.size:.2f} Tf", place.at(0, 0)]
        pending: list[str] = []
        along = 0.0
        for glyph in run.glyphs:
            code = f"<{face.code(glyph):04X}>"
            tracked = glyph.advance + pen.tracking / place.unit
            if glyph.x or glyph.y:
                out += [_shown(pending), place.at(along + glyph.x, glyph.y), f"{code} Tj", place.at(along + tracked, 0)]
                pending = []
            else:
                pending.append(code)
                shift = run.face.width(glyph.id) - tracked * run.face.unit * 1000
                if abs(shift) > 0.5:
                    pending.append(f"{shift:.1f}")
            along += tracked
        return " ".join(part for part in (*out, _shown(pending)) if part)

    @staticmethod
    def _spelled(run: Run, drawn: str) -> str:
        if run.is_spelled:
            return drawn
        return f"/Span <</ActualText <FEFF{run.text.encode('utf-16-be').hex().upper()}>>> BDC {drawn} EMC"

    def _embedded(self, run: Run) -> EmbeddedFace:
        known = next((one for one in self._faces if one.face is run.face and one.takes(run.glyphs)), None)
        if known is None:
            known = EmbeddedFace(run.face, len(self._faces) + 1)
            self._faces.append(known)
        self._pdf._resource_catalog.add(PDFResourceType.FONT, known.index, self._pdf.page)
        return known

    def _write(self, operators: str) -> None:
        self._pdf._out(operators)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a run stands; `unit` is a font unit in points."""

    x: float
    y: float
    unit: float

    def at(self, along: float, above: float) -> str:
        return f"1 0 0 1 {self.x + along * self.unit:.3f} {self.y + above * self.unit:.3f} Tm"


def _shown(parts: list[str]) -> str:
    if not parts:
        return ""
    return f"{parts[0]} Tj" if len(parts) == 1 else f"[{''.join(parts)}] TJ"


def operands(colour: Colour) -> str:
    """A colour as the operands of `rg` and `RG`."""
    return " ".join(f"{part / 255:.3f}" for part in colour)
