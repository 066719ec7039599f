"""A window that is read from right to left: sentences keep their order, words stand on its side, recordings run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QImage, QTextDocument, QTextLayout
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QPushButton, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from player.ui.language import Speech, bulleted, counted, tr, unmarked
from player.ui.language.isolating import isolated
from player.ui.theme import Theme, dress
from player.ui.watch.controls import Controls
from player.ui.widgets.combo import Combo
from player.ui.widgets.prose import Prose
from player.ui.widgets.sided import set_margins
from player.ui.widgets.words import Words
from tests.ui.fake_host import RESOURCES, make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WIDE = QSize(400, 60)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[Speech]:
    """The window in Arabic; in English again afterwards."""
    speech = Speech(RESOURCES / "i18n", qapp)
    speech.speak("ar")
    yield speech
    speech.speak("en")


def order_of(text: str, *words: str) -> list[str]:
    """The words from left to right as they are drawn on one line."""
    layout = QTextLayout(text)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    places: dict[str, float] = {}
    for word in words:
        drawn = layout.glyphRuns(text.index(word), len(word))
        places[word] = min(run.boundingRect().center().x() for run in drawn)
    return sorted(words, key=lambda word: places[word])


def side_of_ink(label: QLabel) -> str:
    """On which half of the label its words stand."""
    label.resize(WIDE)
    picture = label.grab().toImage()
    ground = picture.pixelColor(0, 0)
    columns = [x for x in range(picture.width()) if _has_ink(picture, x, ground)]
    return "left" if sum(columns) / len(columns) < picture.width() / 2 else "right"


def _has_ink(picture: QImage, x: int, ground: object) -> bool:
    return any(picture.pixelColor(x, y) != ground for y in range(picture.height()))


# --- sentences ---------------------------------------------------------------------------------------------


def test_a_name_keeps_its_brackets_where_they_are(arabic: Speech) -> None:
    said = tr("Adding “{name}”…").format(name="Stroke (part 2)")
    assert "\u2068Stroke (part 2)\u2069" in said


def test_a_sentence_that_begins_with_a_latin_word_is_read_from_right_to_left(arabic: Speech) -> None:
    said = tr("Carrel is already open with this profile ({folder}).").format(folder="/home/ana")
    assert said.replace(unmarked(said)[0], "").startswith("\u200f")
    assert order_of(said, "Carrel", "/home/ana") == ["/home/ana", "Carrel"]


def test_a_sentence_that_begins_with_a_name_is_read_from_right_to_left_where_it_can_be_selected_too(
    arabic: Speech,
) -> None:
    said = tr("{stick} can only be read: some sticks have a switch for that.").format(stick="ANAS")
    document = QTextDocument(said)
    assert document.firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft


def test_a_part_that_is_made_of_parts_keeps_their_order(arabic: Speech) -> None:
    moment = tr("{day}, {time}").format(day="22 نوفمبر", time="3:05 م")
    assert order_of(isolated("{moment} في").format(moment=moment), "نوفمبر", "3:05") == ["3:05", "نوفمبر"]


def test_per_cent_and_speed_are_written_as_everywhere(arabic: Speech) -> None:
    assert order_of(tr("{percent} %").format(percent=43), "43", "%") == ["43", "%"]
    assert unmarked(tr("{percent} %").format(percent=43)) == "43%"


def test_a_day_and_a_time_of_greenwich_are_read_from_right_to_left(arabic: Speech) -> None:
    said = tr("{day}, {time} UTC").format(day="23 نوفمبر", time="09:00")
    assert order_of(isolated("تعرض {moment}").format(moment=said), "نوفمبر", "09:00", "UTC") == [
        "09:00",
        "UTC",
        "نوفمبر",
    ]


@pytest.mark.parametrize("name", ["UTC", "QR", "USB"])
def test_a_name_in_capitals_makes_no_latin_sentence_of_what_is_filled_in(name: str) -> None:
    said = isolated(f"{{day}}، {{time}} {name}").format(day="23 نوفمبر", time="09:00")
    assert order_of(said, "نوفمبر", "09:00") == ["09:00", "نوفمبر"]


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        ("{number} {unit}", {"number": "1920", "unit": "px"}),
        ("up to {amount} {credit}", {"amount": "0.75", "credit": "AMA PRA Category 1 Credits™"}),
        ("{amount} {credit}, issued {day}", {"amount": "1.5", "credit": "contact hours", "day": "23 نوفمبر"}),
        ("Claim {amount} {unit}", {"amount": "1.5", "unit": "points"}),
        ("Correct to {amount} {unit}", {"amount": "1.5", "unit": "points"}),
        ("{counted} {kind}", {"counted": "1.5", "kind": "contact hours"}),
        ("{counted} of {required} {kind}", {"counted": "7", "required": "1.5", "kind": "contact hours"}),
    ],
)
def test_an_amount_and_its_latin_unit_are_one_piece_that_keeps_its_order(
    arabic: Speech, sentence: str, filled: dict[str, str]
) -> None:
    amount, unit = [text for name, text in filled.items() if name not in ("day", "counted") or len(filled) == 2][:2]
    said = tr(sentence).format(**filled)
    assert f"\u2068{amount}\u00a0{unit}\u2069" in said
    first = unit.partition(" ")[0]
    assert order_of(said, amount, first) == [amount, first]


def test_an_amount_and_its_arabic_unit_are_read_from_right_to_left(arabic: Speech) -> None:
    said = tr("{number} {unit}").format(number="512", unit="ميغابايت")
    assert order_of(said, "512", "ميغابايت") == ["ميغابايت", "512"]


def test_what_is_no_sentence_is_left_alone(arabic: Speech) -> None:
    assert tr("d MMM yyyy", "Qt's pattern of a short date") == "d MMM yyyy"
    assert isolated("CSV") == "CSV"


def test_an_english_sentence_among_them_is_read_as_one() -> None:
    said = isolated("“{title}” is damaged.").format(title="Stroke")
    assert order_of(said, "Stroke", "damaged", ".") == ["Stroke", "damaged", "."]


@given(st.text(alphabet="ab{}عب()،.\u2066\u2069", max_size=12))
def test_marking_adds_marks_and_nothing_else(text: str) -> None:
    assert unmarked(isolated(text)) == unmarked(text)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (10, "10 أيام"), (11, "11 يومًا"), (99, "99 يومًا"), (100, "100 يوم")],
)
def test_counts_take_the_six_forms_of_arabic(arabic: Speech, count: int, said: str) -> None:
    assert unmarked(counted("{count} day", "{count} days", count)) == said


def test_a_line_of_a_list_has_its_mark_on_the_side_of_the_window(qapp: QApplication, arabic: Speech) -> None:
    assert order_of(bulleted("Stroke, again."), "•", "Stroke", "again.") == ["Stroke", "again.", "•"]
    arabic.speak("en")
    assert bulleted("Stroke") == "•  Stroke"


# --- where things stand ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Stroke", "السكتة"])
def test_words_of_any_script_stand_on_the_side_of_the_window(
    qapp: QApplication, theme: Theme, qtbot: QtBot, text: str
) -> None:
    words, prose = Words(text, "title", wrap=False), Prose(theme)
    prose.render_text(text)
    for label in (words, prose):
        qtbot.addWidget(label)
        assert side_of_ink(label) == "left"
        label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        assert side_of_ink(label) == "right"


def test_a_list_stays_on_the_side_of_its_marks(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_markdown("Time:\n\n- one\n- two")
    assert side_of_ink(prose) == "left"


def test_every_line_of_arabic_begins_at_the_same_edge(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    words = Words("لمن يبلغون عن رصيدك فقط الأسماء كما هي لدى هيئة الترخيص والأرقام حيث يتطلبها نوع الرصيد")
    qtbot.addWidget(words)
    words.ensurePolished()
    words.resize(260, words.heightForWidth(260))
    picture, high = words.grab().toImage(), words.fontMetrics().lineSpacing()
    ground = picture.pixelColor(0, 0)
    lines = [range(top, min(top + high, picture.height())) for top in range(0, picture.height() - high // 2, high)]
    edges = [
        max(x for x in range(picture.width()) for y in line if picture.pixelColor(x, y) != ground) for line in lines
    ]
    assert len(edges) > 1
    assert max(edges) - min(edges) < 3


def test_words_in_the_middle_stay_there(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    words = Words("Stroke")
    qtbot.addWidget(words)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    assert words.alignment() == Qt.AlignmentFlag.AlignCenter


def test_what_plays_runs_from_left_to_right(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    controls = Controls(theme)
    qtbot.addWidget(controls)
    controls.resize(900, 120)
    controls.show()
    QCoreApplication.processEvents()
    controls.timeline.render_course(60_000)
    assert controls.timeline.x_of(0) < controls.timeline.x_of(30_000)
    assert controls.play.x() < controls.forward.x() < controls.full.x()


def test_the_seconds_of_a_jump_stand_beside_its_arrow(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    def drawn() -> QImage:
        controls = Controls(theme)
        qtbot.addWidget(controls)
        controls.back.resize(90, 40)
        return controls.back.grab().toImage()

    mirrored = drawn()
    arabic.speak("en")
    assert mirrored == drawn()


def test_a_choice_has_its_arrow_on_the_other_side_and_room_for_it_there(
    arabic: Speech, theme: Theme, qtbot: QtBot
) -> None:
    box = QComboBox()
    box.addItem("كل الدورات")
    qtbot.addWidget(box)
    box.ensurePolished()
    assert box.property("mirrored") == "true"


@pytest.mark.parametrize("kind", ["back", "end", "fold", "nav"])
def test_a_button_has_as_much_room_behind_its_words_as_before_them_when_read_the_other_way(
    qapp: QApplication, theme: Theme, qtbot: QtBot, kind: str
) -> None:
    speech, room = Speech(RESOURCES / "i18n", qapp), list[tuple[int, int]]()
    for tongue in ("ar", "en"):
        speech.speak(tongue)
        button = QPushButton("Library")
        qtbot.addWidget(button)
        dress(button, kind=kind)
        button.setIcon(theme.icons.icon("arrow-left"))
        button.resize(button.sizeHint())
        picture = button.grab().toImage()
        inked = [x for x in range(picture.width()) if _has_ink(picture, x, picture.pixelColor(3, 3))]
        before, after = inked[0], picture.width() - 1 - inked[-1]
        room.append((after, before) if tongue == "ar" else (before, after))
    assert room[0] == pytest.approx(room[1], abs=2)


def test_a_long_latin_choice_is_cut_off_at_its_own_end(arabic: Speech, theme: Theme, qtbot: QtBot) -> None:
    box = Combo()
    box.addItem("Emerging biomarkers")
    qtbot.addWidget(box)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == "\u2068Emerging biomarkers\u2069"  # pyright: ignore[reportAttributeAccessIssue]
    assert box.currentText() == "Emerging biomarkers"


def test_margins_go_by_the_way_of_reading(arabic: Speech, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QHBoxLayout(widget)
    set_margins(layout, 16, 1, 8, 2)
    margins = layout.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (8, 1, 16, 2)
