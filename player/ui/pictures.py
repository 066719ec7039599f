"""Pictures that come with a course: read safely, never larger than a screen needs."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

LARGEST = QSize(1600, 1600)


def image_of(data: bytes | None, *, fill: QSize | None = None) -> QImage | None:
    """The picture in these bytes, or None when they hold none; one that is huge is decoded smaller.

    `fill`: only so large that it fills this size, and never larger than it is.
    """
    if not data:
        return None
    held = QByteArray(data)
    buffer = QBuffer(held)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    smaller = _within(size if fill is None else _filling(size, fill, reader))
    if size.isValid() and smaller.width() < size.width():
        reader.setScaledSize(smaller)
    image = reader.read()
    return None if image.isNull() else image


def _filling(size: QSize, room: QSize, reader: QImageReader) -> QSize:
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return size.scaled(room.transposed() if turned else room, Qt.AspectRatioMode.KeepAspectRatioByExpanding)


def _within(size: QSize) -> QSize:
    is_huge = size.width() > LARGEST.width() or size.height() > LARGEST.height()
    return size.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio) if is_huge else size
