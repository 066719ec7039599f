"""The typefaces of the window: loads the shipped files, builds fonts in pixels, gives figures one width."""

import sys
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
_CHINESE = {"win32": "Microsoft YaHei", "darwin": "PingFang SC"}
_CHINESE_ELSEWHERE = "Noto Sans CJK SC"
_TABULAR = QFont.Tag("tnum")


def load_typefaces(folder: Path) -> tuple[str, ...]:
    """Register the shipped files of the folder; the families, Inter first (none without files: Qt's own stays).

    What Inter has no letters of is in a folder of its own, as documents are printed from the fonts beside Inter. It is
    there in windows of every language: courses and names are Arabic in all of them.
    """
    inter = _registered(folder, "Inter*.ttf")
    # A system may name each weight as a family as well.
    first = [FAMILY] if FAMILY in inter else inter[:1]
    return (*first, *_registered(folder / "window", "*.ttf"))


def _registered(folder: Path, pattern: str) -> list[str]:
    """The families of those files, once they can be used."""
    numbers = [QFontDatabase.addApplicationFont(str(path)) for path in sorted(folder.glob(pattern))]
    return sorted({family for number in numbers for family in QFontDatabase.applicationFontFamilies(number)})


def families_for(shipped: tuple[str, ...], locale: QLocale) -> tuple[str, ...]:
    """The families in which that language is written, the first that has a letter draws it."""
    chinese = locale.language() is QLocale.Language.Chinese
    if shipped and chinese and locale.script() is QLocale.Script.SimplifiedHanScript:
        # Unasked, the system draws Chinese as Japanese is drawn. Only its own font is named: Qt is slow to miss one.
        return (*shipped, _CHINESE.get(sys.platform, _CHINESE_ELSEWHERE))
    return shipped


def font_of(families: tuple[str, ...], pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of that height in pixels, drawn without hinting so that letters keep their shape at every scale."""
    font = QFont(list(families)) if families else QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, for times and credit."""
    steady = QFont(font)
    steady.setFeature(_TABULAR, 1)
    return steady
