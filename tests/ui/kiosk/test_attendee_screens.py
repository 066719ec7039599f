"""The screens that attendees see: what each gesture tells, what is said in its place, and that nothing stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.domain.kiosk.attendee import WalkIn
from player.domain.kiosk.settings import Identification, SecondFactor
from player.kiosk.problems import NotFound, NotOpen, TooManyTries, UnknownCode, WrongCode
from player.ui.kiosk.attract import AttractScreen, Reception
from player.ui.kiosk.choosing import ChoosingScreen
from player.ui.kiosk.face import KioskField
from player.ui.kiosk.guest_bar import GuestBar, Seated
from player.ui.kiosk.identify import IdentifyScreen
from player.ui.kiosk.idle_notice import IdleNotice
from player.ui.kiosk.keyboard import serves
from player.ui.kiosk.operator_code import OperatorCodeScreen
from player.ui.kiosk.registration import RegistrationScreen
from player.ui.kiosk.thanks import Farewell, ThanksScreen
from player.ui.kiosk.tiles import ChoiceTile
from player.ui.kiosk.welcome import Welcome, WelcomeScreen
from player.ui.language.tongues import PSEUDO
from player.ui.theme import Scheme, Theme
from player.ui.widgets.qr import QUIET, QrPicture
from player.ui.widgets.scroll import ScrollPage
from tests.ui.access import Rings, complaints, elided, faint, not_back, overlaps, stops, unreached, unspoken
from tests.ui.gestures import button, field, focus, has_button, press, shown, texts
from tests.ui.kiosk.sights import ALL, COURSES, FAREWELL, NOW, RECEPTION, SEATED, SIGHTS, choice, ready
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SMALL, LARGE = QSize(1280, 800), QSize(1920, 1080)
TOUCH = 56
SMALLEST_TEXT = 20
OVERLAID = ("idle",)
"""The countdown stands over everything."""
OTHER_SCHEMES = (Scheme.DARK, Scheme.CONTRAST)


@pytest.fixture(scope="module")
def dressed(qapp: QApplication, root: Path) -> Theme:
    """Dressing the application takes longer than most tests."""
    made = Theme(root / "resources")
    made.apply(qapp)
    return made


@pytest.fixture
def theme(dressed: Theme, request: pytest.FixtureRequest) -> Theme:
    """At the text size that the test's `percent` asks for."""
    dressed.keep_still(True)
    dressed.scale_text(request.node.callspec.params.get("percent", 100) if hasattr(request.node, "callspec") else 100)
    return dressed


class Stage:
    """Shows screens in windows, as they stand in the kiosk's own, and keeps these until the test is over."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._windows: list[QWidget] = []

    def show(self, screen: QWidget, size: QSize = SMALL) -> QWidget:
        window = QWidget()
        self._windows.append(window)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(screen)
        self.qtbot.addWidget(window)
        window.resize(size)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        for _ in range(5):
            QApplication.processEvents()
        ready(screen)
        QApplication.processEvents()
        return window


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


# --- every sight --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "percent"), [(SMALL, 130), (LARGE, 130), (SMALL, 200)])
@pytest.mark.parametrize("name", SIGHTS)
def test_nothing_is_clipped_or_nameless_at_any_size(
    stage: Stage, theme: Theme, name: str, size: QSize, percent: int
) -> None:
    assert theme.text_percent == percent
    window = stage.show(SIGHTS[name](theme), size)
    assert [*complaints(window), *elided(window), *(overlaps(window) if name not in OVERLAID else ())] == []


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, *(pytest.param(s, marks=pytest.mark.long) for s in OTHER_SCHEMES)])
@pytest.mark.parametrize("name", SIGHTS)
def test_all_stands_out_and_says_what_it_is(stage: Stage, theme: Theme, name: str, scheme: Scheme) -> None:
    theme.switch(scheme)
    try:
        window = stage.show(SIGHTS[name](theme))
        # What the countdown stands over is veiled.
        looked_at = next(iter(shown(window, IdleNotice)), window)
        assert faint(looked_at) + unspoken(looked_at) == []
    finally:
        theme.switch(Scheme.LIGHT)


@pytest.mark.parametrize("name", SIGHTS)
def test_at_the_smallest_text_all_can_be_read_from_two_metres_and_pressed_with_a_finger(
    stage: Stage, theme: Theme, name: str
) -> None:
    window = stage.show(SIGHTS[name](theme))
    assert complaints(window) == []
    pressed = [*shown(window, QAbstractButton), *shown(window, QLineEdit)]
    assert not [(one.accessibleName(), one.size()) for one in pressed if _too_small(one)]
    written = [one for one in [*shown(window, QLabel), *pressed] if one.text()]
    assert not [one.text() for one in written if one.fontInfo().pixelSize() < SMALLEST_TEXT]
    able = [w for w in shown(window, QWidget) if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    # Any key ends the countdown.
    if able and name != "idle":
        able[0].setFocus()
        rings = Rings(window)
        found = stops(window, rings)
        assert unreached(window, found) + not_back(window, found) + rings.faint == []


def _too_small(widget: QWidget) -> bool:
    return widget.width() < TOUCH or widget.height() < TOUCH


def test_without_much_text_the_ways_to_begin_are_all_in_sight(stage: Stage, theme: Theme) -> None:
    theme.scale_text(130)
    for size in (SMALL, LARGE):
        screen = AttractScreen(theme, now=lambda: NOW)
        screen.render_reception(RECEPTION)
        stage.show(screen, size)
        assert screen.page.verticalScrollBar().maximum() == 0


def test_registration_fits_on_one_screen(stage: Stage, theme: Theme) -> None:
    theme.scale_text(130)
    screen = RegistrationScreen(theme)
    stage.show(screen)
    assert screen.page.verticalScrollBar().maximum() == 0


# --- while nobody is there ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "gesture"),
    [
        ("Type your code", "code_wanted"),
        ("Find me by name", "name_wanted"),
        ("I am new here", "walk_in_wanted"),
        ("For staff", "operator_wanted"),
    ],
)
def test_each_way_to_begin_tells_which_it_is(stage: Stage, theme: Theme, word: str, gesture: str) -> None:
    screen = AttractScreen(theme)
    screen.render_reception(RECEPTION)
    stage.show(screen)
    with stage.qtbot.waitSignal(getattr(screen, gesture)):
        press(screen, word)


def test_only_the_ways_that_the_settings_offer_are_there(stage: Stage, theme: Theme) -> None:
    screen = AttractScreen(theme)
    screen.render_reception(Reception(station="1", ways=(Identification.NAME,)))
    stage.show(screen)
    words = {b.accessibleName() for b in shown(screen, QAbstractButton)}
    assert words == {"Find me by name", "For staff"}
    assert "Scan your badge" not in texts(screen)


def test_a_language_is_chosen_by_its_own_name(stage: Stage, theme: Theme) -> None:
    screen = AttractScreen(theme)
    screen.render_reception(RECEPTION)
    stage.show(screen)
    with stage.qtbot.waitSignal(screen.language_chosen, check_params_cb=lambda language: language == "de"):
        press(screen, "Deutsch")
    screen.render_reception(Reception(station="1", languages=("en",)))
    assert "English" not in [b.text() for b in shown(screen, QAbstractButton)]


def test_a_station_that_is_not_open_sends_attendees_elsewhere_and_lets_the_operator_in(
    stage: Stage, theme: Theme
) -> None:
    screen = AttractScreen(theme)
    screen.render_reception(Reception(station="1", problem=NotOpen()))
    stage.show(screen)
    assert NotOpen().remedy in texts(screen)
    assert [b.accessibleName() for b in shown(screen, QAbstractButton)] == ["For staff"]
    screen.render_reception(RECEPTION)
    QApplication.processEvents()
    assert button(screen, "Type your code")


def test_the_same_reception_again_takes_nothing_from_under_a_finger(stage: Stage, theme: Theme) -> None:
    screen = AttractScreen(theme)
    screen.render_reception(RECEPTION)
    stage.show(screen)
    tile = button(screen, "Type your code")
    tile.setDown(True)
    screen.render_reception(replace(RECEPTION))
    assert button(screen, "Type your code") is tile and tile.isDown()


def test_courses_take_turns_but_not_where_nothing_should_move(stage: Stage, theme: Theme) -> None:
    from player.ui.kiosk.showcase import EACH_MS, Showcase

    assert EACH_MS >= 1_000
    case = Showcase(theme)
    case.render_faces(COURSES)
    stage.show(case)
    assert not case.is_moving
    theme.keep_still(False)
    assert case.is_moving
    case.hide()
    assert not case.is_moving


def test_the_clock_shows_the_time_that_it_is_told(stage: Stage, theme: Theme) -> None:
    screen = AttractScreen(theme, now=lambda: NOW)
    screen.render_reception(RECEPTION)
    stage.show(screen)
    assert "10:42" in texts(screen)


# --- who is it ----------------------------------------------------------------------------------------------


def identify(stage: Stage, theme: Theme) -> IdentifyScreen:
    screen = IdentifyScreen(theme)
    stage.show(screen)
    return screen


@pytest.mark.parametrize("typed", ["k7w4mp2x", "K7W4 MP2X", "K7W4-MP2X", " k7w4 - mp2x "])
def test_a_code_is_understood_however_it_is_typed(stage: Stage, theme: Theme, typed: str) -> None:
    screen = identify(stage, theme)
    screen.render_code(ALL)
    screen.focus_first()
    given: list[str] = []
    screen.code_given.connect(given.append)
    QTest.keyClicks(field(screen, "Your code"), typed)
    assert field(screen, "Your code").text() == "K7W4 MP2X"
    QTest.keyClick(field(screen, "Your code"), Qt.Key.Key_Return)
    assert given == ["K7W4MP2X"]


def test_a_letter_can_be_put_into_the_middle_of_a_code(stage: Stage, theme: Theme) -> None:
    screen = identify(stage, theme)
    screen.render_code()
    line = field(screen, "Your code")
    QTest.keyClicks(line, "k7w4p2x")
    line.setCursorPosition(5)
    QTest.keyClicks(line, "m")
    assert line.text() == "K7W4 MP2X" and line.cursorPosition() == 6


def test_a_name_goes_with_the_second_factor_that_is_asked(stage: Stage, theme: Theme) -> None:
    screen = identify(stage, theme)
    screen.render_name(SecondFactor.BIRTHDAY, ALL)
    given: list[tuple[str, str, str]] = []
    screen.name_given.connect(lambda *parts: given.append(parts))
    screen.focus_first()
    for text in ("Ana  María ", "Núñez", "04/23"):
        here = focus()
        assert isinstance(here, QLineEdit)
        here.insert(text)
        QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert given == [("Ana María", "Núñez", "0423")]


@pytest.mark.parametrize("factor", SecondFactor)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(
    stage: Stage, theme: Theme, factor: SecondFactor
) -> None:
    screen = identify(stage, theme)
    screen.render_name(factor)
    given: list[object] = []
    screen.name_given.connect(lambda *parts: given.append(parts))
    press(screen, "Go on")
    assert not given and texts(screen).count("Please enter") == 3
    assert QApplication.focusWidget() is field(screen, "Given name")


def test_who_is_not_found_reads_the_three_parts_in_place_and_can_go_another_way(stage: Stage, theme: Theme) -> None:
    screen = identify(stage, theme)
    screen.render_code(ALL)
    field(screen, "Your code").setText("K7W4MP2")
    problem = UnknownCode()
    screen.render_problem(problem)
    assert all(part in texts(screen) for part in (problem.what, problem.meaning, problem.remedy))
    assert field(screen, "Your code").text() == "K7W4 MP2"
    for word, gesture in (("Find me by name", screen.name_wanted), ("I am new here", screen.walk_in_wanted)):
        with stage.qtbot.waitSignal(gesture):
            press(screen, word)
    with stage.qtbot.waitSignal(screen.back):
        press(screen, "Back")


def test_while_somebody_is_looked_up_nothing_is_sent_twice(stage: Stage, theme: Theme) -> None:
    screen = identify(stage, theme)
    screen.render_code()
    given: list[str] = []
    screen.code_given.connect(given.append)
    field(screen, "Your code").setText("K7W4MP2X")
    screen.render_busy(True)
    QTest.keyClick(field(screen, "Your code"), Qt.Key.Key_Return)
    assert not given
    screen.render_problem(None)
    press(screen, "Go on")
    assert given == ["K7W4MP2X"]


# --- welcome ------------------------------------------------------------------------------------------------


def test_who_is_welcomed_can_go_on_or_say_that_it_is_somebody_else(stage: Stage, theme: Theme) -> None:
    screen = WelcomeScreen(theme)
    screen.render_welcome(Welcome(given_name="Ana", elsewhere="Station 5"))
    stage.show(screen)
    assert "Station 5" in texts(screen) and "signs you out there" in texts(screen)
    with stage.qtbot.waitSignal(screen.confirmed):
        press(screen, "Go on")
    with stage.qtbot.waitSignal(screen.denied):
        press(screen, button(screen, "Not \u2068Ana\u2069?").text())


def test_who_just_registered_sees_the_code_in_groups_and_as_a_picture(stage: Stage, theme: Theme) -> None:
    screen = WelcomeScreen(theme)
    screen.render_welcome(Welcome(given_name="Ana", code="K7W4MP2X", code_text="pass-of-ana"))
    stage.show(screen)
    assert "K7W4 MP2X" in texts(screen)
    assert shown(screen, QrPicture)[0].modules()


@pytest.mark.parametrize("size", [QSize(1024, 720), SMALL, LARGE])
@pytest.mark.parametrize("percent", [100, 130, 150, 200])
@pytest.mark.parametrize("tongue", ["en", "ar", PSEUDO.code])
def test_the_code_that_is_shown_only_once_is_whole_in_sight(
    stage: Stage, theme: Theme, size: QSize, percent: int, tongue: str
) -> None:
    assert theme.text_percent == percent
    with speaking(tongue):
        screen = SIGHTS["welcome-new"](theme)
        stage.show(screen, size)
        shown_code = next(one for one in shown(screen, QLabel) if one.text() == "K7W4 MP2X")
        (picture,) = shown(screen, QrPicture)
        view = shown(screen, ScrollPage)[0].viewport()
        places = {one: QRect(one.mapTo(view, QPoint()), one.size()) for one in (shown_code, picture)}
        assert [place for place in places.values() if not view.rect().contains(place)] == []
        assert not places[shown_code].intersects(places[picture])
        lines = shown_code.heightForWidth(1 << 12)
        assert shown_code.heightForWidth(shown_code.width()) == lines, "the code stands on one line"


def test_as_the_text_grows_the_code_goes_below_its_picture_and_comes_back(stage: Stage, theme: Theme) -> None:
    screen = SIGHTS["welcome-new"](theme)
    window = stage.show(screen, QSize(860, 720))
    (picture,) = shown(screen, QrPicture)
    code = next(one for one in shown(screen, QLabel) if one.text() == "K7W4 MP2X")
    (page,) = shown(screen, ScrollPage)

    def is_beside() -> bool:
        for _ in range(5):
            QApplication.processEvents()
        assert page.horizontalScrollBar().maximum() == 0
        return code.mapTo(window, QPoint()).x() > picture.mapTo(window, QPoint()).x() + picture.width()

    found: list[bool] = []
    for percent in (100, 200, 100):
        theme.scale_text(percent)
        found.append(is_beside())
    assert found == [True, False, True]


def test_a_qr_code_keeps_its_quiet_zone_and_whole_pixels(stage: Stage, theme: Theme) -> None:
    picture = QrPicture(theme)
    picture.render_code("carrel:1:ABCDEF", "A code")
    stage.show(picture)
    picture.resize(picture.sizeHint())
    image = picture.grab().toImage()
    across = len(picture.modules())
    side = picture.width() // (across + 2 * QUIET)
    start = round((picture.width() - side * across) / 2)
    middle = start + side // 2
    read = [
        bytes(image.pixelColor(middle + x * side, middle + y * side).lightness() < 128 for x in range(across))
        for y in range(across)
    ]
    assert read == [bytes(row) for row in picture.modules()]
    assert start >= QUIET * side
    rim = [image.pixelColor(start - 1 - n, image.height() // 2).lightness() for n in range(QUIET * side - 2)]
    assert min(rim) == 255
    picture.clear()
    assert not picture.modules() and not picture.accessibleName()


# --- new here -----------------------------------------------------------------------------------------------


def test_who_registers_is_told_as_they_wrote_themselves(stage: Stage, theme: Theme) -> None:
    screen = RegistrationScreen(theme)
    stage.show(screen)
    got: list[WalkIn] = []
    screen.registered.connect(got.append)
    field(screen, "Given name").setText(" Ana  María")
    field(screen, "Family name").setText("Núñez")
    field(screen, "Degrees, if any").setText("MD")
    field(screen, "E-mail address, if you like").setText("ana@example.org")
    press(screen, "Nurse")
    press(screen, "Register")
    assert got == [
        WalkIn(given_name="Ana María", family_name="Núñez", degrees="MD", profession="nurse", email="ana@example.org")
    ]


def test_what_a_certificate_needs_is_asked_for_in_its_place(stage: Stage, theme: Theme) -> None:
    screen = RegistrationScreen(theme)
    stage.show(screen)
    got: list[WalkIn] = []
    screen.registered.connect(got.append)
    field(screen, "E-mail address, if you like").setText("ana@")
    press(screen, "Register")
    said = texts(screen)
    assert not got
    for part in ("your given name", "your family name", "Please choose one", "no whole e-mail address"):
        assert part in said
    assert QApplication.focusWidget() is field(screen, "Given name")


def test_it_is_said_who_can_read_what_is_entered(stage: Stage, theme: Theme) -> None:
    screen = RegistrationScreen(theme)
    stage.show(screen)
    assert "Sealed for the organiser and your credit provider" in texts(screen)
    with stage.qtbot.waitSignal(screen.back):
        press(screen, "Back")


# --- choosing, and the bar ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 12])
def test_each_course_says_its_state_and_leads_on(stage: Stage, theme: Theme, count: int) -> None:
    screen = ChoosingScreen(theme)
    choices = [choice(number, is_next=number == 0) for number in range(count)]
    screen.render_choices(SEATED, choices)
    stage.show(screen)
    cards = [b for b in shown(screen, QAbstractButton) if b.property("course")]
    assert [card.property("course") for card in cards] == [one.course for one in choices]
    for card, one in zip(cards, choices, strict=True):
        assert one.face.status in card.accessibleName() and card.accessibleName().endswith(one.go)
    got: list[object] = []
    screen.chosen.connect(got.append)
    cards[-1].click()
    assert got == [choices[-1].course]


def test_the_bar_leads_away_from_everything(stage: Stage, theme: Theme) -> None:
    bar = GuestBar(theme)
    bar.render_guest(Seated(given_name="Ana", station="3", in_course=True))
    stage.show(bar)
    for word, gesture in (
        ("All courses", bar.courses_wanted),
        ("Take away", bar.take_away_wanted),
        ("I am done", bar.left),
    ):
        with stage.qtbot.waitSignal(gesture):
            press(bar, word)
    bar.render_guest(Seated(given_name="Ana", station="3", takes_away=False))
    assert [b.text() for b in shown(bar, QAbstractButton)] == ["I am done"]


def test_the_courses_pass_on_what_their_bar_tells(stage: Stage, theme: Theme) -> None:
    screen = ChoosingScreen(theme)
    screen.render_choices(SEATED, [choice(0)])
    stage.show(screen)
    with stage.qtbot.waitSignal(screen.left):
        press(screen, "I am done")
    with stage.qtbot.waitSignal(screen.take_away_wanted):
        press(screen, "Take away")


# --- are you still there ------------------------------------------------------------------------------------


def counting(stage: Stage, theme: Theme) -> tuple[IdleNotice, QLineEdit]:
    window = QWidget()
    column = QVBoxLayout(window)
    line = QLineEdit()
    column.addWidget(line)
    stage.show(window)
    line.setFocus()
    notice = IdleNotice(theme, window)
    notice.render_left(20_000, 20_000)
    return notice, line


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Shift])
def test_any_key_says_that_somebody_is_there_and_goes_nowhere_else(stage: Stage, theme: Theme, key: Qt.Key) -> None:
    notice, line = counting(stage, theme)
    with stage.qtbot.waitSignal(notice.stayed):
        QTest.keyClick(focus(), key)
    assert notice.isHidden() and not line.text()
    assert QApplication.focusWidget() is line


def test_a_touch_anywhere_says_that_somebody_is_there(stage: Stage, theme: Theme) -> None:
    notice, _ = counting(stage, theme)
    with stage.qtbot.waitSignal(notice.stayed):
        QTest.mouseClick(notice, Qt.MouseButton.LeftButton, pos=notice.rect().topLeft())
    notice.render_left(9_000, 20_000)
    with stage.qtbot.waitSignal(notice.stayed):
        press(notice, "I am still here")


def test_the_countdown_covers_all_and_is_said_aloud(stage: Stage, theme: Theme) -> None:
    notice, _ = counting(stage, theme)
    below = notice.parentWidget()
    assert below is not None and notice.size() == below.size()
    assert "20 seconds" in notice.accessibleName()
    below.resize(LARGE)
    assert notice.size() == LARGE


# --- goodbye ------------------------------------------------------------------------------------------------


def test_goodbye_ends_by_the_button_once(stage: Stage, theme: Theme) -> None:
    screen = ThanksScreen(theme)
    screen.render_farewell(FAREWELL)
    stage.show(screen)
    ended: list[bool] = []
    screen.done.connect(lambda: ended.append(True))
    for part in (*[taken.text for taken in FAREWELL.taken], *FAREWELL.kept, FAREWELL.hint):
        assert part in texts(screen)
    press(screen, "Done")
    press(screen, "Done")
    assert ended == [True]


def test_goodbye_ends_by_itself(stage: Stage, theme: Theme) -> None:
    screen = ThanksScreen(theme)
    stage.show(screen)
    with stage.qtbot.waitSignal(screen.done, timeout=5_000):
        screen.render_farewell(Farewell(stays_s=1))


# --- the operator's code ------------------------------------------------------------------------------------


def operator(stage: Stage, theme: Theme) -> OperatorCodeScreen:
    screen = OperatorCodeScreen(theme)
    screen.render_purpose()
    stage.show(screen)
    screen.focus_first()
    return screen


def test_a_code_can_be_pressed_and_typed(stage: Stage, theme: Theme) -> None:
    screen = operator(stage, theme)
    for word in ("4", "7", "9", "Delete the last one", "1"):
        press(screen, word)
    QTest.keyClicks(field(screen, "Operator's code"), "x")
    with stage.qtbot.waitSignal(screen.code_given, check_params_cb=lambda code: code == "471x"):
        press(screen, "Unlock")
    with stage.qtbot.waitSignal(screen.back):
        press(screen, "Back")


def test_one_set_of_keys_is_there_at_a_time_and_none_with_a_real_keyboard(stage: Stage, theme: Theme) -> None:
    screen = operator(stage, theme)
    line = field(screen, "Operator's code")
    assert has_button(screen, "1") and not serves(line)
    press(screen, "Letters")
    assert not has_button(screen, "1") and serves(line) and line.hasFocus()
    screen.render_purpose()
    assert has_button(screen, "1") and not serves(line)
    QTest.keyClicks(line, "4")
    assert not has_button(screen, "1") and not serves(line)


def test_without_a_keyboard_on_the_screen_none_is_offered(stage: Stage, theme: Theme) -> None:
    screen = OperatorCodeScreen(theme, letters=False)
    stage.show(screen)
    assert has_button(screen, "1") and not has_button(screen, "Letters")


def test_a_wrong_code_is_told_and_gone(stage: Stage, theme: Theme) -> None:
    screen = operator(stage, theme)
    QTest.keyClicks(field(screen, "Operator's code"), "4711")
    screen.render_problem(WrongCode(left=3))
    assert "3 tries are left" in texts(screen) and not field(screen, "Operator's code").text()
    assert field(screen, "Operator's code").isEnabled()


def test_after_too_many_tries_it_rests_and_wakes_by_itself(stage: Stage, theme: Theme) -> None:
    screen = operator(stage, theme)
    screen.render_problem(TooManyTries(wait_s=1))
    line = field(screen, "Operator's code")
    assert not line.isEnabled() and not button(screen, "1").isEnabled()
    stage.qtbot.waitUntil(line.isEnabled, timeout=5_000)
    assert "too often" not in texts(screen)


# --- nothing stays ------------------------------------------------------------------------------------------

SECRET = "XQZVJK"


def filled_identify(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = IdentifyScreen(theme)
    screen.render_name(SecondFactor.EMAIL, ALL)
    return screen, screen.clear


def filled_code(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = IdentifyScreen(theme)
    screen.render_code(ALL)
    return screen, screen.clear


def filled_registration(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = RegistrationScreen(theme)
    return screen, screen.clear


def filled_operator(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = OperatorCodeScreen(theme)
    screen.render_purpose()
    return screen, screen.clear


def filled_welcome(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = WelcomeScreen(theme)
    screen.render_welcome(Welcome(given_name=SECRET, elsewhere=SECRET, code=SECRET, code_text=SECRET))
    return screen, screen.clear


def filled_choosing(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = ChoosingScreen(theme)
    screen.render_choices(Seated(given_name=SECRET, station="3", notice=SECRET), [choice(0), choice(1)])
    screen.render_problem(NotFound(factor=SECRET))
    return screen, screen.clear


def filled_thanks(theme: Theme) -> tuple[QWidget, Callable[[], None]]:
    screen = ThanksScreen(theme)
    screen.render_farewell(Farewell(kept=(SECRET,), hint=SECRET))
    return screen, screen.clear


@pytest.mark.parametrize(
    "make",
    [
        filled_identify,
        filled_code,
        filled_registration,
        filled_operator,
        filled_welcome,
        filled_choosing,
        filled_thanks,
    ],
)
def test_clearing_leaves_no_word_of_anybody(
    stage: Stage, theme: Theme, make: Callable[[Theme], tuple[QWidget, Callable[[], None]]]
) -> None:
    screen, clear = make(theme)
    window = stage.show(screen)
    lines = [line for line in window.findChildren(KioskField) if line.isVisible()]
    for line in lines:
        QTest.keyClicks(line, SECRET)
        line.backspace()
        QTest.keyClicks(line, SECRET[-1])
    assert SECRET in strings(window), "the test would not see it"
    clear()
    assert SECRET not in strings(window)
    assert not any(tile.isChecked() for tile in window.findChildren(ChoiceTile))
    for line in lines:
        assert not line.isUndoAvailable() and not line.isRedoAvailable()
        line.undo()
        line.redo()
        assert not line.text()


def strings(window: QWidget) -> str:
    """All that widgets hold as words; spaces left out, as codes stand in groups."""
    found: list[str] = []
    for one in [window, *window.findChildren(QObject)]:
        if isinstance(one, QWidget):
            found += [one.accessibleName(), one.accessibleDescription(), one.toolTip(), one.whatsThis()]
            found += [one.statusTip(), one.windowTitle()]
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            found.append(one.text())
        own = [bytes(name.data()).decode() for name in one.dynamicPropertyNames()]
        found += [str(one.property(name)) for name in own if not name.startswith("_")]
    return "\n".join(found).replace(" ", "").upper()


def test_fields_give_nothing_to_the_clipboard_and_offer_nothing(stage: Stage, theme: Theme) -> None:
    screen = identify(stage, theme)
    screen.render_name(SecondFactor.NUMBER)
    line = field(screen, "Given name")
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    QTest.keyClicks(line, "Ana")
    line.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_Z):
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before" and line.text() == "Ana"
    assert line.completer() is None and line.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
