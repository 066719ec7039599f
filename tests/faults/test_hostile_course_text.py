"""Text of a course is text: marks, scripts, remote pictures, walls of it, turned and invisible letters do nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextFormat
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.learner import Profession
from player.domain.soundness import LONGEST_LINE
from player.ui.host import Place
from player.ui.language import tr
from tests.builders import COURSE
from tests.ui.fake_host import FakeDesk
from tests.ui.touring import places, touring

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SHOWN = frozenset(
    {
        "title", "summary", "about", "text", "name", "address", "statement", "audience", "label", "prompt", "alt",
        "credentials", "affiliation", "designation", "signatory", "signatory_title", "disclosure_statement", "medium",
        "participation", "credit_format", "kind", "objective", "objectives", "feedback", "note", "when", "follow_up",
    }
)  # fmt: skip
"""What of a course a person reads, by the names of its fields."""
PROSE = frozenset({"summary", "statement", "disclosure_statement", "designation"})
"""What may be long; names and choices are as long as a title may be."""
WALL = 50_000
Hostile = Callable[[str], str]
HOSTILE: dict[str, Hostile] = {
    "markup": lambda address: f'<b>Hi</b><script>alert(1)</script><img src="{address}"><a href="{address}">go</a>',
    "styles": lambda address: f"<style>*{{background:url({address})}}</style><table border=9><tr><td>x",
    "marks": lambda address: f"![x]({address}) [go](javascript:alert(1)) [y]({address}) <{address}>",
    "local file": lambda _: '<img src="file:///etc/hostname"> ![x](file:///etc/hostname) ![x](/etc/hostname)',
    "a wall of words": lambda _: ("word " * (WALL // 5)).strip(),
    "a wall without spaces": lambda _: "W" * WALL,
    "a wall of lines": lambda _: "\n".join("line" for _ in range(WALL // 5)),
    "turned": lambda _: "\u202e\u2067\u200fdrawkcab\u202d\u2066" * 20,
    "control characters": lambda _: "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufeff\ufffe words",
    "marks of marks": lambda _: "> " * 1_000 + "[" * 2_000 + "*_`" * 2_000 + "x",
    "half a letter": lambda _: "e" + "\u0301" * 500 + "\U0001f469\u200d" * 100,
}


def is_taken_for_marks(text: str) -> bool:
    """Whether Qt would show the text as its own marks wherever it chooses by itself."""
    return bool(QtGui.Qt.mightBeRichText(text))


class Trap:
    """A server that nobody may ever call."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/picture.png"

    @property
    def was_called(self) -> bool:
        try:
            self._socket.accept()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


def with_text(value: Any, text: str) -> Any:
    """The same with `text` wherever a person reads; ids, days, figures and choices stay what they are."""
    if isinstance(value, tuple):
        return tuple(with_text(one, text) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found: dict[str, Any] = {}
    for field in fields(value):
        inside = getattr(value, field.name)
        if type(inside) is str and field.name in SHOWN and inside:
            found[field.name] = text if field.name in PROSE else text[:LONGEST_LINE]
        elif isinstance(inside, tuple) or is_dataclass(inside):
            found[field.name] = with_text(inside, text)
    return replace(value, **found)


def hostile_course(text: str) -> Course:
    return with_text(COURSE, text)


def acts(window: QWidget) -> list[str]:
    """Where a text does more than stand there: what Qt would take for its own marks, pictures and links."""
    found: list[str] = []
    for label in window.findChildren(QLabel):
        if label.textFormat() is Qt.TextFormat.AutoText and is_taken_for_marks(label.text()):
            found.append(f"a label takes it for marks: {label.text()[:60]!r}")
        if label.textFormat() is Qt.TextFormat.RichText:
            document = QTextDocument()
            document.setHtml(label.text())
            found += _acting(document)
    for edit in window.findChildren(QTextEdit):
        found += _acting(edit.document())
    for widget in window.findChildren(QWidget):
        if is_taken_for_marks(widget.toolTip()) and ("<b>Hi" in widget.toolTip() or "<img" in widget.toolTip()):
            found.append(f"a tip takes it for marks: {widget.toolTip()[:60]!r}")
    return found


def _acting(document: QTextDocument) -> list[str]:
    """Pictures and links; a picture without an address is a gap of a question."""
    found: list[str] = []
    for kind in document.allFormats():
        if kind.hasProperty(QTextFormat.Property.ImageName.value):
            name = str(kind.property(QTextFormat.Property.ImageName.value))
            found += [f"a picture: {name}"] if ":" in name or "/" in name else []
        if kind.hasProperty(QTextFormat.Property.AnchorHref.value):
            found.append(f"a link: {kind.property(QTextFormat.Property.AnchorHref.value)}")
    return found


ORDINARY = ("markup", "marks", "a wall of words", "turned", "control characters")
"""Of each kind one; the others take their time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ORDINARY else pytest.mark.long) for name in HOSTILE]
)
def test_every_page_shows_it_as_text_and_nothing_is_fetched(
    name: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path, trap: Trap
) -> None:
    desk = FakeDesk(tmp_path, courses=(hostile_course(HOSTILE[name](trap.address)),))
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    with touring(desk, "finished", qapp, qtbot) as tour:
        for place in places("finished"):
            page = tour.visit(place)
            assert acts(page) == [], place
            tour.leave(place)
    assert not trap.was_called


@pytest.mark.parametrize("name", ["markup", "marks", "a wall of words", "turned"])
def test_questions_and_their_choices_are_text_too(
    name: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path, trap: Trap
) -> None:
    desk = FakeDesk(tmp_path, courses=(hostile_course(HOSTILE[name](trap.address)),))
    desk.watch(desk.signed[0])
    with touring(desk, "begun", qapp, qtbot) as tour:
        page = tour.visit(Place.QUIZ)
        shown = [button for button in page.findChildren(QAbstractButton) if button.isVisible()]
        next(button for button in shown if button.text() == tr("Begin the quiz")).click()
        tour.host.settle()
        assert acts(page) == []
        tour.leave(Place.QUIZ)
    assert not trap.was_called


def test_what_would_act_is_seen(qtbot: QtBot, trap: Trap) -> None:
    """The eyes of these tests: marks that Qt takes for its own, a picture, a link, a tip."""
    window = QWidget()
    qtbot.addWidget(window)
    for text, kind in (
        ("<b>Hi</b>", Qt.TextFormat.AutoText),
        (f'<img src="{trap.address}">', Qt.TextFormat.RichText),
        (f'<a href="{trap.address}">go</a>', Qt.TextFormat.RichText),
    ):
        label = QLabel(text, window)
        label.setTextFormat(kind)
    window.findChildren(QLabel)[0].setToolTip("<b>Hi</b>")
    assert len(acts(window)) == 4
