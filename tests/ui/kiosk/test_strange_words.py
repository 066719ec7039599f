"""Every word of the kiosk can be said in another language: on each screen that attendees see, in each of its states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.language import PSEUDO
from player.ui.theme import Theme
from tests.ui.kiosk import sights
from tests.ui.kiosk.sights import SIGHTS, ready
from tests.ui.language.escapes import data_of, escapes
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MADE_UP = ("Ana María", "Núñez", "MD, PhD", "ana@example", "Begin", "Go on", "See your certificate")
"""What the sights have that comes from a person, or from elsewhere in the kiosk itself."""
NO_PHRASE = ("registration number", "Opens this station for attendees.")
"""What they write plainly, and the kiosk as a phrase."""


@pytest.fixture(scope="module")
def dressed(qapp: QApplication, root: Path) -> Theme:
    made = Theme(root / "resources")
    made.apply(qapp)
    made.keep_still(True)
    return made


@pytest.fixture
def strange() -> Iterator[None]:
    with speaking(PSEUDO.code):
        yield


@pytest.mark.parametrize("name", SIGHTS)
def test_no_word_of_a_screen_escapes(strange: None, dressed: Theme, qtbot: QtBot, name: str) -> None:
    screen = SIGHTS[name](dressed)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    ready(screen)
    QApplication.processEvents()
    things = (*SIGHTS.values(), *vars(sights).values())
    made_up = [(one.args, one.keywords) if isinstance(one, partial) else one for one in things]
    assert escapes(screen, data_of(made_up, MADE_UP, NO_PHRASE)) == []
