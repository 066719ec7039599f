"""The window follows what somebody asked of all programs: dark, more contrast, less motion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QWidget
from pytestqt.qtbot import QtBot

from player.ui.dressing import Following, Wishes, dress_as, wishes_of_system
from player.ui.settings import Settings
from player.ui.theme import Scheme, Theme
from player.ui.widgets.toast import Toast
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = make_theme(qapp)
    yield made
    made.switch(Scheme.LIGHT)
    made.keep_still(False)


@pytest.mark.parametrize(
    ("wishes", "scheme"),
    [
        (Wishes(), Scheme.LIGHT),
        (Wishes(dark=True), Scheme.DARK),
        (Wishes(contrast=True), Scheme.CONTRAST),
        (Wishes(dark=True, contrast=True), Scheme.CONTRAST),
    ],
)
def test_colours_as_the_system_are_those_it_wishes(theme: Theme, wishes: Wishes, scheme: Scheme) -> None:
    dress_as(theme, Settings(), wishes)
    assert theme.scheme is scheme


def test_colours_that_were_chosen_stay_whatever_the_system_wishes(theme: Theme) -> None:
    dress_as(theme, Settings(scheme="light"), Wishes(dark=True, contrast=True))
    assert theme.scheme is Scheme.LIGHT


@pytest.mark.parametrize(("chosen", "wished"), [(False, False), (True, False), (False, True), (True, True)])
def test_nothing_moves_where_either_the_learner_or_the_system_wishes_it(
    theme: Theme, chosen: bool, wished: bool
) -> None:
    dress_as(theme, Settings(still=chosen), Wishes(still=wished))
    assert theme.still is (chosen or wished)
    assert (theme.duration("calm") == 0) is theme.still


def test_a_system_that_tells_nothing_wishes_nothing(qapp: QApplication) -> None:
    assert wishes_of_system() == Wishes()


def test_a_new_wish_of_the_system_is_followed_at_once(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = QObject()
    Following(theme, Settings, owner)
    monkeypatch.setattr("player.ui.dressing.wishes_of_system", lambda: Wishes(dark=True, still=True))
    needs = QGuiApplication.styleHints().accessibility()
    needs.motionPreferenceChanged.emit(Qt.MotionPreference.ReducedMotion)
    assert theme.still and theme.scheme is Scheme.DARK


@pytest.mark.parametrize("still", [True, False])
def test_what_comes_up_fades_in_only_where_something_may_move(theme: Theme, qtbot: QtBot, still: bool) -> None:
    theme.keep_still(still)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    toast = Toast(theme, window)
    toast.notify("Saved")
    running = [one for one in toast.findChildren(QAbstractAnimation) if one.state() is QAbstractAnimation.State.Running]
    assert bool(running) is not still
    field = QLineEdit(window)
    length = field.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, field)
    assert (length == 0) is still
