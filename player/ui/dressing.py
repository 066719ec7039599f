"""Dresses the window as the settings want it, and where they leave it to the system, as that wishes at the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.theme.tokens import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody asked of all programs of the system; where it does not tell, nothing."""

    dark: bool = False
    contrast: bool = False
    still: bool = False

    @property
    def scheme(self) -> Scheme:
        """The colours for that: who needs contrast needs it more than the dark."""
        return Scheme.CONTRAST if self.contrast else Scheme.DARK if self.dark else Scheme.LIGHT


def wishes_of_system() -> Wishes:
    """As it is now: on Linux from the desktop's portal, on Windows and macOS from their own settings."""
    hints = QGuiApplication.styleHints()
    needs = hints.accessibility()
    return Wishes(
        dark=hints.colorScheme() is Qt.ColorScheme.Dark,
        contrast=needs.contrastPreference() is Qt.ContrastPreference.HighContrast,
        still=needs.motionPreference() is Qt.MotionPreference.ReducedMotion,
    )


def dress_as(theme: Theme, settings: Settings, wishes: Wishes | None = None) -> None:
    """Has the window look as the settings say. Less motion is what either of both wishes."""
    wished = wishes or wishes_of_system()
    theme.switch(wished.scheme if settings.scheme == "system" else Scheme(settings.scheme))
    theme.scale_text(settings.text_percent)
    theme.keep_still(settings.still or wished.still)


class Following(QObject):
    """Dresses the window anew whenever the system wishes something else; `settings` gives those of that moment."""

    def __init__(self, theme: Theme, settings: Callable[[], Settings], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        hints.accessibility().contrastPreferenceChanged.connect(self.follow)
        hints.accessibility().motionPreferenceChanged.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        dress_as(self._theme, self._settings())
