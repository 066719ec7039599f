"""Tab visits a page as it is read, and walking through it leaves nothing behind in memory."""

from __future__ import annotations

import ast
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayoutItem, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.ui.tab_order import tab_as_read
from player.ui.widgets.flow import FlowLayout

PLAYER = Path(__file__).resolve().parents[2] / "player"


def _page(qtbot: QtBot) -> tuple[QWidget, list[QWidget]]:
    """A page of nested layouts whose parts are made in another order than they are read in."""
    page = QWidget()
    qtbot.addWidget(page)
    last, fourth, third, second, first = QPushButton("5"), QLineEdit("4"), QPushButton("3"), QLineEdit("2"), QWidget()
    field = QLineEdit("1")
    QVBoxLayout(first).addWidget(field)
    column, row, grid, flow = QVBoxLayout(page), QHBoxLayout(), QGridLayout(), FlowLayout(4)
    column.addWidget(first)
    column.addLayout(row)
    row.addStretch(1)
    row.addWidget(second)
    row.addLayout(grid)
    grid.addWidget(third, 0, 0)
    column.addSpacing(8)
    column.addLayout(flow)
    flow.addWidget(fourth)
    column.addWidget(last)
    return page, [field, second, third, fourth, last]


def _visited(start: QWidget, count: int) -> list[QWidget]:
    found: list[QWidget] = [start]
    following = start.nextInFocusChain()
    while following is not None and len(found) < count:
        if following.focusPolicy() != Qt.FocusPolicy.NoFocus:
            found.append(following)
        following = following.nextInFocusChain()
    return found


def test_tab_visits_parts_of_nested_layouts_as_they_are_read(qtbot: QtBot) -> None:
    page, read = _page(qtbot)

    tab_as_read(page)

    assert _visited(read[0], len(read)) == read


def test_walking_a_page_leaves_no_item_of_its_layouts_behind(qtbot: QtBot) -> None:
    """Qt frees an item with its widget. A wrapper that stayed would be given out for what is made in its place."""
    page, _ = _page(qtbot)
    before = _known_items()

    tab_as_read(page)

    assert _known_items() == before


def _known_items() -> int:
    return sum(isinstance(known, QLayoutItem) for known in shiboken6.getAllValidWrappers())


def test_no_layout_is_asked_for_its_items() -> None:
    """`itemAt` keeps what it gives out for as long as the layout lives, also past the item's own end."""
    asked = [
        f"{file.relative_to(PLAYER)}:{node.lineno}"
        for file in PLAYER.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "itemAt"
    ]
    assert asked == []
