"""The picture of a signature, made safe and small enough for paper."""

from __future__ import annotations

import io

from PIL import Image

from player.paper.problems import PictureUnusable

MOST_PIXELS = 40_000_000
PRINTED = (1584, 368)
"""600 dots per inch where it is printed largest."""


def signature_picture(data: bytes) -> Image.Image:
    """A PNG or JPEG picture on white, without transparency. Raises `PictureUnusable`."""
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureUnusable(reason="it is too large.")
        if picture.mode in {"1", "L", "RGB"} and "transparency" not in picture.info:
            flat = picture.convert("RGB")
        else:
            drawn = picture.convert("RGBA")
            flat = Image.new("RGB", drawn.size, "white")
            flat.paste(drawn, mask=drawn)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnusable(reason="it is not a sound PNG or JPEG picture.", details=str(error)) from None
    flat.thumbnail(PRINTED)
    flat.info.clear()
    return flat
