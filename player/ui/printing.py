"""Printing a document: handed over as it is where the system takes PDF, else drawn sharply page by page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from player.bootstrap.handing_over import CannotPrint, hand_over, takes_pdf
from player.domain.phrase import Phrase

__all__ = ["CannotPrint", "Job", "Printing", "draw", "hand_over", "layout_of", "open_pdf"]

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
LETTER = QSizeF(612, 792)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was chosen in the dialog. `file` is set where "print to file" was chosen."""

    printer: QPrinter
    name: str
    copies: int
    file: Path | None

    @property
    def media(self) -> str:
        """The paper as print queues call it: "Letter", "A4"."""
        return self.printer.pageLayout().pageSize().key()


class Printing:
    """The printers of this computer."""

    def has_printer(self) -> bool:
        return bool(QPrinterInfo.availablePrinterNames())

    def takes_pdf(self) -> bool:
        """Whether the system's own queue can be handed the document itself."""
        return takes_pdf()

    def choose(self, parent: QWidget, layout: QPageLayout) -> Job | None:
        """Asks for a printer, with paper for a document of this layout; None when that was called off."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(layout.pageSize())
        printer.setPageOrientation(layout.orientation())
        dialog = QPrintDialog(printer, parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        to_file = printer.outputFormat() is QPrinter.OutputFormat.PdfFormat
        file = Path(printer.outputFileName()) if to_file and printer.outputFileName() else None
        return Job(printer=printer, name=printer.printerName(), copies=printer.copyCount(), file=file)


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Draws every page as large as the paper allows, on paper turned as the page is. Raises `CannotPrint`."""
    document, buffer = open_pdf(pdf)
    painter = QPainter()
    turned = [_layout(document.pagePointSize(page)).orientation() for page in range(document.pageCount())]
    if turned:
        printer.setPageOrientation(turned[0])
    if not turned or not painter.begin(printer):
        document.close()
        raise CannotPrint(reason=Phrase("the printer did not begin."))
    for page, orientation in enumerate(turned):
        if page:
            printer.setPageOrientation(orientation)
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


def layout_of(pdf: bytes) -> QPageLayout:
    """Paper and orientation of the first page; Letter where there is none."""
    document, buffer = open_pdf(pdf)
    layout = _layout(document.pagePointSize(0) if document.pageCount() else LETTER)
    document.close()
    buffer.close()
    return layout


def _layout(points: QSizeF) -> QPageLayout:
    """A known paper is called by its name, however its makers rounded."""
    wide = points.width() > points.height()
    size = QPageSize(
        points.transposed() if wide else points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF())


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
