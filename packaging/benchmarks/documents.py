"""Documents: a warm certificate beside plain fpdf2, and opening a package beside a plain archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

from measuring import SAMPLE, Figures, in_turn, timed


def measure_paper(folder: Path) -> Figures:
    """A warm certificate beside fpdf2 writing the same number of words with one of its own fonts and no tags."""
    from fpdf import FPDF

    from player.bootstrap.places import find_places
    from player.paper.certificate import render_certificate
    from tests.paper.samples import PHYSICIAN, job

    fonts = find_places(folder).fonts

    def ours() -> float:
        return timed(lambda: render_certificate(job(PHYSICIAN), fonts=fonts))

    def plain() -> float:
        def write() -> None:
            pdf = FPDF(format="Letter", orientation="L")
            pdf.add_page()
            pdf.set_font("Helvetica", size=12)
            for _ in range(14):
                pdf.cell(text="A line of a certificate with some words in it.", new_x="LMARGIN", new_y="NEXT")
            pdf.output()

        return timed(write)

    ours()
    warm, baseline = in_turn(ours, plain, times=9)
    return {"certificate_warm_ms": warm, "certificate_plain_fpdf_ms": baseline}


def measure_package(folder: Path) -> Figures:
    from player.archive.package import open_package
    from player.bootstrap.places import find_places, trust_of

    trust = trust_of(find_places(folder))

    def ours() -> float:
        return timed(lambda: open_package(SAMPLE, trust).close())

    def plain() -> float:
        return timed(lambda: zipfile.ZipFile(SAMPLE).close())

    mine, zipped = in_turn(ours, plain, times=15)
    return {"open_package_ms": mine, "open_zipfile_ms": zipped}
