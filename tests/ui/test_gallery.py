"""The gallery shows every widget of ours, each in all its states."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import player.ui.widgets
from player.ui.gallery import Gallery
from player.ui.widgets.banner import Banner
from player.ui.widgets.chip import Chip
from player.ui.widgets.stepper import Stepper, StepState
from player.ui.widgets.tone import Tone
from tests.ui.fake_host import make_theme
from tests.ui.gestures import texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ELSEWHERE = {
    "BusyBar": "is never drawn the same twice: while a certificate is made",
    "Toast": "comes up when a card of the gallery is pressed",
    "Bubble": "lies over a timeline while it is pointed at",
    "Rim": "drawn by a card over its own parts",
    "Card": "what a card of a course is made from",
    "SidedLabel": "what words and prose are made from",
}
"""Widgets that no part of the page is, and why."""


@pytest.fixture
def gallery(qapp: QApplication, qtbot: QtBot) -> Gallery:
    window = Gallery(make_theme(qapp))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    QApplication.processEvents()
    return window


def own_widgets() -> Iterator[type[QWidget]]:
    """Every public class of a widget in `player.ui.widgets`."""
    for found in pkgutil.iter_modules(player.ui.widgets.__path__):
        module = importlib.import_module(f"player.ui.widgets.{found.name}")
        for name, kind in vars(module).items():
            is_ours = isinstance(kind, type) and kind.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and issubclass(kind, QWidget):
                yield kind


def test_every_widget_is_in_the_gallery_or_it_is_said_why_not(gallery: Gallery) -> None:
    shown = {type(widget) for widget in gallery.findChildren(QWidget)}
    missing = [kind.__name__ for kind in own_widgets() if kind not in shown and kind.__name__ not in ELSEWHERE]
    assert not missing, missing


def test_what_is_said_to_be_elsewhere_is_a_widget_of_ours() -> None:
    assert set(ELSEWHERE) <= {kind.__name__ for kind in own_widgets()}


def test_steps_banners_and_chips_are_there_in_every_state(gallery: Gallery) -> None:
    said = texts(gallery)
    steps = " ".join(step.accessibleName() for stepper in gallery.findChildren(Stepper) for step in _parts(stepper))
    assert all(state.value.capitalize() in steps for state in StepState), steps
    assert len(gallery.findChildren(Banner)) >= len(Tone)
    assert all(f"{tone.value.title()} status" in said for tone in Tone)
    assert gallery.findChildren(Chip)


def _parts(stepper: Stepper) -> list[QWidget]:
    return stepper.findChildren(QWidget)
