"""A large library is shown before all of it was looked at, and nothing that is in sight moves when the rest comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.desk.desk import Desk
from player.desk.first_sight import AT_ONCE, LEAST
from player.proof.envelope import Envelope
from player.ui.host import Place, Route
from player.ui.library.grid import CourseGrid
from player.ui.library.page import LibraryPage
from player.ui.library.screen import LibraryScreen
from player.ui.library.state import LibraryState
from tests.fakes import FakeClock
from tests.faults.desks import desk_at
from tests.shelves import lay_out, many
from tests.ui.fake_host import FakeHost, NobodyKnown, make_host
from tests.ui.gestures import focus, open_page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

COURSES, CLOSED = 2 * LEAST, 10
FIRST = AT_ONCE + 1
"""With one that tells of those that are closed."""
HERE = Route(place=Place.LIBRARY)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lay_out(tmp_path, many(COURSES, closed=CLOSED))
    with desk_at(tmp_path, FakeClock(datetime(2026, 6, 3, 12, 0, tzinfo=UTC))) as desk:
        yield desk


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[LibraryState]:
    """Every state that a library showed."""
    states: list[LibraryState] = []
    render = LibraryScreen.render_state

    def noted(screen: LibraryScreen, state: LibraryState) -> None:
        states.append(state)
        render(screen, state)

    monkeypatch.setattr(LibraryScreen, "render_state", noted)
    return states


@pytest.fixture
def host(desk: Desk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot, rendered: list[LibraryState]) -> LibraryPage:
    page = LibraryPage(host, sample=Path("sample.course"), introducer=NobodyKnown())
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    return page


def sizes(rendered: list[LibraryState]) -> list[int]:
    return [len(state.entries) for state in rendered]


def test_what_is_in_sight_is_shown_first_and_then_everything(page: LibraryPage, rendered: list[LibraryState]) -> None:
    assert sizes(rendered) == [FIRST, COURSES]
    (grid,) = page.findChildren(CourseGrid)
    assert grid.first is focus()
    assert grid.first is not None
    assert grid.first.face.title == "Talk 0000"


def test_whoever_comes_back_finds_everything_at_once(
    page: LibraryPage, host: FakeHost, rendered: list[LibraryState]
) -> None:
    open_page(page, host, HERE)
    assert sizes(rendered) == [FIRST, COURSES, COURSES]


def test_where_nothing_of_the_first_can_be_shown_everything_is_looked_at(
    tmp_path: Path, host: FakeHost, qtbot: QtBot, rendered: list[LibraryState]
) -> None:
    for mark in (tmp_path / "courses" / "here").iterdir():
        signed = Envelope.from_json(mark.read_bytes(), name="mark")
        mark.write_bytes(replace(signed, payload=signed.payload.replace(b"Talk", b"Tale")).to_json())
    page = LibraryPage(host, sample=Path("sample.course"), introducer=NobodyKnown())
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    assert [(len(state.entries), len(state.broken)) for state in rendered] == [(0, COURSES)]
