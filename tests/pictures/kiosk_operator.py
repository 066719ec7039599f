"""The operator's screen in pictures: a station of a hall of six at noon, and what it does with a stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from player.ui.door import Door
from player.ui.kiosk.operator import OperatorScreen
from player.ui.theme import Scheme, Theme
from player.ui.widgets.scroll import ScrollPage
from tests.kiosk.operators import make_key, standing
from tests.pictures.lives import ROOT
from tests.pictures.looks import Look
from tests.pictures.photographer import live
from tests.ui.gestures import shown as shown_in
from tests.ui.kiosk.operator_sights import ROSTER, fill, states

AT_WORK = "export-"
"""What a stick is at and what came of it stands at the end of its view."""


def kiosk_operator(app: QApplication, folder: Path, profile: Path, looks: tuple[Look, ...]) -> None:
    theme = Theme(ROOT / "resources")
    theme.apply(app)
    theme.make_roomy(True)
    theme.keep_still(True)
    profile.mkdir(parents=True, exist_ok=True)
    with standing(profile, make_key(profile)) as stand:
        door = Door(on_problem=print, on_bug=print)
        shown = OperatorScreen(theme, door, stand.operator)
        window = QWidget()
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(shown)
        window.show()
        live(0.5)
        fill(shown, stand.operator.overview())
        (stand.stick.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
        report = stand.operator.preview_roster(stand.stick.root / "roster.csv")
        shown.attendees.render_report(Path("roster.csv"), report)
        for look in looks:
            theme.switch(Scheme(look.scheme))
            theme.scale_text(look.percent)
            window.resize(look.size)
            for name, show in states(shown).items():
                show()
                live(0.1)
                _scroll(shown, to_end=name.startswith(AT_WORK))
                live(0.1)
                window.grab().save(str(folder / f"kiosk-operator-{name}-{look.name}.png"))
        window.close()
        door.close()


def _scroll(shown: OperatorScreen, *, to_end: bool) -> None:
    for page in shown_in(shown, ScrollPage):
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() if to_end else 0)
