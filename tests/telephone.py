"""What the camera of a telephone reads off a screen or a sheet."""

from __future__ import annotations

import zxingcpp
from PIL import Image

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def codes_on(picture: Image.Image) -> list[str]:
    """The texts of all QR codes. Of other kinds there are none here, and a reader that looks for the lines of goods
    finds some, now and then, in the dots of a QR code."""
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=_QR)]
