"""Pictures of the provider's, a signature or a logo, made safe and small enough for paper."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from player.domain.phrase import Phrase
from player.paper.problems import PictureUnusable

MOST_PIXELS = 40_000_000
SIGNATURE = (1584, 368)
LOGO = (1000, 300)
"""Width and height at 600 and at 360 dots per inch where they are printed largest."""


@lru_cache(maxsize=8)
def printable_picture(data: bytes, *, most: tuple[int, int], what: str) -> Image.Image:
    """A PNG or JPEG picture on white, without transparency, at `most` so large. Raises `PictureUnusable`.

    `what` names it to a person: "the signature". One that was made safe is kept, as it is on many documents: it must
    not be drawn upon.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureUnusable(picture=what, reason=Phrase("it is too large."))
        if picture.mode in {"1", "L", "RGB"} and "transparency" not in picture.info:
            flat = picture.convert("RGB")
        else:
            drawn = picture.convert("RGBA")
            flat = Image.new("RGB", drawn.size, "white")
            flat.paste(drawn, mask=drawn)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        reason = Phrase("it is not a sound PNG or JPEG picture.")
        raise PictureUnusable(picture=what, reason=reason, details=str(error)) from None
    flat.thumbnail(most)
    flat.info.clear()
    return flat
