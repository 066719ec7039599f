"""The marks of a course's prose: few, harmless, and never at the price of a sign that matters."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme
from player.ui.widgets.markdown import LONGEST, plain_words, read_markdown
from player.ui.widgets.prose import Prose
from player.ui.widgets.sided import direction_of
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TAGS = frozenset({"p", "b", "i", "code", "sup", "sub", "br"})
LEAST_SECONDS = 4.0
"""Far above what the slowest of these texts takes, far below what a text takes that is not held in bounds."""


def html_of(text: str) -> str:
    return read_markdown(text).html(indent=20, gap=9)


def shown_words(text: str) -> str:
    document = QTextDocument()
    document.setHtml(html_of(text))
    return document.toPlainText()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("*first*", "<i>first</i>", "first"),
        ("_first_ and **last**", "<i>first</i> and <b>last</b>", "first and last"),
        ("`code`", "<code>code</code>", "code"),
        ("CO~2~ and 10^9^/l", "CO<sub>2</sub> and 10<sup>9</sup>/l", "CO₂ and 10⁹/l"),
        ("a\\\nb", "a<br>b", "a\nb"),
        ("one\ntwo", "one two", "one two"),
        ("2 \\* 3", "2 * 3", "2 * 3"),
        (
            "[the trial](https://example.org/a)",
            "the trial (https://example.org/a)",
            "the trial (https://example.org/a)",
        ),
        ("<https://example.org>", "https://example.org", "https://example.org"),
    ],
)
def test_marks_become_form_on_screen_and_words_aloud(text: str, html: str, plain: str) -> None:
    assert html in html_of(text)
    assert read_markdown(text).plain == plain


@pytest.mark.parametrize(
    "text",
    [
        "> 60 ml/min",
        "< 5 mg & more",
        "- 2.5 mmol/l",
        "+ 2 dpt",
        "1. January",
        "# of patients",
        "2*3*4 mg",
        "snake_case_id",
        "~5 to ~10 mg",
        "a ^ b ^ c",
        "---",
        "=====",
        "    four spaces".strip(),
        "| a | b |",
        "[1] and [2]",
        "5 * 3 = 15",
    ],
)
def test_a_line_that_only_looks_like_marks_stays_as_it_is(text: str) -> None:
    """A greater-than sign that became a quotation would turn a choice into its opposite."""
    assert read_markdown(text).plain == text
    assert shown_words(text) == text


@pytest.mark.parametrize("sign", [">", "#", "+", "=", "|"])
def test_signs_at_the_start_of_lines_are_kept_in_longer_texts(sign: str) -> None:
    said = read_markdown(f"Known is:\n\n{sign} 60 ml/min\n{sign} 70 ml/min").plain
    assert said.count(sign) == 2


def test_lists_keep_their_numbers_and_their_depth() -> None:
    marked = read_markdown("Then:\n\n3. wash\n4. wait\n\n- *one*\n  - two")
    assert marked.plain.splitlines() == ["Then:", "3. wash", "4. wait", "• one", "  • two"]
    assert [item.depth for item in marked.items] == [0, 1, 1, 1, 2]


HOSTILE = [
    "![x](file:///etc/passwd)",
    "![x](/etc/passwd)",
    "![x](https://example.org/x.png)",
    "![x](data:image/png;base64,AAAA)",
    "<img src=x onerror=alert(1)>",
    "<img src='file:///etc/passwd'>",
    "<script>alert(1)</script>",
    "<style>p { background: url(x.png) }</style>",
    "<a href='https://example.org'>here</a>",
    "[here](javascript:alert(1))",
    "[here](file:///etc/passwd)",
    "[here](https://example.org \"onload='x'\")",
    "<table><tr><td>a</td></tr></table>",
    "&lt;img src=x&gt;",
    "`<img src=x>`",
    "```\n<img src=x>\n```\n",
    "**<b onclick=x>**",
    '<p style="background-image: url(x.png)">',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_foreign_tag_or_address_ever_reaches_qt(text: str) -> None:
    html = html_of(f"Before {text}\n\n{text} *after*")
    found = re.findall(r"<\s*/?\s*(\w+)([^>]*)>", html)
    assert {name for name, _ in found} <= TAGS
    attributes = " ".join(rest for name, rest in found if name != "p")
    assert attributes.strip() == ""
    assert not re.search(r"src|href|url|image", "".join(rest for _, rest in found))


class Watchful(QTextDocument):
    """Notes whatever Qt would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[str] = []

    def loadResource(self, type: int, name: object) -> object:
        self.wanted.append(str(name))
        return super().loadResource(type, name)  # pyright: ignore[reportArgumentType]  # handed on as it came


def test_nothing_is_ever_fetched(qapp: QApplication) -> None:
    document = Watchful()
    document.setHtml("".join(html_of(text) for text in HOSTILE))
    document.size()
    assert document.wanted == []
    document.setHtml("<img src='x.png'>")
    document.size()
    assert document.wanted != [], "a picture would have been noticed"


def test_a_link_shows_its_address_and_opens_nothing(theme: Theme, qtbot: QtBot) -> None:
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_markdown("*See* [the trial](https://example.org/a).")
    assert prose.accessibleName() == "See the trial (https://example.org/a)."
    assert "href" not in prose.text() and not prose.openExternalLinks()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 9_999,
        "![" * 3_000 + "x" + "](a)" * 3_000,
        "[a](" * 4_999,
        "*a_ " * 4_999,
        "**x *y _z __w " * 1_400,
        "`" + "``" * 9_000,
        "\n" + "- " * 9_000 + "a",
        "\n".join("  " * depth + "- a" for depth in range(130)),
        "\n" + "1) " * 6_000,
        "a^b^" * 4_999,
        "&#x41;" * 3_000,
        "*" * 19_999,
        "*a " * 400_000,
        "\0\x01\ufffc\ue000" * 4_000,
        "\n" * 19_999,
    ],
)
def test_no_text_takes_long_or_breaks_anything(text: str, qapp: QApplication) -> None:
    began = time.perf_counter()
    document = QTextDocument()
    document.setHtml(html_of(text))
    assert time.perf_counter() - began < LEAST_SECONDS


def test_a_text_that_is_too_long_is_shown_with_its_marks() -> None:
    text = "*a* " * LONGEST
    assert read_markdown(text).is_plain and read_markdown(text).plain == text


@given(st.text(alphabet=st.sampled_from("ab1 \n*_`~^[]()!<>&\\-+.#:/|\u05d0"), max_size=60))
def test_whatever_is_written_only_known_tags_come_out(text: str) -> None:
    html = html_of(text)
    assert set(re.findall(r"<\s*/?\s*([^\s>/]*)", html)) <= TAGS
    assert set(re.findall(r"<(?!p )[^>]*[\s=][^>]*>", html)) == set()


@given(st.text(alphabet="abcdefg .,;:?%()=\u05d0\u00e4", max_size=60))
def test_words_without_marks_are_never_changed(text: str) -> None:
    assert read_markdown(text).plain == text.strip()


def test_prose_is_plain_to_qt_where_it_has_no_marks(theme: Theme, qtbot: QtBot) -> None:
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_markdown("a & b < c")
    assert prose.textFormat() is Qt.TextFormat.PlainText and prose.text() == "a & b < c"
    prose.render_markdown("a *b*")
    assert prose.textFormat() is Qt.TextFormat.RichText and prose.accessibleName() == "a b"
    prose.render_text("a *b*")
    assert prose.textFormat() is Qt.TextFormat.PlainText and prose.text() == "a *b*"


def test_marks_follow_the_size_of_the_text(theme: Theme, qtbot: QtBot) -> None:
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_markdown("So:\n\n- one")
    theme.scale_text(200)
    assert "margin-left:40px" in prose.text()
    theme.scale_text(100)
    assert "margin-left:20px" in prose.text()


def test_a_text_from_right_to_left_has_its_lists_on_the_right(theme: Theme, qtbot: QtBot) -> None:
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_markdown("שלום:\n\n- *אחד*")
    assert 'dir="rtl"' in prose.text() and "margin-right:20px" in prose.text()


@pytest.mark.parametrize(
    ("text", "mirrored"), [("1. a", False), ("12 שלום a", True), ("(مرحبا)", True), ("5 > 3", False), ("", False)]
)
def test_the_first_letter_with_a_direction_decides(text: str, mirrored: bool) -> None:
    assert (direction_of(text) is Qt.LayoutDirection.RightToLeft) == mirrored


def test_one_line_of_words_for_a_box() -> None:
    assert plain_words("So:\n\n- *one*\n- two") == "So: • one • two"
