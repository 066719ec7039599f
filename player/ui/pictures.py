"""Pictures that come with a course: read safely, never larger than a screen needs."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

LARGEST = QSize(1600, 1600)


def image_of(data: bytes | None) -> QImage | None:
    """The picture in these bytes, or None when they hold none; one that is huge is decoded smaller."""
    if not data:
        return None
    held = QByteArray(data)
    buffer = QBuffer(held)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > LARGEST.width() or size.height() > LARGEST.height()):
        reader.setScaledSize(size.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
