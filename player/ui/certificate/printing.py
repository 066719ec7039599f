"""Printing a document: handed over as it is where the system takes PDF, else drawn sharply page by page."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from player.domain.problem import Problem

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
HANDING_OVER_S = 60


class CannotPrint(Problem):
    what_template = "The document was not printed: {reason}"
    meaning_template = "The certificate is issued and kept; nothing about your credit changes."
    remedy_template = "Check the printer and print again, or save a copy and print it elsewhere."


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was chosen in the dialog. `file` is set where "print to file" was chosen."""

    printer: QPrinter
    name: str
    copies: int
    file: Path | None


class Printing:
    """The printers of this computer."""

    def has_printer(self) -> bool:
        return bool(QPrinterInfo.availablePrinterNames())

    def takes_pdf(self) -> bool:
        """Whether the system's own queue can be handed the document itself."""
        return shutil.which("lp") is not None

    def choose(self, parent: QWidget, *, landscape: bool) -> Job | None:
        """Asks for a printer; None when that was called off."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(turned)
        dialog = QPrintDialog(printer, parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        to_file = printer.outputFormat() is QPrinter.OutputFormat.PdfFormat
        file = Path(printer.outputFileName()) if to_file and printer.outputFileName() else None
        return Job(printer=printer, name=printer.printerName(), copies=printer.copyCount(), file=file)


def hand_over(pdf: bytes, *, name: str, copies: int, title: str) -> None:
    """Gives the document to the system's queue. Not for the thread that draws. Raises `CannotPrint`."""
    command = ["lp", "-d", name, "-n", str(copies), "-o", "fit-to-page", "-t", title]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=HANDING_OVER_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotPrint(reason="the print queue did not answer.", details=str(error)) from None
    if done.returncode != 0:
        raise CannotPrint(reason="the print queue refused it.", details=done.stderr.decode(errors="replace"))


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Draws every page as large as the paper allows. Raises `CannotPrint`."""
    document, buffer = open_pdf(pdf)
    painter = QPainter()
    if document.pageCount() == 0 or not painter.begin(printer):
        document.close()
        raise CannotPrint(reason="the printer did not begin.")
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        _draw_page(document, page, painter, printer)
    painter.end()
    document.close()
    buffer.close()


def open_pdf(pdf: bytes) -> tuple[QPdfDocument, QBuffer]:
    """The document in these bytes, and the buffer that must live as long; no pages when they hold none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return document, buffer


def _draw_page(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> None:
    points = document.pagePointSize(page)
    dots = points * (DOTS_PER_INCH / POINTS_PER_INCH)
    image = document.render(page, QSize(round(dots.width()), round(dots.height())))
    paper = printer.pageRect(QPrinter.Unit.DevicePixel)
    fitted = QSizeF(points).scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, fitted.width(), fitted.height())
    place.moveCenter(QRectF(0, 0, paper.width(), paper.height()).center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)
