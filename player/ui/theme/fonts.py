"""The typeface of the window: loads the shipped files, builds fonts in pixels, gives figures one width."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
_TABULAR = QFont.Tag("tnum")


def load_typeface(folder: Path) -> str:
    """Register every `Inter*.ttf` of the folder; the family to use ("" when there is none: Qt's own then stays)."""
    families: set[str] = set()
    for path in sorted(folder.glob("Inter*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return FAMILY if FAMILY in families else next(iter(sorted(families)), "")


def font_of(family: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of that height in pixels, drawn without hinting so that letters keep their shape at every scale."""
    font = QFont(family) if family else QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, for times and credit."""
    steady = QFont(font)
    steady.setFeature(_TABULAR, 1)
    return steady
