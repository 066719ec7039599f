"""The kiosk's screens in pictures: every state that attendees see."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from player.ui.theme import Scheme, Theme
from tests.pictures.lives import ROOT
from tests.pictures.looks import Look
from tests.pictures.photographer import live
from tests.ui.kiosk.sights import SIGHTS, ready


def kiosk(app: QApplication, folder: Path, _profile: Path, looks: tuple[Look, ...]) -> None:
    theme = Theme(ROOT / "resources")
    theme.apply(app)
    theme.keep_still(True)
    for look in looks:
        theme.switch(Scheme(look.scheme))
        theme.scale_text(look.percent)
        for name, make in SIGHTS.items():
            _take(make(theme), look, folder / f"kiosk-{name}-{look.name}.png")


def _take(screen: QWidget, look: Look, file: Path) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(screen)
    window.resize(look.size)
    window.show()
    live(0.05)
    ready(screen)
    live(0.05)
    window.grab().save(str(file))
    window.close()
    window.deleteLater()
