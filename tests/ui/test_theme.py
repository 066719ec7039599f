"""The theme: contrast, sheet, icons and switching, measured."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QIcon, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.theme import Scheme, Theme, dress, load_tokens
from player.ui.theme.fonts import tabular
from player.ui.theme.sheet import scaled
from player.ui.theme.tokens import ROLES

# What the platform without a screen says of itself, not of us.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TEXTS = [
    ("text", "bg"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "accent_soft"),
    ("text", "good_soft"),
    ("text", "caution_soft"),
    ("text", "bad_soft"),
    ("muted", "bg"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "neutral_soft"),
    ("accent", "bg"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("good", "surface"),
    ("good", "good_soft"),
    ("caution", "caution_soft"),
    ("bad", "bg"),
    ("bad", "surface"),
    ("bad", "bad_soft"),
    ("bg", "text"),
]
CONTROLS = [
    ("edge", "bg"),
    ("edge", "surface"),
    ("focus", "bg"),
    ("focus", "surface"),
    ("focus", "accent_soft"),
    ("accent", "neutral_soft"),
    ("accent", "surface"),
    ("on_accent", "accent"),
]


@pytest.fixture
def theme(qapp: QApplication, root: Path) -> Theme:
    made = Theme(root / "resources")
    made.apply(qapp)
    return made


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part / 255) for part in (colour.red(), colour.green(), colour.blue()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_stands_out_from_its_ground(root: Path, scheme: Scheme, ink: str, ground: str) -> None:
    tokens = load_tokens(root / "resources" / "theme" / "tokens.toml")
    ratio = contrast(QColor(tokens.colour(scheme, ink)), QColor(tokens.colour(scheme, ground)))
    assert ratio >= 4.5, f"{ratio:.2f}"


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("mark", "ground"), CONTROLS)
def test_controls_and_the_focus_ring_stand_out(root: Path, scheme: Scheme, mark: str, ground: str) -> None:
    tokens = load_tokens(root / "resources" / "theme" / "tokens.toml")
    ratio = contrast(QColor(tokens.colour(scheme, mark)), QColor(tokens.colour(scheme, ground)))
    assert ratio >= 3, f"{ratio:.2f}"


def test_tokens_that_lack_a_role_are_refused_by_name(root: Path, tmp_path: Path) -> None:
    text = (root / "resources" / "theme" / "tokens.toml").read_text(encoding="utf-8")
    lame = tmp_path / "tokens.toml"
    lame.write_text(text.replace("accent_hover", "accent_hoover"), encoding="utf-8")
    with pytest.raises(ValueError, match="accent_hover"):
        load_tokens(lame)


def test_motion_stays_below_a_fifth_of_a_second(theme: Theme) -> None:
    assert all(length < 200 for length in theme.tokens.motion.values())


def test_nothing_moves_while_the_system_asks_for_stillness(theme: Theme) -> None:
    theme.keep_still(True)
    assert theme.duration("calm") == 0


def test_a_switch_of_scheme_reaches_palette_and_listeners(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.switch(Scheme.DARK)
    assert qapp.palette().window().color() == theme.colour("bg")
    assert theme.colour("bg") == QColor(theme.tokens.colour(Scheme.DARK, "bg"))


def test_text_grows_to_two_hundred_per_cent_and_no_further(theme: Theme, qapp: QApplication) -> None:
    theme.scale_text(500)
    assert theme.text_percent == 200
    assert qapp.font().pixelSize() == theme.tokens.sizes["body"] * 2


def test_a_label_on_show_follows_the_text_size(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("Heart failure")
    dress(label, role="title")
    qtbot.addWidget(label)
    label.show()
    before = label.sizeHint().width()
    theme.scale_text(200)
    QApplication.processEvents()
    assert label.sizeHint().width() > before * 1.9


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_scaled_pixels_are_whole_and_at_least_one(percent: int) -> None:
    assert scaled(8, percent) == 8 * percent // 100
    assert scaled(0, percent) == 1


def test_the_shipped_typeface_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font()).family() == "Inter"


def test_figures_have_one_width_where_they_are_compared(theme: Theme) -> None:
    narrow, wide = (QFontMetrics(tabular(theme.font())).horizontalAdvance(text) for text in ("1111", "0000"))
    assert narrow == wide
    assert QFontMetrics(theme.font()).horizontalAdvance("1111") != QFontMetrics(theme.font()).horizontalAdvance("0000")


def test_an_unknown_icon_is_a_bug_at_once(theme: Theme) -> None:
    with pytest.raises(KeyError, match="no icon is called 'unicorn'"):
        theme.icons.icon("unicorn")


def test_an_unknown_colour_is_a_bug_at_once(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.colour("mauve")


@pytest.mark.parametrize("role", sorted(ROLES - {"bg", "surface"}))
def test_icons_take_the_colour_of_their_role(theme: Theme, role: str) -> None:
    assert theme.colour(role).rgb() in _inks(theme.icons.icon("check", role))


def test_an_icon_follows_the_theme_without_being_made_again(theme: Theme) -> None:
    icon = theme.icons.icon("play")
    light = _inks(icon)
    theme.switch(Scheme.DARK)
    assert theme.colour("text").rgb() in _inks(icon)
    assert theme.colour("text").rgb() not in light


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_icons_are_drawn_at_the_resolution_of_the_screen(theme: Theme, ratio: float) -> None:
    picture = theme.icons.icon("play").pixmap(QSize(20, 20), ratio)
    assert picture.size() == QSize(round(20 * ratio), round(20 * ratio))


def test_every_icon_file_can_be_drawn(theme: Theme) -> None:
    blank = [name for name in sorted(theme.icons.names()) if not _inks(theme.icons.icon(name))]
    assert not blank


def test_every_icon_named_in_the_program_exists(theme: Theme, root: Path) -> None:
    missing = {name for name in _named_icons(root) if name not in theme.icons.names()}
    assert not missing


def test_the_licence_of_the_icons_is_beside_them(root: Path) -> None:
    assert "ISC License" in (root / "resources" / "icons" / "LICENSE-lucide.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("kind", ["", "primary", "quiet", "danger", "nav"])
def test_a_focused_button_looks_different(theme: Theme, qtbot: QtBot, scheme: Scheme, kind: str) -> None:
    theme.switch(scheme)
    window, button = _two_buttons(kind, qtbot)
    plain = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    changed = _difference(plain, button.grab().toImage())
    # A ring of two pixels runs once round; less would be easy to miss.
    assert changed >= 2 * (window.width() // 4)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_hint_in_a_field_can_be_read(theme: Theme, qtbot: QtBot, scheme: Scheme) -> None:
    theme.switch(scheme)
    field = QLineEdit()
    field.setPlaceholderText("Search")
    qtbot.addWidget(field)
    field.show()
    assert field.palette().placeholderText().color() == theme.colour("muted")


def test_ordinary_controls_are_high_enough_to_hit(theme: Theme, qtbot: QtBot) -> None:
    for control in (QPushButton("x"), QCheckBox("x")):
        qtbot.addWidget(control)
        control.show()
        assert control.sizeHint().height() >= 32


def _two_buttons(kind: str, qtbot: QtBot) -> tuple[QWidget, QPushButton]:
    window = QWidget()
    column = QVBoxLayout(window)
    first, button = QPushButton("First"), QPushButton("Second")
    dress(button, kind=kind)
    column.addWidget(first)
    column.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    return window, button


def _difference(one: QImage, other: QImage) -> int:
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height()))


def _inks(icon: QIcon) -> set[int]:
    image = icon.pixmap(QSize(48, 48)).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.rgb() for pixel in pixels if pixel.alpha() == 255}


def _named_icons(root: Path) -> set[str]:
    calls = re.compile(r"""icons\.(?:icon|pixmap)\(\s*["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""")
    found: set[str] = set()
    for path in (root / "player" / "ui").rglob("*.py"):
        for one, other in calls.findall(path.read_text(encoding="utf-8")):
            found.add(one or other)
    return found
