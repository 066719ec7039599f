"""The own widgets: what they show, say and report, by keyboard, mouse and pixel."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from player.ui.gallery import Gallery, picture
from player.ui.gallery_samples import DAMAGED, FACES, FACTS, LIKERT, PLACES, STEPS
from player.ui.theme import Scheme, Theme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import CardFace
from player.ui.widgets.chip import Chip
from player.ui.widgets.clock import clock_text
from player.ui.widgets.course_card import CourseCard
from player.ui.widgets.cover import Cover
from player.ui.widgets.credit import CreditStepper
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.facts import Facts
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.rating import Rating
from player.ui.widgets.ring import Ring
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.section import Section
from player.ui.widgets.sidebar import Sidebar
from player.ui.widgets.stepper import Stepper
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.toast import Toast
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, breakable, breakable_prose
from tests.ui.fake_host import make_theme

# What the platform without a screen says of itself, not of us.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MINUTE = 60_000
Key = Qt.Key
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The one of the whole run, plain again afterwards: to dress the application takes longer than most tests."""
    theme = make_theme(qapp)
    was_still = theme.still
    theme.keep_still(True)
    yield theme
    # What was shown is closed by now; to dress it anew before it is gone would take long.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.switch(Scheme.LIGHT)
    theme.scale_text(100)
    theme.keep_still(was_still)


def shown(qtbot: QtBot, widget: W, size: QSize | None = None) -> W:
    qtbot.addWidget(widget)
    widget.resize(size or widget.sizeHint())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def description_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


def role_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).role().name


# ---------------------------------------------------------------- timeline


@pytest.fixture
def timeline(theme: Theme, qtbot: QtBot) -> Timeline:
    made = Timeline(theme)
    made.render_course(12 * MINUTE, [(0, "Welcome"), (6 * MINUTE, "Cases")])
    made.render_watched([(0, 3 * MINUTE), (9 * MINUTE, 10 * MINUTE)])
    return shown(qtbot, made, QSize(624, 40))


def colour_at(timeline: Timeline, time_ms: int) -> QColor:
    image = timeline.grab().toImage()
    return image.pixelColor(round(timeline.x_of(time_ms)), round(timeline.track().center().y()))


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_timeline_fills_what_was_watched_and_nothing_else(theme: Theme, timeline: Timeline, scheme: Scheme) -> None:
    theme.switch(scheme)
    timeline.render_position(5 * MINUTE)
    for minute, watched in ((1, True), (2.5, True), (4, False), (8, False), (9.5, True), (11, False)):
        assert colour_at(timeline, round(minute * MINUTE)) == theme.colour("accent" if watched else "surface")


def test_what_is_not_saved_yet_does_not_look_or_count_as_watched(theme: Theme, timeline: Timeline) -> None:
    timeline.render_watched([(0, 3 * MINUTE)], unsaved=[(3 * MINUTE, 4 * MINUTE)])
    colour = colour_at(timeline, round(3.5 * MINUTE))
    assert colour not in (theme.colour("accent"), theme.colour("surface"))
    assert timeline.watched_percent() == 25


def test_chapters_are_marked(theme: Theme, timeline: Timeline) -> None:
    image = timeline.grab().toImage()
    above = round(timeline.track().top()) - 2
    marked = image.pixelColor(round(timeline.x_of(6 * MINUTE)), above)
    beside = image.pixelColor(round(timeline.x_of(7 * MINUTE)), above)
    assert marked != beside


def test_the_timeline_says_where_it_is_and_how_much_was_watched(timeline: Timeline) -> None:
    timeline.render_position(200_000)
    assert role_of(timeline) == "Slider"
    assert name_of(timeline) == "Timeline"
    assert description_of(timeline) == "3:20 of 12:00, 33 % watched"


@given(
    spans=st.lists(st.tuples(st.integers(-MINUTE, 15 * MINUTE), st.integers(-MINUTE, 15 * MINUTE)), max_size=12),
)
def test_watching_the_same_again_changes_no_per_cent(qapp: QApplication, spans: list[tuple[int, int]]) -> None:
    bar = Timeline(Theme(Path(__file__).parents[2] / "resources"))
    bar.render_course(12 * MINUTE)
    bar.render_watched(spans)
    once = bar.watched_percent()
    bar.render_watched(spans + spans)
    assert bar.watched_percent() == once <= 100


def test_a_click_asks_for_the_time_under_it(timeline: Timeline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(312, 20))
    assert asked.args == [6 * MINUTE]


def test_a_drag_asks_once_where_it_ends(timeline: Timeline, qtbot: QtBot) -> None:
    asked: list[int] = []
    timeline.seek_requested.connect(asked.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    for x in (150, 200, 312):
        qtbot.mouseMove(timeline, QPoint(x, 20))
    timeline.render_position(0)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(312, 20))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key.Key_Right, 305_000),
        (Key.Key_Left, 295_000),
        (Key.Key_PageUp, 360_000),
        (Key.Key_PageDown, 240_000),
        (Key.Key_Home, 0),
        (Key.Key_End, 12 * MINUTE),
    ],
)
def test_keys_move_along_the_timeline(timeline: Timeline, qtbot: QtBot, key: Key, expected: int) -> None:
    timeline.render_position(5 * MINUTE)
    with qtbot.waitSignal(timeline.seek_requested) as asked:
        qtbot.keyClick(timeline, key)
    assert asked.args == [expected]


def test_the_timeline_runs_the_other_way_where_text_does(timeline: Timeline) -> None:
    timeline.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert timeline.x_of(0) > timeline.x_of(MINUTE)
    assert timeline.time_at(timeline.x_of(4 * MINUTE)) == 4 * MINUTE


def test_a_recording_without_length_is_no_trouble(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.render_course(0)
    timeline.render_watched([(0, 5)])
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(312, 20))
    timeline.grab()
    assert timeline.watched_percent() == 0


def test_times_and_chapters_show_above_the_pointer(timeline: Timeline, qtbot: QtBot) -> None:
    qtbot.mouseMove(timeline, QPoint(400, 20))
    qtbot.waitUntil(lambda: any("Cases" in bubble.text() for bubble in timeline.findChildren(QLabel)))


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0:00"), (200_999, "3:20"), (3_723_000, "1:02:03"), (-5, "0:00"), (36_000_000, "10:00:00")],
)
def test_times_are_written_as_people_write_them(milliseconds: int, text: str) -> None:
    assert clock_text(milliseconds) == text


# ---------------------------------------------------------------- cards and covers


def test_a_card_says_what_it_shows_and_is_pressed_by_keys(theme: Theme, qtbot: QtBot) -> None:
    card = CourseCard(theme)
    card.render_face(FACES[0])
    shown(qtbot, card)
    assert role_of(card) == "Button"
    assert name_of(card).startswith(f"{FACES[0].title}. 43 % watched.")
    for key in (Key.Key_Return, Key.Key_Space):
        with qtbot.waitSignal(card.clicked):
            qtbot.keyClick(card, key)


def test_a_press_on_any_part_of_a_card_presses_the_card(theme: Theme, qtbot: QtBot) -> None:
    card = CourseCard(theme)
    card.render_face(FACES[0])
    shown(qtbot, card, QSize(300, 400))
    for spot in (QPoint(150, 40), QPoint(60, 240), QPoint(150, 380)):
        target = card.childAt(spot) or card
        assert target.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) or target is card


def test_a_focused_card_has_a_ring_over_its_cover(theme: Theme, qtbot: QtBot) -> None:
    card = CourseCard(theme)
    card.render_face(CardFace(title="Asthma"))
    window = QWidget()
    column = QVBoxLayout(window)
    other = QPushButton("Other")
    column.addWidget(other)
    column.addWidget(card)
    shown(qtbot, window, QSize(340, 420))
    window.activateWindow()
    other.setFocus()
    before = card.grab().toImage().pixelColor(card.width() // 2, 1)
    qtbot.keyClick(other, Key.Key_Tab)
    qtbot.waitUntil(card.hasFocus)
    after = card.grab().toImage().pixelColor(card.width() // 2, 1)
    assert before != after == theme.colour("focus")


def test_a_drawn_cover_belongs_to_its_title(theme: Theme, qtbot: QtBot) -> None:
    def drawing(title: str) -> QImage:
        cover = Cover(theme)
        cover.render_cover(title)
        shown(qtbot, cover, QSize(256, 144))
        return cover.grab().toImage()

    assert drawing("Asthma") == drawing("Asthma")
    assert drawing("Asthma") != drawing("Sepsis")


def test_a_cover_keeps_to_its_shape_and_shows_the_picture_it_has(theme: Theme, qtbot: QtBot) -> None:
    red = QImage(40, 300, QImage.Format.Format_RGB32)
    red.fill(QColor("#ff0000"))
    cover = Cover(theme)
    cover.render_cover("Asthma", red)
    shown(qtbot, cover, QSize(256, 144))
    assert cover.heightForWidth(320) == 180
    assert cover.grab().toImage().pixelColor(128, 72) == QColor("#ff0000")


@pytest.mark.parametrize("width", [200, 700, 1400])
def test_cards_in_a_grid_are_of_one_width_and_never_beyond_it(theme: Theme, qtbot: QtBot, width: int) -> None:
    holder = QWidget()
    grid = CardGrid(272, 24, holder)
    cards = [CourseCard(theme) for _ in FACES]
    for card, face in zip(cards, FACES, strict=True):
        card.render_face(face)
        grid.addWidget(card)
    shown(qtbot, holder, QSize(width, grid.heightForWidth(width)))
    assert len({card.width() for card in cards}) == 1
    assert max(card.geometry().right() for card in cards) < width
    assert len({card.y() for card in cards}) == -(-len(cards) // grid.columns(width))


def test_a_line_that_is_full_goes_on_in_the_next(theme: Theme, qtbot: QtBot) -> None:
    holder = QWidget()
    flow = FlowLayout(8, holder)
    for word in ("Continue", "Save a copy", "Not now"):
        flow.addWidget(QPushButton(word))
    assert flow.heightForWidth(1000) < flow.heightForWidth(150)
    flow.clear()
    assert flow.count() == 0


# ---------------------------------------------------------------- small signs


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_chip_is_drawn_in_its_tone(theme: Theme, qtbot: QtBot, tone: Tone, scheme: Scheme) -> None:
    theme.switch(scheme)
    chip = Chip(theme)
    chip.render_status("Quiz next", tone)
    shown(qtbot, chip)
    image = chip.grab().toImage()
    assert image.pixelColor(chip.width() // 2, 4) == theme.colour(tone.ground)
    assert name_of(chip) == "Quiz next"


def test_a_chip_without_room_keeps_its_words_in_the_tip(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme)
    chip.render_status("Expired 31 December 2020", Tone.BAD)
    shown(qtbot, chip, QSize(90, 25))
    chip.grab()
    assert chip.toolTip() == "Expired 31 December 2020"


@pytest.mark.parametrize(("permille", "percent"), [(-5, 0), (430, 43), (999, 99), (2000, 100)])
def test_a_ring_says_its_per_cent_and_never_rounds_up(theme: Theme, qtbot: QtBot, permille: int, percent: int) -> None:
    ring = Ring(theme)
    ring.render_permille(permille)
    shown(qtbot, ring).grab()
    assert role_of(ring) == "ProgressBar"
    assert description_of(ring) == f"{percent} % done"


def test_facts_without_a_value_are_left_out(theme: Theme, qtbot: QtBot) -> None:
    facts = Facts(theme)
    facts.render_facts([*FACTS, ("Language", "")])
    facts.render_facts([*FACTS, ("Language", "")])
    shown(qtbot, facts, QSize(800, 60))
    visible = [label.text() for label in facts.findChildren(QLabel) if label.isVisible()]
    assert visible == [text for fact in FACTS for text in fact]


# ---------------------------------------------------------------- the way through


@pytest.fixture
def stepper(theme: Theme, qtbot: QtBot) -> Stepper:
    made = Stepper(theme)
    made.render_steps(STEPS, "watch")
    return shown(qtbot, made, QSize(900, 140))


def steps_of(stepper: Stepper) -> list[QWidget]:
    return [step for step in stepper.findChildren(QWidget) if step.focusPolicy() == Qt.FocusPolicy.StrongFocus]


def test_each_step_says_its_state_and_why_it_is_locked(stepper: Stepper) -> None:
    quiz = steps_of(stepper)[2]
    assert name_of(quiz) == "Quiz, Locked, Step 3 of 6"
    assert description_of(quiz) == STEPS[2].reason


def test_arrow_keys_walk_the_steps_and_stop_at_the_ends(stepper: Stepper, qtbot: QtBot) -> None:
    stepper.activateWindow()
    first, second = steps_of(stepper)[:2]
    first.setFocus()
    with qtbot.waitSignal(stepper.step_chosen) as chosen:
        qtbot.keyClick(first, Key.Key_Right)
    assert chosen.args == ["watch"]
    qtbot.waitUntil(second.hasFocus)
    with qtbot.assertNotEmitted(stepper.step_chosen):
        qtbot.keyClick(first, Key.Key_Left)


def test_a_pressed_step_is_reported_even_if_it_is_locked(stepper: Stepper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stepper.step_chosen) as chosen:
        qtbot.mouseClick(steps_of(stepper)[2], Qt.MouseButton.LeftButton)
    assert chosen.args == ["quiz"]


def test_the_current_steps_reason_is_written_out(stepper: Stepper) -> None:
    stepper.render_steps(STEPS, "quiz")
    assert STEPS[2].reason in [label.text() for label in stepper.findChildren(QLabel)]


def test_steps_stand_below_each_other_where_the_room_is_narrow(theme: Theme, qtbot: QtBot) -> None:
    room = QWidget()
    column = QVBoxLayout(room)
    stepper = Stepper(theme)
    stepper.render_steps(STEPS, "watch")
    column.addWidget(stepper)
    shown(qtbot, room, QSize(900, 600))
    assert len({step.y() for step in steps_of(stepper)}) == 1
    room.resize(300, 600)
    qtbot.waitUntil(lambda: len({step.x() for step in steps_of(stepper)}) == 1)


# ---------------------------------------------------------------- answers and credit


@pytest.fixture
def rating(theme: Theme, qtbot: QtBot) -> Rating:
    made = Rating(theme)
    made.render_rating("The session met its objectives.", LIKERT)
    return shown(qtbot, made, QSize(700, 140))


def test_a_rating_begins_unanswered_and_reports_what_is_chosen(rating: Rating, qtbot: QtBot) -> None:
    assert rating.value() is None
    tile = rating.findChildren(QRadioButton)[3]
    with qtbot.waitSignal(rating.value_changed) as chosen:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert chosen.args == [4] == [rating.value()]


def test_arrow_keys_move_the_rating(rating: Rating, qtbot: QtBot) -> None:
    rating.render_rating("The session met its objectives.", LIKERT, 2)
    rating.activateWindow()
    tile = rating.findChildren(QRadioButton)[1]
    tile.setFocus()
    with qtbot.waitSignal(rating.value_changed):
        qtbot.keyClick(tile, Key.Key_Right)
    assert rating.value() == 3


def test_rendering_a_rating_reports_nothing(rating: Rating, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(rating.value_changed):
        rating.render_rating("The session met its objectives.", LIKERT, 5)
        rating.render_rating("The session met its objectives.", LIKERT, None)
    assert rating.value() is None


def test_the_tiles_of_a_rating_are_radio_buttons_with_names(rating: Rating) -> None:
    tiles = rating.findChildren(QRadioButton)
    assert [name_of(tile) for tile in tiles] == [f"{number}, {label}" for number, label in enumerate(LIKERT, 1)]
    assert {role_of(tile) for tile in tiles} == {"RadioButton"}


@pytest.fixture
def credit(theme: Theme, qtbot: QtBot) -> CreditStepper:
    made = CreditStepper(theme)
    made.render_amount(Decimal("0.75"), step=Decimal("0.25"), limit=Decimal("1.5"), name="Category 1")
    return shown(qtbot, made, QSize(400, 90))


def test_credit_moves_in_its_steps_and_never_above_the_limit(credit: CreditStepper, qtbot: QtBot) -> None:
    less, more = credit.findChildren(QToolButton)
    heard: list[Decimal] = []
    credit.amount_changed.connect(heard.append)
    for _ in range(5):
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert heard == [Decimal("1.00"), Decimal("1.25"), Decimal("1.50")]
    assert not more.isEnabled()
    assert less.isEnabled()


def test_credit_takes_typing_down_to_the_step_below(credit: CreditStepper, qtbot: QtBot) -> None:
    field = credit.focusProxy()
    assert field is not None
    field.setFocus()
    qtbot.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "1,3")
    with qtbot.waitSignal(credit.amount_changed) as heard:
        qtbot.keyClick(field, Key.Key_Return)
    assert heard.args == [Decimal("1.25")]


@pytest.mark.parametrize(
    ("key", "expected"), [(Key.Key_Home, "0"), (Key.Key_End, "1.5"), (Key.Key_Up, "1"), (Key.Key_Down, "0.5")]
)
def test_credit_is_set_by_keys(credit: CreditStepper, qtbot: QtBot, key: Key, expected: str) -> None:
    field = credit.focusProxy()
    assert field is not None
    qtbot.keyClick(field, key)
    assert credit.amount() == Decimal(expected)
    assert role_of(field) == "SpinBox"
    assert name_of(field) == "Category 1"


@given(
    amount=st.decimals(min_value=-5, max_value=50, places=2),
    limit=st.decimals(min_value=0, max_value=40, places=2),
    step=st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("0.1"), Decimal(1)]),
)
def test_no_amount_is_ever_above_what_may_be_claimed(
    qapp: QApplication, amount: Decimal, limit: Decimal, step: Decimal
) -> None:
    control = CreditStepper(Theme(Path(__file__).parents[2] / "resources"))
    control.render_amount(amount, step=step, limit=limit, name="Credit")
    assert 0 <= control.amount() <= limit
    assert control.amount() % step == 0


# ---------------------------------------------------------------- messages


@pytest.fixture
def banner(theme: Theme, qtbot: QtBot) -> Banner:
    made = Banner(theme)
    shown(qtbot, made, QSize(600, 300))
    made.render_message(DAMAGED)
    return made


def test_a_banner_tells_what_it_means_and_what_to_do(banner: Banner) -> None:
    assert name_of(banner) == f"{DAMAGED.what} {DAMAGED.meaning} {DAMAGED.remedy}"


def test_details_unfold_and_can_be_copied(banner: Banner, qtbot: QtBot) -> None:
    (details,) = banner.findChildren(QPlainTextEdit)
    buttons = {button.text(): button for button in banner.findChildren(QPushButton)}
    more, copy = buttons["Details"], buttons["Copy details"]
    assert not details.isVisible()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert details.isVisible()
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert DAMAGED.details in QGuiApplication.clipboard().text()


def test_a_banner_reports_its_button_and_its_dismissal(banner: Banner, qtbot: QtBot) -> None:
    act = next(button for button in banner.findChildren(QPushButton) if button.text() == DAMAGED.action)
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(banner.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_a_message_with_markup_is_shown_as_it_is(banner: Banner) -> None:
    banner.render_message(Message(what="<b>Hello</b>"))
    formats = {label.textFormat() for label in banner.findChildren(QLabel) if label.text() == "<b>Hello</b>"}
    assert formats == {Qt.TextFormat.PlainText}


def test_a_toast_goes_by_itself_and_does_not_move_when_stillness_is_asked(theme: Theme, qtbot: QtBot) -> None:
    window = shown(qtbot, QWidget(), QSize(500, 300))
    toast = Toast(theme, window, stay_ms=20)
    toast.notify("Saved")
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_an_empty_place_says_how_to_begin(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState(theme)
    empty.render_empty("library", "Your library is empty", "Add a course.", "Add a course", "Open the sample course")
    shown(qtbot, empty, QSize(600, 500))
    first, second = empty.findChildren(QPushButton)
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(empty.acted_otherwise):
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)


# ---------------------------------------------------------------- text and pages


@pytest.mark.parametrize("text", ["<b>bold</b>", "<img src=x>", "a & b", "1 < 2", "<a href='file:///'>x</a>"])
def test_course_text_is_never_read_as_markup(theme: Theme, qtbot: QtBot, text: str) -> None:
    prose = Prose(theme)
    prose.render_text(text)
    assert prose.textFormat() == Qt.TextFormat.PlainText
    prose.render_runs([(text, False), (" and ", True)])
    assert "<i> and </i>" in prose.text()
    assert text not in prose.text() or "<" not in text
    assert name_of(shown(qtbot, prose)) == f"{text} and "


def test_lines_of_prose_stay_readable(theme: Theme) -> None:
    prose = Prose(theme)
    assert prose.maximumWidth() <= prose.fontMetrics().averageCharWidth() * 80


def test_a_section_folds_by_keyboard(theme: Theme, qtbot: QtBot) -> None:
    section = Section(theme, "Objectives", folds=True)
    inside = QLabel("After this session")
    section.body.addWidget(inside)
    shown(qtbot, section, QSize(400, 200))
    with qtbot.waitSignal(section.folded) as folded:
        qtbot.keyClick(section.findChild(QPushButton), Key.Key_Space)
    assert folded.args == [True]
    assert not inside.isVisible()


def test_a_page_keeps_its_column_narrow_and_in_the_middle(theme: Theme, qtbot: QtBot) -> None:
    page = ScrollPage(theme)
    inside = QLabel("x")
    page.column.addWidget(inside)
    shown(qtbot, page, QSize(1600, 600))
    QApplication.processEvents()
    left = inside.mapTo(page, QPoint(0, 0)).x()
    assert inside.width() <= 960
    assert abs(left - (1600 - 960) // 2) <= 8


def test_the_rail_marks_the_place_and_reports_a_choice(theme: Theme, qtbot: QtBot) -> None:
    rail = Sidebar(theme, "Carrel")
    rail.render_places(PLACES, "library")
    shown(qtbot, rail, QSize(200, 500))
    buttons = {name_of(button): button for button in rail.findChildren(QPushButton)}
    assert [name for name, button in buttons.items() if button.isChecked()] == ["Library"]
    with qtbot.waitSignal(rail.place_chosen) as chosen:
        qtbot.mouseClick(buttons["Send, 2"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["send"]
    rail.render_places(PLACES, "")
    assert not [name for name, button in buttons.items() if button.isChecked()]


# ---------------------------------------------------------------- all together


@pytest.fixture
def gallery(theme: Theme, qtbot: QtBot) -> Gallery:
    window = Gallery(theme)
    shown(qtbot, window, QSize(1280, 800))
    window.activateWindow()
    return window


def test_tab_reaches_every_control_and_comes_back(gallery: Gallery, qtbot: QtBot) -> None:
    start = gallery.rail.findChildren(QPushButton)[0]
    start.setFocus()
    seen: set[QWidget] = set()
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.add(focused)
        qtbot.keyClick(focused, Key.Key_Tab)
    missed = [name_of(widget) for widget in _reachable(gallery) if widget not in seen]
    assert not missed


def test_everything_that_can_be_focused_has_a_name(gallery: Gallery) -> None:
    nameless = [type(widget).__name__ for widget in _reachable(gallery) if not name_of(widget)]
    assert not nameless


def test_what_can_be_clicked_can_be_reached_by_keyboard(gallery: Gallery) -> None:
    kinds = (QPushButton, QToolButton, QRadioButton, CourseCard)
    clickable = [widget for kind in kinds for widget in gallery.findChildren(kind) if widget.isVisible()]
    assert clickable
    assert all(widget.focusPolicy() & Qt.FocusPolicy.TabFocus or _of_a_group(widget) for widget in clickable)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_words_are_clipped(theme: Theme, gallery: Gallery, percent: int) -> None:
    theme.scale_text(percent)
    for _ in range(4):
        QApplication.processEvents()
    clipped = [label.text() for label in gallery.page.findChildren(QLabel) if label.isVisible() and _clipped(label)]
    assert not clipped


def test_targets_are_at_least_32_pixels_high(gallery: Gallery) -> None:
    low = [name_of(w) for w in _reachable(gallery) if w.height() < 32 and not isinstance(w, Prose)]
    assert not low


@pytest.mark.parametrize("schemes", [(Scheme.CONTRAST,), pytest.param(tuple(Scheme), marks=pytest.mark.long)], ids=len)
def test_the_gallery_writes_its_pictures(
    theme: Theme, qtbot: QtBot, tmp_path: Path, schemes: tuple[Scheme, ...]
) -> None:
    written = picture(theme, tmp_path, schemes)
    assert len(written) == 2 * len(schemes)
    assert all(QImage(str(path)).height() > 1000 for path in written)


def _reachable(window: QWidget) -> list[QWidget]:
    widgets = window.findChildren(QWidget)
    chosen = [widget for widget in widgets if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [w for w in chosen if w.isVisible() and w.isEnabled() and w.focusProxy() is None and not _inner(w)]


def _inner(widget: QWidget) -> bool:
    return widget.objectName().startswith("qt_")


def _of_a_group(widget: QWidget) -> bool:
    # Of a group only the chosen one takes part in Tab; arrow keys reach the others.
    in_group = isinstance(widget, QRadioButton) or (isinstance(widget, QPushButton) and bool(widget.group()))
    # An arrow of a line that is moved by keys itself is for the mouse.
    parent = widget.parentWidget()
    return in_group or (parent is not None and bool(parent.focusPolicy() & Qt.FocusPolicy.TabFocus))


def _clipped(label: QLabel) -> bool:
    if isinstance(label, Chip):
        return label.width() < label.sizeHint().width()
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < label.sizeHint().width() or label.height() < label.sizeHint().height()


# ---------------------------------------------------------------- long words

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"


def test_a_word_longer_than_its_line_is_broken_and_read_whole(qtbot: QtBot) -> None:
    words = shown(qtbot, Words(f"{LONG} today"), QSize(200, 200))
    assert words.heightForWidth(200) >= 2 * words.fontMetrics().height()
    assert words.minimumSizeHint().width() < 200
    assert words.text() == f"{LONG} today"
    assert name_of(words) == f"{LONG} today"


def test_a_label_that_had_a_long_word_is_not_named_by_it_any_more(qtbot: QtBot) -> None:
    words = shown(qtbot, Words(LONG), QSize(200, 200))
    words.setText("Short")
    assert (words.text(), name_of(words)) == ("Short", "Short")


def test_marks_that_keep_a_name_apart_are_no_letters_of_it() -> None:
    name = "Maximiliana-Wolkenstorff"
    assert breakable(f"\u2068{name}\u2069") == f"\u2068{name}\u2069"


@pytest.mark.parametrize(
    "kept",
    [
        "/home/ana/abcdefghijklmnopqrstuvwxyz/lecture.course",
        "https://www.abcdefghijklmnopqrstuvwxyz.org/somewhere",
        "abcdefghijklmnopqrstuvwxyz@example.org",
        "An ordinary sentence, with ordinary words.",
    ],
)
def test_what_can_be_copied_is_broken_only_where_it_is_a_word(kept: str) -> None:
    assert breakable_prose(kept) == kept
    assert breakable_prose(f"“{LONG}”") != f"“{LONG}”"


def test_no_line_begins_with_the_dot_that_parts_two_words(theme: Theme) -> None:
    words = Words("1 h 30 min · Up to 0.75 credit")
    assert " ·" not in QLabel.text(words)
    assert words.text() == "1 h 30 min · Up to 0.75 credit"
