"""Pictures as a provider brings them: opened within bounds, and judged by what a person would see of them."""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
"""What the player shows. SVG is left out: it can hold scripts and links."""
MOST_BYTES = 32 << 20
MOST_PIXELS = 25_000_000
_SAMPLE = (160, 90)
"""About as small as a cover is ever shown."""
_SURFACES = ((255, 255, 255), (0, 0, 0))
"""Cards are white, or nearly black in the dark scheme; a picture that is partly clear shows them through."""
_OUTLIERS = 20
"""One part in so many, at either end, is left out: a thin frame or a logo makes no picture."""


class NoPicture(ValueError):
    """It cannot be shown; the text ends a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`form`: PNG, JPEG or WEBP, by its bytes. `contrast_percent`: of the lightest to the darkest parts as WCAG
    computes it, 100 (one tone) to 2100.
    """

    form: str
    width: int
    height: int
    contrast_percent: int


def look_at(data: bytes) -> Look:
    """Raises `NoPicture`. Decodes at most `MOST_PIXELS`."""
    if len(data) > MOST_BYTES:
        raise NoPicture("it is larger than 32 MiB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as picture:
                return _look(picture)
    except UnidentifiedImageError:
        raise NoPicture("it is neither PNG, JPEG nor WebP.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture(_TOO_MANY) from None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, MemoryError) as error:
        # Pillow tells of damaged pictures in all of these ways.
        if isinstance(error, NoPicture):
            raise
        raise NoPicture("it is damaged or breaks off.") from None


_TOO_MANY = "it has more than 25 million pixels."


def _look(picture: Image.Image) -> Look:
    form, (width, height) = picture.format or "", picture.size
    if width * height > MOST_PIXELS:
        raise NoPicture(_TOO_MANY)
    picture.draft("RGB", _SAMPLE)
    small = ImageOps.fit(picture.convert("RGBA"), _SAMPLE, Image.Resampling.BOX)
    contrast = min(_contrast(small, surface) for surface in _SURFACES)
    return Look(form=form, width=width, height=height, contrast_percent=contrast)


def contrast_on_white(red: int, green: int, blue: int) -> int:
    """WCAG 2.2, contrast ratio in percent, of a colour (parts from 0 to 255) to white paper."""
    return round(105 / (_luminance(red, green, blue) + 0.05))


def _contrast(picture: Image.Image, surface: tuple[int, int, int]) -> int:
    """WCAG 2.2, contrast ratio, between the light and the dark parts of a picture that lies on `surface`."""
    ground = Image.new("RGBA", picture.size, (*surface, 255))
    pixels = Image.alpha_composite(ground, picture).convert("RGB").tobytes()
    lights = sorted(_luminance(*pixels[at : at + 3]) for at in range(0, len(pixels), 3))
    left_out = len(lights) // _OUTLIERS
    darkest, lightest = lights[left_out], lights[-1 - left_out]
    return round((lightest + 0.05) / (darkest + 0.05) * 100)


def _luminance(red: int, green: int, blue: int) -> float:
    """WCAG 2.2, relative luminance."""
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


_LINEAR = tuple(c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256))
