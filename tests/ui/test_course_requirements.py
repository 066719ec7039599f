"""What a course asks of this computer, on its page: the sentence first, what is lacking next, the rest folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.requirement import Fact, Level, Requirement
from player.ui.course.page import CoursePage
from player.ui.host import Place, Route
from player.ui.widgets.finding import FindingRow
from tests.builders import COURSE
from tests.ui.checkup_parts import asks
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import has_button, open_page, press, shown, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MEMORY = Fact(name="memory.total", value="3000 MB", how="memory in all")
FITS = asks("memory", "memory.total", "2 GB")
LACKS = asks("more memory", "memory.total", "8 GB", remedy="Buy some.")
ADVICE = asks("much memory", "memory.total", "64 GB", level=Level.OPTIMAL)
LATER = asks("sound", "sound.outputs", "1")
WIDE = Requirement(
    id="w", level=Level.MINIMUM, subject="w", text="A screen", need=asks("w", "screen.width", "1 px").need
)


@pytest.fixture
def hosts() -> Iterator[list[FakeHost]]:
    found: list[FakeHost] = []
    yield found
    for host in found:
        host.door.close()


def opened(
    requirements: tuple[Requirement, ...], tmp_path: Path, qapp: QApplication, qtbot: QtBot, hosts: list[FakeHost]
) -> CoursePage:
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, requirements=requirements),))
    desk.machine.known = {MEMORY.name: MEMORY}
    desk.machine.later = {"sound.outputs": Fact(name="sound.outputs", value="1", how="it was asked")}
    host = make_host(desk, qapp)
    hosts.append(host)
    page = CoursePage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.COURSE, course=desk.signed[0].hash))
    return page


@pytest.mark.parametrize(
    ("requirements", "said"),
    [
        ((FITS, WIDE), "This computer has what the course asks."),
        ((FITS, ADVICE), "This computer has what the course asks."),
        ((FITS, LATER), "Nothing is lacking as far as can be seen at once; one answer is open."),
        ((FITS, LACKS, LATER), "This computer lacks one thing. You can watch all the same; it may not play well."),
    ],
)
def test_one_sentence_comes_first(
    requirements: tuple[Requirement, ...],
    said: str,
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    hosts: list[FakeHost],
) -> None:
    assert said in texts(opened(requirements, tmp_path, qapp, qtbot, hosts))


def test_what_is_lacking_stands_before_advice_and_what_is_met_is_folded_away(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, hosts: list[FakeHost]
) -> None:
    page = opened((FITS, ADVICE, LACKS), tmp_path, qapp, qtbot, hosts)
    said = texts(page)
    assert said.index("8 GB of more memory") < said.index("64 GB of much memory")
    assert "What to do: Buy some." in said and "2 GB of memory" not in said
    press(page, "The rest (1)")
    hosts[0].settle()
    assert "2 GB of memory" in texts(page)


def test_of_very_many_answers_the_first_are_shown(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, hosts: list[FakeHost]
) -> None:
    many = tuple(replace(LACKS, id=f"m{number}", subject=f"m{number}") for number in range(40))
    page = opened(many, tmp_path, qapp, qtbot, hosts)
    assert len(shown(page, FindingRow)) == 8 and has_button(page, "The rest (32)")


def test_a_button_leads_to_the_check_up_of_the_course(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, hosts: list[FakeHost]
) -> None:
    page = opened((FITS,), tmp_path, qapp, qtbot, hosts)
    press(page, "Check this computer for this course")
    (route,) = hosts[0].routes
    assert route.place is Place.CHECKUP and route.course is not None


def test_a_course_that_asks_nothing_has_no_such_part(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, hosts: list[FakeHost]
) -> None:
    assert "What it asks of this computer" not in texts(opened((), tmp_path, qapp, qtbot, hosts))
